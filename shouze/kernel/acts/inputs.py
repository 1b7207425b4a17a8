"""What an act asks for, declared once: the page form, the API schema and the ledger's schema come from it."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from shouze.kernel.words import Words

#: Digest of a stored file that the act rests on ("sha256:" and 64 hexadecimal digits).
Evidence = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
#: everything below the blank but tab, line feed and carriage return; and delete
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Input(BaseModel):
    """Base of every act's input: frozen, nothing unknown accepted, blanks trimmed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*", mode="after")
    @classmethod
    def _readable(cls, value: Any) -> Any:
        """Refuse control characters: no database column takes NUL, and a terminal obeys the others."""
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str) and _CONTROL.search(text):
                raise PydanticCustomError("control_character", "a control character")
        return value

    def evidence(self) -> Iterator[str]:
        """Yield the digest of every file named anywhere in the input."""
        yield from _digests(self.model_dump(mode="json"))


class Nothing(Input):
    """The input of an act that needs no words."""


def ask(
    zh: str,
    en: str,
    default: Any = ...,
    *,
    help: Words | None = None,
    choices: str | None = None,
    widget: str | None = None,
    **limits: Any,
) -> Any:
    """Declare one question of an input.

    ``zh``/``en`` are its label; ``help`` a sentence beside it; ``choices`` the id of a rulebook code table
    that closes the answer; ``widget`` one of "textarea", "file", "rows", "person"; ``limits`` are
    pydantic's (``max_length``, ``ge`` …).
    """
    extra: dict[str, Any] = {"zh": zh, "en": en}
    if help:
        extra["help"] = help.as_json()
    if choices:
        extra["choices"] = choices
    if widget:
        extra["widget"] = widget
    return Field(default, json_schema_extra=extra, title=zh, description=en, **limits)


def label(field: FieldInfo) -> Words:
    """Return the label of a declared question."""
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "zh" in extra:
        return Words(str(extra["zh"]), str(extra["en"]))
    return Words(field.title or "", field.description or "")


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("sha256:"):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _digests(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _digests(inner)
