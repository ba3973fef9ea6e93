"""What the pool and its workers tell each other: messages of MessagePack, each after its length, over pipes.

Nothing is unpickled, and no worker needs the main module of whoever makes a film.
"""

import threading
from typing import Any, BinaryIO, TypeVar, get_origin

import msgspec
import numpy as np
from numpy.typing import NDArray

from neuroglow.video.captions import Line
from neuroglow.video.options import Options
from neuroglow.video.storyboard import Storyboard


class Job(msgspec.Struct, frozen=True, tag=True):
    """A film. recipe: the run as a .glow file. script: MessagePack. kind: of the file, such as ".mp4". captions: those
    that are drawn into the picture. track: seconds of the sound that it has. painter: the module that paints."""

    recipe: bytes
    storyboard: Storyboard
    script: bytes
    options: Options
    kind: str
    captions: tuple[Line, ...] = ()
    track: float = 0.0
    painter: str = "neuroglow.video.painter"


class Segment(msgspec.Struct, frozen=True, tag=True):
    """Frames from `start` to before `stop`, as the file has them."""

    index: int
    start: int
    stop: int


class Colours(msgspec.Struct, frozen=True, tag=True):
    """How often which colours are seen in this frame."""

    index: int
    frame: int


class Palette(msgspec.Struct, frozen=True, tag=True):
    """The colours of a GIF: (256, 3) bytes, the last one transparent."""

    colours: bytes


class Painted(msgspec.Struct, frozen=True, tag=True):
    """So many frames more are done."""

    frames: int


class Done(msgspec.Struct, frozen=True, tag=True):
    """What was asked for: a segment, or the colours of a frame."""

    index: int
    parts: list[bytes]


class Failed(msgspec.Struct, frozen=True, tag=True):
    """Why a worker cannot go on. sentence: for users; else what went wrong, for us."""

    sentence: str
    trace: str = ""


T = TypeVar("T")
Asked = Job | Segment | Colours | Palette
Told = Painted | Done | Failed
_WRITING = threading.Lock()


def pack(script: msgspec.Struct) -> bytes:
    """A script as MessagePack, its arrays too."""
    return msgspec.msgpack.encode(script, enc_hook=packed)


def unpack(content: bytes, kind: type[T]) -> T:
    """A script of this type again."""
    return msgspec.msgpack.decode(content, type=kind, dec_hook=unpacked)


def packed(array: Any) -> tuple[str, bytes]:
    if not isinstance(array, np.ndarray):
        raise NotImplementedError(f"{type(array)} in a script")
    return array.dtype.str, array.tobytes()


def unpacked(kind: Any, array: Any) -> NDArray[Any]:
    if get_origin(kind) is not np.ndarray:
        raise NotImplementedError(f"{kind} in a script")
    return np.frombuffer(array[1], array[0])


def send(pipe: BinaryIO, message: Asked | Told) -> None:
    """Write a message; raises OSError when nobody reads any more."""
    content = msgspec.msgpack.encode(message)
    with _WRITING:
        pipe.write(len(content).to_bytes(8, "little") + content)
        pipe.flush()


def received(pipe: BinaryIO) -> bytes | None:
    """The next message; None: whoever wrote has gone."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "little")
    content = pipe.read(size)
    return content if len(content) == size else None
