"""Links: a run travels whole, and whatever else comes is refused, by Python and the page alike."""

import json
import re
import tracemalloc
import zlib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

import neuroglow as ng
from neuroglow import glow, link
from neuroglow.cli import main
from neuroglow.data.dataset import Dataset
from neuroglow.experiment import FIELDS, SECTIONS, Rule, parse_json, problems
from neuroglow.library import builtin
from neuroglow.limits import LIMITS
from neuroglow.packing import inflated, number, pack, unpack, written
from neuroglow.run import Run
from neuroglow.shorthand import LONG, SHORT
from neuroglow.toil import seconds_to
from tests.bits.hosts import chromium, node
from tests.links import CASES, Page, outcome, page_in_node, page_outcome, plain
from tests.sentences import SENTENCE, refusal

PAGE = "https://somebody.github.io/neuroglow/"
ORDINARY = 400  # characters
quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(scope="module")
def page(harness: Path) -> Iterator[Page]:
    with page_in_node(harness) as asked:
        yield asked


def played(name: str = "spiral") -> Run:
    """A run to which all kinds of things were done."""
    run = ng.load(name).start().advance(steps=30).set(learning_rate=0.05, batch_size="full")
    run.advance(steps=10).edit(layer=0, neuron=1, input=None, value=1e-7).mute(layer=0, neuron=0)
    run.advance(steps=5).freeze(layer=1).edit_points(add=[[1.5, -2, 1]], remove=[3], move=[[0, 0.25, 0.5, 0]])
    return run.advance(steps=5)


def saved(run: Run) -> str:
    return glow.encode(run.experiment, run.log, run.step, run.digest()).decode()


# a run travels whole


def test_a_link_restores_the_run() -> None:
    run = played()
    text = run.link(PAGE, hide=["data", "learning-rate"])
    found = ng.load(text)
    again = found.start()
    assert (again.step, again.digest(), again.log, again.training) == (run.step, run.digest(), run.log, run.training)
    assert isinstance(found, link.Linked)
    assert (found.hide, found.view) == (("data", "learning-rate"), {})
    assert found.to_dict() == run.experiment.to_dict()
    assert again.link(PAGE, hide=found.hide) == text
    assert text.startswith(PAGE + "#run=1.")


def test_a_link_goes_through_letters_and_chats() -> None:
    run = ng.load("moons").start().advance(steps=3)
    text = run.link(PAGE)
    for sent in (
        text[len(PAGE) :],
        text[len(PAGE) + 1 :],
        f"  {text}. ",
        f"{text[:80]}\n{text[80:]}",
        f"{text}&lang=de",
    ):
        assert ng.load(sent).start().digest() == run.digest()


@pytest.mark.parametrize("name", builtin())
def test_a_link_of_an_ordinary_experiment_is_short(name: str) -> None:
    experiment = builtin()[name]
    changes = [
        (500, {"set": {"learning_rate": 0.01}}),
        (700, {"edit": {"layer": 0, "neuron": 0, "input": 1, "value": 0.5}}),
    ]
    view = {"picked": [1, 0, "bias"], "tab": "Inspector", "unit": "epoch", "speed": 16, "testPoints": False}
    text = PAGE + link.write(experiment, changes, 100_000, "0" * 64, view=view, hide=["data", "noise"])
    assert len(text) < ORDINARY
    found = link.read(text)
    assert found is not None
    assert found.to_dict() == experiment.to_dict()


def test_own_data_travel_as_far_as_they_fit() -> None:
    table = Dataset(
        "mine <b>",
        ("a", "b"),
        np.array([[1.0, 2, 3, 4], [0.1, 0.2, 0.3, 5]]),
        ("y",),
        "regression",
        (),
        np.ones((1, 4)),
    )
    run = ng.load(table).start().advance(steps=4)
    again = ng.load(run.link()).start()
    assert (again.digest(), again.experiment.own) == (run.digest(), run.experiment.own)
    noise = np.random.default_rng(0).normal(size=(2, 5000))
    large = Dataset("large", ("a", "b"), noise, ("y",), "regression", (), np.ones((1, 5000)))
    message = refusal(ng.load(large).start().link)
    assert SENTENCE.fullmatch(message)
    assert "save it as a .glow file" in message


def test_a_diverged_run_travels() -> None:
    wild = {"network.activation": "relu", "network.output": "identity", "training.learning_rate": 1000}
    run = ng.load("moons").replace(wild).start().advance(steps=1000)
    assert run.diverged is not None
    assert ng.load(run.link()).start().diverged == run.diverged


# both hosts


def test_the_page_writes_the_same_link(harness: Path) -> None:
    """The content is the same to the byte; how a browser deflates it is its own affair."""
    view = {
        "picked": {"layer": 1, "neuron": 2, "part": 1},
        "stops": [{"quantity": "epoch", "value": 3}, {"quantity": "test_loss", "compare": "<", "value": 0.01}],
        "tab": "Landscape",
        "testPoints": False,
    }
    short = {
        "picked": [1, 2, 1],
        "stops": [["epoch", 3], ["test_loss", "<", 0.01]],
        "tab": "Landscape",
        "testPoints": False,
    }
    points = ng.load("moons").start().edit_points(add=[[1e-7, 123456.789, 0]])
    own = ng.load(
        Dataset('ü\n\x7f"', ("a",), np.array([[1.0, 2, 3]]), ("y",), "regression", (), np.ones((1, 3)))
    ).start()
    runs = [played(), points, own, ng.load("xor").replace({"title": "mine\u2028", "training.l2": 1e-05}).start()]
    told = node("written(given)", harness, [{"glow": saved(run), "view": view, "hide": ["data"]} for run in runs])
    for run, one in zip(runs, told, strict=True):
        text = run.link("", hide=["data"])
        content = unpack(text.removeprefix("#run=1.").removesuffix("&hide=data"))
        order = {key: content.get(key, short if key == "v" else None) for key in link.PARTS}
        assert one["content"] == written({key: value for key, value in order.items() if value is not None})
        found = ng.load(one["link"])
        assert isinstance(found, link.Linked)
        assert (found.view, found.hide, found.start().digest()) == (short, ("data",), run.digest())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["link"][-40:])
def test_links_of_long_ago_open_as_they_did(case: dict[str, Any], page: Page) -> None:
    becomes = case["becomes"]
    assert outcome(case["link"]) == page.outcome(case["link"]) == becomes
    if becomes and becomes.get("digest"):
        ng.load(case["link"]).start()


def agree(page: Page, text: str) -> dict[str, Any] | None:
    """What both hosts make of a text: the same run, or each a sentence."""
    python, here = outcome(text), page.outcome(text)
    if python is not None and "message" in python:
        assert here is not None, text
        assert "message" in here, text
        assert SENTENCE.fullmatch(python["message"])
        assert SENTENCE.fullmatch(here["message"])
        assert python["field"] == here["field"] or {python["field"], here["field"]} <= {"", "log"}
    else:
        assert here == python, text
    return python


LINKS = [case["link"] for case in CASES]


@quick
@given(st.sampled_from(LINKS), st.data())
def test_links_that_were_cut_or_changed_are_refused_or_whole(page: Page, text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    other = data.draw(
        st.sampled_from(["", "A", "-", "&", "#", "=", "%20", "ü", "\ud800", "\n", ".", "hide=<b>", "&run=1."])
    )
    agree(page, text[:at] + other + text[at + data.draw(st.integers(0, 3)) :])


@quick
@given(st.text())
@example("#run=")
@example("run=1.")
@example("#run=1.AAAAAAA")
@example("#run=x.y")
@example("#run=-1.AAAA")
@example("#run=99999999999.AAAA")
@example("#run=1.AAAA&run=2")
@example("https://example.org/")
@example("#learn/xor?hide=code")
@example("#runs")
def test_any_text_is_a_link_or_none(page: Page, text: str) -> None:
    agree(page, text)
    agree(page, f"#run=1.{text}")


def values_of(rule: Rule) -> st.SearchStrategy[Any]:
    """Values that fit a rule, mostly."""
    few = st.lists(st.integers(int(rule.low), min(int(rule.high), 9)) if rule.high >= 1 else st.just(0.5), max_size=3)
    match rule.kind:
        case "choice" | "choices":
            return st.sampled_from(rule.choices)
        case "flag":
            return st.booleans()
        case "text":
            return st.sampled_from(["", "spiral", "x1 < 2", "<b>", "ü\n"]) | st.text(max_size=5)
        case "texts":
            return st.lists(st.sampled_from(["x1", "x2", "fourier(2)", "<b>"]), max_size=3)
        case "numbers" | "wholes":
            return few
        case "number":
            return st.floats(rule.low, rule.high) | st.integers(int(rule.low), int(min(rule.high, 5)))
    return st.integers(int(rule.low), int(rule.high))


odd = st.sampled_from(
    [
        None,
        True,
        "x",
        "",
        [],
        {},
        -1,
        0.5,
        1e300,
        1e301,
        10**30,
        -0.5,
        [1, 2],
        {"x": 1},
        2**53,
        "constructor",
        "__proto__",
    ]
)
good_recipe = st.lists(st.sampled_from(sorted(SHORT)), max_size=6, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({SHORT[key]: values_of(FIELDS[key]) for key in keys})
)
recipes = good_recipe | st.dictionaries(st.sampled_from([*LONG, "zz", "__proto__"]), odd, max_size=3)
count = st.integers(0, 3)
good_entries = st.lists(
    st.one_of(
        st.tuples(count, st.just("e"), count, count, count | st.none(), st.floats(-10, 10)),
        st.tuples(count, st.just("m"), count, count, st.booleans()),
        st.tuples(count, st.just("f"), count, st.booleans()),
        st.tuples(count, st.just("s"), st.sampled_from([{"lr": 0.1}, {"b": "full"}, {"op": "adam", "l2": 1e-9}, {}])),
        st.tuples(count, st.just("p"), st.sampled_from([{"a": [[1, 2, 0]]}, {"r": [1]}, {"m": [[0, 1, 1, 1]]}, {}])),
    ),
    max_size=4,
)
bad_entry = st.tuples(
    count | odd,
    st.sampled_from(["e", "m", "f", "s", "p", "z", None, "toString"]) | odd,
    count | odd | st.sampled_from([{"lr": "x"}, {"d": 1}, {"a": 1}, {"z": []}, {"a": [[1]]}, {"r": [1e300]}]),
    count | odd,
)
logs = good_entries | st.lists(bad_entry, max_size=2) | odd
views = (
    st.dictionaries(
        st.sampled_from([*link.VIEW, "later", "toString"]),
        odd
        | st.sampled_from(
            [
                [1, 2],
                [1, 2, "bias"],
                [1, 2, 3],
                [["epoch", 3]],
                [["train_loss", "<", 1]],
                [["epoch", "<", 1]],
                "Layers",
                3,
                "predicted",
            ]
        ),
        max_size=3,
    )
    | odd
)
POINTS = {
    "kind": "points",
    "name": "mine",
    "columns": ["x1", "x2"],
    "classes": ["0", "1"],
    "points": [[0, 1, 0], [1, 0, 1]],
}
owns = (
    st.sampled_from(
        [
            None,
            POINTS,
            {"kind": "table", "name": "t.csv", "text": "a,b\n1,2\n2,3\n"},
            *(
                POINTS | change
                for change in (
                    {"points": [[0]]},
                    {"points": 3},
                    {"name": 1},
                    {"kind": "x"},
                    {"classes": ["a"]},
                    {"more": 1},
                )
            ),
        ]
    )
    | odd
)
contents = st.fixed_dictionaries(
    {},
    optional={
        "e": st.sampled_from(["spiral", "nonsense", ""]) | odd,
        "r": recipes | odd,
        "s": st.integers(0, 10**12) | odd,
        "p": st.sampled_from(["0123456789ab", "", "0123", "ABCDEF012345"]) | odd,
        "g": logs,
        "v": views,
        "o": owns,
        "z": odd,
    },
)


@settings(quick, max_examples=500)
@given(contents | odd)
def test_whatever_a_link_unpacks_to_both_hosts_make_the_same_of_it(page: Page, content: Any) -> None:
    agree(page, f"#run=1.{pack(content)}")


def full(recipe: dict[str, Any]) -> dict[str, Any]:
    """A recipe in sections, of one by dotted keys."""
    found: dict[str, Any] = {}
    for key, value in recipe.items():
        section, dot, name = key.partition(".")
        if dot and isinstance(found.setdefault(section, {}), dict):
            found[section][name] = value
        else:
            found[section] = deepcopy(value)  # it may become a section that is written to
    return found


numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
wrong_values = (
    odd | numbers | st.text(max_size=5) | st.lists(numbers, max_size=3) | st.just("x" * 1001) | st.just([1] * 65)
)
keys = st.sampled_from(
    [*FIELDS, *SECTIONS, "data.", "data.x.y", "zz", ".", "__proto__", "data.__proto__", "training.data"]
)


@settings(quick, max_examples=500)
@given(st.dictionaries(keys, wrong_values, max_size=4).map(full) | odd)
def test_both_hosts_find_the_same_wrong_with_a_recipe(page: Page, recipe: Any) -> None:
    assume(not isinstance(recipe, str))
    recipe = parse_json(written(recipe))  # 1.0 is 1
    assert page.told(recipe) == msgspec.to_builtins(problems(recipe))


@settings(quick, max_examples=100)
@given(good_recipe, good_entries, st.integers(0, 10**6))
def test_what_is_read_is_what_was_written(page: Page, recipe: dict[str, Any], entries: Any, step: int) -> None:
    text = f"#run=1.{pack({'r': recipe, 's': step, 'g': entries})}"
    found = agree(page, text)
    assume(found is not None and "message" not in found)
    read = link.read(text)
    assert read is not None
    again = link.read(link.write(read, read.log, read.step, read.digest))
    assert again is not None
    assert plain((again.to_dict(), again.log, again.step)) == plain((read.to_dict(), read.log, read.step))
    told = page.told(text)
    assert told is not None
    assert told["work"] == pytest.approx(read.seconds)


# what is hostile


def test_a_link_cut_anywhere_is_refused(page: Page) -> None:
    text = ng.load("xor").start().advance(steps=9).link("")
    for length in range(len("#run="), len(text)):
        assert SENTENCE.fullmatch(refusal(link.read, text[:length]))
    assert agree(page, text[:-1]) == {
        "field": "link",
        "message": "expected a whole link, got one that was cut short or changed: copy it anew",
    }


def refused(content: bytes) -> str:
    """The link of bytes that are said to be deflated."""
    import base64

    packed = zlib.crc32(content).to_bytes(4, "big") + content
    return "#run=1." + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def deflated(content: bytes) -> bytes:
    squeezed = zlib.compressobj(9, wbits=-15)
    return squeezed.compress(content) + squeezed.flush()


HOSTILE = [
    ("#run=1." + "A" * 10_000_000, "at most 40,000 characters, got 10,000,006"),
    ("#run=2.AAAA", "expected a link of version 1, got version 2: open it with a newer neuroglow"),
    ("#run=1", "cut short or changed"),
    (refused(deflated(b" " * 2_000_000)), "at most 1,000,000 bytes"),
    (refused(deflated(b"[" * 900_000)), "expected "),
    (refused(deflated(b'"' + b"a" * 900_000 + b'"')), "cut short or changed"),
    (refused(b"\xff\xff"), "cut short or changed"),
    (refused(deflated(b"{}")[:-1]), "cut short or changed"),
    (refused(deflated(b"\xff{}")), "cut short or changed"),
    (refused(deflated(b'{"e": "\\ud800"}')), "cut short or changed"),
    (refused(deflated(b'{"e": "\\ud83d\\ude00"}')), "cut short or changed"),
    ("#run=1.AAAA" + refused(deflated(b'{"s": 1}'))[len("#run=1.") + 4 :], "cut short or changed"),  # another checksum
    (refused(deflated(b"")), "expected "),
    (refused(deflated(b"\xef\xbb\xbf{}")), "expected "),
    ("#run=1." + pack({"z": 1}), "got 'z' in it: open it with a newer neuroglow"),
    ("#run=1." + pack({"v": {"camera": 1}}), "got 'camera' in it: open it with a newer neuroglow"),
    ("#run=1." + pack({"g": [[0, "s", {"d": "xor"}]]}), "got 'd' in it: open it with a newer neuroglow"),
    ("#run=1." + pack({"r": {"h": [10**9]}}), "from 1 to 4,096, got 1,000,000,000"),
    ("#run=1." + pack({"r": {"n": 10**9}}), "got 1,000,000,000"),
    ("#run=1." + pack({"s": 10**13}), "got 10,000,000,000,000"),
    ("#run=1." + pack({"r": {"d": "/etc/passwd"}}), ""),
]


@pytest.mark.parametrize(("text", "said"), HOSTILE, ids=lambda value: value[:30])
def test_hostile_links_are_refused_by_both_hosts(page: Page, text: str, said: str) -> None:
    for found in (agree(page, text), page.outcome(text)):
        assert found is not None
        assert said in found.get("message", "")


def test_a_browser_makes_the_same_of_links(browser: Browser, harness: Path) -> None:
    junk = refused(deflated(b"{}") + b"junk")  # which Node overlooks
    texts = [*LINKS, *(text for text, _ in HOSTILE), junk]
    told = chromium(browser, "links(given)", harness, texts)
    for text, here in zip(texts, told, strict=True):
        python = outcome(text)
        assert python == page_outcome(here) or (python is not None and "message" in python and "message" in here), text


def test_a_bomb_is_not_inflated() -> None:
    bomb = deflated(b"\0" * 28_000_000)  # what fits into a link
    assert len(bomb) < LIMITS.link * 3 / 4
    tracemalloc.start()
    try:
        assert "at most 1,000,000 bytes" in refusal(inflated, bomb)
        assert tracemalloc.get_traced_memory()[1] < 3 * LIMITS.link_bytes
    finally:
        tracemalloc.stop()


def test_a_path_in_a_link_is_a_name() -> None:
    message = refusal(lambda: ng.load("#run=1." + pack({"r": {"d": __file__}})).start())
    assert message.startswith("expected a generator")


def test_much_work_is_only_done_for_the_patient() -> None:
    text = link.write(builtin()["spiral"], (), 10**12, "0" * 64)
    message = refusal(ng.load, text)
    assert SENTENCE.fullmatch(message)
    assert re.search(r"got step 1,000,000,000,000, which takes about \d+ days: say that you are patient", message)
    assert "which takes about" in refusal(lambda: ng.load(text, patient=True).start())


def test_other_parameters_than_those_that_were_shared_are_told() -> None:
    text = link.write(builtin()["xor"], (), 10, "0" * 64)
    message = refusal(lambda: ng.load(text).start())
    assert SENTENCE.fullmatch(message)
    assert message.startswith("expected the parameters of digest 000000000000... at step 10")
    assert message.endswith("the link was changed, so make it anew")


def test_names_of_controls_are_nothing_else() -> None:
    text = ng.load("xor").start().link("", hide=["data", "<b>", "a b", "speed"])
    found = link.read(f"{text},<script>,Data,data,../x")
    assert found is not None
    assert found.hide == ("data", "speed")


# the command line


def test_commands_take_links(capsys: pytest.CaptureFixture[str]) -> None:
    run = ng.load("xor").start().advance(steps=20)
    assert main(["train", run.link(), "--steps", "5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["step"], told["digest"]) == (25, run.advance(steps=5).digest())
    assert (
        main(["train", "playground.tensorflow.org/#dataset=xor&seed=1", "--steps", "5", "--set", "network.hidden=[3]"])
        == 0
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "#run=1.AAAA"],
        ["train", link.write(builtin()["spiral"], (), 10**11, "0" * 64)],
        ["train", link.write(builtin()["spiral"], (), 9, "0" * 64)],
        ["train", link.write(builtin()["spiral"], (), 9), "--set", "data.noise=0.1"],
        ["train", link.write(builtin()["spiral"], (), 9), "--target", "x1"],
        ["play", "#networkShape=1000000000&seed=2"],
        ["video", "#run=7.AAAA", "-o", "film.mp4"],
    ],
    ids=lambda arguments: " ".join(arguments)[:40],
)
def test_commands_refuse_links_in_a_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "expected " in line


def test_the_page_gets_the_link_that_it_is_to_play() -> None:
    text = ng.load("xor").start().advance(steps=20).link("", hide=["data"])
    assert ng.load(text).to_start()["link"] == text.removeprefix("#")


# the parts


def test_every_field_has_a_name_of_its_own() -> None:
    assert list(SHORT) == list(FIELDS)
    assert len(LONG) == len(SHORT)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e21)
@example(123456789012345680000.0)
@example(1e-7)
@example(-0.0)
def test_numbers_stay_what_they_are(value: float) -> None:
    assert str(float(number(value))) == str(value)


def test_numbers_are_written_as_javascript_writes_them(harness: Path) -> None:
    numbers = [1e21, 1e20, 2.0**67, 1e-6, 1.5e-7, 5e-324, -0.03, 100000.0, 123.456, 1 / 3, -1e300, 2**60, 7]
    assert [number(value) for value in numbers] == node("given.map((value) => JSON.stringify(value))", harness, numbers)


def test_the_time_that_a_run_takes_is_told_about_right() -> None:
    import time

    for name in ("spiral", "digits-8x8", "rings"):
        experiment = builtin()[name]
        run = experiment.start()
        before = time.process_time()
        run.advance(steps=3000)
        took = time.process_time() - before
        assert took / 20 < seconds_to(3000, experiment, ()) < 20 * took
