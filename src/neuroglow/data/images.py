"""IDX, NPZ, zips and folders of pictures -> own data of kind images, by the rules of docs/images.md.

The page's reader follows these too.
"""

import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglow.data.archives import File, check_unpacked, folder_files, hidden, stream, zip_files
from neuroglow.data.own import Images
from neuroglow.data.pictures import (
    FORMATS,
    PICTURE,
    SUFFIXES,
    Bytes,
    Converter,
    Size,
    check_side,
    check_size,
    decode,
    fitted,
    measure,
)
from neuroglow.errors import InputError
from neuroglow.files import Kind, read_bytes, too_large
from neuroglow.limits import LIMITS
from neuroglow.values import short

IMAGES = Kind("set of images", LIMITS.archive_bytes, "keep a sample of them", field="data.source")
SIDE = 28  # of images that are scaled without being asked to
PEAKS = (1, 16, 255)
BLOCK = 1 << 20  # pixels that are turned grey together
PAIRS = (
    (("x_train", "y_train"), ("x_test", "y_test")),
    (("train_images", "train_labels"), ("test_images", "test_labels")),
    (("images", "labels"),),
    (("x", "y"),),
    (("data", "target"),),
    (("arr_0", "arr_1"),),
)
NUMBERS = r"[|<>](?:[bui]1|[ui][248]|f[48])"
TEXTS = r"[<>]U[1-9][0-9]{0,8}"
WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)


def read_set(path: Path, size: int | None) -> Images:
    """The set of images in a file or folder. Raises InputError when there is none that can be used."""
    check_side(size, 1, LIMITS.image_side)
    name = path.name or path.resolve().name
    if path.is_dir():
        files = folder_files(path, PICTURE)
        check_bytes(pictures_of(files))
        return read_pictures(files, name, size)
    content = read_bytes(path, IMAGES)
    if content.startswith(b"PK"):
        files = zip_files(content, name)
        return (read_npz if name.lower().endswith(".npz") else read_pictures)(files, name, size)
    if content.startswith((b"\0\0", b"\x1f\x8b")):
        return read_idx(path, content, size)
    raise InputError(
        f"expected a set of images (IDX, NPZ, a zip or a folder of pictures), got other data in '{short(name)}': "
        "pack the pictures as a zip",
        "data.source",
    )


def settled(name: str, pixels: Bytes, peak: int, labels: Sequence[str], size: int | None) -> Images:
    """Own data of grey images (n, height, width) and the names of their classes, scaled to a size."""
    classes = sorted_classes(labels, name)
    own = (pixels.shape[2], pixels.shape[1])
    target = target_size({own}, size)
    if target != own:
        pixels, peak = scaled(spread(pixels, peak), target), 255
    return images(name, pixels, peak, labels, classes)


def images(name: str, pixels: Bytes, peak: int, labels: Sequence[str], classes: Sequence[str]) -> Images:
    """Own data of grey images (n, height, width) that have their size."""
    places = {text: place for place, text in enumerate(classes)}
    own = Images(
        name=name[: LIMITS.text],
        width=pixels.shape[2],
        height=pixels.shape[1],
        peak=peak,
        classes=tuple(classes),
        labels=bytes(places[label] for label in labels),
        pixels=pixels.tobytes(),
    )
    own.check()
    return own


def scaled(pixels: Bytes, size: Size) -> Bytes:
    """Grey images (n, height, width) in another size.

    Many are scaled as one picture, one below the other: borders of images fall on borders of pixels before and after,
    and `shrink` calculates with whole numbers, so that it is the same for each.
    """
    n, height, width = pixels.shape
    found = np.empty((n, size[1], size[0]), np.uint8)
    together = max(1, BLOCK // (width * height))
    converter = Converter(together * width * height, target=together * size[0] * size[1])
    for first in range(0, n, together):
        block = pixels[first : first + together]
        greys = converter.greys[: block.size]
        greys[:] = block.ravel()
        shrunk = converter.shrink(greys, (width, height * len(block)), (size[0], size[1] * len(block)))
        found[first : first + together] = shrunk.reshape(len(block), size[1], size[0])
    return found


def target_size(sizes: set[Size], size: int | None) -> Size:
    """Which size images of these sizes get."""
    if len(sizes) > 1:
        return (size or SIDE, size or SIDE)
    (own,) = sizes
    if size is None and max(own) <= LIMITS.image_side:
        return own
    return fitted(own, size or SIDE, least=1)


def spread(pixels: Bytes, peak: int) -> Bytes:
    """Pixels from 0 to `peak` as pixels from 0 to 255."""
    if peak == 255:
        return pixels
    values = np.arange(peak + 1)
    return ((510 * values + peak) // (2 * peak)).astype(np.uint8)[pixels]


def sorted_classes(labels: Sequence[str], name: str) -> list[str]:
    """The classes that occur: by value where all of them are numbers, else by code point."""
    found = sorted(set(labels))
    if len(found) < 2:
        raise InputError(
            f"expected at least 2 classes, got only '{short(found[0])}' in '{short(name)}': "
            "add images of another, in a folder of its own",
            "data.source",
        )
    if len(found) > LIMITS.categories:
        raise InputError(
            f"expected at most {LIMITS.categories} classes, got {len(found):,} in '{short(name)}': keep some of them",
            "data.source",
        )
    return sorted(found, key=int) if all(map(WHOLE.fullmatch, found)) else found


def check_count(count: int, name: str) -> None:
    if count < 2:
        raise InputError(f"expected at least 2 images, got {count} in '{short(name)}': add some", "data.source")
    if count > LIMITS.images:
        raise InputError(
            f"expected at most {LIMITS.images:,} images, got {count:,} in '{short(name)}': keep a sample of them",
            "data.source",
        )


def check_labels(count: int, images: int, name: str) -> None:
    if count != images:
        raise InputError(
            f"expected a label for each of {images:,} images, got {count:,} in '{short(name)}': "
            "check that they belong together",
            "data.source",
        )


# IDX


def read_idx(path: Path, content: bytes, size: int | None) -> Images:
    """The images of an IDX file, with the labels in the file beside it."""
    name = path.name
    read = stream(content, name)
    header = read(16)
    if len(header) < 16 or header[:4] != b"\0\0\x08\x03":
        raise InputError(
            f"expected images in IDX form (bytes in 3 dimensions), got other data in '{short(name)}': "
            "open the file of images",
            "data.source",
        )
    count, height, width = (int.from_bytes(header[at : at + 4], "big") for at in (4, 8, 12))
    check_count(count, name)
    check_size(width, height, name, least=1)
    check_unpacked(count * height * width, name)
    pixels = np.frombuffer(rest(read, count * height * width, name), np.uint8).reshape(count, height, width)
    beside = labels_beside(path)
    read = stream(read_bytes(beside, IMAGES), beside.name)
    header = read(8)
    if len(header) < 8 or header[:4] != b"\0\0\x08\x01":
        raise InputError(
            f"expected labels in IDX form (bytes in 1 dimension), got other data in '{short(beside.name)}': "
            "download it anew",
            "data.source",
        )
    check_labels(int.from_bytes(header[4:], "big"), count, beside.name)
    return settled(name, pixels, 255, [str(label) for label in rest(read, count, beside.name)], size)


def rest(read: Callable[[int], bytes], size: int, name: str) -> bytes:
    """What follows a header. Raises InputError when it is not of the size that the header tells."""
    found = read(size + 1)
    if len(found) != size:
        got = "more" if len(found) > size else f"{len(found):,}"
        raise InputError(
            f"expected {size:,} bytes after the header of '{short(name)}', as it says, got {got}: download it anew",
            "data.source",
        )
    return found


def labels_beside(path: Path) -> Path:
    """The file of labels that belongs to a file of images."""
    name = path.name.replace("images", "labels").replace("idx3", "idx1")
    if name == path.name:
        raise InputError(
            f"expected a name such as train-images-idx3-ubyte, got '{short(name)}': "
            "name the files of images and labels so",
            "data.source",
        )
    other = name.removesuffix(".gz") if name.endswith(".gz") else f"{name}.gz"
    for candidate in (name, other):
        if path.with_name(candidate).is_file():
            return path.with_name(candidate)
    raise InputError(
        f"expected labels in '{short(name)}' beside '{short(path.name)}', got no such file: open both from one folder",
        "data.source",
    )


# NPZ


def read_npz(files: Sequence[File], name: str, size: int | None) -> Images:
    """The images in an archive of NumPy's arrays; nothing is unpickled."""
    arrays: dict[str, File] = {}
    for file in files:
        if file.path.lower().endswith(".npy"):
            arrays.setdefault(file.path[:-4].lower(), file)
    pairs = next((group for group in PAIRS if set(group[0]) <= arrays.keys()), None)
    if pairs is None:
        names = [file.path[:-4] for file in arrays.values()]
        told = ", ".join(map(short, names[:10])) + (", ..." if len(names) > 10 else "")
        raise InputError(
            "expected arrays images and labels (or x_train and y_train, x and y, data and target), "
            f"got {told or 'none'} in '{short(name)}': name them so",
            "data.source",
        )
    taken = [(arrays[x], arrays[y]) for x, y in pairs if {x, y} <= arrays.keys()]
    check_unpacked(sum(file.size for pair in taken for file in pair), name)
    parts, answers = [], []
    for x, y in taken:
        parts.append(pixel_array(x))
        answers.append(label_array(y))
        check_labels(len(answers[-1]), len(parts[-1]), y.path[:-4])
    check_count(sum(map(len, parts)), name)
    first, *others = (part.shape[1:] for part in parts)
    for shape in others:
        if shape != first:
            raise InputError(
                f"expected images of one size, got {told_size(first)} in '{taken[0][0].path[:-4]}' and "
                f"{told_size(shape)} in '{taken[1][0].path[:-4]}': scale them alike",
                "data.source",
            )
    for part, (x, _) in zip(parts, taken, strict=True):
        check_values(part, x.path[:-4])
    pixels, peak = as_bytes(parts)
    if pixels.shape[3] > 1:
        pixels, peak = greys_of(spread(pixels, peak)), 255
    labels = [label for answer, (_, y) in zip(answers, taken, strict=True) for label in texts(answer, y.path[:-4])]
    return settled(name, pixels.reshape(pixels.shape[:3]), peak, labels, size)


def pixel_array(file: File) -> NDArray[Any]:
    """The pixels in an .npy file, (n, height, width, channels), of whatever type."""
    name = file.path[:-4]
    found = array(file, NUMBERS)
    shape = found.shape
    if len(shape) == 2 and shape[1] == math.isqrt(shape[1]) ** 2:
        shape = (shape[0], math.isqrt(shape[1]), math.isqrt(shape[1]), 1)
    elif len(shape) == 3:
        shape = (*shape, 1)
    if len(shape) != 4 or shape[3] not in (1, 3, 4):
        raise InputError(
            "expected pixels of shape (n, height, width), (n, height, width, 1, 3 or 4) or (n, side * side), "
            f"got {found.shape} in '{short(name)}': reshape them",
            "data.source",
        )
    check_size(shape[2], shape[1], name, least=1)
    return found.reshape(shape)


def label_array(file: File) -> NDArray[Any]:
    """The labels in an .npy file, (n,), numbers or texts."""
    found = array(file, f"{NUMBERS}|{TEXTS}")
    if found.ndim == 0 or found.ndim > 2 or found.size != len(found):
        raise bad_labels(file.path[:-4])
    return found.ravel()


def array(file: File, types: str) -> NDArray[Any]:
    """The array in an .npy file, when its type is one that this regular expression names."""
    content, name = file.read(), file.path[:-4]
    broken = InputError(
        f"expected a whole array, got '{short(name)}', which is cut off or damaged: save it anew", "data.source"
    )
    long = content[6:8] == b"\2\0"
    start = (12 if long else 10) + int.from_bytes(content[8 : 12 if long else 10], "little")
    if content[:6] != b"\x93NUMPY" or content[6:8] not in (b"\1\0", b"\2\0") or start > min(len(content), 10_012):
        raise broken
    header = content[:start].decode("latin-1")
    if re.search(r"'descr': *'[|<>=]?O", header):
        raise InputError(
            f"expected plain numbers, got pickled objects in '{short(name)}': save the array without objects",
            "data.source",
        )
    descr = re.search(r"'descr': *'([^']*)'", header)
    order = re.search(r"'fortran_order': *(True|False)", header)
    dimensions = re.search(r"'shape': *\(([0-9, ]{0,200})\)", header)
    if descr is None or order is None or dimensions is None:
        raise broken
    if not re.fullmatch(types, descr[1]):
        raise InputError(
            f"expected numbers, or texts as labels, got type '{short(descr[1])}' in '{short(name)}': save numbers",
            "data.source",
        )
    kind = np.dtype(descr[1])
    shape = tuple(int(side) for side in dimensions[1].replace(" ", "").split(",") if side)
    if math.prod(shape) * kind.itemsize != len(content) - start:
        raise broken
    try:
        return np.ndarray(shape, kind, content, start, order="F" if order[1] == "True" else "C")
    except (ValueError, OverflowError) as error:  # of dimensions that are none, as (0, 10**30)
        raise broken from error


def bad_labels(name: str) -> InputError:
    return InputError(
        f"expected a label for each image, texts or whole numbers, got others in '{short(name)}': number the classes",
        "data.source",
    )


def told_size(shape: Sequence[int]) -> str:
    return f"{shape[1]:,} x {shape[0]:,}"


def check_values(pixels: NDArray[Any], name: str) -> None:
    """Refuse pixels that are not from 0 to 255."""
    if not (pixels.min(initial=0) >= 0 and pixels.max(initial=0) <= 255):
        raise InputError(
            f"expected pixels from 0 to 1, or from 0 to 255, got others in '{short(name)}': scale them so",
            "data.source",
        )


def as_bytes(parts: Sequence[NDArray[Any]]) -> tuple[Bytes, int]:
    """Pixels of whatever numbers from 0 to 255 as bytes, and their peak."""
    brightest = max(part.max(initial=0) for part in parts)
    if all(part.dtype.kind in "bui" or (part == np.floor(part)).all() for part in parts):
        peak = next(peak for peak in PEAKS if brightest <= peak)
        return np.concatenate([part.astype(np.uint8) for part in parts]), peak
    scale = 255.0 if brightest <= 1 else 1.0
    return np.concatenate([np.floor(scale * part.astype(np.float64) + 0.5).astype(np.uint8) for part in parts]), 255


def greys_of(pixels: Bytes) -> Bytes:
    """Pixels (n, height, width, 3 or 4) as greys (n, height, width)."""
    flat = pixels.reshape(-1, pixels.shape[3])
    greys = np.empty(len(flat), np.uint8)
    converter = Converter(min(len(flat), BLOCK), target=0)
    for first in range(0, len(flat), BLOCK):
        block = flat[first : first + BLOCK]
        greys[first : first + len(block)] = converter.grey(block)
    return greys.reshape(pixels.shape[:3])


def texts(labels: NDArray[Any], name: str) -> list[str]:
    """Labels as the names of classes."""
    if labels.dtype.kind == "U":
        coding = "utf-32-be" if labels.dtype.str.startswith(">") else "utf-32-le"
        rows = np.ascontiguousarray(labels).view(np.uint8).reshape(len(labels), -1)
        try:  # not by NumPy, which fails in its own way at what are no characters
            return [row.tobytes().decode(coding).rstrip("\0") for row in rows]
        except UnicodeDecodeError as error:
            raise bad_labels(name) from error
    if not (np.abs(labels.astype(np.float64)) < 1e15).all() or (labels != np.floor(labels)).any():
        raise bad_labels(name)
    return [str(int(label)) for label in labels]


# pictures


def pictures_of(files: Sequence[File]) -> list[File]:
    """The files that are pictures by their names, hidden ones left out, in the order of their paths."""
    return sorted(
        (file for file in files if file.path.lower().endswith(SUFFIXES) and not any(map(hidden, file.path.split("/")))),
        key=lambda file: file.path,
    )


def check_bytes(files: Sequence[File]) -> None:
    size = sum(file.size for file in files)
    if size > IMAGES.limit:
        raise too_large(size, IMAGES)


def read_pictures(files: Sequence[File], name: str, size: int | None) -> Images:
    """The pictures in an archive or folder, classes by folder or by name; each is decoded only when all can be."""
    pictures = pictures_of(files)
    if not pictures:
        raise InputError(
            f"expected pictures ({FORMATS}), got none in '{short(name)}': put them there, a folder for each class",
            "data.source",
        )
    check_unpacked(sum(file.size for file in pictures), name)
    check_count(len(pictures), name)
    labels = class_names([file.path for file in pictures])
    classes = sorted_classes(labels, name)
    sizes, pixels = set(), 0
    for file in pictures:
        width, height = measure(read_picture_file(file), file.path, least=1)
        sizes.add((width, height))
        pixels += width * height
        if pixels > LIMITS.archive_pixels:
            raise InputError(
                f"expected pictures of at most {LIMITS.archive_pixels:,} pixels altogether, got more in "
                f"'{short(name)}': scale them down",
                "data.source",
            )
    target = target_size(sizes, size)
    found = np.empty((len(pictures), target[1], target[0]), np.uint8)
    converter = Converter(max(width * height for width, height in sizes), target=target[0] * target[1])
    for k, file in enumerate(pictures):
        picture = decode(read_picture_file(file), file.path, least=1)
        greys, own = converter.grey(picture), (picture.shape[1], picture.shape[0])
        found[k].ravel()[:] = greys if own == target else converter.shrink(greys, own, target)
    return images(name, found, 255, labels, classes)


def read_picture_file(file: File) -> bytes:
    if file.size > PICTURE.limit:
        raise too_large(file.size, PICTURE)
    return file.read()


def class_names(paths: Sequence[str]) -> list[str]:
    """For each picture its folder's name, or when all lie in the same one the leading part of its own."""
    folders = [path.rpartition("/")[0] for path in paths]
    if len(set(folders)) == 1:
        return [leading(path.rpartition("/")[2]) for path in paths]
    if "" in folders:
        raise InputError(
            f"expected each picture in the folder of its class, got '{short(paths[folders.index('')])}' "
            "beside the folders: move it into one",
            "data.source",
        )
    return [folder.rpartition("/")[2] for folder in folders]


def leading(name: str) -> str:
    """What a file's name says of its class: 7 of 7_0001.png, cat of cat.12.jpg, dog of dog3.png."""
    stem = name.rpartition(".")[0]
    part = re.split("[_. -]", stem, maxsplit=1)[0]
    return part.rstrip("0123456789") or part or stem
