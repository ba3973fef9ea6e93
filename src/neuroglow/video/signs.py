"""The signs that a film writes: a font that lacks one of them is refused before any work is done."""

from typing import TYPE_CHECKING

from neuroglow.run import Run
from neuroglow.video.storyboard import Storyboard
from neuroglow.video.words import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = (
    "0123456789.,:%+-\N{MINUS SIGN}\N{HORIZONTAL ELLIPSIS}\N{MIDDLE DOT}"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
"""What every film may have to write: numbers, and the names of its pictures."""


def check_signs(run: Run, storyboard: Storyboard, font: str | None) -> None:
    """Raise InputError when the font (None: Inter) lacks a sign of the film's texts and names, or is none."""
    from neuroglow.video.painting.text import lettering

    lettering(font).check(" ".join([OURS, *written(run, storyboard)]))


def written(run: Run, storyboard: Storyboard) -> "Iterator[str]":
    """What a storyboard and the data bring along."""
    texts = [text for scene in storyboard.scenes for text in (scene.title, scene.text)]
    yield from (PLACE.sub("", text) for text in texts)
    filled = {name for text in texts for name in PLACE.findall(text)}
    if "title" in filled:
        yield run.experiment.title or run.data.dataset.name
    if "about" in filled:
        yield run.experiment.about
    yield from map(str, run.data.classes)
    if run.plan.kind != "pixels":
        yield from run.data.names
        yield from run.data.dataset.columns
        yield from map(str, run.data.dataset.targets)
