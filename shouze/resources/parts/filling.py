"""Lists for certificates that have none: from their applications, as issuing makes them.

Called by the migration that brings the room, and by whoever fills tables in bulk. Exactly what a replay of
the acts of approval makes: ids follow from certificate and words.
"""

import uuid
from collections.abc import Iterator
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from .naming import Named
from .writing import part_row

_LISTS: Final = """
INSERT INTO key_parts_list (id, state, version, last_at, hands, number, case_id, product_code, applicant_id,
 producer_id, factory_owner_id, factory_id, begun_on)
SELECT t.id, 'kept', 0, e.at, '{}'::jsonb, t.number, t.case_id, t.product_code, t.applicant_id,
 t.producer_id, t.factory_owner_id, t.factory_id, t.issued_on
FROM certificates_certificate t
JOIN ledger_entry e ON e.subject_id = t.case_id AND e.act = 'certificate.approved'
ON CONFLICT DO NOTHING"""
_UNFILLED: Final = """
FROM key_parts_list l JOIN applications_application a ON a.case_id = l.case_id
CROSS JOIN LATERAL jsonb_array_elements(a.key_parts) WITH ORDINALITY AS p (part, place)
WHERE NOT EXISTS (SELECT 1 FROM key_parts_use u WHERE u.parts_list_id = l.id)"""
_PARTS: Final = f"""
SELECT DISTINCT p.part ->> 'name', p.part ->> 'model', p.part ->> 'maker' {_UNFILLED}"""
_PART: Final = """
INSERT INTO key_parts_part (id, name, model, maker, rating, certificate, model_key, maker_key,
 certificate_key, plain) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"""
_ID: Final = "encode(substr(sha256(convert_to({words}, 'UTF8')), 1, 16), 'hex')::uuid"
_LINE: Final = _ID.format(words="concat_ws(E'\\x1f', l.id::text, p.place::text)")
_OF_PART: Final = _ID.format(
    words="concat_ws(E'\\x1f', p.part ->> 'name', p.part ->> 'model', p.part ->> 'maker', '', '')"
)
_USES: Final = f"""
INSERT INTO key_parts_use (id, parts_list_id, line, place, number, function, part_id, models_list, from_on,
 basis, evidence, entry)
SELECT {_LINE}, l.id, {_LINE}, p.place, 1, p.part ->> 'name', {_OF_PART}, '[]'::jsonb, l.begun_on,
 'application', '[]'::jsonb,
 (SELECT e.uid FROM ledger_entry e WHERE e.subject_id = l.case_id AND e.act = 'certificate.approved')
{_UNFILLED}"""  # noqa: S608


def fill(connection: BaseDatabaseWrapper) -> int:
    """Make the lists that are lacking; return how many lines were made. Doing it again makes none."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTS)
        cursor.execute(_PARTS)
        cursor.executemany(_PART, [*_rows(cursor.fetchall())])
        cursor.execute(_USES)
        return int(cursor.rowcount)


def _rows(found: list[tuple[str, str, str]]) -> Iterator[tuple[uuid.UUID | str, ...]]:
    for words in found:
        one = part_row(Named(*words))
        yield (
            one.id, one.name, one.model, one.maker, one.rating, one.certificate, one.model_key,
            one.maker_key, one.certificate_key, one.plain,
        )  # fmt: skip
