"""Letters on cases about a certificate: accepted, refused, approved; and the invitation to convert."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.changes.acts.approving import NEW_NUMBER
from shouze.certification.changes.covering import covered_of, otherwise
from shouze.certification.changes.differences import Difference
from shouze.certification.changes.models import ChangeRequest
from shouze.certification.changes.queries import get_change, standing_differences, words_of_kinds
from shouze.certification.changes.ruling import handling_words
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterTable, Said
from shouze.resources.people.queries import find_person
from shouze.resources.schemes.transitions import get_transition

from .content import Content, Given, day, listed, quoted, said

OPINION, EXPLANATION = Words("评审意见", "Review"), Words("说明", "Explanation")
UNTIL_APPROVED = Words(
    "获批准前，证书内容不变；不得按变更后的内容出厂、销售或者加施认证标志。",
    "Until it is approved the certificate stays as it is, and nothing may leave the factory, be sold or be "
    "marked as changed.",
)
UNCHANGED = Words(
    "变更获批准前，产品上的名称、地址须与证书一致；逾期未申请的，按规定核查，可能暂停证书。",
    "Until it is approved, names and addresses on the product must be those of the certificate; who does not "
    "apply in time is looked into, and the certificate may be suspended.",
)
NEW_SITE = Words(
    "新生产场所经工厂检查通过、变更获批准前，其产品不得出厂和加施认证标志。",
    "Nothing made at the new site may leave it or bear the mark before it was inspected and approved.",
)


def acceptance(case: Case, given: Given) -> Content:
    """What was applied for is accepted: how it is handled, what is asked, and who answers for it."""
    request = get_change(case.pk)
    engineer = find_person(case.engineer_id) if case.engineer_id else None
    text = said(
        "你单位就证书{number}提出的{kind}委托，经评审于{day}受理。",
        "Your application about certificate {number} ({kind}) was reviewed and is accepted on {day}.",
        number=request.certificate.number,
        kind=_kind(case),
        day=day(case.accepted_on),
    )
    moved = (NEW_SITE,) if "9" in request.kinds else ()
    return Content(
        paragraphs=(text, *quoted(OPINION, given["opinion"])),
        table=listed([*_asked(request, case), *_covered(request)]),
        after=(*moved, UNTIL_APPROVED),
        more=((Words("项目负责人", "Project engineer"), engineer.name),) if engineer else (),
    )


def refusal(case: Case, given: Given) -> Content:
    """What was applied for is not accepted, for a reason of the closed list; the certificate stays."""
    reason = rulebook.code("change_refusals", given["reason"], on=case.submitted_on).words
    text = said(
        "你单位就证书{number}提出的{kind}委托不予受理。理由：{reason}。证书内容不变。",
        "Your application about certificate {number} ({kind}) is not accepted. Reason: {reason}. "
        "The certificate stays as it is.",
        number=get_change(case.pk).certificate.number,
        kind=_kind(case),
        reason=reason,
    )
    return Content(paragraphs=(text, *quoted(EXPLANATION, given["words"])))


def approval(case: Case, given: Given) -> Content:
    """What was approved, field by field, and under which number the certificate stands now."""
    request = get_change(case.pk)
    separate = certificate_of_case(case.pk)
    number = separate.number if separate else request.certificate.number
    text = said(
        "你单位就证书{before}提出的{kind}委托，经评价、复核和认证决定，于{day}批准。",
        "Your application about certificate {before} ({kind}) was evaluated, reviewed and decided on, and is "
        "approved on {day}.",
        before=request.certificate.number,
        kind=_kind(case),
        day=day(request.approved_on),
    )
    now = said("证书编号：{number}。", "Number of the certificate: {number}.", number=number)
    return Content(
        paragraphs=(text, now, *_ended(request), *_others(request)),
        table=_differences(request),
        after=(
            Words(
                "请自批准之日起按变更后的内容生产，并妥善处理原证书文件和标志。",
                "From this day on produce as approved, and deal with earlier papers and marks accordingly.",
            ),
        ),
    )


def _ended(request: ChangeRequest) -> tuple[Said, ...]:
    """That the certificate before ended with it, where a renewal gave another number."""
    if request.result != NEW_NUMBER:
        return ()
    number = request.certificate.number
    text = "原证书{number}同日注销，其标志订单同时作废；标志按新编号重新订购。"
    english = "The certificate {number} is cancelled on the same day and its orders of marks fall; marks are "
    return (said(text, f"{english}ordered anew under the new number.", number=number),)


def _covered(request: ChangeRequest) -> list[tuple[Words, Said]]:
    """The other certificates that are applied for with it."""
    numbers = [one.certificate.number for one in covered_of(request)]
    said_of = Words("、".join(numbers), ", ".join(numbers))
    return [(Words("一并变更的证书", "Changed with it"), said_of)] if numbers else []


def _others(request: ChangeRequest) -> tuple[Said, ...]:
    """The other certificates that were changed with it."""
    numbers = [one.certificate.number for one in covered_of(request) if one.signed]
    if not numbers:
        return ()
    listed_numbers = Words("、".join(numbers), ", ".join(numbers))
    text = "下列证书随同变更并已分别换发，编号和有效期不变：{numbers}。"
    english = "Changed with it, each under its own number and until its own last day: {numbers}."
    return (said(text, english, numbers=listed_numbers),)


def conversion(case: Case, given: Given) -> Content:
    """A standard or rule was revised: what differs, until when the certificate is converted, and how."""
    plan = get_transition(given["plan"])
    certificate = certificate_of_case(case.pk)
    invitation = certificate.invitations.filter(plan=plan.id).first() if certificate else None
    due = invitation.due_on if invitation else plan.latest_on
    rows: list[tuple[Words, Said]] = [
        (Words("证书编号", "Certificate"), certificate.number if certificate else "—"),
        (Words("原依据", "Rests on"), plan.old),
        (Words("新依据", "Revised as"), plan.new),
        (Words("实施日期", "Implemented on"), day(plan.implemented_on)),
        (Words("换版截止日期", "To be converted by"), day(due)),
        (Words("须完成的要素", "Elements asked"), _elements(plan.elements, case)),
        (Words("须提交的资料", "Documents needed"), _papers(plan.documents, plan.announced_on)),
    ]
    text = said(
        "{old}已修订为{new}。请在截止日期前向本机构提出标准换版申请。",
        "{old} was revised as {new}. Please apply to this body for the conversion before the last day below.",
        old=plan.old,
        new=plan.new,
    )
    late = Words(
        "逾期未完成换版的，按规定暂停证书；仍未完成的，撤销证书。",
        "A certificate not converted in time is suspended, and withdrawn if it is not converted then.",
    )
    return Content(paragraphs=(text, plan.differences), table=listed(rows), after=(late,))


def renaming(case: Case, given: Given) -> Content:
    """Another holder's change calls a factory or a firm otherwise that this certificate names: the holder may
    apply; who applied first, and for which certificate, is not said.
    """
    certificate = certificate_of_case(case.pk)
    request = get_change(UUID(given["change"]))
    if certificate is None:
        raise ValueError(f"case {case.number} has no certificate")
    told = certificate.tellings.get(request=request)
    differing = otherwise(request.certificate, certificate, request.particulars)
    text = said(
        "你单位证书{number}所载的下列内容，在本机构的登记中已于{day}依其他持证人的申请变更。你单位的证书未作改动。",
        "What your certificate {number} says of the following was changed in our register on {day}, on the "
        "application of another holder. Your certificate was not changed.",
        number=certificate.number,
        day=day(request.approved_on),
    )
    ask = said(
        "产品仍由该企业生产的，请于{day}前提出变更申请；不再由其生产的，请申请变更生产企业或注销证书。",
        "If the product is still made there, please apply for the change by {day}; if not, for a change of "
        "the factory or for the cancellation of the certificate.",
        day=day(told.due_on),
    )
    return Content(
        paragraphs=(text,),
        table=_compared(differing, (Words("证书所载", "Certificate"), Words("登记", "Register"))),
        after=(ask, UNCHANGED),
    )


def _kind(case: Case) -> Words:
    return rulebook.code("case_kinds", case.kind, on=case.submitted_on).words


def _asked(request: ChangeRequest, case: Case) -> list[tuple[Words, Said]]:
    on = case.accepted_on or case.submitted_on
    kinds = (
        [(Words("变更类型", "Kinds of change"), words_of_kinds(request.kinds, on))] if request.kinds else []
    )
    return [
        *kinds,
        (Words("处理方式", "Handling"), handling_words(request.ruling["handling"], on)),
        (Words("须完成的要素", "Elements asked"), _elements([one["code"] for one in case.asked or ()], case)),
        (Words("办理期限", "Term"), said("至{day}", "until {day}", day=day(case.due_on))),
    ]


def _papers(codes: tuple[str, ...], on: date) -> Words:
    return Words.join((rulebook.code("document_kinds", one, on=on).words for one in codes), zh="、", en="; ")


def _elements(codes: list[str] | tuple[str, ...], case: Case) -> Words:
    if not codes:
        return Words("无（书面审查）", "none (papers alone)")
    on = case.accepted_on or case.submitted_on
    return Words.join((rulebook.code("elements", one, on=on).words for one in codes), zh="、", en="; ")


def _written(key: str, text: str) -> Said:
    """A value of the certificate as a letter writes it."""
    return day(text) if key == "valid_until" else text or "—"


def _differences(request: ChangeRequest) -> LetterTable | None:
    found = standing_differences(request, request.approved_on or request.case.submitted_on)
    return _compared(found, (Words("变更前", "Before"), Words("变更后", "After")))


def _compared(found: Sequence[Difference], headings: tuple[Words, Words]) -> LetterTable | None:
    rows = tuple((one.words, _written(one.key, one.before), _written(one.key, one.after)) for one in found)
    return LetterTable(headings=(Words("项目", "Field"), *headings), rows=rows) if rows else None
