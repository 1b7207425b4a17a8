"""The pages of the plan and of draws: asked for, read, changed by a table; what was drawn is kept to some."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.cast import client_of
from shouze.audiences.staff.planning.views import VIEWS
from shouze.certification.surveillance.draws.models import Draw
from shouze.certification.surveillance.draws.tests.test_drawing import SECRET
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.planning.jobs import work_out
from shouze.certification.surveillance.planning.models import Plan, PlanLine
from shouze.certification.surveillance.tests.test_programme import certified
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.files.models import StoredFile
from shouze.resources.people.queries import MACHINE

pytestmark = pytest.mark.django_db
DAYS = {"first": "2025-01-01", "last": "2025-12-31"}


@pytest.fixture
def house(stage: Stage) -> Iterator[Stage]:
    """A certificate that is on the programme, and the clock after that."""
    way, certificate = certified(stage)
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=certificate.pk)
        yield stage


@pytest.fixture
def planner(house: Stage) -> Client:
    """The planner, logged in."""
    return client_of(house.people["E007"])


def _drafted(planner: Client) -> Plan:
    asked = planner.post("/staff/plans/new/", DAYS)
    plan = Plan.objects.get()
    assert (asked.status_code, asked["Location"]) == (302, f"/staff/plans/{plan.pk}/")
    assert "正在准备" in planner.get(f"/staff/plans/{plan.pk}/").content.decode()
    assert planner.get(f"/staff/plans/{plan.pk}/progress/").status_code == 200
    assert work_out(plan.pk)
    assert planner.get(f"/staff/plans/{plan.pk}/progress/").status_code == 286
    return Plan.objects.get()


def test_it_is_asked_for_read_and_adopted_on_the_pages(planner: Client) -> None:
    plan = _drafted(planner)
    page = f"/staff/plans/{plan.pk}/"
    line = PlanLine.objects.get()
    for view in VIEWS:
        assert planner.get(page, {"view": view}).status_code == 200
    assert line.name in planner.get(page, {"view": "lines"}).content.decode()
    assert planner.post(f"{page}do/plan.adopted/", {}).status_code == 302
    assert Task.objects.get(pk=line.task_id).planned_from == line.first
    form = planner.get(f"{page}do/plan.changed/", {"line": str(line.pk)})
    assert form.status_code == 200 and line.first.isoformat() in form.content.decode()
    assert plan.number in planner.get("/staff/plans/").content.decode()


def test_it_lets_planners_alone_ask_and_import(house: Stage, planner: Client) -> None:
    other = client_of(house.people["E003"])
    files = StoredFile.objects.count()
    assert other.post("/staff/plans/new/", DAYS).status_code == 403
    assert not Plan.objects.exists()
    plan = _drafted(planner)
    kept = StoredFile.objects.count()
    assert kept > files
    table = SimpleUploadedFile("plan.csv", planner.get(f"/staff/plans/{plan.pk}/lines.csv").content)
    page = f"/staff/plans/{plan.pk}/import/"
    assert other.post(page, {"table": table}).status_code == 403
    assert StoredFile.objects.count() == kept
    many = SimpleUploadedFile("plan.csv", ("任务编号\n" + "v\n" * 60).encode())
    assert "远多于" in planner.post(page, {"table": many}).content.decode()


def test_days_and_teams_are_read_by_planners_and_the_team_alone(house: Stage, planner: Client) -> None:
    plan = _drafted(planner)
    planner.post(f"/staff/plans/{plan.pk}/do/plan.adopted/", {})
    line = PlanLine.objects.get()
    Task.objects.filter(pk=line.task_id).update(unannounced=True)
    pages = (f"/staff/plans/{plan.pk}/?view=lines", f"/staff/plans/{plan.pk}/?view=people")
    sheet, task = f"/staff/plans/{plan.pk}/lines.csv", f"/staff/surveillance/lines/{line.task_id}/"
    form = f"/staff/plans/{plan.pk}/do/plan.changed/?line={line.pk}"
    member = client_of(UUID(line.team[1]))
    for who in (planner, member):
        assert all(line.name in who.get(page).content.decode() for page in pages)
        assert line.name in who.get(sheet).content.decode()
        assert "预先不通知" in who.get(task).content.decode()
    other = client_of(house.people["E003"])
    for page in (*pages, sheet):
        assert line.name not in other.get(page).content.decode()
    assert line.first.isoformat() not in other.get(form).content.decode()
    told = other.get(task).content.decode()
    assert "预先不通知" not in told and str(line.first) not in told
    listed = "/staff/surveillance/lines.csv"
    assert line.first.isoformat() in planner.get(listed).content.decode()
    assert line.first.isoformat() not in other.get(listed).content.decode()
    assert other.get("/staff/plans/draws/new/").status_code == 403


def test_what_was_exported_imports_as_the_same_plan(planner: Client) -> None:
    plan = _drafted(planner)
    before = list(PlanLine.objects.values("task_id", "first", "last", "leader_id", "team"))
    for kind in ("csv", "xlsx"):
        sent = planner.get(f"/staff/plans/{plan.pk}/lines.{kind}").content
        table = SimpleUploadedFile(f"plan.{kind}", sent)
        taken = planner.post(f"/staff/plans/{plan.pk}/import/", {"table": table})
        assert taken.status_code == 200 and "搁置的行" not in taken.content.decode()
        assert list(PlanLine.objects.values("task_id", "first", "last", "leader_id", "team")) == before
        assert Plan.objects.get().cost == plan.cost


def test_bad_rows_are_put_aside_each_with_its_reason(planner: Client) -> None:
    plan = _drafted(planner)
    sent = planner.get(f"/staff/plans/{plan.pk}/lines.csv").content.decode("utf-8-sig")
    heading, row = list(csv.reader(io.StringIO(sent)))
    worse = [*row[:4], "2025-10-09", "2025-10-09", *row[6:]]
    nobody = [*row[:6], "E999", ""]
    out = io.StringIO()
    csv.writer(out).writerows([heading, worse, nobody, ["v", "", "", "", "昨天", "", row[6], ""]])
    table = SimpleUploadedFile("plan.csv", out.getvalue().encode())
    shown = planner.post(f"/staff/plans/{plan.pk}/import/", {"table": table}).content.decode()
    assert "搁置的行" in shown and "E999" in shown and "不是日期" in shown and "不在检查窗口" in shown
    found = Plan.objects.get()
    assert (found.planned, len(found.left)) == (0, 1)
    nothing = SimpleUploadedFile("plan.csv", b"")
    assert planner.post(f"/staff/plans/{plan.pk}/import/", {"table": nothing}).status_code == 200


def test_it_asks_the_tables_no_more_often_for_more_lines(planner: Client) -> None:
    plan = _drafted(planner)
    page, line = f"/staff/plans/{plan.pk}/", PlanLine.objects.get()
    asked = []
    for turn in (1, 2):
        planner.get(page)
        with CaptureQueriesContext(connection) as one:
            planner.get(page)
        asked.append(len(one))
        for n in range(20):
            line.pk, line.task_id = _id(100 * turn + n), _id(1000 * turn + n)
            line.save(force_insert=True)
    assert asked[0] == asked[1]


def _id(n: int) -> UUID:
    return UUID(int=n + 1)


def test_a_draw_is_committed_to_on_the_page_and_what_came_out_is_kept_from_others(house: Stage) -> None:
    task = Task.objects.get(kind="follow_up")
    Task.objects.filter(pk=task.pk).update(letter="B", unannounced=False, due_on=clock.today())
    officer = client_of(house.people["E027"])
    shown = officer.get("/staff/plans/draws/new/")
    assert "固定名单并承诺" in shown.content.decode()
    assert officer.get("/staff/plans/draws/new/?case=x").status_code == 404
    other = client_of(house.people["E003"])
    assert other.post("/staff/plans/draws/new/", {}).status_code == 403
    done = officer.post("/staff/plans/draws/new/", {})
    row = Draw.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/staff/plans/draws/{row.pk}/")
    assert row.commitment in officer.get(done["Location"]).content.decode()
    assert officer.post("/staff/plans/draws/new/", {}).status_code == 422
    assert officer.get(f"/staff/plans/draws/{row.pk}/file.json").status_code == 404
    key = str(task.pk)
    Draw.objects.filter(pk=row.pk).update(
        state="held",
        root="0" * 64,
        secret=SECRET.hex(),
        result=[{"key": key, "block": 0, "point": 0, "of": 8}],
    )
    page = f"/staff/plans/draws/{row.pk}/"
    assert key in officer.get(page).content.decode()
    told = other.get(page).content.decode()
    assert key not in told and SECRET.hex() not in told and "结果在检查前保密" in told
    assert "待抽 0 次" in other.get("/staff/integrity/").content.decode()
