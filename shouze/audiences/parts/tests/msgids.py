"""The texts that the templates of an audience ask to be translated, and the English that it has for them."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

AUDIENCES = Path(__file__).resolve().parents[2]
_ASKED = re.compile(r"""(?:gettext|_)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def asked(audience: str) -> set[str]:
    """Return every text of an audience's templates that is to be translated, as the catalogue keys it."""
    templates = (AUDIENCES / audience / "templates").rglob("*.html")
    code = "\n".join(templatize(template.read_text()) for template in templates)
    return {str(ast.literal_eval(match[1])) for match in _ASKED.finditer(code)}


def known(audience: str) -> dict[str, str]:
    """Return the English of an audience by text."""
    with (AUDIENCES / audience / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as opened:
        return {str(one.id): str(one.string) for one in read_po(opened) if one.id}
