"""From a recipe's `data` to its dataset: generated, calculated by a formula, painted, bundled, or of one's own."""

import functools
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.bundled import BUNDLED, IMAGES
from neuroglow.data.dataset import Dataset, Task, check_asked
from neuroglow.data.generators import FORMULA, GENERATORS
from neuroglow.data.own import Own, Picture, Table, read_own
from neuroglow.engine.datasets import DATASETS
from neuroglow.engine.formulas import BLOCK, OPERATIONS
from neuroglow.engine.patterns import PATTERNS
from neuroglow.errors import InputError
from neuroglow.experiment import Data, Experiment, parse_json
from neuroglow.formula import Program, parse
from neuroglow.runtime import Engine
from neuroglow.values import short, shown

PATTERN_SIDE = 128


def load_dataset(experiment: Experiment, engine: Engine) -> Dataset:
    """The dataset that `experiment.data` names. Raises InputError when there is none, or when it is unusable."""
    data, own = experiment.data, experiment.own
    if data.formula and data.source != FORMULA:
        raise InputError(
            f"expected no formula for {short(data.source)}, got {shown(data.formula)}: "
            "leave it empty, or set data.source to formula",
            "data.formula",
        )
    if own is not None and data.source == own.name:
        return own.dataset(data, engine)
    if data.source == FORMULA:
        return calculated(data, engine)
    if data.source in GENERATORS:
        return generated(data, engine)
    if data.source in PATTERNS:
        return painted(data.source, engine).dataset(data, engine)
    if data.source in BUNDLED or data.source in IMAGES:
        return bundled(data.source).dataset(data, engine)
    raise InputError(
        f"expected a generator ({', '.join(GENERATORS)}), formula, a pattern ({', '.join(PATTERNS)}), "
        f"a bundled table ({', '.join(BUNDLED)}) or a set of images ({', '.join(IMAGES)}), got {shown(data.source)}: "
        "choose one of these, or open a file",
        "data.source",
    )


def is_known(source: str) -> bool:
    """Whether there are data of this name for everybody."""
    return source == FORMULA or any(source in names for names in (GENERATORS, PATTERNS, BUNDLED, IMAGES))


def generated(data: Data, engine: Engine) -> Dataset:
    """Points that one of the GENERATORS makes."""
    generator = GENERATORS[data.source]
    check_asked(data, generator.task)
    columns = engine.zeros((len(generator.columns), data.samples))
    values = engine.zeros((1, data.samples))
    engine.call(
        "generate",
        kind=DATASETS.index(data.source),
        seed=data.seed,
        noise=data.noise,
        classes=data.classes,
        columns=columns,
        values=values[0],
    )
    classes = data.classes if generator.classes is None else generator.classes
    names = tuple(str(number) for number in range(classes))
    return Dataset(data.source, generator.columns, columns, ("y",), generator.task, names, values)


def calculated(data: Data, engine: Engine) -> Dataset:
    """Points of the plane with what a formula says of them: two classes when it compares, else values."""
    if not data.formula:
        raise InputError("expected a formula in x1 and x2, got none: write one, such as x2 > sin(3x1)", "data.formula")
    names = ("x1", "x2")
    try:
        program = parse(data.formula, names)
    except InputError as error:
        raise InputError(error.message, "data.formula") from error
    task: Task = "classification" if program.compares else "regression"
    check_asked(data, task)
    columns, judged = engine.zeros((2, data.samples)), engine.zeros((2, data.samples))
    engine.call("scatter", seed=data.seed, noise=data.noise, columns=columns, judged=judged)
    values, rows = engine.zeros((1, data.samples)), engine.array(np.arange(data.samples), np.int32)
    engine.call("features", **formula_arrays(engine, [program], 2), columns=judged, rows=rows, x=values)
    check_finite(values, [data.formula], rows, "data.formula")
    return Dataset(FORMULA, names, columns, ("y",), task, ("0", "1") if program.compares else (), values)


def painted(pattern: str, engine: Engine) -> Picture:
    """A picture in PATTERNS."""
    colours = engine.zeros(3 * PATTERN_SIDE**2, np.uint8)
    kind = PATTERNS.index(pattern)
    engine.call("pattern", kind=kind, width=PATTERN_SIDE, height=PATTERN_SIDE, colours=colours)
    return Picture(pattern, PATTERN_SIDE, PATTERN_SIDE, colours.tobytes())


@functools.cache
def bundled(name: str) -> Own:
    """A table or a set of images that comes along."""
    if name in BUNDLED:
        return Table(name, BUNDLED[name].read_text(encoding="utf-8"))
    return read_own(parse_json(IMAGES[name].read_text(encoding="utf-8")))


def formula_arrays(engine: Engine, programs: Sequence[Program], columns: int) -> dict[str, NDArray[Any]]:
    """Programs as the engine's formulas, with room to run them."""
    steps = [step for program in programs for step in zip(program.operations, program.arguments, strict=True)]
    shift = [0, *accumulate(len(program.constants) for program in programs)]  # all constants stand in one array
    arguments = [
        place + (shift[k] if operation == "constant" else 0)
        for k, program in enumerate(programs)
        for operation, place in zip(program.operations, program.arguments, strict=True)
    ]
    return {
        "starts": engine.array([0, *accumulate(len(program.operations) for program in programs)], np.int32),
        "codes": engine.array([OPERATIONS.index(operation) for operation, _ in steps], np.int32),
        "arguments": engine.array(arguments, np.int32),
        "constants": engine.array([value for program in programs for value in program.constants]),
        "stack": engine.zeros((max(program.depth for program in programs), BLOCK)),
        "block": engine.zeros((columns, BLOCK)),
    }


def check_finite(values: NDArray[np.float64], names: Sequence[str], rows: NDArray[np.int32], field: str) -> None:
    """Refuse formulas that are no numbers for some example: 1/x1 where x1 is 0. values: (formulas, rows)."""
    if not np.isfinite(values).all():
        formula, place = np.argwhere(~np.isfinite(values))[0]
        raise InputError(
            f"expected a number from {shown(names[formula])} for every example, "
            f"got none for example {rows[place] + 1:,}: change the formula",
            field,
        )
