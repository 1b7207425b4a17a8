"""Where things lie in a checkout, and the stamps by which finished work is known again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOCALE: Final = ROOT / "locale"
FRONTEND: Final = ROOT / "frontend"
ASSETS: Final = ROOT / "var" / "assets"


def var() -> Path:
    """The folder of everything that is built or stored (`SHOUZE_VAR`, default `var/` in the checkout)."""
    return Path(os.environ.get("SHOUZE_VAR") or ROOT / "var").absolute()


def fingerprint(paths: Iterable[Path]) -> str:
    """A digest of names and contents; equal as long as nothing changed."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def done_before(step: str, mark: str) -> bool:
    """Whether `step` was finished with the same `mark`."""
    stamp = _stamp(step)
    return stamp.exists() and stamp.read_text() == mark


def remember(step: str, mark: str) -> None:
    """Note that `step` is finished for this `mark`."""
    stamp = _stamp(step)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


def _stamp(step: str) -> Path:
    return ROOT / "var" / "stamps" / step
