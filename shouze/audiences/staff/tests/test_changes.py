"""The pages of cases about a certificate: what is asked of whom, and who else is concerned."""

from __future__ import annotations

import html
import re

import pytest

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.audiences.parts.tests.cast import client_of
from shouze.certification.changes.jobs import tell
from shouze.certification.changes.tests.turning import NAMES, Turning, two_holders
from shouze.demo.stage import Stage
from shouze.kernel import clock

pytestmark = pytest.mark.django_db
MODELS = [{"model": "M-7", "specification": "220 V"}]


def _form(stage: Stage, turning: Turning) -> str:
    with clock.moved(turning.way.now):
        return text(log_in(stage, "E002").get(f"/staff/cases/{turning.way.case}/do/change.accepted/"))


def test_it_asks_how_the_certificate_is_issued_of_an_extension_alone(stage: Stage) -> None:
    turning = Turning.of(stage)
    turning.change("1")
    plain = _form(stage, turning)
    assert "受理变更类委托" in plain and 'name="result' not in plain and "扩展后的发证方式" not in plain
    with clock.moved(turning.way.now):
        answers = {"engineer": turning.way.person("E003"), "opinion": "予以受理。"}
        forged = log_in(stage, "E002").post(
            f"/staff/cases/{turning.way.case}/do/change.accepted/",
            {**answers, "result": "separate", "result_basis": "order117.25"},
        )
        assert forged.status_code == 409 and "只有扩展可以单独发证" in text(forged)
        done = log_in(stage, "E002").post(f"/staff/cases/{turning.way.case}/do/change.accepted/", answers)
        assert done.status_code == 302
    turning.apply("extension.applied", models_added=MODELS)
    asked = _form(stage, turning)
    assert 'name="result"' in asked and 'name="result_basis"' in asked


def test_it_lists_other_holders_to_the_officer_and_leads_each_to_his_own_application(stage: Stage) -> None:
    turning, other = two_holders(stage)
    number, firm, name = other.certificate.number, other.way.stage, NAMES["6"]["factory_name"]
    turning.change("6")
    address = f"/staff/cases/{turning.way.case}/"
    with clock.moved(turning.way.now):
        page = text(log_in(stage, "E002").get(address))
        assert number in page and "批准后告知" in page and "杭州示例贸易有限公司" in page
        assert number not in text(log_in(stage, "C001").get(f"/clients/cases/{turning.way.case}/"))
        assert "没有与登记不一致的证书" in text(log_in(stage, "E002").get("/staff/changes/told/"))
    turning.accept().evaluate().decide()
    entry = turning.approve().uid
    with clock.moved(turning.way.now):
        tell(str(entry))
        assert number in text(log_in(stage, "E002").get("/staff/changes/told/"))
        assert number in text(log_in(stage, "E002").get(address))
        browser = client_of(firm.people["C001"])
        page = text(browser.get(f"/clients/certificates/{number}/"))
        assert "登记已变更，请申请变更" in page and turning.certificate.number not in page
        led = next(one for one in re.findall(r'href="([^"]+)"', page) if "factory_name=" in one)
        form = text(browser.get(html.unescape(led)))
    assert f'value="{name}"' in form and 'value="6"' in form
