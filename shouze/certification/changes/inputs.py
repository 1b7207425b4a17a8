"""What is asked of who applies for something on a certificate, and of who accepts it."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from shouze.certification.applications.inputs import MOST_ROWS, Attached, KeyPart, ModelLine
from shouze.kernel.acts import Input, ask
from shouze.kernel.words import Words

PROMISE = Words(
    "我方承诺所提供的资料真实；变更获批准前，不按变更后的内容生产、销售和使用标志。",
    "What we send is true; until the change is approved nothing is made, sold or marked as changed.",
)


LEFT_OUT = Words(
    "我方知悉：未选的证书仍载明变更前的名称、地址，与登记不一致；其产品上的名称、地址须与证书一致，变更须另行申请。",
    "We know that certificates left out go on naming what was before, unlike the register; what is printed "
    "on their products must match them, and their change is to be applied for separately.",
)


class ModelChange(Input):
    """A model that is called or rated otherwise, its safety as before."""

    before: str = ask("原型号", "Model as certified", min_length=1, max_length=100)
    model: str = ask("新型号", "New model", min_length=1, max_length=100)
    specification: str = ask("主要参数", "Rating and parameters", "", max_length=300)


class PartChange(Input):
    """A key part that takes the place of another one."""

    before: str = ask("原关键件（名称、型号、制造商）", "Part as certified", min_length=1, max_length=400)
    name: str = ask("新关键件名称", "New part", min_length=1, max_length=100)
    model: str = ask("规格型号", "Type", min_length=1, max_length=100)
    maker: str = ask("制造商", "Maker", min_length=1, max_length=200)


class AboutCertificate(Input):
    """What every application about a certificate says."""

    certificate: UUID = ask("证书", "Certificate", widget="hidden")
    words: str = ask("说明", "Explanation", "", max_length=4000, widget="textarea")
    documents: list[Attached] = ask("证明资料", "Documents", [], max_length=60, widget="rows")
    promise: Literal[True] = ask("承诺", "Promise", help=PROMISE)


class Change(AboutCertificate):
    """A change of one kind or several; of each kind its particulars."""

    kinds: list[str] = ask("变更类型", "Kinds of change", min_length=1, max_length=16, choices="change_kinds")
    trademark: str = ask("新商标", "New trademark", "", max_length=100)
    product_name: str = ask("新产品名称", "New product name", "", max_length=200)
    product_name_en: str = ask("新产品英文名称", "New product name in English", "", max_length=200)
    series: str = ask("新系列名称", "New series", "", max_length=200)
    models_changed: list[ModelChange] = ask(
        "变更的型号", "Models changed", [], max_length=MOST_ROWS, widget="rows"
    )
    models_added: list[ModelLine] = ask("增加的型号", "Models added", [], max_length=MOST_ROWS, widget="rows")
    models_removed: list[str] = ask("减少的型号", "Models removed", [], max_length=MOST_ROWS, widget="rows")
    factory_name: str = ask("生产企业新名称", "New name of the factory", "", max_length=300)
    factory_name_en: str = ask("生产企业新英文名称", "New name of the factory in English", "", max_length=300)
    factory_address: str = ask(
        "生产企业新地址名称", "New address of the factory, as named", "", max_length=500
    )
    factory_address_en: str = ask("生产企业新英文地址", "New address in English", "", max_length=500)
    site_address: str = ask("新生产场所地址", "Address of the new site", "", max_length=500)
    site_address_en: str = ask("新生产场所英文地址", "Address of the new site in English", "", max_length=500)
    site_division: str = ask("新生产场所行政区划代码", "Division code of the new site", "", max_length=6)
    site_longitude: Decimal | None = ask(
        "新生产场所经度", "Longitude of the new site", None, ge=-180, le=180, max_digits=11, decimal_places=7
    )
    site_latitude: Decimal | None = ask(
        "新生产场所纬度", "Latitude of the new site", None, ge=-90, le=90, max_digits=11, decimal_places=7
    )
    applicant_name: str = ask("认证委托人新名称", "New name of the applicant", "", max_length=300)
    applicant_name_en: str = ask("认证委托人新英文名称", "New name in English", "", max_length=300)
    applicant_address: str = ask("认证委托人新地址", "New address of the applicant", "", max_length=500)
    applicant_address_en: str = ask("认证委托人新英文地址", "New address in English", "", max_length=500)
    producer_name: str = ask("生产者新名称", "New name of the producer", "", max_length=300)
    producer_name_en: str = ask("生产者新英文名称", "New name in English", "", max_length=300)
    producer_address: str = ask("生产者新地址", "New address of the producer", "", max_length=500)
    producer_address_en: str = ask("生产者新英文地址", "New address in English", "", max_length=500)
    plan: str = ask("换版实施方案", "Transition plan", "", max_length=60, widget="transition")
    parts_changed: list[PartChange] = ask(
        "更换的关键件", "Parts replaced", [], max_length=MOST_ROWS, widget="rows"
    )
    parts_added: list[KeyPart] = ask(
        "增加的关键件或供应商", "Parts or suppliers added", [], max_length=MOST_ROWS, widget="rows"
    )
    design: str = ask("设计变更说明", "What changes in the design", "", max_length=4000, widget="textarea")
    system: str = ask(
        "质量体系变更说明", "What changes in the quality system", "", max_length=4000, widget="textarea"
    )
    other: str = ask("其他变更说明", "What else changes", "", max_length=4000, widget="textarea")

    also: list[UUID] = ask(
        "一并变更的证书",
        "Certificates changed by the same application",
        [],
        max_length=MOST_ROWS,
        widget="ticks",
    )
    left_out: bool = ask("未选证书的后果", "What follows for those left out", False, help=LEFT_OUT)


class Extension(AboutCertificate):
    """Models added to a certified unit (Order 117 Art. 25)."""

    models_added: list[ModelLine] = ask(
        "增加的型号", "Models added", min_length=1, max_length=MOST_ROWS, widget="rows"
    )
    parts_added: list[KeyPart] = ask(
        "新增型号的不同关键件",
        "Key parts that only the new models have",
        [],
        max_length=MOST_ROWS,
        widget="rows",
    )
    wish: str = ask(
        "希望的发证方式", "Certificate wished", "same", max_length=12, choices="extension_results"
    )


class Renewal(AboutCertificate):
    """The certificate is to go on after its last day (Order 117 Art. 22)."""

    number: str = ask(
        "换证后的证书编号",
        "Number after the renewal",
        "",
        max_length=12,
        choices="renewal_numbers",
        help=Words(
            "启用新编号的，原编号的标志订单同时作废，批准后须按新编号重新订购和加施标志。",
            "Under a new number the orders of marks under the old one fall; marks are ordered and used anew.",
        ),
    )


class Conversion(AboutCertificate):
    """The certificate is to pass over to a revised standard or scheme, by a transition plan."""

    plan: str = ask("换版实施方案", "Transition plan", min_length=1, max_length=60, widget="transition")


class ChangeElement(Input):
    """An element beyond the table; regulations Art. 21 allow it only with a clause."""

    code: Literal["XS", "GC", "GZ"] = ask("增加要素", "Element", choices="elements")
    basis: str = ask("规则依据（条款）", "Rule basis (clause id)", min_length=1, max_length=200)


class ChangeAcceptance(Input):
    """The application review: accepted, who answers for it, and what is asked beyond the table."""

    engineer: UUID = ask("项目负责人", "Project engineer", widget="person")
    opinion: str = ask("评审意见", "Review opinion", min_length=1, max_length=2000, widget="textarea")
    added: list[ChangeElement] = ask("增加的认证要素", "Added elements", [], max_length=3, widget="rows")
    result: str = ask(
        "扩展后的发证方式", "Result of an extension", "same", max_length=12, choices="extension_results"
    )
    result_basis: str = ask(
        "单独发证的依据（条款）", "Basis of a separate certificate (clause id)", "", max_length=200
    )


class ChangeNonAcceptance(Input):
    """The application review of a change: not accepted, for a reason of the closed list."""

    reason: str = ask("不予受理原因", "Reason", choices="change_refusals", max_length=60)
    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")


class TransitionOpening(Input):
    """A transition is opened: the holders concerned are invited to convert."""

    plan: str = ask("换版实施方案", "Transition plan", min_length=1, max_length=60, widget="transition")
    words: str = ask("致持证人的说明", "Words to the holders", "", max_length=2000, widget="textarea")


class Invited(Input):
    """A holder is invited to convert a certificate under a plan."""

    plan: str = ask("换版实施方案", "Transition plan", min_length=1, max_length=60)


class Told(Input):
    """The case of the change that a holder is told of."""

    change: UUID = ask("变更案件", "Case of the change", widget="hidden")


class Reissue(Input):
    """Why a certificate is issued anew with what it says already."""

    kind: str = ask("换证类型", "Kind of re-issue", choices="reissue_kinds", max_length=2)
    words: str = ask("原因", "Reason", min_length=1, max_length=2000, widget="textarea")
