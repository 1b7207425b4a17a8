"""What the acts on the record itself ask."""

from datetime import datetime

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
