"""The read model follows the tree: exactly once, in batches, and the same when derived anew."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.kernel import clock
from shouze.kernel.ledger import sequence
from shouze.kernel.ledger.models import Entry
from shouze.kernel.references import queries
from shouze.kernel.references.filling import behind, catch_up, forget
from shouze.kernel.references.models import Edge, Role, Ruled, RuleSet


def _integrate() -> int:
    return sequence.integrate(connection.connection, at=clock.now())


def _rows() -> list[Any]:
    names = dict(Role.objects.values_list("id", "name"))
    edges = [(t, e, names[r]) for t, e, r in Edge.objects.values_list("thing", "entry_id", "role_id")]
    sets = dict(RuleSet.objects.values_list("id", "key"))
    ruled = [(sets[s], e) for s, e in Ruled.objects.values_list("ruleset_id", "entry_id")]
    return [sorted(edges), sorted(ruled)]


def test_it_reads_every_entry_of_the_tree_once(stage: Stage) -> None:
    total = _integrate()
    assert behind() == total > 50
    assert catch_up(limit=7, batch=3) == 7
    assert catch_up(batch=20) == total - 7
    assert (catch_up(), behind()) == (0, 0)
    found = _rows()
    forget()
    assert (catch_up(), _rows()) == (total, found)


def test_it_waits_for_the_sequencer(stage: Stage) -> None:
    assert catch_up() == 0
    _integrate()
    assert catch_up() > 0


def test_it_leaves_nothing_of_a_batch_that_failed(stage: Stage) -> None:
    total = _integrate()
    forget()  # the numbers of the roles begin at one, as they will again
    catch_up()
    last = Edge.objects.order_by("-entry_id")[0]
    forget()
    in_the_way = Edge.objects.create(thing=last.thing, entry_id=last.entry_id, role_id=last.role_id)
    with pytest.raises(psycopg.errors.UniqueViolation), transaction.atomic():
        catch_up()
    assert (behind(), Edge.objects.count()) == (total, 1)
    in_the_way.delete()
    assert catch_up() == total


def test_it_answers_what_names_a_thing_and_what_was_done_under_a_rule(stage: Stage) -> None:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    _integrate()
    catch_up()
    acts = dict(Entry.objects.values_list("id", "act"))
    laboratory = str(stage.scene.laboratory)
    naming = Edge.objects.filter(
        thing=queries.thing_of(laboratory),
        role_id__in=Role.objects.filter(name="data.laboratory").values("id"),
    )
    assert [acts[one] for one in naming.order_by("entry_id").values_list("entry_id", flat=True)] == [
        "person.registered",
        "test.ordered",
    ]
    (version,) = queries.versions_noted("body/code")
    assert version in queries.refs_noted()
    under = Ruled.objects.filter(ruleset_id__in=queries.sets_with([version]))
    assert "certificate.approved" in {acts[one] for one in under.values_list("entry_id", flat=True)}
