"""Of each kind of change: which questions are its own, which of them must be answered. A table; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a kind: at least one of ``one_of`` is answered, ``also`` may be."""

    one_of: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All questions of the kind."""
        return (*self.one_of, *self.also)


_FACTORY_NAME: Final = ("factory_name", "factory_name_en")
_FACTORY_ADDRESS: Final = ("factory_address", "factory_address_en")
OF: Final[Mapping[str, Questions]] = {
    "1": Questions(("trademark",)),
    "2": Questions(("product_name", "product_name_en", "series")),
    "3": Questions(("models_changed",)),
    "4": Questions(("models_added",), ("parts_added",)),
    "5": Questions(("models_removed",)),
    "6": Questions(_FACTORY_NAME),
    "7": Questions(_FACTORY_NAME, _FACTORY_ADDRESS),
    "8": Questions(_FACTORY_ADDRESS),
    "9": Questions(
        ("site_address",), ("site_address_en", "site_division", "site_longitude", "site_latitude")
    ),
    "10": Questions(("applicant_name", "applicant_name_en", "applicant_address", "applicant_address_en")),
    "11": Questions(("producer_name", "producer_name_en", "producer_address", "producer_address_en")),
    "12": Questions(("plan",)),
    "13": Questions(("design",), ("parts_changed",)),
    "14": Questions(("parts_added",)),
    "15": Questions(("system",)),
    "16": Questions(("other",)),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that stand together on the page."""

    key: str
    words: Words
    kinds: tuple[str, ...]
    icon: str


GROUPS: Final = (
    Group(
        "names",
        Words("名称、地址名称、商标", "Names, addresses as named, trademark"),
        ("1", "2", "6", "7", "8", "10", "11"),
        "tags",
    ),
    Group("models", Words("型号", "Models"), ("3", "4", "5"), "list-ul"),
    Group("design", Words("设计和关键件", "Design and key parts"), ("13", "14"), "diagram-3"),
    Group("factory", Words("工厂搬迁、质量体系", "Factory moved, quality system"), ("9", "15"), "building"),
    Group("standard", Words("标准或规则", "Standard or rule"), ("12",), "book"),
    Group("other", Words("其他", "Other"), ("16",), "pencil"),
)


def questions_of(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the questions of some kinds, each once, in the order of the kinds."""
    return tuple(dict.fromkeys(name for kind in kinds if kind in OF for name in OF[kind].all))


def answered(given: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...]:
    """Return those of the questions that are answered."""
    return tuple(name for name in names if given.get(name) not in (None, "", [], ()))


ALL: Final = tuple(dict.fromkeys(name for one in OF.values() for name in one.all))
