"""How a film is made: size, frames, file, sound, captions. What it shows is the storyboard's."""

import msgspec

Container = str  # "mp4", "webm", "gif", "png" (a folder or pattern of stills), and of single frames "png" or "svg"


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
