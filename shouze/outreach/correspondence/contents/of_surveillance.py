"""Letters of a supervision: that it was not accepted, and what it says of each certificate."""

from collections.abc import Iterator

from shouze.certification.surveillance.queries import covered_by, next_announced
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterTable, Said

from .content import Content, Given, day, listed, quoted, said

_NUMBER = Words("证书编号", "Certificate")


def visit_refused(case: Case, given: Given) -> Content:
    """On which day the supervision was not accepted, how, and what is proposed."""
    kind = rulebook.code("visit_refusals", given["kind"], on=case.submitted_on)
    text = said(
        "本机构于{day}对贵方实施获证后监督，{kind}。",
        "On {day} this body came to supervise; the result: {kind}.",
        day=day(given["happened_on"]),
        kind=kind.words,
    )
    numbers = "、".join(one.certificate.number for one in covered_by(case.pk))
    rows: list[tuple[Words, Said]] = [
        (Words("涉及证书", "Certificates"), numbers or "—"),
        (Words("可能的处理", "What may follow"), _reason(kind.text("suspension_reason"), case)),
    ]
    return Content(
        paragraphs=(text, *quoted(Words("经过", "What happened"), given["words"])), table=listed(rows)
    )


def supervision_result(case: Case, given: Given) -> Content:
    """What follows for each certificate, and when the next announced follow-up falls due."""
    text = said(
        "本机构对贵方获证产品实施的监督已完成综合评价，逐证书结论如下。",
        "The supervision of your certified products was evaluated; what follows is below.",
    )
    rows = tuple(_lines(case))
    table = LetterTable(
        headings=(_NUMBER, Words("结论", "What follows"), Words("原因", "Reasons")),
        rows=rows,
        widths=(2, 2, 3),
    )
    due = next_announced(case.factory_id, case.product_code)
    following = (
        said("下一次跟踪检查应在{day}前完成。", "The next follow-up falls due on {day}.", day=day(due)),
    ) if due else ()
    return Content(
        paragraphs=(text, *quoted(Words("综合评价", "Evaluation"), given["summary"])),
        table=table,
        after=following,
    )


def _lines(case: Case) -> Iterator[tuple[Said, ...]]:
    for one in covered_by(case.pk):
        if one.decided_on is None:
            continue
        decision = rulebook.code("supervision_decisions", one.decision, on=one.decided_on).words
        table = {"suspend": "suspension_reasons", "withdraw": "withdrawal_reasons"}.get(one.decision, "")
        codes = one.reasons if table else []
        reasons = [rulebook.code(table, code, on=one.decided_on).words for code in codes]
        yield one.certificate.number, decision, Words.join(reasons, zh="；", en="; ") if reasons else "—"


def _reason(code: str, case: Case) -> Words:
    reason = rulebook.code("suspension_reasons", code, on=case.submitted_on).words
    return Words(f"暂停，原因{code}：{reason.zh}", f"suspension for reason {code}: {reason.en}")
