"""States of a test order, an inspection and a nonconformity: tables, pure."""

from typing import Any, Final

from shouze.kernel.acts import Move
from shouze.kernel.words import Words

ORDER = {
    "ordered": Words("待收样", "waiting for samples"),
    "received": Words("样品待核查", "samples to be authenticated"),
    "testing": Words("检测中", "testing"),
    "rework": Words("待整改", "waiting for rework"),
    "reported": Words("报告待评价", "report to be judged"),
    "closed": Words("已完成", "closed"),
    "recalled": Words("已撤回", "recalled"),
}
#: states in which nothing more is awaited of an order or an inspection
ORDER_ENDED = ("closed", "recalled")
INSPECTION_ENDED = ("concluded", "recalled")
#: of several orders of a case, the one whose state stands first here is awaited: first what the body itself
#: holds up, last what is being tested
TURNS: Final = ("received", "reported", "rework", "ordered", "testing")


def turn_of(order: Any) -> tuple[int, str]:
    """Return the place of an order among those of its case: the smallest is awaited."""
    return TURNS.index(order.state), order.number


#: act -> (states of the order in which it may be done, state it leads to)
ORDER_MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "samples.received": (("ordered",), "received"),
    "samples.authenticated": (("received",), "testing"),
    "samples.rejected": (("received", "testing"), "ordered"),
    "test.failed": (("testing",), "rework"),
    "rework.submitted": (("rework",), "testing"),
    "report.submitted": (("testing", "rework"), "reported"),
    "report.accepted": (("reported",), "closed"),
    "report.rejected": (("reported",), "testing"),
    "test.recalled": (("ordered", "received", "testing", "rework"), "recalled"),
}

INSPECTION = {
    "planned": Words("已计划", "planned"),
    "correcting": Words("待整改", "waiting for corrections"),
    "conducted": Words("待结论", "to be concluded"),
    "concluded": Words("已结论", "concluded"),
    "recalled": Words("已撤销", "recalled"),
}
INSPECTION_MOVES: dict[str, tuple[tuple[str, ...], str | None]] = {
    "visit.opened": (("planned",), None),
    "inspection.conducted": (("planned",), None),
    "inspection.recalled": (("planned",), "recalled"),
    "correction.submitted": (("correcting",), None),
    "correction.verified": (("correcting",), None),
    "inspection.concluded": (("conducted", "correcting"), "concluded"),
}
NONCONFORMITY = {
    "open": Words("待整改", "open"),
    "corrected": Words("待验证", "to be verified"),
    "verified": Words("已验证", "verified"),
    "rejected": Words("整改未通过", "correction not accepted"),
}
VISIT = {
    "open": Words("现场检查进行中", "the visit is going on"),
    "closed": Words("现场检查已结束", "the visit is ended"),
}
#: an act on a visit: while it goes on; ending it; opening it again
ON_SITE = Move(("open",))
CLOSE = Move(("open",), "closed")
REOPEN = Move(("closed",), "open")

SEALED = {
    "sealed": Words("已封样", "sealed, on its way"),
    "received": Words("实验室已接收", "received by the laboratory"),
    "broken": Words("封条破损或被拒收", "seal broken, or refused"),
    "excluded": Words("系假冒产品，不作为证据", "counterfeit, no evidence"),
}
#: a sealed sample that still counts or may come to count
SEALED_LIVING = ("sealed", "received")
