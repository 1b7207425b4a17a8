"""What all tests share; the database server is started earlier, by the plugin `shouze.site.testing`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

# pytest-playwright keeps an event loop in the main thread; Django would refuse the database there without
# this.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM: Final = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), ""
)
CHROMIUM_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The distribution's Chromium, able to start as root and reaching for nothing outside."""
    return {"executable_path": CHROMIUM or None, "args": list(CHROMIUM_ARGUMENTS)}
