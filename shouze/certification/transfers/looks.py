"""What the acts on our side look at: how the old certificate stands by everything that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from shouze.certification.applications.queries import get_application, unknown_parties
from shouze.certification.certificates.composing import approval_facts
from shouze.certification.decisions.checks import DecisionFacts
from shouze.certification.evaluation.models import Element
from shouze.certification.evidence.queries import last_visit
from shouze.kernel.acts import Doing, of_subject
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes.queries import current, worse
from shouze.resources.organisations.queries import get_organisation
from shouze.resources.schemes import by_class

from . import inputs, rulesets
from .models import Body, Message, Transfer


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """Parties that are not registered, whether the old body is, and models that the old certificate lacks."""

    missing: Sequence[str]
    body: str
    strange: Sequence[str]


def application_facts(doing: Doing, subject: None, given: inputs.TransferApplication) -> ApplicationFacts:
    """Gather what an application is held against."""
    body = Body.objects.filter(pk=given.body, state="registered").values_list("code", flat=True).first()
    had = set(given.old_models)
    strange = [one.model for one in given.models if one.model not in had]
    return ApplicationFacts(unknown_parties(doing, subject, given), body or "", strange)


@dataclass(frozen=True, slots=True)
class RulesFacts:
    """Both rule sets, the class that counts, the models of the old unit, the versions of rules that were
    read.
    """

    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    letter: str
    models: Sequence[str]
    refs: Sequence[str]


def rules_facts(doing: Doing, transfer: Transfer, given: inputs.Comparison) -> RulesFacts:
    """Gather the two sets: theirs from their answer, else as entered."""
    letter = letter_of(doing, transfer)
    ours = rulesets.export(transfer.product_code, doing.on)
    theirs = transfer.answer.get("rules") or {}
    if given.scheme or given.models_per_unit:
        theirs = rulesets.entered(
            given.scheme,
            given.standards,
            given.models_per_unit,
            given.elements,
            given.interval_months,
            given.sampling_months,
            letter,
        )
    models = [line["model"] for line in get_application(_case(transfer).pk).models_list]
    ref = by_class.for_class(letter, ours["scheme"], doing.on).ref
    return RulesFacts(ours, theirs, letter, models, (ref,))


def holder_code(transfer: Transfer) -> str:
    """The credit code of who wishes the transfer to us; "" for a holder abroad."""
    return get_organisation(_case(transfer).applicant_id).uscc


def letter_of(doing: Doing, transfer: Transfer) -> str:
    """The class from which we start: theirs, unless ours for the factory is worse; that of the rule where the
    old body was silent and the applicant has said none.
    """
    case = _case(transfer)
    ours = current(case.factory_id, case.product_code, doing.on)
    theirs = transfer.answer.get("enterprise_class") or transfer.assessed["applied"]["class_at_old"]
    doing.note(ours.ref)
    if not theirs and transfer.answer.get("silent"):
        theirs = str(doing.rule("numbering/transfer_class_on_silence"))
    return str(theirs) if theirs and worse(str(theirs), ours.letter) else ours.letter


@dataclass(frozen=True, slots=True)
class Standing:
    """How the old certificate stands on a day: the transfer (locked), the class, the last inspection and
    how many calendar months it may be old, the elements that the case closed, and the day of our own
    inspection in it.
    """

    transfer: Transfer
    letter: str
    last_inspected: date
    fresh_months: int
    on: date
    asks: frozenset[str]
    visited: date | None = None

    @property
    def counted_from(self) -> date:
        """From which day follow-ups count: our own inspection, else the old body's last one."""
        return self.visited or self.last_inspected


@of_subject
def assessment_facts(doing: Doing, case: Case, given: Any) -> Standing | None:
    """Gather it for the evaluation of the risk; None for a case that is no transfer."""
    return _standing(doing, case, locked=given is not None)


def _standing(doing: Doing, case: Case, *, locked: bool) -> Standing | None:
    rows = Transfer.objects.select_for_update(of=("self",)) if locked else Transfer.objects.all()
    transfer = rows.select_related("other").filter(case=case).first()
    if transfer is None:
        return None
    answered = transfer.answer.get("last_inspected_on")
    last = date.fromisoformat(answered) if answered else (transfer.last_inspected_on or date.min)
    return Standing(
        transfer,
        letter_of(doing, transfer),
        last,
        int(doing.rule("deadlines/transfer_last_inspection")),
        doing.on,
        frozenset(Element.objects.filter(case=case, state="conforming").values_list("code", flat=True)),
        last_visit(case.pk),
    )


@dataclass(frozen=True, slots=True)
class IssueFacts(DecisionFacts):
    """What the approver's checks see: the decision as for a first certificate, and how the old one stands."""

    standing: Any = None


@of_subject
def issue_facts(doing: Doing, case: Case, given: Any) -> IssueFacts:
    """Gather it; the transfer is locked from here on, so that no recall comes between."""
    found = approval_facts(doing, case, given)
    values = {one.name: getattr(found, one.name) for one in fields(found)}
    return IssueFacts(**values, standing=_standing(doing, case, locked=given is not None))


@of_subject
def request_facts(doing: Doing, transfer: Transfer, given: Any) -> bool:
    """Whether the risk was evaluated."""
    return bool(transfer.assessed.get("on"))


@of_subject
def other_body(doing: Doing, transfer: Transfer, given: Any) -> str:
    """The address of the other body's installation; "" where papers are exchanged."""
    return transfer.other.address


def proof_facts(doing: Doing, transfer: Transfer, given: inputs.Proof) -> Sequence[str]:
    """What is wrong: the proof was given before, or names other certificates."""
    told = Message.objects.filter(transfer=transfer, outgoing=True, kind="issued").exists()
    other = sorted(one.get("number", "") for one in given.certificates) != sorted(transfer.successors)
    return [*(["told"] if told else []), *(["other"] if other else [])]


def _case(transfer: Transfer) -> Case:
    if transfer.case is None:
        raise ValueError("a transfer from us has no case")
    return transfer.case
