"""Other events in the life of the worked example's certificate, through acts and through the API, to the
day.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from shouze.certification.certificates.jobs import expire_all
from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.changes import converting
from shouze.certification.changes.models import Invitation
from shouze.demo import after_story
from shouze.demo import life_story as life
from shouze.demo.stage import Stage
from shouze.demo.story import MODELS
from shouze.demo.tale import Tale, tell
from shouze.kernel import clock, rulebook
from shouze.outreach.reporting.models import Upload
from shouze.oversight.measures import jobs as measures
from shouze.oversight.measures.models import Reaction
from shouze.resources.cases.models import Case
from shouze.resources.schemes.transitions import get_transition

from .both_ways import NUMBER, WAYS, Teller, with_the_revised_standard
from .branching import attempt, branch

pytestmark = pytest.mark.django_db
LAST = date(2029, 5, 19)


@pytest.fixture(params=WAYS)
def told(request: pytest.FixtureRequest, stage: Stage) -> tuple[Teller, Tale]:
    """The worked example up to its follow-up of 2025; the laboratory tests by the revised standard too."""
    with_the_revised_standard(stage)
    actor, tale = WAYS[request.param](stage)
    tell(actor, tale, after_story.FOLLOW_UP)
    return actor, tale


def revision() -> int:
    return Certificate.objects.get(number=NUMBER).revision


def codes(tale: Tale, name: str) -> list[str]:
    return [one["code"] for one in Case.objects.get(pk=tale.named[name]).asked or ()]


def test_its_life_is_told_to_the_day(told: tuple[Teller, Tale]) -> None:
    actor, tale = told
    for part in (_renamed, _moved, _extended, _converted_and_renewed, _not_converted, _ran_out):
        with branch(tale) as its_own:
            part(actor, its_own)


def _renamed(actor: Teller, tale: Tale) -> None:
    before = actor.certificate()
    tell(actor, tale, life.RENAMED)
    assert codes(tale, "rename") == []
    after = actor.certificate()
    assert (after.valid_until, after.first_issued_on, revision()) == (LAST, date(2024, 5, 20), 2)
    assert (before.facts["factory"]["name"]["zh"], after.facts["factory"]["name"]["zh"]) == (
        "宁波示例电器有限公司", life.NAME,
    )  # fmt: skip
    assert after.events[-1] == ("changed", date(2025, 7, 10), ("0201",))
    assert life.NAME in PublicRecord.objects.get(number=NUMBER).record
    said = Upload.objects.filter(table="203010").order_by("id").reverse()[0]
    assert (said.record["CERT_NO"], said.record["CERT_CHG_CAUSE"]) == (NUMBER, "0201")
    assert (said.prepared_on, said.due_on) == (date(2025, 7, 10), date(2025, 7, 17))


def _moved(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, life.MOVED)
    assert codes(tale, "move") == ["GC"]
    assert "element_open" in attempt(actor, tale, life.NOT_SEEN)
    old = actor.certificate().facts["factory"]["factory_code"]
    tell(actor, tale, life.SEEN)
    after = actor.certificate()
    assert after.valid_until == LAST
    assert after.facts["factory"]["factory_code"] != old
    assert after.events[-1] == ("changed", date(2025, 7, 24), ("0204",))


def _extended(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, life.EXTENDED)
    assert codes(tale, "extend") == ["XS"]
    after = actor.certificate()
    assert [one["name"] for one in after.facts["product"]["models"]] == [*MODELS, life.NEW_MODEL]
    assert (after.valid_until, after.first_issued_on) == (LAST, date(2024, 5, 20))
    assert after.events[-1][:2] == ("changed", date(2025, 7, 24))


def _opened(actor: Teller, tale: Tale) -> None:
    tell(actor, tale, life.OPENED)
    actor.worker.work()
    assert Invitation.objects.get().due_on == date(2026, 5, 13)


def _converted_and_renewed(actor: Teller, tale: Tale) -> None:
    _opened(actor, tale)
    tell(actor, tale, life.CONVERTED)
    standards = {f"{one['number']}-{one['version']}" for one in actor.certificate().facts["standards"]}
    assert "GB 4706.29-2025" in standards and "GB 4706.29-2008" not in standards
    assert not converting.concerned(get_transition(life.PLAN)).exists()
    tell(actor, tale, life.FOLLOWED)
    tell(actor, tale, life.RENEWED)
    after = actor.certificate()
    assert codes(tale, "renew") == []
    assert (after.state, after.first_issued_on) == ("valid", date(2024, 5, 20))
    assert after.valid_until == date(2034, 3, 7)


def _not_converted(actor: Teller, tale: Tale) -> None:
    _opened(actor, tale)
    for day, found in (("2026-05-13", False), ("2026-05-14", True)):
        with clock.moved(clock.moment(day, "06:40")):
            measures.watch_all(clock.today())
        assert Reaction.objects.filter(cause="conversion_overdue").exists() == found
    task = Reaction.objects.get(cause="conversion_overdue")
    assert task.proposed == [{"act": "certificate.suspended", "code": "0202"}]
    tell(actor, tale, [life.overdue("2026-05-15", "2026-08-14")])
    task.refresh_from_db()
    after = actor.certificate()
    assert (after.state, after.suspended_until, task.state) == ("suspended", date(2026, 8, 14), "answered")
    assert after.events[-1] == ("suspended", date(2026, 5, 15), ("0202",))


def _ran_out(actor: Teller, tale: Tale) -> None:
    """Nobody applied for the renewal: valid through its last day, and not a day longer."""
    for on, state in ((LAST, "valid"), (LAST + timedelta(days=1), "expired")):
        with clock.moved(clock.moment(on.isoformat(), "00:20")):
            expire_all(0)
        assert actor.certificate().state == state
    assert actor.certificate().events[-1][:2] == ("expired", date(2029, 5, 20))


def test_it_is_cancelled_where_the_rules_end_it_so(
    told: tuple[Teller, Tale], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body may rule that a certificate that ran out is cancelled with reason 0201."""
    actor, _ = told
    rules = shutil.copytree(rulebook.FOLDER, tmp_path / "rules")
    ruled = rules / "measures" / "measures.yaml"
    ruled.write_text(ruled.read_text().replace("value: expired", "value: cancelled"))
    monkeypatch.setenv(rulebook.ELSEWHERE, str(rules))
    with clock.moved(clock.moment("2029-05-20", "00:20")):
        expire_all(0)
        actor.worker.work()
    after = actor.certificate()
    assert after.state == "cancelled"
    assert after.events[-1] == ("cancelled", date(2029, 5, 20), ("0201",))
    said = Upload.objects.filter(table="203010").order_by("id").reverse()[0].record
    assert (said["CERTI_STATUS"], said["CERT_CANCEL_CAUSE"]) == ("04", "0201")
