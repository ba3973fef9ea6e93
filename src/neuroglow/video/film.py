"""Making a film: from a run and a storyboard to a file that is whole, or not there at all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neuroglow import glow
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment
from neuroglow.library import load
from neuroglow.run import Run
from neuroglow.values import shown
from neuroglow.video import options as how
from neuroglow.video import script as scripts
from neuroglow.video import storyboard as storyboards
from neuroglow.video.libraries import check_libraries
from neuroglow.video.made import Film
from neuroglow.video.messages import Job, pack
from neuroglow.video.options import Options, Target
from neuroglow.video.pool import Cancelled as Cancelled
from neuroglow.video.pool import Pool
from neuroglow.video.storyboard import Storyboard

if TYPE_CHECKING:
    from neuroglow.video.captions import Line

Progress = Callable[[int, int], object]
MEMORY, MEMORY_4K = 0.95e9, 2.8e9
"""Bytes that all processes may take: up to 1080p, and above."""


def make(
    what: str | os.PathLike[str] | Experiment | Run,
    path: str | os.PathLike[str],
    storyboard: Storyboard | str | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Film:
    """Make a film of an experiment, a file or a run, which stays where it stands.

    path: what it ends in decides what is made (`options.target`). storyboard: its scenes, by name, file or as such;
    None: what suits the run. progress: called with the frames that are done, and their number. cancelled: asked about
    ten times a second; when it says yes, `Cancelled` is raised.
    The same film has the same frames, bit for bit, whatever the number of workers. The file appears when it is whole.
    Raises InputError when something does not fit, or cannot be read or written.
    """
    to = how.target(path)
    options = how.small(options) if options.preview else options
    how.check(options, to)
    check_libraries()
    run = begun(what)
    board = storyboard if isinstance(storyboard, Storyboard) else chosen(storyboard, run)
    if options.frame is not None or to.kind == ".svg" or (to.kind == ".png" and not to.sequence):
        return still(run, to, board, options)
    from neuroglow.video.making import check_beside, check_place, render

    check_place(to)
    if options.captions is not None and not options.burn:
        check_beside(to, options.captions)
    # Workers take a moment to start, in which we go through the run.
    with Pool(workers(options, to)) as pool:
        job, frames, lines = planned(run, to, board, options, cancelled)
        size = render(pool, job, to, frames, lines, progress, cancelled)
    return made(path, options, frames, size)


def made(path: str | os.PathLike[str], options: Options, frames: int, size: int) -> Film:
    width, height, fps = options.width, options.height, options.fps
    return Film(path=Path(path), width=width, height=height, fps=fps, frames=frames, bytes=size)


def begun(what: str | os.PathLike[str] | Experiment | Run) -> Run:
    """A run that we may move."""
    if isinstance(what, Run):
        return what.fork()
    return (what if isinstance(what, Experiment) else load(what)).start()


def chosen(storyboard: str | None, run: Run) -> Storyboard:
    return storyboards.fitting(run) if storyboard is None else storyboards.read(storyboard, run)


def planned(
    run: Run, to: Target, board: Storyboard, options: Options, cancelled: Callable[[], bool] | None = None
) -> tuple[Job, int, "tuple[Line, ...]"]:
    """What the workers have to know, the number of frames, and the captions that become a track."""
    from neuroglow.video.audio import duration
    from neuroglow.video.signs import check_signs

    check_signs(run, board, options.font)
    track = 0.0 if options.audio is None else duration(options.audio)
    if options.fit:
        board = storyboards.lasting(board, track)
    recipe = glow.encode(run.experiment, run.log, run.step, run.digest())

    def watch(_: Run) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    script: Any = scripts.plan(run, board, options, watch)
    frames = len(script.cues)
    if not 0 < frames <= how.LONGEST:
        raise InputError(f"expected a film of 1 to {how.LONGEST:,} frames, got {shown(frames)}: make it shorter")
    lines = captions(options, frames)
    job = Job(recipe, board, pack(script), options, to.kind, captions=lines if options.burn else (), track=track)
    return job, frames, () if options.burn else lines


def captions(options: Options, frames: int) -> "tuple[Line, ...]":
    """The captions of a film of so many frames."""
    if options.captions is None:
        return ()
    from neuroglow.video.captions import check_signs, read_captions

    lines = read_captions(options.captions, frames / options.fps)
    if options.burn:
        check_signs(lines, options.font)
    return lines


def still(run: Run, to: Target, board: Storyboard, options: Options) -> Film:
    """One frame, as a picture."""
    from neuroglow.video.still import write_still

    job, frames, _ = planned(run, to, board, options)
    frame = options.frame
    if frame is None:
        if frames > 1 and len(board.scenes) > 1:
            raise InputError(
                f"expected which frame is to be a picture, as the film has {frames:,}: give --frame N, or a "
                "name such as frames/ for one picture a frame"
            )
        frame = frames - 1
    if frame >= frames:
        raise InputError(f"expected a frame from 0 to {frames - 1:,}, got {shown(frame)}: choose another")
    write_still(job, frame, to)
    return made(to.path, options, 1, to.path.stat().st_size)


def workers(options: Options, to: Target) -> int:
    """How many processes render: as many as there are cores, if their pictures fit into the memory that we allow."""
    if options.workers is not None:
        return options.workers
    pixels = options.width * options.height
    each = 115e6 + pixels * (38 if to.kind == ".mp4" else 90)  # measured
    most = MEMORY if pixels <= 1920 * 1080 else MEMORY_4K
    return max(1, min(cores(), how.MOST_WORKERS, int((most - 80e6) / each)))


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
