"""The image sets that come with neuroglow; the tables are in test_tables.py."""

import json

import numpy as np
import pytest

from docs.digits import drawn
from neuroglow.data.bundled import FOLDER, IMAGES
from neuroglow.data.own import Images, read_own


def bundled(name: str) -> Images:
    own = read_own(json.loads(IMAGES[name].read_text(encoding="utf-8")))
    assert isinstance(own, Images)
    return own


@pytest.mark.parametrize("name", IMAGES)
def test_every_set_is_called_like_its_file_and_named_with_its_licence(name: str) -> None:
    own = bundled(name)
    assert own.name == name
    assert own.classes == tuple("0123456789")
    assert f"`{name}.json`" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_drawn_digits_are_those_of_the_drawing_and_differ() -> None:
    own = bundled("digits-5x5")
    images = np.frombuffer(own.pixels, np.uint8).reshape(10, 5, 5)
    assert (own.peak, own.labels) == (1, bytes(range(10)))
    assert (images == drawn()).all()
    flat = images.reshape(10, 25).astype(int)
    differences = np.abs(flat[:, None] - flat[None]).sum(2) + 25 * np.eye(10, dtype=int)
    assert differences.min() >= 3


def test_the_handwritten_digits_are_all_there() -> None:
    own = bundled("digits-8x8")
    assert (own.width, own.height, own.peak, len(own.labels)) == (8, 8, 16, 1797)
    # As scikit-learn's documentation of load_digits counts them.
    assert np.bincount(np.frombuffer(own.labels, np.uint8)).tolist() == [
        178,
        182,
        177,
        183,
        181,
        182,
        181,
        179,
        174,
        180,
    ]
    pixels = np.frombuffer(own.pixels, np.uint8)
    assert (int(pixels.max()), int(pixels.astype(int).sum())) == (16, 561718)
