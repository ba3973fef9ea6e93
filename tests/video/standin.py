"""A painter for the tests of everything around it: a moving square, whose colour says which step it is."""

from typing import Any

import msgspec
import skia

from neuroglow.run import Run
from neuroglow.video.options import Options
from neuroglow.video.script import Cue
from neuroglow.video.storyboard import Storyboard


class Script(msgspec.Struct, frozen=True):
    """Frames alone."""

    cues: tuple[Cue, ...]


class Painter:
    """Draws the step as a colour, and the loss at that step as a bar."""

    def __init__(self, run: Run, storyboard: Storyboard, script: Script, options: Options) -> None:
        self._run, self._options = run, options

    def look(self, cue: Cue) -> object:
        return cue.step

    def paint(self, canvas: Any, cue: Cue) -> None:
        self._run.seek(cue.step)
        width, height = self._options.width, self._options.height
        if not self._options.transparent:
            canvas.clear(skia.ColorSetRGB(20, 24, 30))
        red, green, blue = 60 + cue.step * 5 % 160, 255 - cue.step * 3 % 200, 120
        square = skia.Rect.MakeXYWH(cue.step * 7 % (width // 2), height // 3, width // 4, height // 3)
        canvas.drawRect(square, skia.Paint(Color=skia.ColorSetRGB(red, green, blue), AntiAlias=True))
        loss = min(self._run.loss() / 2, 1.0)
        canvas.drawRect(skia.Rect.MakeXYWH(0, 0, loss * width, height / 8), skia.Paint(Color=skia.ColorWHITE))
