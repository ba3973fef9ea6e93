"""The public names, which are imported when they are first used."""

import subprocess
import sys

import pytest

import neuroglow as ng


def test_every_public_name_is_there() -> None:
    assert set(ng.__all__) <= set(dir(ng))
    for name in ng.__all__:
        assert getattr(ng, name).__name__ == name


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="module 'neuroglow' has no attribute 'Rnu'"):
        getattr(ng, "Rnu")  # noqa: B009 - written out, mypy would refuse it


def test_importing_the_package_imports_nothing_heavy() -> None:
    script = "import sys, neuroglow; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"numpy", "wasmtime", "msgspec", "rich"} & set(done.stdout.split())


def test_the_example_of_the_documentation() -> None:
    run = ng.load("spiral").start().advance(steps=100)
    assert run.advance(epochs=3) is run
    run.edit(layer=0, neuron=1, input=0, value=0.5)
    run.set(learning_rate=0.1)
    run.advance(steps=400).seek(250)
    assert (run.step, run.epoch) == (250, 10)
    assert run.loss("train") > 0 < run.loss("test")
    assert 0 < run.accuracy("test") < 1
    assert run.layers[0].weights.shape == (8, 2)
    assert run.data.x_train.shape == (250, 2)
    assert run.predict([[1.0, 2.0]]).shape == (1, 1)
    assert run.trace(0).layers[0].grad_weights.shape == (8, 2)
    assert run.history.train_loss[0] > run.history.train_loss[-1]
