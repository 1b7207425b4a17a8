"""Readers of doubts and re-evaluations."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing, of_subject
from shouze.resources.cases.queries import get_case
from shouze.resources.people import queries as people

from . import freezing, inputs
from .checks import Opened, Raised
from .models import Doubt, Reevaluation
from .questions import Asked, known
from .reading import NotUnderstood, reaches
from .states import PENDING

ENGINEER = "project_engineer"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the re-evaluations of a doubt are: opened of how many, and concluded with which results."""

    of: int
    opened: int
    results: dict[str, int]

    @property
    def concluded(self) -> int:
        """How many are concluded."""
        return sum(self.results.values())

    @property
    def remaining(self) -> int:
        """How many are not concluded, those not yet opened among them."""
        return self.of - self.concluded


def doubts(state: str = "") -> QuerySet[Doubt]:
    """The doubts, in a state where one is named, the latest first."""
    found = Doubt.objects.filter(state=state) if state else Doubt.objects.all()
    return found.order_by("-raised_on", "-number")


def find_doubt(doubt: uuid.UUID) -> Doubt | None:
    """Return the doubt with that id, or None."""
    return Doubt.objects.filter(pk=doubt).first()


def find_reevaluation(reevaluation: uuid.UUID) -> Reevaluation | None:
    """Return the re-evaluation with that id, with its doubt, or None."""
    return Reevaluation.objects.select_related("doubt").filter(pk=reevaluation).first()


def progress(doubt: Doubt) -> Progress:
    """Return how far the re-evaluations of a doubt are; one query."""
    lines = Reevaluation.objects.filter(doubt=doubt).values_list("result").annotate(n=Count("pk"))
    counted = dict(lines.order_by())
    results = {result: n for result, n in counted.items() if result}
    return Progress(doubt.certificates, sum(counted.values()), results)


def reevaluations(doubt: uuid.UUID | None = None, state: str = "") -> QuerySet[Reevaluation]:
    """The re-evaluations, of one doubt and in one state where these are named, the most urgent first."""
    found = Reevaluation.objects.select_related("doubt")
    found = found.filter(doubt_id=doubt) if doubt else found
    found = found.filter(state=state) if state else found
    return found.order_by("due_on", "id")


def waiting_for(engineer: uuid.UUID) -> QuerySet[Reevaluation]:
    """The open re-evaluations of an engineer, the most urgent first."""
    return reevaluations(state="open").filter(engineer_id=engineer)


def open_reevaluations_of(certificate: uuid.UUID) -> Sequence[Reevaluation]:
    """The open re-evaluations of a certificate."""
    return list(reevaluations(state="open").filter(certificate_id=certificate))


@dataclass(frozen=True, slots=True)
class Doubted:
    """What is in doubt about a case: the open re-evaluations of its certificate, and the open doubts about
    something that it rests on for which no re-evaluation is there.
    """

    reevaluations: Sequence[Reevaluation]
    doubts: Sequence[Doubt]

    def __bool__(self) -> bool:
        return bool(self.reevaluations or self.doubts)


def doubted(case: uuid.UUID, certificate: uuid.UUID | None) -> Doubted:
    """Return what is in doubt about a case and its certificate, the latest doubt first; two queries, and a
    few by index for each doubt that is open.
    """
    opened = open_reevaluations_of(certificate) if certificate else ()
    found = Doubt.objects.filter(state__in=PENDING).order_by("-raised_on", "-number")
    found = found.exclude(reevaluations__certificate_id=certificate) if certificate else found
    return Doubted(opened, [one for one in found if _rests_on(case, one)])


def opened_certificates(doubt: uuid.UUID) -> frozenset[uuid.UUID]:
    """The certificates of which a re-evaluation for a doubt is opened."""
    return frozenset(Reevaluation.objects.filter(doubt_id=doubt).values_list("certificate_id", flat=True))


def raised_facts(doing: Doing, subject: None, given: inputs.DoubtRaising) -> Raised:
    """Gather the frozen answer that a doubt rests on."""
    try:
        frozen = freezing.read(given.affected)
    except (freezing.NotFrozen, FileNotFoundError):
        return Raised(None)
    asked = [one.certificate for one in frozen.certificates]
    known = set(Certificate.objects.filter(pk__in=asked).values_list("pk", flat=True))
    return Raised(frozen, tuple(one.number for one in frozen.certificates if one.certificate not in known))


def opened_facts(doing: Doing, subject: None, given: inputs.ReevaluationOpening) -> Opened:
    """Gather what a re-evaluation rests on, with the engineer by the usual rule."""
    doubt = find_doubt(given.doubt)
    certificate = Certificate.objects.filter(pk=given.certificate).first()
    engineer = _engineer(doubt, certificate, doing.on) if doubt and certificate else None
    return Opened(doubt, certificate, engineer)


@of_subject
def not_concluded(doing: Doing, doubt: Doubt, given: object) -> int:
    """Return how many certificates of a doubt have no concluded re-evaluation."""
    return progress(doubt).remaining


def who_may(doing: Doing, reevaluation: Reevaluation, given: object) -> frozenset[uuid.UUID]:
    """Return who may re-evaluate a certificate on the day of the act."""
    doubt = Doubt.objects.get(pk=reevaluation.doubt_id)
    return frozenset(candidates(doubt, reevaluation.product_code, doing.on))


def candidates(doubt: Doubt, product_code: str, on: date) -> list[uuid.UUID]:
    """Return the project engineers in office over a product who are not in doubt themselves, by name."""
    doubted = _in_doubt(doubt)
    return [one.id for one in people.holders(ENGINEER, on, product_code) if one.id != doubted]


def _engineer(doubt: Doubt, certificate: Certificate, on: date) -> uuid.UUID | None:
    """The engineer of the case where he may; else whoever may and has the fewest open re-evaluations."""
    fit = candidates(doubt, certificate.product_code, on)
    own = get_case(certificate.case_id).engineer_id
    if own in fit or not fit:
        return own if fit else None
    burden = Reevaluation.objects.filter(Q(engineer_id__in=fit), state="open").values_list("engineer_id")
    counted = dict(burden.annotate(n=Count("pk")).order_by())
    return min(fit, key=lambda one: counted.get(one, 0))


def _in_doubt(doubt: Doubt) -> uuid.UUID | None:
    thing = known("person")(doubt.thing) if doubt.kind in ("person", "inspector") else None
    return thing.id if thing else None


def _rests_on(case: uuid.UUID, doubt: Doubt) -> bool:
    try:
        return reaches(Asked(doubt.kind, doubt.thing, doubt.since, doubt.until), case)
    except NotUnderstood:
        return False
