"""Words in two languages, chosen when they are shown.

In: a Chinese and an English text. Out: a frozen value whose `str()` is the text of the reader's language.
A refusal, a label or a title is kept as `Words`, never as `str`, so that all its readers read the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """A text in Chinese and in English; `str()` gives the one of the active language (Chinese when none is).

    Usable as a field of a pydantic model (read from `{zh: …, en: …}`, dumped as the same mapping), as a
    label of a Django form or choice, and in templates. Hashable and comparable by content.
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return self.read(active_language())

    def read(self, language: Language) -> str:
        """The text in one named language, whatever language is active."""
        return self.zh if language == "zh" else self.en

    def fill(self, **values: object) -> Words:
        """Both texts with their `{name}` places filled; a value that is `Words` is read in each language."""
        return Words(
            self.zh.format(**{name: _read(value, "zh") for name, value in values.items()}),
            self.en.format(**{name: _read(value, "en") for name, value in values.items()}),
        )

    def as_json(self) -> dict[str, str]:
        """The mapping that stands in JSON and YAML: `{"zh": …, "en": …}`."""
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def same(cls, text: str) -> Words:
        """A text that reads the same in both languages (a number, a name, a code)."""
        return cls(text, text)

    @classmethod
    def join(cls, parts: Iterable[Words], *, zh: str = "、", en: str = ", ") -> Words:
        """Several words as one, joined in the manner of each language."""
        listed = tuple(parts)
        return cls(zh.join(part.zh for part in listed), en.join(part.en for part in listed))


def active_language() -> Language:
    """The reader's language: Chinese when none is active, or when Django is not set up (bare tools)."""
    try:
        code = get_language()
    except ImproperlyConfigured:
        return "zh"
    return "zh" if code is None or code.startswith("zh") else "en"


def _read(value: object, language: Language) -> object:
    return value.read(language) if isinstance(value, Words) else value
