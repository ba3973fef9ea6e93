"""The command line: neuroglow play, train, video, export, site, experiments.

Everything heavy is imported where it is used, so that --help answers at once.
"""

import argparse
import contextlib
import json
import math
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from neuroglow.errors import EngineMissing, InputError
from neuroglow.exporting.command import add_export
from neuroglow.terminal import BAD_INPUT, INTERRUPTED, NOT_REACHED, PATIENT, WHAT, Parser, say, whole
from neuroglow.video.command import add_video

if TYPE_CHECKING:
    from neuroglow.run import Run

COMMANDS = """\
Watch a neural network learn.

commands:
  play [WHAT]     open the playground in the browser
  train WHAT      train here, without the page
  video WHAT      make a film of a run
  export WHAT     the trained network as ONNX, as NumPy, PyTorch or Keras code; the run as a page
  site FOLDER     write the page as static files, for any host
  experiments     list the built-in experiments
"""
EXAMPLES = """\
examples:
  neuroglow play
  neuroglow play my.csv --target price
  neuroglow play photo.jpg
  neuroglow train spiral --epochs 500 --save spiral.glow
  neuroglow play spiral.glow
  neuroglow video spiral.glow -o spiral.mp4

`neuroglow COMMAND --help` tells all about a command.
"""
SITE = """\
Write the whole page into FOLDER, as static files for any host and any path on it.

FOLDER is made, or takes the place of a site that was written there before; it is written whole or not at all.
"""
TRAIN = """\
Train without the page, and print where the run stands then.

Without --steps, --epochs or --until a run is as long as its experiment suggests, or 100 epochs.
Ctrl-C ends it early: what has been learned is printed, and saved if --save was given.
"""
TRAIN_EXAMPLES = """\
examples:
  neuroglow train xor --until "test_loss<0.01"
  neuroglow train spiral --steps 100000 --set network.hidden=[8,8,8] --set training.optimizer=adam
  neuroglow train my.csv --target price --save price.glow
  neuroglow train price.glow --steps 1000 --json

exit codes:
  0    done
  1    the run diverged, or did not reach the condition of --until
  2    bad input
  130  interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options, unknown = parser().parse_known_args(arguments)
    if options.command is None:
        options.parser.error(
            f"expected a command (play, train, video, export, site or experiments), got {' '.join(unknown) or 'none'}"
        )
    if unknown:
        options.parser.error(f"expected the options of {options.parser.prog}, got {' '.join(unknown)}")
    try:
        code: int = options.command(options)
    except (InputError, EngineMissing) as error:
        say(str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain about it once more when it closes.
        sys.stdout = None
        return INTERRUPTED
    return code


def parser() -> Parser:
    """What can be said on the command line."""
    top = Parser(
        prog="neuroglow", usage="neuroglow [-h] [--version] COMMAND ...", description=COMMANDS, epilog=EXAMPLES
    )
    top.set_defaults(command=None)
    top.add_argument("--version", action=Version, nargs=0, help="show the version and exit")
    commands = top.add_subparsers(prog="neuroglow", metavar="COMMAND", help=argparse.SUPPRESS)

    play = commands.add_parser("play", description="Open the playground in the browser; Ctrl-C ends it.")
    play.set_defaults(command=run_play)
    play.add_argument("what", nargs="?", metavar="WHAT", help=f"what to begin with: {WHAT}")
    add_data_options(play)
    play.add_argument("--port", type=whole, default=8000, metavar="N", help="port of the server, 0 for any free (8000)")
    play.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (127.0.0.1: only here)")
    play.add_argument("--runs", default="~/neuroglow", metavar="FOLDER", help="where the page keeps runs (~/neuroglow)")
    play.add_argument("--no-browser", action="store_true", help="only serve the page, open no browser")

    train = commands.add_parser("train", description=TRAIN, epilog=TRAIN_EXAMPLES)
    train.set_defaults(command=run_train)
    train.add_argument("what", metavar="WHAT", help=WHAT)
    train.add_argument("--patient", action="store_true", help=PATIENT)
    length = train.add_mutually_exclusive_group()
    length.add_argument("--steps", type=whole, metavar="N", help="train for N steps, each one update of the weights")
    length.add_argument("--epochs", type=whole, metavar="N", help="go through the training examples N times")
    length.add_argument(
        "--until",
        metavar="CONDITION",
        help='train until "test_loss<0.01", "train_accuracy>=0.99", "epoch>=50" or, for example, "plateau 20": the '
        "training loss has come down by 0.1 %% at most in 20 records of the history",
    )
    train.add_argument("--max-steps", type=whole, metavar="N", help="give --until up after N steps (1000000)")
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="change a field of the recipe, for example training.learning_rate=0.1; may be repeated",
    )
    add_data_options(train)
    train.add_argument("--save", metavar="FILE", help="save the run at the end, as a .glow file")
    train.add_argument("--json", action="store_true", help="print the result as one JSON object")
    train.add_argument("--quiet", action="store_true", help="show neither progress nor notes about the data")

    add_video(commands)
    add_export(commands)

    site = commands.add_parser("site", description=SITE)
    site.set_defaults(command=run_site)
    site.add_argument("folder", metavar="FOLDER", help="a new folder, an empty one, or an earlier site")

    experiments = commands.add_parser("experiments", description="List the built-in experiments.")
    experiments.set_defaults(command=run_experiments)
    experiments.add_argument(
        "--failures", action="store_true", help="those that fail, each in a way worth knowing, instead"
    )
    experiments.add_argument("--json", action="store_true", help="as one JSON array, recipes included")
    return top


def add_data_options(command: Parser) -> None:
    """How the data of a file are taken."""
    command.add_argument(
        "--target", default="", metavar="COLUMN", help="of a table: the column to predict (the last one)"
    )
    command.add_argument("--size", type=whole, metavar="N", help="of a picture or images: scale them to N pixels")


class Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, *_: Any) -> None:
        from importlib.metadata import version

        print(f"neuroglow {version('neuroglow')}")
        sys.exit()


def run_play(options: argparse.Namespace) -> int:
    start = None
    if options.what is not None:
        import msgspec

        from neuroglow.library import load
        from neuroglow.run import Run

        # the page asks before it goes a long way
        experiment = load(options.what, target=options.target, size=options.size, patient=True)
        Run(experiment)  # what does not hold together is best said here, before a browser opens
        start = msgspec.json.encode(experiment.to_start())
    elif options.target or options.size is not None:
        option = "--target" if options.target else "--size"
        raise InputError(f"expected a file together with {option}, got none: name it")
    from neuroglow.server import serve

    serve(start, host=options.host, port=options.port, browser=not options.no_browser, runs=options.runs)
    return 0


def run_experiments(options: argparse.Namespace) -> int:
    from neuroglow.library import builtin, experiments, failures

    listed = {name: builtin()[name] for name in (failures() if options.failures else experiments())}
    if options.json:
        print(json.dumps([{"name": name, **experiment.to_dict()} for name, experiment in listed.items()]))
        return 0
    width = max(map(len, listed))
    for name, experiment in listed.items():
        print(f"{name:{width}}  {experiment.title}. {experiment.about}")
    return 0


def run_site(options: argparse.Namespace) -> int:
    from neuroglow.site import write_site

    files = write_site(options.folder)
    size = sum(map(len, files.values())) / 1e6
    print(f"{options.folder}: {len(files)} files, {size:.2f} MB. Put the folder on any host, and open its index.html.")
    return 0


def run_train(options: argparse.Namespace) -> int:
    from neuroglow.glow import check_savable

    if options.save is not None:
        check_savable(options.save)
    run = prepared(options)
    length = {"steps": options.steps, "epochs": options.epochs, "until": options.until}
    if all(value is None for value in length.values()):
        left = run.experiment.steps - run.step
        length = {"steps": left} if left > 0 else {"epochs": 100}
    goal = run.goal(**length, max_steps=options.max_steps)
    started, first = time.perf_counter(), run.step
    with ctrl_c_waits() as pressed:
        with progress_bar(first, goal, hidden=options.quiet) as show:

            def progress(run: "Run") -> None:
                show(run)
                if pressed.is_set():
                    raise KeyboardInterrupt

            with contextlib.suppress(KeyboardInterrupt):
                run.advance(**length, max_steps=options.max_steps, progress=progress)
        seconds = time.perf_counter() - started
        try:
            if options.save is not None:
                run.save(options.save)
        finally:
            report(run, run.step - first, seconds, as_json=options.json)
    return ending(run, run.step - first, options, interrupted=pressed.is_set())


def ending(run: "Run", steps: int, options: argparse.Namespace, *, interrupted: bool) -> int:
    """The exit code, and what is to be said about it."""
    if interrupted:
        saved = f" and was saved as {options.save}" if options.save is not None else ""
        say(f"interrupted: the run stands at step {run.step:,}{saved}")
        return INTERRUPTED
    if run.diverged is not None:
        step, layer = run.diverged
        say(
            f"the run diverged: at step {step:,} a weight of layer {layer + 1} (of {len(run.layers)}) "
            "became infinite or NaN; try a smaller learning rate"
        )
        return NOT_REACHED
    if options.until is not None and not run.fulfils(options.until):
        say(f"{options.until} was not reached in {steps:,} steps")
        return NOT_REACHED
    return 0


def prepared(options: argparse.Namespace) -> "Run":
    """The run that `train` is asked to go on with, with the changes of --set."""
    from neuroglow.glow import Saved
    from neuroglow.library import load
    from neuroglow.values import short

    changes = dict(change(text) for text in options.set)
    experiment = load(options.what, target=options.target, size=options.size, patient=options.patient)
    if not isinstance(experiment, Saved) or experiment.begins:
        run = experiment.replace(changes).start()
    else:
        # The log of a run under way belongs to its data and network; its training can be changed from here on.
        if fixed := [key for key in changes if not key.startswith("training.")]:
            raise InputError(
                f"expected settings of training, as {short(options.what)} is a run under way, got {fixed[0]}: "
                "start a new run for it"
            )
        with progress_bar(0, experiment.step, hidden=options.quiet) as show:
            run = experiment.start(progress=show)
        if changes:
            run.set(**{key.removeprefix("training."): value for key, value in changes.items()})
    if not options.quiet:
        for notice in run.data.notices:
            say(f"note: {notice}")
    return run


def change(text: str) -> tuple[str, object]:
    """A field's key and value from KEY=VALUE; the value is written as in TOML, short texts also without quotes."""
    from neuroglow.experiment import FIELDS, parse_toml, unknown

    key, equals, value = text.partition("=")
    key, value = key.strip(), value.strip()
    if not equals:
        raise InputError(f"expected a change such as training.learning_rate=0.1, got '{text}': write KEY=VALUE")
    if key not in FIELDS:
        raise InputError(*unknown(key))
    if FIELDS[key].kind in ("text", "choice", "choices") and value[:1] not in ("'", '"', "["):
        return key, value
    with contextlib.suppress(InputError):
        parsed = parse_toml(f"value = {value}")
        if parsed.keys() == {"value"}:
            return key, parsed["value"]
    return key, value


@contextlib.contextmanager
def ctrl_c_waits() -> "Iterator[threading.Event]":
    """Only note the first Ctrl-C, so that it comes at no bad moment; the second one ends the command at once."""
    pressed = threading.Event()

    def note(*_: object) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def progress_bar(first: int, goal: int, *, hidden: bool) -> "Iterator[Callable[[Run], object]]":
    """A bar on stderr, with step, losses and speed, if that is a terminal: what a run is to call on its way."""
    if hidden or not sys.stderr.isatty():
        yield lambda run: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    started = time.perf_counter()
    columns = (TextColumn("step {task.completed:,.0f}"), BarColumn(), TextColumn("{task.fields[losses]}"))
    speed = TextColumn("{task.fields[speed]:,.0f} steps/s")
    with Progress(*columns, speed, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=goal, completed=first, losses="", speed=0.0)

        def show(run: "Run") -> None:
            history = run.history
            losses = f"train {history.train_loss[-1]:.4g}"
            if run.plan.test:
                losses += f"  test {history.test_loss[-1]:.4g}"
            speed = (run.step - first) / (time.perf_counter() - started)
            bar.update(task, completed=run.step, losses=losses, speed=speed)

        yield show


def report(run: "Run", steps: int, seconds: float, *, as_json: bool) -> None:
    """Print where the run stands: a few lines, or one JSON object."""
    result: dict[str, Any] = {
        "step": run.step,
        "epoch": run.epoch,
        "train_loss": run.loss("train"),
        "test_loss": run.loss("test"),
        "train_accuracy": run.accuracy("train"),
        "test_accuracy": run.accuracy("test"),
        "seconds": seconds,
        "steps_per_second": steps / max(seconds, 1e-9),
        "digest": run.digest(),
    }
    if as_json:
        print(json.dumps({key: finite(value) for key, value in result.items()}))
        return
    print(f"step {run.step:,}, epoch {run.epoch:,}")
    for split, name in (("train", "training"), ("test", "test")):
        if split == "train" or run.plan.test:
            accuracy = result[f"{split}_accuracy"]
            right = "" if math.isnan(accuracy) else f", accuracy {accuracy:.1%}"
            print(f"{name} loss {result[f'{split}_loss']:.6g}{right}")
    print(f"{seconds:.2f} s, {result['steps_per_second']:,.0f} steps/s")
    print(f"digest {result['digest']}")


def finite(value: Any) -> Any:
    """JSON knows neither NaN nor infinities."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
