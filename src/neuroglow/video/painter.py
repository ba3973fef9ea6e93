"""Paints frames: places the pictures of a scene, and has each drawn for the moment of the run that a frame shows."""

import math
from collections.abc import Hashable
from functools import cached_property
from typing import Any, NamedTuple

import skia

from neuroglow.run import Run
from neuroglow.themes import theme
from neuroglow.video.compose import Box, Foot, frame_of, places
from neuroglow.video.options import Options
from neuroglow.video.painting.answers import AnswersPicture, BarsPicture
from neuroglow.video.painting.cards import EndCard, TitleCard
from neuroglow.video.painting.curve import CurvePicture
from neuroglow.video.painting.images import ImagePicture, PaintingPicture
from neuroglow.video.painting.ink import argb
from neuroglow.video.painting.loss import LossPicture
from neuroglow.video.painting.maps import MapPicture
from neuroglow.video.painting.network import NetworkPicture
from neuroglow.video.painting.readouts import Caption, Readout
from neuroglow.video.painting.text import lettering
from neuroglow.video.script import Cue, Script, Shot
from neuroglow.video.storyboard import CARDS, Layout, Storyboard, kind_of
from neuroglow.video.words import Words
from neuroglow.views import Probe, Views

__all__ = ["Painter", "Script"]

FADE = 0.4  # seconds that a picture takes to come and to go
COMES = 0.2  # of a signal's way, during which its answer comes
IN_DOUBT = 0.15  # how much worse a logarithmic axis may be, which shows the beginning, where most happens
CARD_STANDS = 0.5  # of a card's time, after which nothing in it moves any more


class Light(NamedTuple):
    """How much of a picture, and of its caption, is there: 0 to 1."""

    picture: float
    caption: float


class Painter:
    """Paints the frames of one film. run: stands anywhere, and is moved from frame to frame."""

    def __init__(self, run: Run, storyboard: Storyboard, script: Script, options: Options) -> None:
        self._run, self._look, self._script, self._options = run, storyboard.look, script, options
        self._theme = theme(storyboard.look.theme, storyboard.look.palette)
        self._letters = lettering(options.font)
        self._views = Views(run, self._theme)
        self._words = Words(self._views, script)
        self._frame = frame_of(options.width, options.height)
        self._stages: dict[Layout, Stage] = {}
        self._cards: dict[int, Any] = {}
        self._captioned = options.captions is None or not options.burn  # two at once would cover each other

    def look(self, cue: Cue) -> Hashable:
        """Equal for frames that look the same."""
        shot = self._script.shot(cue)
        if shot.scene.kind in CARDS:
            return cue.scene, self._come(cue), self._light(cue, shot)
        return cue.scene, cue.step, cue.example, cue.pass_, cue.moment, self._light(cue, shot)

    def paint(self, canvas: skia.Canvas, cue: Cue) -> None:
        """The whole frame, in pixels of the options."""
        shot = self._script.shot(cue)
        canvas.save()
        canvas.scale(self._options.width / self._frame.width, self._options.height / self._frame.height)
        self._clear(canvas)
        self._run.seek(cue.step)
        if shot.scene.kind in CARDS:
            self._card(cue, shot).draw(canvas, self._come(cue))
        else:
            self._draw(canvas, cue, shot)
        if (light := self._light(cue, shot).picture) < 1:
            self._dim(canvas, light)
        canvas.restore()

    def _come(self, cue: Cue) -> float:
        """How far a card has come. A film's first picture is whole at once: it stands for the film where that waits."""
        return 1.0 if cue.scene == 0 else min(cue.share, CARD_STANDS)

    def _clear(self, canvas: skia.Canvas) -> None:
        if self._options.transparent:
            canvas.clear(0)
        else:
            canvas.drawRect(skia.Rect.MakeWH(self._frame.width, self._frame.height), skia.Paint(argb(self._theme.bg)))

    def _card(self, cue: Cue, shot: Shot) -> Any:
        """Made once, for the moment of the run at which the scene stands."""
        if cue.scene not in self._cards:
            title, text = (self._words.fill(line, cue, None) for line in (shot.scene.title, shot.scene.text))
            box = rect(Box(0, 0, self._frame.width, self._frame.height))
            if shot.scene.kind == "title":
                card: Any = TitleCard(box, self._theme, self._letters, title, text)
            else:
                recipe = self._words.fill("{network}", cue, None)
                card = EndCard(box, self._theme, self._letters, title, (text,) if text else (), recipe)
            self._cards[cue.scene] = card
        return self._cards[cue.scene]

    def _draw(self, canvas: skia.Canvas, cue: Cue, shot: Shot) -> None:
        if shot.layout not in self._stages:
            self._stages[shot.layout] = Stage(self, shot.layout)
        stage = self._stages[shot.layout]
        stage.draw(canvas, cue, shot)
        text = shot.scene.text or shot.scene.title
        if text and self._captioned:
            stage.caption.draw(
                canvas, self._words.fill(text, cue, self.probe(cue, shot)), self._light(cue, shot).caption
            )

    def _dim(self, canvas: skia.Canvas, light: float) -> None:
        """Take a part of everything away."""
        if self._options.transparent:
            canvas.drawPaint(skia.Paint(Color=argb((0, 0, 0), light), BlendMode=skia.BlendMode.kDstIn))
        else:
            whole = skia.Rect.MakeWH(self._frame.width, self._frame.height)
            canvas.drawRect(whole, skia.Paint(Color=argb(self._theme.bg, 1 - light)))

    def probe(self, cue: Cue, shot: Shot) -> Probe:
        """The example that a frame looks at."""
        if cue.example < 0:
            return self._views.probe(inputs=shot.inputs)
        return self._views.probe(cue.example)

    def _light(self, cue: Cue, shot: Shot) -> Light:
        """Pictures come and go beside cards and other layouts, captions wherever another one stands."""
        fade = FADE * self._script.fps
        come = (cue.frame - shot.first + 1) / fade
        after = self._neighbour(cue, 1)  # up to which the last picture stays
        go = ((shot.first + shot.frames if after is None else after.first) - cue.frame) / fade
        picture, caption = 1.0, 1.0
        for way, share in ((-1, come), (1, go)):
            other, share = self._neighbour(cue, way), max(0.0, min(1.0, share))
            if other is None or (way < 0 and shot.scene.kind in CARDS):  # cards come by themselves
                continue
            if other.layout != shot.layout or other.scene.kind in CARDS:
                picture = min(picture, share)
            elif (other.scene.text or other.scene.title) != (shot.scene.text or shot.scene.title):
                caption = min(caption, share)
        return Light(picture, caption)

    def _neighbour(self, cue: Cue, way: int) -> Shot | None:
        index = cue.scene + way
        return self._script.shots[index] if 0 <= index < len(self._script.shots) else None

    # what stages are made of

    @cached_property
    def kind(self) -> str:
        return kind_of(self._run)

    @property
    def parts(self) -> tuple[Views, Any, Any, Any, Options]:
        """What pictures are made of."""
        return self._views, self._letters, self._look, self._script, self._options


class Stage:
    """The pictures of one layout in their places."""

    def __init__(self, painter: Painter, layout: Layout) -> None:
        views, letters, look, script, options = painter.parts
        self._painter, self._layout, self._kind = painter, layout, painter.kind
        at = places(layout, options.width, options.height, pair=self._kind == "picture", foot=foot(script, options))
        self.caption = Caption(rect(at.caption), views.theme, letters)
        self._readout = Readout(views, rect(at.numbers), letters, script.steps, script.epochs) if look.caption else None
        digits = layout == "digits" and self._kind == "digits"
        self._network = self._output = self._loss = self._image = self._bars = None
        if at.network is not None:
            self._network = NetworkPicture(views, rect(at.network), letters, look, bare=digits)
        if at.output is not None:
            self._output = output(self._kind, views)(views, rect(at.output), letters)
        if at.loss is not None:
            log = better_log(script)
            self._loss = LossPicture(views, rect(at.loss), letters, script.history, script.steps, log=log)
        if digits and self._network and self._network.image:
            self._image = ImagePicture(views, self._network.image)
        if at.bars is not None:
            self._bars = BarsPicture(views, rect(at.bars), letters)

    def draw(self, canvas: skia.Canvas, cue: Cue, shot: Shot) -> None:
        """Everything at the moment where the run stands."""
        signal = cue.moment is not None
        probe = self._painter.probe(cue, shot)
        if self._network:
            self._network.draw(canvas, cue, shot.inputs if cue.example < 0 else None)
        if isinstance(self._output, MapPicture | CurvePicture):
            self._output.draw(canvas, probe if signal else None)
        elif self._output:
            self._output.draw(canvas)
        if self._loss:
            self._loss.draw(canvas)
        if self._image:
            self._image.draw(canvas, probe)
        if self._bars:
            self._bars.draw(canvas, probe, 1.0 if cue.moment is None else arrived(cue.moment))
        if self._readout:
            self._readout.draw(canvas)


def output(kind: str, views: Views) -> Any:
    """The picture of what a network answers, for a kind of data."""
    if views.line:
        return CurvePicture
    match kind:
        case "points":
            return MapPicture
        case "picture":
            return PaintingPicture
    return AnswersPicture


def foot(script: Script, options: Options) -> Foot:
    """What is written at the bottom of a film's pictures."""
    if options.captions is not None and options.burn:
        return "burned"
    scenes = [shot.scene for shot in script.shots if shot.scene.kind not in CARDS]
    return "line" if any(scene.text or scene.title for scene in scenes) else "nothing"


def better_log(script: Script) -> bool:
    """Whether on a logarithmic axis the middle of the learning is about as near to the axis' middle as on an even one.

    So the curve grows over the whole of a film, whatever its pace.
    """
    steps = [cue.step for cue in script.cues if script.shot(cue).scene.kind == "learning"]
    middle, last = (steps[len(steps) // 2] if steps else 0), max(1, script.steps)
    return abs(math.log1p(middle) / math.log1p(last) - 0.5) < abs(middle / last - 0.5) + IN_DOUBT


def arrived(moment: float) -> float:
    """How much of an answer is there at a moment of a pass: it grows while the signal reaches the outputs."""
    return max(0.0, min(1.0, 1 - (1 - moment) / COMES))


def rect(box: Box) -> skia.Rect:
    return skia.Rect.MakeLTRB(*box)
