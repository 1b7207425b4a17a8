from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_conversation")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="code",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
    ]
