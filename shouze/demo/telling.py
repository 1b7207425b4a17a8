"""Telling the story: it is played, and its trail is read back from the ledger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from shouze.certification.certificates.jobs import make_document
from shouze.certification.certificates.models import Certificate
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import get_act
from shouze.kernel.ledger import queries as ledger
from shouze.procedure.states import state_words
from shouze.resources.cases import queries as cases
from shouze.resources.cases.models import Case

from . import after_story
from .at_the_gate import AtTheGate, Worker, begun
from .stage import Stage, ThroughTheGate, fees_due, set_stage
from .story import play
from .tale import tell


def play_and_tell() -> Iterator[str]:
    """Play the worked example on an empty house and yield its trail, line by line."""
    stage = set_stage()
    yield "认证全过程 The way of one certificate"
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    case = Case.objects.get(applicant_id=stage.scene.applicant)
    certificate = Certificate.objects.get(case=case)
    with clock.moved(clock.moment("2024-05-20", "10:05")):
        make_document(certificate)
    for entry in ledger.entries_for_case(case.pk):
        yield _line(entry)
    yield from _sums(case, certificate.pk)
    yield from _after(stage)


def _after(stage: Stage) -> Iterator[str]:
    """What became of the certificate, line by line."""
    seen = {entry.uid for entry in ledger.entries()}
    worker = Worker()
    tale = begun(stage, worker)
    actor = AtTheGate(stage.people, worker)
    for part in after_story.LINE:
        tell(actor, tale, (replace(deed, denied=()) for deed in part))
    yield ""
    yield "证后 After the certificate"
    for entry in ledger.entries():
        if entry.uid not in seen:
            yield _line(entry)


def _line(entry: ledger.Recorded) -> str:
    body = ledger.body_of(entry)
    who, what = body["who"], body["what"]
    post = rulebook.post(who["post"]).zh
    state = state_words(what["subject_type"], what["to"]).zh
    at = clock.legal_date(entry.at)
    rules = f"  规则 {len(what['rules'])}" if what["rules"] else ""
    papers = f"  证据 {len(what['evidence'])}" if what["evidence"] else ""
    time = f"{at} {entry.at.astimezone(clock.SHANGHAI):%H:%M}"
    return f"{time}  {get_act(entry.act).words.zh}  {who['name']}({post})  → {state}{rules}{papers}"


def _sums(case: Case, certificate_id: UUID) -> Iterator[str]:
    certificate = Certificate.objects.get(pk=certificate_id)
    net, gross = cases.net_and_gross(case, certificate.issued_on) or (0, 0)
    without_pause = clock.add_calendar_days(
        case.accepted_on or date.min, int(rulebook.value("deadlines/certificate", on=case.submitted_on).whole)
    )
    yield ""
    yield f"实施规则 scheme        {case.scheme}"
    yield f"受理 accepted          {case.accepted_on}"
    yield f"期限 limit             {without_pause}，计入暂停 with pauses {case.due_on}"
    yield f"用时 days              毛 gross {gross}，净 net {net}"
    yield f"证书 certificate       {certificate.number}"
    yield f"有效期 validity        {certificate.issued_on} → {certificate.valid_until}"
    yield f"证书文件 document      {certificate.document}"
