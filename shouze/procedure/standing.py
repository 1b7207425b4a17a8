"""How the evidence of a case stands, read from the rooms that keep it in one statement: most acts on a case
ask for it.
"""

import json

from django.db import connection

from shouze.certification.evaluation.elements import TESTS, VISITS
from shouze.certification.evidence.sealed import SEALED_ELEMENTS
from shouze.certification.evidence.states import INSPECTION_ENDED, ORDER_ENDED, SEALED_LIVING, TURNS
from shouze.resources.cases.models import Case

from .table import AWAITED, Awaited, Evidence

#: elements with their states, those of which a sealed sample lives, is on its way, broke, or is ordered for
#: testing;
#: of the open orders the one that is awaited; the open inspection with the states of its nonconformities
_STANDING = """
SELECT (SELECT coalesce(jsonb_object_agg(code, state), '{}')::text FROM evaluation_element
        WHERE case_id = c.id AND before_certificate),
       ARRAY(SELECT element FROM evidence_sealed_sample WHERE case_id = c.id AND state = ANY(%s)),
       ARRAY(SELECT element FROM evidence_sealed_sample WHERE case_id = c.id AND state = 'sealed'),
       ARRAY(SELECT element FROM evidence_sealed_sample WHERE case_id = c.id AND state = 'broken'),
       ARRAY(SELECT element FROM evidence_test_order WHERE case_id = c.id AND state <> ALL(%s)),
       o.element, o.state, o.due_on, i.state, i.planned_to, i.due_on,
       ARRAY(SELECT state FROM evidence_nonconformity WHERE inspection_id = i.id)
FROM (SELECT %s::uuid AS id) AS c
LEFT JOIN LATERAL (SELECT element, state, due_on FROM evidence_test_order
                   WHERE case_id = c.id AND state <> ALL(%s)
                   ORDER BY array_position(%s, state::text), number LIMIT 1) AS o ON true
LEFT JOIN LATERAL (SELECT id, state, planned_to, due_on FROM evidence_inspection
                   WHERE case_id = c.id AND state <> ALL(%s) ORDER BY id LIMIT 1) AS i ON true
"""


def evidence_of(case: Case) -> Evidence:
    """Return how the evidence of a planned case stands."""
    with connection.cursor() as cursor:
        ended, turns = list(ORDER_ENDED), list(TURNS)
        cursor.execute(
            _STANDING, (list(SEALED_LIVING), ended, case.pk, ended, turns, list(INSPECTION_ENDED))
        )
        found = cursor.fetchone()
    elements, living, under_way, broken, ordered, element, order, test_due = found[:8]
    visit, visit_ends, correction_due, findings = found[8:]
    states: dict[str, str] = json.loads(elements)
    open_tests = [code for code in TESTS if states.get(code) == "open"]
    sealed = [code for code in open_tests if code in SEALED_ELEMENTS]
    sampling = bool(sealed) and not set(sealed) & set(living)
    tested = bool(open_tests) and not (sampling and len(sealed) == len(open_tests) and order is None)
    if ordered and set(ordered) <= set(SEALED_ELEMENTS) and set(under_way) & set(sealed) - set(ordered):
        # A sample that is there is ordered to be tested beside the other one.
        order = None
    visited = any(states.get(code) == "open" for code in VISITS)
    return Evidence(
        class_fell=bool(case.worse_class),
        contract_open=case.agreed_on is None or case.fees_paid < case.fees_due,
        failed="nonconforming" in states.values(),
        test=(order or "none") if tested else "",
        visit=(visit or "none") if visited else "",
        findings=frozenset(findings),
        sampling=sampling,
        resampling=order == "ordered" and element in set(broken) - set(living),
        test_due=test_due,
        visit_ends=visit_ends,
        correction_due=correction_due,
    )


def awaited(evidence: Evidence) -> Awaited:
    """Return the line of the table in which the evidence stands."""
    return next(row for row in AWAITED if row.holds(evidence))


def left_out(case: Case) -> frozenset[str]:
    """Return the steps that a case does not go: a later turn tests and inspects only what it asks."""
    if case.asked is None:
        return frozenset()
    asked = {str(one["code"]) for one in case.asked}
    tests = frozenset() if asked & TESTS else frozenset({"sample", "type_test"})
    return tests if asked & VISITS else tests | {"inspection"}
