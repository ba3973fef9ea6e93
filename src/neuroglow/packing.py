"""Plain values as the short text that stands in a link, and back; the page does the same in web/src/run/packing.ts.

JSON as JavaScript writes it, deflated, behind a checksum of what was deflated, in the letters of base64url. Both hosts
write the same JSON for the same values.
"""

import base64
import json
import re
import zlib
from typing import Any

from neuroglow.errors import InputError
from neuroglow.experiment import parse_json
from neuroglow.limits import LIMITS
from neuroglow.values import shown

FIELD = "link"
CHECKSUM = 4  # bytes
TEXT = re.compile(r"[A-Za-z0-9_-]+")
SURROGATE = re.compile(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")
"""Half a character, as JSON can write it: no text that we write has one, and the hosts read them differently."""


def pack(value: object) -> str:
    """The text of a plain value."""
    squeezed = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    content = squeezed.compress(written(value).encode()) + squeezed.flush()
    checksum = zlib.crc32(content).to_bytes(CHECKSUM, "big")
    return base64.urlsafe_b64encode(checksum + content).rstrip(b"=").decode()


def unpack(text: str) -> Any:
    """The plain value of a text. Raises InputError when it is not as it was packed, or unpacks to too much."""
    if not TEXT.fullmatch(text) or len(text) % 4 == 1:
        raise damaged()
    packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    content = packed[CHECKSUM:]
    if zlib.crc32(content).to_bytes(CHECKSUM, "big") != packed[:CHECKSUM]:
        raise damaged()
    try:
        unpacked = inflated(content).decode()
    except (UnicodeDecodeError, zlib.error) as error:
        raise damaged() from error
    if SURROGATE.search(unpacked):
        raise damaged()
    try:
        return parse_json(unpacked)
    except InputError as error:
        raise damaged() from error


def inflated(content: bytes) -> bytes:
    """The bytes that were deflated, which are never more than may be."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    found = inflate.decompress(content, LIMITS.link_bytes + 1)
    if len(found) > LIMITS.link_bytes:
        raise InputError(
            f"expected a link that unpacks to at most {LIMITS.link_bytes:,} bytes, got one of more: "
            "ask for the run as a .glow file",
            FIELD,
        )
    if not inflate.eof or inflate.unused_data:
        raise damaged()
    return found


def damaged() -> InputError:
    return InputError("expected a whole link, got one that was cut short or changed: copy it anew", FIELD)


def unknown(found: object) -> InputError:
    return InputError(
        f"expected a link as this neuroglow writes it, got {shown(found)} in it: open it with a newer neuroglow", FIELD
    )


def written(value: object) -> str:
    """A plain value as JavaScript's JSON.stringify writes it."""
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int() | float():
            return number(value)
        case dict():
            return "{" + ",".join(f"{written(key)}:{written(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(written, value)) + "]"
    raise TypeError(f"expected a plain value, got {type(value).__name__}")


def number(value: float) -> str:
    """A finite number as JavaScript writes it (ECMA-262, Number::toString); but -0 keeps its sign."""
    if isinstance(value, int) and abs(value) < 2**53:
        return str(value)
    text = repr(float(value))
    if text in ("0.0", "-0.0"):
        return text.removesuffix(".0") if text == "0.0" else text
    sign, text = ("-", text[1:]) if text[0] == "-" else ("", text)
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))  # 0.digits times 10^point
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        shown = digits.ljust(point, "0")
        return sign + shown[:point] + ("." + shown[point:] if len(shown) > point else "")
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    shown = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{shown}e{point - 1:+d}"
