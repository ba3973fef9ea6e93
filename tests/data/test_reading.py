"""The readers of pictures and sets of images: held to docs/images.md by the fixtures that the page reads too."""

import base64
import io
import json
import os
import re
import struct
import time
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from neuroglow.data import archives, images
from neuroglow.data.own import Images, Picture
from neuroglow.data.reading import kind_of, read_images, read_picture
from neuroglow.errors import InputError
from neuroglow.limits import LIMITS
from tests.data.fixtures import FOLDER, encoded, gradient, grey, idx, npz, scaled, zipped
from tests.sentences import SENTENCE, is_sentence_or_nothing, refusal

CASES = [
    pytest.param(case, id=f"{case['open']}-{case['size']}")
    for case in json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
]
SMALL = sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.stat().st_size < 3000)
QUICK = settings(deadline=timedelta(seconds=10), max_examples=200)


def read(path: Path, size: int | None = None) -> Picture | Images:
    kind = kind_of(path)
    assert kind in ("picture", "images")
    return (read_picture if kind == "picture" else read_images)(path, size)


def refused(path: Path) -> str:
    """The sentence with which a file is refused, at once."""
    before = time.perf_counter()
    message = refusal(read, path)
    assert time.perf_counter() - before < 10
    assert SENTENCE.fullmatch(message)
    return message


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("case", CASES)
def test_the_readers_follow_the_written_rules(case: dict[str, Any]) -> None:
    path = FOLDER / case["open"]
    if "error" in case:
        with pytest.raises(InputError) as raised:
            read(path, case["size"])
        assert (raised.value.message, raised.value.field) == (case["error"], case["field"])
        return
    found, expected = json.loads(json.dumps(read(path, case["size"]).to_plain())), case["expected"]
    pixels, right = (
        np.frombuffer(base64.b64decode(plain["pixels"]), np.uint8).astype(int) for plain in (found, expected)
    )
    assert found | {"pixels": ""} == expected | {"pixels": ""}
    assert pixels.shape == right.shape
    assert np.abs(pixels - right).max() <= case["within"]


def test_every_kind_of_message_in_the_document_is_in_a_fixture_or_in_a_test() -> None:
    document = (Path(__file__).parents[2] / "docs" / "images.md").read_text(encoding="utf-8")
    errors = document.partition("## Errors")[2]
    beginnings = {re.split(r"['\d(]", message)[0] for message in re.findall(r"`(expected [^`]*)`", errors)}
    held = "\n".join(path.read_text(encoding="utf-8") for path in (Path(__file__), FOLDER / "cases.json"))
    assert [beginning for beginning in beginnings if beginning.strip() not in held] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.CSV", "table"),
        ("a.tsv", "table"),
        ("a.parquet", "parquet"),
        ("photo.JPeG", "picture"),
        ("mnist.npz", "images"),
        ("train-images-idx3-ubyte", "images"),
        ("train-images.idx3-ubyte.gz", "images"),
        ("moving.gif", None),
        ("spiral", None),
        ("mine.glow", None),
        ("no\0name", None),
    ],
)
def test_what_a_name_promises(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_a_folder_promises_images(tmp_path: Path) -> None:
    assert kind_of(tmp_path) == "images"


# pictures


@given(st.integers(2, 40), st.integers(2, 40), st.integers(0, 2**32 - 1))
@QUICK
def test_an_opaque_picture_keeps_its_bytes(tmp_path_factory: pytest.TempPathFactory, w: int, h: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (h, w, 3), np.uint8)
    found = read_picture(written(tmp_path_factory.mktemp("picture") / "a.png", encoded(pixels)))
    assert (found.width, found.height, found.pixels) == (w, h, pixels.tobytes())


@pytest.mark.parametrize("way", range(1, 9))
@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_a_picture_is_turned_as_its_exif_says(tmp_path: Path, way: int, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = way
    pixels = np.zeros((16, 32, 3), np.uint8)
    pixels[:8, :16] = 255  # the corner that is the first one, as it is stored
    found = read_picture(written(tmp_path / f"a.{kind}", encoded(pixels, kind.replace("jpg", "jpeg"), exif=exif)))
    assert (found.width, found.height) == ((32, 16) if way < 5 else (16, 32))
    shown = np.frombuffer(found.pixels, np.uint8).reshape(found.height, found.width, 3)
    corners = [bool(shown[y, x].mean() > 128) for y, x in ((2, 2), (2, -3), (-3, -3), (-3, 2))]
    assert corners.index(True) == {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[way]


def test_broken_exif_harms_no_picture_and_no_warning_is_heard(tmp_path: Path) -> None:
    broken = b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01\x05\0\xff\xff\xff\xff\x03"
    assert read_picture(written(tmp_path / "a.jpg", encoded(gradient(4, 6), "JPEG", exif=broken))).width == 6


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize("side", [5_001, 9_000, 14_000, 60_000, 2**31 - 1])
def test_no_header_makes_a_picture_too_large(tmp_path: Path, side: int) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000)))
    message = refused(written(tmp_path / "bomb.png", content))
    assert f"of at most 25,000,000 pixels, got {side * side:,}" in message or "which is cut off or damaged" in message


def test_a_text_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    whole = encoded(gradient(4, 6))
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000)))
    message = refused(written(tmp_path / "a.png", whole[:33] + text + whole[33:]))
    assert "expected a whole picture, got 'a.png'" in message


def test_pictures_of_every_mode_are_read(tmp_path: Path) -> None:
    plain = Image.fromarray(gradient(8, 8))
    for mode, kind in (("L", "png"), ("LA", "png"), ("P", "png"), ("1", "png"), ("CMYK", "jpeg"), ("YCbCr", "jpeg")):
        found = read_picture(written(tmp_path / f"{mode}.{kind}", encoded(plain.convert(mode), kind)))
        assert (found.width, found.height) == (8, 8)
        found.check()


@pytest.mark.parametrize("name", ["a.png", "a.zip", "a.npz"])
def test_two_gigabytes_are_refused_without_being_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(2_147_483_648)
    kind = "picture of at most 100" if name == "a.png" else "set of images of at most 500"
    assert refused(path).startswith(f"expected a {kind} MB, got 2147 MB")


@pytest.mark.parametrize("name", ["absent.png", "absent.zip", "absent-images-idx3-ubyte"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name).startswith("expected a file that can be read")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of Unix")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert refused(tmp_path / "a.png").startswith("expected a file, got")


@pytest.mark.parametrize("size", [0, 1, -5, 257, 10**30, 2.5, True])
def test_a_picture_has_a_size_that_fits(size: Any) -> None:
    message = refusal(read_picture, FOLDER / "colours.png", size)
    assert message.startswith("expected a size from 2 to 256 pixels")


# sets of images


def test_a_hundred_thousand_files_are_refused_by_the_directory(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for k in range(100_000):
            archive.writestr(f"{k % 10}/{k}.png", b"")
    path = written(tmp_path / "many.zip", target.getvalue())
    message = refused(path)
    assert message == "expected at most 20,000 files, got more in 'many.zip': keep a sample of them"


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LIMITS", type(LIMITS)(archive_files=5))
    (tmp_path / ".hidden").mkdir()
    for k in range(6):
        written(tmp_path / ".hidden" / f"{k}.png", b"")
        written(tmp_path / f"{k}.png", encoded(gradient(2, 2)))
    assert "expected at most 5 files, got more in" in refused(tmp_path)
    (tmp_path / "5.png").unlink()
    assert len(read_images(tmp_path).labels) == 5


def test_a_set_has_limits_of_bytes_pixels_and_classes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = encoded(gradient(5, 4))
    path = written(tmp_path / "set.zip", zipped({f"{k}/1.png": one for k in range(101)}))
    assert "expected at most 100 classes, got 101 in 'set.zip'" in refused(path)
    path = written(tmp_path / "set.zip", zipped({f"{k}/1.png": one for k in range(9)}))
    monkeypatch.setattr(images, "LIMITS", type(LIMITS)(archive_pixels=179))
    assert "expected pictures of at most 179 pixels altogether, got more in 'set.zip'" in refused(path)
    monkeypatch.setattr(images, "LIMITS", LIMITS)
    monkeypatch.setattr(archives, "LIMITS", type(LIMITS)(archive_bytes=9 * len(one) - 1))
    assert "expected at most 0 MB unpacked, got 0 MB in 'set.zip'" in refused(path)
    monkeypatch.setattr(images, "IMAGES", images.IMAGES._replace(limit=9 * len(one) - 1))
    folder = tmp_path / "folder"
    for k in range(9):
        folder.joinpath(str(k)).mkdir(parents=True)
        written(folder / str(k) / "1.png", one)
    assert "expected a set of images of at most 0 MB, got 0 MB" in refused(folder)


def test_an_entry_that_swells_is_unpacked_no_further_than_it_says(tmp_path: Path) -> None:
    whole = bytearray(zipped({"a/1.png": bytes(100_000_000), "b/1.png": b""}, zipfile.ZIP_DEFLATED))
    place = whole.index(b"PK\1\2") + 24
    whole[place : place + 4] = struct.pack("<I", 100)
    assert "got 'a/1.png', which is cut off or damaged" in refused(written(tmp_path / "bomb.zip", bytes(whole)))


@pytest.mark.parametrize("extra", [b"", b"trailing"])
def test_a_directory_that_lies_about_itself_is_refused(tmp_path: Path, extra: bytes) -> None:
    whole = bytearray(zipped({"a/1.png": encoded(gradient(2, 2)), "b/1.png": encoded(gradient(3, 3))}) + extra)
    end = whole.index(b"PK\5\6")
    for place, value in ((end + 10, 9), (end + 16, 2**31), (end + 16, 3)):
        lying = bytearray(whole)
        struct.pack_into("<H" if place == end + 10 else "<L", lying, place, value)
        assert "got 'a.zip', which is cut off or damaged" in refused(written(tmp_path / "a.zip", bytes(lying)))


def test_many_images_are_scaled_like_each_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (11, 9, 7), np.uint8)
    path = written(tmp_path / "set.npz", npz(images=pixels, labels=np.arange(11)))
    expected = b"".join(scaled(image, 4, 5).tobytes() for image in pixels)
    for block in (1, 200, 1 << 20):
        monkeypatch.setattr(images, "BLOCK", block)
        assert read_images(path, 5).pixels == expected


def test_blocks_of_colours_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (11, 9, 7, 3), np.uint8)
    path = written(tmp_path / "set.npz", npz(images=pixels, labels=np.arange(11)))
    monkeypatch.setattr(images, "BLOCK", 100)
    assert read_images(path).pixels == grey(pixels).tobytes()


def test_the_set_does_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    files = {f"{'ab'[k % 2]}/{k}.png": encoded(gradient(3, 3 + k % 2)) for k in range(6)}
    one = read_images(written(tmp_path / "set.zip", zipped(files)))
    other = read_images(written(tmp_path / "set.zip", zipped(dict(reversed(files.items())))))
    assert one == other


def test_the_labels_lie_beside_the_images_in_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "images-idx3"
    folder.mkdir()
    path = written(folder / "t10k-images-idx3-ubyte", idx(2, 1, 1, content=b"\1\2"))
    written(folder / "t10k-labels-idx1-ubyte", idx(2, content=b"\0\1"))
    assert read_images(path).classes == ("0", "1")


def test_unusual_labels(tmp_path: Path) -> None:
    pixels = np.zeros((3, 2, 2), np.uint8)
    for labels, classes in (
        (np.array([2**40, -1, 0]), ("-1", "0", str(2**40))),
        (np.array(["", "\t", "x" * 100]), ("", "\t", "x" * 100)),
        (np.array(["b", "a", "é"]).astype(">U3"), ("a", "b", "é")),
        (np.array([10**15, 1, 2], np.uint64), None),
        (np.array([np.inf, 1, 2]), None),
        (np.array([0xD800, 0x41, 0x42], np.uint32).view("<U1"), None),
        (np.array([0xFFFFFFFF, 0x41, 0x42], np.uint32).view("<U1"), None),
    ):
        path = written(tmp_path / "set.npz", npz(images=pixels, labels=labels))
        if classes is None:
            assert "expected a label for each image, texts or whole numbers, got others in 'labels'" in refused(path)
        else:
            assert read_images(path).classes == classes


@pytest.mark.parametrize("shape", ["(0, 1" + "0" * 30 + ")", "(" + "1, " * 66 + ")", "(" + "0, " * 66 + ")"])
def test_shapes_that_are_none(tmp_path: Path, shape: str) -> None:
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    array = b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + bytes(shape.startswith("(1"))
    files = {"images.npy": array, "labels.npy": array}
    assert "expected a whole array, got 'images'" in refused(written(tmp_path / "a.npz", zipped(files)))


def test_a_pair_without_images_adds_none(tmp_path: Path) -> None:
    pixels, labels = np.full((3, 2, 2), 7, np.uint8), np.arange(3)
    path = written(
        tmp_path / "a.npz", npz(x_train=pixels, y_train=labels, x_test=pixels[:0] + 0.5, y_test=labels[:0] + 0.5)
    )
    found = read_images(path)
    assert (found.pixels, found.peak, found.classes) == (pixels.tobytes(), 16, ("0", "1", "2"))


# any bytes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@given(
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"PK\3\4"]),
    st.binary(max_size=200),
    st.sampled_from(["a.png", "a.zip", "a.npz", "a-images-idx3-ubyte"]),
)
@QUICK
def test_any_bytes_are_refused_with_a_sentence(folder: Path, start: bytes, content: bytes, name: str) -> None:
    assert is_sentence_or_nothing(refusal(read, written(folder / name, start + content)))


@given(st.data())
@QUICK
def test_files_that_were_changed_are_read_or_refused_with_a_sentence(folder: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(SMALL))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    match data.draw(st.sampled_from(["as it is", "cut out", "twice", "end"])):
        case "cut out":
            del content[start:end]
        case "twice":
            content[start:start] = content[start:end]
        case "end":
            del content[end:]
    name = path.name if kind_of(path) in ("picture", "images") else "a.png"
    changed = written(folder / name, bytes(content))
    found: list[Picture | Images] = []
    assert is_sentence_or_nothing(refusal(lambda: found.append(read(changed))))
    for own in found:
        own.check()
