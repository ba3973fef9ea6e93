"""exp, log, tanh, sin, cos and erf from + - * / and bits.

Every machine rounds + - * / and sqrt in the same way (IEEE 754), but each has its own libm. A function built from those
operations alone, in a fixed order, gives the same bits everywhere. Each one here stays within 2 units in the last
place of the exact value, and has no branches where a loop over many numbers should become SIMD instructions.
"""

import math
import struct

ROUND = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to an integer, which then stands in the lowest bits
LOG2_E = 1.4426950408889634
LN2_HIGH = 0.693145751953125  # ln 2 = LN2_HIGH + LN2_LOW; k * LN2_HIGH is exact for every exponent k
LN2_LOW = 1.42860682030941723212e-6
TWO_LOG2_E, HALF_LN2_HIGH, HALF_LN2_LOW = 2.0 * LOG2_E, 0.5 * LN2_HIGH, 0.5 * LN2_LOW
TWO_OVER_PI = 0.6366197723675814
SMALLEST_NORMAL = 2.2250738585072014e-308
INFINITY = float("inf")


def float_from_bits(bits):
    """The float64 whose 64 bits are those of the integer `bits`."""
    return struct.unpack("<d", struct.pack("<Q", bits & 0xFFFFFFFFFFFFFFFF))[0]


def bits_from_float(x):
    """The 64 bits of a float64 as an integer."""
    return struct.unpack("<q", struct.pack("<d", x))[0]


def power_of_two(k):
    """2^k for a whole float k in -1022..1023."""
    return float_from_bits((bits_from_float(k + ROUND) + 1023) << 52)


def exp(x):
    """e^x = 2^k e^r with |r| <= ln(2) / 2, and e^r = 1 + 2 r P / (Q - r P), P and Q of r^2 (Cephes, exp.c)."""
    x = 710.0 if x > 710.0 else x
    x = -746.0 if x < -746.0 else x
    k = (x * LOG2_E + ROUND) - ROUND
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    s = r * r
    p = r * ((1.26177193074810590878e-4 * s + 3.02994407707441961300e-2) * s + 1.0)
    q = ((3.00198505138664455042e-6 * s + 2.52448340349684104192e-3) * s + 2.27265548208155028766e-1) * s + 2.0
    half = (k * 0.5 + ROUND) - ROUND  # in two factors, because 2^k itself may be out of range where e^x is not
    return (1.0 + 2.0 * (p / (q - p))) * power_of_two(half) * power_of_two(k - half)


def tanh(x):
    """x + x^3 P(x^2) / Q(x^2) up to 0.625 (Cephes, tanh.c), 1 - 2 / (e^2|x| + 1) above, both over one division.

    Above, 2|x| = k ln 2 + 2 r, and e^2r = (Q + u) / (Q - u) with u / Q = tanh r from the same P and Q.
    """
    a = abs(x)
    a = 22.0 if a > 22.0 else a
    near = a < 0.625
    rounded = (0.0 if near else a * TWO_LOG2_E) + ROUND
    k = rounded - ROUND
    r = (a - k * HALF_LN2_HIGH) - k * HALF_LN2_LOW
    s = r * r
    p = (-9.64399179425052238628e-1 * s - 9.92877231001918586564e1) * s - 1.61468768441708447952e3
    q = ((s + 1.12811678491632931402e2) * s + 2.23548839060100448583e3) * s + 4.84406305325125486048e3
    v = r * s * p
    u = r * q + v
    scale = float_from_bits((bits_from_float(rounded) + 1023) << 52)
    w = q - u
    quotient = (v if near else -2.0 * w) / (q if near else scale * (q + u) + w)
    return math.copysign((a if near else 1.0) + quotient, x)


def log(x):
    """ln x = k ln 2 + ln m with m in sqrt(1/2)..sqrt(2), and ln m from s = (m - 1) / (m + 1) (fdlibm, e_log.c)."""
    tiny = x < SMALLEST_NORMAL
    bits = bits_from_float(x * 18014398509481984.0 if tiny else x)  # 2^54 makes a subnormal number normal
    shifted = bits - 0x3FE6A09E667F3BCD  # the bits of sqrt(1/2), rounded up
    exponent = shifted >> 52
    m = float_from_bits(bits - (exponent << 52))
    k = float(exponent) - (54.0 if tiny else 0.0)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
    odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
    half = 0.5 * f * f
    y = k * 0.6931471803691238 - ((half - (s * (half + (even + odd)) + k * 1.9082149292705877e-10)) - f)
    y = INFINITY if x == INFINITY else y
    y = -INFINITY if x == 0.0 else y
    return y if x >= 0.0 else x - x if x != x else INFINITY - INFINITY


def log1p(x):
    """ln(1 + x) without losing the digits of a small x: what rounding took from 1 + x is put back."""
    u = 1.0 + x
    rest = x - (u - 1.0)
    return log(u) + rest / u if 0.0 < u < 9007199254740992.0 else log(u)


def reduced(x):
    """x as quarter turns k and a rest r + tail in -pi/4..pi/4; pi/2 in three parts of 33 bits and a rest (fdlibm).

    Exact enough for |x| up to 2^20 pi/2, about 1.6 million; beyond, the rest is kept in its interval.
    """
    k = (x * TWO_OVER_PI + ROUND) - ROUND
    a = x - k * 1.57079632673412561417
    w = k * 6.07710050630396597660e-11
    b = a - w
    w = k * 2.02226624879595063154e-21 - ((a - b) - w)
    r = b - w
    tail = (b - r) - w
    r = 0.7853981633974483 if r > 0.7853981633974483 else r
    r = -0.7853981633974483 if r < -0.7853981633974483 else r
    tail = 0.0 if abs(tail) > 1e-9 else tail
    return k, r, tail


def sin_near_zero(r, tail):
    """sin(r + tail) for |r| <= pi/4 (fdlibm, k_sin.c)."""
    z = r * r
    p = 8.33333333332248946124e-03 + z * (
        -1.98412698298579493134e-04
        + z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10))
    )
    v = z * r
    return r - ((z * (0.5 * tail - v * p) - tail) + v * 1.66666666666666324348e-01)


def cos_near_zero(r, tail):
    """cos(r + tail) for |r| <= pi/4 (FreeBSD, k_cos.c)."""
    z = r * r
    p = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * 2.48015872894767294178e-05))
    p = p + (z * z) * (z * z) * (
        -2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)
    )
    half = 0.5 * z
    w = 1.0 - half
    return w + (((1.0 - w) - half) + (z * p - r * tail))


def sin(x):
    """sin x, for |x| up to 1.6 million."""
    k, r, tail = reduced(x)
    quarter = bits_from_float(k + ROUND) & 3
    y = cos_near_zero(r, tail) if quarter & 1 else sin_near_zero(r, tail)
    return -y if quarter & 2 else y


def cos(x):
    """cos x, for |x| up to 1.6 million."""
    k, r, tail = reduced(x)
    quarter = (bits_from_float(k + ROUND) + 1) & 3
    y = cos_near_zero(r, tail) if quarter & 1 else sin_near_zero(r, tail)
    return -y if quarter & 2 else y


def erf(x):
    """2/sqrt(pi) times the integral of e^(-t^2) from 0 to x (fdlibm, s_erf.c)."""
    t = abs(x)
    if t < 0.84375:
        z = x * x
        p = 1.28379167095512558561e-01 + z * (
            -3.25042107247001499370e-01
            + z * (-2.84817495755985104766e-02 + z * (-5.77027029648944159157e-03 + z * -2.37630166566501626084e-05))
        )
        q = 1.0 + z * (
            3.97917223959155352819e-01
            + z
            * (
                6.50222499887672944485e-02
                + z * (5.08130628187576562776e-03 + z * (1.32494738004321644526e-04 + z * -3.96022827877536812320e-06))
            )
        )
        return x + x * (p / q)
    if t < 1.25:
        s = t - 1.0
        p = -2.36211856075265944077e-03 + s * (
            4.14856118683748331666e-01
            + s
            * (
                -3.72207876035701323847e-01
                + s
                * (
                    3.18346619901161753674e-01
                    + s
                    * (-1.10894694282396677476e-01 + s * (3.54783043256182359371e-02 + s * -2.16637559486879084300e-03))
                )
            )
        )
        q = 1.0 + s * (
            1.06420880400844228286e-01
            + s
            * (
                5.40397917702171048937e-01
                + s
                * (
                    7.18286544141962662868e-02
                    + s
                    * (1.26171219808761642112e-01 + s * (1.36370839120290507362e-02 + s * 1.19844998467991074170e-02))
                )
            )
        )
        y = 8.45062911510467529297e-01 + p / q
        return -y if x < 0.0 else y
    if not t < 6.0:
        return x if x != x else (-1.0 if x < 0.0 else 1.0)
    s = 1.0 / (t * t)
    if t < 2.857142857142857:
        p = -9.86494403484714822705e-03 + s * (
            -6.93858572707181764372e-01
            + s
            * (
                -1.05586262253232909814e01
                + s
                * (
                    -6.23753324503260060396e01
                    + s
                    * (
                        -1.62396669462573470355e02
                        + s
                        * (
                            -1.84605092906711035994e02
                            + s * (-8.12874355063065934246e01 + s * -9.81432934416914548592e00)
                        )
                    )
                )
            )
        )
        q = 1.0 + s * (
            1.96512716674392571292e01
            + s
            * (
                1.37657754143519042600e02
                + s
                * (
                    4.34565877475229228821e02
                    + s
                    * (
                        6.45387271733267880336e02
                        + s
                        * (
                            4.29008140027567833386e02
                            + s
                            * (
                                1.08635005541779435134e02
                                + s * (6.57024977031928170135e00 + s * -6.04244152148580987438e-02)
                            )
                        )
                    )
                )
            )
        )
    else:
        p = -9.86494292470009928597e-03 + s * (
            -7.99283237680523006574e-01
            + s
            * (
                -1.77579549177547519889e01
                + s
                * (
                    -1.60636384855821916062e02
                    + s
                    * (-6.37566443368389627722e02 + s * (-1.02509513161107724954e03 + s * -4.83519191608651397019e02))
                )
            )
        )
        q = 1.0 + s * (
            3.03380607434824582924e01
            + s
            * (
                3.25792512996573918826e02
                + s
                * (
                    1.53672958608443695994e03
                    + s
                    * (
                        3.19985821950859553908e03
                        + s
                        * (2.55305040643316442583e03 + s * (4.74528541206955367215e02 + s * -2.24409524465858183362e01))
                    )
                )
            )
        )
    z = float_from_bits(bits_from_float(t) & -4294967296)  # the upper half of the digits: z * z is exact
    y = 1.0 - exp(-z * z - 0.5625) * exp((z - t) * (z + t) + p / q) / t
    return -y if x < 0.0 else y


def power(base, exponent):
    """base^exponent for a whole exponent >= 0, by squaring."""
    result = 1.0
    while exponent > 0:
        if exponent & 1:
            result *= base
        base *= base
        exponent >>= 1
    return result
