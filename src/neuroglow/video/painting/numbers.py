"""Numbers as people read them, written as the page writes them (web/src/views/numbers.ts)."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\N{MINUS SIGN}"


def fixed(value: float, digits: int) -> str:
    """With so many decimals; a tie goes away from zero, as in JavaScript's toFixed."""
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=400)):f}"


def exponential(value: float, digits: int) -> str:
    """As JavaScript's toExponential: `1.234e+6`."""
    if value == 0:
        return f"{fixed(0, digits)}e+0"
    rounded = Context(prec=digits + 1, rounding=ROUND_HALF_UP).create_decimal(Decimal(value))
    exponent = rounded.adjusted()
    return f"{rounded.scaleb(-exponent):.{digits}f}e{exponent:+d}"


def precise(value: float, figures: int) -> str:
    """So many figures that matter, without zeros at the end."""
    rounded = Context(prec=figures, rounding=ROUND_HALF_UP).create_decimal(Decimal(value))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def loss(value: float) -> str:
    """Of a readout: four decimals where they say something, else powers of ten."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞"
    if value >= 1e6:
        return exponential(value, 3)
    if value >= 100:
        return fixed(value, 2)
    return fixed(value, 4) if value >= 1e-3 or value == 0 else exponential(value, 2)


RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "+")


def scientific(value: float) -> str:
    """With its power of ten: `3.20·10¹⁸`."""
    digits, exponent = exponential(value, 2).split("e")
    return f"{digits.replace('-', MINUS)}·10{exponent.translate(RAISED)}"


def grouped_loss(value: float) -> str:
    """As people read it: large ones in groups of three digits, tiny ones with their power of ten."""
    if value >= 1e9:
        return scientific(value) if math.isfinite(value) else "∞"
    if not value >= 1000:
        return scientific(value) if 0 < value < 1e-3 else loss(value)
    return f"{Decimal(fixed(value, 2 if value < 10_000 else 0)):,}"


def percent(share: float, decimals: int = 1) -> str:
    """Of a share from 0 to 1."""
    return "–" if math.isnan(share) else f"{fixed(share * 100, decimals)} %"  # noqa: RUF001 (a dash: there is none)


def short(value: float) -> str:
    """Few characters, for a tick."""
    if not math.isfinite(value):
        return str(value)
    size = abs(value)
    if size >= 1e9 or 0 < size < 1e-3:
        text = exponential(size, 0).replace("+", "")
    elif size >= 1e6:
        text = f"{precise(size / 1e6, 3)}M"
    elif size >= 1e4:
        text = f"{precise(size / 1e3, 3)}k"
    else:
        text = precise(size, 2 if size < 100 else 4)
    return MINUS + text if value < 0 else text


def brief(value: float) -> str:
    """An activation, inside a neuron."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    return fixed(value, 2).replace("-", MINUS) if abs(value) < 10 else short(value)


def grouped(value: float) -> str:
    """1,000 or 250,000."""
    return f"{round(value):,}"


def answer(value: float) -> str:
    """Of an output: always as many characters, so that nothing moves while numbers change."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    size = abs(value)
    text = exponential(size, 0).replace("+", "") if size >= 1e4 else fixed(size, 0 if size >= 100 else 3)
    return MINUS + text if value < 0 and float(text) != 0 else text
