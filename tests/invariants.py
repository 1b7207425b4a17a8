"""What must hold of the tables whatever was done: the invariants of the trade as questions to the database.

Each function yields a sentence for whatever breaks it. The numbers are those of the domain's list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.certificates.states import CODES
from shouze.certification.decisions.models import Decision, Review
from shouze.certification.evaluation.models import Element, Plan
from shouze.certification.evidence.models import Inspection, TestOrder, TestReport
from shouze.kernel import rulebook
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases import clocks
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import CLOSED
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.organisations import identifiers
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.people.models import Interest, Registration
from shouze.resources.products import queries as products
from shouze.resources.schemes import queries as schemes

#: who does one of these is of the evaluation, and signs nothing
EVALUATING = frozenset(
    {
        "plan.made",
        "test.ordered",
        "samples.received",
        "samples.authenticated",
        "samples.rejected",
        "test.failed",
        "report.submitted",
        "report.accepted",
        "report.rejected",
        "inspection.planned",
        "inspection.conducted",
        "correction.verified",
        "inspection.concluded",
        "evaluation.completed",
        "case.paused",
        "case.resumed",
    }
)
SIGNING = frozenset({"review.concluded", "decision.made", "certificate.approved", "refusal.approved"})
#: state of a certificate -> states that may follow
AUTOMATON = {
    "": {"valid"},
    "valid": {"valid", "suspended", "withdrawn", "cancelled", "expired"},
    "suspended": {"suspended", "valid", "withdrawn", "cancelled", "expired"},
}
FINAL = ("withdrawn", "cancelled", "expired")


def broken(case: Case) -> list[str]:
    """Everything that is broken in a case and its certificate."""
    found = [*_deadline(case), *_chain(case), *_rules_of_the_day(case), *_nothing_dropped(case)]
    certificate = Certificate.objects.filter(case=case).first()
    if (certificate is not None) != (case.state == "certified"):
        found.append(f"1: {case.number} is {case.state} and has certificate {certificate}")
    if certificate is not None:
        found += [
            *_earned(case),
            *_two_signatures(case),
            *_expiry(certificate),
            *_automaton(certificate),
            *_public(certificate),
        ]
    return found


def codes_broken() -> list[str]:
    """12: every code in the registers is well formed."""
    found: list[str] = []
    readers: list[tuple[Any, Any]] = [
        (identifiers.uscc, Organisation.objects.exclude(uscc="").values_list("uscc", flat=True)),
        (identifiers.uscc, Laboratory.objects.values_list("uscc", flat=True)),
        (identifiers.factory_code, Factory.objects.exclude(code="").values_list("code", flat=True)),
        (identifiers.certificate_number, Certificate.objects.values_list("number", flat=True)),
    ]
    for read, codes in readers:
        for code in codes:
            try:
                read(code)
            except identifiers.InvalidIdentifier as wrong:
                found.append(f"12: {wrong}")
    if PublicRecord.objects.count() != Certificate.objects.count():
        found.append("1: certificates and public records differ in number")
    return found


# 1: what a certificate rests on
def _earned(case: Case) -> Iterator[str]:
    on = case.accepted_on
    product = products.find_product(case.product_code, on) if on else None
    if on is None or case.product_code not in rulebook.value("body/scope", on=on).listed:
        yield f"1: {case.number} was accepted outside the designated scope"
    if product is None or not product.third_party:
        yield f"1: {case.product_code} was not third-party on {on}"
    required = Element.objects.filter(case=case, before_certificate=True)
    if not required:
        yield f"1: {case.number} has no required element"
    for element in required:
        if element.state != "conforming" or element.result is None:
            yield f"1: {case.number} has element {element.code} {element.state}"
        elif element.code == "XS":
            yield from _report_counts(case, TestReport.objects.get(pk=element.result))
        elif element.code == "GC":
            yield from _inspection_counts(case, Inspection.objects.get(pk=element.result))


def _two_signatures(case: Case) -> Iterator[str]:
    decisions = list(Decision.objects.filter(case=case, standing=True))
    if (
        len(decisions) != 1
        or decisions[0].outcome != "grant"
        or not Review.objects.filter(case=case).exists()
    ):
        yield f"1: {case.number} has no review and one standing decision to grant"
        return
    decision = decisions[0]
    if decision.approved_by is None or decision.approved_by == decision.by:
        yield f"1: {case.number} has not two signatures of different persons"
    entries = ledger.entries_for_case(case.id)
    evaluating = {one.person_id for one in entries if one.act in EVALUATING}
    signing = {one.person_id for one in entries if one.act in SIGNING}
    if evaluating & signing:
        yield f"1: somebody evaluated {case.number} and signed for it"
    if signing < {decision.by, decision.approved_by}:
        yield f"1: a signature on {case.number} is not in the ledger"


# 2: elements are added with a basis and never dropped
def _nothing_dropped(case: Case) -> Iterator[str]:
    plan = Plan.objects.filter(case=case).first()
    if plan is None:
        return
    on = _accepted(case)
    mode = schemes.mode_for(schemes.get_scheme(case.scheme), plan.enterprise_class, on, case.product_code)
    there = {one.code: one for one in Element.objects.filter(case=case)}
    for missing in {one.code for one in mode.elements} - set(there):
        yield f"2: {case.number} lost the element {missing} of its mode"
    for code in set(there) - {one.code for one in mode.elements}:
        if there[code].basis not in rulebook.clauses():
            yield f"2: {case.number} has {code} on the basis {there[code].basis!r}"


# 3: a report counts
def _report_counts(case: Case, report: TestReport) -> Iterator[str]:
    order: TestOrder = report.order
    laboratory = Laboratory.objects.get(pk=order.laboratory_id)
    if report.judgement != "accepted" or not report.conforming or order.case_id != case.id:
        yield f"3: report {report.number} closes {case.number} and is not accepted and conforming"
    for period in ("designated", "accredited", "contract"):
        first, last = getattr(laboratory, f"{period}_from"), getattr(laboratory, f"{period}_to")
        if not first <= report.tested_from <= report.tested_to <= last:
            yield f"3: {laboratory.code} was not {period} on the days of {report.number}"
    if case.product_code not in laboratory.products:
        yield f"3: {laboratory.code} is not designated for {case.product_code}"
    samples = list(order.samples.all())
    if not any(one.authentic for one in samples) or any(one.authentic is None for one in samples):
        yield f"3: the samples of {order.number} are not on record as authentic"
    if {item["key"] for item in report.items} < set(order.items) or any(
        item["verdict"] == "F" for item in report.items
    ):
        yield f"3: {report.number} has not passed every item"


# 4: an inspection counts
def _inspection_counts(case: Case, found: Inspection) -> Iterator[str]:
    if found.conclusion not in ("01", "02", "03") or found.from_on is None or found.to_on is None:
        yield f"4: inspection {found.plan_code} closes {case.number} with conclusion {found.conclusion!r}"
        return
    if any(one.state != "verified" for one in found.nonconformities.all()):
        yield f"4: {found.plan_code} has unverified nonconformities"
    if found.person_days is None or found.person_days < found.person_days_planned:
        yield f"4: {found.plan_code} took {found.person_days} person-days of {found.person_days_planned}"
    counted = [member["person"] for member in found.team if member["role"] != "03"]
    days = (found.to_on - found.from_on).days + 1
    if found.person_days is not None and found.person_days > days * len(counted):
        yield f"4: {found.plan_code} claims more person-days than {len(counted)} inspectors have"
    covered: set[str] = set()
    for person in counted:
        held = list(
            Registration.objects.filter(
                person_id=person, valid_from__lte=found.from_on, valid_to__gte=found.to_on
            )
        )
        if not held or all(one.level == "trainee" for one in held):
            yield f"4: {person} was no registered inspector on the days of {found.plan_code}"
        covered |= {part for one in held for part in one.specialities}
    if not covered & {"*", schemes.get_scheme(case.scheme).speciality}:
        yield f"4: the team of {found.plan_code} does not cover the speciality"
    parties = [case.applicant_id, case.producer_id, case.factory_owner_id]
    since = found.planned_from - timedelta(days=730)
    for one in Interest.objects.filter(
        person_id__in=counted, organisation_id__in=parties, valid_from__lte=found.planned_from
    ):
        if (one.valid_to is None or one.valid_to >= since) and one.pk.int >> 80 < found.pk.int >> 80:
            yield f"4: {one.person_id} inspected {found.plan_code} with an interest"


# 5: the clock
def _deadline(case: Case) -> Iterator[str]:
    if case.accepted_on is None:
        return
    ended = [one for one in case.pauses if one["to"]]
    paused = sum((date.fromisoformat(one["to"]) - date.fromisoformat(one["from"])).days for one in ended)
    if case.due_on != case.accepted_on + timedelta(days=90 + paused):
        yield f"5: {case.number} is due {case.due_on}, not {case.accepted_on} + 90 + {paused}"
    until = case.closed_on or case.last_at.date() if case.last_at else case.accepted_on
    net, gross = (
        clocks.net_days(case.accepted_on, until, case.pauses),
        clocks.gross_days(case.accepted_on, until),
    )
    if net + clocks.paused_days(case.pauses, until) != gross or net < 0:
        yield f"5: {case.number}: net {net}, gross {gross}"
    if (
        case.paused != any(one["to"] is None for one in case.pauses)
        or sum(one["to"] is None for one in case.pauses) > 1
    ):
        yield f"5: {case.number} has pauses {case.pauses}"
    if case.paused and case.state in CLOSED:
        yield f"5: {case.number} is {case.state} and paused"


# 6: five years less a day
def _expiry(certificate: Certificate) -> Iterator[str]:
    first = certificate.issued_on
    fifth = (
        first.replace(year=first.year + 5)
        if (first.month, first.day) != (2, 29)
        else date(first.year + 5, 3, 1)
    )
    if certificate.valid_until != fifth - timedelta(days=1):
        yield f"6: {certificate.number} of {first} is valid until {certificate.valid_until}"


# 7: the automaton of a certificate, and the chain of every subject's states
def _automaton(certificate: Certificate) -> Iterator[str]:
    state = ""
    issued = [
        one for one in ledger.entries_for_case(certificate.case_id) if one.act == "certificate.approved"
    ]
    if len(issued) != 1:
        yield f"7: {certificate.number} was issued {len(issued)} times"
    state = "valid"
    for entry in ledger.entries_for_subject(certificate.id):
        what = ledger.body_of(entry)["what"]
        if what["from"] != state or what["to"] not in AUTOMATON.get(state, set()):
            yield f"7: {certificate.number} went from {state} by {entry.act} to {what['to']}"
        state = what["to"]
    if state != certificate.state:
        yield f"7: {certificate.number} is {certificate.state}, its ledger says {state}"
    if (certificate.state == "suspended") != (certificate.suspended_until is not None):
        yield f"7: {certificate.number} is {certificate.state} until {certificate.suspended_until}"


def _chain(case: Case) -> Iterator[str]:
    state = ""
    for entry in ledger.entries_for_subject(case.id):
        what = ledger.body_of(entry)["what"]
        if what["from"] != state:
            yield f"7: {case.number}: {entry.act} began in {what['from']}, the entry before ended in {state}"
        if state in CLOSED and what["to"] != state:
            yield f"7: {case.number} left {state} by {entry.act}"
        state = what["to"]
    if state != case.state:
        yield f"7: {case.number} is {case.state}, its ledger says {state}"


# 13: the rules of the day of acceptance
def _rules_of_the_day(case: Case) -> Iterator[str]:
    if case.accepted_on is None:
        return
    scheme = schemes.find_scheme(case.product_code, case.accepted_on)
    if scheme is None or case.scheme != scheme.number:
        yield f"13: {case.number} is under {case.scheme}, on its day {scheme} was in force"
        return
    plan = Plan.objects.filter(case=case).first()
    if plan is None:
        return
    wanted = [
        one.number for one in schemes.test_plan_for(scheme, case.product_code, case.accepted_on).standards
    ]
    if [one["number"] for one in plan.standards] != wanted:
        yield f"13: {case.number} is planned by {plan.standards}"
    for line in plan.bill["lines"]:
        if line["item"] != "type_test":
            price = rulebook.value(f"fees/{line['item']}", on=case.accepted_on).amount
            if Decimal(line["unit_price"]) != price:
                yield f"13: {case.number} pays {line['unit_price']} for {line['item']}, on its day {price}"


# the public record agrees with the certificate
def _public(certificate: Certificate) -> Iterator[str]:
    found = PublicRecord.objects.filter(number=certificate.number).first()
    if found is None:
        yield f"14: {certificate.number} has no public record"
        return
    told = json.loads(found.record)
    until = certificate.suspended_until.isoformat() if certificate.suspended_until else None
    expected = (
        CODES[certificate.state],
        until,
        certificate.issued_on.isoformat(),
        certificate.valid_until.isoformat(),
        certificate.number,
    )
    said = (
        told["status"]["code"],
        told["suspended_until"],
        told["issued_on"],
        told["valid_until"],
        told["number"],
    )
    if said != expected:
        yield f"14: the public record says {said}, the certificate {expected}"
    if certificate.facts["product"] != told["product"] or certificate.facts["applicant"] != told["applicant"]:
        yield f"14: the public record of {certificate.number} names another product or applicant"
    kinds = [one["kind"] for one in told["history"]]
    if kinds[0] != "issued" or (certificate.state in FINAL and kinds[-1] != certificate.state):
        yield f"14: the public history of {certificate.number} is {kinds}"


def _accepted(case: Case) -> date:
    assert case.accepted_on is not None
    return case.accepted_on
