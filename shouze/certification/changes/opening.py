"""An application about a certificate becomes a case with what it asks; called by the acts that apply."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from shouze.certification.applications.opening import Turn, open_case
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import digest_of_facts
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes import transitions

from .gathering import particulars
from .inputs import AboutCertificate
from .models import ChangeRequest, Covered
from .queries import content_after, content_of, numbered, standing_application
from .ruling import CLAUSE_OF_PLANS, Ruling, with_elements

#: the fee that a change of names alone does not bear
WAIVED = "application"


def open_request(doing: Doing, given: AboutCertificate, kind: str, ruling: Ruling, plan: str = "") -> Case:
    """Return the case of an application about a certificate; request and application are written with it.

    A product that is tested again, or whose certificate is renewed, passes over to the editions in force:
    what their transition plans ask is asked too.
    """
    certificate = Certificate.objects.select_related("case").get(pk=given.certificate)
    application = standing_application(certificate, doing.on)
    facts = CertificateFacts.model_validate(certificate.facts)
    passes = kind in ("renewal", "conversion") or bool(ruling.elements)
    if passes:
        ruling = with_elements(ruling, _of_revisions(facts, doing.on), doing.on)
    doing.note(*ruling.refs)
    asked = particulars(given)
    content = {
        **content_after(certificate, application, asked),
        "documents": [one.model_dump() for one in given.documents],
        "needs": list(ruling.documents),
        "editions": [plan] if plan else [],
        "waived": [WAIVED] if ruling.waived else [],
    }
    scheme = _scheme(certificate, doing.on) if passes else facts.scheme.number
    turn = Turn(kind=kind, about=certificate.pk, asked=ruling.asked, content=content, scheme=scheme)
    case = open_case(doing, certificate.case, turn)
    doing.create(
        ChangeRequest,
        case=case,
        certificate=certificate,
        kinds=list(ruling.kinds),
        particulars=asked,
        before={
            "revision": certificate.revision,
            "facts": digest_of_facts(certificate),
            "content": content_of(application),
        },
        ruling=ruling.as_json(),
        plan=plan,
        result=asked.get("wish") or _number(asked, kind, doing.on),
        words=given.words,
    )
    doing.consider("certificate", id=str(certificate.pk), number=certificate.number)
    doing.outcome = {"handling": ruling.handling, "elements": [code for code, _ in ruling.elements]}
    return case


def _number(asked: Mapping[str, Any], kind: str, on: date) -> str:
    """Whether the certificate keeps its number: of a renewal what was chosen, else the first
    that may be.
    """
    if kind != "renewal":
        return "same"
    return str(asked.get("number") or rulebook.codes("renewal_numbers", on=on)[0].code)


def cover(doing: Doing, case: Case, also: Sequence[uuid.UUID]) -> None:
    """Name in an application the other certificates that are changed with it, and their products on the case:
    who signs answers for each of them.
    """
    request = ChangeRequest.objects.get(case_id=case.pk)
    others = list(Certificate.objects.filter(pk__in=also).order_by("number"))
    case.also_products = sorted({one.product_code for one in others} - {case.product_code})
    for one in others:
        before = {"revision": one.revision, "facts": digest_of_facts(one)}
        doing.create(Covered, request=request, certificate=one, before=before)
        doing.consider("certificate", id=str(one.pk), number=one.number)


def _of_revisions(facts: CertificateFacts, on: date) -> Iterator[tuple[str, str]]:
    """Yield what the plans of revisions in force ask that the certificate has not passed over to."""
    numbers = [numbered(one) for one in facts.standards]
    for plan in transitions.revisions_of(numbers, on):
        if plan.in_force(on):
            yield from ((code, CLAUSE_OF_PLANS) for code in plan.elements)


def _scheme(certificate: Certificate, on: date) -> str:
    return schemes.scheme_for(certificate.product_code, on).number
