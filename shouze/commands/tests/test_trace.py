"""The trace of a certificate on the console says the same as the page."""

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.trace import NoSuchCertificate, trace
from shouze.commands.trace import lines
from shouze.commands.trace import trace as verb
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play

pytestmark = pytest.mark.django_db


def test_it_tells_every_act_with_person_post_rules_and_papers(stage: Stage) -> None:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    found = trace(Certificate.objects.get().number)
    text = "\n".join(lines(found))
    assert [one.act for one in found.acts] == [step.act for step in STORY]
    assert "2024-05-17 10:00  作出认证决定" in text
    assert "丁越（认证决定人员，登录身份签署）" in text
    assert "条款 clauses: regulations.22" in text
    assert "规则 rules: deadlines/certificate@2009-09-01#" in text
    assert "证据 evidence: 型式试验报告.pdf sha256:" in text
    assert verb([found.certificate.number]) == 0


def test_it_says_so_when_no_certificate_has_the_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoSuchCertificate):
        trace("2024990711999999")
    assert verb(["2024990711999999"]) == 1
    assert "2024990711999999" in capsys.readouterr().err
    assert verb([]) == 2
