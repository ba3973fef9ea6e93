"""Pictures as numbers: Python and the page are given the same by the engine, bit for bit; looking changes nothing."""

import math
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.run import Run
from neuroglow.runtime import PlainEngine, WasmEngine
from neuroglow.scene import SHOWN_NEURONS, Plane
from neuroglow.themes import Theme, theme
from neuroglow.views import Views
from tests.bits.cases import CASES, Case, case
from tests.bits.hosts import build_harness, experiment, node

SIDE, OUTPUT = 9, 13
ENGINES: tuple[type[WasmEngine] | type[PlainEngine], ...] = (WasmEngine, PlainEngine)
LOOKED: list[tuple[Case, dict[str, Any]]] = [
    *((one, {}) for one in CASES),
    (case("another example", network={"hidden": [3, 2]}), {"example": 5}),
    (case("a place", network={"hidden": [3, 2], "activation": "relu"}), {"probe": [1.5, -2.25]}),
    (case("a place of a line", {"source": "sine"}), {"probe": [0.5]}),
    (case("a place, bce", training={"loss": "bce"}), {"probe": [-3, 4.5]}),
    (case("an example, bce", training={"loss": "bce", "l2": 0.1}), {"example": 3}),
    (case("wide layers", network={"hidden": [50, 45, 3], "activation": "relu"}), {}),
    (case("wide layers of pixels", {"source": "digits-8x8"}, {"hidden": [45]}, {"batch_size": 32}), {"example": 7}),
    (case("wide layers of a line", {"source": "step"}, {"hidden": [41]}), {}),
    (case("more neurons than maps", network={"hidden": [2050]}, training={"learning_rate": 0.001}, steps=3), {}),
    (case("no maps are wanted", network={"activation": "relu"}), {"map": 0}),
    (
        case("a plane of a table", {"source": "iris"}, {"hidden": [4]}),
        {"plane": {"across": 2, "down": 0, "held": None}},
    ),
    (
        case("a plane of some columns", {"source": "iris"}, {"hidden": [4], "inputs": ["sepal width", "petal length"]}),
        {},
    ),
    (
        case("a held plane", {"source": "penguins", "target": "body_mass_g", "test": 0}, {"hidden": [4]}),
        {"plane": {"across": 1, "down": 4, "held": [float(k) for k in range(20)]}},
    ),
    (case("more points than are drawn", {"samples": 2600, "test": 0.4}, {"hidden": [2]}), {"example": 1100}),
]


@pytest.fixture(scope="module")
def colours() -> Theme:
    return theme("light", "green-red")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, colours: Theme) -> dict[str, Any]:
    """What the page is given for each of these runs."""
    palette = {name: getattr(colours, name) for name in ("positive", "negative", "zero", "classes")}
    usual = {"palette": palette, "map": SIDE, "output": OUTPUT, "film": True, "predictions": True, "repaint": True}
    given = [one | {"want": usual | want_of(one, want)} for one, want in LOOKED]
    found = node("pictures(bytes, given)", build_harness(tmp_path_factory.mktemp("views")), given)
    return {one["name"]: pictures for (one, _), pictures in zip(LOOKED, found, strict=True)}


def want_of(one: Case, want: dict[str, Any]) -> dict[str, Any]:
    """A place's numbers are as many as the page has columns."""
    if "plane" in want and want["plane"]["held"] is not None:
        columns = len(Run(experiment(one)).data.dataset.columns)
        return want | {"plane": want["plane"] | {"held": want["plane"]["held"][:columns]}}
    return want


def looked(one: Case, want: dict[str, Any], colours: Theme) -> tuple[Views, dict[str, Any]]:
    run = Run(experiment(one)).resume(one["log"], one["steps"])
    plane = want_of(one, want).get("plane")
    views = Views(run, colours, side=want.get("map", SIDE), plane=None if plane is None else Plane(**plane))
    return views, {"example": want.get("example"), "inputs": want.get("probe")}


@pytest.mark.parametrize(("one", "want"), LOOKED, ids=[one["name"] for one, _ in LOOKED])
def test_the_page_is_given_the_same(one: Case, want: dict[str, Any], page: dict[str, Any], colours: Theme) -> None:
    views, example = looked(one, want, colours)
    plan, frame = page[one["name"]]["plan"], page[one["name"]]["frame"]
    before = views.run.digest()
    same_scene(views, plan, frame)
    same_network(views, frame)
    same_signal(views, frame, example)
    same_answers(views, frame)
    assert views.run.digest() == before
    assert views.run.step == frame["step"]


def same_scene(views: Views, plan: dict[str, Any], frame: dict[str, Any]) -> None:
    assert (views.kind, list(views.sizes)) == (plan["kind"], plan["shown"])
    assert list(views.names_in) == plan["inputNames"]
    assert list(views.names_out) == plan["outputNames"]
    assert list(views.columns) == plan["columns"]
    assert [list(sides) for sides in views.domain] == plan["domain"]
    # A run that was begun with a log has other points from its first frame on.
    points, told = views.points(), (frame["data"] or plan)["points"]
    same(points.rows, told["rows"])
    same(points.inputs, told["inputs"])
    same(points.values, told["values"])
    same(points.test.astype(np.uint8), told["test"])
    same(points.colours, told["colours"])
    if plan["picture"] is not None:
        same(views.original(), plan["picture"]["original"])
        same(views.scene.seen(), plan["picture"]["seen"])


def same_network(views: Views, frame: dict[str, Any]) -> None:
    weights = views.weights()
    same(weights.params, frame["params"])
    same(weights.widths, frame["widths"])
    same(weights.colours, frame["colours"])
    same(views.muted().astype(np.uint8), frame["muted"])
    same(np.array(views.frozen(), dtype=np.uint8), frame["frozen"])
    losses = views.losses()
    names = ("trainLoss", "testLoss", "trainAccuracy", "testAccuracy")
    assert [value if math.isfinite(value) else None for value in losses] == [frame[name] for name in names]
    same(views.maps(), frame["maps"])
    same(views.lines(), frame["lines"])
    same(views.scales(), frame["scales"])
    same(views.filters(), frame["filters"])


def same_signal(views: Views, frame: dict[str, Any], example: dict[str, Any]) -> None:
    probe, told = views.probe(**example), frame["probe"]
    same(probe.inputs, told["inputs"])
    same(probe.z, told["z"])
    same(probe.a, told["a"])
    same(probe.answer, told["answer"])
    same(probe.neuron_glow, told["neuronGlow"])
    same(probe.edge_glow, told["edgeGlow"])
    same(probe.colours, told["colours"])
    way, film = views.way(**example), frame["film"]
    through = film["inspection"]
    same(probe.target, through["target"])
    assert probe.loss == way.loss or (math.isnan(probe.loss) and math.isnan(way.loss))
    assert (way.loss if math.isfinite(way.loss) else None) == through["loss"]
    same(way.deltas, through["deltas"])
    same(way.error_glow, film["errorGlow"])
    same(way.back_glow, film["backGlow"])
    same(way.after.params, film["params"])
    same(way.after.widths, film["widths"])
    same(way.after.colours, film["colours"])
    same(way.change_glow, film["changeGlow"])
    same(way.gradients, film["gradients"])
    assert len(way.batch) == film["batch"]
    drawn = np.where(way.batch < views.scene.train_points, way.batch, -1)
    same(drawn.astype(np.int32), film["examples"])
    told_losses = [film["loss"]["before"], film["loss"]["after"]]
    assert [value if math.isfinite(value) else None for value in way.losses] == told_losses


def same_answers(views: Views, frame: dict[str, Any]) -> None:
    same(views.output(OUTPUT), frame["output"])
    same(views.curve(OUTPUT), frame["curve"])
    same(views.predictions(), frame["predictions"])
    units = views.units()
    same(None if units is None else np.array([*units[0], units[1]]), frame["units"])
    painted = views.repainting()
    assert (painted is None) == (frame["repainting"] is None)
    if painted is not None:
        same(painted.pixels, frame["repainting"]["pixels"])
        assert painted.psnr == frame["repainting"]["psnr"]


def same(array: NDArray[Any] | None, told: str | None) -> None:
    """Whether both have the same bits; of NaN, only whether it is."""
    assert (array is None) == (told is None)
    if array is None or told is None:
        return
    there = np.frombuffer(b64decode(told), dtype=array.dtype)
    assert array.size == len(there)
    here = np.ascontiguousarray(array).ravel()
    if here.dtype.kind == "f":
        assert np.array_equal(np.isnan(here), np.isnan(there))
        here, there = (np.where(np.isnan(side), 0, side) for side in (here, there))
    assert here.tobytes() == there.tobytes()


LOOKS: dict[str, Callable[[Views], Any]] = {
    "weights": Views.weights,
    "maps": Views.maps,
    "probe": lambda views: views.probe(2),
    "way": lambda views: views.way(2),
    "output": lambda views: views.output(8),
    "predictions": Views.predictions,
    "confusion": Views.confusion,
    "losses": Views.losses,
}


@pytest.fixture
def run() -> Run:
    return ng.load("moons").replace({"data.samples": 60, "network.hidden": [4, 3]}).start()


@pytest.mark.parametrize("name", LOOKS)
def test_what_was_given_is_kept_while_the_run_stands_and_stays_as_it_is(run: Run, name: str, colours: Theme) -> None:
    views, look = Views(run, colours, side=6), LOOKS[name]
    given = look(views)
    assert look(views) is given
    parts = given if isinstance(given, tuple) else (given,)
    before = [np.copy(part) for part in parts if isinstance(part, np.ndarray)]
    assert all(not part.flags.writeable for part in parts if isinstance(part, np.ndarray))
    run.advance(steps=7)
    again = look(views)
    assert again is not given
    for part, copy in zip((part for part in parts if isinstance(part, np.ndarray)), before, strict=True):
        assert np.array_equal(part, copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda run: run.edit(layer=0, neuron=0, input=0, value=2.0),
        lambda run: run.mute(layer=0, neuron=1),
        lambda run: run.edit_points(add=[[0.5, 0.5, 1]]),
        lambda run: run.seek(3),
        lambda run: run.undo(),
        lambda run: [run.edit(layer=0, neuron=0, input=1, value=value) for value in (1.0, 2.0, 3.0)],
        lambda run: run.edit(layer=0, neuron=0, input=1, value=2.0).undo().edit(layer=0, neuron=1, input=1, value=2.0),
    ],
    ids=["edit", "mute", "points", "seek", "undo", "the same again", "another instead"],
)
def test_whatever_is_done_to_a_run_is_seen_at_once(run: Run, change: Callable[[Run], object], colours: Theme) -> None:
    run.advance(steps=4).edit(layer=0, neuron=0, input=1, value=-1.0)
    views = Views(run, colours, side=6)
    for look in LOOKS.values():
        look(views)
    change(run)
    fresh = Views(run.fork(), colours, side=6)
    for name, look in LOOKS.items():
        for one, other in zip(flat(look(views)), flat(look(fresh)), strict=True):
            assert np.array_equal(one, other), name
    assert len(views.points().rows) == len(run.data.dataset)


def test_the_domain_stays_when_points_are_edited(colours: Theme) -> None:
    points = {"kind": "points", "name": "mine", "columns": ["x"], "classes": [], "points": [[0, 1], [7, 2], [3, 1]]}
    mine = Run(experiment(case("mine", own=points, network={"hidden": [2]})))
    views = Views(mine, colours)
    low, high = views.domain[0]
    assert low == -6
    assert high == pytest.approx(7.56)
    mine.advance(steps=3).edit_points(add=[[40, 0]])
    assert len(views.points().rows) == 4
    assert views.domain == ((low, high),)
    curve = views.curve(4)
    assert curve is not None
    assert curve[0, 0] == low + (high - low) / 8


def test_the_engine_as_plain_python_draws_the_same(run: Run, colours: Theme) -> None:
    few = run.experiment.replace({"data.samples": 12})
    compiled, plain = (Views(Run(few, engine=engine()).advance(steps=2), colours, side=2) for engine in ENGINES)
    for name in ("weights", "maps", "probe", "way", "losses"):
        for one, other in zip(flat(LOOKS[name](compiled)), flat(LOOKS[name](plain)), strict=True):
            assert np.array_equal(one, other), name


def flat(given: Any) -> list[Any]:
    return [part for one in given for part in flat(one)] if isinstance(given, tuple) else [given]


def test_one_number_after_the_other_tells_what_the_network_answers(run: Run, colours: Theme) -> None:
    views = Views(run.advance(steps=50), colours)
    probe = views.probe(inputs=(0.5, 1.0))
    assert np.array_equal(probe.answer, run.predict([[0.5, 1.0]])[0])
    assert probe.target is None
    assert math.isnan(probe.loss)
    known = views.probe(4)
    assert known.loss == run.trace(4).loss
    assert known.truth is not None
    assert known.truth[0] == run.data.dataset.values[0, run.data.train_rows[4]]
    assert views.confusion().sum() == views.plan.test
    assert views.confusion().trace() / views.plan.test == run.accuracy("test")


def test_wide_layers_are_shown_in_part(run: Run, colours: Theme) -> None:
    wide = ng.load("moons").replace({"network.hidden": [60, 5]}).start()
    views = Views(wide, colours, side=4)
    assert views.sizes == (2, SHOWN_NEURONS, 5, 1)
    weights = views.weights()
    assert np.array_equal(weights.params[: 2 * SHOWN_NEURONS], wide.layers[0].weights[:SHOWN_NEURONS].ravel())


def test_places_and_examples_that_do_not_exist_are_refused(run: Run, colours: Theme) -> None:
    views = Views(run, colours)
    with pytest.raises(InputError, match=r"expected 2 inputs \(x1, x2\), got 3: give one number for each"):
        views.probe(inputs=(1, 2, 3))
    with pytest.raises(InputError, match="example"):
        views.way(10_000)
