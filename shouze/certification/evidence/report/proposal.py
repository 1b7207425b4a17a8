"""What the record of a visit says for the act that reports the inspection: filled in for the leader, who
answers for it and may change it.
"""

from collections import Counter
from typing import Any

from shouze.certification.evidence.models import VisitNote
from shouze.certification.evidence.noted import moment_of
from shouze.certification.evidence.visit_reading import Record
from shouze.kernel import clock, rulebook


def proposal(record: Record) -> dict[str, Any]:
    """Return real dates, summary and nonconformities as the notes have them; nothing without notes."""
    if not record.notes:
        return {}
    days = sorted(clock.legal_date(moment_of(one)) for one in record.notes)
    return {
        "from_on": days[0].isoformat(),
        "to_on": days[-1].isoformat(),
        "summary": _summary(record),
        "findings": [_finding(one, record) for one in record.nonconforming],
    }


def _summary(record: Record) -> str:
    count = Counter(one.last.verdict for one in record.stands.values())
    on = clock.legal_date(record.notes[0].received_at)
    verdicts = rulebook.codes("checklist_verdicts", on=on)
    said = "、".join(f"{one.words.zh}{count[one.code]}项" for one in verdicts if count[one.code])
    return f"按检查表逐项检查{len(record.points)}项：{said}。"


def _finding(note: VisitNote, record: Record) -> dict[str, str]:
    point = next((one for one in record.points if one.code == note.point), None)
    about = f"({note.about})" if note.about else ""
    found = f"现场所见：{note.found}。" if note.found else ""
    return {
        "grade": note.grade,
        "clause": str(point.get("cited")) if point else note.point,
        "code": note.code,
        "description": f"{note.words}{about}{found}",
    }
