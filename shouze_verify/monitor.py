"""Watching a register's log for certificates in somebody's name, and for a log that does not keep its word.

The log is followed leaf by leaf, from the first: the tree is grown from the entries themselves, and its root
must be the one that the log signed. So nothing that the log said can be taken back or shown otherwise to
others without being noticed here. What is found is first written to a file of its own, a line each, synced;
the state follows after. Killed at any moment, nothing is lost and nothing is there twice.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from .checkpoints import HASH_BYTES, Checkpoint, read_checkpoint
from .heads import Head, Place, known_keys
from .notes import Key
from .proofs import leaf_hash
from .published import WIDTH, Published
from .tree import Tree
from .wrong import NoteWrong, NotPublished, Unsigned

FORMAT: Final = "shouze-register-1"
#: kinds of lines in the file of what was found
EVENT, MISBEHAVIOUR = "event", "misbehaviour"
UNSIGNED, ROLLBACK, SPLIT, TORN = "unsigned", "rollback", "split-view", "torn"
SENTENCES: Final = {
    UNSIGNED: ("检查点没有已知密钥的签名", "the checkpoint is not signed by a key that is known"),
    ROLLBACK: ("日志变短了：所示检查点小于以前所见", "the log became shorter than it was shown before"),
    SPLIT: (
        "日志与以前所见不同：被改写或对不同人出示不同内容",
        "the log is not the one that was shown before",
    ),
    TORN: ("检查点所涵盖的条目没有公布", "entries that the checkpoint covers are not published"),
}


def plain(text: str) -> str:
    """Return a name or number as it is compared: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class Watch:
    """Whom to watch for: names or unified social credit codes, however spaced and however wide."""

    holders: tuple[str, ...]

    def concerns(self, said: dict[str, Any]) -> bool:
        """Whether an announcement is about one of them."""
        holder = said.get("holder")
        names = [str(one) for one in holder.values() if one] if isinstance(holder, dict) else []
        return bool({plain(one) for one in self.holders} & {plain(one) for one in names})


@dataclass(slots=True)
class State:
    """How far the log was followed: its tree so far."""

    tree: Tree = field(default_factory=Tree)

    def as_json(self) -> dict[str, Any]:
        """The state as it is kept."""
        return {"size": self.tree.size, "edge": self.tree.edge().hex()}

    @classmethod
    def read(cls, file: Path) -> State:
        """Read what is kept; a fresh state where there is none. Raises ValueError for what is no state."""
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        edge, size = bytes.fromhex(kept["edge"]), int(kept["size"])
        return cls(tree_of(size, edge))


def tree_of(size: int, edge: bytes) -> Tree:
    """Make a tree again from its size and edge. Raises ValueError where they do not agree."""
    tree, heights = Tree(), [one for one in range(size.bit_length() - 1, -1, -1) if size >> one & 1]
    if len(edge) != HASH_BYTES * len(heights):
        raise ValueError(f"a tree of {size} leaves has {len(heights)} hashes at its edge")
    for place, height in enumerate(heights):
        tree.grow([edge[place * HASH_BYTES : (place + 1) * HASH_BYTES]], height)
    return tree


class Found:
    """The file of what was found: one line of JSON each, appended and synced; a torn last line is cut off."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: set[str] = set()
        whole = 0
        if file.exists():
            for line in file.read_bytes().splitlines(keepends=True):
                if not line.endswith(b"\n"):
                    break
                self._seen.add(str(json.loads(line)["id"]))
                whole += len(line)
            os.truncate(file, whole)

    def add(self, found: dict[str, Any]) -> bool:
        """Write what was found, unless it stands there already; say whether it is new."""
        if found["id"] in self._seen:
            return False
        with self._file.open("ab") as out:
            out.write(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        self._seen.add(found["id"])
        return True

    def lines(self) -> Iterator[dict[str, Any]]:
        """Everything found so far, oldest first."""
        if self._file.exists():
            for line in self._file.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)


class Monitor:
    """One log, watched for some holders. ``file`` keeps the state, ``file``.found what was found; after a
    look ``misbehaves`` says whether the log kept its word.
    """

    def __init__(self, place: str, keys: Sequence[Key], watch: Watch, file: Path) -> None:
        self._published, self._keys, self._watch, self._file = Published(place), tuple(keys), watch, file
        self.found = Found(file.with_name(f"{file.name}.found"))
        self.followed = State.read(file)
        self.misbehaves = False

    def look(self, now: datetime) -> list[dict[str, Any]]:
        """Look once; returns what is new. Raises OSError where the log cannot be reached."""
        self.misbehaves = False
        try:
            note = self._published.checkpoint()
        except NotPublished as missing:
            return self._fault(TORN, now, path="checkpoint", why=str(missing))
        try:
            keys = known_keys(
                Place("register", self._published, self._keys), Head(Place("", self._published))
            )
            checkpoint = read_checkpoint(note, keys)
        except (NoteWrong, Unsigned) as wrong:
            return self._fault(UNSIGNED, now, why=str(wrong), note=note.decode(errors="replace"))
        return self._follow(checkpoint, note.decode(), now)

    def _follow(self, checkpoint: Checkpoint, note: str, now: datetime) -> list[dict[str, Any]]:
        size, tree = checkpoint.size, self.followed.tree
        shown = {"size": size, "root": checkpoint.root.hex(), "note": note}
        if size < tree.size:
            return self._fault(ROLLBACK, now, known=tree.size, **shown)
        if size == tree.size:
            return [] if checkpoint.root == tree.root() else self._fault(SPLIT, now, known=tree.size, **shown)
        grown, events = tree_of(tree.size, tree.edge()), []
        try:
            for index, leaf in self._leaves(tree.size, size):
                grown.grow([leaf_hash(leaf)])
                events += self._event(index, leaf)
        except NotPublished as missing:
            return self._fault(TORN, now, why=str(missing), **shown)
        if grown.root() != checkpoint.root:
            # What the entries say is not what the log signed: none of it is believed or passed over.
            return self._fault(SPLIT, now, known=tree.size, **shown)
        new = [one for one in events if self.found.add({**one, "seen": now.isoformat()})]
        self.followed.tree = grown
        self._save()
        return new

    def _leaves(self, first: int, size: int) -> Iterator[tuple[int, bytes]]:
        """The entries from ``first`` up to the size of the log, bundle by bundle."""
        for bundle in range(first // WIDTH, -(-size // WIDTH)):
            start = bundle * WIDTH
            for place, leaf in enumerate(self._published.entries(bundle, min(WIDTH, size - start))):
                if start + place >= first:
                    yield start + place, leaf

    def _event(self, index: int, leaf: bytes) -> list[dict[str, Any]]:
        try:
            said = json.loads(leaf)
        except (ValueError, RecursionError):
            return []
        if not isinstance(said, dict) or said.get("format") != FORMAT or not self._watch.concerns(said):
            return []
        return [{"id": f"{EVENT}-{index}", "kind": EVENT, "index": index, "said": said}]

    def _fault(self, fault: str, now: datetime, **shown: Any) -> list[dict[str, Any]]:
        """Note a fault; the same one, with the same evidence, once."""
        self.misbehaves = True
        evidence = json.dumps([fault, self.followed.tree.size, shown], sort_keys=True, default=str)
        name = f"{MISBEHAVIOUR}-{sha256(evidence.encode()).hexdigest()[:24]}"
        zh, en = SENTENCES[fault]
        said = {"fault": fault, "zh": zh, "en": en, **shown}
        found = {"id": name, "kind": MISBEHAVIOUR, "said": said, "seen": now.isoformat()}
        return [found] if self.found.add(found) else []

    def _save(self) -> None:
        unfinished = self._file.with_name(f"{self._file.name}.part")
        with unfinished.open("w", encoding="utf-8") as out:
            json.dump(self.followed.as_json(), out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(unfinished, self._file)


def sentence(found: dict[str, Any]) -> str:
    """What was found, in Chinese and English, in one line."""
    said = found["said"]
    if found["kind"] == MISBEHAVIOUR:
        place = f"（{said.get('size', '—')}）"
        return f"日志异常{place}：{said['zh']} / the log misbehaves: {said['en']}"
    holder = said["holder"]
    what = EVENTS.get(str(said.get("event")), (str(said.get("event")), str(said.get("event"))))
    return (
        f"{said.get('on')} {what[0]} 证书 {said.get('number')} {holder.get('name')} {said.get('product')}"
        f" / certificate {said.get('number')} {what[1]} (#{found['index']})"
    )


EVENTS: Final = {
    "issued": ("颁发", "issued"),
    "changed": ("变更换发", "issued anew after a change"),
    "renewed": ("到期换发", "renewed"),
    "suspended": ("暂停", "suspended"),
    "prolonged": ("延长暂停", "suspension prolonged"),
    "narrowed": ("部分型号恢复，其余继续暂停", "some models restored, the others stay suspended"),
    "restored": ("恢复", "restored"),
    "withdrawn": ("撤销", "withdrawn"),
    "cancelled": ("注销", "cancelled"),
    "models_withdrawn": ("部分型号撤销", "some models withdrawn"),
    "models_cancelled": ("部分型号注销", "some models cancelled"),
    "expired": ("到期失效", "expired"),
}
