"""The page as one file, as Python makes it."""

import base64
import gzip
import json
import re

import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.onepage import ENGINE_MARK, FILES_MARK, RUN_MARK, fill, page

TEMPLATE = b"<p>" + b"</script>".join([RUN_MARK, ENGINE_MARK, FILES_MARK, b"</p>"])


def test_the_run_is_data_whatever_it_is_called() -> None:
    title = "</script><script>alert(1)</script><!--"
    content = fill(TEMPLATE, b"\0asm", b"{}", json.dumps({"title": title}).encode()).decode()
    found = re.fullmatch("<p>" + 3 * "<script[^>]*>([^<]*)</script>" + "</p>", content)
    assert found
    assert json.loads(found[1]) == {"title": title}
    assert [gzip.decompress(base64.b64decode(packed)) for packed in found.groups()[1:]] == [b"\0asm", b"{}"]


def test_a_template_without_places_is_a_sentence() -> None:
    with pytest.raises(InputError, match="expected a place for"):
        fill(b"<html>", b"", b"", b"")


def test_the_same_run_makes_the_same_file() -> None:
    run = ng.load("xor").start().advance(steps=20)
    one = page(run, view={"tab": "Layers"}, hide=["data"])
    assert one == page(run, view={"tab": "Layers"}, hide=["data"])
    told = json.loads(re.search(RUN_MARK + rb"([^<]*)<", one)[1])  # type: ignore[index]
    assert (told["view"], told["hide"], told["glow"]["digest"]) == ({"tab": "Layers"}, ["data"], run.digest())
