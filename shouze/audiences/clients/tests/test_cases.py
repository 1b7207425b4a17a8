"""The applicant's side of the story, done by hand on his pages; and what he never sees."""

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.browsing import Login, MoveTo, PlayUntil, text
from shouze.certification.applications.models import Application
from shouze.certification.certificates.jobs import make_document
from shouze.certification.certificates.models import Certificate
from shouze.certification.evidence import models as evidence
from shouze.demo import cast
from shouze.demo.papers import paper
from shouze.demo.stage import APPLICANT, Stage
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.files import store as files
from shouze.kernel.ledger.queries import entries_for_case
from shouze.outreach.complaints.models import Appeal
from shouze.outreach.correspondence.jobs import make
from shouze.outreach.correspondence.models import Letter
from shouze.resources.cases.models import Case
from shouze.resources.organisations.identifiers import uscc_check_character

OTHER = "91330206MA7CD0088"
#: act -> kind of the letter that follows
LETTERS = {"application.accepted": "acceptance", "test.ordered": "test_order", "decision.made": "decision"}


def stored(content: bytes) -> str:
    return files.put(io.BytesIO(content), "a.pdf", at=clock.now()).digest


def address(stage: Stage, page: str = "") -> str:
    return f"/clients/cases/{stage.scene.case}/{page}"


def case_of(stage: Stage) -> Case:
    return Case.objects.get(pk=str(stage.scene.case))


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", paper(name))


#: after which act of the story what is asked of the applicant, and what he is not asked any more
ASKED = (
    ("application.submitted", None),
    ("supplement.requested", "提交补正资料"),
    ("supplement.submitted", None),
    ("plan.made", "签订认证合同"),
    ("agreement.concluded", "缴纳认证费用"),
    ("test.ordered", "送样"),
    ("samples.received", None),
    ("test.failed", "提交整改说明"),
    ("report.submitted", None),
    ("certificate.approved", None),
)


def test_it_asks_the_applicant_for_what_is_his_to_do_and_for_nothing_else(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    for act, words in ASKED:
        until(act)
        now("2024-07-01")
        asks = applicant.get(address(stage)).context["asks"]
        assert [one.words.zh for one in asks if words and words in one.words.zh] or not words, act
        assert len(asks) == (1 if words else 0), act
        assert asks == applicant.get("/clients/").context["rows"][0][1], act


def test_it_sends_supplements_for_the_documents_that_are_missing(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("supplement.requested")
    now("2024-03-07")
    page = text(applicant.get(address(stage, "acts/supplement.submitted/")))
    assert "商标注册证明" in page
    assert 'value="trademark" selected' in page
    sent = {"documents-0-kind": "trademark", "documents-0-digest": pdf("商标注册证明")}
    assert applicant.post(address(stage, "acts/supplement.submitted/"), sent).status_code == 302
    assert case_of(stage).state == "submitted"
    assert Application.objects.get(case=stage.scene.case).documents[-1]["kind"] == "trademark"
    again = applicant.post(address(stage, "acts/supplement.submitted/"), {"words": "再次"})
    assert again.status_code == 409


def test_it_shows_plan_and_fees_before_the_agreement(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("plan.made")
    now("2024-03-12")
    page = text(applicant.get(address(stage, "acts/agreement.concluded/")))
    for words in ("型式试验", "GB 4706.29", "合计", "schemes/household"):
        assert words in page
    refused = applicant.post(address(stage, "acts/agreement.concluded/"), {})
    assert refused.status_code == 422
    agreed = {"agreed": "true", "contract": pdf("合同")}
    assert applicant.post(address(stage, "acts/agreement.concluded/"), agreed).status_code == 302
    assert case_of(stage).agreed_on is not None


def test_it_shows_the_failed_items_and_takes_the_rework(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("test.failed")
    now("2024-05-06")
    order = evidence.TestOrder.objects.get(case=stage.scene.case)
    link = address(stage, f"acts/rework.submitted/?order={order.pk}")
    assert link in text(applicant.get(address(stage)))
    assert "温升超过限值 8 K" in text(applicant.get(link))
    sent = {"order": str(order.pk), "words": "加大散热器", "files": [pdf("整改"), pdf("照片")]}
    assert applicant.post(address(stage, "acts/rework.submitted/"), sent).status_code == 302
    order.refresh_from_db()
    assert order.state == "testing"


def test_it_follows_the_case_to_its_certificate(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("certificate.approved")
    now("2024-05-21")
    certificate = Certificate.objects.get(case=stage.scene.case)
    make_document(certificate)
    certificate.refresh_from_db()
    page = text(applicant.get(address(stage)))
    for words in ("已发证", "净 56 天（不计暂停），总 73 天", "易航", certificate.number, "2024年3月8日"):
        assert words in page
    assert page.partition('id="track"')[2].count('class="done"') == 9
    assert certificate.number in text(applicant.get("/clients/certificates/"))
    one = text(applicant.get(f"/clients/certificates/{certificate.number}/"))
    assert "DC-20C" in one
    document = applicant.get(f"/files/{stage.scene.case}/{certificate.document}")
    assert b"".join(document.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_it_never_shows_what_stays_inside_the_body(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("certificate.approved")
    now("2024-05-21")
    page = text(applicant.get(address(stage)))
    inside = (
        "同意提交认证决定",
        "实验室资质、标准",
        "决定批准认证",
        "资料齐全",
        "同意签发",
        "铭牌、关键件、结构",
    )
    names = ("贾敏", "邴岚", "丁越", "吴首")
    assert not [words for words in (*inside, *names) if words in page]


def test_it_withdraws_and_appeals(stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client) -> None:
    until("report.submitted")
    with_report = evidence.TestReport.objects.get(order__case=stage.scene.case)
    now("2024-05-15")
    judged = {"report": str(with_report.pk), "words": "内部意见"}
    perform("report.rejected", by=stage.people["E003"], subject=stage.scene.case, given=judged)
    now("2024-05-16")
    page = text(applicant.get(address(stage)))
    assert "内部意见" not in page
    assert "提出申诉" in page
    assert "退回检测报告" in text(applicant.get(address(stage, "appeal/")))
    sent = {"case": str(stage.scene.case), "against": "report.rejected", "grounds": "报告完整。"}
    assert applicant.post(address(stage, "appeal/"), sent).status_code == 302
    assert Appeal.objects.get().against == "report.rejected"
    assert Appeal.objects.get().number in text(applicant.get(address(stage)))
    done = applicant.post(address(stage, "acts/case.withdrawn/"), {"words": "产品停产"})
    assert done.status_code == 302
    shown = text(applicant.get(address(stage)))
    assert "已撤回" in shown
    assert "撤回委托" not in shown


def another_client(stage: Stage) -> str:
    """Register another organisation and its person; returns his number."""
    given = {**APPLICANT, "name": "宁波示例灯具有限公司", "uscc": f"{OTHER}{uscc_check_character(OTHER)}"}
    organisation = perform("organisation.registered", by=stage.people["E002"], given=given).subject
    personnel, at = stage.people["E001"], clock.now()
    person = cast.register("C901", "另申", "client", by=personnel, at=at, organisation=organisation)
    cast.appoint(person, "client", by=personnel, at=at)
    stage.people["C901"] = person
    return "C901"


def test_it_hides_a_case_from_every_other_organisation(
    stage: Stage, until: PlayUntil, now: MoveTo, login: Login
) -> None:
    until("certificate.approved")
    now("2024-06-01")
    own, other = login("C001"), login(another_client(stage))
    certificate = Certificate.objects.get(case=stage.scene.case)
    pages = (
        address(stage), address(stage, "acts/case.withdrawn/"), address(stage, "appeal/"),
        f"/clients/certificates/{certificate.number}/",
    )  # fmt: skip
    assert [own.get(page).status_code for page in pages] == [200, 200, 200, 200]
    assert [other.get(page).status_code for page in pages] == [404] * 4
    assert other.post(address(stage, "acts/case.withdrawn/"), {"words": "x"}).status_code == 404
    sent = {"case": str(stage.scene.case), "against": "decision.made", "grounds": "不服"}
    assert other.post(address(stage, "appeal/"), sent).status_code == 404
    assert case_of(stage).number not in text(other.get("/clients/"))
    assert not Appeal.objects.exists()
    # The pages are the applicants': staff and laboratories find nothing, the stranger logs in first.
    assert login("E003").get(address(stage)).status_code == 404
    assert login("L001").get(address(stage)).status_code == 404
    assert Client().get(address(stage)).status_code == 302


@pytest.mark.parametrize(
    "act", ["plan.made", "certificate.approved", "no.such.act", "organisation.registered"]
)
def test_it_offers_no_act_that_is_not_the_applicants(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client, act: str
) -> None:
    until("application.accepted")
    now("2024-03-09")
    before = case_of(stage).version
    assert applicant.get(address(stage, f"acts/{act}/")).status_code in (403, 404)
    assert applicant.post(address(stage, f"acts/{act}/"), {}).status_code in (403, 404, 409, 422)
    assert case_of(stage).version == before


def test_it_asks_as_many_queries_for_many_cases_as_for_one(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("test.failed")
    now("2024-05-02")

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert applicant.get("/clients/").status_code == 200
        return len(asked)

    applicant.get("/clients/")
    before, found = count(), case_of(stage)
    order = evidence.TestOrder.objects.get(case=found)
    for number in range(20):
        _copy(found, id=uuid.uuid4(), number=f"X{number}")
        _copy(order, id=uuid.uuid4(), number=f"Y{number}", case_id=found.id)
    assert count() == before


def _copy(row: Any, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    row._state.adding = True
    row.save(force_insert=True)


def test_it_speaks_english_when_asked(stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client) -> None:
    until("test.failed")
    now("2024-05-02")
    assert applicant.post("/i18n/setlang/", {"language": "en", "next": "/clients/"}).status_code == 302
    shown = text(applicant.get(address(stage)))
    assert "Submit the rework" in shown
    assert "type test" in shown


def test_it_reads_the_letters_written_to_the_applicant_and_no_others(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("decision.made")
    now("2024-05-18")
    for act, kind in LETTERS.items():
        entry = next(one for one in entries_for_case(case_of(stage).id) if one.act == act)
        make(kind=kind, entry=str(entry.uid))
    page = text(applicant.get(address(stage)))
    assert "受理通知书" in page
    assert "型式试验任务书" not in page
    # The decision goes out when it is approved.
    assert "认证决定书" not in page
    digests = dict(Letter.objects.values_list("kind", "digest"))
    sent = {
        kind: applicant.get(f"/files/{stage.scene.case}/{one}").status_code for kind, one in digests.items()
    }
    assert sent == {"acceptance": 200, "test_order": 404, "decision": 404}


def test_it_corrects_the_nonconformities_of_an_inspection(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("application.accepted")
    people, case = stage.people, case_of(stage).id
    now("2024-03-11")
    added = {"added": [{"code": "GC", "basis": "00c003.4"}], "person_days": "1"}
    perform("plan.made", by=people["E003"], subject=case, given=added)
    perform("agreement.concluded", by=people["C001"], subject=case, given={"agreed": True})
    perform("fees.received", by=people["E011"], subject=case, given={"amount": "10000", "receipt": "F-1"})
    team = [{"person": str(people["E008"]), "role": "01"}]
    planned = {"planned_from": "2024-03-18", "planned_to": "2024-03-18", "team": team}
    perform("inspection.planned", by=people["E007"], subject=case, given=planned)
    now("2024-03-19")
    visit = evidence.Inspection.objects.get()
    finding = {"grade": "general", "clause": "6.1", "code": "00011", "description": "耐压测试仪未校准"}
    report = {
        "inspection": str(visit.pk), "from_on": "2024-03-18", "to_on": "2024-03-18", "person_days": "1",
        "summary": "检查完成", "findings": [finding], "file": stored(paper("检查报告")),
    }  # fmt: skip
    perform("inspection.conducted", by=people["E008"], subject=case, given=report)
    found = evidence.Nonconformity.objects.get()
    page = text(applicant.get(address(stage)))
    link = address(stage, f"acts/correction.submitted/?nonconformity={found.pk}")
    assert link in page
    assert "耐压测试仪未校准" in text(applicant.get(link))
    sent = {
        "nonconformity": str(found.pk), "cause": "遗漏", "action": "已校准", "files": pdf("校准证书"),
    }  # fmt: skip
    assert applicant.post(address(stage, "acts/correction.submitted/"), sent).status_code == 302
    found.refresh_from_db()
    assert found.state == "corrected"
    assert link not in text(applicant.get(address(stage)))
