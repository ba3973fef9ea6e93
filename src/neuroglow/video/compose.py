"""Where pictures stand in a frame: one arrangement for each layout, in wide, tall and square frames.

Everything is in logical units: the shorter side of a wide frame is 720 of them, whatever it is in pixels, and that of
others less.
"""

from typing import Literal, NamedTuple

from neuroglow.video.storyboard import Layout

SHORT = 720.0
TALL_SHORT, SQUARE_SHORT = 600.0, 660.0  # of frames that are looked at on phones: everything in them is larger
PAIR = 0.53  # of the width, for two pictures beside each other
GUTTER, AROUND = 58.0, 64.0  # of charts: room for numbers at the left, and for those above and below
MAP_SHARE = 0.7  # of a column's height, where a chart stands below
GAP = 28.0
WIDE, TALL = 1.25, 0.8  # proportions from, and up to, which a frame is wide or tall


Foot = Literal["nothing", "line", "burned"]
"""What is written below everything: nothing, the storyboard's lines, or captions on a ground of their own."""
WIDE_FEET: dict[Foot, float] = {"nothing": 38, "line": 76, "burned": 148}
TALL_FEET: dict[Foot, float] = {"nothing": 60, "line": 116, "burned": 210}


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Places(NamedTuple):
    """Where the pictures of a layout stand; None: it has none of this kind.

    network: with the image at its left, where images go in. output: map, curve, answers or painting. numbers: step,
    epoch, loss, at the top. caption: a line at the bottom.
    """

    numbers: Box
    caption: Box
    network: Box | None = None
    output: Box | None = None
    loss: Box | None = None
    bars: Box | None = None


class Frame(NamedTuple):
    """A frame in logical units; margin: at its sides."""

    width: float
    height: float
    margin: float

    @property
    def tall(self) -> bool:
        return self.width / self.height <= TALL

    def inner(self, foot: Foot) -> Box:
        """Between the numbers and what is written at the foot."""
        top, bottom = (104.0, TALL_FEET[foot]) if self.tall else (84.0, WIDE_FEET[foot])
        return Box(self.margin, top, self.width - self.margin, self.height - bottom)


def frame_of(width: int, height: int) -> Frame:
    """Of a frame of so many pixels."""
    shape = width / height
    short = SHORT if shape >= WIDE else TALL_SHORT if shape <= TALL else SQUARE_SHORT
    scale = short / min(width, height)
    return Frame(width * scale, height * scale, 48.0 if shape >= WIDE else 30.0)


def places(layout: Layout, width: int, height: int, *, pair: bool = False, foot: Foot = "line") -> Places:
    """Where everything stands in a frame of so many pixels.

    pair: the output is two pictures beside each other. foot: what is written below everything.
    """
    frame = frame_of(width, height)
    inner = frame.inner(foot)
    numbers = Box(inner.left, 40.0 if frame.tall else 26.0, inner.right, inner.top - 14)
    bottom = frame.inner("line").bottom
    caption = Box(inner.left, bottom + 12, inner.right, frame.height - (44 if frame.tall else 20))
    shape = frame.width / frame.height
    arrange = wide if shape >= WIDE else tall if shape <= TALL else square
    return Places(numbers, caption, **arrange(layout, inner, pair))


def wide(layout: Layout, box: Box, pair: bool) -> dict[str, Box]:
    """The network at the left, what it answers at the right."""
    match layout:
        case "network":
            return {"network": box}
        case "map":
            return {"output": box if pair else middle(box, chart(box))}
        case "network+map":
            left, right = columns(box, PAIR * box.width if pair else chart(box))
            return {"network": left, "output": right}
        case "dashboard":
            left, right = columns(box, chart(rows(box, MAP_SHARE)[0]))
            output, loss = rows(right, MAP_SHARE)
            return {"network": left, "output": output, "loss": loss}
    left, right = columns(box, 0.25 * box.width)
    return {"network": left, "bars": right}


def tall(layout: Layout, box: Box, pair: bool) -> dict[str, Box]:
    """The network at the top, what it answers below it."""
    match layout:
        case "network":
            return {"network": middle(box, box.width, box.width * 1.05)}
        case "map":
            return {"output": middle(box, box.width, box.width - GUTTER + AROUND)}
        case "network+map":
            top, bottom = rows(box, 0.44)
            return {"network": top, "output": middle(bottom, bottom.width if pair else chart(bottom))}
        case "dashboard":
            top, rest = rows(box, 0.37)
            output, loss = rows(rest, 0.74)
            return {"network": top, "output": middle(output, chart(output)), "loss": loss}
    top, bottom = rows(box, 0.58)
    return {"network": top, "bars": middle(bottom, 0.9 * bottom.width)}


def square(layout: Layout, box: Box, pair: bool) -> dict[str, Box]:
    """As in wide frames, so that the network has all of the height; two pictures stand below it."""
    match layout:
        case "network":
            return {"network": box}
        case "map":
            return {"output": box if pair else middle(box, chart(box))}
        case "network+map" | "dashboard" if pair:
            top, bottom = rows(box, 0.5)
            return {"network": top, "output": bottom}
        case "network+map":
            left, right = columns(box, 0.41 * box.width, 16.0)
            return {"network": left, "output": middle(right, right.width, right.width - GUTTER + AROUND)}
        case "dashboard":
            left, right = columns(box, 0.41 * box.width, 16.0)
            output, loss = rows(right, (right.width - GUTTER + AROUND) / (right.height - GAP))
            return {"network": left, "output": output, "loss": loss}
    left, right = columns(box, 0.36 * box.width, 20.0)
    return {"network": left, "bars": right}


def chart(box: Box) -> float:
    """How wide a chart is whose plot is a square as high as the box allows."""
    return GUTTER + box.height - AROUND


def columns(box: Box, right: float, gap: float = 36.0) -> tuple[Box, Box]:
    """Two boxes beside each other; right: how wide the second is, at most 60 % of both."""
    edge = box.right - min(right, 0.6 * box.width)
    return box._replace(right=edge - gap), box._replace(left=edge)


def rows(box: Box, share: float, gap: float = GAP) -> tuple[Box, Box]:
    """Two boxes above each other; share: of the height that the first has."""
    edge = box.top + share * (box.height - gap)
    return box._replace(bottom=edge), box._replace(top=edge + gap)


def middle(box: Box, width: float, height: float | None = None) -> Box:
    """A box of at most this size in the middle of another one."""
    width, height = min(width, box.width), min(box.height if height is None else height, box.height)
    x, y = (box.left + box.right - width) / 2, (box.top + box.bottom - height) / 2
    return Box(x, y, x + width, y + height)
