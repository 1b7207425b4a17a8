"""Names of parts and makers: what is one and the same however it is written. Pure."""

import hashlib
import re
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Final

#: what a search passes over: as the database's function zh_bigrams does
_PASSED_OVER: Final = re.compile(r"[\s()（）·,，。、/\-]")
#: legal forms at the end of a maker's name; the longer first
_FORMS: Final = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "集团",
    "公司",
    "coltd",
    "co.ltd.",
    "coltd.",
    "ltd.",
    "inc.",
)
_PARTED: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Named:
    """A part as a list names it: name, type, maker, rating and the number of its own certificate."""

    name: str
    model: str
    maker: str
    rating: str = ""
    certificate: str = ""

    @property
    def id(self) -> uuid.UUID:
        """The id of the part: it follows from its words, so that one part has one row whoever names it."""
        return _id(self.name, self.model, self.maker, self.rating, self.certificate)

    def same_part(self, other: "Named") -> bool:
        """Say whether both mean one part: name, type and maker, however they are written."""
        return (key(self.name), key(self.model), maker_key(self.maker)) == (
            key(other.name), key(other.model), maker_key(other.maker),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: the place in the product, the part in it, the models that have it (all: empty)."""

    function: str
    part: Named
    models: tuple[str, ...] = ()


def key(text: str) -> str:
    """Return a text as it is compared: one width, one case, without blanks and separators."""
    return _PASSED_OVER.sub("", unicodedata.normalize("NFKC", text).casefold())


def maker_key(text: str) -> str:
    """Return a maker's name as it is compared: without its legal form, too."""
    plain = key(text)
    for form in _FORMS:
        if plain.endswith(form) and len(plain) > len(form) + 1:
            return plain.removesuffix(form)
    return plain


def line_id(certificate: uuid.UUID, place: int) -> uuid.UUID:
    """Return the id of a line of the list with which a certificate begins; ``place`` counts from 1."""
    return _id(str(certificate), str(place))


def _id(*texts: str) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.sha256(_PARTED.join(texts).encode()).digest()[:16])
