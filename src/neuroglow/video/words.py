"""What is said in a film: `{train_loss}` and its like in a storyboard's texts, filled in for the moment of a frame."""

import difflib
import re
from typing import TYPE_CHECKING

import numpy as np

from neuroglow.errors import InputError
from neuroglow.values import shown
from neuroglow.video.painting.numbers import fixed, grouped, grouped_loss, percent, precise

if TYPE_CHECKING:
    from neuroglow.video.script import Cue, Script, Shot
    from neuroglow.views import Probe, Views

PLACE = re.compile(r"\{([^{}]*)\}")
NAMES = (
    "title", "about", "step", "steps", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy",
    "pass", "passes", "example", "examples", "answer", "target", "result", "network",
)  # fmt: skip


def check_words(text: str, where: str) -> None:
    """Raise InputError for a text with a name in braces that stands for nothing."""
    for name in PLACE.findall(text):
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, 1)
            advice = f"did you mean {{{near[0]}}}?" if near else "correct or remove it"
            raise InputError(f"expected one of {', '.join(NAMES)} in braces, got {shown(name)}: {advice}", where)


class Words:
    """Fills in texts. probe: the example that is looked at, asked for only where a text names it."""

    def __init__(self, views: "Views", script: "Script") -> None:
        self._views, self._script = views, script

    def fill(self, text: str, cue: "Cue", probe: "Probe | None") -> str:
        """The text as it reads at this moment of the run."""
        return PLACE.sub(lambda found: self._value(found[1], cue, probe), text)

    def _value(self, name: str, cue: "Cue", probe: "Probe | None") -> str:
        run, shot = self._views.run, self._script.shot(cue)
        match name:
            case "title" | "about":
                return str(getattr(run.experiment, name)) or run.data.dataset.name
            case "step" | "epoch":
                return grouped(getattr(run, name))
            case "steps":
                return grouped(self._script.steps)
            case "train_loss" | "test_loss":
                return grouped_loss(getattr(self._views.losses(), name))
            case "train_accuracy" | "test_accuracy":
                return percent(getattr(self._views.losses(), name))
            case "pass" | "passes" | "example" | "examples":
                return self._count(name, shot, cue)
            case "answer":
                arrived = cue.moment is None or cue.moment >= 1
                return "…" if probe is None or not arrived else answer(self._views, probe.answer)
            case "target":
                return "" if probe is None or probe.truth is None else truth(self._views, probe.truth)
            case "network":
                return network(self._views)
        return result(self._views)

    def _count(self, name: str, shot: "Shot", cue: "Cue") -> str:
        """Which pass over all examples it is, of how many in the film; of some examples only: which of them."""
        n, some = self._views.plan.train, shot.scene.kind == "thinking" and not shot.scene.epochs
        match name:
            case "pass":
                return grouped(cue.pass_ + 1 if some else self._views.run.epoch + 1)
            case "passes":
                return grouped(max(shot.scene.count, len(shot.scene.examples)) if some else self._script.epochs)
            case "example":
                return grouped(cue.pass_ % n + 1 if shot.scene.epochs else cue.pass_ + 1)
        return grouped(n)


def answer(views: "Views", outputs: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> str:
    """What the network says: the class that it takes an example for, or numbers. 0 or 1 is a number: so is 0.3."""
    classes = views.run.data.classes
    if len(outputs) > 1 and classes:
        return classes[int(np.argmax(outputs))]
    if len(classes) == 2 and not all(map(is_number, classes)):
        return classes[int(outputs[0] > views.threshold)]
    return ", ".join(number(float(value)) for value in outputs)


def is_number(name: str) -> bool:
    """Whether the name of a class is a number."""
    try:
        float(name)
    except ValueError:
        return False
    return True


def truth(views: "Views", values: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> str:
    """What it should say."""
    classes = views.run.data.classes
    return classes[int(values[0])] if classes else ", ".join(number(float(value)) for value in values)


def number(value: float) -> str:
    """Two decimals of small numbers, and none of large ones."""
    if not np.isfinite(value):
        return grouped_loss(value)
    return fixed(value, 2) if abs(value) < 100 else grouped(value) if abs(value) < 1e9 else precise(value, 4)


def result(views: "Views") -> str:
    """How good the run is, in a few words: on examples that it was not trained on, if there are any."""
    losses = views.losses()
    if (diverged := views.run.diverged) is not None:
        return f"It diverged at step {grouped(diverged.step)}"
    new = np.isfinite(losses.test_loss)
    share, cost = (losses.test_accuracy, losses.test_loss) if new else (losses.train_accuracy, losses.train_loss)
    if np.isfinite(share):
        of = "examples that it had never seen" if new else "the examples"
        return f"Right for {percent(share)} of {of}, loss {grouped_loss(cost)}"
    test = f", {grouped_loss(cost)} on examples that it had never seen" if new else ""
    return f"Loss {grouped_loss(losses.train_loss)}{test}"


def network(views: "Views") -> str:
    """The network in a line: 2-8-8-1, tanh, adam."""
    experiment = views.plan.experiment
    sizes = "-".join(map(str, views.plan.sizes))
    hidden = ", ".join(dict.fromkeys(views.plan.activations[:-1]))
    rate = f"learning rate {precise(experiment.training.learning_rate, 4)}"
    return " · ".join(part for part in (sizes, hidden, experiment.training.optimizer, rate) if part)
