"""Runs in a folder survive their process: killed in the middle of a save, forty times, none is lost or half there."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import neuroglow as ng
from neuroglow.errors import InputError
from neuroglow.keeping import DRAFT, STALE, Shelf, check_folder

KILLS = 40

# Each child of this process keeps and renames runs, one after the other, and tells of each once it is kept. The parent
# kills it when it is told to: to fork is much quicker than to begin anew.
KEEPING = """
import os, signal, sys
from pathlib import Path
from neuroglow.keeping import Shelf

folder, glow = sys.argv[1], Path(sys.argv[2]).read_text()

def keep(start):
    shelf = Shelf(folder)
    for number in range(10_000):
        entry = shelf.keep(glow, {"name": f"run {start}.{number}"})
        os.write(1, f"kept {entry['id']}\\n".encode())
        shelf.rename(entry["id"], f"named {start}.{number}")
        os.write(1, f"named {entry['id']} {start}.{number}\\n".encode())

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        keep(line.strip())
    os.write(1, f"child {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"killed\\n")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_killed_during_a_save_forty_times_every_run_is_whole(tmp_path: Path) -> None:
    run = ng.load("xor").start()
    run.advance(steps=3)
    run.save(tmp_path / "run.glow")
    text = (tmp_path / "run.glow").read_text()
    folder = tmp_path / "runs"
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPING, str(folder), str(tmp_path / "run.glow")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    kept: dict[str, str] = {}
    half = 0
    for kill in range(KILLS):
        process.stdin.write(f"{kill}\n".encode())
        told = b""
        while told.count(b"\n") < 3:  # the child, and its first run: it is in the middle of the second one
            told += os.read(process.stdout.fileno(), 4096)
        time.sleep((kill % 8) * 0.0004)
        os.kill(int(told.split()[1]), signal.SIGKILL)
        while not told.endswith(b"killed\n"):
            assert select.select([process.stdout], [], [], 20)[0]
            told += os.read(process.stdout.fileno(), 65536)
        for line in told.decode().splitlines():
            match line.split():
                case ["kept", id]:
                    kept.setdefault(id, "run ")
                case ["named", id, name]:
                    kept[id] = f"named {name}"
        half += sum(bool(DRAFT.fullmatch(path.name)) for path in folder.iterdir())
        found = {entry["id"]: entry for entry in Shelf(folder).all()}
        assert not [entry for entry in found.values() if entry["problem"]]
        assert kept.keys() <= found.keys(), "what was told to be kept is there"
        assert all(found[id]["name"].startswith(name.split()[0]) or name == "run " for id, name in kept.items())
    process.communicate()
    shelf = Shelf(folder)
    for entry in shelf.all():
        saved = json.loads(shelf.read(entry["id"]))
        assert saved.pop("kept")["name"] == entry["name"]
        assert saved == json.loads(text)
    (tmp_path / "again.glow").write_text(shelf.read(entry["id"]))
    assert ng.load(tmp_path / "again.glow").start().digest() == run.digest()
    assert half > 0, "expected that some of the kills hit a save, got none: kill at other moments"

    # What they left behind goes, once nobody can be at it any more.
    drafts = [path for path in folder.iterdir() if DRAFT.fullmatch(path.name)]
    for path in drafts:
        os.utime(path, (0, time.time() - STALE - 60))
    shelf.all()
    assert not [path for path in drafts if path.exists()]


def test_a_folder_that_can_keep_nothing_is_told_before_the_page_opens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InputError, match="it is no folder"):
        check_folder(tmp_path / "file")
    with pytest.raises(InputError, match="expected a folder of runs"):
        Shelf(tmp_path / "file").all()
    check_folder(tmp_path / "not there yet")
    assert not (tmp_path / "not there yet").exists()


def test_what_was_deleted_can_be_had_back_for_a_week(tmp_path: Path) -> None:
    ng.load("xor").start().save(tmp_path / "run.glow")
    shelf = Shelf(tmp_path / "runs")
    ids = [shelf.keep((tmp_path / "run.glow").read_text(), {"name": name})["id"] for name in "ab"]
    for id in ids:
        shelf.remove(id)
    old = next(path for path in shelf.folder.iterdir() if ids[0] in path.name)
    os.utime(old, (0, time.time() - 8 * 86400))
    assert shelf.all() == []
    with pytest.raises(InputError, match="not there any more"):
        shelf.restore(ids[0])
    assert shelf.restore(ids[1])["name"] == "b"
