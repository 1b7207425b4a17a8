"""Proofs from published tiles, each held against RFC 6962 done slowly."""

from __future__ import annotations

import base64
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.conninfo import conninfo_to_dict

from shouze.demo.tests import houses
from shouze.kernel.ledger import logs, proving, tiles
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.proving import NotPublished, Prover
from shouze.kernel.ledger.publishing import Published, Publisher
from shouze.kernel.ledger.sequence import catch_up
from shouze.kernel.ledger.tree import Frontier, leaf_hash

from . import naive
from .conftest import Ledger
from .forging import START, name, write

LEAVES = [b"leaf %d" % number for number in range(300)]


def _prover(place: Path, leaves: list[bytes]) -> Prover:
    edge, frontier = tiles.Edge(), Frontier()
    grown = edge.grow(leaves, frontier.append(map(leaf_hash, leaves)))
    for path, content in grown.files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(content)
    return Prover(place, Published(b"", "", len(leaves), frontier.root()))


@cache
def _mth(start: int, end: int) -> bytes:
    return naive.mth(LEAVES[start:end])


def test_it_proves_every_leaf_in_every_tree(tmp_path: Path) -> None:
    prover = _prover(tmp_path, LEAVES)
    for size in range(1, 301):
        assert prover.root(size) == _mth(0, size)
        for seq in range(0, size, 1 if size % 50 < 4 else 17):
            assert prover.inclusion(seq, size) == _path(seq, 0, size)


def test_it_proves_that_every_tree_continues_every_earlier_one(tmp_path: Path) -> None:
    prover = _prover(tmp_path, LEAVES)
    for new in range(1, 301, 7):
        assert prover.consistency(0, new) == []
        for old in range(1, new + 1):
            assert prover.consistency(old, new) == _proof(old, 0, new, whole=True)


def test_it_proves_across_three_levels_of_tiles(tmp_path: Path) -> None:
    leaves = [b"%d" % number for number in range(65_536 + 700)]
    prover = _prover(tmp_path, leaves)
    for size in (65_535, 65_536, 65_537, len(leaves)):
        for seq in (0, 255, 256, 40_000, size - 1):
            assert prover.inclusion(seq, size) == naive.path(seq, leaves[:size])
    assert prover.consistency(65_537, len(leaves)) == naive.proof(65_537, leaves)


def test_it_refuses_what_is_not_published(tmp_path: Path) -> None:
    prover = _prover(tmp_path, LEAVES)
    for seq, size in ((0, 0), (5, 5), (-1, 5), (0, 301)):
        with pytest.raises(NotPublished):
            prover.inclusion(seq, size)
    for old, new in ((5, 4), (-1, 4), (1, 301)):
        with pytest.raises(NotPublished):
            prover.consistency(old, new)
    with pytest.raises(NotPublished, match="not published yet"):
        proving.tlog_proof(LEDGER, 0)
    assert prover.inclusion(0, 1) == []


def test_it_writes_a_proof_that_stands_alone_and_follows_the_log(ledger: Ledger) -> None:
    publisher = Publisher(LEDGER)
    with ledger.connect() as conn:
        for first, last in ((0, 5), (5, 280)):
            write(conn, range(first, last))
            catch_up(conn, at=START, publisher=publisher)
            text = proving.tlog_proof(LEDGER, 3)
            proof, checkpoint = text.split("\n\n", 1)
            assert proof.splitlines()[:2] == ["c2sp.org/tlog-proof@v1", "index 3"]
            path = [base64.b64decode(line) for line in proof.splitlines()[2:]]
            assert path == proving.inclusion(LEDGER, 3, last) and len(path) == (last - 1).bit_length()
            assert checkpoint.encode() == (logs.folder(LEDGER) / "checkpoint").read_bytes()
        rows = conn.execute("SELECT leaf FROM ledger_entry ORDER BY id", binary=True).fetchall()
    assert [proving.entry(LEDGER, seq) for seq in (0, 255, 256, 279)] == [
        rows[seq][0] for seq in (0, 255, 256, 279)
    ]


def test_it_finds_the_place_of_an_entry_once_it_is_published(kept: Ledger, db: None) -> None:
    publisher = Publisher(LEDGER)
    with kept.connect() as conn:
        catch_up(conn, at=START, publisher=publisher, limit=1000)
    with _inside(kept):
        assert proving.place_of(LEDGER, name("entry 41")) == 41
        assert proving.place_of(LEDGER, uuid4()) is None
    with kept.connect() as conn:
        write(conn, [44])
        with _inside(kept):
            assert proving.place_of(LEDGER, name("entry 44")) is None
        catch_up(conn, at=START, publisher=publisher)
        with _inside(kept):
            assert proving.place_of(LEDGER, name("entry 44")) == 43


def _inside(ledger: Ledger) -> AbstractContextManager[None]:
    return houses.inside(str(conninfo_to_dict(ledger.dsn)["dbname"]))


def _path(m: int, start: int, end: int) -> list[bytes]:
    """`naive.path` with the hashes of ranges remembered."""
    if end - start == 1:
        return []
    k = start + naive.split(end - start)
    if m < k:
        return [*_path(m, start, k), _mth(k, end)]
    return [*_path(m, k, end), _mth(start, k)]


def _proof(m: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    """`naive.subproof` with the hashes of ranges remembered."""
    if m == end:
        return [] if whole else [_mth(start, end)]
    k = start + naive.split(end - start)
    if m <= k:
        return [*_proof(m, start, k, whole=whole), _mth(k, end)]
    return [*_proof(m, k, end, whole=False), _mth(start, k)]
