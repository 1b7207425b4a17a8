"""Letters on the way of the case: accepted, to be supplemented, decided, refused, ended."""

from datetime import date
from typing import Final

from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterTable
from shouze.resources.people.queries import find_person

from .content import NUMBER, Content, Given, day, quoted, said

OPINION, EXPLANATION = Words("评审意见", "Review"), Words("说明", "Explanation")


def acceptance(case: Case, given: Given) -> Content:
    """The application is accepted: by which rule, until when, and who answers for the case."""
    engineer = find_person(case.engineer_id) if case.engineer_id else None
    return Content(
        paragraphs=(
            said(
                "你单位提交的强制性产品认证委托，经评审符合受理条件，本机构于{day}受理，适用实施规则{rule}。",
                "Your application for compulsory product certification was reviewed and is accepted on {day} "
                "under the implementation rule {rule}.",
                day=day(case.accepted_on),
                rule=case.scheme,
            ),
            said("认证期限至{day}。", "The term of the certification ends on {day}.", day=day(case.due_on)),
            *quoted(OPINION, given["opinion"]),
            Words(
                "本机构将制定认证方案。方案和收费经你单位确认、合同签订并缴费后，安排型式试验等认证活动。",
                "The certification plan follows. The type test and what else is needed is arranged when you "
                "have agreed to the plan and its fees, signed the agreement and paid.",
            ),
        ),
        more=((Words("项目负责人", "Project engineer"), engineer.name),) if engineer else (),
    )


def supplement(case: Case, given: Given) -> Content:
    """What is missing, item by item, and until when it is awaited."""
    rows = tuple((str(place), text) for place, text in enumerate(given["items"], start=1))
    until = (
        said("请于{day}前补正下列事项：", "Please supply the following by {day}:", day=day(case.stage_due_on))
        if case.stage_due_on
        else Words("请补正下列事项：", "Please supply the following:")
    )
    opening = Words(
        "你单位提交的强制性产品认证委托，经评审资料尚不齐全或不符合要求。",
        "Your application was reviewed; what was handed in is not complete or not as required.",
    )
    headings = (NUMBER, Words("需补正事项", "To be supplied"))
    return Content(
        paragraphs=(opening, until),
        table=LetterTable(headings=headings, rows=rows),
        after=quoted(EXPLANATION, given["words"]),
    )


def non_acceptance(case: Case, given: Given) -> Content:
    """The application is not accepted, for a reason of the closed list."""
    reason = rulebook.code("refusal_reasons", given["reason"], on=case.submitted_on).words
    text = said(
        "你单位提交的强制性产品认证委托不予受理。理由：{reason}。",
        "Your application for compulsory product certification is not accepted. Reason: {reason}.",
        reason=reason,
    )
    return Content(paragraphs=(text, *quoted(EXPLANATION, given["words"])))


def decision(case: Case, given: Given) -> Content:
    """What was decided, and on which grounds where it is against the applicant."""
    outcome = rulebook.code("outcomes", given["outcome"], on=case.submitted_on).words
    text = said(
        "依据实施规则{rule}，经评价和复核，认证决定：{outcome}。",
        "Under the implementation rule {rule}, after evaluation and review, the decision is: {outcome}.",
        rule=case.scheme,
        outcome=outcome,
    )
    grounds = _grounds(given.get("grounds") or [], case.submitted_on)
    return Content(paragraphs=(text, *quoted(Words("决定意见", "Decision"), given["words"])), table=grounds)


REFUSED: Final = Words(
    "你单位的强制性产品认证委托，经认证决定并批准，不予认证，理由如下：",
    "Certification is refused by a decision that was approved, on the following grounds:",
)
REFUSED_LATER: Final = Words(
    "你单位就证书提出的委托，经认证决定并批准，不予批准，证书内容不变，理由如下：",
    "What you applied for on the certificate is refused by a decision that was approved, and the certificate "
    "stays as it is, on the following grounds:",
)


def rejection(case: Case, given: Given) -> Content:
    """The certification is refused: grounds of the decision that was approved."""
    standing = case.decisions.filter(standing=True).first()
    text = REFUSED if case.about is None else REFUSED_LATER
    if standing is None:
        return Content(paragraphs=(text,))
    grounds = _grounds(standing.grounds, case.submitted_on)
    return Content(paragraphs=(text,), table=grounds, after=quoted(EXPLANATION, standing.words))


def termination(case: Case, given: Given) -> Content:
    """The body ends the case before a decision."""
    reason = rulebook.code("termination_reasons", given["reason"], on=case.submitted_on).words
    text = said(
        "你单位的强制性产品认证委托予以终止。理由：{reason}。",
        "The certification process is ended. Reason: {reason}.",
        reason=reason,
    )
    again = Words("原因消除后，可重新提出认证委托。", "You may apply again when the reason no longer stands.")
    return Content(paragraphs=(text, *quoted(EXPLANATION, given["words"]), again))


def _grounds(codes: list[str], on: date) -> LetterTable | None:
    rows = tuple((code, rulebook.code("decision_refusal_reasons", code, on=on).words) for code in codes)
    return LetterTable(headings=(NUMBER, Words("理由", "Grounds")), rows=rows) if rows else None
