"""The page as one file, as Python makes it."""

import base64
import gzip
import json
import re

import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.onepage import ENGINE_MARK, RUN_MARK, fill, page

TEMPLATE = b"<p>" + RUN_MARK + b"</script>" + ENGINE_MARK + b"</script></p>"


def test_the_run_is_data_whatever_it_is_called() -> None:
    title = "</script><script>alert(1)</script><!--"
    content = fill(TEMPLATE, b"\0asm", json.dumps({"title": title}).encode()).decode()
    found = re.fullmatch(r"<p><script[^>]*>([^<]*)</script><script[^>]*>([^<]*)</script></p>", content)
    assert found
    assert json.loads(found[1]) == {"title": title}
    assert gzip.decompress(base64.b64decode(found[2])) == b"\0asm"


def test_a_template_without_places_is_a_sentence() -> None:
    with pytest.raises(InputError, match="expected a place for"):
        fill(b"<html>", b"", b"")


def test_the_same_run_makes_the_same_file() -> None:
    run = ng.load("xor").start().advance(steps=20)
    one = page(run, view={"tab": "Layers"}, hide=["data"])
    assert one == page(run, view={"tab": "Layers"}, hide=["data"])
    told = json.loads(re.search(RUN_MARK + rb"([^<]*)<", one)[1])  # type: ignore[index]
    assert (told["view"], told["hide"], told["glow"]["digest"]) == ({"tab": "Layers"}, ["data"], run.digest())
