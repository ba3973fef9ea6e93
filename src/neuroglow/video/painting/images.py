"""Images: the grey one that goes in, and the picture that a network learns to paint."""

import math

import skia

from neuroglow.scene import Bytes
from neuroglow.video.painting.ink import CORNER, HEADING, LABEL, Kept, argb, fill
from neuroglow.video.painting.maps import SMOOTH, draw_image, image_of
from neuroglow.video.painting.numbers import fixed
from neuroglow.video.painting.readouts import heading
from neuroglow.video.painting.text import Lettering
from neuroglow.views import Probe, Views

APART = 9.0  # cells from this size on stand apart from each other
SQUARE = 6.0  # logical units to a pixel of a picture from which on it is not smoothed
EXACT = skia.SamplingOptions()
GAP = 28.0
HEAD = 30.0


class ImagePicture:
    """A grey image as the network gets it, its cells from the ground to ink, in the middle of a box."""

    def __init__(self, views: Views, box: skia.Rect) -> None:
        size = views.run.data.dataset.size
        assert size is not None, "only images have sides"
        self._columns, self._rows = size
        self._cell = min(box.width() / self._columns, box.height() / self._rows)
        self._left = box.centerX() - self._columns * self._cell / 2
        self._top = box.centerY() - self._rows * self._cell / 2
        self._colour = views.theme.text

    def draw(self, canvas: skia.Canvas, probe: Probe) -> None:
        """The image of a probe."""
        cell = self._cell
        gap = 0.0 if cell < APART else max(1.0, cell / 16)
        corner = 0.0 if gap == 0 else cell / 8
        for place, value in enumerate(probe.inputs.tolist()):
            shade = max(0.0, min(1.0, value))
            if gap == 0 and shade == 0:
                continue
            x, y = self._left + place % self._columns * cell, self._top + place // self._columns * cell
            if gap == 0:
                canvas.drawRect(skia.Rect.MakeXYWH(x, y, cell + 0.3, cell + 0.3), fill(self._colour, shade))
            else:
                box = skia.Rect.MakeXYWH(x + gap / 2, y + gap / 2, cell - gap, cell - gap)
                canvas.drawRoundRect(box, corner, corner, fill(self._colour, 0.07 + 0.93 * shade))


class PaintingPicture:
    """A picture as it is, and as the network paints it, side by side, or one below the other where that is larger."""

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering) -> None:
        self._views, self._letters = views, letters
        self._original = views.original()
        high, wide, _ = self._original.shape
        beside = min((box.width() - GAP) / 2 / wide, (box.height() - HEAD) / high)
        below = min(box.width() / wide, (box.height() - GAP - 2 * HEAD) / 2 / high)
        scale = max(beside, below)
        width, height = wide * scale, high * scale
        self._smooth = SMOOTH if scale < SQUARE else EXACT
        if beside >= below:
            left = box.centerX() - (2 * width + GAP) / 2
            top = box.centerY() - (height + HEAD) / 2 + HEAD
            self._places = [skia.Rect.MakeXYWH(left + at * (width + GAP), top, width, height) for at in (0, 1)]
        else:
            left = box.centerX() - width / 2
            top = box.centerY() - (2 * (height + HEAD) + GAP) / 2 + HEAD
            self._places = [skia.Rect.MakeXYWH(left, top + at * (height + HEAD + GAP), width, height) for at in (0, 1)]
        self._still = Kept(box, self._draw_still)
        self._image: tuple[Bytes, skia.Image] | None = None

    def _draw_still(self, canvas: skia.Canvas) -> None:
        for name, place in zip(("Original", "Network"), self._places, strict=True):
            heading(canvas, self._letters, self._views.theme, name, place.left(), place.top() - 12)
        draw_image(canvas, image_of(self._original), self._places[0], CORNER, self._smooth)

    def draw(self, canvas: skia.Canvas) -> None:
        """What the network makes of the picture now, and how near it is."""
        letters, second = self._letters, self._places[1]
        self._still.draw(canvas)
        painted = self._views.repainting()
        if painted is None:
            return
        if self._image is None or self._image[0] is not painted.pixels:
            self._image = painted.pixels, image_of(painted.pixels)
        draw_image(canvas, self._image[1], second, CORNER, self._smooth)
        text = f"{fixed(painted.psnr, 1)} dB" if math.isfinite(painted.psnr) else ""
        used = letters.measure("NETWORK", HEADING, 600, 0.06) + 16
        if used + letters.measure(text, LABEL, 500) < second.width():
            colour = argb(self._views.theme.muted)
            letters.draw(canvas, text, second.right(), second.top() - 12, LABEL, colour, weight=500, align="right")
