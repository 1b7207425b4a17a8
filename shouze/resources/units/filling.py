"""Rows for certificates that stood before the register, or were filled in in bulk: as the acts make them."""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_FILL: Final = """
INSERT INTO units_certified_model (id, certificate, number, applicant_id, producer_id, factory_id,
 product_code, model, from_on, until_on, ended)
SELECT encode(substr(sha256(convert_to(
  concat_ws(E'\\x1f', c.id::text, m.line ->> 'name', c.issued_on::text), 'UTF8')), 1, 16), 'hex')::uuid,
 c.id, c.number, c.applicant_id, c.producer_id, c.factory_id, c.product_code, m.line ->> 'name', c.issued_on,
 CASE WHEN c.state NOT IN ('valid', 'suspended') THEN last.on END,
 CASE WHEN c.state NOT IN ('valid', 'suspended') THEN last.kind ELSE '' END
FROM certificates_certificate c
CROSS JOIN LATERAL jsonb_array_elements(c.facts #> '{product,models}') AS m (line)
CROSS JOIN LATERAL (
  SELECT e.on, e.kind FROM certificates_event e WHERE e.certificate_id = c.id ORDER BY e.on DESC, e.id DESC
  LIMIT 1) AS last
ON CONFLICT DO NOTHING"""


def fill(connection: BaseDatabaseWrapper) -> int:
    """Make the rows that are lacking; return how many. Doing it again makes none."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL)
        return int(cursor.rowcount)
