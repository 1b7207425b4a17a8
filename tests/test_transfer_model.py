"""The formal model of a transfer between two bodies (docs/models/transfer.pml) is checked by Spin in every
state that it can come into; and broken on purpose, it is seen to fail.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

MODEL: Final = Path(__file__).resolve().parents[1] / "docs" / "models" / "transfer.pml"
SAFETY: Final = ("-DSAFETY", "-DCOLLAPSE")
#: weak fairness over eighteen processes needs six words
FAIR: Final = ("-DNFAIR=6", "-DCOLLAPSE")
LIVE: Final = ("LIVENESS", "FAULTS=2")


def _checked(place: Path, defines: tuple[str, ...], built: tuple[str, ...], *asked: str) -> tuple[int, int]:
    """Check the model exhaustively: the number of errors, and of states."""
    spin = shutil.which("spin")
    assert spin, "Spin is not installed (package spin)"
    made = [spin, "-a", *(f"-D{one}" for one in defines), str(MODEL)]
    subprocess.run(made, cwd=place, check=True, capture_output=True, timeout=60)
    compiler = shutil.which("gcc")
    assert compiler, "a C compiler is not installed (package gcc)"
    subprocess.run([compiler, "-O2", "-w", *built, "-o", "pan", "pan.c"], cwd=place, check=True, timeout=60)
    run = [str(place / "pan"), "-m1000000", *asked]
    told = subprocess.run(run, cwd=place, check=True, capture_output=True, text=True, timeout=120).stdout
    assert "max search depth too small" not in told
    errors, states = re.search(r"errors: (\d+)", told), re.search(r"(\d+) states, stored", told)
    assert errors and states, told
    return int(errors[1]), int(states[1])


def test_it_never_has_two_valid_nor_none_by_our_doing(tmp_path: Path) -> None:
    errors, states = _checked(tmp_path, (), SAFETY)
    print(f"safety: {states} states, all of them")
    assert errors == 0
    assert states > 100_000


def test_it_ends_when_both_are_up_and_messages_arrive(tmp_path: Path) -> None:
    errors, states = _checked(tmp_path, LIVE, FAIR, "-a", "-f")
    print(f"liveness: {states} states, all of them, under weak fairness, after any two faults")
    assert errors == 0
    assert states > 10_000


@pytest.mark.parametrize(
    "broken", ["TIMEOUT_DECIDES", "ISSUE_WITHOUT_HANDOVER", "CANCEL_BEFORE_ISSUE", "RELEASE_AFTER_ISSUE"]
)
def test_it_can_fail_to_be_safe(tmp_path: Path, broken: str) -> None:
    errors, _ = _checked(tmp_path, (broken,), SAFETY)
    assert errors == 1


@pytest.mark.parametrize("broken", ["SENT_ONCE", "OUTBOX_IN_MEMORY"])
def test_it_can_fail_to_end(tmp_path: Path, broken: str) -> None:
    errors, _ = _checked(tmp_path, (*LIVE, broken), FAIR, "-a", "-f")
    assert errors == 1
