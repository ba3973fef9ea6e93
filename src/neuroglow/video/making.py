"""Rendering a film by a pool of workers, and writing what they give."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from neuroglow.errors import InputError
from neuroglow.files import check_writable, draft_of, write_whole
from neuroglow.video.audio import Sound
from neuroglow.video.captions import Line, srt
from neuroglow.video.joining import Joiner
from neuroglow.video.messages import Job, Segment
from neuroglow.video.options import Target
from neuroglow.video.pool import Pool, segments

Progress = Callable[[int, int], object]


def check_place(to: Target) -> None:
    """Raise InputError when the film cannot be written there: before the work, rather than after it."""
    if to.sequence:
        with drafts_of(to.path):
            pass
    else:
        check_writable(to.path)


def check_sequence(to: Target, frames: int) -> None:
    """Raise InputError when a folder has pictures of a longer film: editing programs would take them for its end."""
    if (to.path / (to.sequence % frames)).exists():
        raise InputError(
            f"expected a folder without pictures beyond this film's {frames:,}, got '{to.path}', which has "
            f"{to.sequence % frames}: empty it, or choose another"
        )


def check_beside(to: Target, captions: str | None) -> None:
    """Raise InputError when captions would take the place of an .srt that no film of this name brought."""
    beside = to.path.with_suffix(".srt")
    if beside.exists() and not to.path.exists() and not is_same(beside, captions):
        raise InputError(
            f"expected no '{beside}', where the captions of the film are to be, got one: move it, or name the film anew"
        )


def render(
    pool: Pool,
    job: Job,
    to: Target,
    frames: int,
    lines: Sequence[Line],
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> int:
    """Make the film; how many bytes it has. lines: captions that become a track, and an .srt beside it."""
    if to.sequence:
        check_sequence(to, frames)
    tally = Tally(frames, progress)
    pool.tell(job)
    parts = segments(frames, job.options.fps)
    if to.kind == ".gif":
        from neuroglow.video.gif import chosen_palette, gif, samples

        palette = chosen_palette(pool.results(samples(frames), cancelled=cancelled))
        pool.tell(palette)
        made = pool.results(parts, tally.more, cancelled)
        content = gif(made, job.options.fps)
        write_whole(to.path, content)
        return len(content)
    results = zip(parts, pool.results(parts, tally.more, cancelled), strict=True)
    if to.sequence:
        return write_sequence(results, to)
    return write_video(results, job, to, frames, lines)


class Tally:
    """Counts frames, and tells whoever wants to know."""

    def __init__(self, frames: int, progress: Progress | None) -> None:
        self._frames, self._progress = frames, progress
        self._done = 0
        self.more(0)

    def more(self, frames: int) -> None:
        self._done += frames
        if self._progress is not None:
            self._progress(self._done, self._frames)


Results = Iterator[tuple[Segment, list[bytes]]]


def write_video(results: Results, job: Job, to: Target, frames: int, lines: Sequence[Line]) -> int:
    options = job.options
    sound = None if options.audio is None else Sound(options.audio, to.kind, frames / options.fps, job.track)
    with draft_of(to.path) as draft:
        with Joiner(draft, to.kind, options, sound, lines) as joiner:
            for part, (segment,) in results:
                joiner.add(segment, part.start)
        settle(draft)
        beside = to.path.with_suffix(".srt")
        if lines and not is_same(beside, options.captions):
            write_whole(beside, srt(lines).encode())
        size = draft.stat().st_size
        draft.replace(os.path.realpath(to.path))
    return size


def is_same(path: Path, other: str | None) -> bool:
    """Whether both are one file: whoever wrote captions keeps them as they were."""
    return other is not None and path.exists() and path.samefile(other)


def settle(path: Path) -> None:
    """Have a file on the disk, and not only in the system's memory."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def write_sequence(results: Results, to: Target) -> int:
    """One picture a frame. They come into their folder when all are made."""
    with drafts_of(to.path) as draft:
        names: list[str] = []
        last, size = b"", 0
        for _, pictures in results:
            for picture in pictures:
                last = picture or last
                size += len(last)
                names.append(to.sequence % len(names))
                (draft / names[-1]).write_bytes(last)
        to.path.mkdir(parents=True, exist_ok=True)
        for name in names:
            (draft / name).replace(to.path / name)
    return size


@contextlib.contextmanager
def drafts_of(folder: Path) -> Iterator[Path]:
    """A temporary folder beside (or in) the one that pictures are to come into; gone at the end.

    Raises InputError when something fails meanwhile, or when what has that place is no folder.
    """
    place = Path(os.path.realpath(folder))
    draft = None
    try:
        if place.exists() and not place.is_dir():
            raise InputError(f"expected a folder for pictures, got '{folder}', which is a file: choose another")
        beside = place if place.is_dir() else next(parent for parent in place.parents if parent.is_dir())
        draft = beside / f".{place.name}.{secrets.token_hex(4)}"
        draft.mkdir()
        yield draft
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(
            f"expected a folder where pictures can be written, got '{folder}' ({why}): choose another"
        ) from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
