"""The command `neuroglow video`. Everything heavy is imported where it is used, so that --help answers at once."""

import argparse
import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from neuroglow.terminal import PATIENT, WHAT, number, printable, say, whole

VIDEO = """\
Make a film of a run: the very run that the playground shows, frame by frame.

What the name of FILE ends in decides what is made: .mp4, .webm, .gif, .png (a still with --frame, else one
file for each frame: frames%05d.png, or a folder's name that ends in /) or .svg (a still).
Ctrl-C ends it early and leaves nothing; a finished film appears at once, whole.
"""
EXAMPLES = """\
examples:
  neuroglow video xor-milo -o xor.mp4
  neuroglow video spiral -o spiral.gif --layout map --size 480x480 --seconds 8
  neuroglow video mine.glow -o mine.mp4 --audio track.mp3 --fit --shape 9:16 --size 4k
  neuroglow video digits-5x5 -o digits.png --frame 120
  neuroglow video moons -o moons.webm --storyboard moons.toml --transparent

docs/films.md tells how to write a storyboard.

exit codes:
  0    done
  2    bad input
  130  interrupted
"""


def add_video(commands: "argparse._SubParsersAction[Any]") -> None:
    """What can be said after `neuroglow video`."""
    video = commands.add_parser("video", description=VIDEO, epilog=EXAMPLES)
    video.set_defaults(command=run_video)
    video.add_argument("what", metavar="WHAT", help=WHAT)
    video.add_argument("--patient", action="store_true", help=PATIENT)
    video.add_argument("-o", "--out", required=True, metavar="FILE", help="where the film goes")
    add_content(video.add_argument_group("what it shows"))
    add_picture(video.add_argument_group("its picture"))
    add_sound(video.add_argument_group("sound and captions"))
    data = video.add_argument_group("data")
    data.add_argument("--target", default="", metavar="COLUMN", help="of a table: the column to predict (the last one)")
    data.add_argument("--pixels", type=whole, metavar="N", help="of a picture or images: scale them to N pixels")
    making = video.add_argument_group("making it")
    making.add_argument("--preview", action="store_true", help="a quick, small version")
    making.add_argument("--frame", type=whole, metavar="N", help="only this frame, from 0, as a picture")
    making.add_argument("--workers", type=whole, metavar="N", help="processes that render (as many as there are cores)")
    making.add_argument("--quiet", action="store_true", help="show neither progress nor what was made")


def add_content(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--storyboard", metavar="NAME|FILE", help="scenes: a built-in storyboard, or a TOML file (what fits the data)"
    )
    group.add_argument("--layout", metavar="L", help="network, network+map, dashboard, map or digits")
    group.add_argument("--seconds", type=number, metavar="N", help="how long the film is, all scenes in proportion")
    group.add_argument("--steps", type=whole, metavar="N", help="how far the run goes")
    group.add_argument(
        "--pace", metavar="P", help="how steps pass: linear, log (dense early), change (each second as much learning)"
    )


def add_picture(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--size", metavar="S", help="360p, 480p, 720p, 1080p, 1440p, 4k or 1280x720 (1080p; .gif: 360p)")
    group.add_argument("--shape", metavar="R", help="16:9, 9:16 or 1:1, together with the name of a size (16:9)")
    group.add_argument("--fps", type=whole, metavar="N", help="frames a second, up to 60 (30; .gif: 12)")
    group.add_argument("--theme", metavar="T", help="dark or light")
    group.add_argument("--palette", metavar="P", help="blue-orange, blue-red, green-red or safe")
    group.add_argument("--transparent", action="store_true", help="no background: .webm, .png and .svg")
    group.add_argument("--font", metavar="FILE", help="a font instead of Inter: .ttf or .otf")
    group.add_argument("--codec", default="", metavar="C", help="of .webm: vp9 or av1")


def add_sound(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--audio", metavar="FILE", help="a track that is mixed in: mp3, wav, ogg, m4a, ...")
    group.add_argument("--fit", action="store_true", help="the film lasts exactly as long as the track")
    group.add_argument(
        "--captions",
        metavar="FILE",
        help="lines with times: .srt, .vtt, or a text with lines such as '0:05-0:08 Hello'",
    )
    group.add_argument(
        "--captions-as", default="burn", metavar="A", help="burn: drawn into the picture, or track: a subtitle track"
    )


def run_video(options: argparse.Namespace) -> int:
    """Make the film that the options ask for; the exit code."""
    from neuroglow.library import load
    from neuroglow.video.order import Order, make, order

    wanted = order({name: value for name, value in vars(options).items() if name in Order.__struct_fields__})
    experiment = load(options.what, target=options.target, size=options.pixels, patient=options.patient)
    started = time.perf_counter()
    with ending_cleanly(), progress_bar(hidden=options.quiet) as show:
        run = experiment.start()
        for notice in () if options.quiet else run.data.notices:
            say(f"note: {notice}")
        film = make(run, options.out, wanted, progress=show)
    if not options.quiet:
        seconds = time.perf_counter() - started
        print(f"{printable(str(film))}, made in {seconds:.1f} s ({film.frames / seconds:.0f} frames/s)")
    return 0


@contextlib.contextmanager
def ending_cleanly() -> Iterator[None]:
    """Let other ways of being ended, and a terminal that is closed, leave as little behind as Ctrl-C does."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def progress_bar(*, hidden: bool) -> Iterator[Callable[[int, int], object]]:
    """A bar on stderr, with frames a second and the time left, if that is a terminal: what is called on the way."""
    if hidden or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[speed]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task, started = bar.add_task("going through the run", total=None, speed=""), 0.0

        def show(done: int, of: int) -> None:
            nonlocal started
            started = started or time.perf_counter()
            seconds = time.perf_counter() - started
            speed = f"{done / seconds:.0f} frames/s" if seconds > 0.5 else ""
            bar.update(task, description=f"frame {done:,} of {of:,}", completed=done, total=of, speed=speed)

        yield show
