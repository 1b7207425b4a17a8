from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0006_veiled"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="also_products",
            field=ArrayField(base_field=models.CharField(max_length=4), default=list, size=None),
        ),
    ]
