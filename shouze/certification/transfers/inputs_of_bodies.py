"""What the acts on keys ask: those of another body, and our own."""

from collections.abc import Iterator
from datetime import date

from shouze.kernel.acts import Input, ask
from shouze.kernel.words import Words

SIGNED = r"^[A-Za-z0-9+/=]{80,100}$"


class KeyAnnouncement(Input):
    """A body's announcement of its new key, as it came."""

    statement: str = ask("公告", "Statement", min_length=2, max_length=2000)
    key: str = ask("原密钥", "Old key", pattern="^[0-9a-f]{16}$")
    signature: str = ask("原密钥签名", "Signature of the old key", pattern=SIGNED)
    possession: str = ask("新密钥签名", "Signature of the new key", pattern=SIGNED)

    def evidence(self) -> Iterator[str]:
        """Nothing: there are no files in it."""
        return iter(())


class KeyStop(Input):
    """From which day a key no longer counts, why, and who at the other body said so."""

    key: str = ask("密钥编号", "Key", pattern="^[0-9a-f]{16}$")
    stopped_from: date = ask("停用日期", "Stopped from")
    reason: str = ask("停用理由", "Reason", choices="transfer_key_stops", min_length=1)
    told_by: str = ask("告知人", "Told by", min_length=2, max_length=100, help=Words(
        "对方机构的具名人员，或发现情况的本机构人员。",
        "The named person of the other body, or of ours, who said so.",
    ))  # fmt: skip
    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")


class OwnKey(KeyAnnouncement):
    """A new key of our own, announced under the one that signs (its name and public half: ``under``)."""

    under: dict[str, str] = ask("现用密钥公钥", "Key in use", min_length=1, max_length=1)
    reason: str = ask("更换理由", "Reason", min_length=1, max_length=2000, widget="textarea")
