"""A PDF of whoever it may be is read in bounded time, and one that is well made is read whole."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest

from shouze_verify.papers import read_paper

MOST_SECONDS = 1.0
CATALOG, TOP = 1, 2


def pdf(top: str, *objects: str) -> bytes:
    """A PDF whose tree of attachments begins with ``top``; the others are numbered from `TOP` on."""
    out, places = b"%PDF-1.7\n", []
    catalog = f"<< /Type /Catalog /Names << /EmbeddedFiles {top} >> >>"
    for number, content in enumerate((catalog, *objects), start=CATALOG):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(places) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{head}startxref\n{len(out)}\n%%EOF\n".encode()


def refs(*numbers: int) -> str:
    return "[" + " ".join(f"{one} 0 R" for one in numbers) + "]"


def of_itself() -> bytes:
    """The node's children are fifty times the node."""
    node = f"<< /Kids {refs(*[TOP] * 50)} >>"
    return pdf(node, node)


def of_each_other() -> bytes:
    """Eight floors of fifty nodes; each node has the whole next floor for children."""
    floors = [refs(*range(TOP + 50 * at, TOP + 50 * at + 50)) for at in range(8)]
    nodes = [f"<< /Kids {floor} >>" for floor in (*floors[1:], "[]") for _ in range(50)]
    return pdf(f"<< /Kids {floors[0]} >>", *nodes)


@pytest.mark.parametrize("tree", [of_itself, of_each_other])
def test_it_answers_at_once_for_attachments_linked_in_circles_and_in_crowds(
    tree: Callable[[], bytes],
) -> None:
    content = tree()
    begun = monotonic()
    paper = read_paper(content)
    assert monotonic() - begun < MOST_SECONDS
    assert paper.readable and not paper.files


@pytest.mark.parametrize("elsewhere", [False, True])
def test_it_reads_every_attachment_of_a_tree_with_branches_in_its_order(elsewhere: bool) -> None:
    """Whether the tree's parts stand in place or elsewhere in the file."""
    files = [f"<< /Length 6 >>\nstream\n{at}.json\nendstream" for at in range(6)]
    specs = [f"<< /EF << /F {TOP + at} 0 R >> /UF ({at}.json) >>" for at in range(6)]
    leaves = [f"<< /Names [({at}.json) {TOP + 6 + at} 0 R] >>" for at in range(6)]
    branches = [f"<< /Kids {refs(*range(TOP + 12 + at, TOP + 15 + at))} >>" for at in (0, 3)]
    there = [refs(TOP + 18, TOP + 19), f"<< /Kids {TOP + 20} 0 R >>"]
    top = f"{TOP + 21} 0 R" if elsewhere else f"<< /Kids {there[0]} >>"
    paper = read_paper(pdf(top, *files, *specs, *leaves, *branches, *there))
    assert list(paper.files.items()) == [(f"{at}.json", f"{at}.json".encode()) for at in range(6)]
