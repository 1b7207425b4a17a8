"""May it be applied for, accepted, refused, approved? Pure; each objection names its rule and the way out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shouze.certification.applications.checks import Unit
from shouze.certification.certificates.checks import bound
from shouze.certification.decisions.checks import DecisionFacts
from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words

from .particulars import ALL, OF, answered, questions_of

#: states in which a certificate can be changed; a renewal needs the first of them
LIVING = ("valid", "suspended")


@dataclass(frozen=True, slots=True)
class Also:
    """Another certificate that an application names: whose it is, and whether the change touches it."""

    number: str
    holder: str
    living: bool
    touched: bool
    pointer: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Applying:
    """What an application about a certificate is held against. ``open`` are numbers of open cases on the same
    certificate that ask the same; ``misfits`` why it cannot be applied; ``plan_wrong`` why its plan cannot;
    ``pointer`` is where the certificate points to. ``also`` are the other certificates named, ``unknown`` how
    many of them are not known, ``left_out`` numbers of those that the change touches and that are not named.
    """

    found: bool = True
    number: str = ""
    holder: str = ""
    state: str = ""
    valid_until: date | None = None
    window: tuple[date, date] | None = None
    open: tuple[str, ...] = ()
    misfits: tuple[Words, ...] = ()
    changes: bool = True
    plan_wrong: Words | None = None
    pointer: Mapping[str, Any] | None = None
    also: tuple[Also, ...] = ()
    unknown: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approving(DecisionFacts):
    """What an approval about a certificate looks at: also its number, and where it points to; and the same of
    the ``others`` that the change covers.
    """

    number: str = ""
    pointer: Mapping[str, Any] | None = None
    others: tuple[tuple[str, Mapping[str, Any] | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What the application review of a change looks at on its day."""

    state: str
    designated: bool
    missing: tuple[Words, ...] = ()
    supplement_over: bool = False
    misfits: tuple[Words, ...] = ()
    engineer_holds_post: bool = True
    known_clauses: frozenset[str] = field(default_factory=frozenset)
    kind: str = "change"
    unit: Unit | None = None


def own_certificate(look: Look) -> Iterator[Objection]:
    """A holder applies about his own certificates."""
    facts: Applying = look.facts
    if not facts.found or (look.actor.kind == "client" and str(look.actor.organisation) != facts.holder):
        yield Objection(
            "other_holder",
            Words("该证书不是您所属企业的证书", "the certificate is not one of your organisation"),
            Words("选择本企业的证书", "a certificate of your own"),
            "order117.24",
            field="certificate",
        )


@of_subject
def not_handed_over(look: Look) -> Iterator[Objection]:
    """Nothing is applied for or approved on a certificate that another body may have succeeded already."""
    facts: Applying | Approving | None = look.facts
    if facts is not None:
        yield from bound(facts.number, facts.pointer)
    if isinstance(facts, Approving):
        for number, pointer in facts.others:
            yield from bound(number, pointer)


def living(*states: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that the certificate stands in one of these states and has not run out."""

    def check(look: Look) -> Iterator[Objection]:
        facts: Applying = look.facts
        over = facts.valid_until is not None and facts.valid_until < look.on
        if facts.found and (facts.state not in states or over):
            yield Objection(
                "not_living",
                Words(
                    f"证书{facts.number}已失效、暂停或终止", f"the certificate {facts.number} is not in force"
                ),
                WAY_OUT.get(facts.state, Words("重新委托认证", "a new application for certification")),
                "order117.24",
                act="application.submitted",
                field="certificate",
            )

    return check


WAY_OUT = {
    "suspended": Words("先申请恢复证书", "the restoration of the certificate first"),
}


def particulars_complete(look: Look) -> Iterator[Objection]:
    """Each kind chosen is filled in, and nothing beside the kinds chosen."""
    given = look.given.model_dump(mode="json")
    for kind in look.given.kinds:
        if kind in OF and not answered(given, OF[kind].one_of):
            yield Objection(
                "unanswered",
                Words(f"变更类型{kind}没有填写变更内容", f"nothing is filled in for kind {kind}"),
                Words("填写该类变更后的内容", "what it will be after the change"),
                "order117.24",
                field=OF[kind].one_of[0],
            )
    beside = sorted(set(answered(given, ALL)) - set(questions_of(look.given.kinds)))
    for name in beside:
        yield Objection(
            "beside_kinds",
            Words("填写了未选变更类型的内容", "this belongs to a kind of change that is not chosen"),
            Words("选择相应变更类型，或清空该栏", "the kind chosen too, or the field left empty"),
            "order117.24",
            field=name,
        )


def content_fits(look: Look) -> Iterator[Objection]:
    """What is to be changed is there, and something would differ; ``facts`` says what does not fit."""
    facts: Applying = look.facts
    for words in facts.misfits:
        need = Words("按证书现有内容填写", "what the certificate says now")
        yield Objection("misfit", words, need, "order117.21")
    if facts.found and not facts.misfits and not facts.changes:
        yield Objection(
            "no_change",
            Words("所填内容与证书现有内容相同", "what is filled in is what the certificate says now"),
            Words("填写变更后的内容", "what it will be after the change"),
            "order117.24",
        )


def others_fit(look: Look) -> Iterator[Objection]:
    """The other certificates named are the holder's own, in force, and named by what changes."""
    facts: Applying = look.facts
    if facts.unknown or any(one.holder != facts.holder for one in facts.also):
        yield Objection(
            "other_holder",
            Words(
                "一并变更的证书中有不属于本企业的证书", "a certificate named is not one of your organisation"
            ),
            Words("选择本企业的证书", "certificates of your own"),
            "order117.24",
            field="also",
        )
    for one in (it for it in facts.also if it.holder == facts.holder):
        yield from bound(one.number, one.pointer)
        if not one.living or not one.touched:
            yield Objection(
                "not_touched",
                Words(
                    f"证书{one.number}已终止，或不载明所变更的名称、地址",
                    f"{one.number} has ended, or does not name what changes",
                ),
                Words("取消选择该证书", "that certificate left out"),
                "order117.24",
                field="also",
            )


def left_out_knowingly(look: Look) -> Iterator[Objection]:
    """Who leaves certificates out that name what changes says that he knows what follows."""
    facts: Applying = look.facts
    if facts.left_out and not look.given.left_out:
        listed = "、".join(facts.left_out)
        yield Objection(
            "left_out",
            Words(
                f"证书{listed}也载明所变更的名称、地址，没有选入",
                f"{listed} name what changes, too, and are left out",
            ),
            Words("选入这些证书，或确认知悉不选的后果", "these named too, or the consequence confirmed"),
            "order117.24",
            field="also",
        )


def not_open_twice(look: Look) -> Iterator[Objection]:
    """The same is not applied for twice on one certificate while it is open."""
    facts: Applying = look.facts
    if facts.open:
        listed = "、".join(facts.open)
        yield Objection(
            "open_already",
            Words(f"同一事项正在办理（{listed}）", f"the same is under way already ({listed})"),
            Words("等待该案结束，或先撤回该案", "that case ended, or withdrawn first"),
            "order117.24",
        )


def in_window(look: Look) -> Iterator[Objection]:
    """Order 117 Art. 22: a renewal is applied for within the last days of the certificate."""
    facts: Applying = look.facts
    if facts.window is None:
        return
    first, last = facts.window
    if look.on < first:
        yield Objection(
            "too_early",
            Words(f"到期换证自{first}起可以申请", f"a renewal can be applied for from {first} on"),
            Words(f"在{first}至{last}之间申请", f"an application between {first} and {last}"),
            "order117.22",
        )
    elif look.on > last:
        yield Objection(
            "too_late",
            Words(f"申请到期换证的最后一日{last}已过", f"the last day for a renewal, {last}, is past"),
            Words("重新委托认证", "a new application for certification"),
            "order117.22",
            act="application.submitted",
        )


def extended_unit_fits(look: Look) -> Iterator[Objection]:
    """An extension on the same certificate leaves a unit that the class of the factory allows (CNCA-00C-003
    3.5); else the models that are added get a certificate of their own.
    """
    unit = look.facts.unit
    if unit is not None and look.given.result == "same" and unit.models > unit.most:
        yield Objection(
            "unit_too_wide",
            Words(
                f"扩展后单元有{unit.models}个型号，{unit.letter}类企业一个单元最多{unit.most}个",
                f"extended, the unit has {unit.models} models; class {unit.letter} allows {unit.most} in one",
            ),
            Words("新增型号单独发证", "a certificate of their own for the models that are added"),
            "00c003.3.5",
            field="result",
        )


def plan_fits(look: Look) -> Iterator[Objection]:
    """A conversion follows a published plan that concerns the certificate; ``facts`` says why not."""
    if look.facts.plan_wrong is not None:
        yield Objection(
            "plan_wrong",
            look.facts.plan_wrong,
            Words("选择适用于本证书的换版实施方案", "a transition plan that concerns the certificate"),
            "cnca2012.4",
            field="plan",
        )


def may_be_accepted(look: Look) -> Iterator[Objection]:
    """The certificate still stands, the product is ours, the papers are there, and what is applied for still
    fits the certificate.
    """
    facts: Reviewing = look.facts
    refusal = Words("作出不予受理决定并说明原因", "a refusal with its reason")
    if facts.state not in LIVING:
        why = Words("证书已终止", "the certificate has ended")
        yield Objection("certificate_ended", why, refusal, "order117.24", act="change.refused")
    if not facts.designated:
        why = Words("产品已不在本机构指定业务范围内", "the product is no longer inside the designated scope")
        yield Objection("outside_designated_scope", why, refusal, "regulations.32", act="change.refused")
    for words in facts.missing:
        yield Objection(
            "document_missing",
            Words(f"缺少资料“{words.zh}”", f"the document “{words.en}” is missing"),
            Words("发出补正通知，由委托人补充", "a request for supplements"),
            "order117.24",
            act="supplement.requested",
        )
    for words in facts.misfits:
        yield Objection("misfit", words, refusal, "order117.21", act="change.refused")


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
            field="engineer",
        )


def bases_known(look: Look) -> Iterator[Objection]:
    """What is asked beyond the table, and a separate certificate, rest on a clause of the rulebook."""
    facts: Reviewing = look.facts
    named = [("added", one.basis) for one in look.given.added]
    if look.given.result == "separate":
        named.append(("result_basis", look.given.result_basis))
    for name, basis in named:
        if basis not in facts.known_clauses:
            yield Objection(
                "no_basis",
                Words(f"“{basis}”不是规则库中的条款", f"“{basis}” is no clause of the rulebook"),
                Words("引用规则条款", "a clause of a rule"),
                "regulations.21",
                field=name,
            )
    if look.given.result == "separate" and facts.kind != "extension":
        yield Objection(
            "only_extension",
            Words("只有扩展可以单独发证", "only an extension may lead to a separate certificate"),
            Words("选择并入原证书", "the same certificate"),
            "order117.25",
            field="result",
        )


def reason_is_true(look: Look) -> Iterator[Objection]:
    """Regulations Art. 19: no refusal for a reason that does not hold."""
    facts: Reviewing = look.facts
    holds = {
        "documents_incomplete_after_supplement": bool(facts.missing) and facts.supplement_over,
        "certificate_ended": facts.state not in LIVING,
    }
    if not holds.get(look.given.reason, True):
        yield Objection(
            "reason_untrue",
            Words("按规则核对，该原因不成立", "by the rules this reason does not hold"),
            Words("选择成立的原因，或受理", "a reason that holds, or acceptance"),
            "regulations.19",
            field="reason",
        )


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What the opening of a transition looks at: the plan's days, and whether it was opened before."""

    known: bool
    published_on: date | None = None
    natural: bool = False
    opened: bool = False


def may_be_opened(look: Look) -> Iterator[Objection]:
    """A transition is opened once, when its plan was filed and published; a natural one invites nobody."""
    facts: OpeningFacts = look.facts
    need = Words(
        "选择已备案并公布、尚未启动的换版实施方案", "a plan that was filed and published, and not opened"
    )
    if not facts.known:
        why = Words("没有该换版实施方案", "there is no such transition plan")
        yield Objection("no_plan", why, need, "cnca2012.4", field="plan")
    elif facts.opened:
        why = Words("该方案已经启动", "the transition was opened before")
        yield Objection("opened", why, need, "cnca2012.4", field="plan")
    elif facts.natural:
        why = Words("自然过渡的方案不通知换版", "a natural transition invites nobody")
        yield Objection("natural", why, need, "cnca2012.4", field="plan")
    elif facts.published_on and look.on < facts.published_on:
        why = Words(f"方案{facts.published_on}起公布", f"the plan is published from {facts.published_on} on")
        yield Objection("not_published", why, need, "guidance.十四", field="plan")


def not_invited(look: Look) -> Iterator[Objection]:
    """A holder is invited once for each plan, and only where it concerns him; ``facts`` says why not."""
    if look.facts is not None:
        need = Words("无需通知", "nothing more")
        yield Objection("not_to_invite", look.facts, need, "cnca2012.4")
