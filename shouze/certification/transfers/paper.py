"""May what a letter says be entered? The checks are pure; what they look at is gathered here, too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from shouze.certification.certificates.locking import lock
from shouze.certification.certificates.models import Certificate
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Look, Objection, objection, of_subject
from shouze.kernel.words import Words

from .checks import RULE
from .inputs_on_paper import PaperIssue, PaperQuestion
from .models import Body, Transfer, ours
from .states import ENDED, OLD

LIVING: Final = ("valid", "suspended")
#: where a certificate number has the code of its body, and of its product
_BODY: Final = slice(4, 6)
_PRODUCT: Final = slice(6, 10)
_NUMBER: Final = re.compile(r"20\d{14}")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who writes (its address; None where it is not registered), and our certificate: its state and holder,
    and whether that body asked about it before.
    """

    address: str | None
    state: str | None
    holder: str
    before: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """Our certificate: its ``state`` and ``product``; the other body: ``address`` and ``code``; the day of
    our handover.
    """

    state: str
    product: str
    address: str
    code: str
    handed_on: date | None


def asked_by_letter(doing: Doing, subject: None, given: PaperQuestion) -> Asked:
    """Look up who writes, and about what."""
    body = Body.objects.filter(pk=given.body, state="registered").first()
    found = Certificate.objects.filter(number=given.certificate).first()
    before = Transfer.objects.filter(certificate=found, other=body, side=OLD).exclude(state__in=ENDED)
    return Asked(
        body.address if body else None,
        found.state if found else None,
        found.facts["applicant"]["name"]["zh"] if found else "",
        bool(found and body) and before.exists(),
    )


@of_subject
def issue_by_letter(doing: Doing, transfer: Transfer, given: PaperIssue | None) -> Issued:
    """Look at our certificate, locked where the act is done, and at what was handed over."""
    key = ours(transfer)
    certificate = lock(key) if given is not None else Certificate.objects.get(pk=key)
    at = transfer.handover.get("at")
    return Issued(
        certificate.state,
        certificate.product_code,
        transfer.other.address,
        transfer.other.code,
        clock.legal_date(datetime.fromisoformat(at)) if at else None,
    )


def stated_already(look: Look) -> Iterator[Objection]:
    """No letter is dated tomorrow."""
    if look.given.stated_on > look.on:
        yield _not_then(look.given.stated_on, "stated_on")


def writes_letters(look: Look) -> Iterator[Objection]:
    """Who asks by letter is a registered body without an address for messages."""
    if look.facts.address is None:
        need = Words("先登记该机构", "the body registered first")
        why = Words("来函机构未登记", "the body that writes is not registered")
        yield Objection("no_body", why, need, RULE, field="body", act="body.registered")
    elif look.facts.address:
        yield _by_message()


@of_subject
def exchanges_letters(look: Look) -> Iterator[Objection]:
    """With an installation of this system signed messages are exchanged; a letter does not take their
    place.
    """
    if look.facts.address:
        yield _by_message()


def is_our_living_one(look: Look) -> Iterator[Objection]:
    """The certificate asked about is ours, and living."""
    if look.facts.state not in LIVING:
        yield objection(
            "not_living",
            f"证书{look.given.certificate}不在本机构有效证书中",
            f"{look.given.certificate} is no living certificate of ours",
            "核对证书编号",
            "another look at the number",
            RULE,
            field="certificate",
        )


def is_of_the_holder(look: Look) -> Iterator[Objection]:
    """Nobody but the holder has a certificate transferred: the letter names him as our certificate does."""
    if look.facts.holder and look.given.holder.strip() != look.facts.holder:
        yield objection(
            "other_holder",
            "来函所称持证人与本机构证书的持证人不符",
            "the holder that it names is not the one of our certificate",
            "由持证人提出的转换；持证人变更的，先办理变更",
            "a transfer that the holder wishes; where he has changed, the change first",
            "regulations.33",
            field="holder",
        )


def is_not_asked_yet(look: Look) -> Iterator[Objection]:
    """One transfer of a certificate to a body at a time."""
    if look.facts.before:
        yield objection(
            "asked_before",
            "该机构就此证书的询问已登记",
            "its question about this certificate was entered before",
            "在已登记的转换上办理",
            "the transfer that is there",
            RULE,
            field="certificate",
        )


def issued_after_handover(look: Look) -> Iterator[Objection]:
    """The successor was issued between our handover and today."""
    handed, on = look.facts.handed_on, look.given.issued_on
    if on > look.on or (handed is not None and on < handed):
        yield _not_then(on, "issued_on")


def are_successors(look: Look) -> Iterator[Objection]:
    """Each number is a certificate of that body, for the product of ours."""
    strange = _strange(look.given.successors, look.facts)
    if strange:
        listed = "、".join(strange)
        yield objection(
            "no_successor",
            f"{listed}不是该机构同一产品的证书编号",
            f"{listed}: no certificate of that body for this product",
            "按来函和平台记录填写",
            "the numbers of the letter and of the platform",
            RULE,
            field="successors",
        )


def _strange(numbers: Sequence[str], facts: Any) -> list[str]:
    wanted = (facts.code, facts.product)
    return [
        one
        for one in numbers
        if not (_NUMBER.fullmatch(one) and (one[_BODY], one[_PRODUCT]) == wanted)
    ]


@of_subject
def still_lives(look: Look) -> Iterator[Objection]:
    """Ours is valid or suspended, so that it can be cancelled."""
    if look.facts.state not in LIVING:
        yield objection(
            "ended_before",
            "本机构证书已先行失效",
            "our certificate had ended before",
            "凭来函结束移交",
            "the act that closes the handover",
            RULE,
            act="issue.closed",
        )


@of_subject
def had_ended(look: Look) -> Iterator[Objection]:
    """Ours ended before the letter came."""
    if look.facts.state in LIVING:
        yield objection(
            "not_ended",
            "本机构证书尚未失效",
            "our certificate has not ended",
            "凭来函和平台记录注销",
            "the cancellation on the letter",
            RULE,
            act="issue.recorded",
        )


def _by_message() -> Objection:
    return objection(
        "by_message",
        "该机构以签名报文往来",
        "that body exchanges signed messages",
        "等待或导入其签名报文",
        "its signed message",
        RULE,
    )


def _not_then(on: date, field: str) -> Objection:
    return objection(
        "not_then",
        f"{on}不可能：早于移交或晚于今日",
        f"{on} cannot be: before the handover, or after today",
        "按来函填写",
        "the day as the letter has it",
        RULE,
        field=field,
    )
