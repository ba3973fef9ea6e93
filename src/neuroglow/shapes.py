"""What the plain values in a link may be; the page gets the same shapes (web/src/run/shapes.ts)."""

import msgspec

from neuroglow.experiment import Rule


class Parts(msgspec.Struct, frozen=True, tag_field="kind", tag="parts"):
    """A list of so many things, each as its shape says."""

    parts: tuple["Shape", ...]


class Many(msgspec.Struct, frozen=True, tag_field="kind", tag="many"):
    """A list of at most `longest` things."""

    item: "Shape"
    longest: int


class Either(msgspec.Struct, frozen=True, tag_field="kind", tag="either"):
    """What fits one of these shapes."""

    shapes: tuple["Shape", ...]


class Nothing(msgspec.Struct, frozen=True, tag_field="kind", tag="nothing"):
    """null."""


Shape = Rule | Parts | Many | Either | Nothing


def choice(*choices: str) -> Rule:
    return Rule("choice", choices=choices)


def whole(low: int, high: int) -> Rule:
    return Rule("whole", low, high)


NUMBER = Rule("number", -1e300, 1e300)
FLAG = Rule("flag")


def fits(shape: Shape, value: object) -> bool:
    """Whether a plain value has this shape."""
    match shape:
        case Rule():
            return shape.fits(value)
        case Nothing():
            return value is None
        case Either(shapes):
            return any(fits(one, value) for one in shapes)
        case Many(item, longest):
            return isinstance(value, list | tuple) and len(value) <= longest and all(fits(item, one) for one in value)
        case Parts(parts):
            return (
                isinstance(value, list | tuple)
                and len(value) == len(parts)
                and all(fits(part, one) for part, one in zip(parts, value, strict=True))
            )
