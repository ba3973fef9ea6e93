"""Protocol buffers, as far as an ONNX file needs them: fields of whole numbers, bytes, texts and messages.

https://protobuf.dev/programming-guides/encoding: every field is its number and kind, then its value.
"""

from collections.abc import Iterable

Value = int | str | bytes
Fields = Iterable[tuple[int, Value]]


def message(fields: Fields) -> bytes:
    """A message of (number, value) in this order; a message within it is given as its bytes."""
    return b"".join(field(number, value) for number, value in fields)


def field(number: int, value: Value) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    """A whole number, not negative, seven bits a byte, the lowest first; all but the last byte have the highest bit."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)
