"""Names are searched without full-width brackets and commas too, and the planner knows how common each pair is."""

from django.db import migrations

ZH_BIGRAMS = """
CREATE OR REPLACE FUNCTION zh_bigrams(t text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE s text := lower(translate(t, ' ()（）·,，。、/-', '')); r text[] := '{}'; i int;
BEGIN
  FOR i IN 1..char_length(s) - 1 LOOP r := r || substr(s, i, 2); END LOOP;
  RETURN r;
END $$
"""
REBUILD = "REINDEX INDEX certificate_public_names"
STATISTICS = "ALTER INDEX certificate_public_names ALTER COLUMN 1 SET STATISTICS 2000"


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [
        migrations.RunSQL(ZH_BIGRAMS, migrations.RunSQL.noop),
        migrations.RunSQL(REBUILD, migrations.RunSQL.noop),
        migrations.RunSQL(STATISTICS, migrations.RunSQL.noop),
    ]
