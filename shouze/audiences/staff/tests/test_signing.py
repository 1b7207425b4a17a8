"""Who reviews, decides or approves sees on one page all that he signs, and afterwards what he signed."""

import hashlib

import pytest

from shouze.audiences.parts.tests.cast import client_of
from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.files import store
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.numbering.models import Counter

pytestmark = pytest.mark.django_db


def sign_page(way: Way, who: str, act: str) -> str:
    with clock.moved(way.now):
        answer = client_of(way.stage.people[who]).get(f"/staff/cases/{way.case}/do/{act}/")
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_it_shows_the_reviewer_the_weak_point_and_what_he_has_not_read(stage: Stage) -> None:
    way = Way(stage).reach("report.submitted")
    way.do("report.submitted", tester="兰签", signatory="兰签")
    way.go("report.accepted", "evaluation.completed")
    store.mark_read(way.report.digest, stage.people["E004"], way.now)
    page = sign_page(way, "E004", "review.concluded")
    assert "主检与授权签字人均为兰签" in page
    assert "所示薄弱点随本行为记入台账" in page
    assert way.report.digest in page
    assert page.count("未打开</span>") == page.count('data-name="您的阅读"') - 1
    assert "易航" in page.split('id="sign-who"')[1].split("</section>")[0]
    other = sign_page(way, "E021", "review.concluded")
    assert other.count("未打开</span>") == other.count('data-name="您的阅读"')


def test_it_shows_the_certificate_as_it_would_be_and_takes_no_number(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved")
    numbers = dict(Counter.objects.values_list("series", "last"))
    page = sign_page(way, "E006", "certificate.approved")
    assert "M-1、M-2" in page
    assert "不一致" not in page.split('id="sign-certificate"')[1].split("</section>")[0]
    with clock.moved(way.now):
        preview = client_of(stage.people["E006"]).get(f"/staff/cases/{way.case}/certificate-preview.pdf")
        assert client_of(stage.people["C001"]).get(preview.request["PATH_INFO"]).status_code == 404
    assert preview.content.startswith(b"%PDF")
    assert preview.headers["Content-Security-Policy"].startswith("sandbox;")
    assert Certificate.objects.count() == 0
    assert dict(Counter.objects.values_list("series", "last")) == numbers
    early = Way(stage).reach("plan.made")
    with clock.moved(early.now):
        url = f"/staff/cases/{early.case}/certificate-preview.pdf"
        assert client_of(stage.people["E006"]).get(url).status_code == 404


def test_it_says_afterwards_what_was_signed(stage: Stage) -> None:
    way = Way(stage).reach("review.concluded")
    with clock.moved(way.now):
        browser = client_of(stage.people["E004"])
        given = {"recommends": "grant", "opinion": "同一文件已核对，同意。"}
        sent = browser.post(f"/staff/cases/{way.case}/do/review.concluded/", given)
        assert sent.status_code == 302
        address = sent.headers["Location"]
        page = browser.get(address).content.decode()
        elsewhere = client_of(stage.people["C001"]).get(address)
        wrong = address.replace(str(way.case), str(stage.people["E004"]))
        assert browser.get(wrong).status_code == 404
    assert elsewhere.status_code == 404
    entry = next(one for one in ledger.entries_for_case(way.row.pk) if one.act == "review.concluded")
    assert "sha256:" + hashlib.sha256(b"\x00" + entry.leaf).hexdigest() in page
    assert str(entry.uid) in page
    assert "同一文件已核对，同意。" in page
    assert "项资料是同一个文件" in page
