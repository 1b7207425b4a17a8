"""What the verifier says: findings, each with its place, and the report of all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final

KEPT_PER_CHECK: Final = 100
"""One edited leaf upsets every later checkpoint: of each kind so many are listed, and all are counted."""

CHECKS: Final = {
    "gap": ("叶子序号不连续", "the leaves are not numbered consecutively"),
    "leaf-without-entry": ("叶子没有对应的记录", "a leaf has no entry"),
    "leaf-hash": (
        "记录的叶子与其散列不符",
        "the leaf of an entry has not the hash in the tree",
    ),
    "leaf-form": ("叶子不是已知格式 shouze-entry-1", "the leaf is not in the known format shouze-entry-1"),
    "column": ("记录的列与其叶子不符", "a column of the entry disagrees with its leaf"),
    "entry-without-leaf": ("记录既未入树也不待入树", "an entry is neither in the tree nor waiting for it"),
    "pending-without-entry": ("待入树的记录不存在", "what waits for the tree does not exist"),
    "pending-with-leaf": ("已入树的记录仍标为待入树", "an entry in the tree still waits for it"),
    "case-order": (
        "同一案卷内记录的先后被调换",
        "entries of a case stand in another order than made",
    ),
    "body-missing": ("记录的内容缺失", "the content of the entry is gone"),
    "body-form": (
        "记录的内容不是规范 JSON",
        "the content is not in canonical JSON",
    ),
    "digest": ("内容与叶子中的摘要不符", "the content does not have the digest that the leaf holds"),
    "content": ("内容与记录的列不符", "the content disagrees with a column of the entry"),
    "seen-root": (
        "所签内容的清单与签署值不符",
        "the list of what was signed does not make the root that was signed",
    ),
    "signature": ("安全密钥的签署不成立", "the assertion of the security key does not hold"),
    "checkpoint-root": ("检查点的根与重算的根不符", "the root of a checkpoint is not the recomputed one"),
    "checkpoint-frontier": (
        "检查点的前沿与重算的不符",
        "the frontier of a checkpoint is not the recomputed one",
    ),
    "checkpoint-beyond": ("检查点多于现有叶子", "a checkpoint covers more leaves than there are"),
    "checkpoint-last": ("最后检查点未覆盖全部叶子", "the last checkpoint does not cover all leaves"),
    "checkpoint-missing": (
        "文件所记的检查点不在数据库中",
        "the file holds a checkpoint that the database lacks",
    ),
    "file-form": ("检查点文件的一行无法读取", "a line of the file of checkpoints cannot be read"),
    "file-order": ("检查点文件的行次序颠倒", "the file of checkpoints does not grow by the line"),
    "file-root": (
        "检查点文件的根与重算的根不符",
        "a root in the file is not the recomputed one",
    ),
    "file-beyond": (
        "文件所记多于现有叶子：数据库被截短",
        "the file covers more leaves than there are",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement: which check (a key of `CHECKS`), and where. ``size`` is that of a checkpoint."""

    check: str
    seq: int | None = None
    uid: str | None = None
    field: str | None = None
    size: int | None = None
    line: int | None = None

    def where(self) -> str:
        """The place, as ``name value`` pairs."""
        places = (
            (name, value) for name, value in asdict(self).items() if name != "check" and value is not None
        )
        return ", ".join(f"{name} {value}" for name, value in places)

    def sentence(self) -> str:
        """What and where, in Chinese and English."""
        zh, en = CHECKS[self.check]
        return f"[{self.check}] {zh} / {en}: {self.where() or '—'}"


@dataclass(slots=True)
class Report:
    """What was looked at, and every finding (`KEPT_PER_CHECK` of a kind are listed, ``counts`` has all)."""

    entries: int = 0
    leaves: int = 0
    pending: int = 0
    bodies: int = 0
    checkpoints: int = 0
    lines: int = 0
    root: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def agreed(self) -> bool:
        """Whether nothing was found."""
        return not self.counts

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it while there are few of its kind."""
        self.counts[finding.check] += 1
        if self.counts[finding.check] <= KEPT_PER_CHECK:
            self.findings.append(finding)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {**asdict(self), "counts": dict(self.counts), "agreed": self.agreed}

    def text(self) -> str:
        """The summary in Chinese and English, findings first."""
        found = [finding.sentence() for finding in self.findings]
        verdict = (
            "一致 / agreed"
            if self.agreed
            else f"不一致 / {sum(self.counts.values())} findings {dict(self.counts)}"
        )
        return "\n".join(
            [
                *found,
                f"记录 / entries: {self.entries}  叶子 / leaves: {self.leaves}"
                f"  待入树 / pending: {self.pending}"
                f"  已查内容 / bodies checked: {self.bodies}",
                f"检查点 / checkpoints: {self.checkpoints}  文件行 / file lines: {self.lines}",
                f"根 / root: {self.root}",
                f"结论 / verdict: {verdict}",
            ]
        )
