"""What the acts on yearly plans ask."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class PlanRequest(Input):
    """From which day to which a plan is asked for, and from what: a frozen instance."""

    first: date = ask("计划开始", "First day")
    last: date = ask("计划结束", "Last day")
    afresh: bool = ask("重排已排入计划的任务", "Plan anew what is planned already", False)
    instance: Evidence = ask("固定的输入", "Frozen inputs", widget="file")


class PlanDraft(Input):
    """The lines of a plan as a file."""

    solution: Evidence = ask("计划文件", "File of the plan", widget="file")


class Recalculation(Input):
    """The inputs of a plan with the calendar that was published since."""

    instance: Evidence = ask("按已公布日历固定的输入", "Inputs with the published calendar", widget="file")


class LineChange(Input):
    """Other days or another team for one line, and why."""

    line: UUID = ask("计划行", "Line", widget="hidden")
    first: date = ask("开始", "First day")
    last: date = ask("结束", "Last day")
    leader: UUID = ask("组长", "Leader", widget="person")
    members: list[UUID] = ask("组员", "Members", [], max_length=11, widget="persons")
    reason: str = ask("变更原因", "Reason", min_length=4, max_length=1000, widget="textarea")


class Discarding(Input):
    """Why a draft is not used."""

    reason: str = ask("原因", "Reason", min_length=1, max_length=500, widget="textarea")


class BaseRecord(Input):
    """From which division a person's journeys begin, since when."""

    division: str = ask(
        "驻地行政区划",
        "Division of the base",
        pattern=r"^\d{4,6}$",
        help=Words("GB/T 2260代码，四至六位", "Code of GB/T 2260, four to six digits"),
    )
    valid_from: date = ask("起始日", "Since")


class LeaveRecord(Input):
    """Days on which a person goes nowhere."""

    first: date = ask("开始", "First day")
    last: date = ask("结束", "Last day")
    reason: str = ask("事由", "Reason", min_length=1, max_length=200)
