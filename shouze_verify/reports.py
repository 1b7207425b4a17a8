"""What a check of a paper answers: one word, the reasons for it, what the paper says, and its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

VALID: Final = "valid"
INVALID: Final = "invalid"
ALTERED: Final = "altered"
UNKNOWN: Final = "unknown"
#: answer -> exit code, and the answer in words
EXITS: Final[Mapping[str, int]] = {VALID: 0, INVALID: 1, ALTERED: 1, UNKNOWN: 2}
ANSWERS: Final[Mapping[str, tuple[str, str]]] = {
    VALID: ("真实且有效", "Genuine and valid."),
    INVALID: ("文件真实，但证书现已不在有效状态", "Genuine, but the certificate is not valid now."),
    ALTERED: ("内容与证明不符：已被改动", "Altered: the content does not agree with its proof."),
    UNKNOWN: ("无法判断真伪", "It cannot be told whether this is genuine."),
}
#: genuine, and nobody was asked what holds now
GENUINE: Final = ("真实：颁发时有效", "Genuine: valid when it was issued.")
#: check -> sentences for yes, no and cannot be told, each in Chinese and English
REASONS: Final[Mapping[str, Mapping[bool | None, tuple[str, str]]]] = {
    "kind": {
        None: ("不是证书 PDF、凭证或核验码", "This is no certificate PDF, credential or code."),
    },
    "signature": {
        True: ("签名成立，覆盖整个文件", "The signature holds and covers the whole file."),
        False: ("签名后文件被改动", "The file was changed after it was signed."),
        None: ("文件没有电子签名", "Nobody signed this file."),
    },
    "signer": {
        True: ("由发证机构签名", "The body signed it."),
        None: ("签名人不在可信名单中", "The signer is not one who is trusted here."),
    },
    "facts": {
        True: ("所附内容与登记摘要一致", "The attached facts are those whose digest was registered."),
        False: ("所附内容与登记摘要不符", "The attached facts are not those whose digest was registered."),
        None: ("文件未附证书内容", "The file carries no facts."),
    },
    "register": {
        True: ("证书登记日志中确有此证", "The register's log holds this certificate."),
        False: ("证书登记日志证明不成立", "The proof from the register's log does not hold."),
        None: (
            "没有可核对的证书登记日志证明",
            "There is no proof from a register's log that is trusted here.",
        ),
    },
    "ledger": {
        True: ("台账中确有签发记录", "The ledger holds the entry that issued it."),
        False: ("台账证明不成立", "The proof from the ledger does not hold."),
        None: ("没有可核对的台账证明", "There is no proof from a ledger that is trusted here."),
    },
    "entry": {
        True: ("登记与签发记录是同一事项", "Register and ledger tell of the same entry."),
        False: ("登记与签发记录不是同一事项", "Register and ledger tell of different entries."),
    },
    "event": {
        True: ("证书登记日志中确有此状态变化", "The register's log holds this change of state."),
        False: ("状态变化的证明不成立", "The proof of a change of state does not hold."),
        None: ("状态变化没有可核对的证明", "There is no proof of a change of state that is trusted here."),
    },
    "witnesses": {
        True: ("见证方已签名", "Enough witnesses cosigned the log."),
        None: ("见证方签名不足", "Fewer witnesses cosigned the log than were asked for."),
    },
    "credential": {
        True: ("凭证签名成立", "The signature of the credential holds."),
        False: ("凭证签名不成立", "The signature of the credential does not hold."),
        None: ("凭证没有可信的签名", "The credential has no signature that is trusted here."),
    },
    "same": {
        True: ("凭证与登记为同一证书", "Credential and register speak of the same certificate."),
        False: ("凭证与登记不是同一证书", "Credential and register speak of different certificates."),
    },
    "trust": {
        None: ("没有可信的密钥，无从核对", "No key is trusted here, so nothing can be checked:"),
    },
    "first_use": {
        None: (
            "密钥取自您指定的地点，因您指定而信任，未另行核对",
            "The keys are trusted because you named the place that told them; nothing else confirms them.",
        ),
    },
}
#: state -> words
STATES: Final[Mapping[str, tuple[str, str]]] = {
    "valid": ("有效", "valid"),
    "suspended": ("暂停", "suspended"),
    "ended": ("已撤销、注销或失效", "withdrawn, cancelled or expired"),
    "expired": ("已过有效期", "past its last valid day"),
    "not_issued": ("尚未颁发", "not issued yet"),
    "unknown": ("未知", "unknown"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One check: how it went (None: cannot be told), and what more there is to say of it."""

    check: str
    good: bool | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class State:
    """A certificate's state: a key of `STATES`, when that holds, from where it is known. ``online`` says
    whether the published lists were read; else it is what the paper itself proves. ``listed``: when the list
    was signed that says so.
    """

    code: str
    at: str
    online: bool
    zh: str
    en: str
    listed: str = ""


@dataclass(slots=True)
class Report:
    """The answer to a check, with everything that led to it. ``source``: where the state was looked up;
    ``keys``: which place told the keys ("" where they were given by hand).
    """

    kind: str
    answer: str = UNKNOWN
    reasons: list[Reason] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    standing: State | None = None
    day: dict[str, Any] | None = None
    source: str = ""
    keys: str = ""

    def note(self, check: str, good: bool | None, *, more: tuple[str, str] = ("", "")) -> bool:
        """Note how a check went; whether it went well."""
        zh, en = REASONS[check][good]
        self.reasons.append(
            Reason(check, good, f"{zh}{_behind('：', more[0])}", f"{en}{_behind(' ', more[1])}")
        )
        return good is True

    def went(self, check: str) -> bool | None:
        """How a check went; None where it was not made."""
        return next((one.good for one in self.reasons if one.check == check), None)

    @property
    def refuted(self) -> bool:
        """Whether any check failed."""
        return any(one.good is False for one in self.reasons)

    @property
    def words(self) -> tuple[str, str]:
        """The answer in Chinese and English."""
        offline = self.answer == VALID and self.standing is not None and not self.standing.online
        return GENUINE if offline else ANSWERS[self.answer]

    @property
    def exit_code(self) -> int:
        """0 valid, 1 altered or no longer valid, 2 unknown."""
        return EXITS[self.answer]

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        zh, en = self.words
        return {**asdict(self), "zh": zh, "en": en}

    def text(self) -> str:
        """The report in sentences, Chinese and English."""
        zh, en = self.words
        marks = {True: "✓", False: "✗", None: "·"}
        lines = [f"{zh} / {en}"]
        lines += [f"  {name}: {value}" for name, value in self.facts.items()]
        if self.standing:
            lines.append(f"{self.standing.zh} / {self.standing.en}")
        if self.day:
            lines.append(f"{self.day['zh']} / {self.day['en']}")
        lines += [f"  {marks[one.good]} {one.zh} / {one.en}" for one in self.reasons]
        places = (("密钥来自 / keys from", self.keys), ("状态查自 / state looked up at", self.source))
        lines += [f"  {name}: {place}" for name, place in places if place]
        return "\n".join(lines)


def _behind(dash: str, more: str) -> str:
    return f"{dash}{more}" if more else ""
