"""Writes tests/fixtures/images, which both readers are held to: `python -m tests.data.fixtures`.

What is expected comes from the arrays that the files are made of, scaled and turned grey here by the book.
"""

import base64
import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

FOLDER = Path(__file__).parents[1] / "fixtures" / "images"
Bytes = NDArray[np.uint8]

cases: list[dict[str, Any]] = []
"""What is opened, and what comes of it: own data, whose pixels may differ by `within`, or a message."""

CUT = "which is cut off or damaged: save or download it anew"
ARRAYS = "expected arrays images and labels (or x_train and y_train, x and y, data and target)"
PIXELS = "expected pixels of shape (n, height, width), (n, height, width, 1, 3 or 4) or (n, side * side)"
BAD_LABELS = "expected a label for each image, texts or whole numbers, got others in 'labels': number the classes"
BAD_PIXELS = "expected pixels from 0 to 1, or from 0 to 255, got others in 'images': scale them so"
TOGETHER = "check that they belong together"
LABELS = "expected labels in IDX form (bytes in 1 dimension), got other data in '{}': download it anew"
NONE = "expected pictures (PNG, JPEG or WebP), got none in '{}': put them there, a folder for each class"
OUTSIDE = "expected paths that stay inside the archive, got '{}' in '{}': pack the folder anew"


def write(name: str, content: bytes) -> bytes:
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return content


def refused(name: str, content: bytes | None, message: str, *, size: int | None = None, beside: str = "") -> None:
    """A file that is refused with this message, in which {} is its name. No content: it is there already."""
    if content is not None:
        write(name, content)
    paths = [name, beside] if beside else [name]
    told = message.format(name)
    cases.append({"open": name, "paths": paths, "size": size, "error": told, "field": "data.source"})


def accepted(
    name: str,
    content: bytes | None,
    pixels: NDArray[Any],
    classes: Sequence[str] = (),
    labels: Sequence[int] = (),
    *,
    peak: int = 255,
    size: int | None = None,
    paths: Sequence[str] = (),
    within: int = 0,
) -> None:
    """A file of a picture (height, width, 3), or with labels of grey images (n, height, width)."""
    if content is not None:
        write(name, content)
    height, width = pixels.shape[1:] if labels else pixels.shape[:2]
    plain = {"kind": "images" if labels else "picture", "name": name, "width": width, "height": height}
    if labels:
        plain |= {"peak": peak, "classes": list(classes), "labels": base64.b64encode(bytes(labels)).decode()}
    plain["pixels"] = base64.b64encode(pixels.astype(np.uint8).tobytes()).decode()
    cases.append({"open": name, "paths": list(paths) or [name], "size": size, "expected": plain, "within": within})


def gradient(height: int, width: int) -> Bytes:
    """Colours (height, width, 3) that differ from place to place."""
    y, x = np.mgrid[:height, :width]
    red, green, blue = 255 * x // max(1, width - 1), 255 * y // max(1, height - 1), (37 * x + 91 * y) % 256
    return np.stack([red, green, blue], -1).astype(np.uint8)


def grey(pixels: NDArray[Any]) -> Bytes:
    """(..., 3) as (...,)."""
    return np.asarray((pixels.astype(int) @ [299, 587, 114] + 500) // 1000, np.uint8)


def thrice(greys: NDArray[Any]) -> Bytes:
    """Greys (height, width) as colours."""
    return np.repeat(greys.astype(np.uint8)[:, :, None], 3, -1)


def over_white(pixels: NDArray[Any]) -> Bytes:
    """(..., 4) as (..., 3)."""
    colours, alpha = pixels[..., :3].astype(int), pixels[..., 3:].astype(int)
    return np.asarray((colours * alpha + 255 * (255 - alpha) + 127) // 255, np.uint8)


def scaled(pixels: NDArray[Any], width: int, height: int) -> Bytes:
    """(height, width, ...) by the mean over each area, a half upwards."""
    flat = pixels.reshape(*pixels.shape[:2], -1).astype(int)
    for axis, size in ((0, height), (1, width)):
        flat = np.repeat(flat, size, axis)
        shape = list(flat.shape)
        shape[axis : axis + 1] = [size, shape[axis] // size]
        flat = flat.reshape(shape).sum(axis + 1)
    area = pixels.shape[0] * pixels.shape[1]
    return np.asarray((2 * flat + area) // (2 * area), np.uint8).reshape(height, width, *pixels.shape[2:])


def all_scaled(images: NDArray[Any], width: int, height: int) -> Bytes:
    return np.stack([scaled(image, width, height) for image in images])


def encoded(picture: NDArray[Any] | Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(file, kind, **options)
    return file.getvalue()


def pictures() -> None:
    pixels = gradient(4, 6)
    accepted("colours.png", encoded(pixels), pixels)
    accepted("colours.png", None, pixels, size=256)
    accepted("colours.webp", encoded(pixels, "WEBP", lossless=True), pixels)
    accepted("grey.png", encoded(grey(pixels)), thrice(grey(pixels)))
    accepted("bits.png", encoded(grey(pixels) > 127), thrice(255 * (grey(pixels) > 127)))
    deep = np.arange(0, 60_000, 2_500, dtype=np.uint16).reshape(4, 6)
    accepted("deep.png", encoded(deep), thrice(deep >> 8), within=1)
    alpha = np.concatenate([pixels, np.arange(0, 264, 11, dtype=np.uint8).reshape(4, 6, 1)], -1)
    accepted("alpha.png", encoded(alpha), over_white(alpha), within=2)

    palette = np.array([[255, 0, 0], [0, 128, 0], [0, 0, 255], [250, 250, 210]], np.uint8)
    places = np.arange(24, dtype=np.uint8).reshape(4, 6) % 4
    image = Image.fromarray(places)
    image.putpalette(palette.tobytes())
    holes = np.where(places[:, :, None] == 2, 255, palette[places])
    accepted("palette.png", encoded(image), palette[places])
    accepted("holes.png", encoded(image, transparency=2), holes)
    others = [Image.fromarray(palette[(places + k) % 4]) for k in (1, 2)]
    frames = encoded(image.convert("RGB"), "WEBP", save_all=True, append_images=others, lossless=True)
    accepted("frames.webp", frames, palette[places])

    smooth = gradient(16, 24)
    smooth[:, :, 2] = 128
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    jpeg = encoded(smooth, "JPEG", quality=95, subsampling=0)
    decoded = np.asarray(Image.open(io.BytesIO(jpeg)))
    accepted("photo.jpg", jpeg, decoded, within=4)
    turned = encoded(smooth, "JPEG", quality=95, subsampling=0, exif=exif)
    accepted("turned.jpg", turned, np.rot90(decoded, -1), within=4)

    wide = gradient(10, 301)
    accepted("wide.png", encoded(wide), scaled(wide, 192, 6))
    accepted("wide.png", None, scaled(wide, 50, 2), size=50)
    refused("wide.png", None, "expected a size from 2 to 256 pixels, got 1,000: choose one of these", size=1000)

    small = "expected a picture at least 2 pixels wide and high, got 1 x 5 in '{}': choose a larger one"
    refused("line.png", encoded(gradient(5, 1)), small)
    large = "expected a picture of at most 25,000,000 pixels, got 81,000,000 in '{}': scale it down"
    refused("bomb.png", encoded(Image.new("1", (9000, 9000)), optimize=True), large)
    refused("cut.png", encoded(pixels)[:-40], "expected a whole picture, got '{}', " + CUT)
    refused("cut.jpg", jpeg[: len(jpeg) * 2 // 3], "expected a whole picture, got '{}', " + CUT)
    for name, content in (("notes.png", b"milk, eggs\n"), ("empty.jpg", b""), ("gif.png", encoded(image, "GIF"))):
        refused(name, content, "expected a picture (PNG, JPEG or WebP), got other data in '{}': save it as PNG")


def idx(*dimensions: int, content: NDArray[Any] | bytes, kind: int = 8) -> bytes:
    sizes = b"".join(size.to_bytes(4, "big") for size in dimensions)
    return bytes([0, 0, kind, len(dimensions)]) + sizes + bytes(content)


def idx_files() -> None:
    pixels = np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 2, 3)
    classes, labels = ["1", "7", "10"], [1, 0, 1, 2]
    images, named = idx(4, 2, 3, content=pixels.tobytes()), idx(4, content=bytes([7, 1, 7, 10]))

    pair = ("four-images-idx3-ubyte", "four-labels-idx1-ubyte")
    write(pair[1], named)
    accepted(pair[0], images, pixels, classes, labels, paths=pair)
    accepted(pair[0], None, all_scaled(pixels, 6, 4), classes, labels, paths=pair, size=6)
    refused(pair[0], None, "expected a size from 1 to 32 pixels, got 33: choose one of these", beside=pair[1], size=33)
    kind = "expected images in IDX form (bytes in 3 dimensions), got other data in '{}': open the file of images"
    refused(pair[1], None, kind)
    refused("other.gz", gzip.compress(b"a,b\n1,2\n", mtime=0), kind)

    pair = ("packed-images.idx3-ubyte.gz", "packed-labels.idx1-ubyte")
    write(pair[1], named)
    packed = gzip.compress(images, mtime=0)
    accepted(pair[0], packed, pixels, classes, labels, paths=pair)
    refused("cut-images-idx3-ubyte.gz", packed[:-12], "expected a whole file, got '{}', " + CUT)

    large = (np.arange(2 * 36 * 40) % 251).reshape(2, 36, 40)
    pair = ("large-images-idx3-ubyte", "large-labels-idx1-ubyte")
    write(pair[1], idx(2, content=b"\0\1"))
    content = idx(2, 36, 40, content=large.astype(np.uint8).tobytes())
    accepted(pair[0], content, all_scaled(large, 28, 25), ["0", "1"], [0, 1], paths=pair)

    length = "expected {} bytes after the header of '{{}}', as it says, got {}: download it anew"
    few = bytes(1000)
    refused("lying-images-idx3-ubyte", idx(60_000, 28, 28, content=few), length.format("47,040,000", "1,000"))
    refused("longer-images-idx3-ubyte", idx(3, 2, 2, content=bytes(13)), length.format("12", "more"))
    message = "expected at most 70,000 images, got 4,294,967,295 in '{}': keep a sample of them"
    refused("many-images-idx3-ubyte", idx(2**32 - 1, 28, 28, content=few), message)
    refused("one-images-idx3-ubyte", idx(1, 28, 28, content=few), "expected at least 2 images, got 1 in '{}': add some")
    message = "expected a picture at least 1 pixel wide and high, got 0 x 28 in '{}': choose a larger one"
    refused("flat-images-idx3-ubyte", idx(9, 28, 0, content=few), message)
    message = "expected a picture of at most 25,000,000 pixels, got 1,000,000,000 in '{}': scale it down"
    refused("huge-images-idx3-ubyte", idx(2, 50_000, 20_000, content=few), message)
    message = "expected at most 500 MB unpacked, got 70000 MB in '{}': keep a sample of them"
    refused("much-images-idx3-ubyte", idx(70_000, 1000, 1000, content=few), message)

    message = "expected labels in 'alone-labels-idx1-ubyte' beside '{}', got no such file: open both from one folder"
    refused("alone-images-idx3-ubyte", images, message)
    message = "expected a name such as train-images-idx3-ubyte, got '{}': name the files of images and labels so"
    refused("nameless.idx", images, message)
    for name, content, message in (
        ("fewer", idx(3, content=b"\0\1\2"), "expected a label for each of 4 images, got 3 in '{}': " + TOGETHER),
        ("short", idx(4, content=b"\0\1\2"), length.format("4", "3")),
        ("wrong", idx(4, content=b"\0\1\2\3", kind=9), LABELS),
    ):
        beside = f"{name}-labels-idx1-ubyte"
        write(beside, content)
        refused(f"{name}-images-idx3-ubyte", images, message.format(beside), beside=beside)
    write("same-labels-idx1-ubyte", idx(4, content=b"\3\3\3\3"))
    message = "expected at least 2 classes, got only '3' in '{}': add images of another, in a folder of its own"
    refused("same-images-idx3-ubyte", images, message, beside="same-labels-idx1-ubyte")


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of these files, the same bytes every time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def npy(values: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, values, allow_pickle=True)
    return file.getvalue()


def npz(method: int = zipfile.ZIP_DEFLATED, **arrays: NDArray[Any]) -> bytes:
    return zipped({f"{name}.npy": npy(values) for name, values in arrays.items()}, method)


def npz_files() -> None:
    pixels = np.arange(0, 256, 4, dtype=np.uint8).reshape(4, 4, 4)
    labels = np.array([3, -1, 12, 3])
    told = (["-1", "3", "12"], [1, 0, 2, 1])
    accepted("bytes.npz", npz(images=pixels, labels=labels), pixels, *told)
    other = npz(zipfile.ZIP_STORED, X=pixels.astype(">i4"), Y=labels.astype(np.float32))
    accepted("stored.npz", other, pixels, *told)
    accepted("flat.npz", npz(data=pixels.reshape(4, 16) + 0.0, target=labels[:, None]), pixels, *told)
    accepted("fortran.npz", npz(images=np.asfortranarray(pixels), labels=labels.astype(">i2")), pixels, *told)
    accepted("fractions.npz", npz(arr_0=(pixels / 255).astype(np.float32), arr_1=labels), pixels, *told)
    accepted("halves.npz", npz(images=np.maximum(pixels[..., None] - 0.5, 0), labels=labels), pixels, *told)
    first, rest = slice(0, 3), slice(3, None)
    joined = npz(x_test=pixels[rest], y_test=labels[rest] + 0.0, x_train=pixels[first], y_train=labels[first])
    accepted("joined.npz", joined, pixels, *told)
    sixteen = pixels // 16
    accepted("sixteen.npz", npz(data=sixteen + 0.0, target=labels), sixteen, *told, peak=16)
    spread = (510 * sixteen.astype(int) + 16) // 32
    accepted("sixteen.npz", None, all_scaled(spread, 2, 2), *told, size=2)
    words = npz(images=pixels > 100, labels=np.array(["b", "Zoë", "a", "b"]))
    accepted("words.npz", words, pixels > 100, ["Zoë", "a", "b"], [2, 0, 1, 2], peak=1)
    colours = np.stack([gradient(3, 3), gradient(3, 3)[::-1]])
    accepted("colours.npz", npz(images=colours, labels=np.array([True, False])), grey(colours), ["0", "1"], [1, 0])
    alpha = np.concatenate([colours, np.full((2, 3, 3, 1), 128, np.uint8)], -1)
    accepted("alpha.npz", npz(images=alpha, labels=np.array([1, 0])), grey(over_white(alpha)), ["0", "1"], [1, 0])

    pickled = np.array([{}] * 4)
    for name, array in (("images", npz(images=pickled, labels=labels)), ("labels", npz(images=pixels, labels=pickled))):
        message = f"expected plain numbers, got pickled objects in '{name}': save the array without objects"
        refused(f"pickled-{name}.npz", array, message)
    refused("names.npz", npz(a=pixels, b=labels), ARRAYS + ", got a, b in '{}': name them so")
    refused("nothing.npz", zipped({}), ARRAYS + ", got none in '{}': name them so")
    shape = npz(images=pixels.reshape(4, 2, 2, 2, 2), labels=labels)
    refused("shape.npz", shape, PIXELS + ", got (4, 2, 2, 2, 2) in 'images': reshape them")
    refused("vector.npz", npz(images=pixels.ravel(), labels=labels), PIXELS + ", got (64,) in 'images': reshape them")
    message = "expected numbers, or texts as labels, got type '<c16' in 'images': save numbers"
    refused("type.npz", npz(images=pixels * 1j, labels=labels), message)
    message = "expected a whole array, got 'images', which is cut off or damaged: save it anew"
    lying = npy(pixels).replace(b"(4, 4, 4)", b"(9, 4, 4)")
    refused("lying.npz", zipped({"images.npy": lying, "labels.npy": npy(labels)}), message)
    refused("text.npz", zipped({"images.npy": b"pixels", "labels.npy": npy(labels)}), message)
    refused("one.npz", npz(images=pixels[:1], labels=labels[:1]), "expected at least 2 images, got 1 in '{}': add some")
    message = "expected a label for each of 4 images, got 3 in 'labels': " + TOGETHER
    refused("fewer.npz", npz(images=pixels, labels=labels[:3]), message)
    refused("one-hot.npz", npz(images=pixels, labels=np.eye(4)), BAD_LABELS)
    refused("half-labels.npz", npz(images=pixels, labels=labels + 0.5), BAD_LABELS)
    message = "expected images of one size, got 4 x 4 in 'x_train' and 4 x 3 in 'x_test': scale them alike"
    refused("two-sizes.npz", npz(x_train=pixels, y_train=labels, x_test=pixels[:, :3], y_test=labels), message)
    refused("below.npz", npz(images=pixels - 1.0, labels=labels), BAD_PIXELS)
    refused("nan.npz", npz(images=np.where(pixels > 250, np.nan, pixels), labels=labels), BAD_PIXELS)
    refused("bytes.zip", npz(images=pixels, labels=labels), NONE)
    message = "expected a set of images (IDX, NPZ, a zip or a folder of pictures), got other data in '{}': "
    refused("plain.npz", b"images, labels\n", message + "pack the pictures as a zip")


def zip_files() -> None:
    shapes = np.stack([gradient(5, 4), gradient(5, 4)[::-1], gradient(5, 4)[:, ::-1]])
    first, second, third = (encoded(shape) for shape in shapes)
    greys = grey(shapes)
    folder = {"b/1.png": second, "a/1.PNG": first, "a/2.png": third, "readme.txt": b""}
    letters = zipped({f"letters/{path}": content for path, content in folder.items()}, zipfile.ZIP_DEFLATED)
    accepted("letters.zip", letters, greys[[0, 2, 1]], ["a", "b"], [0, 0, 1])
    for path, content in folder.items():
        write(f"letters/{path}", content)
    accepted("letters", None, greys[[0, 2, 1]], ["a", "b"], [0, 0, 1], paths=[f"letters/{path}" for path in folder])
    names = zipped({"10_1.png": third, "9-x.png": second, "10 a.png": first})
    accepted("names.zip", names, greys[[0, 2, 1]], ["9", "10"], [1, 1, 0])
    numbers = zipped({"12.png": second, "cat.12.png": third, "cat3.png": first})
    accepted("numbers.zip", numbers, greys[[1, 2, 0]], ["12", "cat"], [0, 1, 1])
    html = "<img src=x onerror=alert(1)>"
    hidden = {"__MACOSX/a/._1.png": b"", "./a/1.png": first, "a/.2.png": b"", f"{html}/1.png": second, "ä/1.png": third}
    accepted("hidden.zip", zipped(hidden), greys[[1, 0, 2]], [html, "a", "ä"], [0, 1, 2])
    larger = gradient(40, 30)
    sizes = zipped({"a/1.png": first, "b/1.png": encoded(larger)})
    for side, size in ((28, None), (7, 7)):
        images = np.stack([scaled(grey(pixels), side, side) for pixels in (shapes[0], larger)])
        accepted("sizes.zip", sizes, images, ["a", "b"], [0, 1], size=size)

    for name, path in (
        ("climbing", "../../b.png"),
        ("absolute", "/etc/b.png"),
        ("drive", "C:/b.png"),
        ("back", "a\\b.png"),
    ):
        content = zipped({"a/1.png": first, path: second})
        refused(f"{name}.zip", content, OUTSIDE.format(path, f"{name}.zip"))
    refused(
        "backslash.zip", zipped({"a\\1.png": first, "b/1.png": second}), OUTSIDE.format("a\\1.png", "backslash.zip")
    )
    pair = {"a/1.png": first, "b/1.png": second}
    stored, deflated = zipped(pair), zipped(pair, zipfile.ZIP_DEFLATED)
    message = "expected files without a password, got 'a/1.png' with one in '{}': pack them without"
    refused("locked.zip", changed(stored, stored.index(b"PK\1\2") + 8, 1), message)
    message = "expected files that are stored or deflated, got 'a/1.png' packed otherwise in '{}': "
    refused("bzip2.zip", zipped(pair, zipfile.ZIP_BZIP2), message + "pack them as an ordinary zip")
    refused(
        "changed.zip", changed(stored, stored.index(second) + 60, 1), "expected a whole file, got 'b/1.png', " + CUT
    )
    size = deflated.index(b"PK\1\2") + 24
    refused("lying.zip", changed(deflated, size, 16), "expected a whole file, got 'a/1.png', " + CUT)
    refused("cut.zip", stored[:-30], "expected a whole file, got '{}', " + CUT)
    message = "expected each picture in the folder of its class, got 'thumb.png' beside the folders: move it into one"
    refused("beside.zip", zipped({"a/1.png": first, "thumb.png": second}), message)
    message = "expected at least 2 classes, got only 'IMG' in '{}': add images of another, in a folder of its own"
    refused("one-class.zip", zipped({"IMG_1.png": first, "IMG_2.png": second}), message)
    refused("one.zip", zipped({"a/1.png": first}), "expected at least 2 images, got 1 in '{}': add some")
    refused("nothing.zip", zipped({"a.txt": b"", ".b.png": first}), NONE)
    message = "expected a picture of at most 25,000,000 pixels, got 81,000,000 in 'b/1.png': scale it down"
    refused("bomb.zip", zipped({"a/1.png": first, "b/1.png": (FOLDER / "bomb.png").read_bytes()}), message)
    message = "expected a picture (PNG, JPEG or WebP), got other data in 'b/1.png': save it as PNG"
    refused("text.zip", zipped({"a/1.png": first, "b/1.png": b"milk, eggs\n"}), message)
    cut = zipped({"a/1.png": first, "b/1.png": second[:-30]})
    refused("cut-picture.zip", cut, "expected a whole picture, got 'b/1.png', " + CUT)


def changed(content: bytes, place: int, bits: int) -> bytes:
    """The same bytes but for these bits at this place."""
    return content[:place] + bytes([content[place] ^ bits]) + content[place + 1 :]


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    pictures()
    idx_files()
    npz_files()
    zip_files()
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    write("cases.json", f"[\n{lines}\n]\n".encode())


if __name__ == "__main__":
    main()
