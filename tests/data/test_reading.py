"""The readers of pictures and sets of images: held to docs/images.md by the fixtures that the page reads too."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neuroglow.data.own import Images, Picture
from neuroglow.data.reading import kind_of, read_images, read_picture
from neuroglow.errors import InputError

FIXTURES = Path(__file__).parents[1] / "fixtures" / "images"
CASES = [
    pytest.param(case, id=f"{case['open']}-{case['size']}")
    for case in json.loads((FIXTURES / "cases.json").read_text(encoding="utf-8"))
]


def read(path: Path, size: int | None = None) -> Picture | Images:
    kind = kind_of(path)
    assert kind in ("picture", "images")
    return (read_picture if kind == "picture" else read_images)(path, size)


@pytest.mark.parametrize("case", CASES)
def test_the_readers_follow_the_written_rules(case: dict[str, Any]) -> None:
    path = FIXTURES / case["open"]
    if "error" in case:
        with pytest.raises(InputError) as raised:
            read(path, case["size"])
        assert (raised.value.message, raised.value.field) == (case["error"], case["field"])
        return
    found, expected = json.loads(json.dumps(read(path, case["size"]).to_plain())), case["expected"]
    pixels, right = (
        np.frombuffer(base64.b64decode(plain["pixels"]), np.uint8).astype(int) for plain in (found, expected)
    )
    assert found | {"pixels": ""} == expected | {"pixels": ""}
    assert pixels.shape == right.shape
    assert np.abs(pixels - right).max() <= case["within"]
