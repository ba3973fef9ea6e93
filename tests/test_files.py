"""Files are read within limits, and written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from neuroglow.errors import InputError
from neuroglow.files import RECIPE, RUN, TABLE, Kind, check_writable, decode, read_text, write_whole
from tests.sentences import SENTENCE, refusal


def test_two_gigabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(2_147_483_648)
    with pytest.raises(InputError) as raised:
        read_text(path, TABLE)
    assert raised.value.message == ("expected a table of at most 100 MB, got 2147 MB: keep fewer rows or columns")


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,y\n1,2\n")
    assert read_text(path, TABLE) == "a,y\n1,2\n"
    with pytest.raises(InputError, match="expected a table of at most 0 MB"):
        read_text(path, TABLE._replace(limit=7))


@pytest.mark.parametrize("name", ["absent.csv", "", "absent/table.csv", ".", "a\0b.csv"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"expected a file"):
        read_text(tmp_path / name, TABLE)


@pytest.mark.parametrize("kind", [TABLE, RECIPE, RUN])
def test_every_kind_is_named_in_its_messages(kind: Kind) -> None:
    for content in (b"\xff\xfe", b"a\0b", bytes(11)):
        message = refusal(decode, content, kind._replace(limit=10))
        assert SENTENCE.fullmatch(message)
        assert f"expected a {kind.name} " in message
    assert decode("\ufeffé".encode(), kind) == "é"


def test_a_file_that_is_replaced_is_whole_at_every_moment(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"one")
    before = path.open("rb")
    write_whole(path, b"another")
    with before:
        assert before.read() == b"one"
    assert path.read_bytes() == b"another"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_whatever_fails_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if call == "write":
        monkeypatch.setattr(Path, "open", fail)
    else:
        monkeypatch.setattr(f"os.{call}", fail)
    with pytest.raises(InputError, match="no space left on device"):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_no_file_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")  # nobody writes into it
    with pytest.raises(InputError, match="which is none"):
        read_text(tmp_path / "pipe.csv", TABLE)


def test_a_link_stays_and_leads_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link, file = tmp_path / "link", tmp_path / "folder" / "file"
    link.symlink_to(file)
    for content in (b"one", b"another"):
        write_whole(link, content)
        assert (link.is_symlink(), file.read_bytes()) == (True, content)
    assert list((tmp_path / "folder").iterdir()) == [file]


@pytest.mark.parametrize("name", ["", ".", "pipe", "absent/file", "file/file", "a\0b", "x" * 300])
def test_only_files_are_written_and_that_can_be_known_before(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"old")
    for action in (check_writable, lambda path: write_whole(path, b"new")):
        message = refusal(action, os.path.join(tmp_path, name))
        assert SENTENCE.fullmatch(message)
        assert "expected a place where a file can be written" in message
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    check_writable(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"pipe", "file"}
