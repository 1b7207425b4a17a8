"""One holder's change of a factory: other holders are told and may apply; nothing of theirs changes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.changes import telling
from shouze.certification.changes.jobs import tell
from shouze.certification.changes.models import Telling
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.replay import compare
from shouze.outreach.correspondence.contents import of_turn
from shouze.resources.people.queries import MACHINE

from .turning import NAMES, Turning, two_holders

pytestmark = pytest.mark.django_db
NAME = NAMES["6"]["factory_name"]


@pytest.fixture
def two(stage: Stage) -> tuple[Turning, Turning]:
    """A certificate of the factory's own firm, and one of another holder for the same factory."""
    return two_holders(stage)


def _approved(turning: Turning) -> None:
    """The factory is renamed by its own firm; then the machine does what follows."""
    turning.change("6", left_out=True)
    turning.accept().evaluate().decide()
    entry = turning.approve().uid
    with clock.moved(turning.way.now):
        tell(str(entry))
        tell(str(entry))


def test_it_tells_other_holders_and_leaves_their_certificates_as_they_are(
    two: tuple[Turning, Turning],
) -> None:
    turning, other = two
    before, on = other.certificate, turning.way.now.date()
    turning.change("6")
    (line,) = telling.elsewhere(turning.request, on)
    assert (line.certificate.pk, line.told) == (before.pk, None)
    (renamed,) = line.differences
    assert renamed.key == "factory_name" and renamed.after.startswith(NAME)
    turning.way.do("case.withdrawn")
    _approved(turning)
    told = Telling.objects.get()
    assert (told.certificate_id, told.told_on) == (before.pk, clock.legal_date(turning.way.now))
    after = other.certificate
    assert (after.facts, after.revision, after.state) == (before.facts, before.revision, "valid")
    letter = of_turn.renaming(before.case, {"change": str(turning.way.case)})
    words = " ".join(one.zh for one in (*letter.paragraphs, *letter.after) if not isinstance(one, str))
    assert before.number in words and turning.certificate.number not in words
    assert "宁波示例电器有限公司的" not in words and letter.table is not None
    assert compare() == []


def test_it_goes_off_the_list_when_its_own_holder_s_change_is_approved(two: tuple[Turning, Turning]) -> None:
    turning, other = two
    _approved(turning)
    (line,) = telling.waiting(list(telling.tellings()))
    assert telling.kinds_for(line) == ("6",) and not line.overdue(turning.way.now.date())
    due = line.told.due_on if line.told else None
    assert due and line.overdue(due + timedelta(days=1))
    other.way.now = turning.way.now
    other.change("6")
    (applied,) = telling.waiting(list(telling.tellings(other.certificate_id)))
    assert applied.case_number == other.way.row.number and not applied.overdue(due + timedelta(days=1))
    other.through()
    assert other.certificate.facts["factory"]["name"]["zh"] == NAME
    assert list(telling.waiting(list(telling.tellings()))) == []
    assert list(Certificate.objects.values_list("revision", flat=True)) == [2, 2]
    assert compare() == []


def test_nobody_is_told_twice_of_what_was_not_approved_or_does_not_concern_him(
    two: tuple[Turning, Turning],
) -> None:
    turning, other = two
    turning.change("6")
    given = {"change": str(turning.way.case)}
    about = partial(perform, "renaming.told", by=MACHINE, given=given)
    with clock.moved(turning.way.now):
        assert refusal(partial(about, subject=other.certificate_id)) == {"not_to_tell"}
    turning.way.do("case.withdrawn")
    _approved(turning)
    given["change"] = str(turning.way.case)
    with clock.moved(turning.way.now):
        assert refusal(partial(about, subject=other.certificate_id)) == {"not_to_tell"}
        assert refusal(partial(about, subject=turning.certificate_id)) == {"not_to_tell"}
