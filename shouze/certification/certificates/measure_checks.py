"""May a suspension begin, go on or end so; may the holder ask for it? Pure (CNCA-00C-001 chapters 4 to 7)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from shouze.kernel import rulebook
from shouze.kernel.acts import Look, Objection, in_post, of_subject
from shouze.kernel.words import Words

from .checks import bound
from .states import PENDING


def range_reasoned(look: Look) -> Iterator[Objection]:
    """A range narrower than the certificate says on what it rests (Order 117 Art. 29)."""
    known = {line["name"] for line in look.subject.facts["product"]["models"]}
    narrower = bool(look.given.models) and bool(known - set(look.given.models))
    if narrower and not look.given.range_basis:
        yield Objection(
            "range_without_basis",
            Words(
                "只认定了部分型号，没有说明范围依据", "only some models are concerned, and nothing says why"
            ),
            Words("说明同一结构等认定依据", "on what the range rests, such as the same structure"),
            "order117.29",
            field="range_basis",
        )


def holder_asked(look: Look) -> Iterator[Objection]:
    """What rests on a request of the holder needs one; a stop begins no earlier than he asked, and lasts no
    longer.
    """
    if not set(look.given.reasons) & look.facts["asked_by_holder"]:
        return
    request = look.facts["asked"]
    if request is None:
        stop = "until" in type(look.given).model_fields
        yield Objection(
            "not_asked",
            Words("持证人没有提出申请", "the holder has not asked for it"),
            Words("由持证人先提出申请", "an application of the holder"),
            "00c001.5" if stop else "00c001.4",
            act="stop.applied" if stop else "cancellation.applied",
            field="reasons",
        )
    elif request.from_on and look.on < request.from_on:
        yield Objection(
            "before_asked",
            Words(f"持证人申请自{request.from_on}起暂停", f"the holder asked for it from {request.from_on}"),
            Words(f"自{request.from_on}起办理", f"a decision on {request.from_on} or later"),
            "00c001.5",
            field="until",
        )
    elif request.until and look.given.until > request.until:
        yield Objection(
            "longer_than_asked",
            Words(f"持证人只申请暂停至{request.until}", f"the holder asked for it until {request.until}"),
            Words("不超过申请的期限", "no longer than asked"),
            "00c001.5",
            field="until",
        )


#: what an officer does on its own ground; everything else about a certificate's end is decided by a decider
_DECIDER: Final = "decider"


def _decides(look: Look, field: str) -> Iterator[Objection]:
    if not in_post(look.actor, _DECIDER, look.on):
        words = rulebook.post(_DECIDER)
        yield Objection(
            "no_decider",
            Words(f"该事项由{words.zh}决定", f"that is decided by: {words.en}"),
            Words(f"由{words.zh}办理", f"a person in that post: {words.en}"),
            "iso17065.7.11",
            field=field,
        )


def cause_is_decided(look: Look) -> Iterator[Objection]:
    """A certificate ends by a decision, unless its holder wishes it or its last day is past (ISO/IEC 17065
    7.11).
    """
    if set(look.given.reasons) - look.facts["asked_by_holder"] - look.facts["after_expiry"]:
        yield from _decides(look, "reasons")


def refusal_is_decided(look: Look) -> Iterator[Objection]:
    """A restoration is refused by a decision: a withdrawal follows from it (ISO/IEC 17065 7.6, 7.11)."""
    if look.given.kind == "restoration":
        yield from _decides(look, "kind")


def wish_is_free(look: Look) -> Iterator[Objection]:
    """No cancellation by the holder's wish while another body may have issued the successor: it would leave
    him with none, or be undone by the proof. A ground of ours stays possible; it travels as a measure.
    """
    if set(look.given.reasons) & look.facts["asked_by_holder"]:
        yield from bound(look.subject.number, look.subject.transfer)


def suspension_over(look: Look) -> Iterator[Objection]:
    """Ground 0201 is for a suspension that ran out, for some model at least, and without an application in
    time that waits.
    """
    until = look.facts["until"]
    if until is None or not set(look.given.reasons) & look.facts["suspension_over"]:
        return
    if look.on <= until + timedelta(days=look.facts["grace"]):
        yield Objection(
            "suspension_runs",
            Words(f"暂停期至{until}，尚未届满", f"the suspension runs until {until}"),
            Words("届满后办理，或选择其他原因", "its end, or another ground"),
            "00c001.7",
            field="reasons",
        )
    elif look.facts["pending"]:
        yield Objection(
            "restoration_pending",
            Words(
                "持证人已在期内申请恢复，尚未办结", "restoration was applied for in time and is not settled"
            ),
            Words("先完成恢复验证或不予恢复", "the verification, or a refusal of the application, first"),
            "00c001.6",
            act="restoration.verified",
            field="reasons",
        )


def after_expiry(look: Look) -> Iterator[Objection]:
    """A ground that speaks of expiry holds once the last valid day is past (Order 117 Art. 26)."""
    if set(look.given.reasons) & look.facts["after_expiry"] and look.on <= look.subject.valid_until:
        yield Objection(
            "not_expired",
            Words(f"证书有效期至{look.subject.valid_until}", f"it is valid until {look.subject.valid_until}"),
            Words("有效期届满后办理，或选择其他原因", "the day after, or another ground"),
            "order117.26",
            field="reasons",
        )


@of_subject
def applies_in_time(look: Look) -> Iterator[Objection]:
    """Restoration is applied for inside the suspension (and the grace of the rule), once at a time."""
    until, grace = look.subject.suspended_until, look.facts.grace
    if until and look.on > until + timedelta(days=grace):
        yield Objection(
            "suspension_over",
            Words(f"暂停期已于{until}届满", f"the suspension ran out on {until}"),
            Words("恢复须在暂停期内申请；证书将按规定撤销",
                  "an application inside the suspension; the certificate will be withdrawn"),
            "00c001.6",
            act="certificate.withdrawn",
        )  # fmt: skip
    request = look.facts.request
    if request and request.state in PENDING:
        yield Objection(
            "applied_before",
            Words(
                f"已于{request.applied_on}申请恢复", f"restoration was applied for on {request.applied_on}"
            ),
            Words("等待验证结论", "the result of the verification"),
            "00c001.6",
        )


def report_complete(look: Look) -> Iterator[Objection]:
    """Where the rule asks for a rectification report, each of its parts is told and the report is there."""
    if not look.facts.report:
        return
    for name, words in REPORT.items():
        if not getattr(look.given, name):
            yield Objection(
                "report_incomplete",
                Words(f"没有填写{words.zh}", f"{words.en}: not told"),
                Words("整改报告应包括事实、原因、纠正和预防措施、自查结果",
                      "facts, causes, corrective and preventive action, and the own check"),
                "00c001.6",
                field=name,
            )  # fmt: skip


#: the parts of a rectification report, by their questions
REPORT = {
    "facts": Words("事实", "the facts"),
    "cause": Words("根本原因", "the root cause"),
    "corrective": Words("纠正措施", "corrective action"),
    "preventive": Words("预防措施", "preventive action"),
    "self_check": Words("自查结果", "the own check"),
    "report_files": Words("整改报告及证明材料", "the report and its evidence"),
}


@of_subject
def restoration_asked(look: Look) -> Iterator[Objection]:
    """There is an application to be verified."""
    request = look.facts.request
    if request is None or request.state not in PENDING:
        yield _not_applied()


def _not_applied() -> Objection:
    return Objection(
        "not_applied",
        Words("持证人没有待验证的恢复申请", "no application for restoration waits"),
        Words("由持证人在暂停期内申请恢复", "an application of the holder inside the suspension"),
        "00c001.6",
        act="restoration.applied",
    )


def cases_are_ours(look: Look) -> Iterator[Objection]:
    """The cases named are of the certificate's factory and product."""
    for one in look.facts.strange:
        yield Objection(
            "other_case",
            Words(f"案件{one}不是该工厂该产品的案件", f"case {one} is of another factory or product"),
            Words("选择该证书工厂和产品的监督、变更案件", "a case of the certificate's factory and product"),
            "00c001.6",
            field="cases",
        )


def verification_proven(look: Look) -> Iterator[Objection]:
    """A conforming verification was done in every way of the rule, each proved by a closed element; a
    supervision for it is concluded first.
    """
    yield from cases_are_ours(look)
    for one in look.facts.waiting:
        yield Objection(
            "case_open",
            Words(f"验证案件{one}尚未作出监督结果评价", f"the supervision {one} for it is not evaluated"),
            Words("先完成该监督并作出评价", "its evaluation first"),
            "00c001.6",
            act="surveillance.concluded",
            field="cases",
        )
    if not look.given.conforming:
        return
    if missing := look.facts.ways - set(look.given.ways):
        listed = "、".join(sorted(missing))
        yield Objection(
            "way_missing",
            Words(f"按暂停原因还须验证：{listed}", f"by the reason of the suspension also: {listed}"),
            Words("按规则规定的方式验证", "a verification in the ways of the rule"),
            "00c001.6",
            field="ways",
        )
    if unproven := set(look.given.ways) - look.facts.proven:
        listed = "、".join(sorted(unproven))
        yield Objection(
            "way_unproven",
            Words(
                f"所列案件没有暂停以来符合的检查或检测结果：{listed}",
                f"no case named has a conforming inspection or test since the suspension: {listed}",
            ),
            Words("先完成检查、检测并评价为符合", "the inspection or test, concluded as conforming"),
            "00c001.6",
            act="surveillance.triggered",
            field="cases",
        )


@of_subject
def restorable(look: Look) -> Iterator[Objection]:
    """Restored only when applied for in time and verified as conforming, or when an appeal was upheld."""
    facts = look.facts
    if facts.upheld or facts.suspension is None:
        return
    request = facts.request
    if request is None or request.state == "refused":
        yield _not_applied()
    elif request.state != "verified":
        failed = request.state == "failed"
        yield Objection(
            "verification_failed" if failed else "not_verified",
            Words("恢复验证结论为不符合", "the verification did not find conformity") if failed
            else Words("恢复申请尚未验证", "the application is not verified"),
            Words("验证符合后恢复；期内可再次申请", "a conforming verification; he may apply again in time"),
            "00c001.6",
            act="restoration.verified",
        )  # fmt: skip


def understood(look: Look) -> Iterator[Objection]:
    """Whoever asks for a cancellation knows what it means, and asks once."""
    if not look.given.understood:
        yield Objection(
            "not_understood",
            Words("没有确认注销的后果", "what a cancellation means was not confirmed"),
            Words("确认知悉后果", "the confirmation"),
            "00c001.4",
            field="understood",
        )


def asked_once(look: Look) -> Iterator[Objection]:
    """A holder asks for a thing once at a time; ``facts`` is the request that waits."""
    if look.facts is not None:
        yield Objection(
            "asked_before",
            Words(f"已于{look.facts.applied_on}提出申请", f"it was asked for on {look.facts.applied_on}"),
            Words("等待办理结果", "the answer to it"),
            "00c001.4",
        )


def request_waits(look: Look) -> Iterator[Objection]:
    """Only a request that waits can be refused; ``facts`` is it."""
    if look.facts is None:
        yield Objection(
            "no_request",
            Words("没有待办理的该项申请", "no such request waits"),
            Words("选择待办理的申请", "a request that waits"),
            "00c001.8",
            field="kind",
        )
