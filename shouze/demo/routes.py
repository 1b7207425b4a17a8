"""Which way a case of the demo house goes: tables of acts in their order, of detours, of ends, of waits.

An act is written as "act how": ``how`` is the variant of its answer (a reason code, a verdict, a post).
"""

from dataclasses import dataclass
from random import Random

Route = tuple[str, ...]

MAIN: Route = (
    "application.submitted",
    "application.accepted",
    "plan.made",
    "agreement.concluded",
    "fees.received",
    "test.ordered",
    "samples.received",
    "samples.authenticated",
    "report.submitted P",
    "report.accepted",
    "evaluation.completed",
    "review.concluded grant",
    "decision.made grant",
    "certificate.approved",
    "record.uploaded 203010",
)
INSPECTION: Route = (
    "inspection.planned",
    "record.uploaded 202010",
    "inspection.conducted",
    "inspection.concluded",
    "record.uploaded 204010",
)
#: products whose basic mode asks for an inspection before the certificate
INSPECTED = ("0914", "0915", "1119", "2401", "2402")
#: per cent of the other cases to whose plan an inspection is added
ALSO_INSPECTED_PERCENT = 6


@dataclass(frozen=True, slots=True)
class Detour:
    """What comes between: per cent of the cases, and the acts that follow on acts of the route."""

    name: str
    percent: int
    inserted: tuple[tuple[str, Route], ...]
    replaced: tuple[tuple[str, str], ...] = ()


DETOURS = (
    Detour(
        "supplement",
        25,
        (("application.submitted", ("supplement.requested", "supplement.submitted")),),
        (("application.submitted", "application.submitted incomplete"),),
    ),
    Detour(
        "payment",
        10,
        (("agreement.concluded", ("case.paused waiting_for_payment",)), ("fees.received", ("case.resumed",))),
    ),
    Detour("other samples", 6, (("samples.received", ("samples.rejected", "samples.received")),)),
    Detour(
        "failure",
        22,
        (
            (
                "samples.authenticated",
                ("test.failed", "case.paused product_rework", "rework.submitted", "case.resumed"),
            ),
        ),
    ),
    Detour("report", 10, (("report.submitted", ("report.rejected", "report.submitted P")),)),
    Detour(
        "one finding",
        30,
        (("inspection.conducted", ("correction.submitted", "correction.verified written")),),
        (
            ("inspection.conducted", "inspection.conducted 1"),
            ("inspection.concluded", "inspection.concluded 02"),
        ),
    ),
    Detour(
        "two findings",
        20,
        (
            (
                "inspection.conducted",
                (
                    "correction.submitted",
                    "correction.submitted",
                    "correction.verified on_site",
                    "correction.verified on_site",
                ),
            ),
        ),
        (
            ("inspection.conducted", "inspection.conducted 2"),
            ("inspection.concluded", "inspection.concluded 03"),
        ),
    ),
    Detour(
        "returned by the reviewer",
        8,
        (("evaluation.completed", ("case.returned reviewer", "evaluation.completed")),),
    ),
    Detour(
        "returned by the decider",
        5,
        (("review.concluded", ("case.returned decider", "evaluation.completed", "review.concluded grant")),),
    ),
)
#: of detours that exclude each other the first is taken
EITHER = ("one finding", "two findings")


@dataclass(frozen=True, slots=True)
class Life:
    """How some cases go: so many of two hundred; up to ``until`` (all the way when empty), then ``then``.

    ``since`` are the working days between the last act and today, from and to; None: any time in the two
    years. ``product`` replaces the enterprise's own; ``detour`` is one that must come; ``inspected`` asks
    for an inspection.
    """

    name: str
    share: int
    until: str = ""
    then: Route = ()
    since: tuple[int, int] | None = None
    product: str = ""
    detour: str = ""
    inspected: bool = False


#: a holder asks in time, the correction is verified by papers, the certificate is restored
RESTORING: Route = ("restoration.applied", "restoration.verified", "certificate.restored")
APPEAL: Route = ("appeal.received", "appeal.routed")
_REFUSE: Route = ("evaluation.completed no", "review.concluded refuse")
#: the unit of the worked example, applied for again
TWICE: Route = ("application.refused duplicate_application",)
#: of how many cases the shares are
OF = 200
LIVES = (
    Life("certified", 88),
    Life("certified, not yet reported", 4, "certificate.approved", since=(0, 4)),
    Life("suspended", 5, then=("certificate.suspended 0203",), since=(3, 40)),
    Life("suspension run out", 1, then=("certificate.suspended 0207",), since=(70, 78)),
    Life("restored", 2, then=("certificate.suspended 0207", *RESTORING)),
    Life("withdrawn", 3, then=("certificate.suspended 0205", "certificate.withdrawn 0207")),
    Life("cancelled", 4, then=("cancellation.applied", "certificate.cancelled 0204")),
    # not accepted
    Life(
        "self-declared",
        4,
        "application.submitted",
        ("application.refused self_declaration_product",),
        product="0301",
    ),
    Life(
        "outside the scope",
        2,
        "application.submitted",
        ("application.refused outside_designated_scope",),
        product="1101",
    ),
    Life(
        "outside, appealed",
        1,
        "application.submitted",
        ("application.refused outside_designated_scope", *APPEAL),
        product="1101",
    ),
    Life(
        "not in the catalogue",
        3,
        "application.submitted",
        ("application.refused not_in_catalogue",),
        product="9999",
    ),
    Life(
        "still incomplete",
        2,
        "supplement.requested",
        ("application.refused documents_incomplete_after_supplement",),
        detour="supplement",
    ),
    Life("twice", 1, "application.submitted", TWICE),
    # refused by decision
    Life(
        "failed",
        4,
        "samples.authenticated",
        ("report.submitted F", "report.accepted", *_REFUSE, "decision.made test_failed", "refusal.approved"),
    ),
    Life(
        "failed, appealed",
        2,
        "samples.authenticated",
        (
            "report.submitted F",
            "report.accepted",
            *_REFUSE,
            "decision.made test_failed",
            "refusal.approved",
            *APPEAL,
        ),
    ),
    Life(
        "factory failed",
        2,
        "inspection.planned",
        (
            "inspection.conducted 1",
            "correction.submitted",
            "correction.verified rejected",
            "inspection.concluded 04",
            "record.uploaded 204010",
            *_REFUSE,
            "decision.made inspection_failed",
            "refusal.approved",
        ),
        inspected=True,
    ),
    # ended otherwise
    Life("withdrawn at once", 2, "application.submitted", ("case.withdrawn",)),
    Life("withdrawn after the plan", 2, "plan.made", ("case.withdrawn",)),
    Life("withdrawn in the test", 2, "samples.authenticated", ("case.withdrawn",)),
    Life("no samples", 2, "test.ordered", ("case.terminated no_samples",)),
    Life("no samples, appealed", 1, "test.ordered", ("case.terminated no_samples", "appeal.received")),
    Life("not reworked", 2, "case.paused product_rework", ("case.terminated test_failed",), detour="failure"),
    # open today, in every stage
    Life("at acceptance", 4, "application.submitted", since=(0, 1)),
    Life("at acceptance, late", 2, "application.submitted", since=(3, 6)),
    Life("supplementing", 3, "supplement.requested", since=(0, 18), detour="supplement"),
    Life("to be planned", 4, "application.accepted", since=(0, 7)),
    Life("to be agreed", 3, "plan.made", since=(0, 9)),
    Life("to be paid", 3, "agreement.concluded", since=(0, 8)),
    Life("waiting for payment", 1, "case.paused waiting_for_payment", since=(2, 9), detour="payment"),
    Life("to be ordered", 2, "fees.received", since=(0, 3)),
    Life("waiting for samples", 4, "test.ordered", since=(0, 25)),
    Life("samples to be checked", 3, "samples.received", since=(0, 2)),
    Life("under test", 5, "samples.authenticated", since=(0, 28)),
    Life("under test, late", 2, "samples.authenticated", since=(45, 75)),
    Life("reworking", 3, "case.paused product_rework", since=(1, 20), detour="failure"),
    Life("report to be judged", 4, "report.submitted", since=(0, 3)),
    Life("to be evaluated", 3, "report.accepted", since=(0, 3)),
    Life("to be inspected", 3, "inspection.planned", since=(0, 4), inspected=True),
    Life("correcting", 3, "inspection.conducted", since=(1, 30), inspected=True, detour="one finding"),
    Life("to be reviewed", 4, "evaluation.completed", since=(0, 3)),
    Life("to be decided", 3, "review.concluded", since=(0, 3)),
    Life("to be approved", 3, "decision.made", since=(0, 2)),
)

#: working days from the act (or its variant) before to this one, from and to
WAITS: dict[str, tuple[int, int]] = {
    "application.submitted": (0, 0),
    "supplement.requested": (1, 2),
    "supplement.submitted": (2, 8),
    "application.accepted": (1, 2),
    "application.refused": (1, 2),
    "application.refused documents_incomplete_after_supplement": (17, 20),
    "plan.made": (1, 4),
    "agreement.concluded": (1, 5),
    "fees.received": (1, 6),
    "case.paused": (0, 1),
    "case.resumed": (0, 0),
    "test.ordered": (0, 2),
    "samples.received": (3, 9),
    "samples.rejected": (1, 2),
    "samples.authenticated": (0, 2),
    "test.failed": (6, 14),
    "rework.submitted": (6, 18),
    "report.submitted": (8, 16),
    "report.rejected": (1, 2),
    "report.accepted": (1, 2),
    "inspection.planned": (1, 4),
    "inspection.conducted": (11, 13),
    "correction.submitted": (2, 9),
    "correction.verified": (1, 4),
    "inspection.concluded": (0, 2),
    "evaluation.completed": (1, 2),
    "case.returned": (1, 2),
    "review.concluded": (1, 2),
    "decision.made": (1, 2),
    "certificate.approved": (1, 1),
    "refusal.approved": (1, 1),
    "record.uploaded": (1, 2),
    "case.withdrawn": (3, 10),
    "case.terminated": (26, 40),
    "certificate.suspended": (60, 160),
    "restoration.applied": (12, 30),
    "restoration.verified": (4, 9),
    "certificate.restored": (1, 3),
    "certificate.withdrawn": (68, 74),
    "cancellation.applied": (60, 220),
    "certificate.cancelled": (1, 4),
    "appeal.received": (5, 15),
    "appeal.routed": (1, 4),
}
#: per cent of the waits that last much longer than they should
SLOW_PERCENT, SLOW_TIMES = 5, 3
_MAY_BE_SLOW = (
    "application.accepted",
    "plan.made",
    "report.accepted",
    "review.concluded",
    "decision.made",
    "evaluation.completed",
)


def act_of(step: str) -> str:
    """Return the act of a step, without its variant."""
    return step.partition(" ")[0]


def route_of(life: Life, product: str, random: Random) -> Route:
    """Put together the route of a case: the main way with its detours, cut where the life says, and its
    end.
    """
    inspected = life.inspected or product in INSPECTED or random.randrange(100) < ALSO_INSPECTED_PERCENT
    steps = list(MAIN)
    if inspected:
        at = steps.index("evaluation.completed")
        steps[at:at] = INSPECTION
    for detour in _detours(life, random):
        steps = _with(steps, detour)
    if life.until:
        steps = steps[
            : next(place for place, step in enumerate(steps) if life.until in (step, act_of(step))) + 1
        ]
    return (*steps, *life.then)


def waits_of(route: Route, random: Random) -> list[int]:
    """Draw the working days before each step of a route."""
    found = []
    for step in route:
        low, high = WAITS[step if step in WAITS else act_of(step)]
        slow = act_of(step) in _MAY_BE_SLOW and random.randrange(100) < SLOW_PERCENT
        found.append(random.randint(low, high) * (SLOW_TIMES if slow else 1))
    return found


def _detours(life: Life, random: Random) -> list[Detour]:
    chosen = [one for one in DETOURS if one.name == life.detour or random.randrange(100) < one.percent]
    kept = [one for one in chosen if one.name in EITHER]
    first = next((one for one in kept if one.name == life.detour), kept[0] if kept else None)
    return [one for one in chosen if one.name not in EITHER or one is first]


def _with(steps: list[str], detour: Detour) -> list[str]:
    replaced = dict(detour.replaced)
    inserted = dict(detour.inserted)
    found: list[str] = []
    for step in steps:
        act = act_of(step)
        found.append(replaced.get(act, step))
        found.extend(inserted.pop(act, ()))
    return found


def numbers_of_lives(cases: int) -> list[Life]:
    """Return a life for each of ``cases`` cases by their shares; at least one of every life, most of them
    certified.
    """
    found = [life for life in LIVES for _ in range(max(1, round(life.share * cases / OF)))]
    return found + [LIVES[0]] * (cases - len(found))
