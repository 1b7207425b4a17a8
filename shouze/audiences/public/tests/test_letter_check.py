"""Who holds a letter learns whether the body wrote it, and nobody learns more than that."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.files import store as files
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.jobs import make
from shouze.outreach.correspondence.models import Letter


@pytest.fixture
def letter(stage: Stage) -> Letter:
    way = Way(stage).reach("application.accepted")
    done = way.do("application.refused")
    with clock.moved(way.now):
        make("non_acceptance", str(done.uid))
    return Letter.objects.get()


def test_it_confirms_the_letter_that_bears_the_code(letter: Letter) -> None:
    with files.open_file(letter.digest) as stored:
        printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(stored.read())).pages)
    assert letter.code in printed
    answer = Client().get(f"/letters/{letter.number}/{letter.code}/")
    shown = answer.content.decode()
    assert answer.status_code == 200 and "不予受理通知书" in shown and letter.digest in shown
    assert letter.case.applicant_name not in shown and answer.headers["Cache-Control"] == "no-store"
    about = ledger.body_of(ledger.entry(letter.entry))["data"]
    assert about["words"] not in shown


def test_it_knows_no_letter_by_its_number_alone(letter: Letter) -> None:
    for code in ("0" * 20, letter.code[:-1], letter.code.upper(), "x"):
        answer = Client().get(f"/letters/{letter.number}/{code}/")
        assert answer.status_code == 404 and "不予受理通知书" not in answer.content.decode()
    assert Client().post(f"/letters/{letter.number}/{letter.code}/").status_code == 405
