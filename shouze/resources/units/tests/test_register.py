"""A model of a unit stands on one certificate; who ended, freed it; who was withdrawn, waits."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.recording import record
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel.acts import Doing, standing_of
from shouze.kernel.acts.replay import compare
from shouze.resources.units import queries
from shouze.resources.units.entering import CertificationUnit, enter
from shouze.resources.units.filling import fill
from shouze.resources.units.models import CertifiedModel

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A case whose certificate is issued."""
    return Way(stage).reach("certificate.approved").go("certificate.approved")


def _certificate(way: Way) -> Certificate:
    return Certificate.objects.get(case=way.case)


def _unit(one: Certificate) -> CertificationUnit:
    return CertificationUnit(one.applicant_id, one.producer_id, one.factory_id, one.product_code)


def _doing(way: Way, one: Certificate) -> Doing:
    standing = standing_of(way.stage.people["E006"])
    assert standing is not None
    return Doing(one.pk, way.now, standing)


def test_it_holds_what_the_certificate_says_and_a_replay_makes_it_again(way: Way) -> None:
    one = _certificate(way)
    models = [line["name"] for line in one.facts["product"]["models"]]
    assert queries.held(_unit(one), models) == {one.number: sorted(models)}
    assert queries.held(_unit(one), ["strange"]) == {}
    assert queries.held(_unit(one), models, besides=one.pk) == {}
    assert not compare()


def test_it_fills_exactly_what_the_acts_wrote(way: Way) -> None:
    written = list(CertifiedModel.objects.order_by("pk").values())
    assert written
    CertifiedModel.objects.all().delete()
    assert fill(connection) == len(written)
    assert fill(connection) == 0
    assert list(CertifiedModel.objects.order_by("pk").values()) == written


def test_it_refuses_a_model_on_two_certificates_at_once_and_takes_it_after_the_end(way: Way) -> None:
    one = _certificate(way)
    doing = _doing(way, one)
    other = doing.new_id()
    models = [line["name"] for line in one.facts["product"]["models"]]
    with pytest.raises(IntegrityError, match="unit_certified_once"), transaction.atomic():
        enter(doing, other, "2024990711009999", _unit(one), models[:1], "")
    one.state = "cancelled"
    record(doing, one, "cancelled")
    enter(doing, other, "2024990711009999", _unit(one), models[:1], "")
    assert queries.held(_unit(one), models) == {"2024990711009999": models[:1]}
