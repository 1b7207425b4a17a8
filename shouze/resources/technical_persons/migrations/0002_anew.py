from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("technical_persons", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="technicalperson", name="technical_person_once"),
        migrations.AddConstraint(
            model_name="technicalperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "applied")), fields=("factory_id", "person_id"), name="technical_person_once"
            ),
        ),
    ]
