"""What a film shows, in which order and how long: scenes, written as TOML or made for a kind of experiment."""

import difflib
import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import msgspec

from neuroglow import library
from neuroglow.errors import InputError
from neuroglow.experiment import LONG_KEY, Rule, parse_float, rules
from neuroglow.files import Kind as FileKind
from neuroglow.files import read_text
from neuroglow.limits import LIMITS
from neuroglow.values import plain, shown
from neuroglow.video.words import check_words

if TYPE_CHECKING:
    from neuroglow.run import Run

Layout = Literal["network", "network+map", "dashboard", "map", "digits"]
Pace = Literal["linear", "log", "change"]
Kind = Literal["title", "network", "thinking", "learning", "situation", "end"]
Theme = Literal["dark", "light"]
Palette = Literal["blue-orange", "blue-red", "green-red", "safe"]
CARDS = ("title", "end")

FOLDER = Path(__file__).parent / "storyboards"
BY_KIND = ("points", "line", "table", "digits", "picture")
"""The storyboards that suit a kind of data; those of single experiments are named as these are."""
LONGEST = 600.0  # seconds of a film
SHORTEST = 0.5  # seconds of a scene that was shortened
SCENES = 100
PASSES = 10_000  # in one scene

WRITTEN = FileKind("storyboard", LIMITS.recipe_bytes, "keep scenes only", "save it as UTF-8 text")

SecondsRule = Annotated[float, Rule("number", 0.1, LONGEST)]
StepRule = Rule("whole", 0, LIMITS.steps)
StepsRule = Rule("wholes", 0, LIMITS.steps, longest=PASSES)
TextRule = Annotated[str, Rule("text", longest=LIMITS.text)]
FlagRule = Annotated[bool, Rule("flag")]
LayoutRule = Annotated[Layout | None, Rule("choice", choices=get_args(Layout))]


class Scene(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a film.

    kind: title (a card), network (a still picture of everything at one moment), thinking (examples go through: signal,
    answer, error, the way back), learning (steps pass), situation (an input that was not trained on), end (a card).
    """

    kind: Annotated[Kind, Rule("choice", choices=get_args(Kind))]
    seconds: SecondsRule
    """When it begins, in seconds; None: when the scene before ends. In a gap the last picture stays."""
    at: Annotated[float | None, Rule("number", 0, LONGEST)] = None
    """None: the storyboard's."""
    layout: LayoutRule = None
    """Cards: their lines. Others: a line under the picture. `{train_loss}` and its like are filled in."""
    title: TextRule = ""
    text: TextRule = ""
    """From which step to which the run goes. None: where it stands; learning: to the film's last step."""
    start: Annotated[int | None, StepRule] = None
    stop: Annotated[int | None, StepRule] = None
    pace: Annotated[Pace, Rule("choice", choices=get_args(Pace))] = "log"
    """Given steps instead of a pace, each as long as the others."""
    steps: Annotated[tuple[int, ...], StepsRule] = ()
    """thinking: given epochs, in each of which all training examples go through, one after the other."""
    epochs: Annotated[tuple[int, ...], StepsRule] = ()
    """thinking: how many examples go through, each at a moment of its own between start and stop. Others: how many are
    looked at, one after the other."""
    count: Annotated[int, Rule("whole", 1, PASSES)] = 1
    """Which ones: places in the training examples; or an input in the data's own units."""
    examples: Annotated[tuple[int, ...], Rule("wholes", 0, LIMITS.rows, longest=PASSES)] = ()
    input: Annotated[tuple[float, ...] | None, Rule("numbers", -1e12, 1e12, longest=LIMITS.neurons)] = None
    """thinking: whether the error is shown on its way back, and the weights as they change."""
    backward: FlagRule = True


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How everything looks, as far as it is no matter of size and file."""

    layout: LayoutRule = None  # None: what suits the data
    theme: Annotated[Theme, Rule("choice", choices=get_args(Theme))] = "dark"
    palette: Annotated[Palette, Rule("choice", choices=get_args(Palette))] = "blue-orange"
    glow: FlagRule = True
    values: FlagRule = False  # activations as numbers beside the neurons
    caption: FlagRule = True  # step, epoch and loss


class Storyboard(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A film's scenes, in their order, and its look."""

    title: TextRule = ""
    about: TextRule = ""
    """The film's last step; None: the moment of a saved run, or as far as the experiment suggests."""
    steps: Annotated[int | None, StepRule] = None
    look: Look = Look()
    scenes: tuple[Scene, ...] = ()


# reading


def read(what: str, run: "Run") -> Storyboard:
    """The built-in storyboard of this name, or the one in a .toml file; "auto": the one that suits the run.

    Raises InputError when there is none, or when it does not hold together.
    """
    if what == "auto":
        return fitting(run)
    if what in builtin():
        return builtin()[what]
    if Path(what).suffix.lower() != ".toml":
        near = difflib.get_close_matches(what.lower(), builtin(), 1)
        raise InputError(
            f"expected a storyboard ({', '.join(builtin())}) or a .toml file, got {shown(what)}: "
            + (f"did you mean '{near[0]}'?" if near else "choose one of these")
        )
    return from_toml(read_text(what, WRITTEN))


@functools.cache
def builtin() -> dict[str, Storyboard]:
    """The built-in storyboards by name: those of single experiments first, then one for each kind of data."""
    names = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name in BY_KIND, name))
    return {name: from_toml((FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in names}


def from_toml(text: str) -> Storyboard:
    """The storyboard that a text in TOML describes. Raises InputError when it describes none."""
    try:
        if LONG_KEY.search(text):
            raise tomllib.TOMLDecodeError("a key of more than 16 parts")
        values = tomllib.loads(text, parse_float=parse_float)
    except (ValueError, RecursionError) as error:
        reason = "a number is too long" if type(error) is ValueError else error
        raise InputError(
            f"expected a storyboard in TOML, got text that is none ({reason}): correct it there"
        ) from error
    return from_dict(values)


def checked(storyboard: Storyboard) -> Storyboard:
    """The same storyboard, wherever it comes from. Raises InputError when something in it does not fit."""

    def given(struct: msgspec.Struct) -> dict[str, Any]:
        return {name: value for name, value in msgspec.structs.asdict(struct).items() if value is not None}

    return from_dict(
        given(storyboard) | {"look": given(storyboard.look), "scenes": list(map(given, storyboard.scenes))}
    )


def from_dict(values: Mapping[str, Any]) -> Storyboard:
    """A storyboard of plain values. Raises InputError for the first field that does not fit."""
    fields = dict(values)
    look, scenes = fields.pop("look", {}), fields.pop("scenes", [])
    top = section(Storyboard, fields, "", ("look", "scenes"))
    if not isinstance(look, Mapping):
        raise InputError(f"expected a table of settings, got {shown(look)}: write [look] above them", "look")
    if not isinstance(scenes, list | tuple) or not all(isinstance(scene, Mapping) for scene in scenes):
        raise InputError(f"expected scenes, got {shown(scenes)}: write [[scenes]] above each", "scenes")
    if not scenes:
        raise InputError("expected one scene or more, got none: write [[scenes]] with kind and seconds")
    if len(scenes) > SCENES:
        raise InputError(f"expected at most {SCENES} scenes, got {len(scenes):,}: make several films", "scenes")
    storyboard = Storyboard(
        **top,
        look=Look(**section(Look, look, "look")),
        scenes=tuple(read_scene(scene, f"scene {number}") for number, scene in enumerate(scenes, 1)),
    )
    positions(storyboard)
    return storyboard


def read_scene(values: Mapping[str, Any], where: str) -> Scene:
    fields = section(Scene, values, where)
    for name in ("kind", "seconds"):
        if name not in fields:
            raise InputError(f"expected {name}, got a scene without it: add it", where)
    for name in ("steps", "epochs", "examples"):
        if values.get(name) == []:  # written down; left out, it is an empty tuple
            raise InputError(f"expected one or more {name}, got none: leave them out", f"{where}, {name}")
    scene = Scene(**fields)
    for name in ("title", "text"):
        check_words(getattr(scene, name), f"{where}, {name}")
    if scene.start is not None and scene.stop is not None and scene.stop < scene.start:
        raise InputError(
            f"expected a stop at or after the start, {scene.start:,}, got {scene.stop:,}: swap them", f"{where}, stop"
        )
    chosen = [name for name in ("steps", "epochs") if getattr(scene, name)]
    if len(chosen) == 2 or (chosen and (scene.start is not None or scene.stop is not None)):
        raise InputError(f"expected either {chosen[0]} or start and stop, got both: leave one out", where)
    if scene.epochs and scene.kind != "thinking":
        raise InputError(f"expected epochs in a thinking scene, got them in {scene.kind}: give steps instead", where)
    if scene.kind == "title" and not scene.title and not scene.text:
        raise InputError("expected a title or a text on a title card, got neither: write one", where)
    if scene.examples and scene.input is not None:
        raise InputError("expected either examples or an input, got both: leave one out", where)
    return scene


def section(struct: type[msgspec.Struct], values: Mapping[str, Any], where: str, also: tuple[str, ...] = ()) -> Any:
    """The fields of a part of a storyboard, checked by their rules."""
    known = rules(struct)
    for name, value in values.items():
        place = f"{where}, {name}" if where else str(name)
        if name not in known:
            near = difflib.get_close_matches(str(name), [*known, *also], 1)
            advice = f"did you mean '{near[0]}'?" if near else "correct or remove it"
            raise InputError(f"expected one of {', '.join([*known, *also])}, got {shown(name)}: {advice}", where)
        if message := known[name].problem(value):
            raise InputError(message, place)
    return plain(dict(values))


def positions(storyboard: Storyboard) -> list[tuple[float, float]]:
    """When each scene begins and ends, in seconds. Raises InputError when two overlap, or when the film is too long."""
    found, end = [], 0.0
    for number, scene in enumerate(storyboard.scenes, 1):
        start = end if scene.at is None else scene.at
        if start < end - 1e-9:
            raise InputError(
                f"expected a beginning at {end:g} s or later, when scene {number - 1} ends, got {start:g} s: "
                "change it, or leave `at` out",
                f"scene {number}, at",
            )
        end = start + scene.seconds
        found.append((start, end))
    if end > LONGEST + 1e-9:
        raise InputError(f"expected a film of at most {LONGEST:g} seconds, got {end:,.0f}: shorten its scenes")
    return found


def length(storyboard: Storyboard) -> float:
    """How long the film is, in seconds."""
    return positions(storyboard)[-1][1]


# fitting


def kind_of(run: "Run") -> str:
    """The kind of a run's data, one of BY_KIND."""
    match run.plan.kind:
        case "pixels":
            return "digits"
        case "points":
            return "line" if len(run.data.columns) == 1 else "points"
        case kind:
            return kind


def fitting(run: "Run") -> Storyboard:
    """The storyboard that suits a run: that of its experiment, else that of its kind of data."""
    board = builtin()[name_of(run)]
    keep = [scene for scene in board.scenes if scene.kind != "situation" or scene.input or run.plan.test]
    return msgspec.structs.replace(board, scenes=tuple(keep))


def name_of(run: "Run") -> str:
    """The name of the built-in storyboard that suits a run."""
    experiment = run.experiment
    for name in builtin():
        known = library.builtin().get(name)
        if known and (known.data, known.network.inputs) == (experiment.data, experiment.network.inputs):
            return name
    return kind_of(run)


def changed(
    storyboard: Storyboard,
    *,
    layout: str | None = None,
    steps: int | None = None,
    pace: str | None = None,
    theme: str | None = None,
    palette: str | None = None,
) -> Storyboard:
    """The same storyboard with what is given here instead. Raises InputError when it does not fit."""
    look = {"layout": layout, "theme": theme, "palette": palette}
    given = {name: value for name, value in look.items() if value is not None}
    fields: dict[str, Any] = {"look": msgspec.structs.replace(storyboard.look, **given)}
    scene: dict[str, Any] = {} if layout is None else {"layout": None}
    if pace is not None:
        scene |= {"pace": pace, "steps": ()}
    fields["scenes"] = tuple(msgspec.structs.replace(item, **scene) for item in storyboard.scenes)
    if steps is not None:
        fields["steps"] = steps
    return checked(msgspec.structs.replace(storyboard, **fields))


def lasting(storyboard: Storyboard, seconds: float) -> Storyboard:
    """The same storyboard, exactly so long: cards keep their length while they are a quarter at most.

    No scene becomes shorter than half a second, others give way. Raises InputError when there is no time for that.
    """
    if message := Rule("number", 0.1, LONGEST).problem(plain(seconds)):
        raise InputError(message, "seconds")
    spans = positions(storyboard)
    gaps = [start - end for (start, _), (_, end) in zip(spans, [(0.0, 0.0), *spans], strict=False)]
    lengths = stretched(storyboard.scenes, sum(gaps), seconds)
    stretch = (seconds - sum(lengths)) / sum(gaps) if sum(gaps) > 0 else 0.0
    scenes: list[Scene] = []
    end = 0.0
    for scene, gap, own in zip(storyboard.scenes, gaps, lengths, strict=True):
        scenes.append(msgspec.structs.replace(scene, at=end + gap * stretch, seconds=own))
        end += gap * stretch + own
    return msgspec.structs.replace(storyboard, scenes=tuple(scenes))


def stretched(scenes: Sequence[Scene], gaps: float, seconds: float) -> list[float]:
    """How long scenes are in a film of so many seconds, of which the gaps between them take their part."""
    lengths = [scene.seconds for scene in scenes]
    cards = [index for index, scene in enumerate(scenes) if scene.kind in CARDS]
    fixed: dict[int, float] = {}
    if sum(lengths[index] for index in cards) <= min(seconds / 4, sum(lengths) - 1e-9):
        fixed = {index: lengths[index] for index in cards}
    while True:
        rest = sum(length for index, length in enumerate(lengths) if index not in fixed) + gaps
        stretch = (seconds - sum(fixed.values())) / rest if rest else 0.0
        short = {
            index: min(SHORTEST, length)
            for index, length in enumerate(lengths)
            if index not in fixed and length * stretch < min(SHORTEST, length) - 1e-9
        }
        if not short:
            return [fixed.get(index, length * stretch) for index, length in enumerate(lengths)]
        fixed |= short
        if sum(fixed.values()) > seconds + 1e-9 or len(fixed) == len(lengths):
            index = min(short, key=lambda index: lengths[index])
            raise InputError(
                f"expected time enough for half a second of each scene, got {seconds:g} s for {len(scenes)} of them, "
                f"too little for scene {index + 1} ({scenes[index].kind}): make the film longer, or use fewer scenes"
            )
