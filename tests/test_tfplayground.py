"""Links of TensorFlow Playground become the equal experiments, in Python and in the page alike."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import neuroglow as ng
from neuroglow.experiment import Experiment
from neuroglow.link import Linked
from neuroglow.tfplayground import HIDEABLE, HOST, INPUTS, KEYS, TITLE, read
from tests.links import Page, outcome, page_in_node
from tests.sentences import SENTENCE, refusal

HOME = "https://playground.tensorflow.org/"
WHOLE = (
    "activation=relu&regularization=L2&batchSize=12&dataset=gauss&regDataset=reg-gauss&learningRate=0.1"
    "&regularizationRate=0.003&noise=35&networkShape=7,5,2&seed=0.12345&showTestData=true&discretize=true"
    "&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=false&ySquared=true&cosX=true&sinX=true&cosY=false"
    "&sinY=true&collectStats=true&problem=classification&initZero=true&hideText=true"
)
quick = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(scope="module")
def page(harness: Path) -> Iterator[Page]:
    with page_in_node(harness) as asked:
        yield asked


def opened(fragment: str) -> Linked:
    found = read(f"{HOME}#{fragment}")
    assert found is not None
    return found


def field(fragment: str, key: str) -> Any:
    """A field of the recipe, by its dotted key."""
    section, _, name = key.rpartition(".")
    return opened(fragment).to_dict()[section][name]


def test_every_key_is_understood() -> None:
    found = opened(WHOLE)
    assert found.to_dict() == Experiment(title=TITLE).replace(
        {
            "data.source": "gauss", "data.samples": 500, "data.noise": 0.35, "data.test": 0.3, "data.seed": 12345,
            "network.inputs": ["x1", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"], "network.hidden": [7, 5, 2],
            "network.activation": "relu", "network.init": "zeros", "network.seed": 12345,
            "training.l2": 0.003, "training.learning_rate": 0.1, "training.batch_size": 12,
            "training.order": "cyclic", "training.seed": 12345,
        }
    ).to_dict()  # fmt: skip
    assert (found.view, found.hide) == ({"discrete": True}, ())
    assert found.start().advance(epochs=1).epoch == 1


def test_its_page_without_anything_is_its_usual_experiment() -> None:
    usual = Experiment(title=TITLE).replace(
        {"data.source": "circle", "network.inputs": ["x1", "x2"], "training.order": "cyclic"}
    )
    for text in (HOME, "playground.tensorflow.org", f"{HOME}#", f" {HOME}#\n"):
        found = ng.load(text)
        assert isinstance(found, Linked)
        assert (found.to_dict(), found.view) == (usual.to_dict(), {"testPoints": False})


@pytest.mark.parametrize("text", [HOME, f"{HOME}#dataset=xor", f"#{WHOLE}", f"{HOME}#nothing=1", "x=true&y=false"])
def test_the_page_gets_a_link_that_it_knows_as_one(page: Page, text: str) -> None:
    found = ng.load(text)
    told = page.outcome("#" + found.to_start()["link"])
    assert told is not None
    assert told == outcome(text)


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("problem=regression", "data.source", "plane"),
        ("problem=regression", "data.samples", 1200),
        ("problem=regression&regDataset=reg-gauss&dataset=xor", "data.source", "multi_gauss"),
        ("problem=classification&regDataset=reg-gauss&dataset=xor", "data.source", "xor"),
        ("dataset=spiral", "data.source", "spiral"),
        ("dataset=toString", "data.source", "circle"),
        ("dataset=", "data.source", "circle"),
        ("activation=linear", "network.activation", "identity"),
        ("activation=sigmoid", "network.activation", "sigmoid"),
        ("activation=swish", "network.activation", "tanh"),
        ("networkShape=", "network.hidden", ()),
        ("networkShape=3", "network.hidden", (3,)),
        ("networkShape=3,x", "network.hidden", (4, 2)),
        ("networkShape=1e1", "network.hidden", (10,)),
        ("noise=80", "data.noise", 0.8),
        ("noise=81", "data.noise", 0.5),
        ("noise=-5", "data.noise", 0),
        ("noise=lots", "data.noise", 0),
        ("percTrainData=33", "data.test", 0.67),
        ("percTrainData=100", "data.test", 0),
        ("percTrainData=100", "training.order", "shuffle"),
        ("learningRate=NaN", "training.learning_rate", 0.03),
        ("learningRate=3e-1", "training.learning_rate", 0.3),
        ("batchSize=", "training.batch_size", 10),
        ("batchSize=10.0", "training.batch_size", 10),
        ("regularization=L1&regularizationRate=0.1", "training.l1", 0.1),
        ("regularization=none&regularizationRate=0.1", "training.l2", 0),
        ("regularizationRate=0.1", "training.l1", 0),
        ("x=", "network.inputs", ("x1", "x2")),
        ("x=0", "network.inputs", ("x1", "x2")),  # whatever is not "false" is true there
        ("x=false", "network.inputs", ("x2",)),
        ("x_hide=true&sinX=true", "network.inputs", ("x2", "sin(x1)")),
        ("x_hide=false", "network.inputs", ("x1", "x2")),
        ("seed=0.91979", "data.seed", 91979),
        ("seed=", "data.seed", 0),
        ("seed=abc", "data.seed", 0x352441C2),
        ("initZero=true", "network.init", "zeros"),
        ("activation=tanh&activation=relu", "network.activation", "relu"),
        ("activation=relu=tanh", "network.activation", "relu"),
    ],
)
def test_a_link_says_what_it_says_there(said: str, key: str, value: object) -> None:
    assert field(said, key) == value


def test_what_it_hides_is_hidden_by_our_names() -> None:
    said = "&".join(f"{name}_hide=true" for name in HIDEABLE)
    assert opened(said).hide == tuple(dict.fromkeys(HIDEABLE.values()))
    assert opened("playButton_hide=false&stepButton_hide=yes&tutorial_hide=true").hide == ()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("networkShape=4,1000000000", "from 1 to 4,096, got 1,000,000,000"),
        ("networkShape=0", "got 0"),
        ("networkShape=2.5", "got 2.5"),
        ("x=false&y=false", "expected an input at least"),
        ("batchSize=0.5", "got 0.5"),
        ("learningRate=-1", "got -1"),
        ("percTrainData=150", "got -0.5"),
        ("noise=" + "9" * 50_000, "at most 40,000 characters"),
    ],
)
def test_what_there_cannot_be_is_refused(page: Page, said: str, message: str) -> None:
    found = refusal(read, f"#{said}")
    assert SENTENCE.fullmatch(found)
    assert message in found
    here = page.outcome(f"#{said}")
    assert here is not None
    assert here["message"] == found


@pytest.mark.parametrize(
    "text", ["", "spiral", "x=1.csv", "https://example.org/#x", "#learn/xor", "my=1&noise=2", "#a=1"]
)
def test_what_is_none_of_its_links_is_none(text: str) -> None:
    assert read(text) is None
    assert HOST.search(text) is None


# fmt: off
odd = st.sampled_from([
    "true", "false", "0", "3", "-1", "0.03", "1e3", "1e999", "NaN", "4,2", "4,,2", ",", "8,8,8", "relu", "tanh", "L1",
    "circle", "reg-gauss", "regression", "toString", "<b>", "ü", "a=b", "0x10", "0.5e", ".5", "5.", "+5", "--5", "",
    " 5",
])
# fmt: on
said = st.lists(
    st.tuples(
        st.sampled_from([*KEYS, *(f"{key}_hide" for key in [*KEYS, *HIDEABLE]), "other", "__proto__"]), odd | st.text()
    ),
    max_size=8,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))


@quick
@given(st.sampled_from(["", "#", HOME + "#", HOME, "https://example.org/#"]), said | st.text())
def test_both_hosts_make_the_same_of_it(page: Page, before: str, text: str) -> None:
    python, here = outcome(before + text), page.outcome(before + text)
    assert here == python
    if python is not None and "message" in python:
        assert SENTENCE.fullmatch(python["message"])


# that the experiment is the equal one: its page's own rules, written down anew, as the oracle


def trained_there(run: ng.Run, epochs: int) -> float:
    """The loss of the training examples after so many epochs, by the rules of TensorFlow Playground's page."""
    rate, penalty, batch = 0.1, 0.01, run.training.batch_size
    assert isinstance(batch, int)
    x, y = run.data.x_train, run.data.y_train[:, 0]
    weights = [layer.weights.copy() for layer in run.layers]
    biases = [layer.biases.copy() for layer in run.layers]

    def forward(example: Any) -> list[Any]:
        a = [example]
        for w, b in zip(weights, biases, strict=True):
            a.append(np.tanh(w @ a[-1] + b))
        return a

    for _ in range(epochs):
        for first in range(0, len(x), batch):
            grads_w, grads_b = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
            for example, target in zip(x[first : first + batch], y[first : first + batch], strict=True):
                a = forward(example)
                delta = (a[-1] - target) * (1 - a[-1] ** 2)  # of half the squared error
                for layer in reversed(range(len(weights))):
                    grads_w[layer] += np.outer(delta, a[layer])
                    grads_b[layer] += delta
                    if layer:
                        delta = (weights[layer].T @ delta) * (1 - a[layer] ** 2)
            count = len(x[first : first + batch])
            for layer, w in enumerate(weights):
                weights[layer] = w - rate * grads_w[layer] / count - rate * penalty * w
                biases[layer] = biases[layer] - rate * grads_b[layer] / count
    return float(np.mean([0.5 * (forward(example)[-1][0] - target) ** 2 for example, target in zip(x, y, strict=True)]))


def test_it_learns_as_it_does_there() -> None:
    run = opened("dataset=xor&noise=10&learningRate=0.1&regularization=L2&regularizationRate=0.01&seed=0.4").start()
    assert [float(bias) for layer in run.layers for bias in layer.biases] == [0.1] * 7
    assert all(np.abs(layer.weights).max() <= 0.5 for layer in run.layers)
    assert set(run.data.y_train.ravel()) == {-1.0, 1.0}
    expected = trained_there(run, 8)
    run.advance(epochs=8)
    assert math.isclose(run.loss("train"), expected, rel_tol=1e-9)
    assert list(INPUTS)[:2] == ["x", "y"]
