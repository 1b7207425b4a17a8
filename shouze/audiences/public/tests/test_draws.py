"""Everybody reads the draws that were revealed and draws them again; nobody is named, and nothing before."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from shouze.certification.surveillance.draws.models import Draw
from shouze.certification.surveillance.draws.tests.test_draw import AT, OTHER, _held, _revealed
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.signing import shown_to
from shouze_verify import draws as verifier

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "某某电器停产，附停产说明"


def test_a_revealed_draw_is_read_and_drawn_again_by_anybody(own_stage: Stage, client: Client) -> None:
    _revealed(own_stage)
    row = Draw.objects.get()
    assert row.number in client.get("/draws").content.decode()
    page = client.get(f"/draws/{row.number}").content.decode()
    sent = client.get(f"/draws/{row.number}.json")
    said = json.loads(sent.content)
    assert verifier.check(said) == []
    assert verifier.drawn_again(said) == [one["key"] for one in row.result]
    (listed,) = client.get("/draws.json").json()["draws"]
    for told in (row.commitment, row.listed, row.secret, listed["seed"], *(one["key"] for one in row.result)):
        assert told in page
    assert listed["file"].endswith(f"/draws/{row.number}.json")
    # No name of the list, and no person, stands in any of it.
    named = [f"{1000 + n:032x}" for n in range(12)] + [str(row.committed_by)]
    everything = page + sent.content.decode() + json.dumps(listed)
    assert not any(one in everything.replace("-", "") for one in named)


def test_nothing_is_told_before_and_of_a_draw_that_was_set_aside_the_code_alone(
    own_stage: Stage, client: Client
) -> None:
    row, person = _held(own_stage), own_stage.people[OTHER]
    for address in (f"/draws/{row.number}", f"/draws/{row.number}.json"):
        assert client.get(address).status_code == 404
    assert row.number not in client.get("/draws").content.decode()
    assert row.commitment not in client.get("/draws.json").content.decode()
    given = {"code": "not_producing", "reason": WORDS, "instead": "改查下一家"}
    with clock.moved(AT):
        shown = shown_to("draw.overridden", person, row.pk, AT)
        perform("draw.overridden", by=person, subject=row.pk, given=given, signing=shown)
        perform("draw.revealed", by=person, subject=row.pk)
    page = client.get(f"/draws/{row.number}").content.decode()
    sent = client.get(f"/draws/{row.number}.json").content.decode()
    assert "停产或歇业" in page and "not_producing" in sent
    assert not any("某某" in one for one in (page, sent, client.get("/draws.json").content.decode()))
    # What was committed to in words, before that was refused, is not opened to everybody.
    Draw.objects.update(words=WORDS)
    assert client.get(f"/draws/{row.number}.json").status_code == 404
    assert "不公开的说明" in client.get(f"/draws/{row.number}").content.decode()
