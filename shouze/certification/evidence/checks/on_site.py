"""May it be noted, signed and ended on the spot? What the record of a visit owes to Order 117 Art. 15."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from shouze.kernel.acts import Look, Objection

from ..states import INSPECTION
from .visiting import Inspector, unfit, visit_objection

#: verdicts that say something by themselves
_NEEDS_WORDS = ("nonconform", "not_applicable")


@dataclass(frozen=True, slots=True)
class OnSiteFacts:
    """A visit with what stands around it. ``day`` is the day on which it happened, as far as the phone's
    clock can be believed; ``me`` how the acting person stands on it, None when he is not in the team.
    ``names`` are the models and key parts that a point may be about, by what it is asked ``per``.
    """

    day: date
    belongs: bool = True
    act: str = ""
    state: str = ""
    opened_by: str = ""
    leader: str = ""
    role: str = ""
    me: Inspector | None = None
    planned_from: date = date.min
    points: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    noted: int = 0
    signed: frozenset[str] = frozenset()


def opened_once(look: Look) -> Iterator[Objection]:
    """A visit is opened once; the second phone goes on with it."""
    if look.facts.opened_by:
        yield visit_objection(
            "visit_opened",
            f"现场检查已由{look.facts.opened_by}开始",
            f"the visit was begun by {look.facts.opened_by}",
            "直接记录检查项",
            "the points noted right away",
        )


def in_its_days(look: Look) -> Iterator[Objection]:
    """No visit before the first planned day."""
    if look.facts.belongs and look.on < look.facts.planned_from:
        yield visit_objection(
            "too_early",
            f"检查计划自{look.facts.planned_from}开始",
            f"the inspection is planned from {look.facts.planned_from}",
            "在计划日期内到现场，或撤销后另行计划",
            "the visit in its planned days, or another plan",
            act="inspection.recalled",
        )


def still_planned(look: Look) -> Iterator[Objection]:
    """Nothing comes in after the report, or when the plan was recalled."""
    if look.facts.state != "planned":
        now = INSPECTION[look.facts.state]
        yield visit_objection(
            "inspection_state",
            f"工厂检查已是“{now.zh}”",
            f"the inspection is already “{now.en}”",
            "将手机上的记录导出交组长归档",
            "the record exported from the phone and given to the leader",
        )


def fit_on_that_day(look: Look) -> Iterator[Objection]:
    """Who notes or signs is in the team, and was registered and without a conflict of interest on that day;
    a trainee notes and signs under the leader's eyes.
    """
    facts: OnSiteFacts = look.facts
    if not facts.belongs:
        return
    if facts.me is None:
        yield visit_objection(
            "not_in_team",
            "您不是本次检查组成员",
            "you are not in the team of this inspection",
            "由检查组成员办理",
            "a member of the team",
        )
        return
    yield from unfit(facts.me, facts.role)


def led_by_him(look: Look) -> Iterator[Objection]:
    """The leader ends the visit and opens it again."""
    if str(look.actor.id) != look.facts.leader:
        yield visit_objection(
            "not_leader",
            "您不是本次检查的组长",
            "you are not the leader of this inspection",
            "由组长办理",
            "the team leader",
        )


def point_is_asked(look: Look) -> Iterator[Objection]:
    """The point is one of this visit, and is about a model or key part of the application where it is asked
    for each.
    """
    given, facts = look.given, look.facts
    if given.point not in facts.points:
        yield visit_objection(
            "other_point",
            f"检查项{given.point}不在本次检查表中",
            f"the point {given.point} is not asked at this visit",
            "选择本次检查表中的检查项",
            "a point of this visit's checklist",
            field="point",
        )
        return
    per = facts.points[given.point]
    if (given.about and not per) or (per and given.about not in facts.names[per]):
        yield visit_objection(
            "about",
            f"“{given.about}”不是该检查项可针对的型号或关键件",
            f"“{given.about}” is no model or key part that this point is about",
            "选择认证委托中的型号或关键件",
            "a model or key part of the application",
            field="about",
        )


def note_is_whole(look: Look) -> Iterator[Objection]:
    """A nonconformity has its facts, grade and class; that a point does not apply has its reason."""
    given = look.given
    if given.verdict in _NEEDS_WORDS and not given.words:
        yield visit_objection(
            "no_words",
            "不符合、不适用须写明事实或理由",
            "what does not conform or apply needs its facts or reason",
            "填写检查记录",
            "what was seen, in words",
            field="words",
        )
    if (given.verdict == "nonconform") != bool(given.grade and given.code):
        yield visit_objection(
            "grade",
            "不符合须有等级和分类，其他判定不填",
            "a nonconformity needs grade and class, any other verdict has none",
            "填写不符合等级和分类",
            "grade and class of the nonconformity",
            field="grade",
        )


def signs_for_himself(look: Look) -> Iterator[Objection]:
    """An inspector signs by his own name."""
    if look.given.role == "inspector" and look.given.name != look.actor.name:
        yield visit_objection(
            "other_name",
            f"以{look.actor.name}登录，不能代{look.given.name}签字",
            f"logged in as {look.actor.name}, nobody signs for {look.given.name}",
            "由本人登录后签字",
            "the signature of the person himself",
            field="name",
        )


def something_noted(look: Look) -> Iterator[Objection]:
    """A signature is set under something."""
    if not look.facts.noted:
        yield visit_objection(
            "nothing_noted",
            "还没有检查记录可签",
            "there is nothing noted yet to sign",
            "先记录检查项",
            "points noted first",
            act="visit.noted",
        )


def every_point_noted(look: Look) -> Iterator[Objection]:
    """Each point was looked at, none is left open, and where two inspectors differ the leader decided."""
    facts: OnSiteFacts = look.facts
    for code, found, zh, en in (
        ("missing", facts.missing, "尚未检查", "not looked at"),
        ("pending", facts.pending, "仍为“待核”", "still to be checked"),
        ("disputed", facts.disputed, "两名检查员判定不一致", "judged differently by two inspectors"),
    ):
        if found:
            listed = "、".join(found)
            yield visit_objection(
                f"points_{code}",
                f"检查项{listed}{zh}",
                f"points {listed}: {en}",
                "逐项检查并记录，判定不一致的由组长另记",
                "each point noted; where two differ, by the leader",
                rule="00c005.3",
                act="visit.noted",
            )


def both_signed(look: Look) -> Iterator[Objection]:
    """The leader's team and the enterprise signed, or it is said why the enterprise did not."""
    if "inspector" not in look.facts.signed:
        yield visit_objection(
            "no_inspector_signature",
            "检查员尚未签字",
            "no inspector has signed",
            "检查员签字",
            "an inspector's signature",
            act="visit.signed",
        )
    if "enterprise" not in look.facts.signed and not look.given.unsigned_because:
        yield visit_objection(
            "no_enterprise_signature",
            "企业代表尚未签字",
            "the enterprise has not signed",
            "企业代表签字，或写明未签字的原因",
            "its signature, or why it did not sign",
            act="visit.signed",
            field="unsigned_because",
        )
