"""`Run.export` and `neuroglow export`: the name says what is made, and the file is whole or not there."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.exporting.writing import SUFFIXES
from neuroglow.run import Run
from tests.exporting.peers import here, ran
from tests.test_cli import Neuroglow, is_one_sentence, neuroglow

__all__ = ["neuroglow"]
BEGINNINGS = {
    ".onnx": b"\x08\x08\x12\x09neuroglow",
    ".py": b'"""',
    ".html": b"<!doctype html>",
    ".svg": b"<?xml",
    ".png": b"\x89PNG",
    ".glow": b'{"neuroglow":1',
}


@pytest.fixture(scope="module")
def run() -> Run:
    return ng.load("houses").start().advance(steps=50)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_name_says_what_is_made(run: Run, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a run{suffix.upper()}"
    run.export(path)
    content = path.read_bytes()
    assert content[:100].lower().startswith(BEGINNINGS[suffix].lower())
    assert os.listdir(tmp_path) == [path.name]
    assert run.step == 50


def test_code_is_numpy_unless_something_is_said(run: Run, tmp_path: Path) -> None:
    run.export(tmp_path / "a.py")
    run.export(tmp_path / "b.py", "pytorch")
    assert "import numpy as np" in (tmp_path / "a.py").read_text(encoding="utf-8")
    assert "from torch import nn" in (tmp_path / "b.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "framework", "expected"),
    [
        ("a.txt", None, "expected a name that ends in .onnx, .py"),
        ("a", None, "expected a name that ends in .onnx, .py"),
        ("a.py", "jax", "expected numpy, pytorch, keras, got 'jax'"),
        ("a.onnx", "keras", "expected no framework for .onnx, got 'keras'"),
        ("none/a.py", None, "expected a place where a file can be written"),
        ("folder.onnx", None, "expected a place where a file can be written"),
    ],
)
def test_what_cannot_be_written_is_told(
    run: Run, name: str, framework: str | None, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "folder.onnx").mkdir()
    with pytest.raises(InputError, match=f"^{expected}"):
        run.export(tmp_path / name, framework)
    assert os.listdir(tmp_path) == ["folder.onnx"]


def test_a_write_that_fails_leaves_what_was_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="no space left on device"):
        run.export(path)
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.onnx"]


def test_a_diverged_run_leaves_no_file(tmp_path: Path) -> None:
    hot = {"training.learning_rate": 1000, "network.activation": "relu", "network.output": "identity"}
    run = ng.load("xor").replace(hot).start().advance(steps=1000)
    assert run.diverged is not None
    for name in ("a.onnx", "a.py"):
        with pytest.raises(InputError, match=r"^expected finite weights to export"):
            run.export(tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_the_command_trains_and_writes(neuroglow: Neuroglow, tmp_path: Path) -> None:
    here("torch")
    done = neuroglow("export", "xor", "--steps", "70", "--as", "pytorch", "-o", str(tmp_path / "x.py"))
    assert (done.code, done.out, done.err) == (0, "", "")
    run = ng.load("xor").start().advance(steps=70)
    x = [[1.5, -2.0], [0.25, 3.0]]
    exported = ran((tmp_path / "x.py").read_text(encoding="utf-8"))
    assert np.asarray(exported["predict"](x)) == pytest.approx(run.predict(x), rel=1e-12)


def test_a_saved_run_is_taken_where_it_was_saved_or_where_one_says(neuroglow: Neuroglow, tmp_path: Path) -> None:
    saved = tmp_path / "a.glow"
    ng.load("xor").start().advance(steps=30).save(saved)
    for steps in (30, 12, 45):
        told = () if steps == 30 else ("--steps", str(steps))
        assert neuroglow("export", str(saved), "-o", str(tmp_path / "b.glow"), *told).code == 0
        assert ng.load(tmp_path / "b.glow").start().step == steps


def test_bad_input_is_one_sentence_and_nothing_is_trained(neuroglow: Neuroglow, tmp_path: Path) -> None:
    far = ("--steps", "100000000000")
    for arguments in (("a.txt",), ("a.py", "--as", "jax"), ("no/a.py",)):
        assert is_one_sentence(neuroglow("export", "xor", *far, "-o", str(tmp_path / arguments[0]), *arguments[1:]))
    assert os.listdir(tmp_path) == []


def test_help_needs_nothing_heavy() -> None:
    script = (
        "import sys; from neuroglow.cli import main\n"
        "try: main(['export', '--help'])\n"
        "except SystemExit: print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"numpy", "wasmtime", "msgspec", "rich"} & set(done.stdout.splitlines()[-1].split())
    for suffix in SUFFIXES:
        assert f"  {suffix} " in done.stdout or f"or {suffix}" in done.stdout


def test_ctrl_c_leaves_nothing(neuroglow: Neuroglow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "seek", pressed)
    done = neuroglow("export", "xor", "-o", str(tmp_path / "a.py"))
    assert (done.code, done.out, done.err) == (130, "", "neuroglow: interrupted\n")
    assert os.listdir(tmp_path) == []
