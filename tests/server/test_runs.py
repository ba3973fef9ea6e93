"""Kept runs over the wire: kept, listed, opened, renamed, deleted and had back; what does not fit gets a sentence."""

import base64
import json
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

import neuroglow as ng
from neuroglow.keeping import Shelf
from tests.server.wire import Answer, Wire


def ask(wire: Wire, path: str = "", method: str = "GET", asked: object = None, raw: bytes | None = None) -> Answer:
    content = raw if raw is not None else b"" if asked is None else json.dumps(asked).encode()
    headers = f"Host: {wire.host}\r\nContent-Length: {len(content)}\r\n"
    return wire.ask(f"/api/runs{path}", headers, method, content)


def listed(wire: Wire) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ask(wire).body)["runs"]
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A run that was saved at step 7."""
    path = tmp_path_factory.mktemp("saved") / "xor.glow"
    run = ng.load("xor").start()
    run.advance(steps=7)
    run.save(path)
    return path.read_text()


def png(width: int, height: int) -> str:
    head = struct.pack(">II", width, height) + b"\x08\x06\0\0\0"
    content = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return base64.b64encode(content).decode()


def keep(wire: Wire, saved: str, **told: object) -> dict[str, Any]:
    answer = ask(wire, "", "POST", {"glow": saved, "told": {"name": "My run"} | told})
    assert answer.status == 201, answer.body
    entry: dict[str, Any] = json.loads(answer.body)
    return entry


def test_a_run_is_kept_listed_opened_renamed_deleted_and_had_back(
    wire: Wire, shelf: Shelf, saved: str, tmp_path: Path
) -> None:
    assert not shelf.folder.exists(), "the folder is made when the first run is kept"
    assert listed(wire) == []
    told = {"sizes": [2, 4, 1], "train_loss": 0.25, "test_loss": None, "picture": png(64, 64), "mark": "abc"}
    entry = keep(wire, saved, **told)
    assert listed(wire) == [entry]
    assert {key: entry[key] for key in told} == told
    assert (entry["name"], entry["step"], entry["source"], entry["problem"]) == ("My run", 7, "xor", "")
    assert [path.name for path in shelf.folder.iterdir()] == [f"{entry['id']}.glow"]

    opened = ask(wire, f"/{entry['id']}")
    (tmp_path / "back.glow").write_bytes(opened.body)
    assert ng.load(tmp_path / "back.glow").start().digest() == json.loads(saved)["digest"] == entry["digest"]

    renamed = json.loads(ask(wire, f"/{entry['id']}", "PATCH", {"name": "Another"}).body)
    assert renamed | {"name": "My run", "bytes": 0} == entry | {"bytes": 0}
    assert ask(wire, f"/{entry['id']}", "DELETE").status == 204
    assert listed(wire) == []
    assert ask(wire, f"/{entry['id']}").status == 400
    assert json.loads(ask(wire, f"/{entry['id']}/back", "POST").body) == renamed
    assert listed(wire) == [renamed]


NAMES = ["<img src=x onerror=alert(1)>", "../../etc/passwd", "a\nb\r\n\tc", "C:\\CON", "\u202e\x00tac", "..", "ü 🎉"]


def test_names_are_text_in_the_file_and_never_its_path(wire: Wire, shelf: Shelf, saved: str) -> None:
    ids = []
    for name in NAMES:
        entry = keep(wire, saved, name=name)
        ids.append(entry["id"])
        assert entry["name"] == " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    here = {path.name for path in shelf.folder.iterdir()}
    assert {f"{id}.glow" for id in ids} <= here
    assert {path.name for path in shelf.folder.parent.iterdir()} == {shelf.folder.name}
    for id in ids:
        ask(wire, f"/{id}", "DELETE")


REFUSED: dict[str, tuple[object, str]] = {
    "nothing": ({}, "expected a run and what is told of it"),
    "no run": ({"glow": "{}", "told": {"name": "a"}}, "expected a run that neuroglow saved"),
    "no name": ({"glow": None, "told": {}}, "expected a name"),
    "an empty name": ({"glow": None, "told": {"name": " \n "}}, "expected a name of 1 to 200 characters"),
    "a long name": ({"glow": None, "told": {"name": "a" * 201}}, "expected a name of 1 to 200 characters"),
    "a path": ({"glow": None, "told": {"name": "a", "path": "/etc"}}, "leave the others out"),
    "no picture": ({"glow": None, "told": {"name": "a", "picture": "<svg/>"}}, "expected a PNG"),
    "a huge picture": ({"glow": None, "told": {"name": "a", "picture": png(9000, 9000)}}, "expected a PNG"),
    "no sizes": ({"glow": None, "told": {"name": "a", "sizes": [0]}}, "expected how many neurons"),
    "no loss": ({"glow": None, "told": {"name": "a", "test_loss": "low"}}, "expected a number or null as test_loss"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_gets_a_sentence_and_leaves_no_file(wire: Wire, shelf: Shelf, saved: str, name: str) -> None:
    asked, said = REFUSED[name]
    before = sorted(shelf.folder.iterdir()) if shelf.folder.exists() else []
    if isinstance(asked, dict) and asked.get("glow", "") is None:
        asked = asked | {"glow": saved}
    answer = ask(wire, "", "POST", asked)
    assert answer.status == 400
    assert said in json.loads(answer.body)["problem"]
    assert before == (sorted(shelf.folder.iterdir()) if shelf.folder.exists() else [])


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b" " * 300_000])
def test_what_is_no_json_or_too_large_gets_a_sentence(wire: Wire, content: bytes, monkeypatch: Any) -> None:
    monkeypatch.setattr("neuroglow.server.runs.LARGEST", 200_000)
    for path, method in (("", "POST"), ("/any", "PATCH")):
        answer = ask(wire, path, method, raw=content)
        assert answer.status == 400
        assert json.loads(answer.body)["problem"].startswith("expected a run")


def test_ids_lead_to_nothing_else(wire: Wire) -> None:
    for id in ("none", "%2e%2e", "%2e%2e%2fsecret", "..%2f..%2fetc%2fpasswd"):
        for method, more in (("GET", ""), ("DELETE", ""), ("PATCH", ""), ("POST", "/back")):
            assert ask(wire, f"/{id}{more}", method, {"name": "a"}).status in (400, 404, 405), (id, method)


def test_files_of_others_are_listed_or_left_alone(wire: Wire, shelf: Shelf, saved: str) -> None:
    shelf.folder.mkdir(exist_ok=True)
    for name, text in {"a friend's.glow": saved, "broken.glow": saved[:99], "notes.txt": "hello"}.items():
        (shelf.folder / name).write_text(text)
    (shelf.folder / "folder.glow").mkdir()
    (shelf.folder / "link.glow").symlink_to("/etc/passwd")
    found = {entry["name"]: entry for entry in listed(wire)}
    theirs = found["a friend's"]
    assert (theirs["step"], theirs["source"]) == (7, "xor")
    assert ask(wire, f"/{theirs['id']}").body.decode() == saved
    assert "got a file that is damaged" in found["broken"]["problem"]
    assert not {"notes", "folder", "link"} & found.keys()
    for entry in found.values():
        assert ask(wire, f"/{entry['id']}", "DELETE").status == 204
    assert (shelf.folder / "notes.txt").read_text() == "hello"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_folder_that_cannot_be_written_is_told(wire: Wire, shelf: Shelf, saved: str, monkeypatch: Any) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")  # whoever tests as root is refused nothing

    monkeypatch.setattr("neuroglow.keeping.Path.mkdir", refuse)
    answer = ask(wire, "", "POST", {"glow": saved, "told": {"name": "a"}})
    problem = json.loads(answer.body)["problem"]
    assert answer.status == 400
    assert problem.startswith(f"expected a folder where runs can be kept, got '{shelf.folder}' (permission denied)")
