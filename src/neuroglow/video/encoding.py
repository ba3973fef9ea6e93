"""Painted frames as bytes of a file's format, a segment at a time: what workers do, and `joining` puts together.

A segment begins with a key frame and refers to none outside of itself, so it needs no other to be encoded or decoded.
"""

import io
from typing import Any, Protocol

import av
import numpy as np
import skia
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

from neuroglow.video.options import CODECS, Options

ENCODERS = {"h264": "libx264", "vp9": "libvpx-vp9", "av1": "libsvtav1"}
CONTAINERS = {"h264": "mp4", "vp9": "webm", "av1": "webm"}
SETTINGS = {
    # Measured with drawings: neither B frames nor slower searches for motion make them smaller, but small transforms
    # and arithmetic coding do. Faint colours in the dark, where light fades out, get the bits that they need to stay.
    "h264": {
        "preset": "ultrafast",
        "crf": "21",
        "x264-params": "bframes=0:keyint=infinite:sliced-threads=0:cabac=1:deblock=0,0:partitions=i4x4:8x8dct=1:"
        "aq-mode=3:aq-strength=0.8:chroma-qp-offset=-6:no-dct-decimate=1:deadzone-inter=10:deadzone-intra=6",
    },
    "vp9": {
        "crf": "24",
        "b": "0",
        "deadline": "realtime",
        "cpu-used": "7",
        "row-mt": "0",
        "g": "9999",
        "auto-alt-ref": "0",
        "lag-in-frames": "0",
    },
    "av1": {"crf": "28", "preset": "9", "svtav1-params": "lp=1:pred-struct=1:rtc=0", "g": "9999"},
}
"""One thread each: the workers are what is parallel, and the bytes must not depend on the machine's cores."""


class Sheet:
    """What is painted on: `pixels` (height, width, 4), BGRA in bytes, alpha multiplied in; `canvas` draws into them."""

    def __init__(self, width: int, height: int, *, transparent: bool) -> None:
        self.pixels: NDArray[np.uint8] = np.zeros((height, width, 4), np.uint8)
        info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
        self._surface = skia.Surface.MakeRasterDirect(info, self.pixels)
        self.transparent = transparent

    def clean(self) -> Any:
        """The canvas, as no frame had been painted before: a skia.Canvas in pixels."""
        canvas = self._surface.getCanvas()
        canvas.restoreToCount(1)
        canvas.resetMatrix()
        if self.transparent:
            canvas.clear(skia.ColorTRANSPARENT)
        return canvas

    def straight(self) -> NDArray[np.uint8]:
        """The pixels with colours that alpha is not multiplied into, as files have them."""
        if not self.transparent:
            return self.pixels
        height, width, _ = self.pixels.shape
        info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kUnpremul_AlphaType)
        pixels = np.empty_like(self.pixels)
        self._surface.readPixels(info, pixels, width * 4)
        return pixels


class Encoder(Protocol):
    """What makes a segment of frames."""

    def add(self, sheet: Sheet, *, changed: bool) -> None:
        """One frame more; not changed: it looks like the one before."""

    def end(self) -> list[bytes]:
        """The segment: one file of its own (video), or what each frame gives."""


class VideoEncoder:
    """A segment of H.264, VP9 or AV1, as a small file in memory."""

    def __init__(self, options: Options, kind: str) -> None:
        codec = options.codec or CODECS[kind][0]
        self._file = io.BytesIO()
        self._container = av.open(self._file, "w", format=CONTAINERS[codec])
        stream: Any = self._container.add_stream(ENCODERS[codec], rate=options.fps, options=SETTINGS[codec])
        self._stream = stream
        self._stream.width, self._stream.height = options.width, options.height
        self._format = "yuva420p" if options.transparent else "yuv420p"
        context: Any = self._stream.codec_context
        context.pix_fmt = self._format
        context.thread_count = 1
        # The colours of HDTV, in numbers that every player reads the same way.
        context.colorspace = context.color_primaries = context.color_trc = 1
        context.color_range = 1
        self._reformatter = VideoReformatter()
        self._frame: Any = None
        self._frames = 0

    def add(self, sheet: Sheet, *, changed: bool) -> None:
        if changed or self._frame is None:
            painted = av.VideoFrame.from_numpy_buffer(sheet.straight(), format="bgra")
            self._frame = self._reformatter.reformat(
                painted,
                format=self._format,
                src_colorspace=Colorspace.ITU709,
                dst_colorspace=Colorspace.ITU709,
                src_color_range="JPEG",
                dst_color_range="MPEG",
                threads=1,
            )
        self._frame.pts = self._frames
        self._frames += 1
        self._container.mux(self._stream.encode(self._frame))

    def end(self) -> list[bytes]:
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return [self._file.getvalue()]


class StillEncoder:
    """PNGs, one a frame; empty: as the one before."""

    def __init__(self) -> None:
        self._files: list[bytes] = []

    def add(self, sheet: Sheet, *, changed: bool) -> None:
        self._files.append(png(sheet) if changed or not self._files else b"")

    def end(self) -> list[bytes]:
        return self._files


def png(sheet: Sheet) -> bytes:
    """The frame as a PNG."""
    pixels = sheet.straight()  # which has to live as long as the image
    alpha = skia.kUnpremul_AlphaType if sheet.transparent else skia.kOpaque_AlphaType
    image = skia.Image.fromarray(pixels, skia.kBGRA_8888_ColorType, alpha, copy=False)
    data = image.encodeToData(skia.kPNG, 100)
    return bytes(data)
