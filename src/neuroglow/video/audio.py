"""The sound of a film: any file that PyAV reads, cut and faded out, or filled up, to the film's length."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from neuroglow.errors import InputError

RATE = 48_000  # samples a second, which both codecs take
CODECS = {".mp4": ("aac", "fltp", 192_000), ".webm": ("libopus", "flt", 128_000)}
FADE = 1.5  # seconds: of a track that is cut
CUT = 0.1  # seconds that may be missing without being missed
CLICK = 0.01  # seconds: of one that is not, so that it does not end with a click
PIECE = 960  # samples, which are encoded at once
LOCKED = {"drms", "drma", "enca", "aavd"}
"""How MP4 files name sound that is encrypted."""
LONGEST = 3600.0  # seconds of sound that are looked at
ONLY = {
    "protocol_whitelist": "file",
    "format_whitelist": "aac,ac3,aiff,amr,ape,asf,au,avi,caf,flac,matroska,mov,mp3,mpeg,mpegts,ogg,tta,w64,wav,wv",
}
"""Files that hold sound themselves: a playlist would have us fetch what it names."""
Samples = NDArray[np.float32]
"""(2, n): left and right, -1 to 1."""


def duration(path: str) -> float:
    """How long a track is, in seconds, to the sample: all of it is decoded.

    Raises InputError when there is none, when it cannot be decoded, or when it is longer than any film.
    """
    samples = 0
    for piece in decoded(path):
        samples += piece.shape[1]
        if samples > LONGEST * RATE:
            raise InputError(f"expected a track of at most {LONGEST / 60:g} minutes, got '{path}': use a part of it")
    if samples == 0:
        raise unreadable(path, "it is empty")
    return samples / RATE


def decoded(path: str) -> Iterator[Samples]:
    """The sound of a file in pieces: stereo at `RATE`. Raises InputError when it cannot be decoded."""
    if not Path(path).is_file():
        raise InputError(f"expected an audio file, got '{path}', which is none: check the path")
    try:
        with av.open(path, options=ONLY) as container:
            if not container.streams.audio:
                raise unreadable(path, "there is no sound in it")
            stream = container.streams.audio[0]
            if stream.codec_context is None:
                raise unreadable(path, "its sound is in a format that is not known")
            if stream.codec_context.codec_tag in LOCKED:
                raise unreadable(path, "it is locked by DRM")
            yield from resampled(frames(container.demux(stream), path))
    except av.FFmpegError as error:
        raise unreadable(path, str(error.strerror).lower()) from error


def frames(packets: Iterator[Any], path: str) -> Iterator[Any]:
    """What packets hold. Some may be broken, as at the ends of many files; raises InputError when most are."""
    good = bad = 0
    for packet in packets:
        try:
            found = packet.decode()
        except av.InvalidDataError:
            bad += 1
            continue
        good += bool(found)
        yield from found
    if bad > good:
        raise unreadable(path, "most of it is broken, or locked by DRM")


def resampled(frames: Iterator[Any]) -> Iterator[Samples]:
    resampler: av.AudioResampler | None = None
    gain = 1.0
    for frame in frames:
        if resampler is None:
            # One channel is heard from both sides as loud as it is; FFmpeg would make it softer.
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE)
            gain = softer([channel.name for channel in frame.layout.channels])
        frame.pts = None  # what counts is how many samples there are
        yield from (stereo(piece, gain) for piece in resampler.resample(frame))
    if resampler is not None:
        yield from (stereo(piece, gain) for piece in resampler.resample(None))


def softer(channels: Sequence[str]) -> float:
    """By how much several channels have to be softer, so that those that share a side are never too loud together.

    The centre, the sides and the back come to each side with half of their power; the channel of low frequencies, none.
    """
    others = len(channels) - 2 - ("LFE" in channels)
    return 1 / (1 + math.sqrt(0.5) * math.ceil(others / 2)) if others > 0 else 1.0


def stereo(frame: Any, gain: float) -> Samples:
    samples = np.asarray(frame.to_ndarray(), np.float32) * np.float32(gain)
    return np.repeat(samples, 2, axis=0) if len(samples) == 1 else samples


def unreadable(path: str, why: str) -> InputError:
    return InputError(
        f"expected a track that can be decoded, got '{path}' ({why}): export it as .mp3, .wav, .ogg or .m4a without "
        "copy protection"
    )


class Sound:
    """The track, of `track` seconds, of a film that lasts so many seconds."""

    def __init__(self, path: str, kind: str, seconds: float, track: float) -> None:
        self._path, self._kind = path, kind
        self._fade = min(FADE * RATE, seconds * RATE / 4) if track > seconds + CUT else CLICK * RATE
        self._samples = round(seconds * RATE)
        self._codec, self._format, self._rate = CODECS[kind]

    def add_to(self, container: Any) -> Any:
        """The stream that the container then has."""
        stream = container.add_stream(self._codec, rate=RATE, layout="stereo", format=self._format)
        stream.bit_rate = self._rate
        stream.codec_context.thread_count = 1
        return stream

    def packets(self, stream: Any) -> Iterator[Any]:
        """The sound, encoded."""
        at = 0
        for piece in regular(self._heard()):
            samples = np.ascontiguousarray(piece if self._format == "fltp" else piece.T.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(samples, format=self._format, layout="stereo")
            frame.sample_rate, frame.pts = RATE, at
            at += piece.shape[1]
            yield from stream.encode(frame)
        yield from stream.encode(None)

    def _heard(self) -> Iterator[Samples]:
        """Exactly as many samples as the film is long: the track, or as much as there is room for, and silence."""
        at = 0
        for piece in decoded(self._path):
            kept = piece[:, : self._samples - at]
            yield self._faded(kept, at)
            at += kept.shape[1]
            if at == self._samples:
                return
        while at < self._samples:
            length = min(RATE, self._samples - at)
            yield np.zeros((2, length), np.float32)
            at += length

    def _faded(self, piece: Samples, at: int) -> Samples:
        """Samples from `at` on, softer towards the film's end."""
        left = self._samples - np.arange(at, at + piece.shape[1])
        return (piece.clip(-1, 1) * np.clip(left / self._fade, 0.0, 1.0)).astype(np.float32)


def regular(pieces: Iterator[Samples]) -> Iterator[Samples]:
    """The same samples in pieces of `PIECE`; the last may be shorter."""
    rest = np.zeros((2, 0), np.float32)
    for piece in pieces:
        rest = np.concatenate([rest, piece], axis=1)
        whole = rest.shape[1] // PIECE * PIECE
        for start in range(0, whole, PIECE):
            yield rest[:, start : start + PIECE]
        rest = rest[:, whole:]
    if rest.shape[1]:
        yield rest
