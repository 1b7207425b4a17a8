"""May the inspection be planned so, and its conclusion be drawn? Domain invariant 4."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from shouze.kernel.acts import Look, Objection, objection
from shouze.kernel.words import Words

from ..states import INSPECTION, INSPECTION_MOVES

RULE = "order117.15"
#: what a visit is refused for, under the rule on inspections unless another is named
visit_objection = partial(objection, rule=RULE)
Check = Callable[[Look], Iterator[Objection]]


@dataclass(frozen=True, slots=True)
class Inspector:
    """An inspector as he stands on every day of the visit."""

    name: str
    registered: bool
    level: str
    specialities: frozenset[str]
    linked: bool
    evaluated_elsewhere: bool = False
    number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """An inspection with what stands around it."""

    act: str = ""
    belongs: bool = True
    state: str = ""
    element_open: bool = True
    open_plan: str = ""
    team: Mapping[str, Inspector] = field(default_factory=dict)
    leader: str = ""
    members: frozenset[str] = frozenset()
    speciality: str = ""
    person_days: Decimal = Decimal(0)
    planned_days: int = 0
    grades: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    verifications: tuple[str, ...] = ()
    finding_state: str = ""
    on_paper: bool = True
    on_site: str = ""
    whole_said: Decimal | None = None


def team_is_fit(look: Look) -> Iterator[Objection]:
    """One leader, nobody twice, every inspector registered on each day, the speciality covered, no conflict
    of interest.
    """
    team, facts = look.given.team, look.facts
    if [member.role for member in team].count("01") != 1:
        yield visit_objection(
            "leader",
            "检查组须有且只有一名组长",
            "the team needs exactly one leader",
            "指定一名组长",
            "one leader",
            field="team",
        )
    if len({member.person for member in team}) != len(team):
        yield visit_objection(
            "twice",
            "同一检查员重复列入",
            "an inspector stands in the team twice",
            "每人一次",
            "each person once",
            field="team",
        )
    for member in team:
        yield from unfit(facts.team[str(member.person)], member.role)
    yield from covers(facts.speciality, [facts.team[str(one.person)] for one in team if one.role != "03"])


def covers(speciality: str, counted: Sequence[Inspector]) -> Iterator[Objection]:
    """Yield an objection where nobody of the team has the speciality."""
    if not any(speciality in one.specialities or "*" in one.specialities for one in counted):
        yield visit_objection(
            "speciality",
            f"检查组未覆盖专业{speciality}",
            f"the team does not cover the speciality {speciality}",
            "加入具备该专业的检查员",
            "an inspector of that speciality",
            field="team",
        )


def unfit(one: Inspector, role: str) -> Iterator[Objection]:
    """Yield why an inspector may not be in that role of a team: registration, level, interest, separation."""
    if not one.registered:
        yield visit_objection(
            "unregistered",
            f"{one.name}在检查期间未注册为强制性产品认证检查员",
            f"{one.name} is not registered as CCC inspector on every day of the visit",
            "选择注册有效的检查员",
            "an inspector whose registration holds",
            act="registration.recorded",
            field="team",
        )
    elif one.level == "trainee" and role != "03":
        yield visit_objection(
            "trainee",
            f"{one.name}为实习检查员，不得担任组长或组员",
            f"{one.name} is a trainee and may be neither leader nor member",
            "以实习身份参加",
            "the role of a trainee",
            field="team",
        )
    if one.linked:
        yield visit_objection(
            "interest",
            f"{one.name}与本案当事方存在利益关系",
            f"{one.name} has an interest in a party of this case",
            "选择无利益关系的检查员",
            "an inspector without such a link",
            rule="regulations.13",
            field="team",
        )
    if one.evaluated_elsewhere:
        yield visit_objection(
            "separation",
            f"{one.name}在本案中承担复核、决定或批准",
            f"{one.name} reviews, decides or approves in this case",
            "选择未参与的检查员",
            "an inspector who does not",
            rule="iso17065.7.5",
            field="team",
        )


def days_suffice(look: Look) -> Iterator[Objection]:
    """Person-days planned are not below the plan (trainees excluded); dates are in order and not past."""
    given, facts = look.given, look.facts
    days = (given.planned_to - given.planned_from).days + 1
    total = Decimal(days * sum(member.role != "03" for member in given.team))
    if days < 1 or given.planned_from < look.on:
        yield visit_objection(
            "dates",
            "检查日期先后有误或已过",
            "the dates are not in order, or past",
            "填写今后的日期",
            "days to come",
            field="planned_from",
        )
    elif total < facts.person_days:
        yield visit_objection(
            "person_days",
            f"计划{total}人日，方案要求{facts.person_days}人日",
            f"{total} person-days planned, the plan asks for {facts.person_days}",
            "增加人员或天数",
            "more inspectors or days",
            rule="00c006.person_days",
            field="planned_to",
        )


def inspection_open(look: Look) -> Iterator[Objection]:
    """The element GC is open in the plan and no other inspection of it runs."""
    if not look.facts.element_open:
        yield visit_objection(
            "element_closed",
            "工厂检查不在方案中或已完成",
            "the factory inspection is not in the plan, or is closed",
            "方案中未完成的工厂检查",
            "an open inspection in the plan",
            rule="regulations.21",
        )
    if look.facts.open_plan:
        yield visit_objection(
            "plan_open",
            f"检查计划{look.facts.open_plan}尚未结论",
            f"the inspection {look.facts.open_plan} is not concluded",
            "先完成该检查",
            "that inspection concluded first",
        )


def inspection_allows(look: Look) -> Iterator[Objection]:
    """The inspection belongs to the case, its state allows the act, and an inspector acts as leader or
    member.
    """
    facts: VisitFacts = look.facts
    if not facts.belongs:
        yield visit_objection(
            "other_inspection",
            "该工厂检查不属于本案",
            "this inspection does not belong to the case",
            "选择本案的检查",
            "an inspection of this case",
        )
        return
    allowed, _ = INSPECTION_MOVES[facts.act]
    if facts.state not in allowed:
        now, need = (
            INSPECTION[facts.state],
            Words.join((INSPECTION[one] for one in allowed), zh="、", en=", "),
        )
        yield visit_objection(
            "inspection_state",
            f"工厂检查当前为“{now.zh}”",
            f"the inspection is “{now.en}”",
            f"工厂检查为“{need.zh}”",
            f"the inspection in one of: {need.en}",
        )


def by_the_leader(look: Look) -> Iterator[Objection]:
    """Report and conclusion are the leader's."""
    if look.facts.belongs and str(look.actor.id) != look.facts.leader:
        yield visit_objection(
            "not_leader",
            "您不是本次检查的组长",
            "you are not the leader of this inspection",
            "由组长办理",
            "the team leader",
        )


def by_the_team(look: Look) -> Iterator[Objection]:
    """Verification is done by the team that inspected."""
    if look.facts.belongs and str(look.actor.id) not in look.facts.members:
        yield visit_objection(
            "not_in_team",
            "您不是本次检查组成员",
            "you are not in the team of this inspection",
            "由检查组成员办理",
            "a member of the team",
        )


def visit_as_planned(look: Look) -> Iterator[Objection]:
    """Domain invariant 4 on the real days too: registration, speciality, no conflict; person-days really
    spent are not below the plan.
    """
    given, facts = look.given, look.facts
    if not facts.belongs:
        return
    if not given.from_on <= given.to_on <= look.on:
        yield visit_objection(
            "dates",
            "检查日期先后有误或在将来",
            "the dates are not in order, or lie in the future",
            "按实际日期填写",
            "the real days",
            field="from_on",
        )
    if given.person_days < facts.person_days:
        yield visit_objection(
            "person_days",
            f"实际{given.person_days}人日，少于方案的{facts.person_days}人日",
            f"{given.person_days} person-days spent, the plan asks for {facts.person_days}",
            "补足检查时间",
            "the missing time on site",
            rule="00c006.person_days",
            field="person_days",
        )
    most = ((given.to_on - given.from_on).days + 1) * len(facts.members)
    if given.person_days > most > 0:
        yield visit_objection(
            "person_days_impossible",
            f"{len(facts.members)}名检查员在所填日期内最多{most}人日",
            f"{len(facts.members)} inspectors spend at most {most} person-days on these days",
            "按实际人日数填写（实习检查员不计）",
            "the person-days really spent (trainees not counted)",
            rule="00c006.person_days",
            field="person_days",
        )
    for person, one in facts.team.items():
        yield from unfit(one, "02" if person in facts.members else "03")
    yield from covers(facts.speciality, [facts.team[person] for person in facts.members])


def whole_as_said(look: Look) -> Iterator[Objection]:
    """Where one visit serves several cases, each report names the same person-days of the whole."""
    said = look.facts.whole_said
    if said is not None and look.given.person_days != said:
        yield visit_objection(
            "whole_differs",
            f"同一次检查的另一案报告的全程人日数为{said.normalize():f}",
            f"the report of another case of this visit says {said.normalize():f} person-days for the whole",
            "各案填写整次检查相同的人日数，系统按证书数分摊",
            "the same person-days of the whole visit in each; they are shared by certificates",
            rule="00c006.person_days",
            field="person_days",
        )


def finding_is(state: str) -> Check:
    """Return a check that the nonconformity is in ``state``."""

    def check(look: Look) -> Iterator[Objection]:
        if look.facts.belongs and look.facts.finding_state not in (
            state,
            "rejected" if state == "open" else state,
        ):
            yield visit_objection(
                "finding_state",
                "该不符合项当前不能如此办理",
                "this nonconformity is not in the state for it",
                "先提交整改，再验证",
                "first the correction, then its verification",
            )

    return check


def record_is_closed(look: Look) -> Iterator[Objection]:
    """A visit that was recorded on the spot is ended before it is reported: nothing comes in any more."""
    if look.facts.on_site == "open":
        yield visit_objection(
            "visit_open",
            "现场检查记录尚未结束",
            "the record of the visit is not ended",
            "由组长先结束现场检查",
            "the visit ended by the team leader first",
            act="visit.closed",
        )


def closed_as_its_grade_asks(look: Look) -> Iterator[Objection]:
    """A correction is verified on paper only where the grade of its nonconformity allows it (code table
    ``nonconformity_grades``).
    """
    if (
        look.facts.belongs
        and look.given.accepted
        and look.given.kind == "written"
        and not look.facts.on_paper
    ):
        yield visit_objection(
            "not_on_paper",
            "严重不符合项的整改须现场验证",
            "the correction of a serious nonconformity is verified on site",
            "现场验证后填写",
            "a verification on site",
            rule="00c006.11",
            field="kind",
        )


def conclusion_follows(look: Look) -> Iterator[Objection]:
    """01 without nonconformities; 02 and 03 when all are verified, 03 if any on site; 04 is always open to
    the leader.
    """
    conclusion, facts = look.given.conclusion, look.facts
    unverified = [state for state in facts.states if state != "verified"]
    wrong = {
        "01": bool(facts.states),
        "02": not facts.states or bool(unverified) or "on_site" in facts.verifications,
        "03": not facts.states or bool(unverified) or "on_site" not in facts.verifications,
        "04": not facts.states,
    }
    if wrong[conclusion]:
        yield visit_objection(
            "conclusion",
            "该结论与不符合项的验证情况不一致",
            "this conclusion does not follow from the nonconformities and their verification",
            "01无不符合项；02书面验证全部有效；03含现场验证且全部有效；04有不符合项且整改无效",
            "01 none found; 02 all verified in writing; 03 all verified, some on site; 04 not corrected",
            field="conclusion",
        )
