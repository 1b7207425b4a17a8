"""Every refusal of the gate, beside its success from the same set-up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from shouze.demo import cast
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, UnknownAct, new_uid, perform
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.numbering.models import Counter
from shouze.resources.cases.models import Case
from shouze.resources.people.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A case that waits for its acceptance."""
    return Way(stage).reach("application.accepted")


def _codes(doing: Callable[[], object]) -> set[str]:
    """The codes of the objections to an act, which leaves nothing behind."""
    before = _footprint()
    with pytest.raises(Refused) as refused:
        doing()
    assert all(one.zh and one.en for one in refused.value.sentences())
    assert _footprint() == before
    return {one.code for one in refused.value.objections}


def _footprint() -> list[tuple[Any, ...]]:
    """What an act cannot do without: entries, numbers, jobs, versions of cases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM ledger_entry")
        found = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        found += cursor.fetchall()
    found += list(Counter.objects.order_by("series").values_list("series", "last"))
    return [*found, *Case.objects.order_by("id").values_list("id", "version", "state", "last_at")]


def _newcomer(
    way: Way, post: str, scope: tuple[str, ...] = ("*",), number: str = "E900", **dates: Any
) -> str:
    """Engage somebody for a post and return his number."""
    found = way.stage.people
    with clock.moved(way.now):
        found[number] = cast.register(number, "新人", "staff", by=found["E001"], at=way.now)
        given = {"post": post, "scope": list(scope), "valid_from": date(2024, 1, 1), **dates}
        perform("person.appointed", by=found["E001"], subject=found[number], given=given)
    return number


def _declare(way: Way, number: str, **dates: Any) -> None:
    given = {"organisation": way.row.applicant_id, "kind": "持股", "valid_from": date(2015, 1, 1), **dates}
    with clock.moved(way.now):
        perform(
            "interest.declared", by=way.stage.people["E001"], subject=way.stage.people[number], given=given
        )


# --- post, scope, relation -------------------------------------------------------------------------------


def test_it_refuses_who_holds_no_post(way: Way) -> None:
    assert _codes(lambda: way.do("application.accepted", who="E003")) == {"no_post"}
    assert way.do("application.accepted", who="E002").subject == way.case


@pytest.mark.parametrize(
    ("dates", "holds"),
    [
        ({"valid_to": date(2024, 3, 3)}, False),
        ({"valid_to": date(2024, 3, 4)}, True),
        ({"valid_from": date(2024, 3, 5)}, False),
        ({"valid_from": date(2024, 3, 4)}, True),
    ],
    ids=["ended yesterday", "ends today", "from tomorrow", "from today"],
)
def test_it_counts_the_days_of_a_post(way: Way, dates: dict[str, Any], holds: bool) -> None:
    number = _newcomer(way, "acceptance_officer", **dates)
    if holds:
        assert way.do("application.accepted", who=number).subject == way.case
    else:
        assert _codes(lambda: way.do("application.accepted", who=number)) == {"no_post"}


def test_it_refuses_who_is_not_appointed_for_the_product(way: Way) -> None:
    other, own = (
        _newcomer(way, "acceptance_officer", ("08", "1119")),
        _newcomer(way, "acceptance_officer", ("07",), "E901"),
    )
    assert _codes(lambda: way.do("application.accepted", who=other)) == {"out_of_scope"}
    assert way.do("application.accepted", who=own).subject == way.case


def test_it_refuses_who_is_not_related_to_the_case(way: Way) -> None:
    assert _codes(lambda: way.do("case.withdrawn", who="C002")) == {"not_related"}
    assert way.do("case.withdrawn", who="C001").subject == way.case


def test_it_refuses_an_engineer_who_is_not_the_one_of_the_case(way: Way) -> None:
    way.go("application.accepted")
    assert _codes(lambda: way.do("plan.made", who="E019")) == {"not_related"}
    way.do("case.reassigned", engineer=way.person("E019"))
    assert _codes(lambda: way.do("plan.made", who="E003")) == {"not_related"}
    assert way.do("plan.made", who="E019").subject == way.case


def test_it_refuses_an_unregistered_person(way: Way) -> None:
    way.stage.people["E999"] = uuid.uuid4()
    assert _codes(lambda: way.do("application.accepted", who="E999")) == {"no_person"}


# --- independence and separation -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "refused"),
    [
        ({}, True),
        ({"valid_to": date(2024, 3, 3)}, True),
        ({"valid_to": date(2022, 3, 5)}, True),
        ({"valid_to": date(2022, 3, 3)}, False),
        ({"valid_from": date(2024, 3, 5)}, False),
    ],
    ids=["lasting", "ended yesterday", "ended in two years", "ended before", "from tomorrow"],
)
def test_it_refuses_who_has_an_interest_in_a_party(way: Way, dates: dict[str, date], refused: bool) -> None:
    _declare(way, "E002", **dates)
    if refused:
        assert _codes(lambda: way.do("application.accepted")) == {"interest"}
        assert way.do("application.accepted", who="E018").subject == way.case
    else:
        assert way.do("application.accepted").subject == way.case


def test_it_lets_nobody_review_what_he_evaluated(stage: Stage) -> None:
    way = Way(stage).reach("review.concluded")
    with clock.moved(way.now):
        cast.appoint(stage.people["E003"], "reviewer", by=stage.people["E001"], at=way.now)
    assert _codes(lambda: way.do("review.concluded", who="E003")) == {"separation"}
    assert way.do("review.concluded", who="E004").subject == way.case


def test_it_lets_nobody_approve_what_he_decided(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved")
    with clock.moved(way.now):
        cast.appoint(stage.people["E005"], "approver", by=stage.people["E001"], at=way.now)
    assert "separation" in _codes(lambda: way.do("certificate.approved", who="E005"))
    assert way.do("certificate.approved", who="E006").subject == way.case


# --- state and time --------------------------------------------------------------------------------------


def test_it_refuses_an_act_in_the_wrong_state(way: Way) -> None:
    assert _codes(lambda: way.do("certificate.approved")) == {"wrong_state"}
    way.go("application.accepted")
    assert _codes(lambda: way.do("application.accepted")) == {"wrong_state"}


def test_it_refuses_what_is_back_dated_or_lies_in_the_future(way: Way) -> None:
    def accept(at: Any) -> Callable[[], Done]:
        by = way.stage.people["E002"]
        return lambda: perform(
            "application.accepted", by=by, at=at, subject=way.case, given=way.given("application.accepted")
        )

    with clock.moved(way.now + timedelta(hours=1)):
        assert _codes(accept(way.now - timedelta(seconds=1))) == {"back_dated"}
        assert _codes(accept(way.now + timedelta(hours=1, minutes=1))) == {"future"}
        assert accept(way.now + timedelta(minutes=1))().at == way.now + timedelta(minutes=1)


def test_it_refuses_what_changed_since_it_was_seen(way: Way) -> None:
    by, given = way.stage.people["E002"], way.given("application.accepted")
    seen = way.row.version
    way.go("supplement.requested", "supplement.submitted")
    with clock.moved(way.now):
        for version in (seen, seen + 99):
            stale = partial(
                perform, "application.accepted", by=by, subject=way.case, given=given, seen=version
            )
            assert _codes(stale) == {"changed_meanwhile"}
        perform("application.accepted", by=by, subject=way.case, given=given, seen=way.row.version)
    assert way.row.state == "accepted"


# --- input -----------------------------------------------------------------------------------------------


def test_it_refuses_a_code_that_is_not_in_its_table(way: Way) -> None:
    assert _codes(lambda: way.do("application.refused", reason="bad_mood")) == {"unknown_code"}
    assert way.do("application.refused", reason="applicant_not_entitled").subject == way.case


def test_it_refuses_a_file_that_is_not_stored(stage: Stage) -> None:
    way = Way(stage).reach("agreement.concluded")
    assert _codes(lambda: way.do("agreement.concluded", contract="sha256:" + "0" * 64)) == {"no_file"}
    assert way.do("agreement.concluded").subject == way.case


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"opinion": ""}, "opinion"),
        ({"opinion": "   "}, "opinion"),
        ({"opinion": "字" * 2001}, "opinion"),
        ({"opinion": "a\x00b"}, "opinion"),
        ({"opinion": "a\x1b[2Jb"}, "opinion"),
        ({"opinion": "\ud800"}, "opinion"),
        ({"opinion": 7}, "opinion"),
        ({"engineer": "nobody"}, "engineer"),
        ({"engineer": None}, "engineer"),
        ({"force": True}, "force"),
    ],
)
def test_it_names_the_field_that_is_wrong(way: Way, changed: dict[str, Any], field: str) -> None:
    before = _footprint()
    with pytest.raises(Refused) as refused:
        way.do("application.accepted", **changed)
    assert refused.value.status == 422
    assert [(one.code, one.field) for one in refused.value.objections] == [("wrong_input", field)]
    assert _footprint() == before
    assert way.do("application.accepted", opinion="两行\n文字\t完").subject == way.case


def test_it_answers_404_for_an_unknown_subject(way: Way) -> None:
    with pytest.raises(Refused) as refused:
        way.do("application.accepted", subject=uuid.uuid4())
    assert (refused.value.status, refused.value.objections[0].code) == (404, "no_subject")


def test_it_knows_no_undeclared_act(way: Way) -> None:
    with pytest.raises(UnknownAct):
        perform("certificate.forged", by=way.stage.people["E001"])


def test_it_says_which_rule_is_missing(stage: Stage) -> None:
    """A scheme of another family has no fee: the rulebook's sentence, not an error."""
    way = Way(stage).reach("plan.made")
    Case.objects.filter(number=way.row.number).update(product_code="0914")
    assert _codes(lambda: way.do("plan.made")) == {"no_rule"}
    Case.objects.filter(number=way.row.number).update(product_code="0711")
    assert way.do("plan.made").subject == way.case


def test_it_says_what_the_database_will_not_hold(way: Way) -> None:
    by = way.stage.people["E001"]
    given = {"name": "甲", "kind": "staff", "employee_number": "E002"}
    assert _codes(lambda: perform("person.registered", by=by, given=given)) == {"clash"}
    assert perform("person.registered", by=by, given={**given, "employee_number": "E777"}).subject


# --- twice -----------------------------------------------------------------------------------------------


def _accept(way: Way, uid: uuid.UUID, who: str = "E002", **changed: Any) -> Done:
    given = {"engineer": way.person("E003"), "opinion": "予以受理。", **changed}
    with clock.moved(way.now + timedelta(minutes=5)):
        return perform(
            "application.accepted", by=way.stage.people[who], subject=way.case, given=given, uid=uid
        )


def test_it_does_one_submit_once(way: Way) -> None:
    uid = new_uid()
    first = _accept(way, uid)
    before = _footprint()
    way.now += timedelta(days=1)
    second = _accept(way, uid)
    assert (first.repeated, second.repeated) == (False, True)
    assert (second.uid, second.act, second.subject, second.at, second.made) == (
        first.uid,
        first.act,
        first.subject,
        first.at,
        first.made,
    )
    assert _footprint() == before


def test_it_gives_the_rows_made_again_with_the_receipt(way: Way) -> None:
    uid, given = new_uid(), way.given("application.submitted")
    do = partial(perform, "application.submitted", by=way.stage.people["C001"], given=given, uid=uid)
    first, second = do(), do()
    assert first.made
    assert (second.made, second.subject) == (first.made, first.subject)


def test_it_gives_nobody_the_receipt_of_somebody_else(way: Way) -> None:
    uid = new_uid()
    _accept(way, uid)
    assert _codes(lambda: _accept(way, uid, who="E018")) == {"uid_taken"}
    assert _codes(lambda: _accept(way, uid, opinion="另一意见")) == {"uid_taken"}
    other = Way(way.stage, now=way.now).reach("application.accepted")
    assert _codes(lambda: _accept(other, uid)) == {"uid_taken"}
    by, given = way.stage.people["E002"], {"items": ["商标"], "words": ""}
    assert _codes(lambda: perform("supplement.requested", by=by, subject=way.case, given=given, uid=uid)) == {
        "uid_taken"
    }
    assert _accept(way, uid).repeated


def test_it_keeps_rows_in_the_order_of_their_acts_whatever_uid_was_chosen(stage: Stage) -> None:
    way = Way(stage).reach("report.submitted")
    with clock.moved(way.now + timedelta(minutes=1)):
        uids = [uuid.UUID(int=(1 << 128) - 1), uuid.UUID(int=7)]
        made = [
            perform(
                "application.submitted",
                by=stage.people["C001"],
                given=way.given("application.submitted"),
                uid=uids[0],
            ),
        ]
    with clock.moved(way.now + timedelta(minutes=2)):
        made.append(
            perform(
                "application.submitted",
                by=stage.people["C001"],
                given=way.given("application.submitted"),
                uid=uids[1],
            )
        )
    assert made[0].subject < made[1].subject


# --- nothing is left -------------------------------------------------------------------------------------


def test_a_rolled_back_act_leaves_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    way = Way(stage).reach("certificate.approved")
    before = _footprint()

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr("shouze.kernel.ledger.append.encode", fail)
        with pytest.raises(RuntimeError):
            way.do("certificate.approved")
    assert _footprint() == before
    way.do("certificate.approved")
    assert _footprint() != before
    assert Counter.objects.get(series="certificate").last == 118


def test_every_entry_says_who_in_which_post_and_under_which_clauses(way: Way) -> None:
    done = way.do("application.accepted")
    body = ledger.body_of(ledger.entry(done.uid))
    assert body["who"]["post"] == "acceptance_officer"
    assert body["who"]["name"] == "贾敏"
    assert (body["what"]["from"], body["what"]["to"]) == ("submitted", "accepted")
    assert "order117.12" in body["what"]["clauses"]
    assert Appointment.objects.filter(person_id=body["who"]["person_id"], post=body["who"]["post"]).exists()
