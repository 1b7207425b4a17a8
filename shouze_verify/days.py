"""Was it valid on that day? Told from what the register's log held for that day, and proved by it.

Every night the house closes the day before: it keeps that day's status lists as files, and a leaf in the
register's log commits to all of them at once. So nobody can later say another state of that day.

    days/<day>/leaf.json             the leaf: format, the day, the root over the manifest's lines
    days/<day>/register.tlog-proof   that it stands in the log
    days/<day>/manifest.txt          a line "<purpose>/<number> sha256:<digest>" for each list, sorted
    days/lists/<digest>              a list: the bits, GZIP, base64url with multibase's u
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from .notes import Key
from .proofs import TlogProof, leaf_hash, node_hash
from .reports import STATES
from .sources import Source
from .status_lists import bit, unpack
from .wrong import NotPublished, ProofWrong, Wrong

FORMAT: Final = "shouze-status-day-1"
#: everything that proves the state of one certificate on one day, in one file
PROOF_FORMAT: Final = "shouze-day-proof-1"
FILES: Final = ("leaf.json", "register.tlog-proof", "manifest.txt")
#: purpose -> state of whom it marks; what ends a certificate is said first
_MARKS: Final = {"revocation": "ended", "suspension": "suspended"}


class NoPlace(Wrong):
    """The certificate has no place in the status lists, so a day's lists say nothing of it."""


def state_on(
    on: date, facts: Mapping[str, Any], claims: Mapping[str, Any], keys: Sequence[Key], source: Source | None
) -> dict[str, Any]:
    """The state of a certificate on a day, with its proof. ``claims`` (checked) tell its place in the lists.

    Raises NotPublished where the day was not closed (or is not yet), ProofWrong where the proof does not
    hold, NoPlace, OSError.
    """
    if on.isoformat() < str(facts.get("issued_on", "")):
        return _answer(on, "not_issued", {})
    if source is None:
        raise NotPublished("未联网查询", "not asked to connect")
    entries = {one.get("statusPurpose"): one for one in claims.get("credentialStatus", [])}
    if not entries:
        raise NoPlace("文件没有状态指针", "nothing says where its state is published")
    try:
        leaf, proof, manifest = (source.read(f"days/{on}/{name}") for name in FILES)
    except NotPublished as missing:
        raise NotPublished(
            f"这一天没有状态承诺（{missing.zh}）", f"nothing was committed to for that day. {missing.en}"
        ) from missing
    check_day(on, leaf, proof.decode(), manifest, keys)
    listed = _lists(manifest)
    for purpose, code in _MARKS.items():
        entry = entries.get(purpose, {})
        name = f"{purpose}/{str(entry.get('statusListCredential', '')).rpartition('/')[2]}"
        if name not in listed:
            raise NoPlace("该日的状态列表中没有此证", "the lists of that day do not hold this certificate")
        digest = listed[name]
        content = source.read(f"days/lists/{digest}")
        if sha256(content).hexdigest() != digest:
            raise ProofWrong("状态列表与摘要不符。", "A list is not the one that was committed to.")
        if bit(unpack(content.decode()), int(entry["statusListIndex"])):
            return _answer(on, code, {"list": name, "digest": digest})
    past = on.isoformat() > str(facts.get("valid_until", "9999"))
    return _answer(on, "expired" if past else "valid", {"list": name, "digest": digest})


def check_day(on: date, leaf: bytes, proof: str, manifest: bytes, keys: Sequence[Key]) -> None:
    """Check that the log committed to this manifest for this day. Raises ProofWrong."""
    TlogProof.read(proof).check(leaf, keys)
    said = json.loads(leaf)
    if said.get("format") != FORMAT or said.get("on") != on.isoformat():
        raise ProofWrong("所附承诺属于另一日。", "The commitment is for another day.")
    if said.get("root") != f"sha256:{root_of(manifest).hex()}":
        raise ProofWrong("清单与承诺不符。", "The manifest is not the one that was committed to.")


def root_of(manifest: bytes) -> bytes:
    """The RFC 6962 root over the lines of a manifest (without their newlines)."""
    level = [leaf_hash(line) for line in manifest.splitlines()]
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        # The last one of an odd level goes up as it is: the largest power of two stands on the left.
        level = [node_hash(*pair) if len(pair) == 2 else pair[0] for pair in pairs]  # noqa: PLR2004
    return level[0]


def _lists(manifest: bytes) -> dict[str, str]:
    lines = (line.split(" ") for line in manifest.decode().splitlines())
    return {line[0]: line[-1].removeprefix("sha256:") for line in lines}


def _answer(on: date, code: str, proof: Mapping[str, str]) -> dict[str, Any]:
    zh, en = STATES[code]
    return {
        "on": on.isoformat(),
        "state": code,
        "proved": bool(proof),
        "zh": f"{on} 的状态：{zh}",
        "en": f"State on {on}: {en}.",
        **proof,
    }
