"""The generators: TensorFlow Playground's formulas where they are its sets, and what is promised of the others."""

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglow.engine.datasets import DATASETS
from neuroglow.runtime import Engine, PlainEngine, WasmEngine, code

Array = NDArray[np.float64]
LINES = ("sine", "step", "sawtooth", "linear")
VALUES = ("plane", "multi_gauss", *LINES)


def points(name: str, noise: float = 0.0, n: int = 600, seed: int = 0, classes: int = 3) -> tuple[Array, Array]:
    """Columns (2 or 1, n) and classes or values (n,)."""
    engine = WasmEngine()
    columns, values = engine.zeros((1 if name in LINES else 2, n)), engine.zeros(n)
    engine.call(
        "generate", kind=code("datasets", name), seed=seed, noise=noise, classes=classes, columns=columns, values=values
    )
    return columns, values


@pytest.mark.parametrize("name", DATASETS)
def test_a_seed_is_a_set_and_noise_changes_it(name: str) -> None:
    again, other, noisy = points(name), points(name, seed=1), points(name, noise=0.3)
    columns, values = points(name)
    assert np.isfinite(columns).all()
    assert columns.tobytes() == again[0].tobytes()
    assert columns.tobytes() != other[0].tobytes()
    assert columns.tobytes() != noisy[0].tobytes() or values.tobytes() != noisy[1].tobytes()


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_points_stay_where_they_can_be_shown(name: str, noise: float) -> None:
    columns, values = points(name, noise)
    assert abs(columns).max() <= 6 or np.mean(abs(columns).max(0) <= 6) > 0.9
    if name in VALUES:
        assert abs(values).max() < 4
    else:
        assert set(values) == set(range(3 if name in ("blobs", "rings", "arms") else 2))


@pytest.mark.parametrize("name", [name for name in DATASETS if name not in VALUES])
def test_classes_have_their_share(name: str) -> None:
    shares = np.bincount(points(name)[1].astype(int)) / 600
    assert shares == pytest.approx(np.full(len(shares), 1 / len(shares)), abs=0.07)


@pytest.mark.parametrize("classes", range(2, 11))
@pytest.mark.parametrize("name", ["blobs", "rings", "arms"])
def test_as_many_classes_as_asked_for(name: str, classes: int) -> None:
    assert set(points(name, classes=classes)[1]) == set(range(classes))


def test_circle() -> None:
    (x, y), label = points("circle")
    radius = np.hypot(x, y)
    assert ((radius < 2.5) == (label == 1)).all()
    assert radius[label == 0].min() >= 3.5
    assert radius.max() <= 5


def test_xor() -> None:
    (x, y), label = points("xor")
    assert ((x * y >= 0) == (label == 1)).all()
    assert min(abs(x).min(), abs(y).min()) >= 0.3
    assert max(abs(x).max(), abs(y).max()) <= 5.3


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gauss(noise: float, variance: float) -> None:
    columns, label = points("gauss", noise, n=20_000)
    for wanted, centre in ((1, 2), (0, -2)):
        cloud = columns[:, label == wanted]
        assert cloud.mean(1) == pytest.approx([centre, centre], abs=0.1)
        assert cloud.var(1) == pytest.approx([variance, variance], rel=0.05)


def test_spiral() -> None:
    (x, y), label = points("spiral", n=500)
    for wanted, start in ((1, 0.0), (0, np.pi)):
        along = np.arange(250) / 250
        angle = 1.75 * along * 2 * np.pi + start
        assert x[label == wanted] == pytest.approx(5 * along * np.sin(angle), abs=1e-12)
        assert y[label == wanted] == pytest.approx(5 * along * np.cos(angle), abs=1e-12)


def test_plane() -> None:
    (x, y), value = points("plane")
    assert value == pytest.approx((x + y) / 10)


def test_multi_gauss() -> None:
    (x, y), value = points("multi_gauss")
    bumps = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    heights = np.array([sign * np.clip(1 - np.hypot(x - cx, y - cy) / 2, 0, 1) for cx, cy, sign in bumps])
    strongest = np.take_along_axis(heights, abs(heights).argmax(0)[None], 0)[0]
    assert value == pytest.approx(strongest, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("sine", np.sin),
        ("step", lambda x: np.where(x >= 0, 1, -1)),
        ("sawtooth", lambda x: 2 * (x / 4 % 1) - 1),
        ("linear", lambda x: x / 6),
    ],
)
def test_lines(name: str, formula: np.ufunc) -> None:
    (x,), value = points(name)
    assert value == pytest.approx(formula(x), abs=1e-12)
    noisy = points(name, noise=0.2, n=20_000)
    assert (noisy[1] - formula(noisy[0][0])).std() == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize(("name", "columns", "rows"), [("checkerboard", 4, 4), ("stripes", 6, 1)])
def test_cells(name: str, columns: int, rows: int) -> None:
    (x, y), label = points(name)
    expected = (np.floor((x + 5) * columns / 10) + np.floor((y + 5) * rows / 10)) % 2
    assert (label == expected).all()


def test_rings_and_blobs_and_arms_without_noise_do_not_overlap() -> None:
    (x, y), label = points("rings", classes=4)
    assert (np.floor(np.hypot(x, y) / (5 / 4)) == label).all()
    (x, y), label = points("blobs", classes=3)
    nearest = np.argmin([np.hypot(x - 3.5 * np.sin(t), y - 3.5 * np.cos(t)) for t in 2 * np.pi * np.arange(3) / 3], 0)
    assert np.mean(nearest == label) > 0.99
    (x, y), label = points("arms", classes=3)
    turn = np.arctan2(x, y) - 0.75 * 2 * np.pi * np.hypot(x, y) / 5
    assert np.cos(turn - 2 * np.pi * label / 3)[np.hypot(x, y) > 0.1] == pytest.approx(1)


def scattered(seed: int = 0, noise: float = 0.0, n: int = 2000, engine: Engine | None = None) -> tuple[Array, Array]:
    """Points (2, n) on the plane, and where they are judged."""
    e = engine or WasmEngine()
    columns, judged = e.zeros((2, n)), e.zeros((2, n))
    e.call("scatter", seed=seed, noise=noise, columns=columns, judged=judged)
    return columns, judged


def test_points_for_a_formula_are_anywhere_and_judged_where_noise_moves_them() -> None:
    columns, judged = scattered()
    assert judged.tobytes() == columns.tobytes()
    assert abs(columns).max() <= 6
    x, y = np.floor(columns / 3).astype(int) + 2
    assert np.bincount(4 * x + y) == pytest.approx(np.full(16, 125), abs=40)
    noisy, moved = scattered(noise=0.5)
    assert noisy.tobytes() == columns.tobytes()
    assert 2.8 < abs(moved - noisy).max() <= 3
    assert abs(np.corrcoef(moved[0] - noisy[0], noisy[0])[0, 1]) < 0.1
    assert scattered(seed=1)[0].tobytes() != columns.tobytes()
    assert scattered(n=10)[0].tobytes() == columns[:, :10].tobytes()


def test_points_for_a_formula_are_the_same_in_plain_python() -> None:
    for plain, compiled in zip(scattered(7, 0.3, 20, PlainEngine()), scattered(7, 0.3, 20), strict=True):
        assert plain.tobytes() == compiled.tobytes()
