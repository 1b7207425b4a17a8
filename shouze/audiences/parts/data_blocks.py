"""JSON inside a page, for its scripts and for search engines. Pure."""

import json
from typing import Any, Final

from django.utils.safestring import SafeString

_ESCAPED: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def data_block(value: Any) -> SafeString:
    """Return a value as JSON that cannot end the data block in which it stands."""
    return SafeString(json.dumps(value, ensure_ascii=False).translate(_ESCAPED))
