"""Experiments by name and by file: the built-in ones, recipes, tables, saved runs."""

import difflib
import functools
import os
from pathlib import Path

from neuroglow import glow
from neuroglow.data.own import Table
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, from_dict
from neuroglow.files import RECIPE, RUN, TABLE, read_text
from neuroglow.limits import LIMITS
from neuroglow.values import shown

FOLDER = Path(__file__).parent / "experiments"
TABLES = (".csv", ".tsv", ".txt")
FORMATS = (".toml", ".json", glow.SUFFIX, *TABLES)


@functools.cache
def builtin() -> dict[str, Experiment]:
    """The built-in experiments by name, in alphabetical order."""
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
    name = os.fsdecode(what)
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
    elif suffix == glow.SUFFIX:
        experiment = glow.decode(read_text(name, RUN))
    else:
        raise InputError(
            f"expected a built-in experiment or a file ({', '.join(FORMATS)}), got {shown(name)}: {hint(name)}"
        )
    if target and isinstance(experiment, glow.Saved):
        raise InputError(f"expected no target for {shown(name)}, a run that has one, got {shown(target)}: leave it out")
    return experiment.replace({"data.target": target}) if target else experiment


def hint(name: str) -> str:
    """What to do about a name that is neither an experiment's nor ends like a file that can be read."""
    if near := difflib.get_close_matches(name.lower(), builtin(), 1):
        return f"did you mean '{near[0]}'?"
    if os.path.isfile(name):
        return "export a table as .csv, and let other files end in what they are"
    return "`neuroglow experiments` lists them"


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
