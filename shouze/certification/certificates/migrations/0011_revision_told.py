"""What the public sees of earlier certificates says its revision, as it does of those issued since."""

from django.db import migrations

TELL = """
    UPDATE certificates_public
    SET record = regexp_replace(
        record, '("first_issued_on":"[0-9-]{10}",)("basis":)', '\\1"revision":1,"changed_on":null,\\2'
    )
    WHERE record NOT LIKE '%,"revision":%'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0010_transfer'),
    ]

    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
