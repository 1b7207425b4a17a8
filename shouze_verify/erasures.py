"""Content that was erased by order of the law: each such section names the act, and the act names it.

What is left of an erased section has no salt, so the leaf's digest proves nothing of it any more; the act
holds the digest of what it left. Leaf, tree and proofs are as they were. A section that says it was erased by
an act which the ledger does not hold, or which erased something else, was emptied by somebody else; one that
is not as its act left it was changed afterwards.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Final

from .canonical import canonical
from .findings import Finding, Report

ACT: Final = "content.erased"


class Erasures:
    """What sections say of their erasure, and what the acts say that they erased and left."""

    def __init__(self) -> None:
        self._claimed: list[tuple[str, str, str, int | None, str]] = []
        self._acts: dict[tuple[str, str, str], str] = {}

    def look(self, act: str, uid: str, seq: int | None, body: bytes, values: dict[str, Any]) -> None:
        """Look at the content of an entry that can be read: ``values`` are those of its sections."""
        if act == ACT:
            data, outcome = values["data"] or {}, values["what"].get("outcome") or {}
            named = (uid, str(data.get("entry")), str(data.get("section")))
            self._acts[named] = str(outcome.get("remainder"))
        if b'"erased":' not in body:
            return
        for name, section in json.loads(body).items():
            if "erased" in section:
                left = sha256(canonical(values[name])).hexdigest()
                self._claimed.append((str(section["erased"].get("act")), uid, name, seq, left))

    def end(self, report: Report) -> None:
        """Report what was emptied without an act, or is not as the act left it; count what is."""
        for act, uid, section, seq, left in self._claimed:
            said = self._acts.get((act, uid, section))
            if said == left:
                report.erased += 1
            else:
                check = "erased-without-act" if said is None else "erased-otherwise"
                report.add(Finding(check, seq=seq, uid=uid, field=section))
