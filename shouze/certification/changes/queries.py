"""Readers of changes: what stands, what was applied for, what it would become, and who is to convert."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from shouze.certification.applications.models import Application
from shouze.certification.certificates import validity
from shouze.certification.certificates.composing import standard_of, two
from shouze.certification.certificates.document.facts import CertificateFacts, Scheme
from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.models import Plan
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.parts.models import Use
from shouze.resources.parts.queries import parts_on
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes import transitions
from shouze.resources.schemes.transitions import TransitionPlan

from . import converting, covering
from .content import SIGNER, Issue, after, parts_after
from .converting import Concerned
from .differences import Difference, beside, differences
from .models import ChangeRequest, Covered
from .states import TURNS

#: day from which a renewed certificate is counted -> its last day
VALIDITY: Final = {
    "issue": lambda on, last_day, years: validity.valid_until(on, years),
    "expiry": lambda on, last_day, years: validity.valid_until(validity.day_after(last_day), years),
}


@dataclass(frozen=True, slots=True)
class Wished:
    """A request as it would be approved on a day: the facts then, and every field that differs."""

    request: ChangeRequest
    before: CertificateFacts
    facts: CertificateFacts
    differences: tuple[Difference, ...]

    @property
    def on_certificate(self) -> bool:
        """Whether the certificate itself says anything else."""
        return any(True for _ in differences(self.before, self.facts))


def find_change(case: uuid.UUID) -> ChangeRequest | None:
    """Return what was applied for on a case, with its certificate, or None for a case of another room."""
    return ChangeRequest.objects.select_related("certificate", "case").filter(case_id=case).first()


def get_change(case: uuid.UUID) -> ChangeRequest:
    """Return what was applied for on a case, with its certificate. Raises ChangeRequest.DoesNotExist."""
    return ChangeRequest.objects.select_related("certificate", "case").get(case_id=case)


def changes_of(certificate: uuid.UUID) -> Sequence[ChangeRequest]:
    """List what was applied for on a certificate, or on another one and it, the latest first, each with its
    case; one query.
    """
    covering = Covered.objects.filter(certificate_id=certificate).values("request_id")
    found = ChangeRequest.objects.filter(Q(certificate_id=certificate) | Q(pk__in=covering))
    return list(found.select_related("case").order_by("-case__submitted_on", "-case__number"))


def listed(kind: str = "", state: str = "", text: str = "") -> "QuerySet[ChangeRequest]":
    """The requests of all holders, open ones first, then the latest; narrowed by kind, state and text."""
    found = ChangeRequest.objects.select_related("case", "certificate").defer("certificate__facts")
    if kind:
        found = found.filter(case__kind=kind)
    if state:
        found = found.filter(case__state__in=OPEN if state == "open" else (state,))
    if text:
        found = found.filter(case__number__icontains=text) | found.filter(certificate__number__icontains=text)
    return found.order_by(F("case__closed_on").desc(nulls_first=True), "-case__submitted_on", "-case__number")


def counted() -> Mapping[str, int]:
    """Return how many open cases there are of each kind, by kind; one query."""
    found = Case.objects.filter(kind__in=TURNS, state__in=OPEN).order_by()
    return dict(found.values_list("kind").annotate(many=Count("pk")))


def standing_application(certificate: Certificate, on: date) -> Application:
    """Return the application whose content the certificate stands on: that of the latest completed turn about
    it, else that of the case which certified it; its key parts are those in use on a day by the register.
    """
    turns = Application.objects.filter(
        case__about=certificate.pk, case__state="completed", case__kind__in=TURNS, case__change__result="same"
    )
    found = turns.order_by("-case__closed_on", "-case__number").first()
    standing = found or Application.objects.get(case_id=certificate.case_id)
    uses = parts_on(certificate.pk, on)
    standing.key_parts = [part_of(one) for one in uses] if uses else standing.key_parts
    return standing


def part_of(use: Use) -> dict[str, str]:
    """Return a line of the register of parts as an application lists it."""
    return {"name": use.part.name, "model": use.part.model, "maker": use.part.maker}


def open_of(certificates: Sequence[uuid.UUID], kind: str, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of open cases on certificates that ask the same: one of the kinds, or the turn."""
    covering = Covered.objects.filter(certificate_id__in=certificates).values("request_id")
    found = ChangeRequest.objects.filter(case__state__in=OPEN)
    found = found.filter(Q(certificate_id__in=certificates) | Q(pk__in=covering))
    rows = found.values_list("case__number", "case__kind", "kinds").order_by("case__number")
    same = [
        number for number, turn, those in rows if (set(those) & set(kinds)) or (turn == kind and not kinds)
    ]
    return tuple(same)


def content_of(application: Application) -> dict[str, Any]:
    """Return of an application what a change touches beside the certificate."""
    return {"trademark": application.trademark, "key_parts": application.key_parts}


def content_after(
    certificate: Certificate, application: Application, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the application's content as a change would have it: what a later turn differs in. The models
    are those of the certificate with the change, as its laboratory and its inspectors will see them.
    """
    facts = CertificateFacts.model_validate(certificate.facts)
    changed = after(facts, given, Issue(certificate.issued_on, SIGNER, one_party(certificate)))
    return {
        "product_name": changed.product.name.zh or changed.product.name.en,
        "product_name_en": changed.product.name.en,
        "series": changed.product.series,
        "trademark": given.get("trademark") or application.trademark,
        "models_list": [
            {"model": one.name, "specification": one.specification} for one in changed.product.models
        ],
        "key_parts": parts_after(application.key_parts, given),
    }


def says_else(certificate: Certificate, application: Application, given: Mapping[str, Any]) -> bool:
    """Whether the certificate, or the lists behind it, would say anything else."""
    facts = CertificateFacts.model_validate(certificate.facts)
    changed = after(facts, given, Issue(certificate.issued_on, SIGNER, one_party(certificate)))
    then, now = content_of(application), content_after(certificate, application, given)
    return any(True for _ in (*differences(facts, changed), *beside(then, now)))


def one_party(certificate: Certificate) -> bool:
    """Whether applicant and producer are one organisation."""
    return certificate.applicant_id == certificate.producer_id


def wished(
    request: ChangeRequest,
    on: date,
    approver: str = SIGNER,
    factory_code: str = "",
    certificate: Certificate | None = None,
) -> Wished:
    """Return what the certificate would say if the request were approved on a day. ``certificate`` is the one
    that the approving act locked. Raises RuleError, ValueError where it cannot be composed.
    """
    standing = certificate or request.certificate
    before = CertificateFacts.model_validate(standing.facts)
    if request.result == "separate":
        return Wished(request, before, before, tuple(_separate(request)))
    issue = Issue(
        on=on,
        approver=approver,
        one_party=one_party(standing),
        scheme=_scheme(request.case),
        standards=_standards(request, before, on),
        valid_until=renewed_until(standing, on) if request.case.kind == "renewal" else None,
        factory_code=factory_code,
        note=note_of(request, on),
    )
    facts = after(before, request.particulars, issue)
    wished_content = Application.objects.get(case_id=request.case_id)
    then = request.before.get("content", {})
    found = (*differences(before, facts), *beside(then, content_of(wished_content)))
    return Wished(request, before, facts, found)


def standing_differences(request: ChangeRequest, on: date) -> tuple[Difference, ...]:
    """Return what a request changes: as it was approved, else as it would be on a day; none where it cannot
    be composed.
    """
    if request.approved_on is not None:
        return tuple(Difference.of(one) for one in request.signed)
    try:
        return wished(request, on).differences
    except (rulebook.RuleError, ValueError, LookupError):
        return ()


def covered_differences(
    request: ChangeRequest, on: date
) -> Sequence[tuple[Certificate, tuple[Difference, ...]]]:
    """List the other certificates that a request covers with what changes on each: as approved, else as it
    would be on a day; two queries at most.
    """
    if request.approved_on is not None:
        rows = covering.covered_of(request)
        return [(one.certificate, tuple(map(Difference.of, one.signed))) for one in rows if one.signed]
    now = covering.standing(request, on, SIGNER, note_of(request, on))
    return [(one.certificate, one.differences) for one in now]


def _separate(request: ChangeRequest) -> Iterator[Difference]:
    """What a separate certificate would be for: the original stays as it is."""
    models = "、".join(one["model"] for one in request.particulars.get("models_added", []))
    yield Difference("separate", Words("单独证书的型号", "Models of a separate certificate"), "", models)


def note_of(request: ChangeRequest, on: date) -> str:
    """Return how the certificate names what changed (the kinds of change, in Chinese as on the paper)."""
    if request.case.kind == "change":
        return "；".join(rulebook.code("change_kinds", kind, on=on).words.zh for kind in request.kinds)
    return rulebook.code("case_kinds", request.case.kind, on=on).words.zh


def renewed_until(certificate: Certificate, on: date) -> date:
    """Return the last day of a certificate renewed on a day, by the dated rule of its counting."""
    years = rulebook.value("deadlines/validity_years", on=on).whole
    counted = rulebook.value("changes/renewal_validity_from", on=on).text
    return VALIDITY[counted](on, certificate.valid_until, years)


def tests(request: ChangeRequest) -> bool:
    """Whether the case asks a test."""
    return any(one["code"] == "XS" for one in request.case.asked or ())


def _scheme(case: Case) -> Scheme:
    found = schemes.get_scheme(case.scheme)
    return Scheme(number=found.number, title=two(found.title))


def _standards(request: ChangeRequest, before: CertificateFacts, on: date) -> Any:
    """The standards after it: those of the plan where a test was asked, the editions in force at a renewal;
    None where they stay.
    """
    if tests(request):
        plan = Plan.objects.filter(case_id=request.case_id).first()
        return tuple(standard_of(one) for one in plan.standards) if plan else None
    if request.case.kind != "renewal":
        return None
    numbers = [numbered(one) for one in before.standards]
    now = transitions.standards_on(numbers, on)
    return None if list(now) == numbers else tuple(standard_of(_known(number)) for number in now)


def numbered(standard: Any) -> str:
    """Return a standard of a certificate with its edition, as the rulebook numbers it."""
    return f"{standard.number}-{standard.version}" if standard.version not in ("", "-") else standard.number


def _known(number: str) -> dict[str, Any]:
    fields = rulebook.thaw(rulebook.history(f"standards/{number}")[-1].fields)
    found: Any = fields
    return {"number": number, "title": found["title"]}


def overdue_conversions(on: date) -> Sequence[tuple[TransitionPlan, Concerned]]:
    """List the certificates that were not converted by their last day, with their plan: proposals to suspend
    them for reason 0202.
    """
    return converting.overdue_conversions(on)


def words_of_kinds(kinds: Sequence[str], on: date) -> Words:
    """Return the names of some kinds of change in one line."""
    return Words.join((rulebook.code("change_kinds", one, on=on).words for one in kinds), zh="；", en="; ")
