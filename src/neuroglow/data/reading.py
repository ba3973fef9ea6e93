"""What a file holds, told by its name, and the readers of what is no text: pictures, sets of images, Parquet.

docs/images.md has the rules of pictures and images, which the page's reader follows too; docs/tables.md, of Parquet.
"""

import os
from pathlib import Path
from typing import Literal

from neuroglow.data.images import read_set
from neuroglow.data.own import Images, Picture, Table
from neuroglow.data.parquet import SUFFIX as PARQUET
from neuroglow.data.parquet import read_columns
from neuroglow.data.pictures import PICTURE, SUFFIXES, Converter, check_side, decode, fitted
from neuroglow.files import read_bytes
from neuroglow.limits import LIMITS

SIDE = 192  # of pictures that are scaled down without being asked to
TABLES = (".csv", ".tsv", ".txt")
SETS = (".npz", ".zip", ".gz", ".idx", "ubyte")

PathLike = str | os.PathLike[str]


def kind_of(path: PathLike) -> Literal["table", "parquet", "picture", "images"] | None:
    """What a file's name, or a folder, promises."""
    name = os.fsdecode(path).lower()
    if name.endswith(TABLES):
        return "table"
    if name.endswith(PARQUET):
        return "parquet"
    if name.endswith(SUFFIXES):
        return "picture"
    return "images" if name.endswith(SETS) or os.path.isdir(path) else None


def read_picture(path: PathLike, size: int | None = None) -> Picture:
    """A picture, scaled down until its longer side is at most `size` (192) pixels.

    Raises InputError when the file holds none, or one that is too large, too small or not whole.
    """
    check_side(size, 2, LIMITS.picture_side)
    name = Path(os.fsdecode(path)).name
    pixels = decode(read_bytes(path, PICTURE), name, least=2)
    own = (pixels.shape[1], pixels.shape[0])
    target = fitted(own, min(size or SIDE, max(own)), least=2)
    converter = Converter(own[0] * own[1], target=3 * target[0] * target[1])
    colours = converter.opaque(pixels)
    if target != own:
        colours = converter.shrink(colours, own, target)
    return Picture(name=name[: LIMITS.text], width=target[0], height=target[1], pixels=colours.tobytes())


def read_images(path: PathLike, size: int | None = None) -> Images:
    """A set of images: IDX with its labels beside it, NPZ, a zip or a folder of pictures.

    Their longer side becomes `size`; without it they keep their size up to 32 pixels, and are scaled to 28 else.
    Raises InputError when there is no set there that can be used.
    """
    return read_set(Path(os.fsdecode(path)), size)


def read_parquet(path: PathLike) -> Table:
    """The table in a Parquet file; needs pyarrow. Raises InputError when that is missing, or the file unusable."""
    return read_columns(Path(os.fsdecode(path)))
