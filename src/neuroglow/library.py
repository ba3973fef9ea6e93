"""Experiments by name and by file: the built-in ones, recipes, saved runs, and data of one's own."""

import difflib
import functools
import os
from pathlib import Path
from typing import Any

import msgspec

from neuroglow import glow, link
from neuroglow.data.dataset import Dataset
from neuroglow.data.own import Arrays, Images, Own, Picture, Table
from neuroglow.data.pictures import SUFFIXES
from neuroglow.data.reading import TABLES, kind_of, read_images, read_parquet, read_picture
from neuroglow.errors import InputError
from neuroglow.experiment import Experiment, from_dict
from neuroglow.files import RECIPE, RUN, TABLE, read_text
from neuroglow.limits import LIMITS
from neuroglow.sources import is_known
from neuroglow.values import shown

FOLDER = Path(__file__).parent / "experiments"
FORMATS = (".toml", ".json", glow.SUFFIX, *TABLES, ".parquet", *SUFFIXES, ".npz", ".zip")
TABLE_RECIPE: dict[str, Any] = {
    "data": {"test": 0.2},
    "network": {"hidden": [8, 4], "init": "glorot_uniform"},
    "training": {"optimizer": "adam", "learning_rate": 0.01},
}
SUGGESTED: dict[str, dict[str, Any]] = {
    "table": TABLE_RECIPE,
    "arrays": TABLE_RECIPE,
    "images": {
        "steps": 2000,
        "data": {"test": 0.2},
        "network": {"hidden": [32], "activation": "relu", "init": "he_normal"},
        "training": {"optimizer": "adam", "learning_rate": 0.005, "batch_size": 32},
    },
    "picture": {
        "steps": 5000,
        "data": {"samples": 20_000, "test": 0.1},
        "network": {
            "inputs": ["x", "y", "fourier(5)"],
            "hidden": [64, 64],
            "activation": "relu",
            "init": "he_normal",
        },
        "training": {"optimizer": "adam", "learning_rate": 0.005, "batch_size": 64},
    },
}
"""A recipe to begin with for each kind of own data; of a picture at most half of the pixels are seen."""


@functools.cache
def builtin() -> dict[str, Experiment]:
    """The built-in experiments by name, in alphabetical order: first those that learn, then the failures."""
    paths = [
        *sorted(FOLDER.glob("*.toml"), key=lambda path: path.stem),
        *sorted((FOLDER / "failures").glob("*.toml"), key=lambda path: path.stem),
    ]
    return {path.stem: Experiment.from_toml(path.read_text(encoding="utf-8")) for path in paths}


def experiments() -> list[str]:
    """The names of the built-in experiments that learn what they are to learn."""
    return [name for name in builtin() if name not in failures()]


def failures() -> list[str]:
    """The names of the built-in experiments that fail, each in a way worth knowing; `why` says what to look at."""
    return sorted(path.stem for path in (FOLDER / "failures").glob("*.toml"))


def load(
    what: str | os.PathLike[str] | Dataset, *, target: str = "", size: int | None = None, patient: bool = False
) -> Experiment:
    """An experiment: a built-in one by its name, of a link, or what a file or a folder of pictures holds, or a Dataset.

    Files are recipes (.toml, .json), saved runs (.glow), tables (.csv, .tsv, .parquet), pictures (.png, .jpg, ...) and
    sets of images (.npz, .zip, IDX). Data get a network to begin with. target: of a table, the column to predict (else
    the last one). size: of a picture or of images, the longer side that they are scaled to, in pixels.
    Links are those of `Run.link` and of the page, and those of TensorFlow Playground. patient: also when the way to a
    link's step takes longer than ten minutes.
    Raises InputError when there is nothing of this name, or when it cannot be used.
    """
    if isinstance(what, Dataset):
        own = Arrays.of(what)
        name, experiment = what.name, with_own(suggested(what.name, own), own)
    else:
        name = os.fsdecode(what)
        found = link.read(what) if isinstance(what, str) else None
        experiment = named(name, size) if found is None else reachable(found, patient)
    scaled = isinstance(experiment.own, Picture | Images) and not isinstance(experiment, glow.Saved)
    if size is not None and not scaled:
        raise InputError(
            f"expected no size for {shown(name)}, which is no file of pictures, got {shown(size)}: leave it out"
        )
    if target and isinstance(experiment, glow.Saved):
        raise InputError(f"expected no target for {shown(name)}, a run that has one, got {shown(target)}: leave it out")
    return experiment.replace({"data.target": target}) if target else experiment


def reachable(found: link.Linked, patient: bool) -> Experiment:
    """The experiment of a link. Raises InputError where it would take too long to get to its step."""
    if patient:
        return msgspec.structs.replace(found, longest=glow.LONGEST)
    if found.seconds > found.longest:
        raise found.too_long(found.seconds)
    return found


def named(name: str, size: int | None) -> Experiment:
    """The experiment of this name, or in the file of this name."""
    suffix = Path(name).suffix.lower()
    if name in builtin():
        return builtin()[name]
    if suffix == ".toml":
        return with_data(Experiment.from_toml(read_text(name, RECIPE)), Path(name).parent, size)
    if suffix == ".json":
        return with_data(Experiment.from_json(read_text(name, RECIPE)), Path(name).parent, size)
    if suffix == glow.SUFFIX:
        return glow.decode(read_text(name, RUN))
    own = read(name, size)
    if own is None:
        raise InputError(
            f"expected a built-in experiment, a link, a folder of pictures or a file ({', '.join(FORMATS)}), "
            f"got {shown(name)}: {hint(name)}"
        )
    return with_own(suggested(Path(name).stem, own), own)


def hint(name: str) -> str:
    """What to do about a name that is neither an experiment's nor ends like a file that can be read."""
    if near := difflib.get_close_matches(name.lower(), builtin(), 1):
        return f"did you mean '{near[0]}'?"
    if "://" in name:
        return "the link of a run has #run= in it, so copy all of it"
    if os.path.isfile(name):
        return "export a table as .csv, and let other files end in what they are"
    return "`neuroglow experiments` lists them"


def read(path: str | os.PathLike[str], size: int | None = None) -> Own | None:
    """The data in a file or folder; None when its name promises none."""
    match kind_of(path):
        case "table":
            return Table(Path(path).name, read_text(path, TABLE))
        case "parquet":
            return read_parquet(path)
        case "picture":
            return read_picture(path, size)
        case "images":
            return read_images(path, size)
    return None


def suggested(title: str, own: Own) -> Experiment:
    """A recipe to begin with for data of one's own."""
    recipe = SUGGESTED[own.kind] | {"title": title[: LIMITS.text]}
    if isinstance(own, Picture):
        half = max(2, own.width * own.height // 2)
        recipe |= {"data": recipe["data"] | {"samples": min(recipe["data"]["samples"], half)}}
    return from_dict(recipe)


def with_own(experiment: Experiment, own: Own) -> Experiment:
    """The experiment with data of its own."""
    recipe = experiment.to_dict()
    recipe["data"]["source"] = own.name
    return from_dict(recipe, own)


def with_data(experiment: Experiment, folder: Path, size: int | None) -> Experiment:
    """The experiment with the data that its recipe names by a path, as seen from the recipe's folder."""
    source = experiment.data.source
    own = None if is_known(source) else read(folder / source, size)
    return experiment if own is None else with_own(experiment, own)
