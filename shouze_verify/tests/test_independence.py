"""The verifier stands alone: the standard library, four libraries and itself; nothing of the house."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import shouze_verify

OTHERS = {"cryptography", "granian", "psycopg", "pyhanko", "rfc8785"}
ALLOWED = {*sys.stdlib_module_names, *OTHERS, "shouze_verify"}


def test_it_imports_nothing_of_the_application() -> None:
    files = list(Path(str(shouze_verify.__file__)).parent.rglob("*.py"))
    files = [file for file in files if "tests" not in file.parts]
    assert len(files) > 4
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= ALLOWED, file
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                assert str(node.module).split(".")[0] in ALLOWED, file
