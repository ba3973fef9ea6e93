"""Films for the page: begun, watched, fetched, cancelled, refused; one at a time, and nothing stays behind."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.server.films import LARGEST, Films
from neuroglow.video.order import Order
from tests.conftest import playing
from tests.server.wire import Answer, Wire, serving

Film = dict[str, Any]


class Studio:
    """Stands in for what makes films: it waits where a test wants it to, so that no test depends on speed."""

    def __init__(self) -> None:
        self.goes_on, self.is_at = threading.Event(), threading.Event()
        self.orders: list[Order] = []
        self.problem: InputError | None = None

    def make(
        self,
        run: ng.Run,
        path: Path,
        wanted: Order,
        *,
        progress: Callable[[int, int], object],
        cancelled: Callable[[], bool],
    ) -> None:
        self.orders.append(wanted)
        if self.problem is not None:
            raise self.problem
        progress(3, 10)
        self.is_at.set()
        while not self.goes_on.wait(0.01):
            if cancelled():
                raise RuntimeError("cancelled")
        path.write_bytes(b"a film of step %d" % run.step)
        progress(10, 10)


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Studio:
    studio = Studio()
    monkeypatch.setattr("neuroglow.video.order.make", studio.make)
    return studio


@pytest.fixture
def films() -> Iterator[Films]:
    with contextlib.closing(Films()) as films:
        yield films


@pytest.fixture
def wire(static: Path, films: Films, studio: Studio) -> Iterator[Wire]:
    with serving(static, None, films) as wire:
        yield wire


def glow(tmp_path: Path, steps: int = 7) -> str:
    run = ng.load("xor").start().advance(steps=steps)
    run.save(tmp_path / "run.glow")
    return (tmp_path / "run.glow").read_text()


def ask(wire: Wire, path: str = "", method: str = "GET", body: bytes = b"", headers: str = "") -> Answer:
    own = f"Host: {wire.host}\r\nOrigin: http://{wire.host}\r\nContent-Length: {len(body)}\r\n"
    return wire.ask(f"/api/films{path}", own + headers, method, body)


def begin(wire: Wire, text: str, format: str = "mp4", **wanted: object) -> Answer:
    return ask(wire, "", "POST", json.dumps({"glow": text, "format": format, "wanted": wanted}).encode())


def finished(films: Films) -> None:
    assert films.last is not None
    films.last.thread.join(30)


def test_the_page_learns_that_films_can_be_made(static: Path, wire: Wire) -> None:
    own = f"Host: {wire.host}\r\n"
    assert b'<meta name="neuroglow-films" content="api/films"></head>' in wire.ask("/", own).body
    with serving(static, None) as other:
        assert b"neuroglow-films" not in other.ask("/", f"Host: {other.host}\r\n").body


def test_a_film_is_begun_watched_and_fetched(wire: Wire, studio: Studio, films: Films, tmp_path: Path) -> None:
    assert ask(wire).status == 204
    answer = begin(wire, glow(tmp_path), "webm", layout="map", seconds=4)
    film = json.loads(answer.body)
    assert (answer.status, film["state"]) == (202, "making")
    assert studio.is_at.wait(30)
    film = json.loads(ask(wire, f"/{film['id']}").body)
    assert (film["state"], film["done"], film["of"]) == ("making", 3, 10)
    assert ask(wire, f"/{film['id']}/film").status == 404
    studio.goes_on.set()
    finished(films)
    film = json.loads(ask(wire, f"/{film['id']}").body)
    assert (film["state"], film["done"], film["bytes"]) == ("done", 10, len(b"a film of step 7"))
    file = ask(wire, f"/{film['id']}/film")
    assert (file.status, file.body, file.headers["content-type"]) == (200, b"a film of step 7", "video/webm")
    # A page that was reloaded finds it again.
    assert json.loads(ask(wire).body)["id"] == film["id"]
    assert studio.orders == [Order(layout="map", seconds=4)]
    # Browsers play a film in parts, and jump in it.
    part = ask(wire, f"/{film['id']}/film", headers="Range: bytes=2-5\r\n")
    assert (part.status, part.body) == (206, b"film")


def test_one_film_at_a_time(wire: Wire, studio: Studio, films: Films, tmp_path: Path) -> None:
    text = glow(tmp_path)
    first = json.loads(begin(wire, text).body)
    refused = begin(wire, text)
    assert refused.status == 409
    assert json.loads(refused.body)["problem"].startswith("expected one film at a time")
    studio.goes_on.set()
    finished(films)
    second = json.loads(begin(wire, text).body)
    finished(films)
    assert ask(wire, f"/{first['id']}").status == 404
    assert json.loads(ask(wire, f"/{second['id']}").body)["state"] == "done"
    assert films.folder is not None
    assert len(list(films.folder.iterdir())) == 1


def test_a_film_is_cancelled_and_leaves_nothing(wire: Wire, studio: Studio, films: Films, tmp_path: Path) -> None:
    film = json.loads(begin(wire, glow(tmp_path)).body)
    assert studio.is_at.wait(30)
    assert json.loads(ask(wire, f"/{film['id']}", "DELETE").body)["state"] == "cancelled"
    assert films.last is not None
    assert not films.last.thread.is_alive()
    assert films.folder is not None
    assert list(films.folder.iterdir()) == []
    assert ask(wire, f"/{film['id']}/film").status == 404
    # The way is free for another.
    assert begin(wire, glow(tmp_path)).status == 202


def test_a_server_that_ends_takes_its_films_along(static: Path, studio: Studio, tmp_path: Path) -> None:
    films = Films()
    with serving(static, None, films) as wire:
        begin(wire, glow(tmp_path))
        assert studio.is_at.wait(30)
        films.close()
    assert films.last is not None
    assert not films.last.thread.is_alive()
    assert films.folder is not None
    assert not films.folder.exists()


def test_what_cannot_be_made_is_told(wire: Wire, studio: Studio, films: Films, tmp_path: Path) -> None:
    studio.problem = InputError("expected skia-python, got an installation without it: install it")
    film = json.loads(begin(wire, glow(tmp_path)).body)
    finished(films)
    film = json.loads(ask(wire, f"/{film['id']}").body)
    assert (film["state"], film["problem"]) == ("failed", str(studio.problem))
    film = json.loads(begin(wire, "{}").body)
    finished(films)
    problem = json.loads(ask(wire, f"/{film['id']}").body)["problem"]
    assert problem.startswith("expected a run that neuroglow saved")


REFUSED: dict[str, tuple[object, str]] = {
    "no object": ([1], "expected glow, format and wanted"),
    "more": ({"glow": "", "format": "mp4", "wanted": {}, "path": "/etc/passwd"}, "expected glow, format and wanted"),
    "no text": ({"glow": 3, "format": "mp4", "wanted": {}}, "expected a run as text"),
    "another file": ({"glow": "", "format": "png", "wanted": {}}, "expected mp4, webm, gif as format"),
    "a path as format": ({"glow": "", "format": "../x.mp4", "wanted": {}}, "expected mp4, webm, gif as format"),
    "a sound": ({"glow": "", "format": "mp4", "wanted": {"audio": "/etc/passwd"}}, "expected no audio from a page"),
    "captions": ({"glow": "", "format": "mp4", "wanted": {"captions": "x"}}, "expected no captions from a page"),
    "a font": ({"glow": "", "format": "mp4", "wanted": {"font": "/x"}}, "expected no font from a page"),
    "a storyboard's path": (
        {"glow": "", "format": "mp4", "wanted": {"storyboard": "/etc/passwd"}},
        "expected a built-in storyboard",
    ),
    "an unknown word": ({"glow": "", "format": "mp4", "wanted": {"sise": "1080p"}}, "did you mean size?"),
    "another kind": ({"glow": "", "format": "mp4", "wanted": {"seconds": "long"}}, "expected seconds of another kind"),
    "a strange size": ({"glow": "", "format": "mp4", "wanted": {"size": "huge"}}, "expected a size such as"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_request_that_does_not_fit_gets_a_sentence(wire: Wire, films: Films, name: str) -> None:
    asked, said = REFUSED[name]
    answer = ask(wire, "", "POST", json.dumps(asked).encode())
    assert answer.status == 400
    assert said in json.loads(answer.body)["problem"]
    assert films.last is None


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_a_request_that_is_no_json_gets_a_sentence(wire: Wire, content: bytes) -> None:
    answer = ask(wire, "", "POST", content)
    assert answer.status == 400
    assert json.loads(answer.body)["problem"].startswith("expected a film as JSON")


def test_a_request_that_is_too_large_is_refused_before_it_is_there(wire: Wire) -> None:
    answer = ask(wire, "", "POST", b" " * (LARGEST + 1))
    assert answer.status == 413


def test_films_of_others_are_not_found(wire: Wire) -> None:
    for path in ("/none", "/none/film", "/%2e%2e", "/none/film/x"):
        assert ask(wire, path).status == 404
    assert ask(wire, "/none", "DELETE").status == 404


def test_a_server_that_is_told_to_end_leaves_nothing_of_a_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    with playing() as url:
        wire = Wire(int(url.rstrip("/").rsplit(":", 1)[1]))
        film = json.loads(begin(wire, glow(tmp_path), seconds=500).body)
        while film["state"] == "making" and film["done"] == 0:
            film = json.loads(ask(wire, f"/{film['id']}").body)
        assert film["state"] == "making", film
        assert len(list((tmp_path / "temporary").glob("neuroglow-films-*"))) == 1
    assert list((tmp_path / "temporary").iterdir()) == []
