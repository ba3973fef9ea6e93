"""Storyboards: what is written comes out, and what does not fit is said in a sentence that names the place."""

from pathlib import Path

import msgspec
import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.video import storyboard
from neuroglow.video.storyboard import (
    BY_KIND,
    CARDS,
    Scene,
    Storyboard,
    builtin,
    changed,
    checked,
    fitting,
    from_toml,
    lasting,
    length,
    name_of,
    positions,
)
from tests.sentences import is_sentence_or_nothing, refusal

ONE = '[[scenes]]\nkind = "learning"\nseconds = 2\n'


def test_what_is_written_comes_out() -> None:
    board = from_toml('title = "Mine"\nsteps = 50\n[look]\ntheme = "light"\n' + ONE + 'pace = "change"\nstop = 40\n')
    assert board.title == "Mine"
    assert board.steps == 50
    assert board.look.theme == "light"
    assert board.scenes == (Scene(kind="learning", seconds=2, pace="change", stop=40),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("scenes = 3", "write [[scenes]]"),
        ("", "expected one scene or more, got none"),
        ("title = 3\n" + ONE, "title: expected a text"),
        ("tittle = 'x'\n" + ONE, "did you mean 'title'?"),
        ("look = 3\n" + ONE, "look: expected a table"),
        ("[look]\ntheme = 'blue'\n" + ONE, "look, theme: expected one of dark, light"),
        ("[look]\nthem = 'dark'\n" + ONE, "did you mean 'theme'?"),
        (ONE + "secnds = 3", "scene 1: expected one of"),
        (ONE + "secnds = 3", "did you mean 'seconds'?"),
        (ONE.replace("2", "-1"), "scene 1, seconds: expected a number from 0.1 to 600, got -1"),
        (ONE.replace("2", "inf"), "scene 1, seconds: expected a number from 0.1 to 600, got inf"),
        (ONE.replace("2", "nan"), "scene 1, seconds: expected a number"),
        (ONE.replace("2", "'two'"), "scene 1, seconds: expected a number"),
        (ONE.replace("learning", "dancing"), "scene 1, kind: expected one of title, network"),
        ('[[scenes]]\nkind = "title"', "expected seconds, got a scene without it"),
        ("[[scenes]]\nseconds = 1", "expected kind, got a scene without it"),
        (ONE + ONE + "at = 1\n", "scene 2, at: expected a beginning at 2 s or later"),
        (ONE + "at = 500\n" + ONE + "at = 599\n", "expected a film of at most 600 seconds, got 601"),
        (ONE + "start = 10\nstop = 5", "scene 1, stop: expected a stop at or after the start, 10, got 5"),
        (ONE + "start = -1", "scene 1, start: expected a whole number"),
        (ONE + "steps = [1, 2.5]", "scene 1, steps: expected a list"),
        (ONE + "steps = [1]\nstop = 3", "expected either steps or start and stop, got both"),
        (ONE + "epochs = [1]", "expected epochs in a thinking scene"),
        (ONE + "examples = [1]\ninput = [1]", "expected either examples or an input, got both"),
        (ONE + "text = '{train_los}'", "did you mean {train_loss}?"),
        (ONE + "text = '{0.__class__}'", "expected one of title"),
        ("scenes = [", "got text that is none"),
        ("x = " + "9" * 5000, "a number is too long"),
        (ONE + "steps = []", "scene 1, steps: expected one or more steps, got none"),
        ('[[scenes]]\nkind = "title"\nseconds = 1', "expected a title or a text on a title card"),
        (ONE * 101, "expected at most 100 scenes"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(InputError) as told:
        from_toml(text)
    assert says in str(told.value)
    assert is_sentence_or_nothing(told.value.message)


def test_a_storyboard_made_in_python_is_checked_as_well() -> None:
    assert checked(builtin()["points"]) == builtin()["points"]
    negative = Storyboard(scenes=(Scene(kind="title", seconds=-1),))
    with pytest.raises(InputError, match="scene 1, seconds"):
        checked(negative)


def test_gaps_are_kept_and_scenes_follow_each_other() -> None:
    assert positions(from_toml(ONE + ONE + "at = 5\n" + ONE)) == [(0, 2), (5, 7), (7, 9)]


def test_names_and_files_are_read(tmp_path: Path) -> None:
    run = ng.load("xor").start()
    assert storyboard.read("two-classes", run) == builtin()["two-classes"]
    (tmp_path / "mine.toml").write_text(ONE)
    assert length(storyboard.read(str(tmp_path / "mine.toml"), run)) == 2
    assert "did you mean 'xor-milo'?" in refusal(storyboard.read, "xor-mio", run)
    (tmp_path / "large.toml").write_text("#" * 2_000_000)
    assert "expected a storyboard of at most 1 MB" in refusal(storyboard.read, str(tmp_path / "large.toml"), run)
    assert "expected a file that can be read" in refusal(storyboard.read, str(tmp_path / "none.toml"), run)


@pytest.mark.parametrize("name", [*ng.experiments(), *ng.failures()])
def test_every_experiment_has_a_storyboard(name: str) -> None:
    run = ng.load(name).start()
    board = fitting(run)
    assert board.scenes
    assert name_of(run) in (name, *BY_KIND)
    if not run.plan.test:
        assert all(scene.kind != "situation" or scene.input for scene in board.scenes)


def test_the_classics_have_their_own() -> None:
    assert [name for name in builtin() if name not in BY_KIND] == ["two-classes", "xor-milo"]
    assert name_of(ng.load("xor-milo").start()) == "xor-milo"
    assert name_of(ng.load("xor-milo").replace({"training.learning_rate": 0.5}).start()) == "xor-milo"
    assert name_of(ng.load("houses").start()) == "table"


def test_options_change_every_scene() -> None:
    board = changed(builtin()["points"], layout="map", steps=10, pace="linear", theme="light", palette="green-red")
    assert (board.steps, board.look.layout, board.look.theme, board.look.palette) == (10, "map", "light", "green-red")
    assert all(scene.layout is None and scene.pace == "linear" for scene in board.scenes)
    assert changed(board) == board
    assert "expected one of linear, log, change" in refusal(lambda: changed(board, pace="slow"))
    with pytest.raises(InputError, match="look, theme"):
        changed(board, theme="blue")


@pytest.mark.parametrize("name", list(builtin()))
@pytest.mark.parametrize("seconds", [10.0, 37.3, 95.0, 240.0])
def test_a_film_lasts_as_long_as_it_is_to(name: str, seconds: float) -> None:
    board = lasting(builtin()[name], seconds)
    assert length(board) == pytest.approx(seconds, abs=1e-6)
    assert [scene.kind for scene in board.scenes] == [scene.kind for scene in builtin()[name].scenes]


def test_cards_keep_their_length_where_there_is_time() -> None:
    board = builtin()["points"]
    cards = [scene.seconds for scene in board.scenes if scene.kind in CARDS]
    assert [scene.seconds for scene in lasting(board, 60).scenes if scene.kind in CARDS] == cards


def test_gaps_stretch_with_the_rest() -> None:
    board = lasting(from_toml(ONE + ONE + "at = 6\n"), 16)
    assert positions(board) == [(0, 4), (12, 16)]


def test_a_scene_too_short_is_named() -> None:
    assert all(scene.seconds >= 0.5 for scene in lasting(builtin()["points"], 6.0).scenes)
    message = refusal(lasting, builtin()["points"], 2.0)
    assert "got 2 s for 7 of them, too little for scene 2 (network)" in message
    assert is_sentence_or_nothing(message)
    assert "expected a number" in refusal(lasting, builtin()["points"], float("inf"))


def test_storyboards_do_not_change() -> None:
    with pytest.raises(AttributeError):
        builtin()["points"].title = "other"  # type: ignore[misc]
    assert msgspec.structs.replace(builtin()["points"]) == builtin()["points"]
