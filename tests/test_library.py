"""Experiments by name and by file."""

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.experiment import problems
from neuroglow.library import SUGGESTED, builtin
from tests.sentences import SENTENCE, refusal

HOUSES = "area,rooms,price\n2104,3,399.9\n1600,3,329.9\n2400,4,369\n1416,2,232\n"


# built-in experiments


def test_the_built_in_experiments_have_a_title_a_sentence_and_a_reason() -> None:
    assert list(builtin()) == ng.experiments() + ng.failures()
    assert ng.experiments() == sorted(ng.experiments())
    assert ng.failures() == sorted(ng.failures())
    assert len(ng.experiments()) >= 12
    for name, experiment in builtin().items():
        assert name.replace("-", "").isalnum()
        assert experiment.title
        assert experiment.steps > 0
        assert experiment.about.endswith(".")
        assert len(experiment.why) > 30
        assert experiment.to_toml() == experiment.replace({}).to_toml()
    assert len({experiment.title for experiment in builtin().values()}) == len(builtin())


@pytest.mark.parametrize("name", sorted({*ng.experiments()} - {"rated-houses"}))
def test_every_built_in_experiment_learns(name: str) -> None:
    run = ng.load(name).start()
    before = run.loss("train")
    picture = run.plan.kind == "picture"  # half of its steps are enough, and the others take long
    run.advance(steps=run.experiment.steps // (2 if picture else 1))
    assert run.diverged is None
    assert run.loss("train") < before / 3
    split: Any = "test" if run.plan.test else "train"
    if run.data.classes:
        assert run.accuracy(split) > 0.9


def test_ratings_are_learned_as_well_as_a_line_can() -> None:
    run = ng.load("rated-houses").start()
    assert run.data.dataset.x.tolist() == ng.load("ten-houses").start().data.dataset.x.tolist()
    ratings = [run.data.classes[place] for place in run.data.y_train.argmax(1)]
    assert ratings == ["Good", "Good", "Good", "Bad", "Bad", "Good", "Bad", "Good", "Good", "Good"]
    assert (run.plan.sizes, run.plan.activations, run.training.loss) == ((2, 2), ("softmax",), "cross_entropy")
    run.advance(steps=run.experiment.steps)
    assert round(run.loss(), 3) == 0.541
    assert run.accuracy() == 0.7
    run.advance(steps=5000)
    assert round(run.loss(), 3) == 0.541


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


def photo(folder: Path, width: int = 30, height: int = 20) -> Path:
    """A PNG with many colours."""
    rows = b"".join(
        b"\0" + bytes(value for x in range(width) for value in (x * 8 % 256, y * 12 % 256, (x + y) % 256))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    path = folder / "photo.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path


def test_a_picture_becomes_an_experiment(tmp_path: Path) -> None:
    experiment = ng.load(photo(tmp_path))
    assert (experiment.title, experiment.data.source) == ("photo", "photo.png")
    run = experiment.start()
    assert (run.plan.kind, run.data.dataset.size) == ("picture", (30, 20))
    assert (run.plan.train, run.plan.test) == (270, 30)
    assert run.plan.sizes == (22, 64, 64, 3)
    small = ng.load(photo(tmp_path), size=15).start()
    assert small.data.dataset.size == (15, 10)
    small.advance(steps=20).save(tmp_path / "photo.glow")
    assert ng.load(tmp_path / "photo.glow").start().digest() == small.digest()


def test_a_set_of_images_becomes_an_experiment(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    np.savez(tmp_path / "dots.npz", images=rng.integers(0, 256, (40, 6, 5), dtype=np.uint8), labels=np.arange(40) % 4)
    run = ng.load(tmp_path / "dots.npz").start()
    assert (run.plan.kind, run.data.dataset.size, run.plan.sizes) == ("pixels", (5, 6), (30, 32, 4))
    assert (run.plan.train, run.plan.test, run.data.classes) == (32, 8, ("0", "1", "2", "3"))
    assert ng.load(tmp_path / "dots.npz", size=3).start().data.dataset.size == (3, 3)
    for name in ("dark", "light"):
        (tmp_path / "set" / name).mkdir(parents=True)
        photo(tmp_path / "set" / name).rename(tmp_path / "set" / name / "a.png")
    folder = ng.load(tmp_path / "set").start()
    assert (folder.data.classes, folder.plan.kind) == (("dark", "light"), "pixels")


def test_every_kind_of_own_data_has_a_recipe_that_holds_together() -> None:
    for recipe in SUGGESTED.values():
        assert problems(recipe) == []


def test_a_size_needs_pictures(tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text(HOUSES)
    for name in ("spiral", "digits-8x8", tmp_path / "houses.csv"):
        message = refusal(lambda name=name: ng.load(name, size=8))
        assert SENTENCE.fullmatch(message)
        assert "which is no file of pictures, got 8" in message
    assert "expected no target for photo.png" in refusal(lambda: ng.load(photo(tmp_path), target="x").start())


def test_a_recipe_names_a_picture_by_its_path_from_there(tmp_path: Path) -> None:
    photo(tmp_path)
    (tmp_path / "mine.toml").write_text('[data]\nsource = "photo.png"\nsamples = 50\n')
    run = ng.load(tmp_path / "mine.toml", size=10).start()
    assert (run.data.dataset.size, run.plan.train, run.plan.sizes) == ((10, 7), 25, (2, 4, 2, 3))
    (tmp_path / "iris").mkdir()  # what everybody has comes first
    (tmp_path / "flowers.toml").write_text('[data]\nsource = "iris"\n')
    assert ng.load(tmp_path / "flowers.toml").start().plan.kind == "table"


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
    with pytest.raises(InputError, match="or open a file"):
        ng.Experiment(data=ng.Data(source="houses.csv")).start()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("spirall", "did you mean 'spiral'?"),
        ("SPIRAL", "did you mean 'spiral'?"),
        (__file__, "export a table as .csv"),
        ("zzz", "`neuroglow experiments` lists them"),
        ("absent.toml", "no such file or directory"),
        ("absent.csv", "no such file or directory"),
        ("archive.zip", "no such file or directory"),
        (
            "notes.doc",
            "expected a built-in experiment, a link, a folder of pictures or a file (.toml, .json, .glow, .csv, .tsv,",
        ),
        ("", "expected a built-in experiment"),
        ("https://example.org/spiral", "the link of a run has #run= in it"),
    ],
)
def test_what_there_is_not_is_refused(name: str, said: str) -> None:
    message = refusal(lambda: ng.load(name))
    assert SENTENCE.fullmatch(message)
    assert said in message


def test_a_target_needs_a_table() -> None:
    with pytest.raises(InputError, match="expected no target for spiral"):
        ng.load("spiral", target="x1").start()
