"""Saved runs: they go on where they stood, and what was changed or cut is refused."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import neuroglow as ng
from neuroglow.data.own import Table
from neuroglow.errors import InputError
from neuroglow.glow import Saved, decode
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


def test_a_saved_run_goes_on_where_it_stood(tmp_path: Path, glow: str) -> None:
    (tmp_path / "moons.glow").write_text(glow)
    saved = ng.load(tmp_path / "moons.glow")
    run, original = saved.start(), decode(glow)
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
    assert run.experiment.own == Table("houses.csv", HOUSES)
    content = json.loads((tmp_path / "houses.glow").read_text())
    assert content.keys() == {"neuroglow", "experiment", "log", "step", "digest", "own"}
    assert "own" not in json.loads(msgspec.json.encode(content["experiment"]))


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
        ({"neuroglow": True}, "got version true"),
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
        ({"digest": 5}, "expected a text as digest, got 5"),
        ({"table": 5}, "expected data as neuroglow saves them"),
        ({"own": 5}, "expected data as neuroglow saves them"),
        ({"digest": "0" * 64}, "expected the parameters of digest 000000000000..."),
    ],
)
def test_a_changed_file_is_refused(glow: str, changes: dict[str, object], said: str) -> None:
    message = refusal(lambda: decode(changed(glow, **changes)).start())
    assert SENTENCE.fullmatch(message)
    assert said in message


def test_a_step_that_is_out_of_reach_is_refused(glow: str) -> None:
    message = refusal(lambda: decode(changed(glow, step=10**12)).start())
    assert SENTENCE.fullmatch(message)
    assert "got step 1,000,000,000,000, which would take about" in message


def test_the_way_to_the_saved_step_is_told(glow: str) -> None:
    seen: list[int] = []
    decode(glow).start(progress=lambda run: seen.append(run.step))
    assert seen == sorted(set(seen))
    assert seen[-1] == 50


def test_a_file_cut_anywhere_is_refused(glow: str) -> None:
    for length in range(len(glow)):
        assert SENTENCE.fullmatch(refusal(decode, glow[:length]))
    for key in ("experiment", "log", "step", "digest", "neuroglow"):
        kept = {name: value for name, value in json.loads(glow).items() if name != key}
        assert SENTENCE.fullmatch(refusal(decode, json.dumps(kept)))


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.glow").write_bytes(b"PK\3\4\0\0")
    assert "got binary data" in refusal(lambda: ng.load(tmp_path / "a.glow"))
    for text in ("[]", "3", '{"a": 1}', '"neuroglow"'):
        assert "expected a run that neuroglow saved" in refusal(decode, text)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_file_with_any_part_replaced_is_opened_or_refused_with_a_sentence(glow: str, data: st.DataObject) -> None:
    saved = json.loads(glow)
    place = data.draw(st.sampled_from([(key,) for key in saved] + [("experiment", key) for key in saved["experiment"]]))
    holder = saved
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = data.draw(st.none() | st.integers(-3, 3) | st.text(max_size=3) | st.just([]) | st.just({}))
    assert is_sentence_or_nothing(refusal(lambda: decode(json.dumps(saved)).start()))


def test_a_saved_run_can_be_changed_into_a_new_experiment(glow: str) -> None:
    saved = decode(glow)
    assert isinstance(saved, Saved)
    fresh = saved.replace({"network.seed": 3})
    assert not isinstance(fresh, Saved)
    assert fresh.start().step == 0


def test_what_the_page_gets_to_begin_with(glow: str, tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text(HOUSES)
    start = ng.load(tmp_path / "houses.csv").to_start()
    assert start["own"] == {"kind": "table", "name": "houses.csv", "text": HOUSES}
    assert (start["log"], start["step"]) == ([], 0)
    saved = decode(glow).to_start()
    assert (saved["own"], saved["step"], len(saved["log"])) == (None, 50, 2)
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
    (tmp_path / "folder.glow").mkdir()
    places = [tmp_path / "absent" / "run.glow", tmp_path, tmp_path / "folder.glow", "", "run", "run.csv", "a\0.glow"]
    for place in places:
        assert SENTENCE.fullmatch(refusal(run.save, place))
