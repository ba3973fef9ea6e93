"""Built-in experiments, files, and saved runs."""

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.library import Saved, builtin, read_glow
from neuroglow.run import Run
from tests.sentences import SENTENCE, is_sentence_or_nothing, refusal

HOUSES = "area,rooms,price\n2104,3,399.9\n1600,3,329.9\n2400,4,369\n1416,2,232\n"


@pytest.fixture(scope="module")
def glow(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of a saved run with a log."""
    run = ng.load("moons").start().advance(steps=30).set(learning_rate=0.05, batch_size="full")
    run.advance(steps=10).edit(layer=0, neuron=2, input=1, value=0.5).advance(steps=10)
    path = tmp_path_factory.mktemp("glow") / "moons.glow"
    run.save(path)
    return path.read_text()


# built-in experiments


def test_the_built_in_experiments_have_a_title_a_sentence_and_a_reason() -> None:
    assert ng.experiments() == sorted(ng.experiments())
    assert len(ng.experiments()) >= 12
    for name, experiment in builtin().items():
        assert name.replace("-", "").isalnum()
        assert experiment.title
        assert experiment.steps > 0
        assert experiment.about.endswith(".")
        assert len(experiment.why) > 30
        assert experiment.to_toml() == experiment.replace({}).to_toml()
    assert len({experiment.title for experiment in builtin().values()}) == len(builtin())


@pytest.mark.parametrize("name", ng.experiments())
def test_every_built_in_experiment_learns(name: str) -> None:
    run = ng.load(name).start()
    before = run.loss("train")
    run.advance(steps=run.experiment.steps)
    assert run.diverged is None
    assert run.loss("train") < before / 3
    split: Any = "test" if run.plan.test else "train"
    if run.data.classes:
        assert run.accuracy(split) > 0.9


def test_xor_milo_is_the_well_known_one() -> None:
    run = ng.load("xor-milo").start()
    assert run.data.x_train.tolist() == [[0, 0, 1], [0, 1, 1], [1, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]]
    assert run.data.y_train.ravel().tolist() == [0, 1, 1, 1, 1, 0, 0]
    assert run.plan.sizes == (3, 4, 1)
    assert run.plan.activations == ("sigmoid", "sigmoid")
    training = run.training
    assert (training.order, training.batch_size, training.loss) == ("cyclic", 1, "half_sse")
    run.advance(epochs=60_000)
    assert run.step == 420_000 == run.experiment.steps
    assert run.predict([[1, 1, 0]])[0, 0] < 0.05


def test_two_classes_is_built_as_classifiers_usually_are() -> None:
    run = ng.load("two-classes").start()
    assert (run.plan.sizes, run.plan.activations) == ((2, 4, 4, 2), ("relu", "relu", "softmax"))
    training = run.training
    assert (training.loss, training.order, training.batch_size) == ("cross_entropy", "random", 100)
    assert (training.learning_rate, run.plan.train, run.plan.test, run.experiment.steps) == (0.2, 207, 0, 1000)


def test_houses_is_linear_regression() -> None:
    run = ng.load("houses").start()
    assert run.data.dataset.x.tolist() == [[2104, 1600, 2400]]
    assert run.data.y_train.ravel().tolist() == [399.9, 329.9, 369]
    assert (run.plan.sizes, run.training.loss, run.training.batch_size) == ((1, 1), "mse", "full")
    run.advance(steps=run.experiment.steps)
    assert round(run.loss(), 2) == 447.29
    assert run.layers[0].in_units is not None
    weights, biases = run.layers[0].in_units
    slope, offset = np.polyfit([2104, 1600, 2400], [399.9, 329.9, 369], 1)
    assert (weights[0, 0], biases[0]) == (pytest.approx(slope), pytest.approx(offset))


# files


def test_a_table_becomes_an_experiment(tmp_path: Path) -> None:
    (tmp_path / "my houses.CSV").write_text(HOUSES)
    experiment = ng.load(tmp_path / "my houses.CSV", target="price")
    assert (experiment.title, experiment.data.source) == ("my houses", "my houses.CSV")
    (tmp_path / "my houses.CSV").unlink()  # the experiment has its text
    run = experiment.start()
    assert (run.data.columns, run.data.outputs) == (("area", "rooms"), ("price",))
    assert ng.load("moons").replace({"data.noise": 0.3}).start().data.classes == ("0", "1")


def test_a_recipe_names_a_table_by_its_path_from_there(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "houses.csv").write_text(HOUSES)
    recipe = {"data": {"source": "tables/houses.csv", "target": "rooms"}, "steps": 7}
    (tmp_path / "mine.json").write_text(json.dumps(recipe))
    (tmp_path / "mine.toml").write_text('steps = 7\n[data]\nsource = "tables/houses.csv"\ntarget = "rooms"\n')
    assert ng.load(tmp_path / "mine.json") == ng.load(tmp_path / "mine.toml")
    assert ng.load(tmp_path / "mine.toml").start().data.outputs == ("rooms",)


def test_a_recipe_alone_reads_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "houses.csv").write_text(HOUSES)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"neuroglow\.load"):
        ng.Experiment(data=ng.Data(source="houses.csv")).start()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("spirall", "did you mean 'spiral'?"),
        ("zzz", "`neuroglow experiments` lists them"),
        ("absent.toml", "no such file or directory"),
        ("absent.csv", "no such file or directory"),
        ("archive.zip", "expected a built-in experiment or a file (.toml, .json, .glow, .csv, .tsv, .txt)"),
        ("", "expected a built-in experiment"),
    ],
)
def test_what_there_is_not_is_refused(name: str, said: str) -> None:
    message = refusal(lambda: ng.load(name))
    assert SENTENCE.fullmatch(message)
    assert said in message


def test_a_target_needs_a_table() -> None:
    with pytest.raises(InputError, match="expected no target for spiral"):
        ng.load("spiral", target="x1").start()


# saved runs


def test_a_saved_run_goes_on_where_it_stood(tmp_path: Path, glow: str) -> None:
    (tmp_path / "moons.glow").write_text(glow)
    saved = ng.load(tmp_path / "moons.glow")
    run, original = saved.start(), read_glow(glow)
    assert (run.step, run.digest(), run.log) == (50, original.digest, [tuple(entry) for entry in original.log])
    assert run.training.batch_size == "full"
    run.advance(steps=5).save(tmp_path / "more.glow")
    again = ng.load(tmp_path / "more.glow").start()
    assert (again.step, again.digest()) == (55, run.digest())
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_saved_run_has_its_table_with_it(tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text(HOUSES)
    ng.load(tmp_path / "houses.csv").start().advance(steps=9).save(tmp_path / "houses.glow")
    (tmp_path / "houses.csv").unlink()
    run = ng.load(tmp_path / "houses.glow").start()
    assert run.data.outputs == ("price",)
    assert run.experiment.table is not None
    assert run.experiment.table.text == HOUSES
    content = json.loads((tmp_path / "houses.glow").read_text())
    assert content.keys() == {"neuroglow", "experiment", "log", "step", "digest", "table", "table_name"}
    assert "table" not in json.loads(msgspec.json.encode(content["experiment"]))


def test_a_run_that_diverged_can_be_saved(tmp_path: Path) -> None:
    wild = {"network.activation": "relu", "network.output": "identity", "training.learning_rate": 1000}
    run = ng.load("moons").replace(wild).start().advance(steps=1000)
    assert run.diverged is not None
    run.save(tmp_path / "wild.glow")
    assert ng.load(tmp_path / "wild.glow").start().diverged == run.diverged


def changed(glow: str, **changes: object) -> str:
    return json.dumps(json.loads(glow) | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"neuroglow": 2}, "expected a .glow file of version 1, got version 2"),
        ({"neuroglow": "1"}, "got version '1'"),
        ({"extra": 1}, "got 'extra'"),
        ({"step": -1}, "got -1"),
        ({"step": 1.5}, "got 1.5"),
        ({"step": 10**13}, "got 10,000,000,000,000"),
        ({"log": "none"}, "expected a log"),
        ({"log": [[0, {"set": {}}]] * 100_001}, "got a list of 100,001"),
        ({"log": [[5, {"set": {"rate": 1}}]]}, "expected one of the fields"),
        ({"log": [[5, {"set": {"learning_rate": "fast"}}]]}, "got 'fast'"),
        ({"log": [[5, {"set": {"loss": "bce"}}]]}, "with tanh outputs, got bce"),
        ({"log": [[5, {"set": {}}], [4, {"set": {}}]]}, "never go back"),
        ({"log": [[5, {"mute": {}}]]}, "expected entries such as"),
        ({"log": [[5, {"set": {}, "edit": {}}]]}, "expected entries such as"),
        ({"log": [[True, {"set": {}}]]}, "expected entries such as"),
        ({"log": [3]}, "expected entries such as"),
        ({"log": [[5, {"edit": {"layer": 9, "neuron": 0, "input": 0, "value": 0}}]]}, "for layer, got 9"),
        ({"log": [[5, {"edit": {"layer": 0, "neuron": 0, "input": 0}}]]}, "expected entries such as"),
        ({"log": [[5, {"edit": {"layer": 0, "neuron": 0, "input": 0, "value": "x"}}]]}, "expected a finite number"),
        ({"experiment": {"data": {"samples": 10**9}}}, "got 1,000,000,000"),
        ({"experiment": {"data": {"source": "/etc/hostname"}}}, "expected a generator"),
        ({"experiment": 5}, "expected a recipe"),
        ({"digest": 5}, "expected texts as digest"),
        ({"table": 5}, "expected texts as digest"),
        ({"digest": "0" * 64}, "expected the parameters of digest 000000000000..."),
    ],
)
def test_a_changed_file_is_refused(glow: str, changes: dict[str, object], said: str) -> None:
    message = refusal(lambda: read_glow(changed(glow, **changes)).start())
    assert SENTENCE.fullmatch(message)
    assert said in message


def test_a_file_cut_anywhere_is_refused(glow: str) -> None:
    for length in range(len(glow)):
        assert SENTENCE.fullmatch(refusal(read_glow, glow[:length]))
    for key in ("experiment", "log", "step", "digest", "neuroglow"):
        kept = {name: value for name, value in json.loads(glow).items() if name != key}
        assert SENTENCE.fullmatch(refusal(read_glow, json.dumps(kept)))


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.glow").write_bytes(b"PK\3\4\0\0")
    assert "got binary data" in refusal(lambda: ng.load(tmp_path / "a.glow"))
    for text in ("[]", "3", '{"a": 1}', '"neuroglow"'):
        assert "expected a run that neuroglow saved" in refusal(read_glow, text)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_file_with_any_part_replaced_is_opened_or_refused_with_a_sentence(glow: str, data: st.DataObject) -> None:
    saved = json.loads(glow)
    place = data.draw(st.sampled_from([(key,) for key in saved] + [("experiment", key) for key in saved["experiment"]]))
    holder = saved
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = data.draw(st.none() | st.integers(-3, 3) | st.text(max_size=3) | st.just([]) | st.just({}))
    assert is_sentence_or_nothing(refusal(lambda: read_glow(json.dumps(saved)).start()))


def test_a_saved_run_can_be_changed_into_a_new_experiment(glow: str) -> None:
    saved = read_glow(glow)
    assert isinstance(saved, Saved)
    fresh = saved.replace({"network.seed": 3})
    assert not isinstance(fresh, Saved)
    assert fresh.start().step == 0


def test_what_the_page_gets_to_begin_with(glow: str, tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text(HOUSES)
    start = ng.load(tmp_path / "houses.csv").to_start()
    assert start["table"] == {"name": "houses.csv", "text": HOUSES}
    assert (start["log"], start["step"]) == ([], 0)
    saved = read_glow(glow).to_start()
    assert (saved["table"], saved["step"], len(saved["log"])) == (None, 50, 2)
    assert msgspec.json.decode(msgspec.json.encode(saved))["experiment"]["data"]["source"] == "moons"


def test_saving_keeps_what_was_there_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.glow"
    run = ng.load("houses").start()
    run.save(path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="no space left on device"):
        Run.save(run.advance(steps=3), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    run = ng.load("houses").start()
    for place in (tmp_path / "absent" / "run.glow", tmp_path):
        assert SENTENCE.fullmatch(refusal(run.save, place))
