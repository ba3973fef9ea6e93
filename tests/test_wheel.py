"""What is published: a source distribution that builds anywhere, and a wheel that needs neither Node nor Numba."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

from hatch_build import ENGINE_SOURCES, PAGE_SOURCES, stale

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "src" / "neuroglow" / "static"


def run(*command: str | Path, folder: Path, environment: dict[str, str] | None = None) -> str:
    """Run a command to its end and return what it printed; a failure shows all of its output."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} in {folder}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def unpacked(folder: Path) -> Path:
    """The source distribution, unpacked somewhere else."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, folder=ROOT)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def linked(source: str, goal: str) -> None:
    try:
        os.link(source, goal)
    except OSError:  # the temporary folder is on another disk
        shutil.copy2(source, goal)


def built(sources: Path) -> Path:
    """The wheel that the source distribution makes, page and engine built anew, of the packages that are here."""
    shutil.copytree(ROOT / "web/node_modules", sources / "web/node_modules", symlinks=True, copy_function=linked)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist", folder=sources)
    return next((sources / "dist").glob("*.whl"))


def it_holds_sources_only(sources: Path) -> None:
    assert (sources / "web" / "package-lock.json").exists()
    assert not (sources / "web" / "node_modules").exists()
    assert not (sources / "src" / "neuroglow" / "static").exists()


def it_fits_every_machine_and_holds_page_and_engine(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    static = ("static/index.html", "static/engine/engine.wasm", "static/engine/manifest.json")
    for name in ("py.typed", *static, "video/fonts/Inter.ttf", "video/storyboards/xor-milo.toml"):
        assert f"neuroglow/{name}" in names
    assert not [name for name in names if name.endswith((".sha256", ".ts", ".svelte"))]


def its_bytes_are_those_of_the_build_here(wheel: Path) -> None:
    """The build in this folder and the one in the unpacked sources; the page's files carry hashes in their names."""
    assert not stale(ROOT, "page", PAGE_SOURCES), "the page changed since it was built: pip install -e . (or make test)"
    assert not stale(ROOT, "engine", ENGINE_SOURCES), "the engine changed: pip install -e . (or make test)"
    with zipfile.ZipFile(wheel) as archive:
        prefix = "neuroglow/static/"
        built = {name.removeprefix(prefix): archive.read(name) for name in archive.namelist() if prefix in name}
    here = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.suffix != ".sha256"}
    expected = {name: path.read_bytes() for name, path in here.items() if path.is_file()}
    assert sorted(built) == sorted(expected)
    assert [name for name in built if built[name] != expected[name]] == []


def it_alone_is_enough_to_train(wheel: Path, folder: Path) -> None:
    venv.create(folder / "venv", symlinks=os.name != "nt")
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    here = (sys.executable, "-m", "pip", "--python", scripts / "python")
    run(*here, "install", "--quiet", "--no-compile", wheel, folder=folder)
    alone = {"PATH": str(scripts)}
    missing = "from importlib.util import find_spec; print([find_spec(name) for name in ('numba', 'llvmlite')])"
    assert run(scripts / "python", "-c", missing, folder=folder, environment=alone) == "[None, None]\n"
    command = ("train", "spiral", "--steps", "100", "--json")
    told = json.loads(run(scripts / "neuroglow", *command, folder=folder, environment=alone))
    assert told["step"] == 100
    assert 0 < told["train_loss"] < 1


def test_what_is_published(tmp_path: Path) -> None:
    """In one test, as building takes longest of all."""
    sources = unpacked(tmp_path)
    it_holds_sources_only(sources)
    wheel = built(sources)
    it_fits_every_machine_and_holds_page_and_engine(wheel)
    its_bytes_are_those_of_the_build_here(wheel)
    it_alone_is_enough_to_train(wheel, tmp_path)
