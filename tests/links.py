"""Links and what becomes of them: `python -m tests.links LINK...` adds some to tests/fixtures/links.json.

Those that are there never change, and neither does what becomes of them: links of long ago have to open as they did.
The page is held to the same. `Page` asks it, in one long-living Node process.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from neuroglow import link
from neuroglow.errors import InputError

FIXTURE = Path(__file__).parent / "fixtures" / "links.json"
CASES: list[dict[str, Any]] = json.loads(FIXTURE.read_text(encoding="utf-8")) if FIXTURE.exists() else []
ASKING = """
  import { createInterface } from 'node:readline'
  const { linkLines } = await import(process.argv[1])
  await linkLines(() => createInterface({ input: process.stdin }), (line) => process.stdout.write(line + '\\n'))
"""


def outcome(text: str) -> dict[str, Any] | None:
    """What Python makes of a text, in plain values: the run of a link, or why it is refused; None: it is no link."""
    try:
        found = link.read(text)
    except InputError as error:
        return {"field": error.field, "message": error.message}
    if found is None:
        return None
    own = None if found.own is None else found.own.to_plain()
    names = ("log", "step", "digest", "view", "hide")
    told: dict[str, Any] = plain(
        {"recipe": found.to_dict(), "own": own} | {name: getattr(found, name) for name in names}
    )
    return told


def plain(value: Any) -> Any:
    """As JSON gives it."""
    return json.loads(json.dumps(value))


class Page:
    """What the page makes of texts."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def told(self, given: object) -> Any:
        """All that the page says of a link, or what is wrong with a recipe."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(given) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the page's process ended at {given!r}"
        return json.loads(line)

    def outcome(self, text: str) -> dict[str, Any] | None:
        """The same of the page as of Python."""
        return page_outcome(self.told(text))


def page_outcome(found: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the page says of a link, in the words of `outcome`."""
    if found is None or "message" in found:
        return found
    start = found["start"]
    usual: dict[str, Any] = {"own": None, "log": [], "step": 0, "digest": ""}
    view = short_view(found["view"])
    return {"recipe": found["recipe"], "view": view, "hide": found["hide"]} | {
        name: start.get(name, value) for name, value in usual.items()
    }


def short_view(view: dict[str, Any]) -> dict[str, Any]:
    """A view of the page's as links hold it."""
    short = dict(view)
    if "picked" in view:
        layer, neuron, part = (view["picked"][key] for key in ("layer", "neuron", "part"))
        short["picked"] = [layer, neuron] if part == "neuron" else [layer, neuron, part]
    if "stops" in view:
        keys = ("quantity", "compare", "value")
        short["stops"] = [[rule[key] for key in keys if key in rule] for rule in view["stops"]]
    return short


@contextmanager
def page_in_node(harness: Path) -> Iterator[Page]:
    found = shutil.which("node")
    assert found is not None, "expected Node on the PATH"
    command = [found, "--input-type=module", "--eval", ASKING, harness.as_uri()]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Page(process)
    finally:
        process.communicate(timeout=10)


if __name__ == "__main__":
    cases = CASES + [{"link": text, "becomes": outcome(text)} for text in sys.argv[1:]]
    FIXTURE.write_text("[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]\n")
    print(f"{FIXTURE.name}: {len(cases)} links")
