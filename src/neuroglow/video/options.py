"""How a film is made: size, frames, file, sound, captions. What it shows is the storyboard's."""

import os
import re
from pathlib import Path
from typing import NamedTuple

import msgspec

from neuroglow.errors import InputError
from neuroglow.values import is_whole, shown

SIZES = {"360p": 360, "480p": 480, "720p": 720, "1080p": 1080, "1440p": 1440, "4k": 2160}
"""Names of sizes: how many pixels the shorter side has."""
SHAPES = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}
"""Width and height of a picture in proportion."""
CODECS = {".mp4": ("h264",), ".webm": ("vp9", "av1"), ".gif": ("gif",), ".png": ("png",), ".svg": ("svg",)}
"""Kinds of files by how their names end, and what pictures can be coded as in them, the usual first."""
USUAL = {kind: ("360p", 12) if kind == ".gif" else ("1080p", 30) for kind in CODECS}
"""Size and frames a second when nothing is said."""
LONGEST = 100_000
"""Frames of a film: the best part of an hour."""
WIDEST, NARROWEST = 4096, 64
"""Pixels of a side; H.264 and VP9 are decoded everywhere up to this."""
GIF_PIXELS = 1280 * 1280
MOST_WORKERS = 64
PREVIEW = 360


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Checked by `check`, which raises InputError for what does not fit together.

    width, height: pixels, even for video. fps: 1 to 60. codec: of WebM "vp9" or "av1". transparent: no background
    (WebM, PNG, SVG). workers: processes, None: as many as there are cores. audio: a file that is mixed in. fit: the
    film lasts as long as the audio. captions: a file of lines with times; burn: drawn into the picture, else a track
    and .srt. font: a file instead of Inter. preview: small and quick. frame: only this one, as a still.
    """

    width: int = 1920
    height: int = 1080
    fps: int = 30
    codec: str = ""
    transparent: bool = False
    workers: int | None = None
    audio: str | None = None
    fit: bool = False
    captions: str | None = None
    burn: bool = True
    font: str | None = None
    preview: bool = False
    frame: int | None = None


class Target(NamedTuple):
    """What is made of a film, by the name of its file.

    kind: ".mp4", ".webm", ".gif", ".png" or ".svg". sequence: of a still for each frame, how they are called, such as
    "%05d.png"; empty: one file.
    """

    kind: str
    path: Path
    sequence: str = ""

    @property
    def is_video(self) -> bool:
        return self.kind in (".mp4", ".webm")


def target(path: str | os.PathLike[str]) -> Target:
    """What this name promises. Raises InputError when no film can be made of this kind."""
    name = os.fsdecode(path)
    if name.endswith(("/", os.sep)):
        return Target(".png", Path(name), "%05d.png")
    kind = Path(name).suffix.lower()
    if kind not in CODECS:
        known = ", ".join(CODECS)
        raise InputError(
            f"expected a file that ends in {known}, or a folder/ for one picture a frame, got {shown(name)}: "
            "choose one of these, .mp4 plays everywhere"
        )
    if "%" in Path(name).name:
        pattern = Path(name).name
        if kind != ".png" or not re.fullmatch(r"[^%]*%(0[1-9])?d[^%]*", pattern):
            raise InputError(
                f"expected a name with one %d or %05d that ends in .png for one picture a frame, got {shown(pattern)}: "
                "for example frames/%05d.png"
            )
        return Target(kind, Path(name).parent, pattern)
    return Target(kind, Path(name))


def measured(size: str, shape: str | None = None) -> tuple[int, int]:
    """Width and height in pixels: of a named size ("1080p", "4k") and shape ("16:9" if none is said), or "1280x720".

    Raises InputError for others.
    """
    if numbers := re.fullmatch(r"([0-9]{1,6})\s*[xX×]\s*([0-9]{1,6})", size.strip()):  # noqa: RUF001 - people write it
        if shape is not None:
            raise InputError(
                f"expected a shape together with the name of a size, got it with {shown(size)}: leave out one"
            )
        return int(numbers[1]), int(numbers[2])
    short = SIZES.get(size.strip().lower())
    if short is None:
        raise InputError(
            f"expected a size such as {', '.join(SIZES)} or 1280x720, got {shown(size)}: choose one of these"
        )
    if shape is not None and shape not in SHAPES:
        raise InputError(f"expected a shape of {', '.join(SHAPES)}, got {shown(shape)}: choose one of these")
    across, down = SHAPES[shape or "16:9"]
    return even(short * across / min(across, down)), even(short * down / min(across, down))


def even(length: float) -> int:
    """The nearest even number of pixels: video halves its colours' resolution."""
    return 2 * round(length / 2)


def usual(path: str | os.PathLike[str]) -> Options:
    """What suits a kind of file when nothing is said: GIFs are large, so they are made smaller."""
    size, fps = USUAL[target(path).kind]
    width, height = measured(size)
    return Options(width=width, height=height, fps=fps)


def check(options: Options, to: Target) -> None:
    """Raise InputError for options that do not fit together, or not this kind of file."""
    check_size(options, to)
    if not is_whole(options.fps) or not 1 <= options.fps <= 60:
        raise InputError(
            f"expected 1 to 60 frames a second, got {shown(options.fps)}: 30 is usual, or 60 for smoothness"
        )
    if to.kind == ".gif" and options.fps > 50:
        raise InputError(f"expected at most 50 frames a second in a GIF, got {options.fps}: choose 25 or 20")
    if options.codec not in ("", *CODECS[to.kind]):
        kinds = " or ".join(CODECS[to.kind])
        raise InputError(f"expected {kinds} as codec in a {to.kind} file, got {shown(options.codec)}: leave it out")
    if options.transparent and (to.kind in (".mp4", ".gif") or options.codec == "av1"):
        raise InputError(
            f"expected .webm (vp9), .png or .svg for a transparent film, got {options.codec or to.kind}, "
            "which keeps no transparency: choose one of these"
        )
    workers = options.workers
    if workers is not None and (not is_whole(workers) or not 1 <= workers <= MOST_WORKERS):
        raise InputError(f"expected 1 to {MOST_WORKERS} workers, got {shown(workers)}: leave it out for all cores")
    if options.frame is not None and to.kind not in (".png", ".svg"):
        raise InputError(f"expected .png or .svg for a single frame, got {to.kind}: choose one of these")
    if options.frame is not None and (not is_whole(options.frame) or options.frame < 0):
        raise InputError(f"expected a frame from 0 on, got {shown(options.frame)}: choose another")
    check_sound(options, to)


def check_size(options: Options, to: Target) -> None:
    for name, length in (("width", options.width), ("height", options.height)):
        if not is_whole(length) or not NARROWEST <= length <= WIDEST:
            raise InputError(
                f"expected a {name} of {NARROWEST} to {WIDEST:,} pixels, got {shown(length)}: for example 1280x720"
            )
        if to.is_video and length % 2:
            raise InputError(f"expected an even {name} for video, got {length}: choose {length + 1} or {length - 1}")
    if to.kind == ".gif" and options.width * options.height > GIF_PIXELS:
        raise InputError(
            f"expected a GIF of at most {GIF_PIXELS:,} pixels, got {options.width}x{options.height}: "
            "choose 480p, or .mp4"
        )


def check_sound(options: Options, to: Target) -> None:
    if options.fit and options.audio is None:
        raise InputError("expected an audio file to fit the film to, got none: give --audio, or leave out --fit")
    if options.audio is not None and not to.is_video and options.frame is None:
        raise InputError(f"expected .mp4 or .webm for a film with sound, got {to.kind}: choose one of these")
    if options.captions is not None and not options.burn and not to.is_video:
        raise InputError(
            f"expected .mp4 or .webm for captions as a track, got {to.kind}: choose one of these, or burn them in"
        )


def small(options: Options) -> Options:
    """The options of a preview: the same film, small, at half the frames a second."""
    scale = PREVIEW / min(options.width, options.height)
    if scale >= 1:
        return options
    size = {"width": even(options.width * scale), "height": even(options.height * scale)}
    return msgspec.structs.replace(options, **size, fps=max(1, min(options.fps, 15)))
