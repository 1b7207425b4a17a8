"""May this be asked, taken in, handed over, issued? Pure."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Look, Objection, objection
from shouze.kernel.words import Words

from .states import TAKEN_IN

RULE: Final = "guidance.十一"


def arrived_whole(look: Look) -> Iterator[Objection]:
    """What came is signed by the sender's pinned key and belongs here; ``facts.wrong`` says why not."""
    wrong = look.facts.wrong
    if wrong:
        need = Words("核对发送方、密钥与报文", "another look at sender, key and message")
        yield Objection("not_taken", wrong, need, RULE)


def is_a(kind: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that the message is of this kind."""

    def check(look: Look) -> Iterator[Objection]:
        if look.facts.said is not None and look.facts.said.kind != kind:
            why = Words("报文种类与办理事项不符", "the message is of another kind")
            yield Objection("other_kind", why, Words("按其种类接收", "the act of its kind"), RULE)

    return check


def inspected_before(look: Look) -> Iterator[Objection]:
    """The last inspection that another body tells of is not in the future."""
    said = look.facts.said
    last = said.content.get("last_inspected_on") if said is not None and said.kind == "answer" else None
    if last and date.fromisoformat(last) > look.on:
        yield objection(
            "future_inspection",
            f"所称最近一次工厂检查日期{last}尚未到来",
            f"the last inspection is said to be on {last}, which has not come",
            "请对方更正",
            "a correction by the other body",
            RULE,
        )


def is_ours(look: Look) -> Iterator[Objection]:
    """The certificate asked about is ours, and living; ``facts.certificate`` is its state, None when
    unknown.
    """
    state = look.facts.certificate
    if look.facts.said is not None and state not in ("valid", "suspended"):
        yield objection(
            "not_living",
            f"证书{look.facts.said.certificate}不在本机构有效证书中",
            f"{look.facts.said.certificate} is no living certificate of ours",
            "核对证书编号",
            "another look at the number",
            RULE,
        )


def of_our_holder(look: Look) -> Iterator[Objection]:
    """Nobody but the holder has a certificate transferred: the other body names him as ours does, with his
    declaration; ``facts.holder`` is (name, credit code) of ours.
    """
    if look.facts.said is None or not look.facts.holder:
        return
    content, (name, code) = look.facts.said.content, look.facts.holder
    named = content.get("holder")
    named = named if isinstance(named, dict) else {}
    if (named.get("uscc"), "") != (code, "") or (not code and named.get("name") != name):
        yield objection(
            "other_holder",
            "报文所称持证人与本机构证书的持证人不符",
            "the holder that it names is not the one of our certificate",
            "由持证人提出的转换",
            "a transfer that the holder wishes",
            "regulations.33",
        )
    consent = content.get("consent")
    if not (isinstance(consent, dict) and consent.get("on") and consent.get("by")):
        yield objection(
            "no_declaration",
            "没有持证人自愿转换的声明",
            "there is no declaration of the holder",
            "持证人的声明（日期和姓名）",
            "his declaration, with day and name",
            "regulations.33",
        )


def is_moot(look: Look) -> Iterator[Objection]:
    """Only what can have no effect is merely kept: an effect is never passed over."""
    said = look.facts.said
    if said is None or said.kind == "ask":
        return
    if look.subject.state in TAKEN_IN[said.kind].frm:
        why = Words("该报文此时有效力", "this message has an effect now")
        yield Objection("has_effect", why, Words("按其种类接收", "the act of its kind"), RULE)


def proof_holds(look: Look) -> Iterator[Objection]:
    """The successor stands in the new body's published log; ``facts.unproved`` says what does not hold."""
    if look.facts.unproved:
        need = Words("由新机构补发成立的证明", "a proof that holds, from the new body")
        yield Objection("unproved", look.facts.unproved, need, RULE)


def certificate_lives(look: Look) -> Iterator[Objection]:
    """Ours is valid or suspended, so that it can be cancelled."""
    if look.facts.state not in ("valid", "suspended"):
        yield objection(
            "ended_before",
            "本机构证书已先行失效",
            "our certificate had ended before",
            "办理结束移交",
            "the act that closes the handover",
            RULE,
            act="handover.closed",
        )


def certificate_ended(look: Look) -> Iterator[Objection]:
    """Ours ended before the proof came."""
    if look.facts.state in ("valid", "suspended"):
        yield objection(
            "not_ended",
            "本机构证书尚未失效",
            "our certificate has not ended",
            "凭证明注销",
            "the cancellation on proof",
            RULE,
            act="handover.completed",
        )


def certificate_is_valid(look: Look) -> Iterator[Objection]:
    """Only a valid certificate is handed over (国认证〔2014〕84号); ``facts["state"]``."""
    if look.facts["state"] != "valid":
        yield objection(
            "not_valid",
            "证书当前不是有效状态",
            "the certificate is not valid",
            "不予移交，或恢复后移交",
            "a refusal, or the restoration first",
            RULE,
            act="handover.refused",
        )


def holder_agrees(look: Look) -> Iterator[Objection]:
    """A transfer is of the holder's free will: his word here, else his declaration to the new body. Where he
    says here that it is not his wish, nobody else's word counts.
    """
    consent = look.subject.consent
    if consent.get("declined"):
        yield objection(
            "declined",
            "持证人声明转换并非其意愿",
            "the holder says that the transfer is not his wish",
            "不予移交，或由持证人重新确认",
            "a refusal, or another word of the holder",
            "regulations.33",
            act="handover.refused",
        )
    elif not (consent.get("holder") or consent.get("by_new")):
        yield objection(
            "no_consent",
            "没有持证人同意移交的记录",
            "there is no consent of the holder",
            "由持证人确认",
            "the holder's consent",
            "regulations.33",
            act="handover.consented",
        )


def refusal_is_borne_out(look: Look) -> Iterator[Objection]:
    """No certificate is kept back for a reason that our records, or a paper, do not bear out; ``facts`` names
    what does, by reason.
    """
    if not look.facts:
        yield objection(
            "no_reason",
            "没有写明不予移交的理由",
            "no reason is named",
            "从封闭清单中选择理由",
            "a reason of the closed list",
            "regulations.33",
            field="reasons",
        )
    for reason, borne_out in look.facts.items():
        if not borne_out:
            words = rulebook.code("transfer_refusals", reason, on=look.on).words
            yield objection(
                "not_borne_out",
                f"理由“{words.zh}”没有记录或文件支持",
                f"neither record nor paper bears it out: {words.en}",
                "附依据文件，或选择成立的理由，或移交",
                "the paper, a reason that holds, or the handover",
                "regulations.33",
                field="reasons",
            )


def nothing_else_runs(look: Look) -> Iterator[Objection]:
    """No change, renewal or other turn of this certificate is open; ``facts["open"]`` are their numbers."""
    if look.facts["open"]:
        listed = "、".join(look.facts["open"])
        yield objection(
            "turn_open",
            f"该证书有未办结的案件：{listed}",
            f"cases about this certificate are open: {listed}",
            "先办结或由持证人撤回",
            "their end or withdrawal first",
            RULE,
        )


def measure_is_there(look: Look) -> Iterator[Objection]:
    """There is a measure to tell of, and it was not told."""
    if not look.facts:
        yield objection(
            "nothing_to_tell",
            "没有需要通知的措施",
            "there is no measure to tell of",
            "无需办理",
            "nothing",
            RULE,
        )


def inspection_is_fresh(last: date, on: date, months: int) -> bool:
    """Whether an inspection is at most so many calendar months old on a day."""
    return on <= clock.add_calendar_months(last, months)
