"""What the tests of films share: films by the stand-in painter, and what PyAV reads in them."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from neuroglow import glow, load
from neuroglow.video import making
from neuroglow.video.captions import Line
from neuroglow.video.messages import Job, pack
from neuroglow.video.options import Options, target
from neuroglow.video.pool import Pool
from neuroglow.video.script import Cue
from neuroglow.video.storyboard import Storyboard
from tests.video.standin import Script

Pixels = NDArray[np.uint8]
SMALL = Options(width=320, height=180, fps=30)


def job(steps: Sequence[int], options: Options = SMALL, kind: str = ".mp4", captions: tuple[Line, ...] = ()) -> Job:
    """A film with a frame for each of these steps of a run of XOR."""
    run = load("xor-milo").start()
    script = Script(tuple(Cue(frame, 0, 0.0, step, 0, 0, None) for frame, step in enumerate(steps)))
    recipe = glow.encode(run.experiment, run.log, run.step, run.digest())
    painter = "tests.video.standin"
    return Job(recipe, Storyboard(), pack(script), options, kind, captions=captions, painter=painter)


def filmed(
    path: Path | str,
    steps: Sequence[int],
    options: Options = SMALL,
    *,
    workers: int = 1,
    burned: tuple[Line, ...] = (),
    track: Sequence[Line] = (),
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Make a film by the stand-in painter."""
    to = target(path)
    with Pool(workers) as pool:
        ordered = job(steps, options, to.kind, burned)
        making.render(pool, ordered, to, len(steps), track, progress, cancelled)


def frames(path: Path, decoder: str = "") -> list[Pixels]:
    """The film's frames: (height, width, 3)."""
    with av.open(str(path), "r") as container:
        stream = container.streams.video[0]
        if decoder:
            context: Any = av.CodecContext.create(decoder, "r")
            context.extradata = stream.codec_context.extradata
            found = [frame for packet in container.demux(stream) for frame in context.decode(packet)]
            return [np.asarray(frame.to_ndarray(format="rgba"), np.uint8) for frame in found]
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(stream)]


def times(path: Path) -> list[float]:
    """When the film's frames are shown, in seconds."""
    with av.open(str(path), "r") as container:
        return [float(frame.time) for frame in container.decode(video=0)]


def heard(path: Path) -> tuple[NDArray[np.float32], int]:
    """The film's sound, both channels together, and its samples a second."""
    with av.open(str(path), "r") as container:
        stream = container.streams.audio[0]
        pieces = [frame.to_ndarray() for frame in container.decode(stream)]
        planar = stream.codec_context.format.is_planar
        pieces = [piece if planar else piece.reshape(-1, 2).T for piece in pieces]
        return np.concatenate(pieces, axis=1).mean(axis=0).astype(np.float32), stream.rate


def packets(path: Path, kind: str) -> Iterator[tuple[float, float, bytes]]:
    """When each packet of the first stream of a kind begins, how long it lasts, and what it holds."""
    with av.open(str(path), "r") as container:
        stream = next(stream for stream in container.streams if stream.type == kind)
        for packet in container.demux(stream):
            if packet.size and packet.pts is not None:
                base = float(packet.time_base)
                yield packet.pts * base, (packet.duration or 0) * base, bytes(packet)


def click_track(path: Path, seconds: float, clicks: Sequence[float], rate: int = 44_100) -> None:
    """A WAV, or what else the name ends in, that is silent but for short clicks at these seconds."""
    rate = 48_000 if path.suffix == ".ogg" else rate  # the only one that Opus has
    sound = np.zeros(round(seconds * rate), np.float32)
    for click in clicks:
        at = round(click * rate)
        sound[at : at + 200] = 0.9
    codec = {".wav": "pcm_s16le", ".mp3": "libmp3lame", ".ogg": "libopus", ".m4a": "aac", ".flac": "flac"}[path.suffix]
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate, layout="mono")
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
        frame = av.AudioFrame.from_ndarray(sound[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        fifo = av.AudioFifo()
        for part in resampler.resample(frame):
            fifo.write(part)
        at = 0
        while (piece := fifo.read(960 if codec == "libopus" else 1024, partial=True)) is not None:
            piece.pts, piece.time_base = at, Fraction(1, rate)
            at += piece.samples
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
