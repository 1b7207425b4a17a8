"""The draw is a function of its ground, the same in both of its writings, and favours nobody beyond his
weight.
"""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouze.certification.surveillance.draws.drawing import Candidate, Ground, commit, draw
from shouze_verify.draws import drawn_again

#: (candidates, how many) -> what comes out of the ground below; anybody's own writing must say the same
VECTORS = (
    ((("a", 1), ("b", 1), ("c", 1)), 1, ["a"]),
    ((("a", 1), ("b", 2), ("c", 4), ("d", 8)), 3, ["d", "c", "b"]),
    (tuple((f"工厂{n}", 1 + n % 3) for n in range(20)), 5, ["工厂10", "工厂2", "工厂11", "工厂19", "工厂0"]),
)
SECRET, ROOT = bytes(range(32)), bytes(range(32, 64))


def _ground(count: int, size: int = 1000) -> Ground:
    return Ground(commit(SECRET), SECRET, ROOT, hashlib.sha256(b"list").digest(), size, count)


def _again(candidates: list[Candidate], ground: Ground) -> list[str]:
    """What the verifier's own writing makes of it."""
    said = {
        "commitment": ground.commitment.hex(),
        "secret": ground.secret.hex(),
        "root": ground.root.hex(),
        "listed": ground.listed.hex(),
        "size": ground.size,
        "count": ground.count,
        "list": [{"key": one.key, "weight": one.weight} for one in candidates],
    }
    return drawn_again(said)


@pytest.mark.parametrize(("candidates", "count", "keys"), VECTORS)
def test_it_draws_as_the_vectors_say(
    candidates: tuple[tuple[str, int], ...], count: int, keys: list[str]
) -> None:
    listed = [Candidate(*one) for one in candidates]
    assert commit(SECRET).hex() == "1091b2f5577a86020ac7d1d2d53cff92a0a6ebb81f6f6de5fbc5b01a0d3ffed1"
    assert (
        _ground(count).seed().hex()
        == {
            1: "15c3cdda90b521d1cb3c97e1e63d5b78c5858885b11435d426d4fa25eb0d3e2b",
            3: "1b1457345fb0b3a37cee30740877e652774834ad304e9fd28afa0705c3050715",
            5: "5fbbcf6e2689f56327f23e06c1b34d3066b1f6511599bf78c9410101b08b9716",
        }[count]
    )
    assert [one.key for one in draw(_ground(count).seed(), listed, count)] == keys
    assert [one.key for one in draw(_ground(count).seed(), listed[::-1], count)] == keys


@settings(deadline=None)
@given(
    st.dictionaries(st.text(min_size=1, max_size=8), st.integers(1, 10**6), min_size=1, max_size=30),
    st.integers(1, 30),
    st.integers(1, 2**40),
)
def test_it_agrees_with_the_verifier_s_own_writing(weights: dict[str, int], count: int, size: int) -> None:
    candidates = [Candidate(*one) for one in weights.items()]
    ground = _ground(min(count, len(candidates)), size)
    drawn = [one.key for one in draw(ground.seed(), candidates, ground.count)]
    assert drawn == _again(candidates, ground)
    assert len(set(drawn)) == ground.count


def test_it_draws_each_as_often_as_its_weight_says() -> None:
    """Chi-square over 4,000 seeded draws of one of four with weights 1, 2, 4 and 8: below the value that
    chance exceeds once in a thousand times (3 degrees of freedom).
    """
    weights, runs = {"A": 1, "B": 2, "C": 4, "D": 8}, 4000
    listed = [Candidate(*one) for one in weights.items()]
    seen = Counter(draw(hashlib.sha256(b"%d" % n).digest(), listed, 1)[0].key for n in range(runs))
    expected = {key: runs * weight / 15 for key, weight in weights.items()}
    assert sum((seen[key] - expected[key]) ** 2 / expected[key] for key in weights) < 16.27


def test_it_draws_every_pair_alike_where_all_weigh_the_same() -> None:
    listed = [Candidate(key, 3) for key in "abcd"]
    runs = 6000
    seen = Counter(
        frozenset(one.key for one in draw(hashlib.sha256(b"p%d" % n).digest(), listed, 2))
        for n in range(runs)
    )
    assert len(seen) == 6
    assert sum((count - runs / 6) ** 2 / (runs / 6) for count in seen.values()) < 20.52


def test_it_changes_with_every_part_of_its_ground() -> None:
    seeds = {_ground(2).seed(), _ground(3).seed(), _ground(2, 1001).seed()}
    other = Ground(commit(ROOT), ROOT, ROOT, hashlib.sha256(b"list").digest(), 1000, 2)
    assert len(seeds | {other.seed()}) == 4


@pytest.mark.parametrize(
    ("candidates", "count"),
    [
        ([], 1),
        ([Candidate("a", 1)], 2),
        ([Candidate("a", 1), Candidate("a", 2)], 1),
        ([Candidate("a", 0)], 1),
    ],
)
def test_it_refuses_what_cannot_be_drawn(candidates: list[Candidate], count: int) -> None:
    with pytest.raises(ValueError, match=r"candidates|weight"):
        draw(bytes(32), candidates, count)
