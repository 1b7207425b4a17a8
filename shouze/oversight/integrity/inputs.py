"""What the acts on the record itself ask."""

from datetime import date, datetime
from uuid import UUID

from shouze.kernel.acts import Input, ask
from shouze.kernel.words import Words

VKEY = r"^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$"


class LogKeyRotation(Input):
    """A key takes another's place. Made by ``shouze keys rotate``, which holds the private keys."""

    log: str = ask("日志", "Log", pattern="^(ledger|register)$")
    old: str = ask("原验证密钥", "Verifier key until now", pattern=VKEY, max_length=400)
    new: str = ask("新验证密钥", "Verifier key from now on", pattern=VKEY, max_length=400)
    note: str = ask(
        "交接说明（两把密钥共同签名）",
        "Note of the handing over, signed by both keys",
        min_length=1,
        max_length=4000,
        widget="textarea",
        help=Words("由 shouze keys rotate 生成。", "Made by `shouze keys rotate`."),
    )
    overlap_until: datetime = ask("原密钥并签至", "The former key signs beside it until")
    reason: str = ask("更换理由", "Reason", min_length=1, max_length=2000, widget="textarea")


class ContentErasure(Input):
    """Which personal information goes, from where, and on which ground. What stood there is not repeated."""

    entry: UUID = ask("记录编号", "Entry")
    section: str = ask(
        "内容部分",
        "Section",
        pattern="^(data|what|who)$",
        help=Words(
            "data 为填报内容，what 为办理情况，who 为办理人。",
            "data: what was filled in; what: what was done; who: who did it.",
        ),
    )
    pointers: list[str] = ask(
        "删除位置（JSON 指针）",
        "What goes (JSON pointers)",
        min_length=1,
        max_length=200,
        help=Words("如 /opinion；其下文字全部删除。", "For example /opinion; every text below it goes."),
    )
    files: list[str] = ask(
        "一并删除的文件（摘要）",
        "Files that go with it (digests)",
        [],
        max_length=100,
        help=Words("该记录所依据的文件，以 sha256: 开头。", "Files on which that entry rests, sha256:…"),
    )
    ground: str = ask("依据", "Ground", choices="erasure_grounds", min_length=1)
    requested_on: date = ask("请求或决定日期", "Requested or decided on")
    reason: str = ask(
        "说明（不得复述被删内容）",
        "Explanation (not repeating what goes)",
        min_length=4,
        max_length=500,
        widget="textarea",
    )
