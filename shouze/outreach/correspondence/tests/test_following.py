"""After the story, the machine's jobs leave letters, the certificate's document and upload records; each
once.
"""

import uuid
from collections.abc import Callable

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from shouze.certification.certificates.jobs import document
from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage, ThroughTheGate, fees_due, set_stage
from shouze.demo.story import play
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.files import store as files
from shouze.outreach.correspondence.jobs import make
from shouze.outreach.correspondence.models import Letter
from shouze.outreach.correspondence.queries import letters_to
from shouze.outreach.reporting.jobs import prepare_record
from shouze.outreach.reporting.models import Upload
from shouze.resources.cases.models import Case

pytestmark = pytest.mark.django_db

JOBS: dict[str, Callable[..., None]] = {
    "letters.make": make,
    "records.prepare": prepare_record,
    "certificates.document": document,
}


def test_it_writes_letters_document_and_record_once() -> None:
    stage = set_stage()
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    queued = [
        (job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("id") if job.task_name in JOBS
    ]
    for _twice in range(2):
        for name, arguments in queued:
            JOBS[name](**arguments)

    kinds = list(Letter.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == [
        "supplement", "acceptance", "agreement", "bill", "test_order", "sample_receipt", "decision",
    ]  # fmt: skip
    ordered = Letter.objects.get(kind="test_order")
    case = Case.objects.get()
    received = Letter.objects.get(kind="sample_receipt")
    assert letters_to("laboratory", case, str(case.laboratory_id)) == [ordered, received]
    assert letters_to("laboratory", case, str(uuid.uuid4())) == []
    with files.open_file(Letter.objects.get(kind="acceptance").digest) as letter:
        assert letter.read(5) == b"%PDF-"
    assert Letter.objects.get(kind="acceptance").on.isoformat() == "2024-03-08"
    certificate = Certificate.objects.get()
    assert certificate.facts["mode"]["en"]
    assert files.find(certificate.document) is not None
    upload = Upload.objects.get()
    assert (upload.table, upload.about, upload.findings) == ("203010", certificate.number, [])
    assert upload.record["CERT_E_DATE"] == "2029-05-19"

    given = {"upload": str(upload.pk), "receipt": "CNCA-0001"}
    with pytest.raises(Refused, match="岗位"):
        perform("record.uploaded", by=stage.people["E002"], subject=certificate.case_id, given=given)
    perform("record.uploaded", by=stage.people["E014"], subject=certificate.case_id, given=given)
    with pytest.raises(Refused, match="没有待上报"):
        perform(
            "record.uploaded",
            by=stage.people["E014"],
            subject=certificate.case_id,
            given=given,
            uid=uuid.uuid4(),
        )


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("certificate.suspended", "suspension"),
        ("certificate.restored", "restoration"),
        ("certificate.withdrawn", "withdrawal"),
        ("certificate.cancelled", "cancellation"),
    ],
)
def test_each_measure_on_a_certificate_sends_its_notice_to_the_holder(
    stage: Stage, act: str, kind: str
) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    way.ready(act)
    ProcrastinateJob.objects.filter(task_name="letters.make").delete()
    done = way.do(act)
    queued = ProcrastinateJob.objects.get(task_name="letters.make").args
    assert queued == {"kind": kind, "entry": str(done.uid)}
    with clock.moved(way.now):
        make(**queued)
        make(**queued)
    letter = Letter.objects.get(kind=kind)
    assert letter.case_id == way.case and letter.code
    assert letter in letters_to("client", way.row)
    assert letter not in letters_to("laboratory", way.row, str(way.row.laboratory_id))
