"""The functions that erase look for types in the schema of temporary objects last.

Where the path does not name it, PostgreSQL asks ``pg_temp`` first: whoever may make temporary objects could
put a type of his own in the place of ``text``, and have its checks run as the owner.
"""

from django.db import migrations

FUNCTIONS = (
    "ledger_erase(uuid, text, text, uuid, text)",
    "ledger_erased_by_act()",
    "ledger_refuse_body()",
    "ledger_refuse()",
)
LAST = "".join(f"ALTER FUNCTION {one} SET search_path = pg_catalog, public, pg_temp;\n" for one in FUNCTIONS)


class Migration(migrations.Migration):
    """Nobody's temporary objects stand before those of the house. There is no way back to a hole."""

    dependencies = (("ledger", "0005_erasure"),)

    operations = (migrations.RunSQL(LAST, migrations.RunSQL.noop),)
