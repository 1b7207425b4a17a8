"""Leaves per second of the full check of a published log: bundles, tiles, root.

The log is written by hand, with leaves as long as the ledger's (450 bytes), into a folder of its own. Two
processes are compared with the plain loop in one: every leaf parsed, hashed, put into a tree, and the root
compared, without a look at the tiles.
"""

from __future__ import annotations

import os
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from shouze_verify.audit import audit, split_tile
from shouze_verify.published import ENTRIES, WIDTH, Published, split_bundle, tile_path
from shouze_verify.tree import Tree, full_root

LEAVES: Final = 1 << 22
LEAF_BYTES: Final = 450
LEVEL_HEIGHT: Final = 8


def measure(leaves: int = LEAVES) -> dict[str, Any]:
    """Leaves checked per second by the verifier in two processes, in one, and by the plain loop."""
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        root = _write(Path(folder), leaves)
        found: dict[str, Any] = {"leaves": leaves, "leaf_bytes": LEAF_BYTES}
        for name, workers in (("two_processes", 2), ("one_process", 1)):
            start = time.perf_counter()
            checked = audit(Published(folder), leaves, "bench", workers=workers)
            found[name] = _figure(start, leaves)
            if checked.findings or checked.root() != root:
                raise ArithmeticError("the verifier disagrees with the log of this measurement")
        start = time.perf_counter()
        if _plain(Published(folder), leaves) != root:
            raise ArithmeticError("the plain loop disagrees with the log of this measurement")
        found["plain_loop"] = _figure(start, leaves)
    ratios = {
        f"ratio_to_{name}": round(found["two_processes"]["per_second"] / found[name]["per_second"], 2)
        for name in ("one_process", "plain_loop")
    }
    return {**found, **ratios}


def _figure(start: float, leaves: int) -> dict[str, float]:
    seconds = time.perf_counter() - start
    return {"seconds": round(seconds, 2), "per_second": round(leaves / seconds)}


def _plain(published: Published, leaves: int) -> bytes:
    """What one would write first: each leaf hashed, a tree grown, in one process."""
    tree = Tree()
    for tile in range(leaves // WIDTH):
        hashes = [sha256(b"\x00" + entry).digest() for entry in split_bundle(published.bundle(tile), WIDTH)]
        tree.grow(hashes)
    return tree.root()


def _write(folder: Path, leaves: int) -> bytes:
    """A log of full tiles; returns its root."""
    level, hashes = 1, []
    for tile in range(leaves // WIDTH):
        entries = [os.urandom(LEAF_BYTES) for _ in range(WIDTH)]
        _put(folder, ENTRIES, tile, b"".join(LEAF_BYTES.to_bytes(2, "big") + entry for entry in entries))
        leaf_tile = b"".join(sha256(b"\x00" + entry).digest() for entry in entries)
        _put(folder, 0, tile, leaf_tile)
        hashes.append(full_root(split_tile(leaf_tile)))
    tree = Tree()
    tree.grow(hashes, LEVEL_HEIGHT)
    while hashes:
        for first in range(0, len(hashes), WIDTH):
            part = hashes[first : first + WIDTH]
            _put(folder, level, first // WIDTH, b"".join(part), len(part))
        full = len(hashes) // WIDTH
        hashes = [full_root(hashes[at * WIDTH : (at + 1) * WIDTH]) for at in range(full)]
        level += 1
    return tree.root()


def _put(folder: Path, level: int | str, index: int, content: bytes, width: int = WIDTH) -> None:
    place = folder / tile_path(level, index, width)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
