"""A certificate's measures as they are shown: its way in one line, what reactions propose, their figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from shouze.certification.certificates import queries as certificates
from shouze.certification.certificates.models import Certificate, Event, HolderRequest
from shouze.certification.certificates.states import REQUEST
from shouze.kernel import rulebook
from shouze.kernel.acts import UnknownAct, get_act
from shouze.kernel.words import Words
from shouze.oversight.measures import queries as measures
from shouze.oversight.measures.checks import late_since
from shouze.oversight.measures.models import Reaction
from shouze.oversight.measures.states import PENDING, REACTION

#: kind of event -> words, tone, and the table of its reasons
EVENTS: Final[Mapping[str, tuple[Words, str, str]]] = {
    "issued": (Words("颁发", "issued"), "good", ""),
    "changed": (Words("变更换发", "issued anew"), "note", "change_reasons"),
    "renewed": (Words("到期换发", "renewed"), "good", ""),
    "suspended": (Words("暂停", "suspended"), "bad", "suspension_reasons"),
    "prolonged": (Words("延长暂停", "suspension prolonged"), "bad", "suspension_reasons"),
    "narrowed": (
        Words("部分型号恢复，其余继续暂停", "some models restored, the others stay suspended"),
        "warn",
        "",
    ),
    "restored": (Words("恢复", "restored"), "good", ""),
    "withdrawn": (Words("撤销", "withdrawn"), "bad", "withdrawal_reasons"),
    "cancelled": (Words("注销", "cancelled"), "warn", "cancellation_reasons"),
    "models_withdrawn": (
        Words("部分型号撤销，证书对其余型号换发", "some models withdrawn; issued anew for the others"),
        "bad",
        "withdrawal_reasons",
    ),
    "models_cancelled": (
        Words("部分型号注销，证书对其余型号换发", "some models cancelled; issued anew for the others"),
        "warn",
        "cancellation_reasons",
    ),
    "expired": (Words("过期失效", "expired"), "warn", ""),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline: its day, what happened, how it is toned, and what more there is to say."""

    on: date
    words: Words
    tone: str
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A measure that a reaction proposes: its act and reason in words, and the address of its form."""

    words: Words
    url: str


def timeline(certificate: Certificate, on: date) -> Sequence[Moment]:
    """Return the way of a certificate, its requests and reactions in one line, the latest first; three
    queries, and one for the cases that verify requests.
    """
    requests = certificates.requests_of(certificate.pk)
    numbers = certificates.verified_by(requests)
    found = [
        *(_event(one, on) for one in certificates.history(certificate.pk)),
        *(_request(one, numbers, on) for one in requests),
        *(_reaction(one, on) for one in measures.of_certificate(certificate.pk)),
    ]
    return sorted(found, key=lambda one: one.on, reverse=True)


def _event(event: Event, on: date) -> Moment:
    words, tone, table = EVENTS.get(event.kind, (Words.same(event.kind), "note", ""))
    notes = [Words(f"{code} {_code(table, code, on).zh}", f"{code} {_code(table, code, on).en}")
             for code in (event.reasons if table else ())]  # fmt: skip
    if event.until:
        notes.append(Words(f"至{event.until}", f"until {event.until}"))
    if event.models_affected:
        listed = "、".join(event.models_affected)
        notes.append(Words(f"涉及型号：{listed}", f"models concerned: {listed}"))
    if event.range_basis:
        notes.append(Words.same(event.range_basis))
    return Moment(event.on, words, tone, tuple(notes))


def _request(request: HolderRequest, numbers: Mapping[str, str], on: date) -> Moment:
    kind, state = _code("holder_requests", request.kind, on), REQUEST[request.state]
    notes = (state, *((Words.same(request.answer),) if request.answer else ()))
    if cases := "、".join(numbers[one] for one in request.cases if one in numbers):
        notes += (Words(f"验证案件：{cases}", f"verified by: {cases}"),)
    return Moment(request.applied_on, Words(f"持证人申请：{kind.zh}", f"asked for: {kind.en}"), "note", notes)


def _reaction(reaction: Reaction, on: date) -> Moment:
    cause, state = _code("reaction_causes", reaction.cause, on), REACTION[reaction.state]
    tone = "warn" if reaction.state in PENDING else "note"
    notes = (Words(f"{reaction.number} {state.zh}", f"{reaction.number} {state.en}"),)
    return Moment(reaction.opened_on, Words(f"处理任务：{cause.zh}", f"reaction: {cause.en}"), tone, notes)


def _code(table: str, code: str, on: date) -> Words:
    try:
        return rulebook.code(table, code, on=on).words
    except rulebook.RuleError:
        return Words.same(code)


#: code of a proposal -> the question of its act that it answers
_QUESTION: Final = {"suspension.prolonged": "grounds", "request.refused": "kind"}
#: act of a proposal -> the table of its code
_TABLES: Final = {
    "certificate.suspended": "suspension_reasons",
    "certificate.withdrawn": "withdrawal_reasons",
    "certificate.cancelled": "cancellation_reasons",
    "suspension.prolonged": "prolongation_reasons",
    "surveillance.triggered": "surveillance_causes",
    "request.refused": "holder_requests",
}
_ON_CERTIFICATE: Final = ("certificate", "suspension", "restoration", "request")


def proposals(reaction: Reaction, on: date) -> Iterator[Proposed]:
    """Yield what a reaction proposes, each with the form that does it, its reason filled in."""
    for one in reaction.proposed:
        act, code = str(one["act"]), str(one["code"])
        try:
            words = get_act(act).words
        except UnknownAct:
            continue
        said = _with_reason(words, act, code, on) if code else words
        url = ""
        if reaction.certificate_id and act.partition(".")[0] in _ON_CERTIFICATE:
            url = reverse("staff:certificate_act", args=[reaction.certificate_id, act])
            url += f"?{urlencode({_QUESTION.get(act, 'reasons'): code})}" if code else ""
        elif act == "transfer.notified" and reaction.source:
            url = reverse("staff:transfer_act", args=[reaction.source, act]) + "?to=mark_centre"
        yield Proposed(said, url)


def _with_reason(words: Words, act: str, code: str, on: date) -> Words:
    """The words of a proposal with those of its reason; a code in digits, which letters cite, stays."""
    reason = _code(_TABLES[act], code, on) if act in _TABLES else Words.same(code)
    cited = f"{code} " if code.isdecimal() else ""
    return Words(f"{words.zh}：{cited}{reason.zh}", f"{words.en}: {cited}{reason.en}")


def grounds(certificate: Certificate) -> Mapping[str, Any]:
    """Return what stands above the form of a measure: what asks for it now, and what the holder asked."""
    pending = [one for one in measures.of_certificate(certificate.pk) if one.state in PENDING]
    asked = [one for one in certificates.requests_of(certificate.pk) if one.state in ("open", "verified")]
    return {"pending": pending, "requests": asked, "certificate": certificate}


def chart(on: date) -> Sequence[tuple[Words, int, int, int]]:
    """Return, for the pending reactions, how many there are by cause, how many of them late, and their share
    of the most (per cent); one query.
    """
    counted: dict[str, list[int]] = {}
    for one in measures.reactions("pending"):
        line = counted.setdefault(one.cause, [0, 0])
        line[0] += 1
        line[1] += bool(late_since(one, on))
    most = max((many for many, _ in counted.values()), default=1)
    lines = sorted(counted.items(), key=lambda line: -line[1][0])
    return [
        (_code("reaction_causes", cause, on), many, late, 100 * many // most) for cause, (many, late) in lines
    ]
