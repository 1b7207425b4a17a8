"""A transition is opened, and each holder concerned is invited to convert (CNCA announcement 2012 No. 4)."""

from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING
from shouze.kernel.acts import Doing, Move, act
from shouze.kernel.words import Words
from shouze.resources.schemes.transitions import find_transition, get_transition

from .. import converting, inputs
from ..checks import OpeningFacts, may_be_opened, not_invited
from ..models import Invitation, Transition


def _opening(doing: Doing, subject: None, given: inputs.TransitionOpening) -> OpeningFacts:
    plan = find_transition(given.plan)
    if plan is None:
        return OpeningFacts(known=False)
    doing.note(plan.ref)
    opened = Transition.objects.filter(plan=plan.id).exists()
    return OpeningFacts(True, plan.published_on, plan.type == "natural", opened)


@act(
    "transition.opened",
    Words("启动标准换版", "Open a transition"),
    on=Transition,
    input=inputs.TransitionOpening,
    creates=True,
    looks=_opening,
    checks=(may_be_opened,),
    clauses=("cnca2012.4", "guidance.七", "guidance.十四"),
)
def open_transition(doing: Doing, given: inputs.TransitionOpening) -> Transition:
    plan = get_transition(given.plan)
    return Transition(
        id=doing.new_id(),
        state="open",
        plan=plan.id,
        opened_on=doing.on,
        affected=converting.concerned(plan).count(),
        words=given.words,
    )


def _inviting(doing: Doing, certificate: Certificate, given: inputs.Invited) -> Words | None:
    if Invitation.objects.filter(certificate=certificate, plan=given.plan).exists():
        return Words("已通知过", "the holder was invited before")
    if not Transition.objects.filter(plan=given.plan).exists():
        return Words("该换版尚未启动", "the transition is not opened")
    facts = CertificateFacts.model_validate(certificate.facts)
    return converting.plan_wrong(facts, given.plan, doing.on)


@act(
    "conversion.invited",
    Words("通知标准换版", "Invite to a conversion"),
    on=Certificate,
    input=inputs.Invited,
    moves=Move(LIVING),
    looks=_inviting,
    checks=(not_invited,),
    clauses=("cnca2012.4", "guidance.十四"),
)
def invite(doing: Doing, certificate: Certificate, given: inputs.Invited) -> None:
    plan = get_transition(given.plan)
    line = next(iter(converting.rows(plan, [certificate], doing.on)))
    doing.note(plan.ref)
    doing.create(Invitation, certificate=certificate, plan=plan.id, invited_on=doing.on, due_on=line.told_by)
