"""What every state is called, by the thing it is a state of; and the stages that are shown as steps."""

from collections.abc import Mapping, Sequence
from datetime import date

from shouze.certification.certificates import states as certificates
from shouze.certification.changes import states as changes
from shouze.certification.evidence import states as evidence
from shouze.certification.marks import states as marks
from shouze.certification.surveillance import states as surveillance
from shouze.certification.surveillance.draws import states as draws
from shouze.certification.surveillance.planning import states as planning
from shouze.certification.transfers import states as transfers
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.outreach.complaints import states as complaints
from shouze.outreach.publicity import states as publicity
from shouze.oversight.classification import states as classification
from shouze.oversight.impact import states as impact
from shouze.oversight.integrity import states as integrity
from shouze.oversight.measures import states as measures
from shouze.oversight.signals import states as signals
from shouze.oversight.tracing import states as tracing
from shouze.resources.cases import states as cases
from shouze.resources.facilities import states as facilities
from shouze.resources.laboratories import states as laboratories
from shouze.resources.parts import states as parts
from shouze.resources.technical_persons import states as technical_persons

REGISTERED = {"registered": Words("已登记", "registered")}
BY_THING: Mapping[str, Mapping[str, Words]] = {
    "cases.case": cases.STATES,
    "certificates.certificate": certificates.STATES,
    "certificates.statusday": certificates.DAY,
    "marks.markorder": marks.STATES,
    "evidence.testorder": evidence.ORDER,
    "evidence.inspection": evidence.INSPECTION,
    "evidence.nonconformity": evidence.NONCONFORMITY,
    "evidence.visit": evidence.VISIT,
    "evidence.sealedsample": evidence.SEALED,
    "people.person": REGISTERED,
    "organisations.organisation": REGISTERED,
    "organisations.factory": REGISTERED,
    "laboratories.laboratory": laboratories.STATES,
    "facilities.facility": facilities.STATES,
    "technical_persons.technicalperson": technical_persons.STATES,
    "key_parts.partslist": parts.LIST,
    "key_parts.partchange": parts.CHANGE,
    "complaints.appeal": complaints.STATES,
    "complaints.complaint": complaints.COMPLAINT,
    "publicity.notice": publicity.STATES,
    "surveillance.task": surveillance.STATES,
    "changes.transition": changes.TRANSITION,
    "planning.plan": planning.STATES,
    "draws.draw": draws.STATES,
    "transfers.transfer": transfers.STATES,
    "transfers.body": transfers.BODIES,
    "transfers.ownkey": transfers.OWN_KEYS,
    "integrity.logkey": integrity.KEY,
    "tracing.dossier": tracing.DOSSIER,
    "impact.doubt": impact.DOUBT,
    "impact.reevaluation": impact.REEVALUATION,
    "integrity.alarm": integrity.ALARM,
    "integrity.erasure": integrity.ERASURE,
    "signals.qualityevent": signals.STATES,
    "classification.proposal": classification.STATES,
    "measures.reaction": measures.REACTION,
}


def state_words(thing: str, state: str) -> Words:
    """Return the words of a state of a thing (a model's label); the code itself when it has none."""
    return BY_THING.get(thing, {}).get(state, Words.same(state))


def steps(on: date) -> Sequence[rulebook.Code]:
    """Return the stages in force on a date of law that are whole steps of the way, in their order."""
    return [one for one in rulebook.codes("stages", on=on) if not one.get("within")]


def step_of(stage: str, on: date) -> str:
    """Return the step that a stage is a part of, itself when it is one; "" stays ""."""
    return (rulebook.code("stages", stage, on=on).text("within") or stage) if stage else ""
