"""Encoded segments, sound and captions in one file; nothing is encoded again."""

import contextlib
import html
import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import av

from neuroglow.video.audio import Sound
from neuroglow.video.captions import Line
from neuroglow.video.options import Options

FORMATS = {".mp4": "mp4", ".webm": "webm"}
SETTINGS = {
    # The index comes first, so that a browser plays before it has everything. Exact: no random numbers, no dates.
    ".mp4": {"movflags": "+faststart", "fflags": "+bitexact"},
    ".webm": {"cues_to_front": "1", "fflags": "+bitexact"},
}
SUBTITLES = {".mp4": "mov_text", ".webm": "webvtt"}
TICKS = 1000  # of captions, a second


class Joiner:
    """A video file that segments are added to, in their order."""

    def __init__(self, path: Path, kind: str, options: Options, sound: Sound | None, lines: Sequence[Line]) -> None:
        self._kind, self._options, self._lines = kind, options, lines
        self._sound = sound
        self._container = av.open(str(path), "w", format=FORMATS[kind], options=SETTINGS[kind])
        self._video: Any = None
        self._audio: Any = None
        self._subtitles: Any = None
        self._heard: Iterator[Any] = iter(())
        self._next: Any = None

    def add(self, segment: bytes, start: int) -> None:
        """A segment, which begins with frame `start`."""
        with av.open(io.BytesIO(segment), "r") as part:
            stream = part.streams.video[0]
            if self._video is None:
                self._begin(stream)
            for packet in part.demux(stream):
                if packet.size == 0:
                    continue
                assert packet.pts is not None
                frame = start + round(packet.pts * packet.time_base * self._options.fps)
                packet.time_base = Fraction(1, self._options.fps)
                packet.pts = packet.dts = frame  # no frame refers to a later one
                packet.duration = 1
                packet.stream = self._video
                self._container.mux(packet)
                self._hear((frame + 1) / self._options.fps)

    def _begin(self, template: Any) -> None:
        """The streams; what they are is known only from the first segment."""
        self._video = self._container.add_stream_from_template(template, opaque=True)
        self._video.time_base = Fraction(1, self._options.fps)
        # Else a .webm, whose times are whole milliseconds, does not say that its frames come regularly.
        self._video.codec_context.framerate = Fraction(self._options.fps)
        if self._options.transparent:
            self._video.metadata["alpha_mode"] = "1"
        if self._sound is not None:
            self._audio = self._sound.add_to(self._container)
            self._heard = self._sound.packets(self._audio)
            self._next = next(self._heard, None)
        if self._lines:
            self._subtitles = self._container.add_mux_stream(SUBTITLES[self._kind])
            self._subtitles.time_base = Fraction(1, TICKS)
        for line in self._lines:
            self._container.mux(self._caption(line))

    def _hear(self, until: float) -> None:
        """Sound up to a time, so that it lies in the file beside the pictures of that time."""
        while self._next is not None and self._next.pts * self._next.time_base < until:
            self._container.mux(self._next)
            self._next = next(self._heard, None)

    def _caption(self, line: Line) -> Any:
        words = line.text.encode()
        if self._kind == ".mp4":  # as 3GPP timed text has it: its length, then the text
            packet = av.Packet(len(words).to_bytes(2, "big") + words)
        else:
            packet = av.Packet(html.escape(line.text, quote=False).encode())
        packet.time_base = Fraction(1, TICKS)
        packet.pts = packet.dts = round(line.start * TICKS)
        packet.duration = round((line.stop - line.start) * TICKS)
        packet.stream = self._subtitles
        return packet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish the file, or, when something has failed, let go of it."""
        if kind is None:
            self._hear(float("inf"))
            self._container.close()
            return
        with contextlib.suppress(Exception):
            self._container.close()
