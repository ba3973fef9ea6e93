"""GIFs: 255 colours chosen from the whole film, and of each frame only what has changed.

Workers count colours, and turn frames into indices and these into LZW by FFmpeg's encoder; what is left is to put the
pieces together with the times between them.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neuroglow.video.encoding import Sheet
from neuroglow.video.messages import Colours, Palette

SAMPLES = 24
"""Frames whose colours are counted."""
COLOURS = 255  # the 256th is transparent: what has not changed
BITS = 6  # of each channel that is told apart
HEADER = 13 + 3 * 256  # bytes: signature, size, palette
ENDLESS = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
"""Plays again and again."""
TICKS = 100  # a second
LONGEST = 65_535  # ticks of one frame
DELAY = slice(4, 6)  # bytes of the block before a picture that say how long it is shown
Pixels = NDArray[np.uint8]


def samples(frames: int) -> list[Colours]:
    """The frames whose colours are counted, evenly spread, the first and the last among them."""
    places = np.unique(np.linspace(0, frames - 1, min(frames, SAMPLES)).round().astype(int))
    return [Colours(index, int(frame)) for index, frame in enumerate(places)]


def keys(pixels: Pixels) -> NDArray[np.uint32]:
    """Each pixel (height, width, 4), BGRA, as a number of 3 * `BITS` bits."""
    blue, green, red = (pixels[..., channel].astype(np.uint32) >> (8 - BITS) for channel in range(3))
    return np.asarray(red << 2 * BITS | green << BITS | blue, np.uint32)


def colours(pixels: Pixels) -> list[bytes]:
    """The colours of a frame, 0xRRGGBB, and how often each is seen: two arrays of uint32."""
    blue, green, red = (pixels[..., channel].astype(np.uint32) for channel in range(3))
    found, counts = np.unique(red << 16 | green << 8 | blue, return_counts=True)
    return [found.astype("<u4").tobytes(), counts.astype("<u4").tobytes()]


def chosen_palette(counted: Iterable[list[bytes]]) -> Palette:
    """The palette that suits what was counted."""
    found, counts = (
        np.concatenate(arrays)
        for arrays in zip(*((np.frombuffer(a, "<u4"), np.frombuffer(b, "<u4")) for a, b in counted), strict=True)
    )
    distinct, places = np.unique(found, return_inverse=True)
    weights = np.bincount(places, counts)
    rgb = np.stack([distinct >> shift & 255 for shift in (16, 8, 0)], axis=1).astype(np.uint8)
    if len(distinct) <= COLOURS:
        best = rgb
    else:
        # Rooted: otherwise the ground would take most of the palette, and the few lights that matter nothing.
        times = np.ceil(np.sqrt(weights) * (400_000 / np.sqrt(weights).sum())).astype(np.int64)
        image = Image.fromarray(np.repeat(rgb, times, axis=0)[None])
        chosen = image.quantize(COLOURS - 1, method=Image.Quantize.MEDIANCUT, kmeans=3).getpalette() or []
        best = np.array(chosen, np.uint8).reshape(-1, 3)[: COLOURS - 1]
        best = np.concatenate([best, rgb[weights.argmax()][None]])  # the ground, exactly
    table = np.zeros((256, 3), np.uint8)
    table[: len(best)] = best
    table[len(best) : COLOURS] = best[0]
    return Palette(table.tobytes())


@cache
def nearest(palette: bytes) -> Pixels:
    """For each key of a colour the index of the nearest one in the palette: (2 ** 18,)."""
    table = np.frombuffer(palette, np.uint8).reshape(256, 3)[:COLOURS].astype(np.float32)
    levels = np.arange(2**BITS, dtype=np.float32) * (255 / (2**BITS - 1))
    blue_green = np.stack(np.meshgrid(levels, levels, indexing="ij"), axis=-1).reshape(-1, 2)
    lookup = np.empty((2**BITS, 4**BITS), np.uint8)
    scale = np.sqrt(np.array([0.4, 0.7, 0.2], np.float32))  # as strongly as the eye sees them, nearly
    scaled = table * scale
    half = (scaled**2).sum(axis=1) / 2
    for place, red in enumerate(levels):
        rgb = np.column_stack([np.full(len(blue_green), red, np.float32), blue_green]) * scale
        likeness = rgb @ scaled.T
        likeness -= half
        lookup[place] = likeness.argmax(axis=1)
    exact = np.zeros((1, COLOURS, 4), np.uint8)
    exact[0, :, :3] = table[:, ::-1]
    flat = lookup.reshape(-1)
    flat[keys(exact)[0]] = np.arange(COLOURS)
    return flat


class GifEncoder:
    """A segment of a GIF: for each frame its block and picture, empty when it looks like the one before."""

    def __init__(self, palette: bytes, before: Sheet | None) -> None:
        self._palette = palette
        self._lookup = nearest(palette)
        self._context: Any = None
        self._parts: list[bytes] = []
        if before is not None:
            self._encoded(before)

    def _encoded(self, sheet: Sheet) -> bytes:
        height, width, _ = sheet.pixels.shape
        if self._context is None:
            self._context = av.CodecContext.create("gif", "w")
            self._context.width, self._context.height, self._context.pix_fmt = width, height, "pal8"
            self._context.time_base = Fraction(1, TICKS)
        frame = av.VideoFrame(width, height, "pal8")
        line = frame.planes[0].line_size
        rows = np.zeros((height, line), np.uint8)
        rows[:, :width] = self._lookup[keys(sheet.pixels)]
        frame.planes[0].update(rows.tobytes())
        table = np.full((256, 4), 255, np.uint8)
        table[:, :3] = np.frombuffer(self._palette, np.uint8).reshape(256, 3)[:, ::-1]
        table[COLOURS] = 0
        frame.planes[1].update(table.tobytes())
        return b"".join(bytes(packet) for packet in self._context.encode(frame))

    def add(self, sheet: Sheet, *, changed: bool) -> None:
        if not changed:
            self._parts.append(b"")
            return
        self._parts.append(self._encoded(sheet))

    def end(self) -> list[bytes]:
        return self._parts


def gif(segments: Iterable[list[bytes]], fps: int) -> bytes:
    """The file. Frames that look like the ones before are these, shown longer."""
    shown: list[tuple[int, bytes]] = []
    frames = 0
    for segment in segments:
        for part in segment:
            if part:
                shown.append((frames, part))
            frames += 1
    head = shown[0][1][:HEADER]
    shown[0] = (0, shown[0][1][HEADER:])
    starts = [round(frame * TICKS / fps) for frame, _ in shown] + [round(frames * TICKS / fps)]
    pictures = (timed(part, end - start) for (_, part), start, end in zip(shown, starts, starts[1:], strict=False))
    return b"".join([head, ENDLESS, *pictures, b"\x3b"])


def timed(part: bytes, ticks: int) -> bytes:
    """A picture that is shown for so many hundredths of a second."""
    assert part[:2] == b"\x21\xf9"
    return part[: DELAY.start] + min(ticks, LONGEST).to_bytes(2, "little") + part[DELAY.stop :]
