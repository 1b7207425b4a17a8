"""What is given to the acts from application to fee, and to those that stop and start the clock."""

from datetime import timedelta
from decimal import Decimal

from shouze.kernel import clock, rulebook
from shouze.resources.cases.queries import get_case
from shouze.resources.schemes import queries as schemes

from .dossier import Answer, Cabinet, Dossier, Given


def _application(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    kinds = [kind for kind in _documents(case) if how != "incomplete" or kind != "trademark"]
    parties, product = case.parties, case.product
    return {
        "applicant": str(parties.applicant),
        "producer": str(parties.producer),
        "factory": str(parties.factory),
        "relation": parties.relation,
        "product_code": product.code,
        "product_name": product.name,
        "product_name_en": product.name_en,
        "series": product.prefix,
        "trademark": "示例",
        "promise": True,
        "models": [{"model": name, "specification": product.rating} for name in case.models],
        "key_parts": [
            {"name": name, "model": model, "maker": f"示例元件{case.serial % 7 + 1}厂"}
            for name, model in product.parts
        ],
        "documents": [
            {"kind": kind, "digest": cabinet.digest(_title(kind), case.people["client"])} for kind in kinds
        ],
    }


def _documents(case: Dossier) -> list[str]:
    """The documents that any scheme asks for which may be in force when the application is reviewed."""
    today = clock.today()
    found: dict[str, None] = {}
    for day in (today, today + timedelta(days=30)):
        scheme = schemes.find_scheme(case.product.code, day)
        listed = schemes.documents_for(scheme, case.product.code) if scheme else ()
        found.update((one.key, None) for one in listed if one.required_when in _circumstances(case))
    return list(found) or ["application_form", "applicant_licence", "product_description"]


def _title(kind: str) -> str:
    return rulebook.code("document_kinds", kind, on=clock.today()).words.zh


def _circumstances(case: Dossier) -> set[str]:
    parties = case.parties
    holds = {
        "always": True,
        "brand_is_registered": True,
        "factory_is_new": True,
        "applicant_is_not_producer": parties.applicant != parties.producer,
        "producer_is_not_factory": parties.producer != parties.owner,
        "oem_or_odm": parties.relation != "same",
        "odm": parties.relation == "odm",
    }
    return {name for name, true in holds.items() if true}


def _supplement(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    digest = cabinet.digest(_title("trademark"), case.people["client"])
    return {"documents": [{"kind": "trademark", "digest": digest}], "words": "补交商标注册证明。"}


def _accepted(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    opinion = case.choose(
        "资料齐全，属指定业务范围，予以受理。",
        "经评审，申请信息与资料一致，予以受理。",
        "资料符合要求，本机构有能力实施认证，予以受理。",
    )
    return {"engineer": str(case.people["engineer"]), "opinion": opinion}


_WHY_NOT = {
    "self_declaration_product": "该产品适用自我声明评价方式，请在自我声明系统中办理。",
    "outside_designated_scope": "该产品不在本机构指定业务范围内，请向具备该范围的指定认证机构提出。",
    "not_in_catalogue": "经核对，该产品不在强制性产品认证目录内，无需强制性产品认证。",
    "documents_incomplete_after_supplement": "补正期限内未能提供商标注册证明，资料仍不齐全。",
    "duplicate_application": "同一认证单元已有本机构颁发的证书，型号有变化的请申请变更或扩展。",
}


def _refused(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"reason": how, "words": _WHY_NOT[how]}


def _planned(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    if not case.inspection_is_added:
        return {}
    return {
        "added": [{"code": "GC", "basis": "00c003.4"}],
        "remark": "生产企业首次获证且产品风险较高，增加初始工厂检查。",
    }


def _agreed(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"agreed": True, "contract": cabinet.digest("认证合同", case.people["client"])}


def _paid(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    due: Decimal = get_case(case.case).fees_due
    return {"amount": str(due), "receipt": f"F-{clock.today():%Y%m%d}-{case.serial:03d}"}


_WHY_PAUSED = {
    "waiting_for_payment": "委托人申请延期付款，等待缴费。",
    "product_rework": "检测不合格，委托人整改产品。",
}


def _paused(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"reason": how, "words": _WHY_PAUSED[how]}


def _resumed(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"words": "暂停原因已消除，恢复计时。"}


def _asked(case: Dossier, how: str, cabinet: Cabinet) -> Given:
    return {"items": ["商标注册证明"], "words": "请补充商标注册证明。"}


ANSWERS: dict[str, Answer] = {
    "application.submitted": _application,
    "supplement.requested": _asked,
    "supplement.submitted": _supplement,
    "application.accepted": _accepted,
    "application.refused": _refused,
    "plan.made": _planned,
    "agreement.concluded": _agreed,
    "fees.received": _paid,
    "case.paused": _paused,
    "case.resumed": _resumed,
}
