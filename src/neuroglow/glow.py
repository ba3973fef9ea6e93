"""Saved runs: what a .glow file holds, written and read.

A .glow file is one JSON object: recipe, log and moment, the digest that the parameters have then, and data of one's own
that the recipe is about. Whoever opens it trains the run again up to its moment, and gets the same digest.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from neuroglow.data.own import read_own
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, from_dict, parse_json
from neuroglow.files import check_writable
from neuroglow.limits import LIMITS
from neuroglow.log import read_log
from neuroglow.values import is_whole, shown

if TYPE_CHECKING:
    from neuroglow.run import Run

SUFFIX = ".glow"
VERSION = 1
LONGEST = 7 * 86400.0  # seconds to get to a saved step
KEYS = {"neuroglow", "experiment", "log", "step", "digest"}
OPTIONAL = {"own", "kept"}  # kept: what a list of runs tells of it, see keeping.py
OLDER = {"table", "table_name"}  # what a table's text and name were called before there was "own"


class Saved(Experiment, frozen=True, kw_only=True):
    """An experiment from a .glow file, together with what was done to its run, and where it stood."""

    REMEDY: ClassVar[str] = "the file was changed, so save the run anew"

    log: tuple[tuple[int, dict[str, Any]], ...] = ()
    step: int = 0
    digest: str = ""
    longest: float = LONGEST
    """Seconds that the way to the saved step may take."""

    def to_start(self) -> dict[str, Any]:
        """What the page needs to go on with the run."""
        return super().to_start() | {"log": list(self.log), "step": self.step, "digest": self.digest}

    @property
    def begins(self) -> bool:
        """Whether nothing has happened yet."""
        return self.step == 0 and not self.log

    def start(self, *, progress: "Callable[[Run], object] | None" = None) -> "Run":
        """The run as it was saved, at the saved step. progress: as in `Run.advance`.

        Raises InputError when it does not come to the saved parameters again, as the file was then changed by hand, or
        when it turns out that the way there would take longer than `longest`.
        """
        started = time.perf_counter()

        def watch(run: "Run") -> None:
            seconds = time.perf_counter() - started
            if seconds > 1 and (whole := seconds * self.step / run.step) > self.longest:
                raise self.too_long(whole)
            if progress is not None:
                progress(run)

        run = super().start().resume(self.log, self.step, progress=watch)
        if run.step != self.step or not self.is_digest(run.digest()):
            raise InputError(
                f"expected the parameters of digest {self.digest[:12]}... at step {self.step:,}, "
                f"got {run.digest()[:12]}... at step {run.step:,}: {self.REMEDY}"
            )
        return run

    def is_digest(self, digest: str) -> bool:
        """Whether these are the parameters that were saved."""
        return digest == self.digest

    def too_long(self, seconds: float) -> InputError:
        """What is wrong when the way to the step would take so long."""
        return InputError(
            f"expected a run that gets to its step within {duration(self.longest)}, got step {self.step:,}, "
            f"which would take about {duration(seconds)}: {self.REMEDY}"
        )


def duration(seconds: float) -> str:
    """A long time in words."""
    for name, size in (("days", 86400), ("hours", 3600)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {name}"
    return f"{seconds / 60:,.0f} minutes"


def check_savable(path: str | os.PathLike[str]) -> None:
    """Raise InputError when a run cannot be saved there, or could not be opened by its name afterwards."""
    if Path(os.fsdecode(path)).suffix.lower() != SUFFIX:
        raise InputError(
            f"expected a name that ends in {SUFFIX} for a saved run, got {shown(os.fsdecode(path))}: add it"
        )
    check_writable(path)


def encode(experiment: Experiment, log: Iterable[object], step: int, digest: str) -> bytes:
    """The content of the .glow file of a run."""
    saved: dict[str, Any] = {
        "neuroglow": VERSION,
        "experiment": experiment.to_dict(),
        "log": list(log),
        "step": step,
        "digest": digest,
    }
    if experiment.own is not None and experiment.own.name == experiment.data.source:
        saved["own"] = experiment.own.to_plain()
    return msgspec.json.encode(saved)


def decode(text: str) -> Saved:
    """A saved run from the text of its .glow file. Raises InputError when it is none, or none that can be used."""
    saved = parse_json(text)
    if not isinstance(saved, dict) or "neuroglow" not in saved:
        raise InputError(f"expected a run that neuroglow saved, got other JSON: choose a {SUFFIX} file")
    if not is_whole(saved["neuroglow"]) or saved["neuroglow"] != VERSION:
        raise InputError(
            f"expected a {SUFFIX} file of version {VERSION}, got version {shown(saved['neuroglow'])}: "
            "open it with the neuroglow that saved it"
        )
    if strange := sorted(saved.keys() - KEYS - OPTIONAL - OLDER):
        known = ", ".join(sorted(KEYS | OPTIONAL))
        raise InputError(f"expected {known} in a {SUFFIX} file, got {shown(strange[0])}: correct or remove it")
    if missing := sorted(KEYS - saved.keys()):
        raise InputError(f"expected {missing[0]} in a {SUFFIX} file, got a file without it: save the run anew")
    log, step, digest = saved["log"], saved["step"], saved["digest"]
    if not isinstance(log, list) or len(log) > LIMITS.log:
        raise InputError(f"expected a log of at most {LIMITS.log:,} entries, got {shown(log)}: save the run anew")
    if not is_whole(step) or not 0 <= step <= LIMITS.steps:
        raise InputError(f"expected a step from 0 to {LIMITS.steps:,}, got {shown(step)}: save the run anew")
    if not isinstance(digest, str):
        raise InputError(f"expected a text as digest, got {shown(digest)}: save the run anew")
    read_log(log)
    own = saved.get("own")
    if saved.keys() & OLDER:
        own = {"kind": "table", "name": saved.get("table_name"), "text": saved.get("table")}
    experiment = from_dict(saved["experiment"], None if own is None else read_own(own))
    return Saved(
        **{key: getattr(experiment, key) for key in Experiment.__struct_fields__},
        log=tuple(log),
        step=step,
        digest=digest,
    )
