"""May this application be made, accepted, refused? Pure; each objection names its rule."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words
from shouze.resources.schemes.transitions import find_transition


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the application review looks at, on the day of the review."""

    product_known: bool
    third_party: bool
    designated: bool
    scheme: str | None
    missing: tuple[Words, ...]
    engineer_holds_post: bool = True
    declared: bool = False
    open: bool = True
    supplement_over: bool = False
    unit: "Unit | None" = None
    held: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    pending: tuple[str, ...] = ()
    withdrawn: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit applied for, and how many models one unit may have by the class of the factory (``most``)."""

    models: int
    most: int
    letter: str


#: reason of the closed list -> does it hold on these facts? Reasons not listed here are matters of judgement.
REASON_HOLDS: dict[str, Callable[[ReviewFacts], bool]] = {
    "not_in_catalogue": lambda facts: not facts.product_known,
    "self_declaration_product": lambda facts: facts.declared,
    "acceptance_not_open": lambda facts: not facts.open,
    "outside_designated_scope": lambda facts: not facts.designated,
    "documents_incomplete_after_supplement": lambda facts: bool(facts.missing) and facts.supplement_over,
    "duplicate_application": lambda facts: bool(facts.held or facts.pending),
    "certificate_withdrawn_ban": lambda facts: facts.withdrawn is not None,
}


def applies_for_himself(look: Look) -> Iterator[Objection]:
    """A client applies for the organisation that he belongs to (Order 117 Art. 10)."""
    if look.actor.kind == "client" and str(look.given.applicant) != str(look.actor.organisation):
        why = Words("认证委托人不是您所属的企业", "the applicant is not the organisation you belong to")
        yield Objection(
            "other_applicant",
            why,
            Words("以本企业名义提出委托", "an application in the name of your own organisation"),
            "order117.10",
            field="applicant",
        )


def models_differ(look: Look) -> Iterator[Objection]:
    """A model stands in the list once."""
    counted = Counter(line.model for line in look.given.models)
    twice = sorted(name for name, count in counted.items() if count > 1)
    if twice:
        listed = "、".join(twice)
        yield Objection(
            "models_twice",
            Words(f"规格型号重复：{listed}", f"models stand twice: {listed}"),
            Words("每个型号只列一次", "each model once"),
            "order117.21",
            field="models",
        )


def corrects_what_it_may(look: Look) -> Iterator[Objection]:
    """What a later turn is about is not rewritten by a supplement: what differs is applied for anew."""
    later = look.subject.kind not in ("new", "transfer")
    for name in ("models", "key_parts"):
        if later and getattr(look.given, name):
            yield Objection(
                "not_by_supplement",
                Words("变更内容不能以补正方式改写", "what is applied for is not rewritten by a supplement"),
                Words("撤回本委托，重新申请", "this application withdrawn, and a new one"),
                "order117.24",
                act="case.withdrawn",
                field=name,
            )


def editions_may_be_chosen(look: Look) -> Iterator[Objection]:
    """A new edition is chosen between its announcement and its implementation; then it applies by itself."""
    for plan in look.given.editions:
        found = find_transition(plan)
        concerns = found is not None and look.given.product_code in found.products
        if found is None or not concerns or not found.chosen_freely(look.on):
            yield Objection(
                "edition_not_free",
                Words(
                    f"“{found.words.zh if found else plan}”当日或对该产品不能选择新版",
                    f"the new edition of “{found.words.en if found else plan}” cannot be chosen on this day, "
                    "or not for this product",
                ),
                Words(
                    "公布后、实施前的换版实施方案；实施后自动适用新版",
                    "a plan that is announced and not yet implemented; from then on the new edition applies",
                ),
                "cnca2012.4",
                field="editions",
            )


def parties_known(look: Look) -> Iterator[Objection]:
    """Producer and factory are registered; ``facts`` names what was not found."""
    for field in look.facts:
        yield Objection(
            "unknown_party",
            Words(f"{field}未登记", f"{field} is not registered"),
            Words("先登记企业信息", "the party registered first"),
            "order117.10",
            act="organisation.registered",
            field=field,
        )


def unit_is_free(look: Look) -> Iterator[Objection]:
    """Never two certificates for one unit, suspended ones included; none again so many months after a
    withdrawal (CNCA-00C-001 ch. 7).
    """
    facts: ReviewFacts = look.facts
    for number, models in facts.held.items():
        listed = "、".join(models)
        yield _cannot(
            "duplicate_application",
            f"型号{listed}已在本机构证书{number}内（暂停期间同样有效占用）",
            f"{listed} already stand on our certificate {number}, which has not ended",
            "order117.4",
        )
    if facts.withdrawn is not None:
        number, last = facts.withdrawn
        yield _cannot(
            "certificate_withdrawn_ban",
            f"该企业该产品的证书{number}被撤销，{last}前不得受理其委托",
            f"{number} of this factory and product was withdrawn; nothing is accepted before {last}",
            "00c001.7",
        )


def may_be_accepted(look: Look) -> Iterator[Objection]:
    """Domain invariant 1: inside designated scope, in the catalogue and third-party on that date, documents
    complete.
    """
    facts: ReviewFacts = look.facts
    code = look.subject.product_code
    if not facts.product_known:
        yield _cannot(
            "not_in_catalogue",
            f"产品{code}在{look.on}不在强制性产品认证目录内",
            f"product {code} is not in the catalogue on {look.on}",
            "regulations.28",
        )
    elif facts.declared:
        yield _cannot(
            "self_declaration_product",
            f"产品{code}适用自我声明，不得发证",
            f"product {code} is under self-declaration; no certificate may be issued",
            "00c008",
        )
    elif not facts.open:
        yield _cannot(
            "acceptance_not_open",
            f"产品{code}尚未开始受理认证委托",
            f"applications for product {code} are not yet accepted",
            "regulations.28",
        )
    elif not facts.designated:
        yield _cannot(
            "outside_designated_scope",
            f"产品{code}不在本机构指定业务范围内",
            f"product {code} is outside the designated scope of this body",
            "regulations.32",
        )
    else:
        yield from _rules_missing(code, look)
    for words in facts.missing:
        yield Objection(
            "document_missing",
            Words(f"缺少资料“{words.zh}”", f"the document “{words.en}” is missing"),
            Words("发出补正通知，由委托人补充", "a request for supplements"),
            "order117.11",
            act="supplement.requested",
        )


def unit_is_not_too_wide(look: Look) -> Iterator[Objection]:
    """A unit holds no more models than the class of the factory allows (CNCA-00C-003 3.5): the rest are
    units, and applications, of their own.
    """
    unit: Unit | None = look.facts.unit
    if unit is not None and unit.models > unit.most:
        yield Objection(
            "unit_too_wide",
            Words(
                f"委托单元有{unit.models}个型号，{unit.letter}类企业一个单元最多{unit.most}个",
                f"the unit has {unit.models} models; class {unit.letter} allows {unit.most} in one",
            ),
            Words(
                "通知补正：缩小本单元，其余型号另行委托",
                "a request for supplements: fewer models here, and the others applied for apart",
            ),
            "00c003.3.5",
            act="supplement.requested",
        )


def _rules_missing(code: str, look: Look) -> Iterator[Objection]:
    """What the rulebook does not yet say is no reason to refuse (regulations Art. 19): the rules officer adds
    it.
    """
    need = Words("由规则管理员补充规则后受理", "the rule, from the rules officer; then the acceptance")
    if not look.facts.third_party:
        yield Objection(
            "assessment_unsettled",
            Words(f"产品{code}的评价方式尚未核实", f"how product {code} is assessed is not settled"),
            need,
            "regulations.28",
        )
    elif look.facts.scheme is None:
        yield Objection(
            "no_scheme",
            Words(
                f"产品{code}在{look.on}没有有效的实施规则",
                f"no implementation rule is in force for {code} on {look.on}",
            ),
            need,
            "order117.9",
        )


def engineer_is_entitled(look: Look) -> Iterator[Objection]:
    """The project engineer named holds the post over this product on this day."""
    if not look.facts.engineer_holds_post:
        yield Objection(
            "engineer_post",
            Words(
                "所选项目负责人当日未担任该产品的认证工程师",
                "the person chosen is not project engineer for this product on this day",
            ),
            Words("选择在任的认证工程师", "a project engineer in office"),
            "guidance.五",
            act="person.appointed",
            field="engineer",
        )


def reason_is_true(look: Look) -> Iterator[Objection]:
    """Regulations Art. 19: no refusal for a reason that does not hold."""
    holds = REASON_HOLDS.get(look.given.reason)
    if holds is not None and not holds(look.facts):
        yield Objection(
            "reason_untrue",
            Words("按规则核对，该原因不成立", "by the rules this reason does not hold"),
            Words("选择成立的原因，或受理", "a reason that holds, or acceptance"),
            "regulations.19",
            field="reason",
        )


def _cannot(code: str, zh: str, en: str, rule: str) -> Objection:
    return Objection(
        code,
        Words(zh, en),
        Words("作出不予受理决定并说明原因", "a refusal with its reason"),
        rule,
        act="application.refused",
    )
