"""What the acts of evaluation ask."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask


class AddedElement(Input):
    """An element beyond the basic mode; regulations Art. 21 allow it only with a rule basis. Design appraisal
    is in no scheme of the house, and nobody of it carries one out.
    """

    code: Literal["XS", "SC", "CY", "GC", "GZ"] = ask("增加要素", "Element", choices="elements")
    basis: str = ask("规则依据（条款）", "Rule basis (clause id)", min_length=1, max_length=200)


class Planning(Input):
    """What the project engineer decides inside the rules; everything else is computed."""

    person_days: Decimal | None = ask(
        "工厂检查人日数", "Person-days of inspection", None, gt=0, max_digits=5, decimal_places=1
    )
    added: list[AddedElement] = ask("增加的认证要素", "Added elements", [], max_length=4, widget="rows")
    remark: str = ask("备注", "Remark", "", max_length=2000, widget="textarea")


class Agreement(Input):
    """The applicant's agreement to plan, fees and the certification agreement (认证合同)."""

    agreed: Literal[True] = ask(
        "同意认证方案、收费和认证合同", "I agree to the plan, the fees and the certification agreement"
    )
    contract: Evidence | None = ask("已签合同", "Signed contract", None, widget="file")


class EvaluationReport(Input):
    """The result of the evaluation (评价报告)."""

    conforming: bool = ask("评价结论：符合", "The product conforms")
    summary: str = ask(
        "评价意见", "Findings of the evaluation", min_length=1, max_length=4000, widget="textarea"
    )


class ClassFell(Input):
    """The class that took effect after the plan was made."""

    proposal: UUID = ask("企业分类建议", "Proposal of the class")
