import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# The planner must know how common each part is: it then walks the newest lines of a common name, and asks the
# index of parts for a rare one.
STATISTICS = "ALTER TABLE finding_line ALTER COLUMN parts SET STATISTICS 2000"


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("within", models.UUIDField(null=True)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("about", models.CharField(blank=True, max_length=700)),
                ("text", models.TextField()),
                ("sounds", models.TextField()),
                ("parts", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "db_table": "finding_line",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["parts"], name="finding_parts"),
                    models.Index(fields=["kind", "-id"], name="finding_kind"),
                    models.Index(
                        condition=models.Q(("number", ""), _negated=True), fields=["number"], name="finding_number"
                    ),
                ],
            },
        ),
        migrations.RunSQL(STATISTICS, migrations.RunSQL.noop),
    ]
