"""What is erased must be what its act says: the entry, the section, and the digest of what stays.

Asked at the end of the transaction, of every section that changed, so that an old act is no licence.
"""

from django.db import migrations

BOUND = """
CREATE OR REPLACE FUNCTION ledger_erased_by_act() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    was json := convert_from(OLD.body, 'UTF8')::json;
    stays json := convert_from(NEW.body, 'UTF8')::json;
BEGIN
    IF EXISTS (
        SELECT FROM unnest(ARRAY['data', 'what', 'who']) section
        WHERE (stays -> section)::text IS DISTINCT FROM (was -> section)::text AND NOT EXISTS (
            SELECT FROM public.ledger_entry erasure
            JOIN public.ledger_body b ON b.entry_id = erasure.id
            JOIN public.ledger_entry erased ON erased.id = NEW.entry_id
            CROSS JOIN LATERAL (SELECT convert_from(b.body, 'UTF8')::json AS body) said
            WHERE erasure.uid = (stays -> section -> 'erased' ->> 'act')::uuid
                AND erasure.act = 'content.erased'
                AND said.body #>> '{data,value,entry}' = erased.uid::text
                AND said.body #>> '{data,value,section}' = section
                AND said.body #>> '{what,value,outcome,remainder}'
                    = encode(sha256(convert_to((stays -> section -> 'value')::text, 'UTF8')), 'hex'))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = '删除内容须有台账中的删除行为，且与其所述一致。'
            || ' Content is erased by an act in the ledger only, and as the act says.';
    END IF;
    RETURN NULL;
END $$;
"""

UNBOUND = """
CREATE OR REPLACE FUNCTION ledger_erased_by_act() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM json_each(convert_from(NEW.body, 'UTF8')::json) section
        WHERE section.value -> 'erased' IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.ledger_entry
            WHERE uid = (section.value -> 'erased' ->> 'act')::uuid AND act = 'content.erased')
    ) THEN
        RAISE EXCEPTION '删除内容须有台账中的删除行为。 Content is erased by an act in the ledger only.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """The trigger that holds an erasure to its act asks what the act says."""

    dependencies = (("ledger", "0006_search_path"),)

    operations = (migrations.RunSQL(BOUND, UNBOUND),)
