"""The worklist: what comes first and why, whose turn it is, kept filters, many cases given at once."""

import copy
import uuid
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.browsing import text
from shouze.audiences.parts.tests.cast import client_of
from shouze.audiences.staff import worklist
from shouze.audiences.staff import worklist_urgency as urgency
from shouze.audiences.staff.models import SavedFilter
from shouze.demo import cast
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import perform, standing_of
from shouze.kernel.clock import moment
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case

pytestmark = pytest.mark.django_db
REQUESTED, COMPLETE, ACCEPTED, PLANNED = 2, 3, 4, 5


def played(stage: Stage, *ends: int) -> list[Case]:
    """As many cases as ``ends``, each played that many steps of the story."""
    for end in ends:
        play(ThroughTheGate(stage.people), copy.deepcopy(stage.scene), fees_due, STORY[:end])
    return list(Case.objects.order_by("number"))


def second_engineer(stage: Stage, scope: str = "*") -> uuid.UUID:
    at = moment("2024-01-03", "09:00")
    with clock.moved(at):
        person = cast.register("E090", "石诚", "staff", by=stage.people["E001"], at=at)
        given = {"post": "project_engineer", "scope": [scope], "valid_from": "2024-01-03"}
        perform("person.appointed", by=stage.people["E001"], subject=person, given=given)
    return person


def numbers(stage: Stage, who: str, on: date, **asked: str) -> list[str]:
    me = standing_of(stage.people[who])
    assert me
    return [one.number for one in worklist.find(me, on, worklist.Asked.of(asked))]


def test_it_has_a_condition_for_every_reason_of_the_table() -> None:
    codes = {one.code for one in rulebook.codes("urgency", on=date(2024, 3, 11))}
    assert set(urgency.reasons(date(2024, 3, 11))) == codes
    assert set(urgency._CONDITIONS) == codes


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stage_due_on": date(2024, 3, 12)}, "stage_overdue"),
        ({"due_on": date(2024, 3, 12)}, "certificate_overdue"),
        ({"stage_since": date(2024, 3, 8), "stage_due_on": date(2024, 3, 14)}, "stage_near"),
        ({"stage_since": date(2024, 3, 8), "stage_due_on": date(2024, 3, 16)}, "stage_begun"),
        ({"accepted_on": date(2024, 1, 1), "due_on": date(2024, 3, 20)}, "certificate_near"),
        ({"enterprise_class": "C"}, "class_c"),
        ({"enterprise_class": "D"}, "class_d"),
        ({"product_code": "1119"}, "watched_product"),
    ],
)
def test_it_puts_first_what_has_a_reason_and_says_it(
    stage: Stage, change: dict[str, object], reason: str
) -> None:
    first, second = played(stage, ACCEPTED, ACCEPTED)
    later = {"stage_since": date(2024, 3, 12), "stage_due_on": date(2024, 4, 30)}
    Case.objects.update(**later)
    on = date(2024, 3, 13)
    assert numbers(stage, "E003", on) == [first.number, second.number]
    Case.objects.filter(pk=second.pk).update(**change)
    assert numbers(stage, "E003", on) == [second.number, first.number]
    with clock.moved(moment("2024-03-13", "10:00")):
        page = client_of(stage.people["E003"]).get("/staff/")
    lines = {one.case.number: one for one in page.context["lines"]}
    assert [one.code for one in lines[second.number].reasons] == [reason]
    assert str(lines[second.number].reasons[0].words) in text(page)
    assert lines[first.number].reasons == ()


def test_it_does_not_hurry_a_case_whose_clock_stands(stage: Stage) -> None:
    (case,) = played(stage, ACCEPTED)
    on = date(2024, 4, 1)
    assert "stage_overdue" in urgency.reasons_of(Case.objects.all(), on)[case.pk]
    Case.objects.update(paused=True)
    assert urgency.reasons_of(Case.objects.all(), on)[case.pk] == ()


def test_it_offers_the_act_that_moves_the_case_on_to_whom_it_may_be_offered(stage: Stage) -> None:
    played(stage, REQUESTED, COMPLETE, ACCEPTED, 1)
    with clock.moved(moment("2024-03-11", "10:00")):
        groups = client_of(stage.people["E002"]).get("/staff/").context["groups"]
        found = {one.act.name: len(one.lines) for one in groups}
        assert found == {"supplement.requested": 1, "application.accepted": 1}
        page = client_of(stage.people["E003"]).get("/staff/")
        (group,) = page.context["groups"]
        assert group.act.name == "plan.made"
        assert f'href="{group.lines[0].steps[0].url}"' in text(page)
        assert client_of(stage.people["E003"]).get(group.lines[0].steps[0].url).status_code == 200
        seen = client_of(stage.people["E016"]).get("/staff/?whose=all").context["lines"]
        assert [one.steps for one in seen] == [()] * 4


def test_it_says_on_the_line_for_whom_since_when_and_why_it_waits(stage: Stage) -> None:
    played(stage, [step.act for step in STORY].index("case.paused") + 1)
    with clock.moved(moment("2024-04-22", "10:00")):
        page = client_of(stage.people["E003"]).get("/staff/")
    (line,) = page.context["lines"]
    assert line.waiting.post.zh == "认证委托人"
    assert (line.waiting.who, line.waiting.days) == ("宁波示例电器有限公司", 3)
    for words in ("轮到认证委托人", "2024年4月19日起，已 3 日", "2024年4月19日起暂停", "温升不合格"):
        assert words in text(page)


def test_it_shows_the_delegate_what_waits_for_the_absent_and_in_whose_place(stage: Stage) -> None:
    played(stage, ACCEPTED)
    delegate = second_engineer(stage)
    with clock.moved(moment("2024-03-11", "08:00")):
        assert not client_of(delegate).get("/staff/").context["lines"]
        given = {"delegate": str(delegate), "posts": ["project_engineer"],
                 "valid_from": "2024-03-11", "valid_until": "2024-03-15"}  # fmt: skip
        perform("delegation.given", by=stage.people["E003"], subject=stage.people["E003"], given=given)
    with clock.moved(moment("2024-03-11", "10:00")):
        page = client_of(delegate).get("/staff/")
        (line,) = page.context["lines"]
        assert (line.mine, line.steps[0].act.name, line.steps[0].absent) == (True, "plan.made", "易航")
        assert "代易航" in text(page)
    with clock.moved(moment("2024-03-15", "10:00")):
        assert not client_of(delegate).get("/staff/").context["lines"]


def test_it_keeps_filters_under_names_as_tabs_with_counts(stage: Stage) -> None:
    played(stage, ACCEPTED, ACCEPTED)
    browser, other = client_of(stage.people["E003"]), client_of(stage.people["E002"])
    with clock.moved(moment("2024-03-11", "10:00")):
        assert browser.post("/staff/filters/", {"query": "product=0711", "name": ""}).status_code == 302
        assert not SavedFilter.objects.exists()
        browser.post("/staff/filters/", {"query": "product=0711&q=电磁灶&evil=1", "name": " 电磁  灶 "})
        kept = SavedFilter.objects.get()
        assert kept.name == "电磁 灶"
        assert parse_qs(kept.query) == {"product": ["0711"], "q": ["电磁灶"]}
        tabs = {one.words: one for one in browser.get("/staff/").context["tabs"]}
        assert tabs["电磁 灶"].count == "2"
        shown = browser.get(tabs["电磁 灶"].url)
        assert len(shown.context["lines"]) == 2
        assert [one.words for one in shown.context["tabs"] if one.current] == ["电磁 灶"]
        assert other.get(tabs["电磁 灶"].url).status_code == 200
        assert "电磁 灶" not in {one.words for one in other.get("/staff/").context["tabs"]}
        browser.post(f"/staff/filters/{kept.pk}/", {"what": "open"})
        assert browser.get("/staff/").headers["Location"] == tabs["电磁 灶"].url
        other.post(f"/staff/filters/{kept.pk}/", {"what": "remove"})
        assert browser.post(f"/staff/filters/{kept.pk}/", {"what": "burn"}).status_code == 404
        browser.post(f"/staff/filters/{kept.pk}/", {"what": "pin"})
        assert "电磁 灶" not in {one.words for one in browser.get("/staff/?whose=mine").context["tabs"]}
        browser.post(f"/staff/filters/{kept.pk}/", {"what": "remove"})
    assert not SavedFilter.objects.exists()


def _form(browser: Client, cases: list[Case]) -> dict[str, object]:
    """What the form of the bulk page would send, nothing chosen yet."""
    page = browser.get("/staff/assign/", {"case": [str(one.pk) for one in cases]})
    lines = page.context["lines"]
    sent: dict[str, object] = {"case": [str(one.case.pk) for one in lines]}
    for one in lines:
        sent |= {f"uid-{one.case.pk}": one.uid, f"seen-{one.case.pk}": one.seen}
    return sent


def test_it_gives_many_cases_at_once_each_by_an_act_of_its_own(stage: Stage) -> None:
    cases = played(stage, ACCEPTED, PLANNED, COMPLETE)
    engineer = second_engineer(stage)
    browser = client_of(stage.people["E002"])
    with clock.moved(moment("2024-03-14", "10:00")):
        sent = {**_form(browser, cases), "engineer": str(engineer), "reason": "工作量调整"}
        page = browser.post("/staff/assign/", sent)
        assert page.status_code == 409
        lines = {one.case.number: one for one in page.context["lines"]}
        assert [lines[one.number].done for one in cases] == [True, True, False]
        assert "未能“更换项目负责人”：当前状态为“已提交”" in text(page)
        again = browser.post("/staff/assign/", sent)
    assert [one.repeated for one in again.context["lines"]] == [True, True, False]
    assert list(Case.objects.order_by("number").values_list("engineer_id", flat=True)) == [
        engineer,
        engineer,
        None,
    ]
    for case in cases[:2]:
        acts = [one.act for one in ledger.entries_for_case(case.pk)]
        assert acts.count("case.reassigned") == 1


def test_it_refuses_line_by_line_who_is_not_in_office_for_the_product_and_what_changed(stage: Stage) -> None:
    first, second = played(stage, ACCEPTED, ACCEPTED)
    engineer = second_engineer(stage, "0914")
    browser = client_of(stage.people["E002"])
    with clock.moved(moment("2024-03-14", "10:00")):
        sent = {**_form(browser, [first, second]), "engineer": str(engineer), "reason": "工作量调整"}
        refused = browser.post("/staff/assign/", sent)
        assert text(refused).count("未担任该产品的认证工程师") == 2
        pause = {"reason": "product_rework", "words": "等待"}
        perform("case.paused", by=stage.people["E003"], subject=first.pk, given=pause)
        sent["engineer"] = str(stage.people["E003"])
        page = browser.post("/staff/assign/", sent)
        assert "您打开页面后他人已办理" in text(page)
        assert [one.done for one in page.context["lines"]] == [False, True]
        one = browser.post("/staff/assign/", {**sent, "only": str(first.pk), f"seen-{first.pk}": ""})
        assert one.status_code == 200
        assert "已改派" in text(one)
    assert client_of(stage.people["C001"]).get("/staff/assign/").status_code == 404


def test_it_lets_the_gate_refuse_who_may_not_reassign(stage: Stage) -> None:
    (case,) = played(stage, ACCEPTED)
    browser = client_of(stage.people["E003"])
    with clock.moved(moment("2024-03-14", "10:00")):
        sent = {**_form(browser, [case]), "engineer": str(stage.people["E003"]), "reason": "自己"}
        assert "您在2024-03-14没有担任所需岗位" in text(browser.post("/staff/assign/", sent))
        assert "data-tick-all" not in text(browser.get("/staff/"))
        assert "data-tick-all" in text(client_of(stage.people["E002"]).get("/staff/?whose=open"))


def test_it_asks_as_many_queries_for_many_lines_as_for_few(stage: Stage) -> None:
    (case,) = played(stage, ACCEPTED)
    counts: dict[str, list[int]] = {}
    with clock.moved(moment("2024-03-11", "10:00")):
        engineer, officer = client_of(stage.people["E003"]), client_of(stage.people["E002"])
        for many in (4, 40):
            _copies(case, many)
            keys = [str(one) for one in Case.objects.values_list("pk", flat=True)]
            for name, browser, address in (
                ("mine", engineer, "/staff/"),
                ("open", officer, "/staff/?whose=open"),
                ("assign", officer, f"/staff/assign/?case={'&case='.join(keys)}"),
                ("csv", engineer, "/staff/cases.csv"),
                ("search", engineer, "/staff/search/?q=示例"),
                ("palette", engineer, f"/staff/palette/?q=示例&case={case.pk}"),
            ):
                with CaptureQueriesContext(connection) as caught:
                    assert browser.get(address).status_code == 200
                counts.setdefault(name, []).append(len(caught))
    assert all(few == many for few, many in counts.values()), counts
    most = {"mine": 16, "open": 16, "assign": 9, "csv": 12, "search": 7, "palette": 40}
    assert {name: (many, most[name]) for name, (_, many) in counts.items() if many > most[name]} == {}


def _copies(case: Case, upto: int) -> None:
    fields = {one.attname: getattr(case, one.attname) for one in Case._meta.concrete_fields}
    have = Case.objects.count()
    rows = (
        Case(
            **{
                **fields,
                "id": uuid.uuid4(),
                "number": f"X{number:06d}",
                "due_on": date(2024, 6, 6) + timedelta(number),
            }
        )
        for number in range(have, upto)
    )
    Case.objects.bulk_create(rows)


def test_it_sorts_what_may_be_long_by_an_index_alone(stage: Stage) -> None:
    played(stage, ACCEPTED)
    on = date(2024, 3, 11)
    me = standing_of(stage.people["E003"])
    assert me
    asked = worklist.Asked.of({"whose": "all", "sort": "applicant"})
    assert asked.sort == "number"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        for whose, index in (("all", "cases_case_number"), ("open", "case_stage_due_open")):
            found = worklist.find(me, on, worklist.Asked.of({"whose": whose}))[:50]
            assert index in found.explain(), whose
        cursor.execute("SET LOCAL enable_sort = on")
        for who in ("E002", "E003", "E004", "E008", "E011", "E014"):
            person = standing_of(stage.people[who])
            assert person
            plan = worklist.find(person, on, worklist.Asked()).explain()
            assert "Seq Scan on cases_case" not in plan, (who, plan)


def test_it_finds_by_initials_on_the_page_and_in_the_palette(stage: Stage) -> None:
    (case,) = played(stage, ACCEPTED)
    with clock.moved(moment("2024-03-11", "10:00")):
        browser = client_of(stage.people["E003"])
        page = browser.get("/staff/search/?q=nbsl")
        assert "<mark>宁波示例</mark>" in text(page)
        assert f'href="/staff/cases/{case.pk}/"' in text(page)
        one_kind = browser.get("/staff/search/?q=nbsl&kind=case")
        assert [str(one.words) for one in one_kind.context["groups"]] == ["案件"]
        assert "请输入至少两个汉字" in text(browser.get("/staff/search/?q=宁"))
        assert "没有找到" in text(browser.get("/staff/search/?q=龘靐"))
        assert "0711" in text(browser.get("/staff/search/?q=dcz"))
        acts = browser.get(f"/staff/palette/?case={case.pk}&q=zdrzfa")
        assert f'href="/staff/cases/{case.pk}/do/plan.made/"' in text(acts)
        SavedFilter.objects.create(person_id=stage.people["E003"], name="急件", query="overdue=1")
        assert "overdue=1" in text(browser.get("/staff/palette/?q=jj"))
        assert urlsplit(browser.get("/staff/?q=nbsl").request["PATH_INFO"]).path == "/staff/"
        assert len(browser.get("/staff/?whose=all&q=nbsl").context["lines"]) == 1
    assert client_of(stage.people["C001"]).get("/staff/search/?q=nbsl").status_code == 404
    assert client_of(stage.people["L001"]).get("/staff/palette/?q=nbsl").status_code == 404
