"""A draw is committed to, held out of the published log, revealed, and checked by anybody; changes are
found.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from shouze.certification.surveillance.draws import holding, listing, queries, secret
from shouze.certification.surveillance.draws.candidates import MODELS, VISITS, to_draw
from shouze.certification.surveillance.draws.drawing import commit
from shouze.certification.surveillance.draws.models import Draw
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.tests.supervising import certified, under_d
from shouze.certification.surveillance.tests.test_sealed import MARKET, sample
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.ledger import log_keys, roles
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.notes import Signer
from shouze.kernel.ledger.publishing import Publisher
from shouze.kernel.ledger.sequence import catch_up
from shouze.resources.cases.models import Case
from shouze.resources.people.queries import MACHINE
from shouze_verify import draws as verifier

pytestmark = pytest.mark.django_db(transaction=True)
AT = clock.moment("2026-03-02", "10:00")
OFFICER, OTHER = "E027", "E025"


def _lines(count: int = 12) -> None:
    """Lines of class B, of which nobody said whether the enterprise is told; and some that ask no draw."""
    for n in range(count + 2):
        Task.objects.create(
            id=UUID(int=n + 1),
            state="open",
            factory_id=UUID(int=1000 + n),
            factory_owner_id=UUID(int=2000 + n),
            product_code="0711",
            kind="follow_up",
            due_on=date(2026, 4, 1 + n),
            counted_from=date(2025, 4, 1),
            letter="B" if n < count else "AD"[n - count],
            unannounced=n == count + 1,
            cause="periodic",
        )


def _commit(stage: Stage, **changed: Any) -> UUID:
    person = stage.people[OFFICER]
    with clock.moved(AT):
        given = {**holding.committing(VISITS, None, person), **changed}
        return perform("draw.committed", by=person, given=given).subject


def _grow(stage: Stage, entries: int = 45) -> None:
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


def _held(stage: Stage) -> Draw:
    """A draw that the machine has held once the log was long enough."""
    _lines()
    draw = _commit(stage)
    _grow(stage)
    with clock.moved(AT):
        assert len(holding.hold_due()) == 1
    return Draw.objects.get(pk=draw)


def _visit(row: Draw) -> None:
    """What was drawn takes place."""
    Task.objects.filter(draw=row.pk, drawn=True).update(state="closed", closed_on=AT.date())


def _revealed(stage: Stage) -> dict[str, Any]:
    """The file of a draw that was revealed."""
    row = _held(stage)
    _visit(row)
    with clock.moved(AT):
        perform("draw.revealed", by=stage.people[OTHER], subject=row.pk)
    found: dict[str, Any] = json.loads(holding.as_bytes(holding.shown(Draw.objects.get(pk=row.pk))))
    return found


def test_it_is_held_once_the_log_has_grown_and_can_be_checked_by_anybody(own_stage: Stage) -> None:
    _lines()
    draw = _commit(own_stage)
    _publish()
    with clock.moved(AT):
        assert holding.hold_due() == []
    _grow(own_stage)
    with clock.moved(AT):
        assert len(holding.hold_due()) == 1
        assert holding.hold_due() == []
        row = Draw.objects.get(pk=draw)
        assert (row.state, len(row.result)) == ("held", 4)
        reveal = partial(perform, "draw.revealed", subject=draw)
        assert refusal(lambda: reveal(by=own_stage.people[OTHER])) == {"to_come"}
        _visit(row)
        assert refusal(lambda: reveal(by=own_stage.people[OFFICER])) == {"same_person"}
        reveal(by=own_stage.people[OTHER])
    said = json.loads(holding.as_bytes(holding.shown(Draw.objects.get(pk=draw))))
    assert verifier.check(said) == []
    assert verifier.check(said, [log_keys.first(LEDGER)]) == []
    stranger = Signer("shouze.example/log/ledger", Ed25519PrivateKey.generate()).vkey
    assert [one[0] for one in verifier.check(said, [stranger])] == ["root"]
    assert verifier.drawn_again(said) == [one["key"] for one in row.result]


def _flip(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


#: how a file is changed, and where the verifier says so
TAMPERED: dict[str, Callable[[dict[str, Any]], object]] = {
    "result[0]": lambda said: said["result"][0].update(key=said["result"][1]["key"]),
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


def test_it_refuses_a_commitment_of_which_the_officer_chooses_anything(stage: Stage) -> None:
    _lines()
    person = stage.people[OFFICER]
    assert refusal(lambda: _commit(stage, size=5)) == {"size_known", "strange_secret"}
    assert refusal(lambda: _commit(stage, size=10**6)) == {"size_known", "strange_secret"}
    assert refusal(lambda: _commit(stage, words="查某某公司")) == {"words_become_public"}
    assert refusal(lambda: _commit(stage, count=1)) == {"other_share"}
    assert refusal(lambda: _commit(stage, until="2026-12-31")) == {"other_share"}
    assert refusal(lambda: _commit(stage, listed="0" * 64)) == {"no_list"}
    assert refusal(lambda: _commit(stage, commitment="0" * 64)) == {"strange_secret"}
    assert refusal(lambda: _commit(stage, purpose="sample")) == {"other_list"}
    with clock.moved(AT):
        owed, _ = to_draw(VISITS, None, AT.date())
    for other in (
        owed[1:],
        [*owed, listing.Named("key-1", "示例工厂", "B", 2)],
        [replace(owed[0], weight=9)],
    ):
        digest, listed = listing.freeze(other, at=AT, person=person)
        changed = {"candidates": digest, "listed": listed.digest}
        assert refusal(lambda given=changed: _commit(stage, **given)) == {"other_list"}  # type: ignore[misc]
    _commit(stage)
    Task.objects.update(draw=None)
    assert refusal(lambda: _commit(stage)) == {"drawn_already"}


def test_what_is_drawn_decides_who_is_told_and_what_may_be_opened(own_stage: Stage) -> None:
    certified(own_stage)
    real = Task.objects.get(kind="follow_up")
    Task.objects.filter(pk=real.pk).update(due_on=date(2026, 4, 20))
    row = _held(own_stage)
    listed = Task.objects.filter(draw=row.pk)
    assert (len(listed), len(listed.filter(drawn=True))) == (13, 4)
    assert set(listed.values_list("drawn", "unannounced")) == {(True, True), (False, False)}
    person = own_stage.people[OFFICER]

    def opened(**given: Any) -> Case:
        with clock.moved(AT):
            done = perform("surveillance.opened", by=person, given={"task": str(real.pk), **given})
            return Case.objects.get(pk=done.subject)

    Task.objects.filter(pk=real.pk).update(drawn=None, unannounced=False)
    assert refusal(opened) == {"draw_pending"}
    Task.objects.filter(pk=real.pk).update(drawn=False)
    assert refusal(lambda: opened(unannounced=True)) == {"not_drawn"}
    with clock.moved(AT):
        other = own_stage.people[OTHER]
        given = {
            "code": "quality_signal",
            "reason": "举报线索指向该企业，须立即检查",
            "instead": "对该企业预先不通知检查",
        }
        shown = shown_to("draw.overridden", other, row.pk, AT)
        perform("draw.overridden", by=other, subject=row.pk, given=given, signing=shown)
    assert not Task.objects.filter(draw=row.pk, state="open").exists()
    assert opened(unannounced=True).veiled


def test_a_draw_of_the_real_programme_veils_its_visit_and_is_replayed(own_stage: Stage) -> None:
    certified(own_stage)
    _commit(own_stage)
    _grow(own_stage)
    line = Task.objects.get(kind="follow_up")
    with clock.moved(AT):
        holding.hold_due()
        line.refresh_from_db()
        assert (line.drawn, line.unannounced) == (True, True)
        given = {"task": str(line.pk)}
        case = perform("surveillance.opened", by=own_stage.people[OFFICER], given=given).subject
    assert Case.objects.get(pk=case).veiled
    assert compare() == []


def test_the_models_to_sample_are_drawn_and_no_other_is_sealed(own_stage: Stage) -> None:
    with transaction.atomic():
        way = under_d(own_stage)
    with clock.moved(way.now):
        found, until = to_draw(MODELS, way.case, way.now.date())
        assert until is None and {one.letter for one in found} == {"D"} and len(found) > 1
        person = own_stage.people[OFFICER]
        draw = perform(
            "draw.committed", by=person, given=holding.committing(MODELS, way.case, person)
        ).subject
        again = holding.committing(MODELS, way.case, person)
        assert refusal(lambda: perform("draw.committed", by=person, given=again)) == {"drawn_already"}
    _grow(own_stage)
    with clock.moved(way.now):
        holding.hold_due()
        row = Draw.objects.get(pk=draw)
        drawn = {one.name for one in found} & set(
            next(one["models"] for one in way.row.asked if one["code"] == "CY")
        )
        assert len(drawn) == len(row.result) == 1
    other = next(one.name for one in found if one.name not in drawn)
    market: dict[str, Any] = {**MARKET, "receipt": way.file("receipt")}
    assert refusal(lambda: sample(way, "CY", model=other, **market)) == {"not_drawn"}
    sample(way, "CY", model=drawn.pop(), **market)


def test_it_refuses_another_secret_and_a_root_that_is_not_proven(own_stage: Stage) -> None:
    _lines()
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
    person = own_stage.people[OTHER]
    given = {
        "code": "not_producing",
        "reason": "被抽中企业停产，附停产说明",
        "instead": "改查名单中的下一家",
    }
    with clock.moved(AT):
        assert refusal(
            lambda: perform("draw.overridden", by=person, subject=row.pk, given={**given, "reason": "不"})
        ) == {"wrong_input"}
        shown = shown_to("draw.overridden", person, row.pk, AT)
        unsaid = partial(perform, "draw.overridden", by=person, subject=row.pk, signing=shown)
        assert refusal(lambda: unsaid(given={**given, "code": ""})) == {"no_reason_code"}
        perform("draw.overridden", by=person, subject=row.pk, given=given, signing=shown)
        assert queries.counted() == {"all": 1, "overridden": 1, "waiting": 0, "kept": 1}
        perform("draw.revealed", by=person, subject=row.pk)
    said = holding.shown(Draw.objects.get(pk=row.pk))
    assert said["overridden"] == "not_producing"
    sent = holding.as_bytes(said)
    assert "停产" not in sent.decode() and verifier.check(json.loads(sent)) == []


def test_what_is_public_before_the_visit_holds_digests_only(own_stage: Stage) -> None:
    row = _held(own_stage)
    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(leaf, 'UTF8') FROM ledger_entry WHERE act LIKE 'draw.%%'")
        leaves = "".join(leaf for (leaf,) in cursor.fetchall())
    assert not any(one["key"] in leaves for one in row.result)
    assert row.secret not in leaves and queries.find_revealed(row.number) is None


def test_no_role_of_the_application_reads_the_secret_before_the_log_has_its_size(own_stage: Stage) -> None:
    _lines()
    row = Draw.objects.get(pk=_commit(own_stage))
    asked = bytes.fromhex(row.commitment)
    opened = "SELECT draw_secret_opened(%s)"
    url = dsn(connection.settings_dict["NAME"])
    for role, functions in ((roles.APP, True), (roles.SEQUENCER, False)):
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(f"SET ROLE {role}")
            for query in ("SELECT * FROM sealed.draws_secret", "DELETE FROM sealed.draws_secret"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    conn.execute(query)
            if functions:
                assert conn.execute(opened, [asked]).fetchone() == (None,)
                with pytest.raises(psycopg.errors.CheckViolation):
                    conn.execute("SELECT draw_secret_made(0)")
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    conn.execute(opened, [asked])
    _publish()
    assert secret.opened(row.commitment) is None and holding.holding_of(row) is None
    _grow(own_stage)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(f"SET ROLE {roles.APP}")
        (found,) = conn.execute(opened, [asked]).fetchone() or (b"",)
    assert commit(bytes(found)).hex() == row.commitment
    with clock.moved(AT):
        assert len(holding.hold_due()) == 1
