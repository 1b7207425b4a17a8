"""What the acts on inspections ask."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class TeamMember(Input):
    """A member of the inspection team: leader 01, member 02, trainee 03."""

    person: UUID = ask("检查员", "Inspector", widget="person")
    role: Literal["01", "02", "03"] = ask("角色", "Role", choices="team_roles")


class InspectionPlan(Input):
    """The plan of a factory inspection (检查计划)."""

    planned_from: date = ask("计划开始", "From")
    planned_to: date = ask("计划结束", "To")
    team: list[TeamMember] = ask("检查组", "Team", min_length=1, max_length=12, widget="rows")
    experts: list[str] = ask("技术专家", "Technical experts", [], max_length=10, widget="rows")


class OnInspection(Input):
    """Which inspection is meant."""

    inspection: UUID = ask("工厂检查", "Inspection", widget="hidden")


class PlanRecall(OnInspection):
    """Why the plan is taken back before the visit; another team or other days may be planned then."""

    reason: str = ask("撤销原因", "Why it is recalled", min_length=1, max_length=2000, widget="textarea")


class Finding(Input):
    """A nonconformity found."""

    grade: Literal["general", "serious"] = ask("不符合等级", "Grade", choices="nonconformity_grades")
    clause: str = ask("条款", "Clause (CNCA-00C-005)", min_length=1, max_length=20)
    code: str = ask("分类代码", "Code", pattern=r"^\d{5}$", choices="nonconformity_codes")
    description: str = ask("不符合事实", "Facts", min_length=1, max_length=2000)


class InspectionReport(OnInspection):
    """What was done on site (检查报告) and every nonconformity found."""

    from_on: date = ask("实际开始", "From")
    to_on: date = ask("实际结束", "To")
    person_days: Decimal = ask(
        "实际人日数",
        "Person-days",
        gt=0,
        max_digits=6,
        decimal_places=3,
        help=Words(
            "一次检查合并办理多个案件的，填整次检查的人日数，按证书数分摊到各案。",
            "Where one visit serves several cases: of the whole visit; they are shared by certificates.",
        ),
    )
    summary: str = ask("检查情况", "Summary", min_length=1, max_length=4000, widget="textarea")
    findings: list[Finding] = ask("不符合项", "Nonconformities", [], max_length=100, widget="rows")
    file: Evidence = ask("检查报告文件", "Report file", widget="file")


class Correction(Input):
    """The factory's correction of one nonconformity."""

    nonconformity: UUID = ask("不符合项", "Nonconformity", widget="hidden")
    cause: str = ask("原因分析", "Cause", min_length=1, max_length=2000, widget="textarea")
    action: str = ask(
        "纠正和纠正措施", "Correction and corrective action", min_length=1, max_length=2000, widget="textarea"
    )
    files: list[Evidence] = ask("证明材料", "Files", [], max_length=20, widget="files")


class Verification(Input):
    """The team's verification of one correction."""

    nonconformity: UUID = ask("不符合项", "Nonconformity", widget="hidden")
    accepted: bool = ask("整改有效", "The correction is effective")
    kind: Literal["written", "on_site"] = ask("验证方式", "Way of verification", choices="verification_kinds")
    words: str = ask("验证意见", "Opinion", min_length=1, max_length=2000, widget="textarea")


class Conclusion(OnInspection):
    """The conclusion of the inspection by code (01 to 04)."""

    conclusion: Literal["01", "02", "03", "04"] = ask(
        "检查结论", "Conclusion", choices="inspection_conclusions"
    )
    words: str = ask("结论说明", "Explanation", "", max_length=2000, widget="textarea")
