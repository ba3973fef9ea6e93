"""Experiments by name and by file: the built-in ones, recipes, tables, saved runs."""

import difflib
import functools
import os
from pathlib import Path
from typing import Any

from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, Table, from_dict, is_whole, parse_json, shown
from neuroglow.files import RECIPE, RUN, TABLE, read_text
from neuroglow.limits import LIMITS
from neuroglow.run import GLOW_VERSION, Run

FOLDER = Path(__file__).parent / "experiments"
TABLES = (".csv", ".tsv", ".txt")
FORMATS = (".toml", ".json", ".glow", *TABLES)
GLOW_KEYS = {"neuroglow", "experiment", "log", "step", "digest", "table", "table_name"}


class Saved(Experiment, frozen=True, kw_only=True):
    """An experiment from a .glow file, together with what was done to its run, and where it stood."""

    log: tuple[tuple[int, dict[str, Any]], ...] = ()
    step: int = 0
    digest: str = ""

    def to_start(self) -> dict[str, Any]:
        """What the page needs to go on with the run."""
        return super().to_start() | {"log": list(self.log), "step": self.step, "digest": self.digest}

    def start(self) -> Run:
        """The run as it was saved, at the saved step.

        Raises InputError when it does not come to the saved parameters again: the file was then changed by hand.
        """
        run = Run(self).resume(self.log, self.step)
        if run.step != self.step or run.digest() != self.digest:
            raise InputError(
                f"expected the parameters of digest {self.digest[:12]}... at step {self.step:,}, "
                f"got {run.digest()[:12]}... at step {run.step:,}: the file was changed, so save the run anew"
            )
        return run


@functools.cache
def builtin() -> dict[str, Experiment]:
    """The built-in experiments by name, the easiest first."""
    loaded = {path.stem: Experiment.from_toml(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")}
    return {name: loaded[name] for name in sorted(loaded)}


def experiments() -> list[str]:
    """The names of the built-in experiments."""
    return list(builtin())


def load(what: str | os.PathLike[str], *, target: str = "") -> Experiment:
    """An experiment: a built-in one by its name, or what a .toml, .json, .glow, .csv or .tsv file holds.

    A table becomes an experiment with the usual network; `target` names the column to predict (else the last one).
    Raises InputError when there is nothing of this name, or when the file cannot be used.
    """
    name = os.fspath(what)
    suffix = Path(name).suffix.lower()
    if name in builtin():
        experiment = builtin()[name]
    elif suffix in TABLES:
        text = read_text(name, TABLE)
        experiment = with_table(Experiment(title=Path(name).stem[: LIMITS.text]), Path(name).name, text)
    elif suffix == ".toml":
        experiment = with_own_table(Experiment.from_toml(read_text(name, RECIPE)), Path(name).parent)
    elif suffix == ".json":
        experiment = with_own_table(Experiment.from_json(read_text(name, RECIPE)), Path(name).parent)
    elif suffix == ".glow":
        experiment = read_glow(read_text(name, RUN))
    else:
        near = difflib.get_close_matches(name, builtin(), 1)
        hint = f"did you mean '{near[0]}'?" if near else "`neuroglow experiments` lists them"
        raise InputError(f"expected a built-in experiment or a file ({', '.join(FORMATS)}), got {shown(name)}: {hint}")
    if target and isinstance(experiment, Saved):
        raise InputError(f"expected no target for {shown(name)}, a run that has one, got {shown(target)}: leave it out")
    return experiment.replace({"data.target": target}) if target else experiment


def with_table(experiment: Experiment, name: str, text: str) -> Experiment:
    """The experiment with a table of its own."""
    recipe = experiment.to_dict()
    recipe["data"]["source"] = name
    return from_dict(recipe, Table(name, text))


def with_own_table(experiment: Experiment, folder: Path) -> Experiment:
    """The experiment with the table that its recipe names by a path, as seen from the recipe's folder."""
    source = experiment.data.source
    if Path(source).suffix.lower() not in TABLES:
        return experiment
    return with_table(experiment, Path(source).name, read_text(folder / source, TABLE))


def read_glow(text: str) -> Saved:
    """A saved run from the text of a .glow file."""
    saved = parse_json(text)
    if not isinstance(saved, dict) or "neuroglow" not in saved:
        raise InputError("expected a run that neuroglow saved, got other JSON: choose a .glow file")
    if saved["neuroglow"] != GLOW_VERSION:
        raise InputError(
            f"expected a .glow file of version {GLOW_VERSION}, got version {shown(saved['neuroglow'])}: "
            "open it with the neuroglow that saved it"
        )
    if strange := sorted(saved.keys() - GLOW_KEYS):
        raise InputError(
            f"expected {', '.join(sorted(GLOW_KEYS))} in a .glow file, got {shown(strange[0])}: correct or remove it"
        )
    if missing := sorted({"experiment", "log", "step", "digest"} - saved.keys()):
        raise InputError(f"expected {missing[0]} in a .glow file, got a file without it: save the run anew")
    log, step, digest = saved["log"], saved["step"], saved["digest"]
    name, table = saved.get("table_name"), saved.get("table")
    if not isinstance(log, list) or len(log) > LIMITS.log:
        raise InputError(f"expected a log of at most {LIMITS.log:,} entries, got {shown(log)}: save the run anew")
    if not is_whole(step) or not 0 <= step <= LIMITS.steps:
        raise InputError(f"expected a step from 0 to {LIMITS.steps:,}, got {shown(step)}: save the run anew")
    if not isinstance(digest, str) or not isinstance(name, str | None) or not isinstance(table, str | None):
        raise InputError("expected texts as digest, table and table_name, got something else: save the run anew")
    own = None if name is None or table is None else Table(name, table)
    experiment = from_dict(saved["experiment"], own)
    return Saved(
        **{key: getattr(experiment, key) for key in Experiment.__struct_fields__},
        log=tuple(log),
        step=step,
        digest=digest,
    )
