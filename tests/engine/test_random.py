"""The generator: its published sequence, even numbers, and streams that have nothing to do with each other."""

import numpy as np
import pytest

from neuroglow.engine import random


def reference_words(state: list[int], n: int) -> list[int]:
    """xoshiro128** as its authors published it in C, with 32-bit NumPy arithmetic in place of uint32_t."""
    s = [np.uint32(word) for word in state]

    def rotl(x: np.uint32, k: int) -> np.uint32:
        return np.uint32((int(x) << k) & 0xFFFFFFFF | int(x) >> (32 - k))

    words = []
    with np.errstate(over="ignore"):
        for _ in range(n):
            words.append(int(rotl(s[1] * np.uint32(5), 7) * np.uint32(9)))
            t = s[1] << np.uint32(9)
            s[2] ^= s[0]
            s[3] ^= s[1]
            s[1] ^= s[2]
            s[0] ^= s[3]
            s[2] ^= t
            s[3] = rotl(s[3], 11)
    return words


@pytest.mark.parametrize("start", [(1, 2, 3, 4), (0xDEADBEEF, 0xFFFFFFFF, 0, 0x80000001)])
def test_the_words_are_those_of_xoshiro128(start: tuple[int, int, int, int]) -> None:
    state, words = start, []
    for _ in range(1000):
        state, word = random.next_word(state)
        words.append(word)
    assert words == reference_words(list(start), 1000)


def draws(function: str, n: int, *arguments: float, seed: int = 0) -> np.ndarray:
    state, values = random.generator(seed, random.DATA, 0), []
    for _ in range(n):
        state, value = getattr(random, function)(state, *arguments)
        values.append(value)
    return np.array(values)


def test_uniform_numbers_fill_their_interval_evenly() -> None:
    values = draws("uniform", 20_000, -2.0, 3.0)
    assert values.min() >= -2
    assert values.max() < 3
    counts = np.histogram(values, bins=20, range=(-2, 3))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 44  # chi-squared with 19 degrees of freedom: p = 0.001


def test_normal_numbers_have_their_moments() -> None:
    values = draws("normal", 20_000, 1.0, 2.0)
    assert values.mean() == pytest.approx(1, abs=0.06)
    assert values.std() == pytest.approx(2, abs=0.05)
    assert (((values - 1) / 2) ** 4).mean() == pytest.approx(3, abs=0.3)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 1000])
def test_whole_numbers_stay_below_their_limit_and_reach_all(n: int) -> None:
    values = draws("below", 20_000, n)
    assert values.min() == 0
    assert values.max() == n - 1
    if n <= 10:
        assert np.bincount(values, minlength=n) == pytest.approx(np.full(n, 20_000 / n), abs=500)


def test_shuffling_is_a_permutation_and_every_place_is_equally_likely() -> None:
    first = np.zeros(5)
    for seed in range(2000):
        items = np.arange(5, dtype=np.int32)
        random.shuffle(random.generator(seed, random.ORDER, 0), items)
        assert sorted(items) == [0, 1, 2, 3, 4]
        first[items[0]] += 1
    assert first == pytest.approx(np.full(5, 400), abs=75)


def test_seeds_streams_and_counts_give_unrelated_generators() -> None:
    states = {
        random.generator(seed, stream, count)
        for seed in range(50)
        for stream in (random.DATA, random.WEIGHTS, random.ORDER, random.SPLIT)
        for count in range(50)
    }
    assert len(states) == 50 * 4 * 50
    a, b = draws("uniform", 5000, 0.0, 1.0, seed=1), draws("uniform", 5000, 0.0, 1.0, seed=2)
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.05
