"""The signing key of sessions and forms: from the environment, or made once and kept under `var/`."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def read_or_make(path: Path) -> str:
    """The key kept at `path`; made with mode 600 where there is none. Two processes starting at once get the
    same.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Mode 600 from the start; linked when it is whole, so that nobody reads half a key.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret-") as made:
            made.write(secrets.token_urlsafe(64))
            made.flush()
            with contextlib.suppress(FileExistsError):
                os.link(made.name, path)
    return path.read_text().strip()
