"""Captions: how their files are read, and what becomes of them."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from neuroglow.errors import InputError
from neuroglow.video import film
from neuroglow.video.captions import Line, clock, parsed, read_captions, srt
from neuroglow.video.options import Options
from neuroglow.video.pool import segments
from neuroglow.video.storyboard import Scene, Storyboard
from tests.video.studio import SMALL, filmed, frames, packets

SRT = """\ufeff1
00:00:00,500 --> 00:00:01,250
<i>Hello</i>
there

2
00:00:02,000 --> 00:00:02,500
{\\an8}Ünïcode → 3
"""
VTT = """WEBVTT - a film

NOTE said by nobody

intro
00:00.500 --> 00:01.250 align:start position:10%
<v Ada>Hello</v>
there

00:00:02.000 --> 00:00:02.500
Ünïcode → 3
"""
PLAIN = """# said by nobody
0:00.5-0:01.25 Hello

0:02 - 0:02.5  Ünïcode → 3
"""
SAID = [Line(0.5, 1.25, "Hello\nthere"), Line(2.0, 2.5, "Ünïcode → 3")]


def test_three_ways_to_write_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT, encoding="utf-8")
    assert list(read_captions(str(tmp_path / "a.srt"), 10)) == SAID
    assert parsed(VTT.replace("\n", "\r\n")) == SAID
    assert parsed(PLAIN) == [Line(0.5, 1.25, "Hello"), SAID[1]]


def test_a_line_without_an_end_lasts_until_the_next_one_or_five_seconds() -> None:
    lines = parsed("0:01 One\n0:02 Two\n1:00:00 Three")
    assert [(line.start, line.stop) for line in lines] == [(1, 2), (2, 7), (3600, 3605)]


def test_captions_end_with_the_film(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("0:01-0:30 One")
    assert read_captions(str(tmp_path / "a.txt"), 12) == (Line(1, 12, "One"),)


def test_signs_that_are_written_as_entities(tmp_path: Path) -> None:
    assert parsed("WEBVTT\n\n00:01.000 --> 00:02.000\n<b>1 &lt; 2</b> &amp; 3")[0].text == "1 < 2 & 3"
    filmed(tmp_path / "film.webm", range(40), track=[Line(0.5, 1.0, "1 < 2 & 3")])
    assert [words for _, _, words in packets(tmp_path / "film.webm", "subtitle")] == [b"1 &lt; 2 &amp; 3"]


def test_srt_is_read_as_it_is_written() -> None:
    assert parsed(srt(SAID)) == SAID
    assert clock(65) == "1:05"
    assert clock(3661.25, comma=",") == "01:01:01,250"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "expected captions in .*, got none"),
        ("WEBVTT\n\n", "expected a time and a text in line 1"),
        ("Hello", "expected a time and a text in line 1, got 'Hello'"),
        ("0:05 Hello\n0:0x World", "in line 2"),
        ("0:05-0:03 Hello", "ends after it begins, got 'Hello' from 0:05 to 0:03"),
        ("1\n00:00:01 -> 00:00:02\nx\n\n2\n00:00:0a,000 --> 00:00:02,000\ny", "expected times such as"),
        ("5:00 Too late", "within the film, which lasts 0:20, got 'Too late' at 5:00"),
        ("0:01 " + "x" * 600, "at most 500 signs"),
        ("\n".join(f"0:{n % 10:02d}.{n} x" for n in range(5001)), "at most 5,000 captions"),
    ],
)
def test_what_is_no_caption_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(InputError, match=sentence):
        read_captions(str(tmp_path / "a.txt"), 20)


def test_captions_are_text_and_small(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(InputError, match="as UTF-8 text, got binary data"):
        read_captions(str(tmp_path / "a.srt"), 20)
    with pytest.raises(InputError, match="check the path"):
        read_captions(str(tmp_path / "none.srt"), 20)


def test_captions_of_windows_tools(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT, encoding="utf-16")
    assert list(read_captions(str(tmp_path / "a.srt"), 10)) == SAID


def test_captions_beside_a_film_take_no_place_of_others(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("0:00-0:01 Hello")
    (tmp_path / "film.srt").write_text("mine")
    board = Storyboard(steps=10, scenes=(Scene(kind="network", seconds=1.0),))
    options = Options(width=160, height=90, captions=str(tmp_path / "words.txt"), burn=False, workers=1)
    with pytest.raises(InputError, match=r"expected no '.*film\.srt'"):
        film.make("xor-milo", tmp_path / "film.mp4", board, options)
    assert (tmp_path / "film.srt").read_text() == "mine"
    (tmp_path / "film.srt").unlink()
    for _ in range(2):  # its own may be written anew
        film.make("xor-milo", tmp_path / "film.mp4", board, options)
    assert "Hello" in (tmp_path / "film.srt").read_text()


def test_a_track_of_captions_in_mp4_and_webm_and_beside_it(tmp_path: Path) -> None:
    filmed(tmp_path / "film.mp4", range(90), track=SAID)
    timed = [(start, length, words[2:].decode()) for start, length, words in packets(tmp_path / "film.mp4", "subtitle")]
    assert [line for line in timed if line[2]] == [(0.5, 0.75, "Hello\nthere"), (2.0, 0.5, "Ünïcode → 3")]
    filmed(tmp_path / "film.webm", range(90), track=SAID)
    assert [
        (start, length, words.decode()) for start, length, words in packets(tmp_path / "film.webm", "subtitle")
    ] == [(0.5, 0.75, "Hello\nthere"), (2.0, 0.5, "Ünïcode → 3")]
    assert parsed((tmp_path / "film.srt").read_text(encoding="utf-8")) == SAID


def test_captions_are_burned_in_while_they_are_said(tmp_path: Path) -> None:
    filmed(tmp_path / "film.mp4", [0] * 90, burned=tuple(SAID))
    shown = [frame.astype(int) for frame in frames(tmp_path / "film.mp4")]
    said = [np.abs(frame[100:] - shown[0][100:]).max() > 60 for frame in shown]
    expected = [15 <= frame < 37 or 60 <= frame < 75 for frame in range(90)]
    borders = {15, 37, 60, 75} | {part.start for part in segments(90, SMALL.fps)}
    assert [frame for frame in range(90) if said[frame] != expected[frame] and frame not in borders] == []


def test_captions_need_a_font_that_has_their_signs(tmp_path: Path) -> None:
    from neuroglow.video.captions import check_signs

    with pytest.raises(InputError, match=r"has no 漢 \(U\+6F22\)"):
        check_signs([Line(0, 1, "a 漢")], msgspec.structs.replace(SMALL).font)
