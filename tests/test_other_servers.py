"""The story on the PostgreSQL of the distribution, where there is one: migrations, roles, acts and the
ledger hold on older servers too (15 on Debian 12; the embedded one is 18).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def test_it_certifies_on_every_server_that_the_machine_has() -> None:
    for folder in FOLDERS:
        command = [sys.executable, "-m", "shouze.commands", "story", "--bin-dir", str(folder)]
        played = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert played.returncode == 0, f"{folder}: {played.stdout[-600:]} {played.stderr[-1200:]}"
        assert "2024990711000118" in played.stdout
        assert "一致 / agreed" in played.stdout
