"""Extension, renewal and conversion: windows, what is asked, and that never two certificates are valid."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.later import signatures_of
from shouze.certification.certificates.models import Certificate, Event
from shouze.certification.certificates.queries import certificates_of_entry
from shouze.certification.certificates.validity import renewal_window, valid_until
from shouze.certification.changes import converting, jobs
from shouze.certification.changes.checks import Applying, in_window
from shouze.certification.changes.models import Invitation, Transition
from shouze.certification.changes.queries import wished
from shouze.certification.changes.renewing import rule_renewal, standing_of
from shouze.certification.evaluation.models import Plan
from shouze.certification.surveillance.models import Task
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Look, Standing, perform
from shouze.kernel.acts.replay import compare
from shouze.outreach.reporting.gathering import of_certificates
from shouze.resources.people.queries import MACHINE
from shouze.resources.schemes.transitions import get_transition

from .turning import PLAN, Turning, followed_up, with_new_standard

NOBODY = Standing(uuid.UUID(int=0), "", "", None, None, (), (), ())
issued = st.dates(date(2010, 1, 1), date(2060, 12, 31))


@pytest.fixture
def turning(stage: Stage) -> Turning:
    return Turning.of(stage)


@given(issued)
def test_a_window_is_the_last_ninety_days_before_the_last_day_and_that_day(on: date) -> None:
    last = valid_until(on, 5)
    first, end = renewal_window(last, 90)
    assert end == last and (last - first).days == 90
    assert on < first


@given(issued, st.integers(-400, 400))
def test_a_renewal_is_taken_on_the_days_of_the_window_and_on_no_other(on: date, from_last: int) -> None:
    last = valid_until(on, 5)
    first, end = renewal_window(last, 90)
    day = last + timedelta(days=from_last)
    look = Look(None, None, Applying(window=(first, end)), NOBODY, clock.moment(day.isoformat(), "12:00"))
    codes = [one.code for one in in_window(look)]
    assert codes == (["too_early"] if day < first else ["too_late"] if day > end else [])


@given(issued, st.integers(0, 90))
def test_a_renewed_certificate_ends_after_the_old_one(on: date, before: int) -> None:
    last = valid_until(on, 5)
    assert valid_until(last - timedelta(days=before), 5) > last


def test_it_tells_how_an_inspection_counts_by_its_conclusion() -> None:
    concluded = {
        one.code: standing_of(one.code)
        for one in rulebook.codes("inspection_conclusions", on=date(2026, 1, 1))
    }
    assert concluded == {"01": "conforming", "02": "conforming", "03": "conforming", "04": "nonconforming"}
    assert standing_of("") == "none"


@pytest.mark.django_db
def test_it_takes_a_renewal_from_the_first_day_of_the_window_to_the_last(turning: Turning) -> None:
    last = turning.certificate.valid_until
    first = last - timedelta(days=90)
    apply = partial(turning.apply, "renewal.applied")
    assert refusal(lambda: turning.on(first - timedelta(days=1)).apply("renewal.applied")) == {"too_early"}
    assert refusal(lambda: turning.on(last + timedelta(days=1)).apply("renewal.applied")) == {
        "too_late", "not_living",
    }  # fmt: skip
    turning.on(first)
    apply()
    # Nobody was there since, and the certificate still rests on the edition before.
    assert [one["code"] for one in turning.way.row.asked or ()] == ["XS", "GZ"]


@pytest.mark.django_db
def test_it_renews_by_papers_alone_under_its_number_with_a_new_last_day(turning: Turning) -> None:
    before = followed_up(turning).certificate
    turning.on(before.valid_until - timedelta(days=60)).apply("renewal.applied")
    assert turning.way.row.asked == []
    turning.through("renewal.approved")
    after, on = turning.certificate, clock.legal_date(turning.way.now)
    assert after.number == before.number and after.first_issued_on == before.first_issued_on
    assert after.valid_until == valid_until(on, 5) and after.revision == 3
    assert Event.objects.filter(certificate=after, kind="renewed").exists()


@pytest.mark.django_db
def test_a_follow_up_that_failed_asks_for_a_visit_and_a_test(turning: Turning) -> None:
    before = followed_up(turning, "04").certificate
    turning.on(before.valid_until).apply("renewal.applied")
    assert [one["code"] for one in turning.way.row.asked or ()] == ["XS", "GZ"]


@pytest.mark.django_db
def test_an_overdue_follow_up_is_asked_for_however_the_last_one_ended(turning: Turning) -> None:
    before = followed_up(turning).certificate
    line = Task.objects.create(
        factory_id=before.factory_id, factory_owner_id=before.factory_owner_id, product_code="0711",
        kind="follow_up", cause="periodic", letter="B", state="open", counted_from=date(2028, 5, 8),
        due_on=before.valid_until - timedelta(days=70),
    )  # fmt: skip
    on = before.valid_until - timedelta(days=60)
    assert [code for code, _ in rule_renewal(before, on).elements] == ["GZ"]
    Task.objects.filter(pk=line.pk).update(due_on=on)
    assert rule_renewal(before, on).elements == ()


@pytest.mark.django_db
def test_under_a_new_number_the_old_certificate_ends_in_the_same_act(turning: Turning) -> None:
    before = followed_up(turning).certificate
    turning.on(before.valid_until - timedelta(days=60))
    assert refusal(partial(turning.apply, "renewal.applied", number="other")) == {"unknown_code"}
    turning.apply("renewal.applied", number="new")
    turning.accept().evaluate().decide()
    seen = wished(turning.request, turning.way.now.date()).facts
    done = turning.approve("renewal.approved")
    old, new = turning.certificate, Certificate.objects.get(case=turning.way.case)
    assert (old.state, new.state) == ("cancelled", "valid")
    assert new.number != old.number and new.first_issued_on == old.first_issued_on
    assert (
        CertificateFacts.model_validate(new.facts).product == seen.product
        and new.valid_until == seen.valid_until
    )
    assert {one.pk for one in certificates_of_entry(done.uid)} == {old.pk, new.pk}
    reported = dict(of_certificates(turning.way.row))
    assert {number: one.status for number, one in reported.items()} == {old.number: "04", new.number: "01"}
    assert [one.changes for one in signatures_of(turning.way.row, new, turning.way.now)] == [(), (), ()]


@pytest.mark.django_db
def test_an_extension_ends_on_the_same_certificate_or_on_one_of_its_own(turning: Turning) -> None:
    added = [{"model": "M-7", "specification": "220 V"}]
    turning.apply("extension.applied", models_added=added)
    no_basis = partial(turning.accept, result="separate")
    assert refusal(no_basis) == {"no_basis"}
    turning.through("extension.approved", result="separate", result_basis="order117.25")
    own = Certificate.objects.get(case=turning.way.case)
    assert [one["name"] for one in own.facts["product"]["models"]] == ["M-7"]
    assert turning.certificate.revision == 1 and own.number != turning.certificate.number
    turning.apply("extension.applied", models_added=added)
    turning.accept().evaluate().decide()
    # One unit has one certificate: the model stands on one of its own already.
    assert refusal(partial(turning.approve, "extension.approved")) == {"not_ours"}
    turning.way.do("case.withdrawn")
    turning.apply("extension.applied", models_added=[{"model": "M-8", "specification": "220 V"}])
    turning.through("extension.approved")
    assert [one["name"] for one in turning.certificate.facts["product"]["models"]] == ["M-1", "M-2", "M-8"]
    assert compare() == []


@pytest.mark.django_db
def test_an_extension_beyond_the_unit_of_the_class_is_a_certificate_of_its_own(turning: Turning) -> None:
    # Class B: eight models in one unit, and two are there.
    added = [{"model": f"M-{number}", "specification": "220 V"} for number in range(10, 17)]
    turning.apply("extension.applied", models_added=added)
    assert refusal(turning.accept) == {"unit_too_wide"}
    turning.accept(result="separate", result_basis="00c003.3.5")
    assert turning.request.result == "separate"


@pytest.mark.django_db
def test_it_converts_to_the_revised_standard_before_it_alone_is_in_force(turning: Turning) -> None:
    with_new_standard()
    turning.on(date(2025, 12, 1))
    assert refusal(partial(turning.apply, "conversion.applied", plan="gb17761_2024")) == {"plan_wrong"}
    turning.apply("conversion.applied", plan=PLAN)
    turning.through("conversion.approved")
    standards = {f"{one['number']}-{one['version']}" for one in turning.certificate.facts["standards"]}
    assert "GB 4706.29-2025" in standards and "GB 4706.29-2008" not in standards
    assert not converting.concerned(get_transition(PLAN)).exists()
    assert refusal(partial(turning.apply, "conversion.applied", plan=PLAN)) == {"plan_wrong"}


@pytest.mark.django_db
def test_a_product_tested_again_after_the_implementation_passes_over_to_the_new_edition(
    turning: Turning,
) -> None:
    with_new_standard()
    turning.on(date(2026, 5, 4)).change("13")
    turning.through()
    standards = {f"{one['number']}-{one['version']}" for one in turning.certificate.facts["standards"]}
    assert "GB 4706.29-2025" in standards


@pytest.mark.django_db
def test_it_invites_who_is_concerned_and_names_who_is_late(turning: Turning) -> None:
    rules, on = turning.way.stage.people["E026"], clock.moment("2025-11-11", "09:00")
    opening = partial(perform, "transition.opened", by=rules, at=on)
    with clock.moved(on):
        assert refusal(partial(opening, given={"plan": "c07_01_2024"})) == {"natural"}
        assert refusal(partial(opening, given={"plan": "nothing"})) == {"no_plan"}
        opening(given={"plan": PLAN})
        assert refusal(partial(opening, given={"plan": PLAN})) == {"opened"}
        assert Transition.objects.get().affected == 1
        assert (jobs.invite_all(PLAN), jobs.invite_all(PLAN)) == (1, 0)
    told = Invitation.objects.get()
    assert told.due_on is not None and told.due_on <= date(2027, 4, 30)
    plan = get_transition(PLAN)
    assert converting.figures(plan, told.due_on).overdue == 0
    late = converting.overdue_conversions(told.due_on + timedelta(days=1))
    assert [line.certificate.pk for _, line in late] == [turning.certificate_id]
    assert compare() == []


@pytest.mark.django_db
def test_it_tells_no_holder_of_an_unannounced_visit(turning: Turning) -> None:
    perform("surveillance.programmed", by=MACHINE, subject=turning.certificate_id)
    plan = get_transition(PLAN)
    for unannounced, told in ((False, date(2026, 6, 1)), (True, plan.latest_on)):
        Task.objects.filter(kind="follow_up").update(due_on="2026-06-01", unannounced=unannounced)
        (line,) = converting.rows(plan, [turning.certificate], date(2025, 11, 11))
        assert (line.due_on, line.told_by) == (date(2026, 6, 1), told)


@pytest.mark.django_db
def test_it_asks_for_those_concerned_in_a_fixed_number_of_queries(
    turning: Turning, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    plan = get_transition(PLAN)
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(list(converting.rows(plan, list(converting.concerned(plan)), date(2026, 6, 1)))) == 1


@pytest.mark.django_db
def test_an_applicant_chooses_old_or_new_until_the_new_edition_alone_is_in_force(stage: Stage) -> None:
    for day, editions, asked in (
        ("2025-12-01", [], "GB 4706.29-2008"),
        ("2025-12-01", [PLAN], "GB 4706.29-2025"),
        ("2026-05-06", [], "GB 4706.29-2025"),
    ):
        way = Way(stage, "0711", clock.moment(day, "09:00"))
        way.do("application.submitted", editions=editions)
        way.go("application.accepted", "plan.made")
        standards = {one["number"] for one in Plan.objects.get(case=way.case).standards}
        assert asked in standards and len(standards) == 4
    early = Way(stage, "0711", clock.moment("2026-05-06", "09:30"))
    assert refusal(partial(early.do, "application.submitted", editions=[PLAN])) == {"edition_not_free"}
