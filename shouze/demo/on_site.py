"""Today's visits of the demo house: one that goes on, partly noted; one that is ended, signed and reported.

In: inspections that are planned for the next days. Out: the same, planned anew for today and recorded by real
acts at the clock's moment, the leader being the person who logs in as ``inspector``.
"""

import io
import struct
import uuid
import zlib
from collections.abc import Mapping, Sequence
from math import cos, sin
from typing import Any

from shouze.certification.applications.queries import get_application
from shouze.certification.evidence.models import Inspection, Visit
from shouze.certification.evidence.onsite_facts import key_parts_on, names_on_site
from shouze.certification.evidence.report.proposal import proposal
from shouze.certification.evidence.report.setting import set_paper
from shouze.certification.evidence.visit_reading import inspection_with_case, record_of
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Refused, perform
from shouze.kernel.files import store
from shouze.outreach.reporting.jobs import prepare

LEADER, MEMBERS = "E008", ("E024", "E009")
#: how many points of the visit that goes on are noted already
NOTED = 15
#: point -> what was found there
FINDINGS: Mapping[str, Mapping[str, str]] = {
    "3.3-2": {
        "verdict": "nonconform",
        "words": "抽查三批电源线，其中一批没有进货检验记录。",
        "grade": "general",
        "code": "00008",
    },
    "3.1-4": {"verdict": "not_applicable", "words": "工厂未设认证技术负责人。"},
}
WORDS: Mapping[str, str] = {
    "3.1-1": "质量负责人任命书在档，职责明确。",
    "3.2-1": "现场使用的工艺文件均为现行有效版本。",
    "3.5-1": "现场见证两台产品的例行检验，项目和判定与规程一致。",
}
#: where the nameplate lies on a picture and its lines run; how thick a pen is and how far it writes (dots)
PLATE, LINE, PEN, WRITTEN = (60, 50, 260, 190), range(6), 2.5, range(30, 290)
PHOTOGRAPHED = ("3.1-1", "3.3-2", "3.5-1", "PC-1", "PC-2", "PC-3")


def visits_of_today(people: Mapping[str, uuid.UUID]) -> None:
    """Plan up to two of the planned inspections anew for today; begin the first, do the second whole."""
    done = [_visit_today, _visited_today]
    for found in Inspection.objects.filter(state="planned").select_related("case").order_by("plan_code"):
        if done and (planned := _planned_for_today(found, people)):
            done.pop(0)(planned, people)


def _planned_for_today(found: Inspection, people: Mapping[str, uuid.UUID]) -> Inspection | None:
    """Recall the plan and plan the visit for today; None where no team is fit for it in one day."""
    given = {"inspection": str(found.pk), "reason": "企业请求提前检查。"}
    today = clock.today().isoformat()
    for members in (*((one,) for one in MEMBERS), MEMBERS):
        team = [{"person": str(people[LEADER]), "role": "01"}]
        team += [{"person": str(people[one]), "role": "02"} for one in members]
        if found.person_days_planned > len(team):
            continue
        try:
            perform("inspection.recalled", by=people["E007"], subject=found.case_id, given=given, via="page")
            plan = {"planned_from": today, "planned_to": today, "team": team}
            done = perform(
                "inspection.planned", by=people["E007"], subject=found.case_id, given=plan, via="page"
            )
        except Refused:
            continue
        prepare("202010", found.case_id)
        return inspection_with_case(uuid.UUID(dict(done.made)["evidence.inspection"]))
    return None


def _visit_today(found: Inspection, people: Mapping[str, uuid.UUID]) -> None:
    _open(found, people)
    _note(found, people, Visit.objects.get(pk=found.pk).points[:NOTED])


def _visited_today(found: Inspection, people: Mapping[str, uuid.UUID]) -> None:
    _open(found, people)
    _note(found, people, Visit.objects.get(pk=found.pk).points)
    notes = [str(one.pk) for one in record_of(found).notes]
    for role, name, position in (("inspector", "孔严", "组长"), ("enterprise", "何厂", "质量负责人")):
        image = store.put(
            io.BytesIO(_drawn(len(name) + len(position))), "signature.png", at=clock.now()
        ).digest
        _do(found, people, "visit.signed", role=role, name=name, position=position, image=image, notes=notes)
    _do(found, people, "visit.closed")
    read = inspection_with_case(found.pk)
    if read is None:
        return
    paper = io.BytesIO(set_paper(record_of(read), "report", at=clock.now()))
    stored = store.put(paper, f"检查报告-{found.plan_code}.pdf", at=clock.now(), person=people[LEADER])
    days = str(found.person_days_planned)
    given = {
        **proposal(record_of(read)),
        "inspection": str(found.pk),
        "person_days": days,
        "file": stored.digest,
    }
    perform("inspection.conducted", by=people[LEADER], subject=found.case_id, given=given, via="page")


def _open(found: Inspection, people: Mapping[str, uuid.UUID]) -> None:
    given = {"inspection": str(found.pk)}
    perform("visit.opened", by=people[LEADER], subject=found.case_id, given=given, via="visit")


def _note(found: Inspection, people: Mapping[str, uuid.UUID], codes: Sequence[str]) -> None:
    application = get_application(found.case_id)
    names = names_on_site(application, key_parts_on(found.case, application, clock.today()))
    asked = {one.code: one for one in rulebook.codes("factory_checklist", on=clock.today())}
    for number, code in enumerate(codes):
        about = next(iter(names.get(str(asked[code].get("per")), ())), "")
        given: dict[str, Any] = {
            "point": code,
            "about": about,
            "verdict": "conform",
            "words": WORDS.get(code, ""),
        }
        if code in PHOTOGRAPHED:
            photo = store.put(io.BytesIO(_photograph(number)), f"photo-{code}.png", at=clock.now())
            given["photos"] = [photo.digest]
        _do(found, people, "visit.noted", **{**given, **FINDINGS.get(code, {})})


def _do(found: Inspection, people: Mapping[str, uuid.UUID], act: str, **given: Any) -> None:
    perform(act, by=people[LEADER], subject=found.pk, given=given, via="visit")


def _photograph(shade: int) -> bytes:
    """A picture in place of a photograph: a nameplate on a grey ground, darker from one to the next."""

    def paint(x: int, y: int) -> tuple[int, int, int]:
        if not (PLATE[0] < x < PLATE[2] and PLATE[1] < y < PLATE[3]):
            return 96 + shade, 104 + shade, 116 + shade
        return (40, 52, 70) if y % 24 in LINE and PLATE[0] + 20 < x < PLATE[2] - 20 - y else (226, 230, 236)

    return _png(320, 240, paint)


def _drawn(turn: int) -> bytes:
    """A drawn signature: a line that swings."""

    def ink(x: int, y: int) -> tuple[int, int, int]:
        off = abs(y - 80 - 40 * sin(x / (6 + turn)) * cos(x / 40))
        return (16, 41, 74) if off < PEN and x in WRITTEN else (255, 255, 255)

    return _png(320, 160, ink)


def _png(width: int, height: int, colour: Any) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = b"".join(b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
