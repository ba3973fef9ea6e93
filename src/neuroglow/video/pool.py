"""Processes that render a film together: segments of frames, always the same ones whatever the number of workers."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Self

import msgspec

from neuroglow.errors import InputError
from neuroglow.video.messages import Asked, Colours, Done, Failed, Job, Painted, Palette, Segment, Told, received, send

AHEAD = 2
"""Segments for each worker that may be done before their turn comes: what waits is kept in memory."""
POLL = 0.1  # seconds: how soon a cancelled film ends
LIVES = 10.0  # seconds that a worker may take to end


class Cancelled(Exception):
    """Whoever wanted the film does not want it any more."""


def segments(frames: int, fps: int) -> list[Segment]:
    """The parts that are rendered independently: about two seconds each, and shorter ones at the end.

    Those that come last are shorter, so that no worker is left alone with a long one.
    """
    parts: list[Segment] = []
    at = 0
    while at < frames:
        left = frames - at
        length = min(left, max(min(2 * fps, left // 6), 24))
        if left - length < 8:  # not worth a key frame of its own
            length = left
        parts.append(Segment(len(parts), at, at + length))
        at += length
    return parts


class Pool:
    """Workers; they start at once, so that they are ready when the script is. Leaving the block ends them."""

    def __init__(self, workers: int) -> None:
        self._told: queue.SimpleQueue[tuple[int, Told | None]] = queue.SimpleQueue()
        self._workers: list[subprocess.Popen[bytes]] = []
        self._count = workers

    def __enter__(self) -> Self:
        try:
            for number in range(self._count):
                self._start(number)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, number: int) -> None:
        # -P: a file called like a library, in the folder where somebody happens to be, is not what we want to import.
        command = [sys.executable, "-P", "-m", "neuroglow.video.worker"]
        paths = os.pathsep.join(path for path in sys.path if os.path.isabs(path))
        worker = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "SVT_LOG": "1"},
            start_new_session=os.name == "posix",  # so that Ctrl-C reaches only us, and we end them
        )
        self._workers.append(worker)
        threading.Thread(target=self._listen, args=(number, stdout(worker)), daemon=True).start()

    def _listen(self, number: int, pipe: BinaryIO) -> None:
        with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
            while (content := received(pipe)) is not None:
                self._told.put((number, msgspec.msgpack.decode(content, type=Told)))
        self._told.put((number, None))

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.wait(LIVES)
            for pipe in (worker.stdin, worker.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
        self._workers = []

    def tell(self, message: Job | Palette) -> None:
        """Tell all workers."""
        for number in range(self._count):
            self._send(number, message)

    def _send(self, number: int, message: Asked) -> None:
        with contextlib.suppress(OSError):  # it has gone: its listener says so, after what it had to say
            send(stdin(self._workers[number]), message)

    def results(
        self,
        parts: Sequence[Segment] | Sequence[Colours],
        painted: Callable[[int], object] = lambda frames: None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[list[bytes]]:
        """What each part gives, in their order. painted: called with the number of frames that are done since.

        Raises Cancelled, and InputError when a worker cannot go on.
        """
        waiting: dict[int, list[bytes]] = {}
        idle, asked, given = list(range(self._count)), 0, 0
        while given < len(parts):
            while idle and asked < min(len(parts), given + self._count * (1 + AHEAD)):
                self._send(idle.pop(0), parts[asked])
                asked += 1
            if cancelled is not None and cancelled():
                raise Cancelled
            with contextlib.suppress(queue.Empty):
                number, told = self._told.get(timeout=POLL)
                if isinstance(told, Painted):
                    painted(told.frames)
                else:
                    done = finished(told)
                    waiting[done.index] = done.parts
                    idle.append(number)
            while given in waiting:
                yield waiting.pop(given)
                given += 1


def finished(told: Told | None) -> Done:
    match told:
        case Done():
            return told
        case Failed(sentence=sentence, trace=trace):
            if sentence:
                raise InputError(sentence)
            raise RuntimeError(f"a worker failed:\n{trace}")
    raise InputError(
        "expected workers that go on to the end, got one that was ended from outside, perhaps for want of memory: "
        "use fewer --workers, or a smaller size"
    )


def stdin(worker: "subprocess.Popen[bytes]") -> BinaryIO:
    assert worker.stdin is not None
    return worker.stdin  # type: ignore[return-value]


def stdout(worker: "subprocess.Popen[bytes]") -> BinaryIO:
    assert worker.stdout is not None
    return worker.stdout  # type: ignore[return-value]
