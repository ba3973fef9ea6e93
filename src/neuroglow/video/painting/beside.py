"""What stands beside a network: the image that goes in, names, how many neurons layers have, the classes' shares."""

import re
from collections.abc import Sequence

import numpy as np
import skia

from neuroglow.geometry import Geometry
from neuroglow.themes import RGB
from neuroglow.video.painting.ink import Kept, argb, fill, stroke
from neuroglow.video.painting.neurons import Moment
from neuroglow.video.painting.text import Align, Lettering
from neuroglow.views import Probe, Views

NAME, LEAST_NAME, HEAD = 18.0, 13.0, 15.0  # sizes of type, in logical units; names shrink before they are cut
BAR, BAR_HEIGHT = 56.0, 8.0  # beside the names of classes: room for the shares, and how high they are
APART = 9  # cells of an image from this size on stand apart from each other
PIXELS = "\N{MULTIPLICATION SIGN}"
LOWERED, RAISED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Beside:
    """Draws it. inputs: the names of the inputs, none of pixels; bars: whether there are shares; bare: of the image
    only its ground."""

    def __init__(
        self,
        views: Views,
        geometry: Geometry,
        letters: Lettering,
        inputs: Sequence[str],
        *,
        zoom: float,
        bars: bool,
        bare: bool,
    ) -> None:
        self._views, self._geometry, self._letters = views, geometry, letters
        self._inputs, self._bars, self._bare = inputs, bars, bare
        self._theme, self._zoom = views.theme, zoom
        self._name = NAME / zoom
        self._names = Kept(skia.Rect.MakeWH(geometry.width + BAR, geometry.height), self._draw_names)

    def draw_image(self, canvas: skia.Canvas, now: Moment) -> None:
        """What goes in, where that is an image: over the lines that begin in it."""
        if self._geometry.image is not None:
            self._draw_input_image(canvas, now.probe)

    def draw(self, canvas: skia.Canvas, now: Moment) -> None:
        """Names and shares."""
        self._names.draw(canvas)
        if self._bars:
            self._draw_bars(canvas, now)

    def _draw_input_image(self, canvas: skia.Canvas, probe: Probe) -> None:
        image, size = self._geometry.image, self._views.run.data.dataset.size
        assert image is not None
        assert size is not None
        theme, (columns, rows) = self._theme, size
        ground = skia.Rect.MakeXYWH(image.left - 6, image.top - 6, image.width + 12, image.height + 12)
        canvas.drawRoundRect(ground, 10, 10, fill(theme.zero))
        canvas.drawRoundRect(ground, 10, 10, stroke(theme.edge, 1.0))
        if self._bare:
            return
        across, down = image.width / columns, image.height / rows
        shades = np.clip(np.nan_to_num(probe.inputs), 0, 1).tolist()
        gap = 0.0 if min(across, down) < APART else max(1.0, min(across, down) / 16)
        corner = 0.0 if gap == 0 else min(across, down) / 8
        for cell, shade in enumerate(shades[: columns * rows]):
            if gap == 0 and shade == 0:
                continue
            x, y = image.left + cell % columns * across, image.top + cell // columns * down
            room = 0.3 if gap == 0 else -gap
            rect = skia.Rect.MakeXYWH(x + gap / 2, y + gap / 2, across + room, down + room)
            canvas.drawRoundRect(rect, corner, corner, fill(theme.text, shade if gap == 0 else 0.07 + 0.93 * shade))

    def _draw_bars(self, canvas: skia.Canvas, now: Moment) -> None:
        """Beside the outputs' names, how likely each class is to the network."""
        layer = len(self._geometry.layers) - 1
        here = self._geometry.layers[layer]
        there = 1.0 if now.time is None else float(now.time.arrived[layer])
        shares = np.clip(np.nan_to_num(now.probe.answer), 0, 1) * there
        left = float(here.xs.max()) + here.size / 2 + 14 + self._widest(self._views.names_out)
        width = max(BAR_HEIGHT, self._geometry.width + BAR - 10 - left)
        for output, y in enumerate(here.ys.tolist()):
            ground = skia.Rect.MakeXYWH(left, y - BAR_HEIGHT / 2, width, BAR_HEIGHT)
            canvas.drawRoundRect(ground, BAR_HEIGHT / 2, BAR_HEIGHT / 2, fill(self._theme.line))
            share = float(shares[output])
            if share > 0.004:
                long = max(BAR_HEIGHT, width * share)
                bar = skia.Rect.MakeXYWH(left, y - BAR_HEIGHT / 2, long, BAR_HEIGHT)
                colour = self._colour_of(output, int(np.argmax(shares)))
                canvas.drawRoundRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2, fill(colour))

    def _colour_of(self, output: int, best: int) -> RGB:
        """Of a class, where it has a colour elsewhere, too; of digits the winner stands apart."""
        if self._views.kind != "pixels":
            red, green, blue = map(int, self._views.class_colours[output])
            return red, green, blue
        return self._theme.positive if output == best else self._theme.faint

    def _widest(self, names: Sequence[str]) -> float:
        return max((self._letters.measure(pretty(name), self._name, 500) for name in names), default=0.0)

    def _draw_names(self, canvas: skia.Canvas) -> None:
        """Names of inputs and outputs, how many neurons layers have, and how many there was no room for."""
        geometry, views = self._geometry, self._views
        last = len(geometry.layers) - 1
        muted = argb(self._theme.muted)
        size = views.run.data.dataset.size
        for layer, here in enumerate(geometry.layers):
            count = views.plan.sizes[layer]
            words = f"{count}"
            if layer == 0:
                pixels = size is not None and geometry.image is not None
                words = f"{size[0]} {PIXELS} {size[1]} pixels" if size and pixels else plural(count, "input")
            elif layer == last:
                words = plural(count, "output")
            if not (self._bare and layer == 0):
                self._word(canvas, words, here.x, 24, HEAD / self._zoom, muted, "centre")
            if here.hidden > 0 and not (layer == 0 and geometry.image is not None):
                self._word(
                    canvas, f"+ {here.hidden} more", here.x, geometry.height - 40, HEAD / self._zoom, muted, "centre"
                )
        if geometry.image is None:
            here = geometry.layers[0]
            edge = here.x - here.size / 2 - 9
            self._column(canvas, self._inputs, edge, here.ys.tolist(), edge - 4, "right")
        here = geometry.layers[last]
        edge = float(here.xs.max()) + here.size / 2 + 9
        self._column(canvas, views.names_out, edge, here.ys.tolist(), geometry.width - edge - 2, "left")

    def _column(
        self, canvas: skia.Canvas, names: Sequence[str], x: float, ys: Sequence[float], room: float, align: Align
    ) -> None:
        """Names with so much room: all in smaller letters if need be, and cut if that is not enough."""
        size = max(LEAST_NAME / self._zoom, self._name * min(1.0, room / max(1e-9, self._widest(names))))
        for name, y in zip(names, ys, strict=False):
            words = self._letters.cut(pretty(name), room + 0.5, size, 500)
            self._word(canvas, words, x, y, size, argb(self._theme.text), align)

    def _word(
        self, canvas: skia.Canvas, words: str, x: float, y: float, size: float, colour: int, align: Align
    ) -> None:
        self._letters.draw(canvas, words, x, y, size, colour, weight=500, align=align, middle=True)


def plural(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def pretty(name: str) -> str:
    """x1^2 as x₁²; names that are no formulas as they are."""
    if not re.fullmatch(r"[a-z0-9+\-*/^(). ]+", name) or not re.search(r"\bx\d", name):
        return name
    name = re.sub(r"\bx(\d+)", lambda found: "x" + found[1].translate(LOWERED), name)
    name = re.sub(r"\^(\d+)", lambda found: found[1].translate(RAISED), name)
    return name.replace("*", "·")
