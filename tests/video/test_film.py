"""Films, decoded again: length, size, rate and contents; the same frames whatever the workers; whole or not there."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from neuroglow import load
from neuroglow.errors import InputError
from neuroglow.video import film
from neuroglow.video.film import Cancelled
from neuroglow.video.options import Options, usual
from neuroglow.video.pool import segments
from neuroglow.video.storyboard import Scene, Storyboard
from tests.signals import heed_signals
from tests.video.studio import SMALL, filmed, frames, job, times

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
FRAMES = 75
STEPS = [0] * 10 + list(range(50)) + [50] * 15
"""Nothing happens, then a step a frame, then nothing again."""


@pytest.fixture(scope="module")
def mp4(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film by two workers."""
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    filmed(path, STEPS, workers=2)
    return path


@pytest.mark.parametrize("count", [1, 2, 23, 24, 61, 300, 3_001, 100_000])
def test_segments_are_all_frames_once_and_in_order(count: int) -> None:
    parts = segments(count, 30)
    assert [frame for part in parts for frame in range(part.start, part.stop)] == list(range(count))
    assert [part.index for part in parts] == list(range(len(parts)))
    assert max(part.stop - part.start for part in parts) <= 2 * 30 + 8


def test_a_film_has_its_length_size_and_rate_to_a_frame(mp4: Path) -> None:
    import av

    with av.open(str(mp4), "r") as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 320, 180)
        assert stream.average_rate == 30
        assert stream.frames == FRAMES
        assert stream.codec_context.pix_fmt == "yuv420p"
        first = next(container.decode(stream))
        assert (first.colorspace, first.color_range) == (1, 1)
    assert times(mp4) == pytest.approx([frame / 30 for frame in range(FRAMES)])
    assert mp4.read_bytes().index(b"moov") < mp4.read_bytes().index(b"mdat"), "a browser has to wait for the whole file"


def test_frames_differ_when_the_run_changes_and_not_when_it_does_not(mp4: Path) -> None:
    shown = [frame.astype(int) for frame in frames(mp4)]
    for number, (one, next_one) in enumerate(itertools.pairwise(shown)):
        difference = np.abs(next_one - one).max()
        if STEPS[number] != STEPS[number + 1]:
            assert difference > 30, f"frames {number} and {number + 1} show different steps"
        else:
            assert difference < 12, f"frames {number} and {number + 1} show the same step"


def test_the_last_frame_shows_the_final_loss(mp4: Path) -> None:
    run = load("xor-milo").start().seek(50)
    bar = frames(mp4)[-1][5, :, 0] > 128
    assert bar.sum() == pytest.approx(min(run.loss() / 2, 1) * 320, abs=2)


@pytest.mark.parametrize("name", ["film.mp4", "film.webm", "film.gif"])
def test_frames_are_the_same_whatever_the_number_of_workers(tmp_path: Path, name: str) -> None:
    made = []
    for workers in (1, 2, 3):
        folder = tmp_path / str(workers)
        folder.mkdir()
        filmed(folder / name, STEPS, workers=workers)
        made.append((folder / name).read_bytes())
    assert made[0] == made[1] == made[2]


def test_a_webm_may_be_transparent(tmp_path: Path) -> None:
    filmed(tmp_path / "film.webm", range(30), msgspec.structs.replace(SMALL, transparent=True))
    shown = frames(tmp_path / "film.webm", "libvpx-vp9")
    assert len(shown) == 30
    assert shown[0][170, 300, 3] == 0
    assert shown[0][90, 40, 3] == 255


def test_av1_too(tmp_path: Path) -> None:
    filmed(tmp_path / "film.webm", range(70), msgspec.structs.replace(SMALL, codec="av1"), workers=2)
    assert len(frames(tmp_path / "film.webm")) == 70


def test_a_gif_lasts_as_long_and_is_small(tmp_path: Path) -> None:
    filmed(tmp_path / "film.gif", STEPS, workers=2)
    with Image.open(tmp_path / "film.gif") as gif:
        assert gif.size == (320, 180)
        assert gif.info["loop"] == 0
        lasting, shown = 0, []
        for frame in range(getattr(gif, "n_frames", 1)):
            gif.seek(frame)
            lasting += gif.info["duration"]
            shown.append(np.asarray(gif.convert("RGB")).astype(int))
    assert lasting == pytest.approx(FRAMES / 30 * 1000, abs=10)
    assert len(shown) == len(set(STEPS))
    assert shown[0][170, 300].tolist() == [20, 24, 30], "the ground keeps its colour"
    assert (tmp_path / "film.gif").stat().st_size < 60_000


def test_a_sequence_is_one_png_a_frame(tmp_path: Path) -> None:
    filmed(f"{tmp_path}/pictures/", [0, 0, 1, 2])
    filmed(tmp_path / "numbered-%03d.png", [0, 1], msgspec.structs.replace(SMALL, transparent=True))
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == [f"{n:05d}.png" for n in range(4)]
    pictures = [np.asarray(Image.open(tmp_path / "pictures" / f"{n:05d}.png")) for n in range(4)]
    assert (pictures[0] == pictures[1]).all()
    assert not (pictures[1] == pictures[2]).all()
    assert pictures[0][170, 300].tolist()[:3] == [20, 24, 30]
    assert np.asarray(Image.open(tmp_path / "numbered-001.png"))[170, 300].tolist() == [0, 0, 0, 0]
    assert {path.name for path in tmp_path.iterdir()} == {"pictures", "numbered-000.png", "numbered-001.png"}


def test_progress_counts_every_frame(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    filmed(tmp_path / "film.mp4", STEPS, workers=2, progress=lambda done, of: told.append((done, of)))
    assert told[0] == (0, FRAMES)
    assert told[-1] == (FRAMES, FRAMES)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def children() -> set[int]:
    """Processes that this one has started, and that have not ended."""
    found = set()
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state != "Z" and b"video.worker" in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_a_film_that_is_cancelled_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"what was there before")
    done = 0

    def count(frames: int, _: int) -> None:
        nonlocal done
        done = frames

    with pytest.raises(Cancelled):
        filmed(path, list(range(5_000)), workers=2, progress=count, cancelled=lambda: done > 100)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"what was there before"
    assert not children()


MAKES = """
import sys
from tests.video.studio import filmed
filmed(sys.argv[1], list(range(20_000)), workers=2, progress=lambda done, of: done and print(done, flush=True))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_parent_that_is_killed_leaves_no_worker(tmp_path: Path, sign: signal.Signals) -> None:
    command = [sys.executable, "-c", MAKES, str(tmp_path / "film.mp4")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT, preexec_fn=heed_signals
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline(), "it has begun"
        started = workers_of(parent.pid)
        assert len(started) == 2
        parent.send_signal(sign)
        parent.stdout.read()
        parent.wait(30)
    deadline = time.monotonic() + 30
    while any(alive(worker) for worker in started):
        assert time.monotonic() < deadline, "a worker is left"
        time.sleep(0.05)
    assert not (tmp_path / "film.mp4").exists()
    if sign == signal.SIGINT:
        assert not list(tmp_path.iterdir())


def workers_of(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(task) for task in tasks]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


LIMITED = """
import resource, sys
from neuroglow.errors import InputError
from tests.video import studio
run = studio.load("xor-milo").start()
resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, resource.RLIM_INFINITY))
try:
    studio.filmed(sys.argv[1], list(range(90)))
except InputError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files")
@pytest.mark.parametrize("name", ["film.mp4", "film.webm", "film.gif"])
def test_no_space_is_one_sentence_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=ENVIRONMENT)
    assert "(file too large): choose another" in done.stdout, done.stderr
    assert not list(tmp_path.iterdir())


def test_a_worker_that_ends_early_is_one_sentence(tmp_path: Path) -> None:
    killed: list[int] = []
    others = set(workers_of(os.getpid()))  # a browser's, say

    def kill(done: int, _: int) -> None:
        if done and not killed:
            killed.extend(worker for worker in workers_of(os.getpid()) if worker not in others)
            os.kill(killed[0], signal.SIGKILL)

    with pytest.raises(InputError, match="ended from outside"):
        filmed(tmp_path / "film.mp4", list(range(2_000)), workers=2, progress=kill)
    assert not list(tmp_path.iterdir())


def test_workers_need_no_pickled_data() -> None:
    """What they are told is MessagePack by its type."""
    ordered = job([0, 1])
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ordered), type=type(ordered)) == ordered


def test_a_gif_is_usually_small() -> None:
    assert (usual("a.gif").width, usual("a.gif").height, usual("a.gif").fps) == (640, 360, 12)
    assert (usual("a.mp4").width, usual("a.mp4").fps) == (1920, 30)


SHORT = Storyboard(steps=40, scenes=(Scene(kind="learning", seconds=1.0), Scene(kind="network", seconds=0.5)))


def test_a_film_of_a_run_leaves_the_run_where_it_is(tmp_path: Path) -> None:
    run = load("xor-milo").start().advance(steps=20)
    digest = run.digest()
    made = film.make(run, tmp_path / "film.mp4", SHORT, Options(width=320, height=180, workers=1))
    assert (run.step, run.digest()) == (20, digest)
    assert (made.frames, made.fps, made.width, made.height) == (45, 30, 320, 180)
    assert made.bytes == (tmp_path / "film.mp4").stat().st_size
    assert len(times(tmp_path / "film.mp4")) == 45


def test_a_film_that_is_cancelled_while_it_is_planned_leaves_nothing(tmp_path: Path) -> None:
    board = Storyboard(steps=10_000_000, scenes=(Scene(kind="network", seconds=1.0),))
    with pytest.raises(Cancelled):
        film.make("xor-milo", tmp_path / "film.mp4", board, Options(width=160, height=90), cancelled=lambda: True)
    assert not list(tmp_path.iterdir())


def test_a_preview_is_the_same_film_small(tmp_path: Path) -> None:
    made = film.make("xor-milo", tmp_path / "film.mp4", SHORT, Options(preview=True, workers=1))
    assert (made.width, made.height, made.fps) == (640, 360, 15)
    assert made.seconds == pytest.approx(1.5, abs=0.1)
