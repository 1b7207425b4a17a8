"""What the applicant is billed: a list, and a page for each case with the rows of the fee rule and receipts.

The bill of a case is that of the plan which he agreed to; what was received stands in the ledger. Amounts are
yuan. Guidance (十四), (十九); regulations Art. 20.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import F, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render

from shouze.audiences.parts import sheets
from shouze.audiences.parts.person import PersonRequest, of_kind, visible_case
from shouze.audiences.parts.sheets import Column
from shouze.certification.evaluation.queries import find_plan
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import visible_to

PAGE: Final = 50
RECEIVED: Final = "fees.received"
LIST: Final = (
    Column("number", Words("认证委托编号", "Application")),
    Column("product", Words("产品", "Product")),
    Column("due", Words("应缴（元）", "Due (yuan)")),
    Column("paid", Words("已缴（元）", "Paid (yuan)")),
    Column("rest", Words("未缴（元）", "Outstanding (yuan)")),
    Column("agreed_on", Words("合同日期", "Agreed on")),
)
LINES: Final = (
    Column("words", Words("项目", "Item")),
    Column("quantity", Words("数量", "Quantity")),
    Column("unit_price", Words("单价（元）", "Unit price (yuan)")),
    Column("amount", Words("金额（元）", "Amount (yuan)")),
    Column("ref", Words("收费依据", "Rule of the fee")),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received for a case: the day, the amount, the number of the receipt."""

    on: date
    amount: Decimal
    number: str


@of_kind("client")
def listed(request: PersonRequest) -> HttpResponse:
    """The bills of the applicant's cases, the open ones first."""
    billed = _billed(request)
    sums = billed.aggregate(due=Sum("fees_due"), paid=Sum("fees_paid"))
    due, paid = sums["due"] or Decimal(0), sums["paid"] or Decimal(0)
    page = Paginator(billed, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "due": due, "paid": paid, "rest": max(due - paid, Decimal(0))}
    return render(request, "clients/bills.html", context)


@of_kind("client")
def sent(request: PersonRequest, form: str) -> HttpResponse:
    """The bills as a file."""
    return sheets.download(form, "bills", LIST, map(_row, _billed(request)))


@of_kind("client")
def bill(request: PersonRequest, case: uuid.UUID) -> HttpResponse:
    """One bill, as it is printed: due, paid, the rows of the fee rule, the receipts."""
    found = visible_case(request, case)
    plan = find_plan(found.id)
    if plan is None:
        raise Http404
    rest = max(found.fees_due - found.fees_paid, Decimal(0))
    context = {"case": found, "plan": plan, "rest": rest, "receipts": list(_receipts(found))}
    return render(request, "clients/bill_page.html", context)


@of_kind("client")
def lines(request: PersonRequest, case: uuid.UUID, form: str) -> HttpResponse:
    """The rows of one bill as a file."""
    found = visible_case(request, case)
    plan = find_plan(found.id)
    if plan is None:
        raise Http404
    return sheets.download(form, f"bill-{found.number}", LINES, map(_line, plan.bill["lines"]))


def _billed(request: PersonRequest) -> Any:
    found = visible_to(request.standing, request.on).filter(fees_due__gt=0)
    return found.annotate(rest=F("fees_due") - F("fees_paid")).order_by("-rest", "-submitted_on", "-number")


def _row(case: Case) -> dict[str, str]:
    return {
        "number": case.number,
        "product": case.product_name,
        "due": f"{case.fees_due:.2f}",
        "paid": f"{case.fees_paid:.2f}",
        "rest": f"{max(case.fees_due - case.fees_paid, Decimal(0)):.2f}",
        "agreed_on": case.agreed_on.isoformat() if case.agreed_on else "",
    }


def _line(line: dict[str, Any]) -> dict[str, str]:
    words = line["words"]
    named = str(Words(words["zh"], words["en"])) if isinstance(words, dict) else str(words)
    return {**{one.key: str(line.get(one.key, "")) for one in LINES}, "words": named}


def _receipts(case: Case) -> Iterator[Receipt]:
    for entry in ledger.entries_for_case(case.id):
        if entry.act == RECEIVED:
            data = ledger.body_of(entry)["data"] or {}
            number = str(data.get("receipt", ""))
            yield Receipt(clock.legal_date(entry.at), Decimal(str(data.get("amount", "0"))), number)
