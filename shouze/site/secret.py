"""The signing key of sessions and forms: from the environment, or made once and kept under `var/`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make(path: Path) -> str:
    """The key kept at `path`; made with mode 600 where there is none. Two processes starting at once get the
    same.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as opened:
        made = secrets.token_urlsafe(64)
        opened.write(made)
    return made
