"""When the build builds: what counts as a change, which Node fits, and what is asked for."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import hatch_build
from hatch_build import BuildHook, fingerprint, mark, node_folder, stale

PAGE = hatch_build.PAGE_SOURCES
ENGINE = hatch_build.ENGINE_SOURCES
COMPILER = ["numba==1", "ziglang==2"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project whose page and engine have been built."""
    for name in ("web/src/main.ts", "src/neuroglow/engine/exports.py", "src/neuroglow/compiler/build.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("1")
    static = tmp_path / "src" / "neuroglow" / "static"
    (static / "engine").mkdir(parents=True)
    (static / "index.html").write_text("page")
    (static / "engine" / "engine.wasm").write_bytes(b"\0asm")
    mark(tmp_path, "page", PAGE)
    mark(tmp_path, "engine", ENGINE)
    return tmp_path


def hook(root: Path) -> BuildHook:
    metadata: Any = SimpleNamespace(core=SimpleNamespace(optional_dependencies={"compiler": COMPILER}))
    return BuildHook(str(root), {}, None, metadata, str(root / "dist"), "wheel")


def node(folder: Path, version: str) -> Path:
    """A folder with a Node that says it is of this version, and an npm."""
    folder.mkdir()
    for name in ("node", "npm"):
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)
    return folder


def test_what_was_built_from_these_sources_is_not_built_again(tree: Path) -> None:
    assert hook(tree).dependencies() == []
    (tree / "web" / "node_modules").mkdir()
    (tree / "web" / "node_modules" / "package.js").write_text("")
    (tree / "src" / "neuroglow" / "engine" / "__pycache__").mkdir()
    assert not stale(tree, "page", PAGE)
    assert not stale(tree, "engine", ENGINE)


@pytest.mark.parametrize(
    ("part", "sources", "file"),
    [
        ("page", PAGE, "web/src/main.ts"),
        ("engine", ENGINE, "src/neuroglow/engine/exports.py"),
        ("engine", ENGINE, "src/neuroglow/compiler/build.py"),
    ],
)
def test_a_change_of_a_source_or_a_missing_product_is_noticed(
    tree: Path, part: str, sources: tuple[str, ...], file: str
) -> None:
    (tree / file).write_text("2")
    assert stale(tree, part, sources)
    (tree / file).write_text("1")
    assert not stale(tree, part, sources)
    (tree / file).rename(tree / f"{file}x")
    assert stale(tree, part, sources)
    (tree / f"{file}x").rename(tree / file)
    product = "index.html" if part == "page" else "engine/engine.wasm"
    (tree / "src" / "neuroglow" / "static" / product).unlink()
    assert stale(tree, part, sources)


def test_names_and_contents_cannot_be_mistaken_for_each_other(tmp_path: Path) -> None:
    for name, content in (("one", "ab"), ("two", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text(content)
    (tmp_path / "two" / "b").write_text("ab")
    assert fingerprint(tmp_path, ["one"]) != fingerprint(tmp_path, ["two"])


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("v18.20.8", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
    ],
)
def test_node_fits_when_vite_runs_on_it(tree: Path, monkeypatch: pytest.MonkeyPatch, version: str, fits: bool) -> None:
    folder = node(tree / "bin", version)
    monkeypatch.setenv("PATH", str(folder))
    assert node_folder() == (str(folder) if fits else "")
    (tree / "web" / "src" / "main.ts").write_text("2")
    assert hook(tree).dependencies() == ([] if fits else [hatch_build.NODE])


def test_node_without_npm_is_not_enough(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = node(tree / "bin", "v24.1.0")
    (folder / "npm").unlink()
    monkeypatch.setenv("PATH", str(folder))
    assert node_folder() == ""


def test_the_compiler_is_asked_for_when_the_engine_changed(tree: Path) -> None:
    (tree / "src" / "neuroglow" / "engine" / "exports.py").write_text("2")
    assert hook(tree).dependencies() == COMPILER


def test_a_failing_step_fails_the_build_with_a_sentence(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = node(tree / "bin", "v24.1.0")
    (folder / "npm").write_text("#!/bin/sh\necho the reason\nexit 7\n")
    monkeypatch.setenv("PATH", str(folder))
    (tree / "web" / "package-lock.json").write_text("{}")
    with pytest.raises(SystemExit):
        hook(tree).initialize("standard", {})
    told = capfd.readouterr()
    assert "the reason" in told.err
    assert "npm ci --include=dev" in told.out + told.err
    assert "failed with exit code 7; its output above says why" in told.out + told.err
    assert stale(tree, "page", PAGE)
