"""What the checks of this room's acts see, gathered under the lock of the certificate."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from shouze.certification.applications.models import Application
from shouze.certification.applications.queries import missing_documents, unit_of
from shouze.certification.certificates import locking
from shouze.certification.certificates.composing import approval_facts
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.validity import renewal_window
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, of_subject
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.people import queries as people
from shouze.resources.products import queries as products

from .checks import LIVING, Also, Applying, Approving, Reviewing
from .content import does_not_fit
from .converting import plan_wrong
from .covering import covered_of, left_out, touched
from .inputs import AboutCertificate, Change, ChangeAcceptance, ChangeNonAcceptance, Conversion
from .models import ChangeRequest
from .queries import find_change, get_change, open_of, says_else, standing_application, wished
from .ruling import rule

#: questions of an application about a certificate that are no particulars
_ABOUT = frozenset({"certificate", "words", "documents", "promise", "kinds", "also", "left_out"})


def particulars(given: AboutCertificate) -> dict[str, Any]:
    """Return the particulars of an application as plain JSON, without what was left empty."""
    written = given.model_dump(mode="json")
    return {name: one for name, one in written.items() if name not in _ABOUT and one not in (None, "", [])}


def applying_change(doing: Doing, subject: None, given: Change) -> Applying:
    """Gather what an application for a change is held against."""
    others = locking.lock_all([given.certificate, *given.also])
    found = _applying(doing, given, "change", given.kinds, given.also)
    lead = next((one for one in others if one.pk == given.certificate), None)
    if lead is None:
        return found
    asked, registers = particulars(given), rule(given.kinds, doing.on).registers
    named = {one.pk: one for one in others if one.pk != lead.pk}
    return replace(
        found,
        plan_wrong=_plan(given.certificate, given.plan, doing.on) if given.plan else None,
        also=tuple(
            Also(
                number=one.number,
                holder=str(one.applicant_id),
                living=one.state in LIVING and one.valid_until >= doing.on,
                touched=touched(lead, one, asked),
                pointer=one.transfer,
            )
            for one in named.values()
        ),
        unknown=len(set(given.also) - set(named)),
        left_out=left_out(lead, registers, asked, given.also, doing.on),
    )


def applying_extension(doing: Doing, subject: None, given: AboutCertificate) -> Applying:
    """Gather what an application for an extension is held against."""
    return _applying(doing, given, "extension", ["4"])


def applying_renewal(doing: Doing, subject: None, given: AboutCertificate) -> Applying:
    """Gather what an application for a renewal is held against, its window among it."""
    found = _applying(doing, given, "renewal", [])
    days = int(doing.rule("deadlines/renewal_window"))
    window = renewal_window(found.valid_until, days) if found.valid_until else None
    return replace(found, changes=True, window=window)


def applying_conversion(doing: Doing, subject: None, given: Conversion) -> Applying:
    """Gather what an application for a conversion is held against."""
    found = _applying(doing, given, "conversion", ["12"])
    return replace(found, changes=True, plan_wrong=_plan(given.certificate, given.plan, doing.on))


def _applying(
    doing: Doing, given: AboutCertificate, kind: str, kinds: Sequence[str], also: Sequence[uuid.UUID] = ()
) -> Applying:
    certificate = _locked(given.certificate)
    if certificate is None:
        return Applying(found=False)
    application = standing_application(certificate, doing.on)
    asked = particulars(given)
    facts = CertificateFacts.model_validate(certificate.facts)
    misfits = tuple(does_not_fit(facts, application.key_parts, asked))
    return Applying(
        number=certificate.number,
        holder=str(certificate.applicant_id),
        state=certificate.state,
        valid_until=certificate.valid_until,
        pointer=certificate.transfer,
        open=open_of([certificate.pk, *also], kind, kinds),
        misfits=misfits,
        changes=bool(misfits) or _changes(certificate, application, asked),
    )


#: what changes the product or its making without a word of the certificate or of its lists
_IN_WORDS = ("design", "system", "other", "plan")


def _changes(certificate: Certificate, application: Application, asked: Mapping[str, Any]) -> bool:
    return any(asked.get(name) for name in _IN_WORDS) or says_else(certificate, application, asked)


def _locked(certificate: uuid.UUID) -> Certificate | None:
    try:
        return locking.lock(certificate)
    except Certificate.DoesNotExist:
        return None


def _plan(certificate: uuid.UUID, plan: str, on: date) -> Words | None:
    found = Certificate.objects.filter(pk=certificate).first()
    return plan_wrong(CertificateFacts.model_validate(found.facts), plan, on) if found else None


def reviewing(doing: Doing, case: Case, given: ChangeAcceptance | ChangeNonAcceptance) -> Reviewing:
    """Gather what the application review of a change looks at on the day of the act. Of a case of another
    room nothing is read: its kind alone says that it is none.
    """
    request = find_change(case.pk)
    if request is None:
        return Reviewing(state="valid", designated=True, kind=case.kind)
    certificate = locking.lock(request.certificate_id)
    application = Application.objects.get(case=case)
    facts = CertificateFacts.model_validate(certificate.facts)
    engineer = getattr(given, "engineer", None)
    holders = {one.id for one in people.holders("project_engineer", doing.on, case.product_code)}
    due = case.stage_due_on
    return Reviewing(
        state=certificate.state,
        designated=products.designated(case.product_code, doing.on),
        missing=missing_documents(application, case, doing.on),
        supplement_over=application.asked_on is not None
        and (case.state == "submitted" or (due is not None and due < doing.on)),
        misfits=tuple(does_not_fit(facts, request.before["content"]["key_parts"], request.particulars)),
        engineer_holds_post=engineer is None or engineer in holders,
        known_clauses=frozenset(rulebook.clauses()),
        kind=case.kind,
        unit=unit_of(doing, application, case, case.scheme) if case.kind == "extension" else None,
    )


def approving(kind: str) -> Callable[[Doing, Case, Any], Approving]:
    """Return the gatherer of what the checks of an approval see: the decision, and why the content could not
    be issued so. Of a case of another kind nothing is read.
    """

    @of_subject
    def gather(doing: Doing, case: Case, given: Any) -> Approving:
        if case.kind != kind:
            return Approving(elements=(), conforming=False)
        facts = approval_facts(doing, case, given)
        request = get_change(case.pk)
        # A page asks without an act: nothing is locked then, and nothing is done.
        others = [one.certificate for one in covered_of(request)]
        certificate = request.certificate
        if given is not None:
            locked = locking.lock_all([certificate.pk, *(one.pk for one in others)])
            certificate = next(one for one in locked if one.pk == certificate.pk)
            others = [one for one in locked if one.pk != certificate.pk]
        bound = tuple((one.number, one.transfer) for one in others if one.state in LIVING)
        values = {one.name: getattr(facts, one.name) for one in fields(facts)}
        values["differences"] = (*facts.differences, *_in_the_way(request, certificate, doing.on))
        return Approving(**values, number=certificate.number, pointer=certificate.transfer, others=bound)

    return gather


def _in_the_way(request: ChangeRequest, certificate: Certificate, on: date) -> tuple[Words, ...]:
    states = ("valid",) if request.case.kind == "renewal" else ("valid", "suspended")
    if certificate.state not in states or certificate.valid_until < on:
        return (Words("证书已失效、暂停或终止", "the certificate is not in force any more"),)
    before = CertificateFacts.model_validate(certificate.facts)
    misfits = tuple(does_not_fit(before, request.before["content"]["key_parts"], request.particulars))
    if misfits:
        return misfits
    try:
        wished(request, on, certificate=certificate)
    except (rulebook.RuleError, ValueError, LookupError) as wrong:
        return (Words.same(str(wrong)),)
    return ()
