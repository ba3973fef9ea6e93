"""Whatever was trained: NumPy, PyTorch, Keras and ONNX Runtime answer with its export as neuroglow does."""

import json
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import neuroglow as ng
from neuroglow.engine.activations import ACTIVATIONS
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment
from neuroglow.exporting.code import code
from neuroglow.exporting.onnx import onnx
from neuroglow.exporting.trained import Trained, trained
from neuroglow.run import Run
from tests.bits.cases import Case
from tests.bits.hosts import experiment
from tests.exporting.cases import DIVERGED, EXPORTED, NASTY
from tests.exporting.peers import Answers, Matrix, by_onnx, here, in_keras, in_numpy, in_pytorch, ran

ROWS = 40
EXACT, SINGLE = 1e-12, 1e-6
PEERS = {"numpy": in_numpy, "pytorch": in_pytorch, "onnx": by_onnx}


def at_its_end(case: Case) -> Run:
    return Run(experiment(case)).resume(case["log"], case["steps"])


def told(run: Run) -> tuple[Trained, Matrix, Matrix]:
    """A run's network, rows in the data's own units, and what the run answers to them."""
    x = run.data.dataset.x[list(run.plan.columns)].T[:ROWS]
    return trained(run), x, run.predict(x)


@cache
def networks() -> dict[str, tuple[Trained, Matrix, Matrix]]:
    return {case["name"]: told(at_its_end(case)) for case in EXPORTED if case["name"] != DIVERGED}


def far(answers: Answers, net: Trained, x: Matrix, wanted: Matrix) -> float:
    """How far its answers are from what is wanted, as a share of the largest one if that is above 1."""
    found = answers(net, x)
    assert found.shape == wanted.shape
    return float(np.abs(found - wanted).max() / max(1.0, np.abs(wanted).max()))


@pytest.mark.parametrize("peer", PEERS)
def test_they_answer_alike_to_the_twelfth_digit(peer: str) -> None:
    far_off = {name: far(PEERS[peer], *network) for name, network in networks().items()}
    assert {name: distance for name, distance in far_off.items() if not distance < EXACT} == {}


def test_keras_answers_alike_as_far_as_its_backend_calculates() -> None:
    some = [name for name in networks() if name.startswith(("activation", "loss cross", "picture rose", "table"))]
    far_off = {name: far(in_keras, *networks()[name]) for name in [*some, "many numbers", "levels"]}
    assert {name: distance for name, distance in far_off.items() if not distance < SINGLE} == {}


def test_every_activation_is_among_them() -> None:
    used = {layer.activation for net, _, _ in networks().values() for layer in net.layers}
    assert used == set(ACTIVATIONS)


def test_activations_hold_far_out() -> None:
    """From -800 to 800, where e^ overflows."""
    x = np.concatenate([np.linspace(-800, 800, 81), np.linspace(-6, 6, 61)])[:, None]
    recipe = {"data.source": "sine", "network.hidden": [1], "network.init": "zeros", "data.samples": 10}
    for name in ACTIVATIONS[:-1]:
        run = Experiment().replace(recipe | {"network.activation": name}).start()
        for layer in (0, 1):
            run.edit(layer=layer, neuron=0, input=0, value=1.0)
        wanted = run.predict(x)
        for answers in (in_numpy, in_pytorch, by_onnx):
            assert answers(trained(run), x) == pytest.approx(wanted, rel=1e-13, abs=1e-13), name


LEAVES = st.sampled_from(["x1", "x2", "2", "0.3", "pi", "x1"])
FORMULAS = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*/<>"), part).map(lambda all: f"({all[0]}{all[1]}{all[2]})"),
        st.tuples(part, st.sampled_from(["2", "3", "-1", "0.5", "-2"])).map(lambda all: f"({all[0]})^({all[1]})"),
        st.tuples(part, part).map(lambda all: f"min({all[0]}, {all[1]}) - max({all[1]}, {all[0]})"),
        st.tuples(st.sampled_from(["-", "abs", "sign", "floor", "sqrt", "exp", "log", "sin", "cos", "tanh"]), part).map(
            lambda all: f"{all[0]}({all[1]})"
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(FORMULAS, min_size=1, max_size=4, unique=True))
def test_any_formulas_are_the_same_everywhere(inputs: list[str]) -> None:
    small = {"data.source": "gauss", "data.samples": 12, "network.hidden": [], "network.inputs": inputs}
    try:
        run = Experiment().replace(small | {"network.output": "tanh"}).start()
    except InputError:
        assume(False)  # it is no number for some example
    net, x, wanted = told(run)
    for peer, answers in PEERS.items():
        # sines of large numbers, and steps where two roundings differ, are told apart by the engine's own digits
        assert answers(net, x) == pytest.approx(wanted, rel=1e-9, abs=1e-9), peer


def test_names_are_texts_and_nothing_else() -> None:
    net = networks()["names that look like code"][0]
    for framework in ("numpy", "pytorch", "keras"):
        here(*{"numpy": ["numpy"], "pytorch": ["torch"], "keras": ["torch", "keras"]}[framework])
        source = code(net._replace(title='"""\nraise SystemExit  # \\'), framework)
        assert "\u202e" not in source
        assert ran(source)["COLUMNS"] == NASTY[:-1]


def test_an_onnx_file_is_well_formed_and_names_what_it_is_about() -> None:
    (checker,) = here("onnx")
    for net, _, _ in networks().values():
        model = checker.load_from_string(onnx(net))
        checker.checker.check_model(model, full_check=True)
        metadata = {entry.key: entry.value for entry in model.metadata_props}
        assert json.loads(metadata["columns"]) == list(net.columns) if net.columns else "columns" not in metadata
        assert json.loads(metadata.get("classes", "[]")) == list(net.classes)
        assert json.loads(metadata.get("targets", "[]")) == list(net.targets)


def test_a_network_that_has_diverged_is_not_exported() -> None:
    case = next(case for case in EXPORTED if case["name"] == DIVERGED)
    with pytest.raises(InputError, match=r"^expected finite weights to export, got others at step \d+: go back"):
        trained(at_its_end(case))


def test_muted_neurons_say_nothing() -> None:
    run = ng.load("xor").start().advance(steps=50)
    run.mute(layer=0, neuron=1)
    net, x, wanted = told(run)
    assert net.muted == ((0, 1),)
    assert "Muted neurons have weights of 0: 2 of layer 1." in code(net, "numpy")
    assert far(in_numpy, net, x, wanted) < EXACT
