"""``draw FILE``: was it drawn as it says? The draw once more, from the file alone, written from its
description.

What is proven: the secret is the one that was committed to; the commitment stands in the log before the
size that was named; the root is the log's at that size, under a checkpoint that the log signed (where its
key is given); the list is the one that was committed to; and what was drawn follows from all of these. What
is not: that nobody who knew the secret chose what came into the log last (docs/adr on the draw).
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from .canonical import canonical
from .checkpoints import Checkpoint, parse_checkpoint, read_checkpoint
from .notes import parse_key, read_base64, split_note
from .proofs import check_consistency, check_inclusion, leaf_hash
from .wrong import Wrong

NAME: Final = "shouze-draw-1"
COMMITTED: Final = "draw.committed"
COULD_NOT_LOOK: Final = 2

Said = Mapping[str, Any]
Told = tuple[str, str, str]


def check(said: Said, keys: Sequence[str] = ()) -> list[Told]:
    """Every disagreement as (where in the file, Chinese, English); empty where all agrees."""
    if said.get("format") != NAME:
        return [("format", "不是抽签文件", "it is no file of a draw")]
    found: list[Told] = []
    for step in (_secret, _entry, _list, _drawn):
        found += _careful(step, said)
    return found + _careful(lambda one: _root(one, keys), said, "root")


def drawn_again(said: Said) -> list[str]:
    """The keys that come out of secret, root, list and numbers, in the order of the draw."""
    parts = (said["commitment"], said["secret"], said["root"], said["listed"])
    text = NAME.encode() + b"\x00" + b"".join(bytes.fromhex(one) for one in parts)
    text += int(said["size"]).to_bytes(8, "big") + int(said["count"]).to_bytes(4, "big")
    seed, left, counter = hashlib.sha256(text).digest(), _sorted(said["list"]), 0
    chosen: list[str] = []
    while len(chosen) < int(said["count"]):
        total = sum(weight for _, weight in left)
        block = hmac.new(seed, counter.to_bytes(8, "big"), hashlib.sha256).digest()
        counter += 1
        number = int.from_bytes(block, "big")
        if number >= (2**256 // total) * total:
            continue
        rest = number % total
        for place, (key, weight) in enumerate(left):
            if rest < weight:
                chosen.append(key)
                del left[place]
                break
            rest -= weight
    return chosen


def _sorted(listed: Sequence[Said]) -> list[tuple[str, int]]:
    return sorted(((str(one["key"]), int(one["weight"])) for one in listed), key=lambda one: one[0].encode())


def _careful(step: Callable[[Said], Iterator[Told]], said: Said, name: str = "") -> list[Told]:
    where = name or step.__name__.strip("_")
    try:
        return list(step(said))
    except Wrong as wrong:
        return [(where, wrong.zh, wrong.en)]
    except (KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError) as broken:
        return [(where, f"读不出：{broken!r}", f"it cannot be read: {broken!r}")]


def _secret(said: Said) -> Iterator[Told]:
    hashed = hashlib.sha256(NAME.encode() + b"/commitment\x00" + bytes.fromhex(said["secret"])).hexdigest()
    if hashed != said["commitment"]:
        yield "secret", "秘密值与承诺不符", "the secret is not the one that was committed to"


def _entry(said: Said) -> Iterator[Told]:
    """The commitment is an entry of the log that stands before the named size, and says what the file says.
    """
    entry = said["committed"]
    leaf = entry["leaf"].encode()
    path = [read_base64(one) for one in entry["path"]]
    try:
        check_inclusion(leaf_hash(leaf), entry["index"], said["size"], path, bytes.fromhex(said["root"]))
    except Wrong as wrong:
        zh = f"承诺的记录不在约定条数的日志中：{wrong.zh}"
        yield "committed.path", zh, f"the commitment does not stand in the log of that size: {wrong.en}"
    leafed, data = json.loads(leaf), entry["data"]
    salted = bytes.fromhex(data["salt"]) + canonical(data["value"])
    if hashlib.sha256(salted).hexdigest() != leafed["sections"]["data"]:
        yield "committed.data", "承诺的内容与记录不符", "the content is not that of the entry"
    if leafed["act"] != COMMITTED:
        yield "committed.leaf", "该记录不是抽签承诺", "the entry is no commitment to a draw"
    for name in ("commitment", "listed", "size", "count", "purpose"):
        if data["value"].get(name) != said[name]:
            yield name, f"{name} 与承诺时不同", f"{name} is not what was committed to"


def _list(said: Said) -> Iterator[Told]:
    plain = [{"key": one["key"], "weight": one["weight"]} for one in said["list"]]
    if hashlib.sha256(canonical(plain)).hexdigest() != said["listed"]:
        yield "list", "候选名单与承诺的摘要不符", "the list is not the one that was committed to"
    if len({one["key"] for one in plain}) < len(plain) or any(one["weight"] < 1 for one in plain):
        yield "list", "候选重复或权重小于1", "a candidate stands twice, or weighs less than 1"


def _drawn(said: Said) -> Iterator[Told]:
    if not 0 < said["count"] <= len(said["list"]):
        yield "count", "抽取数与名单不符", "the number to draw does not go with the list"
        return
    told, again = [one["key"] for one in said["result"]], drawn_again(said)
    for place, (one, other) in enumerate(zip(told, again, strict=False)):
        if one != other:
            yield (
                f"result[{place}]",
                f"应抽中 {other}，文件写 {one}",
                f"{other} comes out, the file says {one}",
            )
    if len(told) != len(again):
        yield (
            "result",
            f"应抽{len(again)}个，文件有{len(told)}个",
            f"{len(again)} come out, the file has {len(told)}",
        )


def _root(said: Said, keys: Sequence[str]) -> Iterator[Told]:
    """The root at the named size is that of a log of which the checkpoint is a later head."""
    note = said["checkpoint"].encode()
    head: Checkpoint
    if keys:
        head = read_checkpoint(note, [parse_key(one) for one in keys])
    else:
        head = parse_checkpoint(split_note(note)[0])
    proof, root = [read_base64(one) for one in said["consistency"]], bytes.fromhex(said["root"])
    if head.size == said["size"]:
        if head.root != root:
            yield "root", "根与检查点不符", "the root is not that of the checkpoint"
        return
    try:
        check_consistency(said["size"], head.size, root, head.root, proof)
    except Wrong as wrong:
        zh = f"根不是该日志在约定条数时的根：{wrong.zh}"
        yield "root", zh, f"the root is not the log's at that size: {wrong.en}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one file and say what was found: 0 agreed, 1 disagreements, 2 could not look."""
    parser = argparse.ArgumentParser(
        prog="shouze_verify draw", description="核验抽签文件 / check the file of a draw"
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", action="append", default=[], help="日志密钥 / the log's key (vkey)")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        said = json.loads(given.file.read_text(encoding="utf-8"))
        found = check(said, given.key)
    except (OSError, ValueError, AttributeError) as failed:
        sys.stderr.write(f"无法核验 / it could not be checked: {failed}\n")
        return COULD_NOT_LOOK
    sys.stdout.write(_told(said, found, given))
    return 1 if found else 0


def _told(said: Said, found: Sequence[Told], given: argparse.Namespace) -> str:
    if given.json:
        lines = [{"where": where, "zh": zh, "en": en} for where, zh, en in found]
        return json.dumps({"agreed": not found, "findings": lines}, ensure_ascii=False) + "\n"
    if found:
        return "".join(f"{where}: {zh} / {en}\n" for where, zh, en in found)
    signed = (
        "检查点由所给密钥签名 / the checkpoint is signed by the key given"
        if given.key
        else "未给密钥，未核验检查点的签名 / without a key the signature of the checkpoint was not checked"
    )
    drawn = "".join(f"  {place + 1}. {key}\n" for place, key in enumerate(drawn_again(said)))
    return f"{said['number']}: 一致 / agreed\n{drawn}{signed}\n"
