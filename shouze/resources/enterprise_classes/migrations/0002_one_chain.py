"""Each record follows the one before it, of the same factory and the same product: held by the database."""

from django.db import migrations

BIND = """
ALTER TABLE enterprise_classes_record
    ADD CONSTRAINT class_as_it_stood UNIQUE (factory_id, product_code, step, letter, since);
ALTER TABLE enterprise_classes_record
    ADD CONSTRAINT class_follows_its_own FOREIGN KEY
        (factory_id, product_code, previous_step, previous, previous_since)
        REFERENCES enterprise_classes_record (factory_id, product_code, step, letter, since)
"""
UNBIND = """
ALTER TABLE enterprise_classes_record DROP CONSTRAINT class_follows_its_own;
ALTER TABLE enterprise_classes_record DROP CONSTRAINT class_as_it_stood
"""


class Migration(migrations.Migration):
    dependencies = [("enterprise_classes", "0001_initial")]

    operations = [migrations.RunSQL(BIND, UNBIND)]
