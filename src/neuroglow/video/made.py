"""A film that was made: where it lies, what it is, and how a notebook shows it."""

import base64
import html
from pathlib import Path

import msgspec

MEDIA_TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".gif": "image/gif",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
INLINE = 20_000_000
"""Bytes: what is larger would make a notebook too heavy to be saved, and is only named."""


class Film(msgspec.Struct, frozen=True, kw_only=True):
    """What `neuroglow.video.film.make` made; a notebook shows it where a cell ends with it.

    path: the file, or of a sequence of pictures the folder or pattern. width, height: pixels. frames: how many there
    are, 1 of a still. fps: of them in a second. bytes: how large the file is, or all files together.
    """

    path: Path
    width: int
    height: int
    fps: int
    frames: int
    bytes: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.frames / self.fps

    @property
    def media_type(self) -> str:
        """As browsers name what it is."""
        return MEDIA_TYPES.get(self.path.suffix.lower(), "application/octet-stream")

    def __str__(self) -> str:
        what = "one frame" if self.frames == 1 else f"{self.frames:,} frames, {self.seconds:g} s at {self.fps} a second"
        size = f"{self.bytes / 1e6:.1f} MB" if self.bytes >= 100_000 else f"{self.bytes / 1e3:.1f} kB"
        return f"{self.path}: {self.width}x{self.height}, {what}, {size}"

    def _repr_html_(self) -> str:
        """The film itself, so that a notebook keeps it; what is too large for that is named."""
        if not self.path.is_file() or self.path.stat().st_size > INLINE:
            return f"<p>{html.escape(str(self))}</p>"
        data = f"data:{self.media_type};base64,{base64.b64encode(self.path.read_bytes()).decode()}"
        style = f'style="width: min(100%, {self.width}px)"'
        name = html.escape(self.path.name, quote=True)
        if self.media_type.startswith("image/"):
            return f'<img src="{data}" alt="{name}" {style}>'
        return f'<video src="{data}" title="{name}" controls loop playsinline {style}></video>'
