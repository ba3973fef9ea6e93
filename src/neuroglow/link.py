"""Links: a run in the text behind the # of an address, read and written. docs/links.md says how; so does the page.

`#run=1.` and the packed recipe (its differences from the defaults), log, moment, view and own data; then, in plain
text, which controls are hidden (`&hide=data,speed`). TensorFlow Playground's links are read by tfplayground.py.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import msgspec

from neuroglow.data.own import read_own
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, Rule, from_dict
from neuroglow.glow import Saved, duration
from neuroglow.limits import LIMITS
from neuroglow.log import Entry, is_moment, read_log
from neuroglow.packing import FIELD, damaged, pack, unknown, unpack
from neuroglow.shapes import NUMBER, Either, Many, Parts, Shape, choice, fits, whole
from neuroglow.shorthand import long_log, long_recipe, short_log, short_recipe
from neuroglow.toil import seconds_to

VERSION = 1
DIGITS = 12  # of the digest that a link holds, in hexadecimal
LONGEST = 600.0  # seconds that a link may take to its step unless one is patient

# What is said of a run, by the key in the link.
PARTS = {"e": "example", "r": "recipe", "s": "step", "p": "digest", "g": "log", "v": "view", "o": "own"}


NAME = Rule("text", longest=LIMITS.text)
PICKED = (whole(0, LIMITS.layers + 1), whole(0, LIMITS.neurons - 1))
PART = Either((choice("bias"), whole(0, LIMITS.neurons - 1)))
LOSSES = choice("train_loss", "test_loss", "train_accuracy", "test_accuracy")

VIEW: dict[str, Shape] = {
    "picked": Either((Parts(PICKED), Parts((*PICKED, PART)))),
    "tab": choice("Inspector", "Outline", "Layers", "Landscape", "Space", "Relief"),
    "unit": choice("example", "batch", "epoch"),
    "speed": whole(0, 16),
    "stops": Many(
        Either(
            (
                Parts((LOSSES, choice("<", "<=", ">", ">="), NUMBER)),
                Parts((choice("epoch", "plateau"), whole(1, LIMITS.steps))),
            )
        ),
        20,
    ),
    "testPoints": Rule("flag"),
    "discrete": Rule("flag"),
    "example": whole(0, LIMITS.rows),
    "answer": choice("predicted", "residuals"),
    "errors": choice("lines", "squares"),
    "across": NAME,
    "up": NAME,
    "held": Rule("numbers", -1e300, 1e300, longest=LIMITS.columns),
}
"""What is looked at, by the page's names. Neither of these says anything about the run itself."""


class Linked(Saved, frozen=True, kw_only=True):
    """An experiment from a link: a run as it was shared, or one of TensorFlow Playground's, which begins.

    view: how it is looked at, as the link says it. hide: the names of controls that the page does not show.
    text: the link, behind its #. seconds: how long the way to its step takes, about.
    """

    REMEDY: ClassVar[str] = "the link was changed, so make it anew"

    view: dict[str, Any] = msgspec.field(default_factory=dict)
    hide: tuple[str, ...] = ()
    text: str = ""
    seconds: float = 0.0

    def to_start(self) -> dict[str, Any]:
        """What the page needs: it reads the link itself."""
        return super().to_start() | {"link": self.text}

    def is_digest(self, digest: str) -> bool:
        """Whether these are the parameters that were shared, as far as the link says."""
        return digest.startswith(self.digest)

    def too_long(self, seconds: float) -> InputError:
        return InputError(
            f"expected a link whose run gets to its step within {duration(self.longest)}, got step {self.step:,}, "
            f"which takes about {duration(seconds)}: say that you are patient, with patient=True or --patient",
            FIELD,
        )


def fragment(text: str) -> str:
    """What stands behind the # of an address, or all of it, without the blanks and stops that letters add to it."""
    return re.sub(r"[ \t\r\n]+", "", text[text.find("#") + 1 :]).rstrip(".,;:!?)")


def parameters(text: str) -> dict[str, str]:
    """What a fragment says, by name; of what is said twice the first."""
    said: dict[str, str] = {}
    for part in text.split("&"):
        name, _, value = part.partition("=")
        said.setdefault(name, value)
    return said


def read(text: str) -> Linked | None:
    """The experiment of a link: of a whole address, or of what follows its #. None: it is no link.

    Raises InputError when it is damaged, from a later version, or asks for too much.
    """
    from neuroglow import tfplayground  # it makes what is defined here

    found = fragment(text)
    said = parameters(found)
    if "run" not in said:
        return tfplayground.read(text)
    check_length(found)
    version, dot, packed = said["run"].partition(".")
    if not dot or not re.fullmatch("[0-9]{1,9}", version):
        raise damaged()
    if int(version) != VERSION:
        raise InputError(
            f"expected a link of version {VERSION}, got version {int(version):,}: open it with a newer neuroglow", FIELD
        )
    return of_content(unpack(packed), hidden(said.get("hide", "")), found)


def check_length(text: str) -> None:
    if len(text) > LIMITS.link:
        raise InputError(
            f"expected a link of at most {LIMITS.link:,} characters, got {len(text):,}: "
            "save the run as a .glow file instead",
            FIELD,
        )


def hidden(text: str) -> tuple[str, ...]:
    """The names of controls in a list; what cannot be one is left out."""
    names = re.split(",|%2C", text, flags=re.IGNORECASE)
    return tuple(dict.fromkeys(name for name in names if re.fullmatch("[a-z][a-z0-9-]{0,39}", name)))


def of_content(content: object, hide: tuple[str, ...], text: str) -> Linked:
    """The experiment of what a link unpacks to."""
    if not isinstance(content, dict):
        raise damaged()
    for key in content:
        if key not in PARTS:
            raise unknown(key)
    step, digest, view = content.get("s", 0), content.get("p", ""), content.get("v", {})
    if not is_moment(step):
        raise unknown(step)
    if not isinstance(digest, str) or not re.fullmatch(f"(?:[0-9a-f]{{{DIGITS}}})?", digest):
        raise unknown(digest)
    check_view(view)
    log = long_log(content.get("g", []))
    read_log(log)
    own = content.get("o")
    recipe = long_recipe(content.get("r", {}), content.get("e", ""))
    return linked(
        from_dict(recipe, None if own is None else read_own(own)),
        log=tuple(log),
        step=step,
        digest=digest,
        view=view,
        hide=hide,
        text=text,
    )


def linked(experiment: Experiment, **rest: Any) -> Linked:
    """The experiment with what else a link says."""
    recipe = {key: getattr(experiment, key) for key in Experiment.__struct_fields__}
    seconds = seconds_to(rest.get("step", 0), experiment, rest.get("log", ()))
    return Linked(**recipe, **rest, longest=LONGEST, seconds=seconds)


def check_view(view: object) -> None:
    """Raise InputError when a link's view has what this version does not know."""
    if not isinstance(view, dict):
        raise unknown(view)
    for name, value in view.items():
        if name not in VIEW or not fits(VIEW[name], value):
            raise unknown(name)


def write(
    experiment: Experiment,
    log: Iterable[Entry | tuple[int, dict[str, Any]]] = (),
    step: int = 0,
    digest: str = "",
    *,
    view: Mapping[str, Any] | None = None,
    hide: Iterable[str] = (),
) -> str:
    """The link of a run, from its # on.

    Raises InputError when it would be too long: data of one's own go along, and may be too large.
    """
    recipe, example = short_recipe(experiment)
    own = experiment.own
    content = {
        "e": example,
        "r": recipe,
        "s": step,
        "p": digest[:DIGITS],
        "g": short_log(log),
        "v": dict(view or {}),
        "o": own.to_plain() if own is not None and own.name == experiment.data.source else None,
    }
    check_view(content["v"])
    text = f"run={VERSION}.{pack({key: value for key, value in content.items() if value})}"
    names = ",".join(hidden(",".join(hide)))
    text += f"&hide={names}" if names else ""
    if len(text) > LIMITS.link:
        raise InputError(
            f"expected a run that fits into a link of {LIMITS.link:,} characters, got one of {len(text):,}: "
            "save it as a .glow file",
            FIELD,
        )
    return f"#{text}"
