"""What is done to a certificate once it is issued: for each act a plausible input, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from shouze.kernel import clock

if TYPE_CHECKING:
    from shouze.demo.tests.way import Way

Given = dict[str, Any]
#: the parts of a rectification report
REPORT: Final = ("facts", "cause", "corrective", "preventive", "self_check")
#: from a suspension back to a valid certificate, where papers are enough
RESTORING: Final = ("restoration.applied", "restoration.verified", "certificate.restored")
#: the holder asks, and the certificate is cancelled
CANCELLING: Final = ("cancellation.applied", "certificate.cancelled")
#: what the acts on a certificate begin with
ON_CERTIFICATE: Final = ("certificate", "suspension", "restoration", "cancellation", "request")


def words(**given: Any) -> Callable[[Way], Given]:
    """An input of a few words, and what else is named."""
    return lambda way: {"words": "说明。", **given}


#: act -> its plausible input
PLAUSIBLE: Final[Mapping[str, Callable[[Way], Given]]] = {
    "certificate.suspended": lambda way: {
        "range_basis": "M-2结构不同，不受影响。",
        "words": "证书信息变化未申请变更。",
        "reasons": ["0207"],
        "until": (clock.today() + timedelta(days=30)).isoformat(),
    },
    "suspension.prolonged": lambda way: {
        **{"words": "整改未完。", "grounds": ["correction_running"]},
        "until": (clock.today() + timedelta(days=100)).isoformat(),
    },
    "restoration.applied": lambda way: {
        "notice": way.file("notice"),
        "report_files": [way.file("rectification")],
        **dict.fromkeys(REPORT, "已查明并整改。"),
    },
    "restoration.verified": lambda way: {"ways": ["papers"], "conforming": True, "words": "整改有效。"},
    "cancellation.applied": words(understood=True),
    "request.refused": words(kind="restoration"),
    "certificate.restored": words(),
    "certificate.withdrawn": words(reasons=["0203"]),
    "certificate.cancelled": words(reasons=["0204"]),
}
#: who plausibly does it
WHO: Final[Mapping[str, str]] = {
    "restoration.applied": "C001",
    "cancellation.applied": "C001",
    "certificate.suspended": "E005",
    "suspension.prolonged": "E005",
    "certificate.restored": "E005",
    "certificate.withdrawn": "E005",
    "request.refused": "E005",
    "certificate.cancelled": "E015",
    "certificate.expired": "E015",
    "restoration.verified": "E027",
}
