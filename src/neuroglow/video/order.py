"""What somebody asks of a film, in the words of the command line, of `Run.video` and of the page."""

import difflib
from collections.abc import Callable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from neuroglow.errors import InputError
from neuroglow.values import shown
from neuroglow.video import storyboard
from neuroglow.video.options import SHAPES, SIZES, USUAL, Options, measured, usual
from neuroglow.video.storyboard import Storyboard

if TYPE_CHECKING:
    from neuroglow.run import Run
    from neuroglow.video.made import Film


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A film, as it is asked for; what is left out is the storyboard's, or what suits the run.

    storyboard: a built-in one's name or the path of a TOML file. layout, steps, pace, theme, palette: instead of the
    storyboard's. seconds: the whole film. size: "1080p" and its like, or "1280x720"; shape: "16:9", "9:16" or "1:1".
    Without size or fps they are what is usual for the kind of file. captions_as: "burn" or "track". frame: this one
    only, as a still. Everything else is as in `Options`.
    """

    storyboard: str | None = None
    layout: str | None = None
    seconds: float | None = None
    steps: int | None = None
    pace: str | None = None
    theme: str | None = None
    palette: str | None = None
    size: str | None = None
    shape: str | None = None
    fps: int | None = None
    codec: str = ""
    transparent: bool = False
    audio: str | None = None
    fit: bool = False
    captions: str | None = None
    captions_as: str = "burn"
    font: str | None = None
    preview: bool = False
    frame: int | None = None
    workers: int | None = None

    def board(self, run: "Run") -> Storyboard:
        """The scenes that are shown. Raises InputError for what there is not, or does not fit the run."""
        found = storyboard.fitting(run) if self.storyboard is None else storyboard.read(self.storyboard, run)
        found = storyboard.changed(
            found, layout=self.layout, steps=self.steps, pace=self.pace, theme=self.theme, palette=self.palette
        )
        if self.seconds is None:
            return found
        if self.fit:
            raise InputError("expected either seconds or fit, got both: with fit the sound says how long the film is")
        return storyboard.lasting(found, self.seconds)

    def options(self, path: str | PathLike[str]) -> Options:
        """How it is made, as a file of this name. Raises InputError for what there is not."""
        if self.captions_as not in ("burn", "track"):
            raise InputError(f"expected captions as burn or track, got {shown(self.captions_as)}: choose one of these")
        usually = usual(path)
        width, height = measured(self.size or f"{min(usually.width, usually.height)}p", self.shape)
        return Options(
            width=width,
            height=height,
            fps=usually.fps if self.fps is None else self.fps,
            burn=self.captions_as == "burn",
            **{name: getattr(self, name) for name in SAME},
        )


def choices() -> dict[str, Any]:
    """What there is to choose from, for the page."""
    return {
        "storyboards": [
            {"name": name, "title": name if "{" in board.title else board.title or name}
            for name, board in storyboard.builtin().items()
        ],
        "layouts": get_args(storyboard.Layout),
        "paces": get_args(storyboard.Pace),
        "themes": get_args(storyboard.Theme),
        "palettes": get_args(storyboard.Palette),
        "sizes": [*SIZES],
        "shapes": [*SHAPES],
        "usual": {kind[1:]: {"size": size, "fps": fps} for kind, (size, fps) in USUAL.items()},
        "formats": FORMATS,
    }


FORMATS = ("mp4", "webm", "gif")
"""What a page can ask for and show."""
SAME = (frozenset(Order.__struct_fields__) & frozenset(Options.__struct_fields__)) - {"fps"}
"""What goes on as it was said."""


def order(said: Mapping[str, Any]) -> Order:
    """The order that these words give. Raises InputError for others, and for values of other kinds."""
    for name in said:
        if name not in Order.__struct_fields__:
            near = difflib.get_close_matches(name, Order.__struct_fields__, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(Order.__struct_fields__)}"
            raise InputError(f"expected a property of a film, got {shown(name)}: {hint}")
    try:
        return msgspec.convert(dict(said), Order)
    except msgspec.ValidationError as error:
        problem = str(error).partition(" - at `$.")
        raise InputError(
            f"expected {problem[2].rstrip('`') or 'a film'} of another kind, got: {problem[0].lower()}; correct it"
        ) from error


def make(
    run: "Run",
    path: str | PathLike[str],
    wanted: Order,
    *,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> "Film":
    """Make the film of a run that is ordered; the run stays where it stands. See `neuroglow.video.film.make`."""
    from neuroglow.video import film

    return film.make(run.fork(), path, wanted.board(run), wanted.options(path), progress=progress, cancelled=cancelled)
