"""`shouze docs`: writes the generated pages of `docs/generated/` anew; needs no database.

Everything in them is read from the declarations of acts, the tables of states, the procedure and the
rules. Two runs over the same checkout write the same bytes: no page names the day on which it was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from shouze.commands import layout

FOLDER: Final = layout.ROOT / "docs" / "generated"


def docs(arguments: Sequence[str]) -> int:
    """Write the pages into the folder that is the first argument (default: `docs/generated/`); a page that
    is no longer made is removed."""
    import django

    django.setup()
    from shouze.commands import pages

    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = pages.every_page()
    for left in set(folder.glob("*.md")) - {folder / name for name in made}:
        left.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{folder}: {len(made)} pages")
    return 0
