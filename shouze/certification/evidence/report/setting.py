"""Setting the papers of a visit: texts and pictures for the templates beside this file."""

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from shouze.certification.applications.queries import get_application
from shouze.certification.evidence.checklist import sections
from shouze.certification.evidence.models import VisitNote, VisitSignature
from shouze.certification.evidence.noted import Standing
from shouze.certification.evidence.visit_reading import Record
from shouze.kernel import clock, rulebook
from shouze.kernel.clock import SHANGHAI
from shouze.kernel.files import store
from shouze.resources.documents.typesetting import typeset
from shouze.resources.organisations.queries import get_factory, organisations

HERE: Final = Path(__file__).parent
#: a picture larger than this is named by its digest instead of being set, in bytes
LARGEST: Final = 3_000_000
#: phone and house differ by more than this: said on the paper, in seconds
CLOCK_OFF: Final = 300
#: both kinds are one template: the nonconformities leave out the checklist
TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "report": ("工厂检查报告", "Factory inspection report"),
    "nonconformities": ("不符合报告", "Report of nonconformities"),
}


def set_paper(record: Record, kind: str, *, at: datetime) -> bytes:
    """Return the paper of that kind ("report", "nonconformities") as PDF/A, made at ``at``.

    A picture that cannot be drawn does not stand in the way of the paper: it is then named by its digest, as
    all others. Raises KeyError for another kind, FontMissing without a Chinese font.
    """
    paper = _paper(record, kind, at)
    try:
        return _set(paper, at)
    except typst.TypstError:
        return _set(_without_pictures(paper), at)


def _set(paper: dict[str, Any], at: datetime) -> bytes:
    return typeset(HERE / "visit.typ", {"paper": json.dumps(paper, ensure_ascii=False)}, at=at)


def _without_pictures(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_pictures(one) for one in value]
    if isinstance(value, dict):
        return {name: "" if name == "svg" else _without_pictures(one) for name, one in value.items()}
    return value


def _paper(record: Record, kind: str, at: datetime) -> dict[str, Any]:
    found, visit, title = record.inspection, record.visit, TITLES[kind]
    case = found.case
    factory = get_factory(case.factory_id)
    applicant = organisations([case.applicant_id])[case.applicant_id]
    application = get_application(case.pk)
    on = clock.legal_date(visit.received_at if visit else at)
    return {
        "kind": kind,
        "title": {"zh": title[0], "en": title[1]},
        "body": _body(on),
        "number": found.plan_code,
        "draft": visit is None or visit.state != "closed",
        "facts": _facts(record, applicant.name, factory, application),
        "sections": list(_sections(record, on)),
        "findings": [_finding(one, number, record) for number, one in enumerate(record.nonconforming, 1)],
        "signatures": [_signature(one, record) for one in record.signatures],
        "unsigned": visit.unsigned_because if visit else "",
        "made": _moment(at),
    }


def _body(on: Any) -> dict[str, Any]:
    name = rulebook.thaw(rulebook.value("body/name", on=on).value)
    return {"name": name}


def _facts(record: Record, applicant: str, factory: Any, application: Any) -> list[list[Any]]:
    found, case, visit = record.inspection, record.inspection.case, record.visit
    team = "；".join(
        f"{one['name']}（{_role(one['role'], found.planned_from)}，{one['number']}）" for one in found.team
    )
    began, ended = (visit.opened_at, visit.closed_at) if visit else (None, None)
    rows = (
        ("案件编号", "Case", case.number),
        ("认证委托人", "Applicant", applicant),
        ("生产企业", "Factory", f"{factory.name}，{factory.address}"),
        ("产品", "Product", f"{case.product_code} {case.product_name}"),
        ("规格型号", "Models", "、".join(str(one["model"]) for one in application.models_list)),
        ("实施规则", "Scheme", case.scheme),
        ("检查组", "Team", team),
        (
            "计划日期",
            "Planned",
            f"{found.planned_from} — {found.planned_to}，{found.person_days_planned.normalize()} 人日",
        ),
        ("现场时间", "On site", f"{_moment(began)} — {_moment(ended)}"),
    )
    return [[zh, en, value] for zh, en, value in rows]


def _role(role: str, on: Any) -> str:
    return rulebook.code("team_roles", role, on=on).words.zh


def _sections(record: Record, on: Any) -> Iterator[dict[str, Any]]:
    for section in sections(on):
        points = [one for one in record.points if one.get("section") == section.code]
        if points:
            rows = [row for one in points for row in _rows(one, record, on)]
            yield {"code": section.code, "words": section.words.as_json(), "rows": rows}


def _rows(point: rulebook.Code, record: Record, on: Any) -> Iterator[dict[str, Any]]:
    stands = [(key, one) for key, one in record.stands.items() if key[0] == point.code]
    if not stands:
        yield {"code": point.code, "words": point.words.zh, "verdict": "—", "notes": []}
    for (_, about), one in sorted(stands, key=lambda pair: pair[0]):
        words = f"{point.words.zh}【{about}】" if about else point.words.zh
        verdict = rulebook.code("checklist_verdicts", one.last.verdict, on=on).words.zh
        yield {"code": point.code, "words": words, "verdict": verdict, "notes": list(_notes(one, on))}


def _notes(one: Standing, on: Any) -> Iterator[dict[str, Any]]:
    for note in one.notes:
        verdict = rulebook.code("checklist_verdicts", note.verdict, on=on).words.zh
        said = "；".join(part for part in (note.found and f"现场所见：{note.found}", note.words) if part)
        yield {
            "by": f"{note.by_name}　{_moment(note.happened_at)}{_doubt(note)}",
            "said": said if len(one.notes) == 1 else f"{verdict}：{said}",
            "photos": [_picture(digest, f"{note.point} 照片") for digest in note.photos],
        }


def _doubt(note: VisitNote) -> str:
    off = note.clock_off or 0
    return f"（手机时钟相差{off}秒，机构收到 {_moment(note.received_at)}）" if abs(off) > CLOCK_OFF else ""


def _finding(note: VisitNote, number: int, record: Record) -> dict[str, Any]:
    point = next((one for one in record.points if one.code == note.point), None)
    day = note.received_at.date()
    return {
        "number": number,
        "grade": rulebook.code("nonconformity_grades", note.grade, on=day).words.zh,
        "class": f"{note.code} {rulebook.code('nonconformity_codes', note.code, on=day).words.zh}",
        "clause": str(point.get("cited")) if point else "",
        "about": note.about,
        "facts": note.words,
        "found": note.found,
        "by": f"{note.by_name}　{_moment(note.happened_at)}",
        "photos": [_picture(digest, f"不符合{number} 照片") for digest in note.photos],
    }


def _signature(one: VisitSignature, record: Record) -> dict[str, Any]:
    role = rulebook.code("visit_signatories", one.role, on=one.received_at.date()).words.zh
    later = len({str(note.pk) for note in record.notes} - set(one.notes))
    return {
        "role": role,
        "name": one.name,
        "position": one.position,
        "at": _moment(one.happened_at),
        "picture": _picture(one.image, f"{one.name}签名") if one.image else None,
        "later": later,
    }


def _picture(digest: str, alt: str) -> dict[str, str]:
    """A picture as an SVG that holds it: the template takes texts alone. One that is erased or too large is
    named by its digest.
    """
    stored = store.find(digest)
    try:
        if stored is None or stored.size > LARGEST or not stored.media_type.startswith("image/"):
            return {"alt": alt, "svg": "", "digest": digest}
        with store.open_file(digest) as opened:
            held = base64.b64encode(opened.read()).decode()
    except FileNotFoundError:
        return {"alt": alt, "svg": "", "digest": digest}
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300">'
        f'<image href="data:{stored.media_type};base64,{held}" width="400" height="300"/></svg>'
    )
    return {"alt": alt, "svg": svg, "digest": digest}


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else "—"
