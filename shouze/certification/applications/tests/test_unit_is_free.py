"""No second certificate for a unit that has one, and none again while the ban after a withdrawal runs."""

from __future__ import annotations

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests.way import MODELS, Way
from shouze.kernel.acts import Refused
from shouze.kernel.acts.replay import compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A case whose certificate is issued."""
    return Way(stage).reach("certificate.approved").go("certificate.approved")


def _again(way: Way, days: int = 0) -> Way:
    """The same firm applies for the same models once more."""
    other = Way(way.stage, way.product, way.now)
    lines = [{"model": name, "specification": "220 V"} for name in MODELS]
    other.do("application.submitted", days=days, models=lines)
    return other


def test_it_refuses_a_unit_that_has_a_certificate_and_the_true_reason_is_taken(way: Way) -> None:
    other = _again(way)
    with pytest.raises(Refused) as refused:
        other.do("application.accepted")
    assert [one.code for one in refused.value.objections] == ["duplicate_application"]
    assert Certificate.objects.get().number in refused.value.objections[0].why.zh
    other.do("application.refused", reason="duplicate_application")
    assert not compare()


def test_it_takes_other_models_of_the_unit(way: Way) -> None:
    other = Way(way.stage, way.product, way.now)
    other.go("application.submitted", "application.accepted")
    assert not {line["model"] for line in other.row.application.models_list} & set(MODELS)


def test_it_takes_no_untrue_reason(stage: Stage) -> None:
    way = Way(stage)
    way.do("application.submitted")
    for reason in ("duplicate_application", "certificate_withdrawn_ban"):
        with pytest.raises(Refused) as refused:
            way.do("application.refused", reason=reason)
        assert [one.code for one in refused.value.objections] == ["reason_untrue"]
    _again(way).do("application.refused", reason="duplicate_application")


def test_it_waits_six_months_after_a_withdrawal_to_the_day(way: Way) -> None:
    way.go("certificate.suspended")
    way.go("certificate.withdrawn")
    last = way.now
    early = _again(way, days=183)
    with pytest.raises(Refused) as refused:
        early.do("application.accepted")
    assert [one.code for one in refused.value.objections] == ["certificate_withdrawn_ban"]
    early.do("application.accepted", days=1)
    assert (last.date().isoformat(), early.now.date().isoformat()) == ("2024-03-04", "2024-09-04")
