"""Content that was erased by order of the law: each such section names the act, and the act names it.

What is left of an erased section has no salt, so its digest proves nothing any more; leaf, tree and proofs
are as they were. A section that says it was erased by an act which the ledger does not hold, or which erased
something else, was emptied by somebody else.
"""

from __future__ import annotations

import json
from typing import Any, Final

from .findings import Finding, Report

ACT: Final = "content.erased"


class Erasures:
    """What sections say of their erasure, and what the acts say that they erased."""

    def __init__(self) -> None:
        self._claimed: list[tuple[str, str, str, int | None]] = []
        self._acts: set[tuple[str, str, str]] = set()

    def look(self, act: str, uid: str, seq: int | None, body: bytes, data: Any) -> None:
        """Look at the content of an entry that is otherwise in order."""
        if act == ACT and isinstance(data, dict):
            self._acts.add((uid, str(data.get("entry")), str(data.get("section"))))
        if b'"erased":' not in body:
            return
        for name, section in json.loads(body).items():
            if "erased" in section:
                self._claimed.append((str(section["erased"].get("act")), uid, name, seq))

    def end(self, report: Report) -> None:
        """Report what was emptied without an act, and count what was erased by one."""
        for act, uid, section, seq in self._claimed:
            if (act, uid, section) in self._acts:
                report.erased += 1
            else:
                report.add(Finding("erased-without-act", seq=seq, uid=uid, field=section))
