"""Data of one's own, as experiments bring them along: in .glow files, to the page, and from Python.

Everywhere they have the same plain form, which JSON can hold: a kind, a name, and what is in them, bytes as base64.
The page reads the same form in web/src/run/own.ts, and refuses it with the same sentences.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from neuroglow.data.dataset import LARGEST, Dataset, Task, check_asked, check_no_target
from neuroglow.data.points import COLUMNS, check_point, dataset_of
from neuroglow.data.tables import read_table
from neuroglow.errors import InputError
from neuroglow.limits import LIMITS
from neuroglow.values import short, shown

if TYPE_CHECKING:
    from neuroglow.experiment import Data
    from neuroglow.runtime import Engine

FIELD = "data.source"
COLOURS = ("red", "green", "blue")
FEW_COLOURS = 8  # a picture of at most so many is taken as one of classes


class Form(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """What all kinds have in common, besides `dataset(data, engine)`: the dataset that a recipe's `data` asks for.

    `dataset` raises InputError when it cannot be had that way.
    """

    name: str

    @property
    def kind(self) -> str:
        """What it is called in the plain form."""
        return str(self.__struct_config__.tag)

    def to_plain(self) -> dict[str, Any]:
        """The plain form."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    def check(self) -> None:
        """Raise InputError when what it holds does not fit together, or is too much."""


class Table(Form, frozen=True, tag="table"):
    """A table: its file's name and its text."""

    text: str

    def dataset(self, data: "Data", engine: "Engine") -> Dataset:
        return read_table(self.text, name=self.name, target=data.target, task=data.task)


class Points(Form, frozen=True, tag="points"):
    """Points on the plane or on a line: their columns, then a value or the index of a class. No classes: values."""

    columns: tuple[str, ...]
    classes: tuple[str, ...]
    points: tuple[tuple[float, ...], ...]

    def check(self) -> None:
        if self.columns not in COLUMNS:
            raise wrong("the columns x1 and x2, or x", short(", ".join(self.columns)) or "none", "name them so")
        check_classes(self.classes)
        check_count("points", len(self.points), LIMITS.points)
        for point in self.points:
            check_point(point, self.columns, self.classes, FIELD)

    def dataset(self, data: "Data", engine: "Engine") -> Dataset:
        found = dataset_of(self.name, self.columns, self.classes, np.array(self.points))
        check_asked(data, found.task)
        return found


class Arrays(Form, frozen=True, tag="arrays"):
    """A dataset made of arrays. x: float64 (columns, rows), values: float64 (targets, rows), little-endian."""

    columns: tuple[str, ...]
    targets: tuple[str, ...]
    classes: tuple[str, ...]
    rows: int
    x: bytes
    values: bytes

    @classmethod
    def of(cls, dataset: Dataset) -> "Arrays":
        """A dataset in the form of arrays. Raises InputError when it is too large."""
        numbers = dataset.x.size + dataset.values.size
        if numbers > LIMITS.array_numbers:
            raise too_many(numbers)
        x, values = (array.astype("<f8").tobytes() for array in (dataset.x, dataset.values))
        found = cls(dataset.name, dataset.columns, dataset.targets, dataset.classes, len(dataset), x, values)
        found.check()
        return found

    def check(self) -> None:
        for what, names in (("columns", self.columns), ("targets", self.targets)):
            check_names(what, names)
            if not names:
                raise wrong(f"at least one name in {what}", "none", "name them")
        if len(self.columns) > LIMITS.neurons:
            raise wrong(f"at most {LIMITS.neurons:,} columns", f"{len(self.columns):,}", "keep those that matter")
        check_classes(self.classes)
        check_count("rows", self.rows, LIMITS.rows)
        numbers = (len(self.columns) + len(self.targets)) * self.rows
        if numbers > LIMITS.array_numbers:
            raise too_many(numbers)
        check_bytes("x", self.x, 8 * len(self.columns) * self.rows)
        check_bytes("values", self.values, 8 * len(self.targets) * self.rows)
        values = floats(self.values)
        if not (np.abs(floats(self.x)) <= LARGEST).all() or not (np.abs(values) <= LARGEST).all():
            raise wrong(f"finite numbers of at most {LARGEST:.0e} in arrays", "others", "leave these rows out")
        if self.classes and (len(self.targets) > 1 or not np.isin(values, np.arange(len(self.classes))).all()):
            raise wrong(f"one target with classes from 0 to {len(self.classes) - 1}", "others", "number them from 0")

    def dataset(self, data: "Data", engine: "Engine") -> Dataset:
        task: Task = "classification" if self.classes else "regression"
        check_asked(data, task)
        x, values = (floats(content).reshape(-1, self.rows) for content in (self.x, self.values))
        return Dataset(self.name, self.columns, x, self.targets, task, self.classes, values, kind="table")


class Images(Form, frozen=True, tag="images"):
    """A set of grey images and their classes. labels: uint8 (n,), pixels: uint8 (n, height, width), up to `peak`."""

    width: int
    height: int
    peak: int
    classes: tuple[str, ...]
    labels: bytes
    pixels: bytes

    def check(self) -> None:
        check_sides(self.width, self.height, 1, LIMITS.image_side)
        if not 1 <= self.peak <= 255:
            raise wrong("a peak from 1 to 255", shown(self.peak), "say how bright pixels can be")
        check_classes(self.classes, least=2)
        check_count("images", len(self.labels), LIMITS.images)
        check_bytes("pixels", self.pixels, len(self.labels) * self.width * self.height)
        brightest, last = int(octets(self.pixels).max()), int(octets(self.labels).max())
        if brightest > self.peak:
            raise wrong(f"pixels from 0 to {self.peak}", shown(brightest), "say how bright pixels can be")
        if last >= len(self.classes):
            raise wrong(f"labels from 0 to {len(self.classes) - 1}", shown(last), "name every class")

    def dataset(self, data: "Data", engine: "Engine") -> Dataset:
        check_asked(data, "classification")
        x = engine.zeros((self.width * self.height, len(self.labels)))
        pixels = engine.array(octets(self.pixels), np.uint8)
        engine.call("image_columns", pixels=pixels, peak=self.peak, columns=x)
        return Dataset(
            name=self.name,
            columns=tuple(f"p{place + 1}" for place in range(len(x))),
            x=x,
            targets=("label",),
            task="classification",
            classes=self.classes,
            values=octets(self.labels).astype(np.float64)[None],
            kind="pixels",
            size=(self.width, self.height),
        )


class Picture(Form, frozen=True, tag="picture"):
    """A picture. pixels: uint8 (height, width, 3), red, green and blue."""

    width: int
    height: int
    pixels: bytes

    def check(self) -> None:
        check_sides(self.width, self.height, 2, LIMITS.picture_side)
        check_bytes("pixels", self.pixels, 3 * self.width * self.height)

    def dataset(self, data: "Data", engine: "Engine") -> Dataset:
        """Values of red, green and blue, or classes where the picture has few colours; see `few_colours`."""
        check_no_target(data)
        n = self.width * self.height
        x, values = engine.zeros((2, n)), engine.zeros((3, n))
        colours = engine.array(octets(self.pixels), np.uint8)
        size = {"width": self.width, "height": self.height}
        engine.call("picture_examples", colours=colours, **size, columns=x, values=values)
        classes, indices = few_colours(colours, data)
        return Dataset(
            name=self.name,
            columns=("x", "y"),
            x=x,
            targets=("colour",) if classes else COLOURS,
            task="classification" if classes else "regression",
            classes=classes,
            values=indices if classes else values,
            kind="picture",
            size=(self.width, self.height),
        )


Own = Table | Points | Arrays | Images | Picture


def read_own(plain: object) -> Own:
    """Data of one's own from their plain form. Raises InputError when they are none, or do not hold together."""
    try:
        own: Own = msgspec.convert(plain, Own)
    except msgspec.ValidationError as error:
        raise wrong(
            "data as neuroglow saves them (a table, points, arrays, images or a picture)", "others", "save them anew"
        ) from error
    check_names("name", (own.name,))
    own.check()
    return own


def few_colours(colours: NDArray[np.uint8], data: "Data") -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """A picture's colours as classes, the most frequent first, and which of them each pixel has: (1, n).

    No classes when the task is regression, or "auto" and there are more than FEW_COLOURS. Raises InputError when the
    task is classification and there are too many.
    """
    red, green, blue = colours.reshape(-1, 3).T.astype(np.int64)
    found, indices, counts = np.unique(red << 16 | green << 8 | blue, return_inverse=True, return_counts=True)
    few = 2 <= len(found) <= (LIMITS.classes if data.task == "classification" else FEW_COLOURS)
    if data.task == "classification" and not few:
        raise InputError(
            f"expected a picture of 2 to {LIMITS.classes} colours for classification, got {len(found):,}: "
            "set data.task to regression",
            "data.task",
        )
    if data.task == "regression" or not few:
        return (), np.empty((1, 0))
    order = np.lexsort((found, -counts))
    return tuple(f"#{found[k]:06x}" for k in order), np.argsort(order)[indices].reshape(1, -1).astype(np.float64)


def octets(content: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(content, np.uint8)


def floats(content: bytes) -> NDArray[np.float64]:
    return np.frombuffer(content, "<f8").astype(np.float64)


def check_names(what: str, names: Sequence[str]) -> None:
    """Refuse names that are too long, and the same name twice."""
    seen: set[str] = set()
    for name in names:
        if len(name) > LIMITS.text:
            raise wrong(f"names of at most {LIMITS.text:,} characters in {what}", f"one of {len(name):,}", "shorten it")
        if name in seen:
            raise wrong(f"different names in {what}", f"{shown(name)} twice", "rename one")
        seen.add(name)


def check_classes(classes: Sequence[str], least: int = 0) -> None:
    check_names("classes", classes)
    if (classes or least) and not 2 <= len(classes) <= LIMITS.categories:
        raise wrong(f"2 to {LIMITS.categories} classes", f"{len(classes):,}", "name so many")


def check_count(what: str, count: int, most: int) -> None:
    if not 2 <= count <= most:
        raise wrong(f"2 to {most:,} {what}", shown(count), "keep a part, or add some")


def check_sides(width: int, height: int, low: int, high: int) -> None:
    for side in (width, height):
        if not low <= side <= high:
            raise wrong(f"sides of {low} to {high} pixels", shown(side), "scale them")


def check_bytes(what: str, content: bytes, size: int) -> None:
    if len(content) != size:
        raise wrong(f"{size:,} bytes of {what}", f"{len(content):,}", "save them anew")


def too_many(numbers: int) -> InputError:
    return wrong(f"at most {LIMITS.array_numbers:,} numbers in arrays", f"{numbers:,}", "keep fewer rows or columns")


def wrong(expected: str, got: str, advice: str) -> InputError:
    return InputError(f"expected {expected}, got {got}: {advice}", FIELD)
