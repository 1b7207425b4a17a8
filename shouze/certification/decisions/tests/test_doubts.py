"""Each weak point of a file is seen where it is, and not seen where it is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from shouze.certification.decisions.doubts import doubts
from shouze.certification.decisions.filed import (
    FileFacts,
    OrderFacts,
    PartFacts,
    PlanFacts,
    ReportFacts,
    SampleFacts,
    VisitFacts,
)
from shouze.certification.decisions.gathering import doubts_of
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words

REPORT: Final = ReportFacts(
    number="R-1", issued_on=date(2024, 5, 14), tested_from=date(2024, 4, 1), tested_to=date(2024, 5, 10),
    models=("A", "B"), verdicts={"heat": "P", "spark": "P"}, unmeasured=(), conforming=True,
    tester="蓝试", signatory="兰签", standards=("GB 1-2020",),
)  # fmt: skip
ORDER: Final = OrderFacts(
    number="T-1", standards=("GB 1-2020",), samples_asked=1, due_on=date(2024, 6, 1), failures=0,
    samples=(SampleFacts("S-1", "A", main=True, received_on=date(2024, 3, 20), authentic=True),),
    reports=(REPORT,),
)  # fmt: skip
VISIT: Final = VisitFacts(
    plan="P-1", planned=(date(2024, 4, 8), date(2024, 4, 9)), done=(date(2024, 4, 8), date(2024, 4, 9)),
    days_planned=Decimal(2), days_spent=Decimal(2), findings=(("general", "verified"),), conclusion="02",
    has_report=True,
)  # fmt: skip
PLAN: Final = PlanFacts(("GB 1-2020",), {"heat": True, "spark": False}, 1, Decimal(2), agreed=True)
FILE: Final = FileFacts(
    on=date(2024, 5, 20), accepted_on=date(2024, 3, 8), due_on=date(2024, 6, 6), closed=False, paused=False,
    applicant_then="甲公司", applicant_now="甲公司", factory_code="X000001", models=("A", "B"),
    parts=(PartFacts("IGBT", "H20", "丙"),), documents=(("manual", "sha256:1"), ("nameplate", "sha256:2")),
    plan=PLAN, orders=(ORDER,), visits=(VISIT,), conclusions=(True,),
)  # fmt: skip


def ordered(**changed: Any) -> FileFacts:
    return replace(FILE, orders=(replace(ORDER, **changed),))


def reported(**changed: Any) -> FileFacts:
    return ordered(reports=(replace(REPORT, **changed),))


def visited(**changed: Any) -> FileFacts:
    return replace(FILE, visits=(replace(VISIT, **changed),))


SAMPLE: Final = ORDER.samples[0]
WEAK: Final = {
    "applicant_renamed": (replace(FILE, applicant_now="乙公司"), "parties"),
    "factory_code": (replace(FILE, factory_code=""), "parties"),
    "document_missing": (replace(FILE, missing=(Words("说明书", "manual"),)), "documents"),
    "same_file": (replace(FILE, documents=(("a", "sha256:1"), ("b", "sha256:1"))), "documents"),
    "no_key_parts": (replace(FILE, parts=()), "key_parts"),
    "key_part_incomplete": (replace(FILE, parts=(PartFacts("IGBT", "", "丙"),)), "key_parts"),
    "plan_not_agreed": (replace(FILE, plan=replace(PLAN, agreed=False)), "plan"),
    "unpaid": (replace(FILE, unpaid=Decimal(100)), "plan"),
    "standards_missing": (ordered(standards=()), "XS.standards"),
    "standards_other": (reported(standards=("GB 1-2020", "GB 9-2010")), "XS.standards"),
    "samples_few": (replace(FILE, plan=replace(PLAN, samples=2)), "XS.samples"),
    "samples_unchecked": (ordered(samples=(replace(SAMPLE, authentic=None),)), "XS.samples"),
    "samples_refused": (
        ordered(samples=(SAMPLE, replace(SAMPLE, number="S-0", authentic=False))), "XS.samples",
    ),
    "samples_strange": (ordered(samples=(SAMPLE, replace(SAMPLE, model="Z"))), "XS.samples"),
    "laboratory_unfit": (ordered(unfit=(Words("资质过期", "accreditation is over"),)), "XS.laboratory"),
    "failed_before": (ordered(failures=1), "XS.items"),
    "models_fewer": (reported(models=("A",)), "XS.models"),
    "models_more": (reported(models=("A", "B", "C")), "XS.models"),
    "items_missing": (reported(verdicts={"heat": "P"}), "XS.items"),
    "failed_yet_conforming": (reported(verdicts={"heat": "P", "spark": "F"}), "XS.items"),
    "safety_not_applicable": (reported(verdicts={"heat": "N", "spark": "P"}), "XS.items"),
    "no_value": (reported(unmeasured=("heat",)), "XS.items"),
    "before_samples": (reported(tested_from=date(2024, 3, 1)), "XS.dates"),
    "before_acceptance": (reported(issued_on=date(2024, 3, 1)), "XS.dates"),
    "report_late": (reported(issued_on=date(2024, 6, 2)), "XS.dates"),
    "one_hand": (reported(tester="兰签"), "XS.report"),
    "report_elsewhere": (reported(used_elsewhere=True), "XS.report"),
    "other_days": (visited(done=(date(2024, 4, 8), date(2024, 4, 10))), "GC.dates"),
    "days_few": (visited(days_spent=Decimal(1)), "GC.days"),
    "findings_unsettled": (visited(findings=(("general", "open"),)), "GC.findings"),
    "serious_findings": (visited(findings=(("serious", "verified"),)), "GC.findings"),
    "visit_failed": (visited(conclusion="04"), "GC.conclusion"),
    "returned": (replace(FILE, returned=((date(2024, 5, 16), "补充照片"),)), "case.returns"),
    "conclusions_differ": (replace(FILE, conclusions=(False, True)), "case.returns"),
    "overdue": (replace(FILE, on=date(2024, 6, 7)), "case.clock"),
}  # fmt: skip


def test_it_finds_nothing_where_everything_fits() -> None:
    assert doubts(FILE) == ()
    assert doubts(replace(FILE, on=date(2024, 6, 7), paused=True)) == ()


@pytest.mark.parametrize("code", sorted(WEAK))
def test_it_finds_the_weak_point_at_its_place(code: str) -> None:
    facts, row = WEAK[code]
    assert (code, row) in {(one.code, one.row) for one in doubts(facts)}


def test_it_waits_before_it_misses_what_is_not_there_yet() -> None:
    begun = replace(FILE, orders=(), visits=(), unpaid=Decimal(100), plan=replace(PLAN, agreed=False))
    assert doubts(begun) == ()
    assert doubts(replace(begun, accepted_on=None, factory_code="")) == ()


def test_it_puts_what_is_missing_before_what_is_only_to_be_looked_at() -> None:
    found = doubts(reported(models=("A",), tester="兰签"))
    assert [one.weight for one in found] == ["missing", "doubt"]


@pytest.mark.django_db
def test_it_is_written_into_the_entry_of_who_reviews(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    way.go("samples.received", "samples.rejected", "samples.received", "samples.authenticated")
    way.do("report.submitted", tester="兰签", signatory="兰签")
    way.go("report.accepted", "evaluation.completed")
    codes = {one.code for one in doubts_of(way.row, way.now.date())}
    assert {"one_hand", "samples_refused", "same_file"} <= codes
    assert "models_fewer" not in codes
    done = way.do("review.concluded")
    considered = ledger.body_of(ledger.entry(done.uid))["what"]["considered"]
    assert {one["code"] for one in considered if one["kind"] == "doubt"} == codes
