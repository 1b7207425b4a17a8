"""A draw is committed to, held out of the published log, revealed, and checked by anybody; changes are
found.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from shouze.certification.surveillance.draws import holding, listing, queries
from shouze.certification.surveillance.draws.models import Draw, Secret
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.ledger import log_keys
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.notes import Signer
from shouze.kernel.ledger.publishing import Publisher
from shouze.kernel.ledger.sequence import catch_up
from shouze.resources.people.queries import MACHINE
from shouze_verify import draws as verifier

pytestmark = pytest.mark.django_db(transaction=True)
AT = clock.moment("2026-03-02", "10:00")
OFFICER = "E027"
CLASSES = "ABCD"


def _named(count: int = 12) -> list[listing.Named]:
    weights = queries.weights(AT.date())
    return [
        listing.Named(f"key-{n:02}", f"示例工厂{n}", CLASSES[n % 4], weights[CLASSES[n % 4]])
        for n in range(count)
    ]


def _commit(stage: Stage, count: int = 3, **changed: Any) -> UUID:
    person = stage.people[OFFICER]
    digest, listed = listing.freeze(_named(), at=AT, person=person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        standing = cursor.fetchone()[0]
    with clock.moved(AT):
        given = {
            **holding.committing(digest, listed, standing),
            "purpose": "unannounced_visit",
            "count": count,
            **changed,
        }
        return perform("draw.committed", by=person, given=given).subject


def _grow(stage: Stage, entries: int = 25) -> None:
    """Other people's acts come into the ledger, and all of it is published."""
    with clock.moved(AT):
        for _ in range(entries):
            given = {"division": "3301", "valid_from": "2026-01-01"}
            perform(
                "base.recorded", by=stage.people["E001"], subject=stage.people["E008"], given=given, uid=None
            )
    _publish()


def _publish() -> None:
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        catch_up(conn, at=AT, publisher=Publisher(LEDGER))


def _held(stage: Stage, count: int = 3) -> Draw:
    """A draw that the machine has held once the log was long enough."""
    draw = _commit(stage, count)
    _grow(stage)
    with clock.moved(AT):
        assert len(holding.hold_due()) == 1
    return Draw.objects.get(pk=draw)


def _revealed(stage: Stage) -> dict[str, Any]:
    """The file of a draw that was revealed."""
    row = _held(stage)
    with clock.moved(AT):
        perform("draw.revealed", by=stage.people[OFFICER], subject=row.pk)
    found: dict[str, Any] = json.loads(holding.as_bytes(holding.shown(Draw.objects.get(pk=row.pk))))
    return found


def test_it_is_held_once_the_log_has_grown_and_can_be_checked_by_anybody(own_stage: Stage) -> None:
    draw = _commit(own_stage)
    _publish()
    with clock.moved(AT):
        assert holding.hold_due() == []
    _grow(own_stage)
    with clock.moved(AT):
        assert len(holding.hold_due()) == 1
        assert holding.hold_due() == []
        row = Draw.objects.get(pk=draw)
        assert (row.state, len(row.result), Secret.objects.count()) == ("held", 3, 0)
        perform("draw.revealed", by=own_stage.people[OFFICER], subject=draw)
    said = json.loads(holding.as_bytes(holding.shown(Draw.objects.get(pk=draw))))
    assert verifier.check(said) == []
    assert verifier.check(said, [log_keys.first(LEDGER)]) == []
    stranger = Signer("shouze.example/log/ledger", Ed25519PrivateKey.generate()).vkey
    assert [one[0] for one in verifier.check(said, [stranger])] == ["root"]
    assert verifier.drawn_again(said) == [one["key"] for one in row.result]
    assert compare() == []


def _flip(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


#: how a file is changed, and where the verifier says so
TAMPERED: dict[str, Callable[[dict[str, Any]], object]] = {
    "result[0]": lambda said: said["result"][0].update(
        key="key-00" if said["result"][0]["key"] != "key-00" else "key-01"
    ),
    "result": lambda said: said["result"].pop(),
    "list": lambda said: said["list"][0].update(weight=said["list"][0]["weight"] + 1),
    "secret": lambda said: said.update(secret=_flip(said["secret"])),
    "root": lambda said: said.update(root=_flip(said["root"])),
    "size": lambda said: said.update(size=said["size"] - 1),
    "count": lambda said: said.update(count=2),
    "purpose": lambda said: said.update(purpose="model"),
    "commitment": lambda said: said.update(commitment=_flip(said["commitment"])),
    "committed.path": lambda said: said["committed"].update(index=said["committed"]["index"] - 1),
    "committed.data": lambda said: said["committed"]["data"].update(
        salt=_flip(said["committed"]["data"]["salt"])
    ),
    "listed": lambda said: said.update(listed=_flip(said["listed"])),
}


def test_a_changed_file_is_found_with_what_and_where(own_stage: Stage, tmp_path: Path, capsys: Any) -> None:
    whole = _revealed(own_stage)
    for where, change in TAMPERED.items():
        said = copy.deepcopy(whole)
        change(said)
        found = verifier.check(said)
        assert where in {one[0] for one in found}, (where, found)
        assert all(zh and en for _, zh, en in found)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert verifier.main([str(file)]) == 0
    assert "一致" in capsys.readouterr().out
    file.write_text(json.dumps({**whole, "secret": _flip(whole["secret"])}), encoding="utf-8")
    assert verifier.main([str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["where"] == "secret"
    file.write_text("nothing", encoding="utf-8")
    assert verifier.main([str(file)]) == 2


def test_it_refuses_a_commitment_that_could_be_known_or_does_not_follow_the_rule(stage: Stage) -> None:
    assert refusal(lambda: _commit(stage, size=5)) == {"size_known"}
    assert refusal(lambda: _commit(stage, count=13)) == {"too_few"}
    assert refusal(lambda: _commit(stage, listed="0" * 64)) == {"no_list"}
    heavier = [listing.Named("key-1", "示例工厂", "A", 9)]
    digest, listed = listing.freeze(heavier, at=AT, person=stage.people[OFFICER])
    changed = {"candidates": digest, "listed": listed.digest}
    assert refusal(lambda: _commit(stage, 1, **changed)) == {"weight"}
    _commit(stage)


def test_it_refuses_another_secret_and_a_root_that_is_not_proven(own_stage: Stage) -> None:
    draw = _commit(own_stage)
    _grow(own_stage)
    row = Draw.objects.get(pk=draw)
    good = holding.holding_of(row)
    assert good is not None

    def hold(**changed: Any) -> None:
        with clock.moved(AT):
            perform("draw.held", by=MACHINE, subject=draw, given={**good, **changed})

    assert refusal(lambda: hold(secret="0" * 64)) == {"other_secret"}
    assert refusal(lambda: hold(root="0" * 64)) == {"root"}
    with clock.moved(AT):
        by_hand = own_stage.people[OFFICER]
        assert refusal(lambda: perform("draw.held", by=by_hand, subject=draw, given=good)) == {"no_post"}
    hold()


def test_who_does_not_follow_a_draw_signs_why_and_it_is_counted(own_stage: Stage) -> None:
    row = _held(own_stage)
    person = own_stage.people[OFFICER]
    given = {"reason": "被抽中企业停产，附停产说明", "instead": "改查名单中的下一家"}
    with clock.moved(AT):
        assert refusal(
            lambda: perform("draw.overridden", by=person, subject=row.pk, given={**given, "reason": "不"})
        ) == {"wrong_input"}
        shown = shown_to("draw.overridden", person, row.pk, AT)
        perform("draw.overridden", by=person, subject=row.pk, given=given, signing=shown)
        assert queries.counted() == {"all": 1, "overridden": 1, "waiting": 0}
        perform("draw.revealed", by=person, subject=row.pk)
    said = holding.shown(Draw.objects.get(pk=row.pk))
    assert "停产" in said["overridden"] and verifier.check(json.loads(holding.as_bytes(said))) == []


def test_what_is_public_before_the_visit_holds_digests_only(own_stage: Stage) -> None:
    row = _held(own_stage)
    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(leaf, 'UTF8') FROM ledger_entry WHERE act LIKE 'draw.%%'")
        leaves = "".join(leaf for (leaf,) in cursor.fetchall())
    assert not any(one["key"] in leaves for one in row.result)
    assert row.secret not in leaves and queries.find_revealed(row.number) is None
