"""Numbers and axes in films are the page's: both are asked the same things, the page in Node."""

import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neuroglow.video.painting import numbers
from neuroglow.video.painting.scales import Scale, few, steps, ticks

WEB = Path(__file__).parents[2] / "web"
PAGE = """
  const { readFileSync } = require('node:fs')
  const { transpile } = require('typescript')
  const { scaleLinear } = require('d3-scale')
  const source = (path) => transpile(readFileSync(path, 'utf8'), { target: 'esnext', module: 'esnext' })
  const load = (path) => import('data:text/javascript,' + encodeURIComponent(source(path).replace(/^import.*$/gm, '')))
  Promise.all([load('src/views/numbers.ts'), load('src/views/bars.ts')]).then(([numbers, bars]) => {
    const { values, domains } = JSON.parse(readFileSync(0, 'utf8'))
    const kinds = ['loss', 'short', 'brief', 'grouped']
    const texts = Object.fromEntries(kinds.map((kind) => [kind, values.map((value) => numbers[kind](value))]))
    texts.percent = values.map((value) => numbers.percent(Math.abs(value) % 1))
    texts.grouped_loss = values.map((value) => numbers.groupedLoss(value))
    texts.answer = values.map((value) => bars.fixed(value))
    const ticks = domains.map(([low, high, count]) => scaleLinear([low, high], [0, 1]).ticks(count))
    console.log(JSON.stringify({ texts, ticks }))
  })
"""


def asked() -> list[float]:
    """Numbers of all sizes, ties among them."""
    chance = np.random.default_rng(0)
    some = (chance.normal(size=300) * 10.0 ** chance.uniform(-12, 14, size=300)).tolist()
    ties = [at / 8 for at in range(-50, 50)] + [0.0625, 12.34375, 0.00005, 2.5e-6, 0.99995, 9.995, 99.5, 1250.5, 0.0005]
    edges = [0.0, 1.0, -1.0, 1e-3, 1e3, 1e4, 99.9999, 9999.9, 1e6, 999_999.9, 1e9, 1e-300, 1e300]
    return [*some, *ties, *edges]


DOMAINS = [(0, 1, 5), (-6, 6, 5), (0, 1000, 4), (0, 60_000, 4), (328.6, 405.4, 5), (-1.28, 1.28, 5), (1e-4, 3e-4, 5)]


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    found = shutil.which("node")
    assert found is not None, "expected Node on the PATH"
    given = json.dumps({"values": asked(), "domains": DOMAINS})
    told = subprocess.run([found, "--eval", PAGE], cwd=WEB, input=given, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    answers: dict[str, Any] = json.loads(told.stdout)
    return answers


@pytest.mark.parametrize("kind", ["loss", "percent", "short", "brief", "answer", "grouped_loss"])
def test_numbers_are_written_as_in_the_page(page: dict[str, Any], kind: str) -> None:
    write = getattr(numbers, kind)
    given = [math.fmod(abs(value), 1) for value in asked()] if kind == "percent" else asked()
    assert [write(value) for value in given] == page["texts"][kind]


def test_steps_are_written_as_in_the_page(page: dict[str, Any]) -> None:
    whole = [(value, text) for value, text in zip(asked(), page["texts"]["grouped"], strict=True) if 0 <= value < 1e15]
    counts = [(value, text) for value, text in whole if value == int(value)]
    assert len(counts) > 5
    assert [numbers.grouped(value) for value, _ in counts] == [text for _, text in counts]


def test_what_is_no_number_has_a_name() -> None:
    assert [numbers.loss(value) for value in (math.nan, math.inf)] == ["NaN", "∞"]
    assert [numbers.brief(value) for value in (math.nan, math.inf, -math.inf)] == ["NaN", "∞", f"{numbers.MINUS}∞"]
    assert numbers.percent(math.nan) == chr(0x2013)


def test_answers_are_as_long_as_each_other() -> None:
    assert {len(numbers.answer(value)) for value in np.linspace(0, 9.999, 200)} == {5}


def test_axes_have_the_numbers_of_the_page(page: dict[str, Any]) -> None:
    for domain, expected in zip(DOMAINS, page["ticks"], strict=True):
        assert ticks(*domain) == pytest.approx(expected, rel=1e-12), domain


def test_logarithmic_axes_have_few_numbers_and_round_ones() -> None:
    assert few(0.004, 2.0) == pytest.approx([0.01, 0.1, 1])
    assert few(0.2, 0.9) == pytest.approx([0.2, 0.5])
    assert all(len(few(low, low * ratio)) <= 5 for low in (1e-9, 3e-4, 0.2) for ratio in (2.5, 30, 1e4, 1e12))


def test_axes_of_steps_begin_at_0_and_end_by_the_last() -> None:
    assert steps(1000, True) == [0, 1, 10, 100, 1000]
    assert steps(1000, False) == [0, 200, 400, 600, 800, 1000]
    for last in (1, 7, 60_000, 10_000_000):
        for log in (False, True):
            found = steps(last, log)
            assert found[0] == 0
            assert found == sorted(set(found))
            assert found[-1] <= last
            assert len(found) <= 7


def test_scales_put_ends_at_ends_and_equal_ratios_at_equal_distances() -> None:
    linear = Scale(-2, 6, 10, 90)
    assert (linear(-2), linear(6), linear(2)) == (10, 90, 50)
    log = Scale(0.01, 1, 100, 0, log=True)
    assert (log(0.01), log(1), log(0.1)) == pytest.approx((100, 0, 50))
    assert math.isnan(log(0))
    early = Scale(0, 99, 0, 10, True, 1.0)
    assert (early(0), early(99), early(9)) == pytest.approx((0, 10, 5))
