"""Captions: lines with times, from .srt, .vtt or a plain text; drawn into the picture, or as a track and an .srt."""

import contextlib
import html
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from neuroglow.errors import InputError
from neuroglow.files import Kind, decode, read_bytes
from neuroglow.values import shown
from neuroglow.video.options import Options
from neuroglow.video.storyboard import Storyboard

FILE = Kind("file of captions", 1_000_000, "keep fewer lines", "save it as UTF-8 text")
MOST, WORDS = 5_000, 500
LASTS = 5.0  # seconds: of a line that says only when it begins, unless another one comes sooner
TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?"
SPAN = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?")
PLAIN = re.compile(rf"\s*{TIME}(?:\s*[-–]\s*{TIME})?[\s:]\s*(\S.*)")  # noqa: RUF001 - people write it
TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|\{\\[^{}]{0,80}\}|<\d[\d:.]{0,20}>")
EXAMPLE = "write '0:05 Text', '0:05-0:08 Text', or an .srt or .vtt file"


class Line(msgspec.Struct, frozen=True):
    """One caption: from when to when, in seconds, and what it says; may have several lines."""

    start: float
    stop: float
    text: str


def read_captions(path: str, seconds: float) -> tuple[Line, ...]:
    """The captions in a file, in order, of a film that lasts so many seconds. Raises InputError when it holds none."""
    lines = parsed(text_of(read_bytes(path, FILE)))
    if not lines:
        raise InputError(f"expected captions in '{path}', got none: {EXAMPLE}")
    if len(lines) > MOST:
        raise InputError(f"expected at most {MOST:,} captions, got {len(lines):,}: keep fewer")
    for line in lines:
        if line.start >= seconds:
            raise InputError(
                f"expected captions within the film, which lasts {clock(seconds)}, got {shown(line.text)} at "
                f"{clock(line.start)}: make the film longer, or leave it out"
            )
        if len(line.text) > WORDS:
            raise InputError(f"expected captions of at most {WORDS} signs, got {len(line.text)}: split it")
    return tuple(msgspec.structs.replace(line, stop=min(line.stop, seconds)) for line in lines)


def text_of(content: bytes) -> str:
    """UTF-8, or UTF-16 with a byte order mark, which tools on Windows write."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        with contextlib.suppress(UnicodeError):
            content = content.decode("utf-16").encode()
    return decode(content, FILE)


def parsed(text: str) -> list[Line]:
    """The captions of a text, in order. Raises InputError for lines that cannot be understood."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = spans(rows) if any("-->" in row for row in rows) else plain(rows)
    for line in lines:
        if line.stop <= line.start:
            raise InputError(
                f"expected a caption that ends after it begins, got {shown(line.text)} from {clock(line.start)} "
                f"to {clock(line.stop)}: correct its times"
            )
    return sorted(lines, key=lambda line: (line.start, line.stop))


def spans(rows: Sequence[str]) -> list[Line]:
    """Of .srt and .vtt: blocks with a line of times, then their text up to an empty line."""
    lines, at = [], 0
    while at < len(rows):
        row = rows[at]
        at += 1
        if "-->" not in row:
            continue
        times = SPAN.fullmatch(row)
        if times is None:
            raise InputError(
                f"expected times such as 00:00:05,000 --> 00:00:08,000 in line {at}, got {shown(row)}: correct it"
            )
        words = []
        while at < len(rows) and rows[at].strip():
            words.append(html.unescape(TAGS.sub("", rows[at])).strip())
            at += 1
        if spoken := "\n".join(filter(None, words)):
            lines.append(Line(seconds(*times.groups()[:4]), seconds(*times.groups()[4:]), spoken))
    return lines


def plain(rows: Sequence[str]) -> list[Line]:
    """Of lines such as '0:05 Text' or '0:05-0:08 Text'; empty ones, and those after a #, say nothing."""
    found: list[tuple[float, float | None, str]] = []
    for number, row in enumerate(rows, 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        match = PLAIN.fullmatch(row)
        if match is None:
            raise InputError(f"expected a time and a text in line {number}, got {shown(row)}: {EXAMPLE}")
        *times, words = match.groups()
        stop = seconds(*times[4:]) if times[5] is not None else None
        found.append((seconds(*times[:4]), stop, words.strip()))
    found.sort(key=lambda line: line[0])
    starts = [start for start, _, _ in found]
    lines = []
    for place, (start, stop, words) in enumerate(found):
        following = next((later for later in starts[place + 1 :] if later > start), start + LASTS)
        lines.append(Line(start, min(following, start + LASTS) if stop is None else stop, words))
    return lines


def seconds(hours: str | None, minutes: str, whole: str, part: str | None) -> float:
    """A time of a clock, in seconds."""
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{part or 0}")


def clock(time: float, *, comma: str = "") -> str:
    """Seconds as a clock shows them: 1:05, or with a comma as .srt files do, 00:01:05,000."""
    if not comma:
        return f"{int(time) // 60}:{int(time) % 60:02d}" + (f"{time % 1:.1f}"[1:] if time % 1 >= 0.05 else "")
    whole, milliseconds = divmod(round(time * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{comma}{milliseconds:03d}"


def srt(lines: Iterable[Line]) -> str:
    """The captions as an .srt file."""
    blocks = (
        f"{number}\n{clock(line.start, comma=',')} --> {clock(line.stop, comma=',')}\n{line.text}\n"
        for number, line in enumerate(lines, 1)
    )
    return "\n".join(blocks)


class Burner:
    """Draws captions into the picture."""

    def __init__(self, lines: Sequence[Line], options: Options, storyboard: Storyboard) -> None:
        self._lines, self._options, self._look = lines, options, storyboard.look

    def words(self, frame: int) -> str:
        """What is said while this frame is seen."""
        time = (frame + 0.5) / self._options.fps
        return "\n".join(line.text for line in self._lines if line.start <= time < line.stop)

    def draw(self, canvas: Any, frame: int) -> None:
        """Draw what is said, over a finished frame, in pixels."""
        if words := self.words(frame):
            from neuroglow.themes import theme
            from neuroglow.video.painting.cards import burned

            colours = theme(self._look.theme, self._look.palette)
            burned(canvas, words, self._options.width, self._options.height, colours, self._options.font)


def check_signs(lines: Iterable[Line], font: str | None) -> None:
    """Raise InputError when the font lacks a sign of a caption."""
    from neuroglow.video.painting.text import lettering

    lettering(font).check(" ".join(line.text.replace("\n", " ") for line in lines))
