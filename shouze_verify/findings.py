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
    "erased-without-act": (
        "内容被标为依法删除，台账中却没有相应的行为",
        "content is marked as erased, but no act in the ledger erased it",
    ),
    "erased-otherwise": (
        "依法删除后所留内容与删除行为所记的不符",
        "what is left of erased content is not what the act that erased it left",
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
    "log-checkpoint": ("已公布的检查点无法读取", "the published checkpoint cannot be read"),
    "log-signature": (
        "已公布的检查点没有本日志已知密钥的签名：密钥被替换，或文本被改",
        "the published checkpoint is not signed by a known key of the log: replaced key, or changed text",
    ),
    "log-missing": ("已公布的文件缺失或残缺", "a published file is missing or torn"),
    "log-entry": ("已公布的记录与其瓦片不符", "a published entry has not the hash in its tile"),
    "log-tile": ("瓦片与其下层不符", "a tile disagrees with what lies below it"),
    "log-root": (
        "已公布检查点的根与其瓦片重算的根不符",
        "the root of the published checkpoint is not that of the published tiles",
    ),
    "log-cosignatures": ("检查点缺少约定的见证方签名", "the checkpoint lacks cosignatures that are agreed"),
    "published-leaf": (
        "数据库的叶子与已公布的不同",
        "leaves of the database are not those that were published",
    ),
    "published-beyond": (
        "已公布多于数据库所存：数据库被截短",
        "more is published than the database holds: it was cut short",
    ),
    "published-behind": (
        "已公布少于数据库所存：日志被截短，或公布停滞",
        "less is published than the database holds: the log was cut short, or publication stands still",
    ),
    "witness-root": (
        "见证方所签的树不是本日志的树：历史被改写，或另有一份示人",
        "the witness cosigned another tree: history was rewritten, or another one is shown to others",
    ),
    "witness-beyond": (
        "见证方所签多于现有：日志被截短",
        "the witness cosigned more leaves than there are: the log was cut short",
    ),
    "witness-key": (
        "见证方所见的日志密钥不在已知之列：密钥被替换",
        "the witness knows the log under a key that is not among the known: replaced key",
    ),
    "witness-false": (
        "见证方所示不是其签名的检查点",
        "what the witness shows is no checkpoint that it cosigned",
    ),
    "witness-silent": ("见证方没有回答", "the witness does not answer"),
    "shown-root": (
        "他人所见的检查点属于另一棵树：分别示人",
        "a checkpoint that somebody was shown is of another tree: a split view",
    ),
    "shown-beyond": (
        "他人所见多于现有：日志被截短",
        "a checkpoint that somebody was shown covers more leaves than there are: the log was cut short",
    ),
    "shown-false": ("所给检查点没有本日志的签名", "the checkpoint that was given is not signed by the log"),
    "announcement-form": (
        "证书登记日志的一条不是已知格式",
        "a leaf of the register's log is in no known format",
    ),
    "announcement-without-entry": (
        "证书登记日志公布了台账所无之事",
        "the register's log announces what no entry of the ledger did",
    ),
    "announcement-twice": ("同一记录公布了两次", "an entry is announced twice"),
    "entry-without-announcement": (
        "证书事件未在证书登记日志公布",
        "what happened to a certificate is not announced in the register's log",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement: which check (a key of `CHECKS`), and where. ``size`` is that of a checkpoint,
    ``log`` is named where it is not the ledger's tables, ``path`` a published file, ``source`` who says so.
    """

    check: str
    seq: int | None = None
    uid: str | None = None
    field: str | None = None
    size: int | None = None
    line: int | None = None
    log: str | None = None
    path: str | None = None
    source: str | None = None

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
    erased: int = 0
    checkpoints: int = 0
    lines: int = 0
    root: str = ""
    announcements: int = 0
    logs: dict[str, dict[str, Any]] = field(default_factory=dict)
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

    def take(self, other: Report) -> None:
        """Add what another look found."""
        for finding in other.findings:
            self.add(finding)
        self.counts.update(other.counts - Counter(finding.check for finding in other.findings))

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
        logs = [_log_line(name, told) for name, told in self.logs.items()]
        return "\n".join([*found, *self._of_database(), *logs, f"结论 / verdict: {verdict}"])

    def _of_database(self) -> list[str]:
        """What was looked at in the database; nothing where only published logs were."""
        if not (self.root or self.entries or self.checkpoints):
            return []
        return [
            f"记录 / entries: {self.entries}  叶子 / leaves: {self.leaves}"
            f"  待入树 / pending: {self.pending}"
            f"  已查内容 / bodies checked: {self.bodies}"
            f"  依法删除 / erased by an act: {self.erased}",
            f"检查点 / checkpoints: {self.checkpoints}  文件行 / file lines: {self.lines}",
            f"根 / root: {self.root}",
        ]


def _log_line(name: str, told: dict[str, Any]) -> str:
    """What was looked at of a published log."""
    seen = "、".join(f"{one['source']} {one['size']}" for one in told["claims"])
    return (
        f"日志 / log {name}: {told['origin']}  已公布 / published: {told['published']}"
        f"  见证方签名 / cosigned by: {'、'.join(told['cosigned']) or '—'}"
        f"  对照 / compared with: {seen or '—'}"
    )
