"""A list of what was signed that does not make its root, and an assertion of a key that does not hold, are
found even where the entry was forged before it reached the tree.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
import rfc8785

from shouze.kernel.acts.seen import root_over
from shouze.kernel.ledger.sequence import catch_up
from shouze_verify.verifying import verify

from .conftest import Ledger
from .forging import INSERT, START, page

LEAVES = [{"kind": "rule", "id": "a", "digest": "0" * 64, "label": {"zh": "规则", "en": "rule"}}]
WHOLE = {"root": root_over(LEAVES), "leaves": LEAVES}
TORN = {"root": root_over(LEAVES), "leaves": [*LEAVES, *LEAVES]}
FORGED = {
    "way": "webauthn", "rp": "localhost", "key": "AAAA", "client_data": "e30", "authenticator_data": "AAAA",
    "signature": "AAAA",
}  # fmt: skip


def signed(number: int, seen: dict[str, Any], how: dict[str, Any]) -> tuple[Any, ...]:
    """The parameters of an entry that says so of its signature, whole in itself."""
    *columns, leaf, body = page(number)
    said, sections = json.loads(leaf), json.loads(body)
    sections["what"]["value"]["seen"] = seen
    sections["who"]["value"]["signed"] = how
    for name, section in sections.items():
        salted = bytes.fromhex(section["salt"]) + rfc8785.dumps(section["value"])
        said["sections"][name] = sha256(salted).hexdigest()
    return *columns, rfc8785.dumps(said), rfc8785.dumps(sections)


@pytest.mark.parametrize(
    ("seen", "how", "found"),
    [
        (WHOLE, {"way": "login", "by": ["password"]}, {}),
        (TORN, {"way": "login", "by": ["password"]}, {"seen-root": 1}),
        (WHOLE, FORGED, {"signature": 1}),
        (TORN, FORGED, {"seen-root": 1, "signature": 1}),
    ],
)
def test_it_is_found_by_the_verifier(
    ledger: Ledger, seen: dict[str, Any], how: dict[str, Any], found: dict[str, int]
) -> None:
    with ledger.connect() as conn:
        conn.execute(INSERT, signed(1, seen, how))
        catch_up(conn, at=START)
        report = verify(conn)
    assert dict(report.counts) == found, report.text()
