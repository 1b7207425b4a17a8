"""Erasure by order of the law: one function is the only way in which content of the ledger goes.

It takes the salt of one section and puts a remainder in the place of its value, with the uid of the act that
had it done; the leaf with its digest stays, so every proof does. That the act stands in the ledger is asked
at the end of the transaction, when its entry is written.
"""

from django.db import migrations

MAKE = """
CREATE FUNCTION ledger_refuse_body() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('shouze.erasing', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '台账只增不改不删：% 拒绝执行 %。更正须另作一项行为。 The ledger only grows: % on % is refused.',
        TG_TABLE_NAME, TG_OP, TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = '更正以新的行为记录。 Record a correction as a further act.';
END $$;
DROP TRIGGER ledger_guard ON ledger_body;
CREATE TRIGGER ledger_guard BEFORE UPDATE OR DELETE ON ledger_body
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_body();

CREATE FUNCTION ledger_erased_by_act() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
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
CREATE CONSTRAINT TRIGGER ledger_erased_by_act AFTER UPDATE ON ledger_body
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_erased_by_act();

CREATE FUNCTION ledger_erase(entry uuid, erased text, remainder text, by_act uuid, reason text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    held bigint;
    content json;
    marked text;
BEGIN
    SELECT b.entry_id, convert_from(b.body, 'UTF8')::json INTO held, content
    FROM public.ledger_body b JOIN public.ledger_entry e ON e.id = b.entry_id
    WHERE e.uid = entry FOR UPDATE OF b;
    IF held IS NULL OR content -> erased IS NULL OR remainder::json IS NULL THEN
        RAISE EXCEPTION '没有此项内容可删除。 There is no such content to erase.' USING ERRCODE = 'no_data_found';
    END IF;
    -- Done before, when the same act is done again by a replay.
    IF content -> erased -> 'erased' ->> 'act' = by_act::text THEN
        RETURN;
    END IF;
    marked := '{"erased":{"act":' || to_json(by_act::text)::text || ',"reason":' || to_json(reason)::text
        || '},"value":' || remainder || '}';
    PERFORM set_config('shouze.erasing', 'on', true);
    UPDATE public.ledger_body SET body = convert_to((
        SELECT '{' || string_agg(to_json(name)::text || ':'
            || CASE WHEN name = erased THEN marked ELSE (content -> name)::text END, ',' ORDER BY name) || '}'
        FROM unnest(ARRAY['data', 'what', 'who']) name), 'UTF8')
    WHERE entry_id = held;
    PERFORM set_config('shouze.erasing', 'off', true);
END $$;
REVOKE ALL ON FUNCTION ledger_erase(uuid, text, text, uuid, text) FROM PUBLIC;
"""

UNMAKE = """
DROP FUNCTION ledger_erase(uuid, text, text, uuid, text);
DROP TRIGGER ledger_erased_by_act ON ledger_body;
DROP FUNCTION ledger_erased_by_act();
DROP TRIGGER ledger_guard ON ledger_body;
CREATE TRIGGER ledger_guard BEFORE UPDATE OR DELETE ON ledger_body
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
DROP FUNCTION ledger_refuse_body();
"""


class Migration(migrations.Migration):
    """The function that erases, and what holds it to an act."""

    dependencies = (("ledger", "0004_announcement_guard"),)

    operations = (migrations.RunSQL(MAKE, UNMAKE),)
