"""A font that lacks what a film writes is refused, wherever the sign comes from."""

from pathlib import Path

import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.video.signs import check_signs, written
from neuroglow.video.storyboard import Scene, Storyboard, fitting


@pytest.mark.parametrize("name", ng.experiments())
def test_the_typeface_has_what_built_in_experiments_need(name: str) -> None:
    if ng.load(name).steps <= 1000:
        run = ng.load(name).start()
        check_signs(run, fitting(run), None)


def test_the_signs_of_scenes_count() -> None:
    run = ng.load("xor-milo").start()
    board = Storyboard(scenes=(Scene(kind="title", seconds=2, title="異或", text="of {title}"),))
    assert run.experiment.title in list(written(run, board))
    with pytest.raises(InputError, match=r"Inter has no 異 \(U\+7570\), 或 \(U\+6216\)"):
        check_signs(run, board, None)


def test_the_signs_of_the_data_count(tmp_path: Path) -> None:
    table = tmp_path / "rooms.csv"
    table.write_text("面積,rooms,good\n1,2,yes\n3,4,no\n5,6,yes\n7,8,no\n", encoding="utf-8")
    run = ng.load(table).start()
    with pytest.raises(InputError, match=r"Inter has no 面 \(U\+9762\), 積 \(U\+7A4D\): .*--font"):
        check_signs(run, Storyboard(), None)
