"""What a film shows, in which order and how long: scenes, written as TOML or made for a kind of experiment."""

from typing import Literal

import msgspec

Layout = Literal["network", "network+map", "dashboard", "map", "digits"]
Pace = Literal["linear", "log", "change"]
Kind = Literal["title", "network", "thinking", "learning", "situation", "end"]


class Scene(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a film.

    kind: title (a card), network (a still picture of everything at one moment), thinking (examples go through: signal,
    answer, error, the way back), learning (steps pass), situation (an input that was not trained on), end (a card).
    """

    kind: Kind
    seconds: float
    """When it begins, in seconds; None: when the scene before ends. In a gap the last picture stays."""
    at: float | None = None
    """None: the storyboard's."""
    layout: Layout | None = None
    """Cards: their lines. Others: a line under the picture. `{train_loss}` and its like are filled in."""
    title: str = ""
    text: str = ""
    """From which step to which the run goes. None: where it stands; learning: to the film's last step."""
    start: int | None = None
    stop: int | None = None
    pace: Pace = "log"
    """Given steps instead of a pace, each as long as the others."""
    steps: tuple[int, ...] = ()
    """thinking: how many examples go through, each at a moment of its own between start and stop."""
    count: int = 1
    """thinking and situation: places in the training examples; or an input in the data's own units."""
    examples: tuple[int, ...] = ()
    input: tuple[float, ...] | None = None
    """thinking: whether the error is shown on its way back, and the weights as they change."""
    backward: bool = True


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How everything looks, as far as it is no matter of size and file."""

    layout: Layout | None = None  # None: what suits the data
    theme: Literal["dark", "light"] = "dark"
    palette: Literal["blue-orange", "green-red"] = "blue-orange"
    glow: bool = True
    values: bool = False  # activations as numbers beside the neurons
    caption: bool = True  # step, epoch and loss


class Storyboard(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A film's scenes, in their order, and its look."""

    title: str = ""
    about: str = ""
    """The film's last step; None: the moment of a saved run, or as far as the experiment suggests."""
    steps: int | None = None
    look: Look = Look()
    scenes: tuple[Scene, ...] = ()
