"""The page as a folder of static files: whole or not there, and never in the place of something else."""

import errno
import os
from pathlib import Path

import pytest

from neuroglow import cli
from neuroglow.errors import InputError
from neuroglow.server.gate import CONTENT_SECURITY_POLICY
from neuroglow.site import LIST, site_files, write_site


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A small page, as it is built."""
    static = tmp_path / "static"
    for name in ("assets/page-1.js", "engine/engine.wasm", "engine/manifest.json", "page.sha256"):
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(name)
    (static / "index.html").write_text('<html><head><meta charset="utf-8" /><title>a</title></head></html>')
    return static


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_is_what_the_page_needs_and_says_what_it_is(built: Path, tmp_path: Path) -> None:
    files = write_site(tmp_path / "new" / "site", built)
    assert tree(tmp_path / "new" / "site") == files
    assert sorted(files) == ["assets/page-1.js", "engine/engine.wasm", "index.html", LIST]
    assert files[LIST].decode().splitlines()[1:] == ["assets/page-1.js", "engine/engine.wasm", "index.html"]
    assert sorted(os.listdir(tmp_path / "new")) == ["site"]


def test_the_policy_is_the_servers_but_for_what_only_headers_may_say(built: Path) -> None:
    index = site_files(built)["index.html"].decode()
    policy = CONTENT_SECURITY_POLICY.removesuffix("; frame-ancestors 'none'").replace("'", "&#x27;")
    head = '<html><head><meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" content="'
    assert index.startswith(f'{head}{policy}" />')


def test_an_earlier_site_and_an_empty_folder_are_replaced(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    write_site(folder, built)
    (built / "assets/page-1.js").rename(built / "assets/page-2.js")
    assert tree(folder) != write_site(folder, built) == tree(folder)
    assert sorted(os.listdir(tmp_path)) == ["site", "static"]


@pytest.mark.parametrize("strange", ["thesis.txt", "assets/mine.js", ".git/config"])
def test_a_folder_with_other_things_is_left_as_it_is(built: Path, tmp_path: Path, strange: str) -> None:
    folder = tmp_path / "site"
    write_site(folder, built)
    (folder / strange).parent.mkdir(exist_ok=True)
    (folder / strange).write_text("mine")
    before = tree(folder)
    with pytest.raises(InputError, match=f"expected an empty folder or an earlier site, got .* which holds {strange}"):
        write_site(folder, built)
    assert tree(folder) == before


def test_a_link_or_a_file_is_no_folder(built: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(built)
    (tmp_path / "file").touch()
    for name in ("link", "file"):
        with pytest.raises(InputError, match="expected a folder, got"):
            write_site(tmp_path / name, built)


@pytest.mark.parametrize("place", ["/dev/null/site", "/proc/site", "a\0b"])
def test_a_place_where_nothing_can_be_written_is_a_sentence(built: Path, place: str) -> None:
    with pytest.raises(InputError, match="expected a folder that can be written, got"):
        write_site(place, built)


@pytest.mark.parametrize("fails", range(1, 6))
def test_a_full_disk_leaves_what_was_there(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    folder = tmp_path / "site"
    write_site(folder, built)
    before, calls = tree(folder), iter(range(1, 100))

    def sync(descriptor: int) -> None:
        if next(calls) == fails:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", sync)
    (built / "index.html").write_text((built / "index.html").read_text().replace("<title>a", "<title>b"))
    if fails <= len(before):
        with pytest.raises(InputError, match="no space left on device"):
            write_site(folder, built)
        assert tree(folder) == before
    assert sorted(os.listdir(tmp_path)) == ["site", "static"]


def test_without_a_built_page_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected the built page in"):
        write_site(tmp_path / "site", tmp_path / "nothing")


def test_the_command_tells_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["site", str(tmp_path / "site")]) == 0
    assert "open its index.html" in capsys.readouterr().out
    (tmp_path / "site" / "mine").touch()
    assert cli.main(["site", str(tmp_path / "site")]) == 2
    assert "which holds mine: choose another, or empty it" in capsys.readouterr().err
