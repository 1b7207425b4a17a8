"""A supervision joins the visit of another case of the factory: one visit serves several holders."""

from shouze.certification.evidence import joint
from shouze.certification.evidence.checks.testing import agreed_and_paid
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import is_of, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import checks, facts, inputs


@act(
    "surveillance.joined",
    Words("并入同厂检查", "Join a visit of the same factory"),
    on=Case,
    input=inputs.Joining,
    moves=EVIDENCE,
    looks=facts.joining_facts,
    checks=(
        is_of("surveillance"),
        not_paused,
        agreed_and_paid,
        checks.visit_may_be_joined,
        checks.team_fits_here,
        checks.days_suffice_for_all,
    ),
    clauses=("order117.15", "order117.17", "00c006.person_days"),
)
def join(doing: Doing, case: Case, given: inputs.Joining) -> None:
    look: facts.JoiningFacts = doing.facts
    if look.visit is None:
        raise ValueError("there is no visit to join")
    weights = facts.certificates_of(case.pk), facts.certificates_of(look.visit.case_id)
    made = joint.join(doing, case, look.visit, weights)
    doing.outcome = {"plan": made.plan_code}
