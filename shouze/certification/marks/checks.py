"""May marks be ordered, issued, permitted for this certificate so? Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words

from .states import FALLS


@dataclass(frozen=True, slots=True)
class Holding:
    """The certificate as it stands on the day of the act; ``state`` is "" when there is none, ``suspended``
    are those of its models that are, ``ended`` those that a measure took off, each with that measure.
    """

    state: str = ""
    valid_until: date | None = None
    applicant: str = ""
    models: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()
    ended: Mapping[str, str] = field(default_factory=dict)

    def ends(self, models: Iterable[str]) -> str:
        """The measure ("withdrawn" or "cancelled") that ended one of ``models`` alone; "" for none."""
        return next((self.ended[name] for name in models if name in self.ended), "")

    def valid_on(self, day: date, models: Iterable[str]) -> bool:
        """Whether marks may be put on products of ``models`` that day (all when there is none): while some
        models are suspended, on the others.
        """
        if self.valid_until is None or day > self.valid_until or self.ends(models):
            return False
        stopped = self.suspended & (frozenset(models) or self.models)
        return self.state == "valid" or (self.state == "suspended" and not stopped)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an order is judged by: the certificate, and the rules of that day."""

    holding: Holding
    sizes: frozenset[str]
    on_body: frozenset[str]
    most: int
    least: int
    least_width: Decimal


@dataclass(frozen=True, slots=True)
class GivingFacts:
    """What the giving out of an order is judged by; ``taken`` are numbers that went out before."""

    holding: Holding
    due: Decimal
    points: frozenset[str] = frozenset()
    taken: tuple[tuple[int, int], ...] = ()


#: state of the certificate -> what helps, and by which act
WAY_OUT: Final[Mapping[str, tuple[Words, str]]] = {
    "suspended": (Words("先在暂停期内申请恢复证书", "the certificate restored first, inside the suspension"),
                  "certificate.restored"),
    "withdrawn": (Words("重新提出认证委托", "a new application"), "application.submitted"),
    "cancelled": (Words("重新提出认证委托", "a new application"), "application.submitted"),
    "expired": (Words("重新提出认证委托", "a new application"), "application.submitted"),
}  # fmt: skip
STATE_WORDS: Final = {
    "suspended": Words("暂停", "suspended"),
    "withdrawn": Words("已撤销", "withdrawn"),
    "cancelled": Words("已注销", "cancelled"),
    "expired": Words("已过期失效", "expired"),
}
#: kind of order -> questions that it must answer
NEEDED: Final[Mapping[str, Mapping[str, Words]]] = {
    "standard": {
        "lines": Words("规格和数量", "sizes and quantities"),
        "address": Words("收件地址", "where the stickers are sent"),
    },
    "printed": {
        "process": Words("制作方式", "how it is made"),
        "width_mm": Words("标志长轴", "its long axis"),
        "place": Words("加施位置", "where it is put"),
        "printer": Words("印制单位", "who prints it"),
        "design": Words("设计图样", "the drawing"),
    },
    "electronic": {
        "integral_screen": Words("集成显示屏的确认", "that the screen is a part of the product"),
        "reach": Words("用户怎样看到标志", "how a user reaches it"),
        "design": Words("界面图样", "a picture of the screen"),
    },
}


def _not_valid(holding: Holding, on: date, models: Sequence[str] = ()) -> Objection:
    state = holding.ends(models) or ("expired" if holding.state == "valid" else holding.state)
    need, act = WAY_OUT.get(
        state, (Words("先取得有效的证书", "a valid certificate"), "application.submitted")
    )
    now = STATE_WORDS.get(state, Words("不存在", "missing"))
    return Objection(
        "certificate_not_valid",
        Words(f"证书{now.zh},{on}不得订购、发放或使用标志", f"on {on} the certificate is {now.en}: no marks"),
        need,
        "order117.32",
        act=act,
        field=None,
    )


def _ordered(look: Look) -> Sequence[str]:
    """The models of the order: those that it names, or, while it is being made, that are asked for."""
    found: Sequence[str] = look.subject.model_names if look.subject else look.given.models
    return found


def certificate_valid(look: Look) -> Iterator[Objection]:
    """Marks are for a certificate that is valid on the day of the act, for the models of the order (Order 117
    Art. 29, 32).
    """
    holding = look.facts.holding
    if not holding.valid_on(look.on, _ordered(look)):
        yield _not_valid(holding, look.on, _ordered(look))


@of_subject
def unexpired(look: Look) -> Iterator[Objection]:
    """The certificate itself has not run out, whatever its state still says (Order 117 Art. 22)."""
    if look.on > look.subject.valid_until:
        yield _not_valid(Holding("expired"), look.on)


def own_certificate(look: Look) -> Iterator[Objection]:
    """A client orders for certificates of his own organisation."""
    holding = look.facts.holding
    if not holding.state or look.actor.organisation != holding.applicant:
        yield Objection(
            "other_certificate",
            Words("该证书不属于您所属的企业", "the certificate is not one of your organisation"),
            Words("由持证人订购", "an order by its holder"),
            "order117.32",
            field="certificate",
        )


def complete(look: Look) -> Iterator[Objection]:
    """Every kind of mark has its own questions; those of another kind stay unanswered."""
    for name, words in NEEDED.get(look.given.kind, {}).items():
        if not getattr(look.given, name):
            yield Objection(
                "missing",
                Words(f"没有填写{words.zh}", f"{words.en}: not told"),
                Words(f"填写{words.zh}", words.en),
                "order117.31",
                field=name,
            )


def quantities(look: Look) -> Iterator[Objection]:
    """Standard sizes, each once, between the least and the most of the rule."""
    lines, facts = look.given.lines, look.facts
    sizes = [one.size for one in lines]
    wrong = [one for one in sizes if one not in facts.sizes]
    if wrong or len(set(sizes)) < len(sizes):
        yield _quantity(
            Words("规格不是标准规格或重复", "a size is no standard size, or named twice"),
            Words("每种标准规格填写一行", "one line for each standard size"),
        )
    few = [one.quantity for one in lines if one.quantity < facts.least]
    total = sum(one.quantity for one in lines)
    if few or total > facts.most:
        yield _quantity(
            Words(f"数量不在规定范围内（合计 {total:,} 枚）", f"{total:,} marks: outside the limits"),
            Words(
                f"每种规格至少 {facts.least:,} 枚，一次合计不超过 {facts.most:,} 枚",
                f"at least {facts.least:,} of a size, at most {facts.most:,} in all",
            ),
        )


def _quantity(why: Words, need: Words) -> Objection:
    return Objection("quantity", why, need, "order117.32", field="lines")


def models_covered(look: Look) -> Iterator[Objection]:
    """A mark stands on products that the certificate covers, and on no others (Order 117 Art. 31)."""
    strange = [one for one in look.given.models if one not in look.facts.holding.models]
    if strange:
        listed = "、".join(strange)
        yield Objection(
            "strange_model",
            Words(f"型号{listed}不在证书内", f"{listed} is not on the certificate"),
            Words(
                "选择证书所列型号；新型号先申请扩展", "models of the certificate; an extension for new ones"
            ),
            "order117.31",
            field="models",
        )


def place_and_printer(look: Look) -> Iterator[Objection]:
    """Elsewhere than on the product only with a reason; another firm prints only under its name; and the mark
    must be large enough to be read.
    """
    given, facts = look.given, look.facts
    if given.place and given.place not in facts.on_body and not given.place_reason:
        yield Objection(
            "place_reason",
            Words(
                "标志未加施在产品本体上，没有说明原因",
                "the mark is not on the product, and no reason is told",
            ),
            Words("说明产品本体不能加施的原因", "why the product itself cannot bear it"),
            "order117.31",
            field="place_reason",
        )
    if given.printer == "outside" and not given.printer_name:
        yield Objection(
            "printer_name",
            Words("没有填写受托印制单位", "the firm that prints is not named"),
            Words("填写受托印制单位名称", "its name"),
            "00c006.10",
            field="printer_name",
        )
    if given.width_mm is not None and given.width_mm < facts.least_width:
        yield Objection(
            "too_small",
            Words(
                f"标志长轴 {given.width_mm} 毫米，过小难以辨认", f"at {given.width_mm} mm nobody can read it"
            ),
            Words(f"长轴不小于 {facts.least_width} 毫米", f"a long axis of {facts.least_width} mm or more"),
            "order117.31",
            field="width_mm",
        )


def of_kind(*kinds: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that the order is of one of the kinds."""

    @of_subject
    def check(look: Look) -> Iterator[Objection]:
        if look.subject.kind not in kinds:
            sticker = look.subject.kind == "standard"
            yield Objection(
                "other_kind",
                Words("标准规格标志须登记号码" if sticker else "该种标志不发放实物",
                      "stickers are issued with their numbers" if sticker else "no sticker is handed out"),
                Words("办理“发放标志”" if sticker else "办理“准予使用标志”",
                      "the act “issue”" if sticker else "the act “permit”"),
                "order117.31",
                act="mark.issued" if sticker else "mark.permitted",
            )  # fmt: skip

    return check


def drawing_examined(look: Look) -> Iterator[Objection]:
    """Whoever accepts a drawing has looked at every point of it; stickers have none."""
    missing = look.facts.points - set(look.given.examined)
    if look.subject.design and missing:
        yield Objection(
            "not_examined",
            Words(
                f"图样还有 {len(missing)} 项未核对", f"{len(missing)} points of the drawing are not examined"
            ),
            Words("打开图样逐项核对；不符合时不予办理", "look at every point; refuse where one is wrong"),
            "order117.31",
            field="examined",
        )


@of_subject
def paid(look: Look) -> Iterator[Objection]:
    """What has a price is paid before it is handed out (Regulations Art. 20)."""
    order = look.subject
    if order.amount and order.paid_on is None:
        yield Objection(
            "unpaid",
            Words(f"标志费用 {order.amount} 元未到账", f"{order.amount} yuan are not paid"),
            Words("财务确认到账", "the payment recorded by finance"),
            "regulations.20",
            act="mark.paid",
        )


def right_amount(look: Look) -> Iterator[Objection]:
    """The whole fee, received once and not in the future."""
    order = look.subject
    if order.paid_on is not None or look.given.amount != order.amount:
        yield Objection(
            "amount",
            Words(f"应收 {order.amount} 元，一次收清", f"{order.amount} yuan are due, once"),
            Words("按应收金额登记一次", "the amount due, recorded once"),
            "regulations.20",
            field="amount",
        )
    if not order.ordered_on <= look.given.received_on <= look.on:
        yield Objection(
            "received_on",
            Words("到账日期不在订购日和今天之间", "the day lies not between the order and today"),
            Words("按银行回单填写", "the day of the bank's slip"),
            "regulations.20",
            field="received_on",
        )


def rolls_fit(look: Look) -> Iterator[Objection]:
    """Every size ordered has its first number, and no number was ever given out before."""
    asked = {line["size"]: int(line["quantity"]) for line in look.subject.lines}
    given = {one.size: one.first for one in look.given.rolls}
    if set(given) != set(asked) or len(given) < len(look.given.rolls):
        yield Objection(
            "rolls",
            Words("起始号与订购的规格不一致", "the numbers are not those of the sizes ordered"),
            Words("每种订购的规格各填一个起始号", "one first number for each size ordered"),
            "order117.32",
            field="rolls",
        )
        return
    spans = sorted((first, first + asked[size] - 1) for size, first in given.items())
    own = any(left[1] >= right[0] for left, right in pairwise(spans))
    if own or any(_meet(span, taken) for span in spans for taken in look.facts.taken):
        yield Objection(
            "numbers_taken",
            Words("号码已经发放过或相互重叠", "these numbers were given out before, or overlap"),
            Words("核对标志卷上的号码", "a look at the numbers on the rolls"),
            "order117.32",
            field="rolls",
        )


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


@of_subject
def falls_with_certificate(look: Look) -> Iterator[Objection]:
    """An order is revoked because its certificate is not valid for its models, and for no other reason."""
    holding: Any = look.facts.holding
    if look.subject.state in FALLS.get(holding.ends(look.subject.model_names), ()):
        return
    if holding.state != "suspended" or not holding.valid_on(look.on, look.subject.model_names):
        yield from fell_with_certificate(look)
    else:
        yield _certificate_stands()


@of_subject
def fell_with_certificate(look: Look) -> Iterator[Objection]:
    """The same for entries of the time when every order fell with a suspension, whatever its range."""
    holding: Any = look.facts.holding
    over = holding.state == "valid" and not holding.valid_on(look.on, ())
    state = "expired" if over else holding.state
    if look.subject.state not in FALLS.get(state, ()):
        yield _certificate_stands()


def _certificate_stands() -> Objection:
    return Objection(
        "certificate_stands",
        Words("证书状态不要求收回该订单", "the state of the certificate does not ask for it"),
        Words("证书暂停、撤销、注销或过期后办理", "a certificate that is no longer valid"),
        "order117.32",
    )


def codes_missing(look: Look) -> Iterator[Objection]:
    """A model has one code for ever: the one printed on products already sold."""
    asked = look.given.models or sorted(look.facts.models)
    done = [one for one in asked if one in look.facts.coded]
    if (look.given.models and done) or not set(asked) - look.facts.coded:
        listed = "、".join(done)
        yield Objection(
            "coded",
            Words(f"型号{listed}已有追溯二维码", f"{listed}: has its code already"),
            Words("下载已有的二维码", "the code that it has"),
            "guidance.十九",
            field="models",
        )


def models_of_certificate(look: Look) -> Iterator[Objection]:
    """Codes are for models of the certificate."""
    strange = [one for one in look.given.models if one not in look.facts.models]
    if strange:
        listed = "、".join(strange)
        yield Objection(
            "strange_model",
            Words(f"型号{listed}不在证书内", f"{listed} is not on the certificate"),
            Words("选择证书所列型号", "models of the certificate"),
            "order117.31",
            field="models",
        )
