"""Taking a run along: what a file's name ends in says what it becomes."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from neuroglow.errors import InputError
from neuroglow.exporting.tables import FRAMEWORKS
from neuroglow.files import check_writable, write_whole
from neuroglow.values import shown

if TYPE_CHECKING:
    from neuroglow.run import Run

SUFFIXES = {
    ".onnx": "the trained network for ONNX runtimes",
    ".py": "its code for NumPy, PyTorch or Keras",
    ".html": "the run as one page, which works without a network",
    ".svg": "a picture of the network as it stands, to be drawn at any size",
    ".png": "the same in pixels",
    ".glow": "the run itself: recipe and log",
}


def check_export(path: str | os.PathLike[str], framework: str | None) -> None:
    """Raise InputError when `export` would, as far as can be told before there is a run."""
    suffix = suffix_of(path)
    if suffix not in SUFFIXES:
        raise InputError(
            f"expected a name that ends in {', '.join(SUFFIXES)}, got {shown(os.fsdecode(path))}: choose one of these"
        )
    if framework is not None and suffix != ".py":
        raise InputError(f"expected no framework for {suffix}, got {shown(framework)}: leave it out, or write a .py")
    if framework is not None and framework not in FRAMEWORKS:
        raise InputError(f"expected {', '.join(FRAMEWORKS)}, got {shown(framework)}: choose one of these")
    check_writable(path)


def export(run: "Run", path: str | os.PathLike[str], framework: str | None = None) -> None:
    """Write what a run has come to; see `Run.export`."""
    check_export(path, framework)
    match suffix_of(path):
        case ".svg" | ".png":
            draw(run, path)
        case ".glow":
            run.save(path)
        case suffix:
            write_whole(path, content(run, suffix, framework or "numpy"))


def content(run: "Run", suffix: str, framework: str) -> bytes:
    """What the file holds."""
    if suffix == ".html":
        from neuroglow.onepage import page

        return page(run)
    from neuroglow.exporting.code import code
    from neuroglow.exporting.onnx import onnx
    from neuroglow.exporting.trained import trained

    net = trained(run)
    return onnx(net) if suffix == ".onnx" else code(net, framework).encode()


def draw(run: "Run", path: str | os.PathLike[str]) -> None:
    """A picture of everything where the run stands, as films show it."""
    from neuroglow.video.film import make
    from neuroglow.video.storyboard import Scene, Storyboard

    make(run, path, Storyboard(steps=run.step, scenes=(Scene(kind="network", seconds=1),)))


def suffix_of(path: str | os.PathLike[str]) -> str:
    return Path(os.fsdecode(path)).suffix.lower()
