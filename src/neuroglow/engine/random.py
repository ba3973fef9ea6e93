"""Random numbers that are the same everywhere: xoshiro128** of Blackman and Vigna, 32-bit words in 64-bit integers.

A generator is four words, passed in and handed back, so nothing is kept between calls. Seeding mixes the user's seed
with a stream (what the numbers are for) and a count (which epoch, say), so that the three seeds of an experiment give
unrelated numbers even when they are equal, and any epoch's order can be had without the epochs before it.
"""

import math

from .numbers import cos, log

WORD = 0xFFFFFFFF
DATA, NOISE, SPLIT, WEIGHTS, ORDER, DIRECTIONS = 1, 2, 3, 4, 5, 6  # the streams
TWO_PI = 6.283185307179586


def mixed(word):
    """A 32-bit word whose every bit depends on every bit of `word` (the finaliser of MurmurHash3)."""
    word = ((word ^ (word >> 16)) * 0x85EBCA6B) & WORD
    word = ((word ^ (word >> 13)) * 0xC2B2AE35) & WORD
    return word ^ (word >> 16)


def generator(seed, stream, count):
    """A fresh generator for a seed, a stream and a count."""
    a = mixed((int(seed) + 0x9E3779B9 * stream) & WORD)
    b = mixed((a + 0x9E3779B9 + int(count)) & WORD)
    c = mixed((b + 0x9E3779B9) & WORD)
    d = mixed((c + 0x9E3779B9) & WORD)
    return a, b, c, d | 1  # never all zero


def next_word(state):
    """The generator one step on, and 32 random bits."""
    a, b, c, d = state
    word = (b * 5) & WORD
    word = (((word << 7) | (word >> 25)) * 9) & WORD
    shifted = (b << 9) & WORD
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = ((d << 11) | (d >> 21)) & WORD
    return (a, b, c, d), word


def uniform(state, low, high):
    """The generator two steps on, and a number in low <= u < high with 53 random bits."""
    state, first = next_word(state)
    state, second = next_word(state)
    return state, low + (high - low) * (((first >> 5) * 67108864.0 + (second >> 6)) / 9007199254740992.0)


def normal(state, mean, deviation):
    """The generator four steps on, and a normally distributed number (Box and Muller, 1958)."""
    state, u = uniform(state, 0.0, 1.0)
    state, v = uniform(state, 0.0, TWO_PI)
    return state, mean + deviation * math.sqrt(-2.0 * log(1.0 - u)) * cos(v)


def below(state, n):
    """The generator one or more steps on, and a whole number 0 <= i < n, each equally likely (Lemire, 2019)."""
    state, word = next_word(state)
    product = word * n
    if (product & WORD) < n:
        refused = (4294967296 - n) % n
        while (product & WORD) < refused:
            state, word = next_word(state)
            product = word * n
    return state, product >> 32


def shuffle(state, items):
    """The generator further on; `items` (n,) int32 is put into random order in place (Fisher and Yates)."""
    for i in range(len(items) - 1, 0, -1):
        state, j = below(state, i + 1)
        items[i], items[j] = items[j], items[i]
    return state
