"""What all pictures of films have in common: colours as Skia takes them, sizes of type, and what stands still."""

from collections.abc import Callable

import skia

from neuroglow.themes import RGB

# Sizes of type, in logical units: the short side of a frame is 720. Smaller ones could not be read on a phone.
TICK = 15.0
HEADING = 15.0
LABEL = 18.0
READOUT = 24.0
CAPTION = 26.0
HEADING_SPACING = 0.06  # of capitals
CORNER = 12.0
# Plots leave as much room at their left, above and below them, so that those in one column stand in line.
GUTTER = 58.0
HEAD = 34.0
FOOT = 30.0
WIDER = 0.3  # a square that leaves more than this share of itself at its side stands in the middle


def argb(colour: RGB, alpha: float = 1.0) -> int:
    """0xAARRGGBB."""
    red, green, blue = colour
    return round(255 * max(0.0, min(1.0, alpha))) << 24 | red << 16 | green << 8 | blue


def fill(colour: RGB, alpha: float = 1.0) -> skia.Paint:
    """What areas are painted with."""
    return skia.Paint(Color=argb(colour, alpha), AntiAlias=True)


def stroke(colour: RGB, width: float, alpha: float = 1.0) -> skia.Paint:
    """What lines are drawn with: round where they bend and end."""
    return skia.Paint(
        Color=argb(colour, alpha),
        AntiAlias=True,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )


def blend(one: RGB, other: RGB, share: float) -> RGB:
    """The colour between two: at 0 the one, at 1 the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def raster(canvas: skia.Canvas) -> bool:
    """Whether a canvas has pixels: SVG has none."""
    return bool(canvas.imageInfo().colorType() != skia.kUnknown_ColorType)


class Kept:
    """What stands still within a box: painted once, then only copied.

    Without pixels (SVG) it is painted again each time.
    """

    def __init__(self, box: skia.Rect, paint: Callable[[skia.Canvas], None]) -> None:
        self._box = box
        self._paint = paint
        self._image: skia.Image | None = None
        self._place = (0, 0)
        self._key: list[float] = []  # the canvas's matrix; Skia's own are equal to nothing

    def forget(self) -> None:
        """Paint it anew the next time: something has changed."""
        self._image = None

    def draw(self, canvas: skia.Canvas) -> None:
        """Put it where it belongs."""
        if not raster(canvas):
            self._paint(canvas)
            return
        matrix = canvas.getTotalMatrix()
        if self._image is None or matrix.get9() != self._key:
            area = matrix.mapRect(self._box).roundOut()
            surface = skia.Surface.MakeRasterN32Premul(max(1, area.width()), max(1, area.height()))
            ground = surface.getCanvas()
            ground.translate(-area.left(), -area.top())
            ground.concat(matrix)
            self._paint(ground)
            self._image, self._place, self._key = surface.makeImageSnapshot(), (area.left(), area.top()), matrix.get9()
        canvas.save()
        canvas.resetMatrix()
        canvas.drawImage(self._image, *self._place)
        canvas.restore()
