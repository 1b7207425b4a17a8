"""What is on record about factories for a kind of product: each line a fact with its day, in one query.

Inspections, sample tests and measures come from the body's own record; quality events count once they are
final, by the date of the final result. A line is known from the day of the act by which the body learned of
it, so that the same query answers for any day in the past. Own ability comes from the register of facilities,
too: a qualified laboratory of the factory's owner whose accreditation covers every standard of the product,
and tests done with it (TMP, WMT), as long as its qualification holds.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection

from shouze.kernel import rulebook
from shouze.resources.schemes.queries import schemes_in_force
from shouze.resources.schemes.transitions import standards_on

from .annulled import annulled

Pair = tuple[UUID, str]
READINGS: Final = (
    "quality_codes", "failing_reasons", "refusal_reasons", "ability_from",
    "local_sources", "grave_sources",
)  # fmt: skip

#: one SELECT for each kind of evidence; ``{case}``, ``{certificate}``, ``{event}`` narrow to one factory
#: and product
_SOURCES: Final = """
SELECT c.factory_id, c.product_code, 'inspection' AS fact, i.conclusion AS value, i.to_on AS day,
    EXISTS (SELECT FROM evidence_nonconformity n
            WHERE n.inspection_id = i.id AND n.code = ANY(%(quality_codes)s)) AS quality,
    'evidence.inspection' AS thing, i.id, i.plan_code AS number, NULL::date AS until,
    c.applicant_id AS organisation
FROM evidence_inspection i JOIN cases_case c ON c.id = i.case_id
WHERE i.state = 'concluded' AND i.concluded_on <= %(on)s {case}
UNION ALL
SELECT c.factory_id, c.product_code, 'serious', n.code, i.to_on, true, 'evidence.nonconformity', n.id,
    i.plan_code || '-' || n.number, NULL, c.applicant_id
FROM evidence_nonconformity n
JOIN evidence_inspection i ON i.id = n.inspection_id JOIN cases_case c ON c.id = i.case_id
WHERE n.grade = 'serious' AND n.code = ANY(%(quality_codes)s)
    AND i.state = 'concluded' AND i.concluded_on <= %(on)s {case}
UNION ALL
SELECT c.factory_id, c.product_code, 'sample',
    CASE WHEN r.conforming THEN 'passed'
         WHEN EXISTS (SELECT FROM jsonb_array_elements(r.items) x
                      WHERE x->>'verdict' = 'F' AND NOT x->>'key' = ANY(%(harmless)s)) THEN 'safety'
         ELSE 'other' END,
    r.issued_on, false, 'evidence.testreport', r.id, r.number, NULL, c.applicant_id
FROM evidence_test_report r
JOIN evidence_test_order o ON o.id = r.order_id JOIN cases_case c ON c.id = o.case_id
WHERE o.element IN ('SC', 'CY') AND r.judgement = 'accepted' AND r.issued_on <= %(on)s {case}
UNION ALL
SELECT c.factory_id, c.product_code, 'type_test', '', r.issued_on, false, 'evidence.testreport', r.id,
    r.number, NULL, c.applicant_id
FROM evidence_test_report r
JOIN evidence_test_order o ON o.id = r.order_id JOIN cases_case c ON c.id = o.case_id
WHERE o.element = 'XS' AND NOT r.conforming AND r.judgement = 'accepted' AND r.issued_on <= %(on)s {case}
UNION ALL
SELECT c.factory_id, c.product_code, 'not_authentic', '', x.received_on, false, 'evidence.sample', x.id,
    x.number, NULL, c.applicant_id
FROM evidence_sample x
JOIN evidence_test_order o ON o.id = x.order_id JOIN cases_case c ON c.id = o.case_id
WHERE NOT x.authentic AND x.received_on <= %(on)s {case}
UNION ALL
SELECT c.factory_id, c.product_code, 'refused', '', v.happened_on, false, 'surveillance.visitrefusal', v.id,
    c.number, NULL, c.applicant_id
FROM surveillance_visit_refusal v JOIN cases_case c ON c.id = v.case_id
WHERE v.kind = 'refused' AND v."on" <= %(on)s {case}
UNION ALL
SELECT c.factory_id, c.product_code,
    CASE WHEN m.kind || '.' || reason = ANY(%(failing_reasons)s) THEN 'measure' ELSE 'refused' END,
    m.kind || '.' || reason, e.on, false, 'certificates.certificate', c.id, c.number, NULL,
    c.applicant_id
FROM certificates_event e JOIN certificates_certificate c ON c.id = e.certificate_id,
    replace(e.kind, 'models_', '') AS m(kind), jsonb_array_elements_text(e.reasons) reason
WHERE e.kind IN ('suspended', 'withdrawn', 'models_withdrawn') AND e.on <= %(on)s
    AND e.id <> ALL(%(annulled)s::uuid[]) AND (m.kind || '.' || reason = ANY(%(failing_reasons)s)
         OR m.kind || '.' || reason = ANY(%(refusal_reasons)s)) {certificate}
UNION ALL
SELECT s.factory_id, s.product_code,
    CASE WHEN s.finding IN ('ability', 'conforming') THEN s.finding
         WHEN s.finding IN ('risk_c', 'risk_d') THEN 'risk'
         WHEN s.fault = 'not_factory' THEN 'neutral'
         WHEN s.finding = 'refused' THEN 'refused'
         WHEN s.kind = 'government' OR s.source = ANY(%(local_sources)s) AND s.finding = 'ccc_item'
              THEN 'government'
         WHEN s.fault <> 'factory' THEN 'neutral'
         WHEN s.kind = 'public_voice' THEN 'exposed'
         WHEN s.source = ANY(%(grave_sources)s) AND s.severity = 'serious' THEN 'exposed'
         ELSE 'other_bad' END,
    CASE s.finding WHEN 'risk_c' THEN 'C' WHEN 'risk_d' THEN 'D'
         WHEN 'ccc_item' THEN CASE WHEN s.kind = 'government' THEN 'ccc' ELSE 'local' END
         WHEN 'quality_problem' THEN s.severity WHEN 'non_ccc_item' THEN 'other' ELSE '' END,
    s.final_on, false, 'signals.qualityevent', s.id, s.number, NULL,
    s.organisation_id
FROM signals_event s
WHERE s.factory_id IS NOT NULL AND s.final_on IS NOT NULL AND s.settled_on <= %(on)s
    AND (s.dismissed_on IS NULL OR s.dismissed_on > %(on)s) {event}
UNION ALL
SELECT c.factory_id, c.product_code, 'ability', 'facility', q.from_on, false, 'facilities.facility', q.id,
    q.accreditation, q.until, f.organisation_id
FROM facilities_qualification q JOIN facilities_facility f ON f.id = q.facility_id
JOIN (SELECT DISTINCT factory_id, product_code, factory_owner_id FROM certificates_certificate) c
    ON c.factory_owner_id = f.organisation_id
JOIN unnest(%(products)s::text[], %(scopes)s::jsonb[]) AS asked(product, standards)
    ON asked.product = c.product_code
WHERE 'facility' = ANY(%(ability_from)s) AND {holds} {certificate}
    AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(asked.standards) one
                    WHERE NOT one = ANY(SELECT split_part(x, '-', 1) FROM unnest(q.standards) x))
UNION ALL
SELECT c.factory_id, c.product_code, 'ability', u.mode, r.issued_on, false, 'evidence.facilityuse', u.id,
    r.number, q.until, f.organisation_id
FROM evidence_facility_use u
JOIN evidence_test_order o ON o.id = u.order_id JOIN cases_case c ON c.id = o.case_id
JOIN evidence_test_report r ON r.order_id = o.id AND r.judgement = 'accepted' AND r.conforming
    AND r.issued_on <= %(on)s
JOIN facilities_facility f ON f.id = u.facility_id AND f.organisation_id = c.factory_owner_id
JOIN facilities_qualification q ON q.facility_id = f.id
WHERE 'use' = ANY(%(ability_from)s) AND u.state = 'approved' AND {holds} {case}
"""
#: what the body knew on the day ``on`` of a qualification that holds on the day ``at``
_HOLDS: Final = (
    "q.known_on <= %(on)s AND (q.ended_on IS NULL OR q.ended_on > %(on)s)"
    " AND q.from_on <= %(at)s AND q.until >= %(at)s"
)
_OF_ONE: Final = "AND {0}.factory_id = %(factory)s AND {0}.product_code = %(product)s"
#: evidence of every factory and product, and of one
ALL: Final = _SOURCES.format(case="", certificate="", event="", holds=_HOLDS)
OF_ONE: Final = _SOURCES.format(
    case=_OF_ONE.format("c"), certificate=_OF_ONE.format("c"), event=_OF_ONE.format("s"), holds=_HOLDS
)

_LATEST_FIRST: Final = " ".join(("SELECT * FROM (", OF_ONE, ") e ORDER BY day DESC, number DESC, fact"))


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of evidence: which fact it speaks for, with which value, the day that counts, and the thing
    on record. ``quality`` says of an inspection that it had nonconformities linked to product quality;
    ``until`` is the last day of what holds for a time of its own (a facility's qualification);
    ``organisation`` the firm whose case, certificate or facility it is.
    """

    fact: str
    value: str
    day: date
    quality: bool
    thing: str
    id: UUID
    number: str
    until: date | None = None
    organisation: UUID | None = None


def lines(factory: UUID, product_code: str, on: date) -> Sequence[Line]:
    """List what is on record about a factory for a product as it was known on a day, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            _LATEST_FIRST,
            parameters(on) | {"factory": factory, "product": product_code},
        )
        return [Line(*row[2:]) for row in cursor.fetchall()]


def parameters(on: date) -> dict[str, Any]:
    """Return what the query of evidence asks of the rules of a day (``at``, and known by then: ``on``)."""
    scopes = _scopes(on)
    return {
        "on": on, "at": on, "harmless": _harmless(), "annulled": list(annulled(on)), "products": list(scopes),
        "scopes": [json.dumps(one) for one in scopes.values()], **readings(on),
    }  # fmt: skip


def readings(on: date) -> Mapping[str, list[str]]:
    """Return how the body's own record is read on a day, by name of the rule."""
    return {
        name: [str(one) for one in rulebook.value(f"classification/readings/{name}", on=on).listed]
        for name in READINGS
    }


def _scopes(on: date) -> Mapping[str, list[str]]:
    """The standards of each product under the schemes of a day, without their parts."""
    return {
        line.code: [one.split("-")[0] for one in standards_on(line.standards, on)]
        for scheme in schemes_in_force(on)
        for line in scheme.products
        if line.holds_on(on) and line.standards
    }


def _harmless() -> list[str]:
    """The keys of all items of the standards that are no safety items; an item that is unknown is one."""
    found = []
    for entry in rulebook.everything():
        if entry.id.startswith("standards/"):
            for version in rulebook.history(entry.id):
                number, items = str(version.fields["number"]), version.fields["items"]
                for item in items if isinstance(items, tuple) else ():
                    if isinstance(item, Mapping) and not item["safety"]:
                        found.append(f"{number}:{item['key']}")
    return found
