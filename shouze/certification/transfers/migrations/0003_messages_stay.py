"""A message, once stored, is neither changed nor taken out, by whatever role."""

from django.db import migrations

MAKE = """
CREATE FUNCTION transfers_message_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a message between bodies is neither changed nor removed' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER transfers_message_stays BEFORE UPDATE OR DELETE ON transfers_message
    FOR EACH ROW EXECUTE FUNCTION transfers_message_stays();
"""
UNMAKE = """
DROP TRIGGER transfers_message_stays ON transfers_message;
DROP FUNCTION transfers_message_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("transfers", "0002_notices")]

    operations = [migrations.RunSQL(MAKE, UNMAKE)]
