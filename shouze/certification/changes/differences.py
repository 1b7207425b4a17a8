"""Before and after, field by field: what is shown to the holder, on the case, and to who signs. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shouze.certification.certificates.document.facts import CertificateFacts, TwoNames
from shouze.kernel.words import Words

from .content import part_name

#: two texts of one field, Chinese and English, in one line
_BETWEEN: Final = " / "


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changes: its key, what it is called, and what it says before and after."""

    key: str
    words: Words
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        """What a request keeps of it once it is approved."""
        words = self.words.as_json()
        return {
            "key": self.key,
            "zh": words["zh"],
            "en": words["en"],
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> "Difference":
        """The difference that a request kept."""
        words = Words(kept["zh"], kept["en"])
        return cls(kept["key"], words, kept["before"], kept["after"])

    @property
    def sentence(self) -> Words:
        """The change in one line."""
        return Words(
            f"{self.words.zh}：{self.before or '—'} → {self.after or '—'}",
            f"{self.words.en}: {self.before or '—'} → {self.after or '—'}",
        )


def _names(names: TwoNames) -> str:
    return _BETWEEN.join(one for one in (names.zh, names.en) if one)


def _models(facts: CertificateFacts) -> str:
    return "、".join(
        f"{one.name}（{one.specification}）" if one.specification else one.name
        for one in facts.product.models
    )


def _standards(facts: CertificateFacts) -> str:
    return "、".join(
        f"{one.number}-{one.version}" if one.version not in ("", "-") else one.number
        for one in facts.standards
    )


#: field of the facts -> what it is called, and how it reads
FIELDS: Final[Mapping[str, tuple[Words, Callable[[CertificateFacts], str]]]] = {
    "applicant_name": (Words("认证委托人名称", "Name of the holder"), lambda it: _names(it.applicant.name)),
    "applicant_address": (
        Words("认证委托人地址", "Address of the holder"),
        lambda it: _names(it.applicant.address),
    ),
    "producer_name": (Words("生产者名称", "Name of the producer"), lambda it: _names(it.producer.name)),
    "producer_address": (
        Words("生产者地址", "Address of the producer"),
        lambda it: _names(it.producer.address),
    ),
    "factory_name": (Words("生产企业名称", "Name of the factory"), lambda it: _names(it.factory.name)),
    "factory_address": (
        Words("生产企业地址", "Address of the factory"),
        lambda it: _names(it.factory.address),
    ),
    "factory_code": (Words("工厂编号", "Factory code"), lambda it: it.factory.factory_code),
    "product_name": (Words("产品名称", "Product name"), lambda it: _names(it.product.name)),
    "series": (Words("系列", "Series"), lambda it: it.product.series),
    "models": (Words("规格型号", "Models"), _models),
    "standards": (Words("认证依据标准", "Standards"), _standards),
    "scheme": (Words("实施规则", "Implementation rule"), lambda it: it.scheme.number),
    "valid_until": (Words("有效期至", "Valid until"), lambda it: it.valid_until.isoformat()),
}
TRADEMARK: Final = Words("商标", "Trademark")
PARTS: Final = Words("关键件", "Key parts")


def differences(before: CertificateFacts, after: CertificateFacts) -> Iterator[Difference]:
    """Yield the fields of a certificate that change."""
    for key, (words, read) in FIELDS.items():
        if read(before) != read(after):
            yield Difference(key, words, read(before), read(after))


def beside(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield what changes of the application's content that no certificate shows: trademark and key parts."""
    if before.get("trademark", "") != after.get("trademark", ""):
        yield Difference("trademark", TRADEMARK, before.get("trademark", ""), after.get("trademark", ""))
    then, now = _parts(before.get("key_parts", [])), _parts(after.get("key_parts", []))
    if then != now:
        gone = [one for one in then if one not in now]
        come = [one for one in now if one not in then]
        yield Difference("key_parts", PARTS, "；".join(gone), "；".join(come))


def _parts(parts: Sequence[Mapping[str, str]]) -> list[str]:
    return [part_name(one) for one in parts]
