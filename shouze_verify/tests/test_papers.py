"""A PDF of whoever it may be is read in bounded time, and one that is well made is read whole."""

from __future__ import annotations

import io
from time import monotonic

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.writer import PdfFileWriter

from shouze_verify.papers import read_paper

NAMES, KIDS = NameObject("/Names"), NameObject("/Kids")
MOST_SECONDS = 1.0


def pdf(writer: PdfFileWriter, top: object) -> bytes:
    """A PDF whose tree of attachments begins with ``top``."""
    writer.root[NAMES] = DictionaryObject({NameObject("/EmbeddedFiles"): top})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def attached(writer: PdfFileWriter, name: str) -> ArrayObject:
    """The pair of a name tree for a file whose content is its name."""
    stream = writer.add_object(StreamObject(stream_data=name.encode()))
    inner = DictionaryObject({NameObject("/F"): stream})
    spec = DictionaryObject({NameObject("/EF"): inner, NameObject("/UF"): TextStringObject(name)})
    return ArrayObject([TextStringObject(name), writer.add_object(spec)])


def of_itself() -> bytes:
    """The node's children are fifty times the node."""
    writer, node = PdfFileWriter(), DictionaryObject()
    node[KIDS] = ArrayObject([writer.add_object(node)] * 50)
    return pdf(writer, node)


def of_each_other() -> bytes:
    """Eight floors of fifty nodes; each node has the whole next floor for children."""
    writer = PdfFileWriter()
    floor: list[object] = []
    for _ in range(8):
        made = [DictionaryObject({KIDS: ArrayObject(floor)}) for _ in range(50)]
        floor = [writer.add_object(one) for one in made]
    return pdf(writer, DictionaryObject({KIDS: ArrayObject(floor)}))


@pytest.mark.parametrize("tree", [of_itself, of_each_other])
def test_it_answers_at_once_for_attachments_linked_in_circles_and_in_crowds(tree: object) -> None:
    content = tree() if callable(tree) else b""
    begun = monotonic()
    paper = read_paper(content)
    assert monotonic() - begun < MOST_SECONDS
    assert paper.readable and not paper.files


def test_it_reads_every_attachment_of_a_tree_with_branches_in_its_order() -> None:
    """Whether its parts stand in place or elsewhere in the file."""
    writer = PdfFileWriter()
    leaves = [DictionaryObject({NAMES: attached(writer, f"{at}.json")}) for at in range(6)]
    refs = [writer.add_object(one) for one in leaves]
    left = DictionaryObject({KIDS: ArrayObject(refs[:3])})
    right = writer.add_object(DictionaryObject({KIDS: ArrayObject(refs[3:])}))
    top = DictionaryObject({KIDS: ArrayObject([left, right])})
    elsewhere = DictionaryObject({KIDS: writer.add_object(ArrayObject([left, right]))})
    for one in (top, writer.add_object(elsewhere)):
        paper = read_paper(pdf(writer, one))
        assert list(paper.files.items()) == [(f"{at}.json", f"{at}.json".encode()) for at in range(6)]
