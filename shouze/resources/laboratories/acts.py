"""Acts of the laboratory officer."""

from datetime import date

from shouze.kernel.acts import Doing, Input, act, ask
from shouze.kernel.words import Words

from .checks import credit_code_is_valid, periods_in_order
from .models import Laboratory
from .states import END, RESTORE, SUSPEND


class NewLaboratory(Input):
    """A laboratory with which a contract is concluded."""

    code: str = ask("实验室编号", "Laboratory code", min_length=1, max_length=20)
    name: str = ask("名称", "Name", min_length=1, max_length=300)
    name_en: str = ask("英文名称", "Name in English", "", max_length=300)
    uscc: str = ask("统一社会信用代码", "Unified social credit code", min_length=18, max_length=18)
    address: str = ask("地址", "Address", min_length=1, max_length=500)
    contact: str = ask("联系人", "Contact person", min_length=1, max_length=100)
    phone: str = ask("电话", "Phone", min_length=1, max_length=100)
    products: list[str] = ask("指定产品范围", "Designated products", min_length=1)
    standards: list[str] = ask("资质标准范围", "Accredited standards", min_length=1)
    cma_number: str = ask("CMA证书号", "CMA number", min_length=1, max_length=40)
    cnas_number: str = ask("CNAS证书号", "CNAS number", min_length=1, max_length=40)
    designated_from: date = ask("指定起", "Designated from")
    designated_to: date = ask("指定止", "Designated to")
    accredited_from: date = ask("资质起", "Accredited from")
    accredited_to: date = ask("资质止", "Accredited to")
    contract_from: date = ask("合同起", "Contract from")
    contract_to: date = ask("合同止", "Contract to")


class Reasoned(Input):
    """A reason, in words."""

    reason: str = ask("原因", "Reason", min_length=1, max_length=2000, widget="textarea")


@act(
    "laboratory.contracted",
    Words("签约实验室", "Contract a laboratory"),
    on=Laboratory,
    input=NewLaboratory,
    creates=True,
    checks=(periods_in_order, credit_code_is_valid),
    clauses=("guidance.八", "order117.13"),
)
def contract(doing: Doing, given: NewLaboratory) -> Laboratory:
    return Laboratory(id=doing.new_id(), state="qualified", **given.model_dump())


@act(
    "laboratory.suspended",
    Words("暂停实验室", "Suspend a laboratory"),
    on=Laboratory,
    input=Reasoned,
    moves=SUSPEND,
    clauses=("guidance.八",),
)
def suspend(doing: Doing, laboratory: Laboratory, given: Reasoned) -> None:
    """The state moves by the table; the reason is in the entry."""


@act(
    "laboratory.restored",
    Words("恢复实验室", "Restore a laboratory"),
    on=Laboratory,
    input=Reasoned,
    moves=RESTORE,
    clauses=("guidance.八",),
)
def restore(doing: Doing, laboratory: Laboratory, given: Reasoned) -> None:
    """The state moves by the table; the reason is in the entry."""


@act(
    "laboratory.ended",
    Words("终止实验室合同", "End a laboratory's contract"),
    on=Laboratory,
    input=Reasoned,
    moves=END,
    clauses=("guidance.八",),
)
def end(doing: Doing, laboratory: Laboratory, given: Reasoned) -> None:
    """The state moves by the table; the reason is in the entry."""
