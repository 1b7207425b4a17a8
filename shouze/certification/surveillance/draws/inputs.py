"""What the acts on draws ask."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask

HASH = r"^[0-9a-f]{64}$"


class Commitment(Input):
    """What a draw is for, from which list, and what it is committed to before it can be known."""

    purpose: str = ask("用途", "Purpose", choices="draw_purposes", min_length=1, max_length=24)
    words: str = ask("说明", "Explanation", "", max_length=500)
    until: date | None = ask("到期日至（期间末）", "Due until (end of the period)", None)
    case_id: UUID | None = ask("监督案件（抽型号）", "Supervision (for models)", None)
    count: int = ask("抽取数", "How many are drawn", ge=1, le=1000)
    candidates: Evidence = ask("候选名单", "List of candidates", widget="file")
    listed: str = ask("名单摘要", "Digest of keys and weights", pattern=HASH)
    commitment: str = ask("秘密值的承诺", "Commitment to the secret", pattern=HASH)
    standing: int = ask("承诺时台账条数", "Entries in the ledger at the commitment", ge=0)
    size: int = ask("约定的日志条数", "Size of the log that is named", ge=1)


class Holding(Input):
    """The secret, and the root of the log at the size that was named, with its proof."""

    secret: str = ask("秘密值", "Secret", pattern=HASH)
    root: str = ask("日志在约定条数时的根", "Root of the log at that size", pattern=HASH)
    checkpoint: str = ask("已签名的检查点", "Signed checkpoint", min_length=1, max_length=20000)
    checkpoint_size: int = ask("检查点条数", "Size of the checkpoint", ge=1)
    checkpoint_root: str = ask("检查点的根", "Root of the checkpoint", pattern=HASH)
    consistency: list[str] = ask("一致性证明", "Proof of consistency", [], max_length=64)


class Overriding(Input):
    """Why the draw is not followed (the code is public once it is revealed), and what is done instead."""

    code: str = ask("理由（公开）", "Reason (public)", "", choices="draw_override_reasons", max_length=24)
    reason: str = ask(
        "说明（不公开）", "Explanation (stays inside)", min_length=10, max_length=2000, widget="textarea"
    )
    instead: str = ask("改为", "What is done instead", min_length=1, max_length=500)
