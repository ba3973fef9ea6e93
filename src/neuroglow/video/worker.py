"""A process that paints and encodes segments of a film: `python -m neuroglow.video.worker`, started by the pool.

It is told what to do on stdin, answers on stdout, and ends when stdin does: whoever started it has then gone.
"""

import contextlib
import os
import queue
import signal
import sys
import threading
import traceback
from importlib import import_module
from typing import Any, BinaryIO

import msgspec

from neuroglow import glow
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment
from neuroglow.video.captions import Burner
from neuroglow.video.encoding import Encoder, Sheet, StillEncoder, VideoEncoder
from neuroglow.video.messages import (
    Asked,
    Colours,
    Done,
    Failed,
    Job,
    Painted,
    Palette,
    Segment,
    received,
    send,
    unpack,
)


def main() -> None:
    """Do what is asked for until nobody asks any more."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the business of whoever started this
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    asked: queue.SimpleQueue[Asked] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    try:
        work(asked, answers)
    except BrokenPipeError:
        return
    except InputError as error:
        send(answers, Failed(str(error)))
    except MemoryError:
        send(answers, Failed("expected enough memory for this film, got too little: use fewer --workers"))
    except Exception:
        send(answers, Failed("", traceback.format_exc()))


def listen(pipe: BinaryIO, asked: "queue.SimpleQueue[Asked]") -> None:
    """Take messages as they come; when there are no more, end at once, even in the middle of a segment."""
    try:
        while (content := received(pipe)) is not None:
            asked.put(msgspec.msgpack.decode(content, type=Asked))
    except Exception:  # else nobody would listen any more, and everybody wait
        traceback.print_exc()
    os._exit(0)


def work(asked: "queue.SimpleQueue[Asked]", answers: BinaryIO) -> None:
    film = None
    palette = b""
    while True:
        match asked.get():
            case Job() as job:
                film = Studio(job)
            case Palette() as given:
                palette = given.colours
            case Segment() as segment:
                assert film is not None
                send(answers, Done(segment.index, film.segment(segment, palette, answers)))
            case Colours() as one:
                assert film is not None
                send(answers, Done(one.index, film.colours(one.frame)))


def begun(recipe: bytes) -> Any:
    """The run of a .glow file at step 0, with its log: a film goes forward through it."""
    saved = glow.decode(recipe.decode())
    return Experiment.start(saved).resume(saved.log, 0)


class Studio:
    """One film: the run, who paints it, and what is painted on."""

    def __init__(self, job: Job) -> None:
        painting: Any = import_module(job.painter)
        self._job = job
        script = unpack(job.script, painting.Script)
        self._cues = script.cues
        self._painter = painting.Painter(begun(job.recipe), job.storyboard, script, job.options)
        self._burner = Burner(job.captions, job.options, job.storyboard)
        self.sheet = Sheet(job.options.width, job.options.height, transparent=job.options.transparent)
        self._look: object = None

    def segment(self, segment: Segment, palette: bytes, answers: BinaryIO) -> list[bytes]:
        """A segment's bytes; they depend on nothing that was painted before."""
        self._look = None
        encoder = self._encoder(segment, palette)
        for frame in range(segment.start, segment.stop):
            encoder.add(self.sheet, changed=self.paint(frame))
            send(answers, Painted(1))
        return encoder.end()

    def _encoder(self, segment: Segment, palette: bytes) -> Encoder:
        if self._job.kind == ".gif":
            from neuroglow.video.gif import GifEncoder

            changed = segment.start > 0 and self.paint(segment.start - 1)
            return GifEncoder(palette, self.sheet if changed else None)
        return StillEncoder() if self._job.kind == ".png" else VideoEncoder(self._job.options, self._job.kind)

    def paint(self, frame: int) -> bool:
        """Have a frame on the sheet; whether it had to be painted."""
        cue = self._cues[frame]
        look = (self._painter.look(cue), self._burner.words(frame))
        if look == self._look:
            return False
        self.draw(self.sheet.clean(), frame)
        self._look = look
        return True

    def draw(self, canvas: Any, frame: int) -> None:
        """Draw a frame, in pixels: whatever the canvas draws into."""
        self._painter.paint(canvas, self._cues[frame])
        self._burner.draw(canvas, frame)

    def colours(self, frame: int) -> list[bytes]:
        """How often which colours are seen in a frame, for a palette."""
        from neuroglow.video.gif import colours

        self.paint(frame)
        return colours(self.sheet.pixels)


if __name__ == "__main__":
    main()
