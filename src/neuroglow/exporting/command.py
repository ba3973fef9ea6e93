"""The command `neuroglow export`. Everything heavy is imported where it is used, so that --help answers at once."""

import argparse
from typing import Any

from neuroglow.terminal import PATIENT, WHAT, say, whole

EXPORT = """\
Take what a run has learned along, as somebody else's file.

What the name of FILE ends in decides what is made:
  .onnx   the trained network, for ONNX runtimes
  .py     its code and its weights: NumPy, or what --as says
  .html   the run as one page that works without a network
  .svg    a picture of the network as it stands, or .png
  .glow   the run itself: recipe and log

An experiment is trained first, as long as it suggests, or for 100 epochs; a saved run is taken as it was saved.
"""
EXAMPLES = """\
examples:
  neuroglow export spiral -o spiral.onnx
  neuroglow export mine.glow -o mine.py --as pytorch
  neuroglow export my.csv --target price --steps 5000 -o price.py

docs/exports.md tells what is in these files.

exit codes:
  0    done
  2    bad input
  130  interrupted, nothing was written
"""


def add_export(commands: "argparse._SubParsersAction[Any]") -> None:
    """What can be said after `neuroglow export`."""
    export = commands.add_parser("export", description=EXPORT, epilog=EXAMPLES)
    export.set_defaults(command=run_export)
    export.add_argument("what", metavar="WHAT", help=WHAT)
    export.add_argument("-o", "--out", required=True, metavar="FILE", help="where it goes")
    export.add_argument("--as", dest="framework", metavar="F", help="of .py: numpy, pytorch or keras (numpy)")
    export.add_argument("--steps", type=whole, metavar="N", help="the step at which the run is taken")
    export.add_argument("--target", default="", metavar="COLUMN", help="of a table: the column to predict (the last)")
    export.add_argument("--size", type=whole, metavar="N", help="of a picture or images: scale them to N pixels")
    export.add_argument("--patient", action="store_true", help=PATIENT)
    export.add_argument("--quiet", action="store_true", help="show neither progress nor notes about the data")


def run_export(options: argparse.Namespace) -> int:
    """Train, and write what is asked for; the exit code."""
    from neuroglow.cli import progress_bar
    from neuroglow.exporting.writing import check_export
    from neuroglow.glow import Saved
    from neuroglow.library import load
    from neuroglow.video.command import ending_cleanly

    check_export(options.out, options.framework)
    experiment = load(options.what, target=options.target, size=options.size, patient=options.patient)
    with ending_cleanly():
        if isinstance(experiment, Saved):
            with progress_bar(0, experiment.step, hidden=options.quiet) as show:
                run = experiment.start(progress=show)
            goal = run.step
        else:
            run = experiment.start()
            goal = run.goal(experiment.steps) if experiment.steps else run.goal(epochs=100)
        goal = goal if options.steps is None else options.steps
        for notice in () if options.quiet else run.data.notices:
            say(f"note: {notice}")
        with progress_bar(run.step, goal, hidden=options.quiet) as show:
            run.seek(goal, progress=show)
        run.export(options.out, options.framework)
    return 0
