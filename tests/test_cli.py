"""The command line, in this process where that is enough, as a process of its own where it is not."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

import neuroglow as ng
from neuroglow import cli
from neuroglow.errors import EngineMissing
from neuroglow.runtime import compiled

COMMAND = [sys.executable, "-c", "import sys; from neuroglow.cli import main; sys.exit(main())"]
HEAVY = {"numpy", "wasmtime", "msgspec", "rich", "starlette", "uvicorn", "numba", "asyncio"}
HOUSES = "area,rooms,price\n2104,3,399.9\n1600,3,329.9\n2400,4,369\n1416,2,232\n"
FOREVER = "1000000000000"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Neuroglow = Callable[..., Result]


@pytest.fixture
def neuroglow(capsys: pytest.CaptureFixture[str]) -> Neuroglow:
    """`neuroglow("train", "spiral")` runs a command and gives its exit code and what it wrote."""

    def call(*arguments: str) -> Result:
        try:
            code = cli.main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Result(code, *capsys.readouterr())

    return call


def is_one_sentence(result: Result) -> bool:
    return (
        result.code == 2 and result.out == "" and result.err.startswith("neuroglow: ") and result.err.count("\n") == 1
    )


def test_help_needs_nothing_heavy() -> None:
    script = (
        "import sys; from neuroglow.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "play" in done.stdout
    assert not HEAVY & set(done.stdout.splitlines()[-1].split())


def test_help_shows_every_command_and_option(neuroglow: Neuroglow) -> None:
    top = neuroglow("--help").out
    assert top.startswith("usage: neuroglow [-h] [--version] COMMAND ...\n\nWatch a neural network learn.\n")
    for command in ("play", "train", "video", "experiments"):
        assert f"\n  {command} " in top
        assert neuroglow(command, "--help").out.startswith(f"usage: neuroglow {command} [-h]")
    assert "\n  --until CONDITION  train until" in neuroglow("train", "--help").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "expected a command (play, train, video, export, site or experiments), got none; see neuroglow --help"),
        (
            ("--json",),
            "expected a command (play, train, video, export, site or experiments), got --json; see neuroglow --help",
        ),
        (("train", "xor", "--step", "3"), "expected the options of neuroglow train, got --step 3; see neuroglow train"),
        (("train", "xor", "--steps", "1e6"), "--steps: expected a whole number such as 1000, got '1e6'; see neuroglow"),
    ],
)
def test_what_is_wrong_with_the_command_line_is_told(
    neuroglow: Neuroglow, arguments: tuple[str, ...], said: str
) -> None:
    result = neuroglow(*arguments)
    assert is_one_sentence(result)
    assert said in result.err


def test_training_prints_where_the_run_stands(neuroglow: Neuroglow) -> None:
    result = neuroglow("train", "xor", "--steps", "100")
    run = ng.load("xor").start().advance(steps=100)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("step 100, epoch 4\ntraining loss ")
    assert f"digest {run.digest()}\n" in result.out
    assert f"test loss {run.loss('test'):.6g}, accuracy {run.accuracy('test'):.1%}\n" in result.out


def test_json_is_one_object_with_null_for_what_there_is_not(neuroglow: Neuroglow) -> None:
    result = neuroglow("train", "houses", "--json", "--epochs", "5")
    found = json.loads(result.out)
    run = ng.load("houses").start().advance(epochs=5)
    assert found.pop("seconds") > 0
    assert found.pop("steps_per_second") > 0
    assert found == {
        "step": 5,
        "epoch": 5,
        "train_loss": run.loss("train"),
        "test_loss": None,
        "train_accuracy": None,
        "test_accuracy": None,
        "digest": run.digest(),
    }


def test_how_long_a_run_is(neuroglow: Neuroglow) -> None:
    def step(*arguments: str) -> int:
        return int(json.loads(neuroglow("train", *arguments, "--json").out)["step"])

    assert step("gauss") == ng.load("gauss").steps == 250
    assert step("gauss", "--set", "steps=0") == 2500
    assert step("gauss", "--steps", "0") == 0
    assert step("gauss", "--until", "train_loss < 0.1") < 250
    assert step("gauss", "--until", "epoch >= 7") == 175
    assert step("gauss", "--until", "plateau 3", "--set", "training.learning_rate=0") == 75


def test_set_changes_the_recipe(neuroglow: Neuroglow) -> None:
    changes = (
        "network.hidden=[3, 2]",
        "network.activation=relu",
        'network.inputs=["x1", "x1^2"]',
        "training.learning_rate=1e-2",
        "training.batch_size=full",
        "training.nesterov=true",
        "training.momentum = 0.9",
        "title=Mine = yours",
        'about="quoted"',
    )
    asked = [part for change in changes for part in ("--set", change)]
    result = neuroglow("train", "xor", "--steps", "9", "--json", *asked)
    experiment = ng.load("xor").replace(
        {
            "network.hidden": [3, 2],
            "network.activation": "relu",
            "network.inputs": ["x1", "x1^2"],
            "training.learning_rate": 0.01,
            "training.batch_size": "full",
            "training.nesterov": True,
            "training.momentum": 0.9,
        }
    )
    assert json.loads(result.out)["digest"] == experiment.start().advance(steps=9).digest()
    assert cli.change("title=Mine = yours") == ("title", "Mine = yours")
    assert cli.change('about="quoted"') == ("about", "quoted")


def test_a_table_is_trained_on_its_target(neuroglow: Neuroglow, tmp_path: Path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES + ",2,200\n")
    result = neuroglow("train", str(path), "--target", "price", "--json")
    assert json.loads(result.out)["epoch"] == 100
    assert result.err == ("neuroglow: note: 1 of 5 rows is left out because it misses a value (area 1)\n")
    assert neuroglow("train", str(path), "--target", "price", "--quiet").err == ""


def test_formulas_and_images_are_trained_on(neuroglow: Neuroglow, tmp_path: Path) -> None:
    formula = (
        "--set",
        "data.source=formula",
        "--set",
        "data.formula=x2 > 3sin(x1)",
        "--set",
        "data.levels=[-0.9, 0.9]",
    )
    result = json.loads(neuroglow("train", "spiral", *formula, "--steps", "50", "--json").out)
    assert 0.5 < result["train_accuracy"] <= 1
    np.savez(tmp_path / "dots.npz", images=np.eye(8).reshape(1, 8, 8).repeat(9, 0), labels=np.arange(9) % 3)
    small = neuroglow(
        "train", str(tmp_path / "dots.npz"), "--size", "4", "--steps", "3", "--save", str(tmp_path / "a.glow")
    )
    assert small.code == 0
    assert ng.load(tmp_path / "a.glow").start().plan.sizes == (16, 32, 3)


def test_saving_and_going_on(neuroglow: Neuroglow, tmp_path: Path) -> None:
    path = str(tmp_path / "run.glow")
    neuroglow("train", "moons", "--steps", "20", "--save", path)
    more = neuroglow("train", path, "--steps", "5", "--set", "training.learning_rate=0.5", "--save", path, "--json")
    run = ng.load(path).start()
    assert run.log == [(20, {"set": {"learning_rate": 0.5}})]
    assert (run.step, run.digest()) == (25, json.loads(more.out)["digest"])
    assert json.loads(neuroglow("train", path, "--json").out)["step"] == ng.load("moons").steps
    refused = neuroglow("train", path, "--set", "network.hidden=[3]")
    assert is_one_sentence(refused)
    assert "is a run under way, got network.hidden" in refused.err


def test_a_run_that_could_not_be_saved_is_still_shown(
    neuroglow: Neuroglow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = neuroglow("train", "xor", "--steps", "3", "--save", str(tmp_path / "run.glow"))
    assert (result.code, result.out[:8]) == (2, "step 3, ")
    assert "(no space left on device)" in result.err


def test_divergence_is_told_and_the_run_is_saved(neuroglow: Neuroglow, tmp_path: Path) -> None:
    path = tmp_path / "wild.glow"
    wild = (
        "--set",
        "training.learning_rate=1000",
        "--set",
        "network.activation=relu",
        "--set",
        "network.output=identity",
    )
    result = neuroglow("train", "moons", *wild, "--json", "--save", str(path))
    found = json.loads(result.out)
    assert result.code == 1
    assert found["train_loss"] is None
    assert f"neuroglow: the run diverged: at step {found['step']:,} a weight of layer " in result.err
    assert ng.load(path).start().diverged is not None


def test_a_condition_that_is_not_reached_is_told(neuroglow: Neuroglow) -> None:
    result = neuroglow("train", "spiral", "--until", "test_loss<0.00001", "--max-steps", "500")
    assert (result.code, result.err) == (1, "neuroglow: test_loss<0.00001 was not reached in 500 steps\n")


def test_experiments_are_listed(neuroglow: Neuroglow) -> None:
    lines = neuroglow("experiments").out.splitlines()
    assert [line.split()[0] for line in lines] == ng.experiments()
    found = json.loads(neuroglow("experiments", "--json").out)
    assert [one["name"] for one in found] == ng.experiments()
    lines = neuroglow("experiments", "--failures").out.splitlines()
    assert [line.split()[0] for line in lines] == ng.failures()
    found = json.loads(neuroglow("experiments", "--failures", "--json").out)
    assert [one["name"] for one in found] == ng.failures()
    assert all(one["title"] and one["about"] and one["why"] for one in found)
    assert found[0]["training"]["learning_rate"] > 0


def test_the_version(neuroglow: Neuroglow) -> None:
    assert neuroglow("--version").out.startswith("neuroglow ")


TABLES = {
    "empty": b"",
    "ragged": b"a,b,y\n1,2,3\n1,2\n",
    "binary": bytes(range(256)) * 9,
    "one-column": b"a\n1\n2\n",
    "wide": b",".join(b"c%d" % place for place in range(100_000)) + b"\n",
    "one-class": b"a,y\n1,no\n2,no\n",
    "no-rows": b"a,y\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_bad_table_gets_one_sentence(neuroglow: Neuroglow, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(TABLES[name])
    assert is_one_sentence(neuroglow("train", str(path)))


def test_a_table_of_two_gigabytes_gets_one_sentence(neuroglow: Neuroglow, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(2_147_483_648)
    assert is_one_sentence(neuroglow("train", str(path)))


def test_a_terminal_is_not_told_what_a_table_wants_it_told(neuroglow: Neuroglow, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,\x1b[31mred\n1,2\n1,2\n")
    result = neuroglow("train", str(path))
    assert is_one_sentence(result)
    assert r"'\x1b[31mred'" in result.err


RECIPES = {
    "unknown.toml": "[data]\ncolour = 3\n",
    "types.toml": '[network]\nhidden = "8"\n',
    "neurons.toml": "[network]\nhidden = [1000000000]\n",
    "nan.toml": "[training]\nlearning_rate = nan\n",
    "broken.toml": "[network\n",
    "broken.json": '{"network": {',
    "list.json": "[1, 2]",
    "half.glow": '{"neuroglow": 1, "experiment": {"title": "Ha',
    "softmax.toml": '[network]\noutput = "softmax"\n[training]\nloss = "huber"\n',
}


@pytest.mark.parametrize("name", RECIPES)
def test_a_bad_recipe_gets_one_sentence(neuroglow: Neuroglow, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RECIPES[name])
    assert is_one_sentence(neuroglow("train", str(tmp_path / name)))
    assert is_one_sentence(neuroglow("play", str(tmp_path / name), "--no-browser"))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("trian",),
        ("train",),
        ("train", "spirall"),
        ("train", "spiral", "--steps", "x"),
        ("train", "spiral", "--steps", "-1"),
        ("train", "spiral", "--steps", "9" * 5000),
        ("train", "spiral", "--steps", "1", "--epochs", "1"),
        ("train", "spiral", "--until", "loss"),
        ("train", "spiral", "--max-steps", "10"),
        ("train", "spiral", "--set", "training.learning_rate"),
        ("train", "spiral", "--set", "training.learning_rate=fast"),
        ("train", "spiral", "--set", "training.learning_rate=1001"),
        ("train", "spiral", "--set", "training.learning_rate=1\n[data]\nseed=3"),
        ("train", "spiral", "--set", "training.rate=1"),
        ("train", "spiral", "--set", "training=1"),
        ("train", "spiral", "--set", "training.learning_rate=" + "9" * 5000),
        ("train", "spiral", "--set", "network.hidden=" + "[" * 5000),
        ("train", "spiral", "--target", "x1"),
        ("train", "iris", "--target", "colour"),
        ("train", "spiral", "--save", "/absent/run.glow"),
        ("train", "spiral", "--save", "/"),
        ("train", "spiral", "--save", ""),
        ("train", "spiral", "--save", "run.txt"),
        ("train", "spiral", "--save", "x" * 300 + ".glow"),
        ("train", "absent.csv"),
        ("play", "spirall"),
        ("play", "--target", "x"),
        ("play", "--size", "8"),
        ("train", "spiral", "--size", "8"),
        ("train", "digits-8x8", "--size", "x"),
        ("play", "--port", "70000", "--no-browser"),
    ],
)
def test_bad_input_gets_one_sentence(neuroglow: Neuroglow, arguments: tuple[str, ...]) -> None:
    result = neuroglow(*arguments)
    assert is_one_sentence(result), result


def test_an_installation_without_its_engine_is_told(neuroglow: Neuroglow, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> bytes:
        raise EngineMissing(f"the compiled engine ({name}) is missing: build it")

    monkeypatch.setattr("neuroglow.runtime.asset", missing)
    compiled.cache_clear()
    assert is_one_sentence(neuroglow("train", "xor"))


@contextmanager
def process(*arguments: str, stderr: int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    """A command of its own, killed if it does not end."""
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=stderr, text=True) as running:
        deadline = threading.Timer(60, running.kill)
        deadline.start()
        try:
            yield running
        finally:
            deadline.cancel()
            running.kill()


def test_ctrl_c_stops_a_run_shows_where_it_stands_and_saves_it(tmp_path: Path) -> None:
    path = tmp_path / "run.glow"
    terminal, theirs = pty.openpty()  # the progress bar, which shows that training is under way
    try:
        with process("train", "spiral", "--steps", FOREVER, "--save", str(path), "--json", stderr=theirs) as running:
            seen = b""
            while b"steps/s" not in seen:
                assert select.select([terminal], [], [], 60)[0], "no progress was shown"
                seen += os.read(terminal, 4096)
            running.send_signal(signal.SIGINT)
            assert running.stdout is not None
            found = json.loads(running.stdout.read())
            assert running.wait() == 130
        while b"interrupted" not in seen and select.select([terminal], [], [], 5)[0]:
            seen += os.read(terminal, 4096)
    finally:
        os.close(terminal)
        os.close(theirs)
    assert f"interrupted: the run stands at step {found['step']:,} and was saved as".encode() in seen.replace(
        b"\r\n", b" "
    )
    run = ng.load(path).start()
    assert (run.step, run.digest()) == (found["step"], found["digest"])


def test_a_reader_that_leaves_is_no_error() -> None:
    script = f"{' '.join(COMMAND[:1])} -c '{COMMAND[2]}' experiments --json | head -c 10"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ('[{"name": ', "")
