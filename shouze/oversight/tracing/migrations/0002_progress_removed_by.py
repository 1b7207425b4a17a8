from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tracing', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='progress',
            name='removed_by',
            field=models.UUIDField(null=True),
        ),
    ]
