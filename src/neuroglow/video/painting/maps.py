"""The plane of two columns: what the network answers everywhere, and the examples."""

import numpy as np
import skia
from numpy.typing import NDArray

from neuroglow.scene import Bytes, Points
from neuroglow.themes import RGB
from neuroglow.video.painting.ink import (
    CORNER,
    FOOT,
    GUTTER,
    HEAD,
    LABEL,
    TICK,
    WIDER,
    Kept,
    argb,
    fill,
    raster,
    stroke,
)
from neuroglow.video.painting.numbers import short
from neuroglow.video.painting.readouts import heading
from neuroglow.video.painting.scales import Scale, ticks
from neuroglow.video.painting.text import Lettering
from neuroglow.views import Probe, Views

SIDE = 128  # pixels along a map: drawn larger, it is smooth
LEGEND = 34.0
SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear)
FEW_CLASSES = 10


class MapPicture:
    """What the network answers over two columns, with points: filled where they are trained on, rings where held out.

    title: above it. For more columns the views need a plane.
    """

    def __init__(self, views: Views, box: skia.Rect, letters: Lettering, title: str = "Output") -> None:
        self._views, self._letters, self._title = views, letters, title
        plane = views.plane
        narrow = len(views.columns) <= 2 or plane is None
        self._across, self._up = (0, 1) if narrow or plane is None else (plane.across, plane.down)
        self._named = views.kind == "table"
        self._legend = self._named and 0 < len(views.run.data.classes) <= FEW_CLASSES
        self._box = self._square(box)
        x, y = views.domain[self._across], views.domain[self._up]
        self._x = Scale(*x, self._box.left(), self._box.right())
        self._y = Scale(*y, self._box.bottom(), self._box.top())
        self._image: tuple[Bytes, skia.Image] | None = None
        self._still = Kept(box, self._draw_still)
        self._drawn: Points | None = None

    def _square(self, box: skia.Rect) -> skia.Rect:
        """As large as there is room for, beside numbers and names."""
        foot = FOOT + (LABEL + 4 if self._named else 0) + (LEGEND if self._legend else 0)
        return square_in(box, foot)

    def _draw_still(self, canvas: skia.Canvas) -> None:
        self._draw_points(canvas)
        self._draw_axes(canvas)

    def _draw_axes(self, canvas: skia.Canvas) -> None:
        views, letters, box, theme = self._views, self._letters, self._box, self._views.theme
        faint = argb(theme.faint)
        heading(canvas, letters, theme, self._title, box.left(), box.top() - 14)
        for tick in ticks(*views.domain[self._across]):
            if box.left() + 6 < self._x(tick) < box.right() - 6:
                letters.draw(canvas, short(tick), self._x(tick), box.bottom() + 21, TICK, faint, align="centre")
        for tick in ticks(*views.domain[self._up]):
            if box.top() + 4 < self._y(tick) < box.bottom() - 4:
                y = self._y(tick)
                letters.draw(canvas, short(tick), box.left() - 9, y, TICK, faint, align="right", middle=True)
        if not self._named:
            return
        across, up = (views.columns[at] for at in (self._across, self._up))
        text = letters.cut(f"{up}  over  {across}", box.width(), TICK + 1)
        foot, muted = box.bottom() + 21 + LABEL + 3, argb(theme.muted)
        letters.draw(canvas, text, box.centerX(), foot, TICK + 1, muted, align="centre")
        if self._legend:
            legend(canvas, views, letters, box.left(), foot + LEGEND - 7, box.width())

    def _draw_points(self, canvas: skia.Canvas) -> None:
        points, theme = self._views.points(), self._views.theme
        if not points.inputs.size:
            return
        radius = max(2.6, self._box.width() / 105) * (0.75 if len(points.rows) > 600 else 1)
        xs = self._x.places(points.inputs[self._across])
        ys = self._y.places(points.inputs[self._up])
        draw_points(canvas, xs, ys, points.test, points.colours, radius, theme.bg)

    def draw(self, canvas: skia.Canvas, probe: Probe | None = None) -> None:
        """The map of the moment; probe: its place is marked."""
        pixels = self._views.output(SIDE)
        if pixels is not None:
            if self._image is None or self._image[0] is not pixels:
                self._image = pixels, image_of(pixels)
            draw_image(canvas, self._image[1], self._box, CORNER)
        points = self._views.points()
        if points is not self._drawn:  # they were edited
            self._still.forget()
            self._drawn = points
        self._still.draw(canvas)
        if probe is not None and len(probe.inputs) > max(self._across, self._up):
            x, y = self._x(probe.inputs[self._across]), self._y(probe.inputs[self._up])
            draw_mark(canvas, x, y, self._box.width() / 42)


def square_in(box: skia.Rect, foot: float) -> skia.Rect:
    """The largest square between gutter, head and foot of a box; in the middle of one that is much wider or higher."""
    side = min(box.width() - GUTTER, box.height() - HEAD - foot)
    beside = box.width() - GUTTER - side
    left = box.left() + GUTTER + (beside / 2 if beside > WIDER * side else 0)
    return skia.Rect.MakeXYWH(left, box.top() + HEAD + (box.height() - HEAD - foot - side) / 2, side, side)


def image_of(pixels: Bytes) -> skia.Image:
    """Opaque RGBA (height, width, 4) as a picture of its own: the pixels may go.

    In the order of the surface's own bytes and known to be opaque, it is drawn eight times as fast.
    """
    height, width, _ = pixels.shape
    ordered = np.ascontiguousarray(pixels[..., [2, 1, 0, 3]])
    info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kOpaque_AlphaType)
    return skia.Image.MakeRasterCopy(skia.Pixmap(info, ordered, 4 * width))


def draw_image(
    canvas: skia.Canvas, image: skia.Image, box: skia.Rect, corner: float, sampling: skia.SamplingOptions = SMOOTH
) -> None:
    """A picture that fills a box with round corners."""
    if not raster(canvas):  # Skia's SVG knows no places of shaders
        canvas.save()
        canvas.clipRRect(skia.RRect.MakeRectXY(box, corner, corner), True)
        canvas.drawImageRect(image, box, sampling)
        canvas.restore()
        return
    matrix = skia.Matrix.Scale(box.width() / image.width(), box.height() / image.height())
    matrix.postTranslate(box.left(), box.top())
    shader = image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, sampling, matrix)
    # Given to the constructor: setShader copies the whole shader, which takes a millisecond.
    canvas.drawRoundRect(box, corner, corner, skia.Paint(AntiAlias=True, Shader=shader))


def draw_points(
    canvas: skia.Canvas,
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    test: NDArray[np.bool_],
    colours: Bytes,
    radius: float,
    ground: RGB,
) -> None:
    """Examples: discs where they are trained on, rings where they are held out, as the page draws them."""
    scale = radius / 3.6
    veil, edge = fill(ground, 0.55), stroke(ground, scale)
    for x, y, held_out, rgba in zip(xs.tolist(), ys.tolist(), test.tolist(), colours.tolist(), strict=True):
        colour = (rgba[0], rgba[1], rgba[2])
        if held_out:
            canvas.drawCircle(x, y, radius - 0.4 * scale, veil)
            canvas.drawCircle(x, y, radius - 0.4 * scale, stroke(colour, 1.5 * scale))
        else:
            canvas.drawCircle(x, y, radius, fill(colour))
            canvas.drawCircle(x, y, radius, edge)


def draw_mark(canvas: skia.Canvas, x: float, y: float, radius: float) -> None:
    """The place whose signal is shown: a white ring that is seen on every ground."""
    canvas.drawCircle(x, y, radius, stroke((0, 0, 0), radius * 0.62, 0.75))
    canvas.drawCircle(x, y, radius, stroke((255, 255, 255), radius * 0.26))


def legend(canvas: skia.Canvas, views: Views, letters: Lettering, x: float, y: float, width: float) -> None:
    """What colours mean: a swatch and a name for each class. y: the middle."""
    names = [str(name) for name in views.run.data.classes]
    room = width / len(names) - 26
    for name, colour in zip(names, views.class_colours.tolist(), strict=True):
        text = letters.cut(name, max(room, 40), TICK + 1)
        canvas.drawRoundRect(skia.Rect.MakeXYWH(x, y - 6, 12, 12), 4, 4, fill((colour[0], colour[1], colour[2])))
        letters.draw(canvas, text, x + 19, y, TICK + 1, argb(views.theme.muted), middle=True)
        x += 19 + letters.measure(text, TICK + 1) + 18
