"""Sets the stage for measuring the gate: the demo house, one accepted case, and as many more like it as are
asked for; the peers' tables beside them. Runs as the owner, in a process of its own.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Sequence

import django

MORE = """
INSERT INTO cases_case ({columns}) SELECT {values}
FROM cases_case t, generate_series(1, %s) n
"""
PEERS = """
INSERT INTO bench_case (id, number, state, version, product_code, applicant_name, engineer_id, due_on, paused)
SELECT id, number, 'running', 0, product_code, applicant_name, engineer_id, due_on, false FROM cases_case
"""
HISTORY = 1000
MADE = {"id": "gen_random_uuid()", "number": "'BENCH-' || n"}


def set_stage(cases: int) -> dict[str, object]:
    """Make ``cases`` accepted cases; returns the acting person and the ids of the cases."""
    from django.db import connection

    from bench.peer_orm import MODELS
    from shouze.demo import stage, story
    from shouze.kernel.ledger import roles
    from shouze.resources.cases.models import Case

    house = stage.set_stage()
    story.play(stage.ThroughTheGate(house.people), house.scene, stage.fees_due, story.STORY[:4])
    columns = [str(field.column) for field in Case._meta.concrete_fields]
    more = MORE.format(
        columns=", ".join(columns), values=", ".join(MADE.get(it, f"t.{it}") for it in columns)
    )
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(more, [cases - 1])
        cursor.execute(PEERS)
        roles.grant(connection)
    ids = [str(one) for one in Case.objects.order_by("number").values_list("id", flat=True)]
    _give_history(house.people["E003"], ids[:HISTORY])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return {"person": str(house.people["E003"]), "cases": ids}


def _give_history(person: uuid.UUID, cases: Sequence[str]) -> None:
    """A ledger of some length, so that plans are made for one: a house is empty only on its first day."""
    from shouze.kernel.acts import perform

    for case in cases:
        given = {"reason": "product_rework", "words": "-"}
        perform("case.paused", by=person, subject=uuid.UUID(case), given=given)
        perform("case.resumed", by=person, subject=uuid.UUID(case), given={"words": "-"})


if __name__ == "__main__":
    django.setup()
    print(json.dumps(set_stage(int(sys.argv[1]))))
