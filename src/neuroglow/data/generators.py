"""What the engine's generators make: the names of their columns, and whether it is classes or values."""

from typing import Literal, NamedTuple

from neuroglow.engine.datasets import DATASETS

FORMULA = "formula"
"""The source whose points are judged by a formula, as the recipe writes it; no generator of the engine's."""


class Generator(NamedTuple):
    task: Literal["regression", "classification"] = "classification"
    columns: tuple[str, ...] = ("x1", "x2")
    classes: int | None = 2  # None: as many as the recipe says


PLANE = Generator("regression", classes=0)
LINE = Generator("regression", ("x",), 0)
MANY = Generator(classes=None)
OTHERS = {"blobs": MANY, "rings": MANY, "arms": MANY, "plane": PLANE, "multi_gauss": PLANE}
LINES = dict.fromkeys(("sine", "step", "sawtooth", "linear"), LINE)
GENERATORS: dict[str, Generator] = {name: (OTHERS | LINES).get(name, Generator()) for name in DATASETS}
