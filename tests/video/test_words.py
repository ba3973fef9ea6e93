"""What films say: an answer is a class by its name, or a number."""

from pathlib import Path

import numpy as np
import pytest

import neuroglow as ng
from neuroglow.themes import theme
from neuroglow.video.words import answer, truth
from neuroglow.views import Views


@pytest.fixture
def named(tmp_path: Path) -> Views:
    """Two classes with names, and one output between -1 and 1."""
    (tmp_path / "tea.csv").write_text("minutes,good\n1,no\n2,no\n3,yes\n4,yes\n5,yes\n")
    run = ng.load(tmp_path / "tea.csv").replace({"network.output": "tanh"}).start()
    assert run.plan.sizes[-1] == 1
    return Views(run, theme("dark"))


@pytest.mark.parametrize(("output", "said"), [(-0.9, "no"), (0.01, "yes")])
def test_one_output_between_two_classes_means_one_of_them(named: Views, output: float, said: str) -> None:
    assert answer(named, np.array([output])) == said
    assert truth(named, np.array([1.0])) == "yes"


def test_classes_that_are_numbers_are_answered_by_numbers() -> None:
    views = Views(ng.load("xor-milo").start(), theme("dark"))
    assert answer(views, np.array([0.008])) == "0.01"
    assert truth(views, np.array([1.0])) == "1"


def test_of_several_outputs_the_largest_is_meant() -> None:
    views = Views(ng.load("iris").start(), theme("dark"))
    assert answer(views, np.array([0.1, 0.2, 0.7])) == "virginica"
