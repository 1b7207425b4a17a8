"""What each kind of letter says: a table of kinds, and how a letter is addressed, dated and numbered."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from shouze.kernel import clock, rulebook
from shouze.kernel.acts.keyed import WAYS
from shouze.kernel.ledger.queries import Recorded, body_of
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterFields
from shouze.resources.organisations.queries import get_organisation
from shouze.resources.people.queries import find_person

from .contents import (
    of_agreement,
    of_case,
    of_certificate,
    of_evidence,
    of_measures,
    of_surveillance,
    of_transfer,
    of_transfer_out,
    of_turn,
)
from .contents.content import Content, Given

#: the code of the mainland in the table of countries; a reader elsewhere gets the English beside the Chinese
MAINLAND: Final = "156"


def fields(
    kind: str, case: Case, entry: Recorded, number: str, enclosed: Sequence[Mapping[str, str]] = ()
) -> LetterFields:
    """Return the letter of ``kind`` that follows from ``entry``; ``enclosed`` are the name and digest of each
    file that goes with it. Raises KeyError for a kind that is not in the table.
    """
    body = body_of(entry)
    on = clock.legal_date(entry.at)
    data = SAID[entry.act](entry.subject_id) if entry.act in SAID else body["data"]
    made = dict(body["what"].get("made", ()))
    about = {"entry_act": entry.act, "entry_on": on.isoformat(), "entry_made": made}
    content = WORDING[kind](case, {**data, **about, "enclosed": enclosed})
    applicant = get_organisation(case.applicant_id)
    english = applicant.country != MAINLAND and not content.addressee
    name, address = (_words(f"body/{part}", on) for part in ("name", "address"))
    phone, web = (rulebook.value(f"body/{part}", on=on).text for part in ("phone", "web"))
    return LetterFields(
        body_name=name,
        body_address=address,
        body_phone=phone,
        number=number,
        on=on,
        addressee=content.addressee or _name(case, applicant.name_en if english else ""),
        particulars=(*_particulars(case), *content.more),
        paragraphs=content.paragraphs,
        table=content.table,
        after=content.after,
        sections=content.sections,
        signed_by=_clerk(body["who"]),
        other_party=case.applicant_name if content.two_sign else "",
        english=english,
        web=web,
        entry=str(entry.uid),
    )


def unsent(letter: LetterFields, case: Case) -> LetterFields:
    """Return a letter as it is previewed: without a number and an entry that it does not have yet."""
    return letter.model_copy(update={"number": f"{case.number}-××", "entry": "", "web": ""})


def _name(case: Case, english: str) -> str:
    return f"{case.applicant_name}（{english}）" if english else case.applicant_name


def _clerk(who: Mapping[str, Any]) -> str:
    """The person of the body who answers for the act, in whose place and how he signed; nobody where
    the client or a laboratory did it.
    """
    person = find_person(UUID(who["person_id"]))
    if person is None or person.kind != "staff":
        return ""
    way = WAYS.get((who.get("signed") or {}).get("way", ""))
    said = [f"代{who['for']['name']}"] if "for" in who else []
    said += [way.zh] if way else []
    return f"{who['name']}（{'，'.join(said)}）" if said else str(who["name"])


def _words(rule: str, on: date) -> Words:
    written = rulebook.value(rule, on=on).fields
    return Words(str(written["zh"]), str(written["en"]))


def _particulars(case: Case) -> tuple[tuple[Words, str], ...]:
    return (
        (Words("认证委托编号", "Application"), case.number),
        (Words("产品", "Product"), f"{case.product_name}（{case.product_code}）"),
        (Words("规格型号", "Models"), case.models_text or "—"),
    )


#: act -> what its letters say where its input does not
SAID: Final[Mapping[str, Callable[[UUID], Given]]] = {
    "handover.completed": of_transfer.handed_over,
    "issue.recorded": of_transfer.handed_over,
    **dict.fromkeys(of_transfer_out.ACTS, of_transfer_out.given_of),
}
WORDING: Mapping[str, Callable[[Case, Given], Content]] = {
    "acceptance": of_case.acceptance,
    "supplement": of_case.supplement,
    "non_acceptance": of_case.non_acceptance,
    "agreement": of_agreement.agreement,
    "bill": of_agreement.bill,
    "decision": of_case.decision,
    "rejection": of_case.rejection,
    "termination": of_case.termination,
    "test_order": of_evidence.test_order,
    "sample_receipt": of_evidence.sample_receipt,
    "inspection_plan": of_evidence.inspection_plan,
    "nonconformity": of_evidence.nonconformity,
    "visit_refused": of_surveillance.visit_refused,
    "supervision_result": of_surveillance.supervision_result,
    "suspension": of_certificate.suspension,
    "restoration": of_certificate.restoration,
    "withdrawal": of_certificate.withdrawal,
    "cancellation": of_certificate.cancellation,
    "turn_acceptance": of_turn.acceptance,
    "turn_refusal": of_turn.refusal,
    "turn_approval": of_turn.approval,
    "conversion": of_turn.conversion,
    "renaming": of_turn.renaming,
    "prolongation": of_measures.prolongation,
    "lapse": of_measures.lapse,
    "period_warning": of_measures.period_warning,
    "request_refusal": of_measures.request_refusal,
    "appeal_answer": of_measures.appeal_answer,
    "authority_notice": of_measures.authority_notice,
    "transfer_enquiry": of_transfer.enquiry,
    "transfer_request": of_transfer.request,
    "transfer_issued": of_transfer.issued,
    "transfer_released": of_transfer.released,
    "transfer_marks": of_transfer.to_mark_centre,
    "transfer_answer": of_transfer_out.answer,
    "transfer_handover": of_transfer_out.handover,
    "transfer_refusal": of_transfer_out.refusal,
    "transfer_recall": of_transfer_out.recall,
    "transfer_measure": of_transfer_out.measure,
    "transfer_cancelled": of_transfer_out.cancelled,
}
