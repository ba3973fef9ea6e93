"""Picture files -> pixels, by the rules of docs/images.md, which the page's reader follows too.

Pillow decodes; everything that is done to the pixels then, the engine does.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neuroglow.errors import InputError
from neuroglow.files import Kind
from neuroglow.limits import LIMITS
from neuroglow.runtime import WasmEngine
from neuroglow.values import is_whole, short, shown

if TYPE_CHECKING:
    from PIL import ImageFile

Bytes = NDArray[np.uint8]
Size = tuple[int, int]  # width and height

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
FORMATS = "PNG, JPEG or WebP"
PICTURE = Kind("picture", LIMITS.picture_bytes, "scale it down", field="data.source")
ORIENTATION = 0x0112  # the tag in EXIF


def measure(content: bytes, name: str, least: int) -> Size:
    """Width and height of a picture as it is shown, by its header alone.

    Raises InputError when it is none, too large to be decoded, or less than `least` pixels wide or high.
    """
    with decoder(content, name) as image:
        check_size(*image.size, name, least)
        width, height = image.size
        return (height, width) if orientation(image) >= 5 else (width, height)


def decode(content: bytes, name: str, least: int) -> Bytes:
    """The pixels of a picture as it is shown: (height, width, 3), or with alpha (height, width, 4).

    Raises InputError as `measure` does, and when the picture is not whole.
    """
    from PIL import Image

    with decoder(content, name) as image:
        check_size(*image.size, name, least)
        # Read before the pixels are, like the size: what comes after them in the file does not count.
        way = orientation(image)
        image.load()
        turned: Image.Image = image
        if way != 1:
            flips = Image.Transpose
            turned = image.transpose(
                (
                    flips.FLIP_LEFT_RIGHT,
                    flips.ROTATE_180,
                    flips.FLIP_TOP_BOTTOM,
                    flips.TRANSPOSE,
                    flips.ROTATE_270,
                    flips.TRANSVERSE,
                    flips.ROTATE_90,
                )[way - 2]
            )
        if turned.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut at 255
            greys = (np.asarray(turned).astype(np.uint32) >> 8).astype(np.uint8)
            return np.repeat(greys[:, :, None], 3, axis=2)
        mode = "RGBA" if turned.has_transparency_data else "RGB"
        return np.asarray(turned if turned.mode == mode else turned.convert(mode))


@contextmanager
def decoder(content: bytes, name: str) -> Iterator["ImageFile.ImageFile"]:
    """Pillow's image of a picture whose header has been read.

    What goes wrong within, Pillow raises as whatever it stumbles over; here it becomes one InputError, and its warnings
    (of large pictures, of broken EXIF) are not heard, since all that matters of them is checked.
    """
    plugin = plugin_of(content)
    if plugin is None:
        raise InputError(
            f"expected a picture ({FORMATS}), got other data in '{short(name)}': save it as PNG", "data.source"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with plugin(io.BytesIO(content)) as image:
                yield image
        except InputError:
            raise
        except Exception as error:
            raise InputError(
                f"expected a whole picture, got '{short(name)}', which is cut off or damaged: save or download it anew",
                "data.source",
            ) from error


def plugin_of(content: bytes) -> "type[ImageFile.ImageFile] | None":
    """The class of Pillow that reads what begins like this.

    Image.open would look at more formats, and would refuse large pictures without telling their size.
    """
    from PIL import JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImagePlugin.PngImageFile
    if content.startswith(b"\xff\xd8\xff"):
        return JpegImagePlugin.JpegImageFile
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WebPImagePlugin.WebPImageFile
    return None


def check_size(width: int, height: int, name: str, least: int) -> None:
    if min(width, height) < least:
        raise InputError(
            f"expected a picture at least {least} pixel{'s' if least > 1 else ''} wide and high, "
            f"got {width:,} x {height:,} in '{short(name)}': choose a larger one",
            "data.source",
        )
    if width * height > LIMITS.picture_pixels:
        raise InputError(
            f"expected a picture of at most {LIMITS.picture_pixels:,} pixels, "
            f"got {width * height:,} in '{short(name)}': scale it down",
            "data.source",
        )


def orientation(image: "ImageFile.ImageFile") -> int:
    """How a picture is to be turned, 1 to 8, by the EXIF data before its pixels; 1, not at all, when there are none."""
    from PIL import Image

    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif", b""))
        way = exif.get(ORIENTATION, 1)
    except Exception:  # a picture with broken EXIF is a picture all the same
        return 1
    return way if way in range(1, 9) else 1


class Converter:
    """The engine's functions on pixels, with room for so many at once; results last until the next call.

    pixels: of what is converted. target: bytes of what is scaled.
    """

    def __init__(self, pixels: int, target: int) -> None:
        self.engine = WasmEngine()
        self.rgba, self.colours, self.greys = (self.engine.zeros(size * pixels, np.uint8) for size in (4, 3, 1))
        self.target = self.engine.zeros(target, np.uint8)

    def opaque(self, pixels: Bytes) -> Bytes:
        """Colours (3 n,) of pixels (..., 3), or (..., 4) laid over white."""
        n = pixels.size // pixels.shape[-1]
        colours = self.colours[: 3 * n]
        if pixels.shape[-1] == 3:
            colours[:] = pixels.ravel()
        else:
            rgba = self.rgba[: 4 * n]
            rgba[:] = pixels.ravel()
            self.engine.call("opaque", rgba=rgba, colours=colours)
        return colours

    def grey(self, pixels: Bytes) -> Bytes:
        """Greys (n,) of pixels (..., 3), or (..., 4) laid over white."""
        colours = self.opaque(pixels)
        greys = self.greys[: len(colours) // 3]
        self.engine.call("grey", colours=colours, greys=greys)
        return greys

    def shrink(self, source: Bytes, size: Size, target_size: Size) -> Bytes:
        """Colours or greys (height * width * channels,) that stand in `colours` or `greys`, in another size."""
        (width, height), (target_width, target_height) = size, target_size
        channels = source.size // (width * height)
        target = self.target[: target_width * target_height * channels]
        sides = {"width": width, "height": height, "target_width": target_width, "target_height": target_height}
        self.engine.call("shrink", source=source, channels=channels, target=target, **sides)
        return target


def fitted(size: Size, side: int, least: int) -> Size:
    """The size with the same proportions whose longer side is `side`."""
    longer = max(size)
    width, height = (max(least, (2 * own * side + longer) // (2 * longer)) for own in size)
    return width, height


def check_side(size: int | None, low: int, high: int) -> None:
    """Refuse a chosen size that is none from low to high."""
    if size is not None and not (is_whole(size) and low <= size <= high):
        raise InputError(
            f"expected a size from {low} to {high} pixels, got {shown(size)}: choose one of these", "data.source"
        )
