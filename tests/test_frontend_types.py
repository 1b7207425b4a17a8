"""The scripts of the pages are typed strictly, as the rest of the house."""

import json
import subprocess
from pathlib import Path

from shouze.commands import assets, layout


def _complaints(project: Path) -> str:
    folder = assets.find_node()
    assert folder, "Node is needed to check the types of the scripts"
    compiler = layout.ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    program = [str(folder / "node"), str(compiler), "--pretty", "false", "-p", str(project)]
    return subprocess.run(program, cwd=layout.ROOT, capture_output=True, text=True, check=False).stdout


def test_it_finds_no_fault_in_the_types_of_the_scripts_and_finds_one_where_it_is(tmp_path: Path) -> None:
    assert _complaints(layout.ROOT) == ""
    (tmp_path / "wrong.ts").write_text("export const day: Date = document.title;\n")
    project = {"extends": str(layout.ROOT / "tsconfig.json"), "include": ["wrong.ts"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(project))
    assert "TS2322: Type 'string' is not assignable to type 'Date'." in _complaints(tmp_path)
