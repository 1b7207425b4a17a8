"""Uses of manufacturers' test facilities, results that are adopted, and how a report was tested."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_after_certificate'),
        ('evidence', '0008_sealed_samples'),
    ]

    operations = [
        migrations.AddField(
            model_name='testreport',
            name='mode',
            field=models.CharField(default='laboratory', max_length=12),
        ),
        migrations.CreateModel(
            name='AdoptedResult',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=60)),
                ('issuer', models.CharField(max_length=200)),
                ('issued_on', models.DateField()),
                ('items', models.JSONField(default=list)),
                ('compared', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=71)),
                ('words', models.TextField()),
                ('adopted_on', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adopted_results', to='cases.case')),
            ],
            options={
                'db_table': 'evidence_adopted_result',
            },
        ),
        migrations.CreateModel(
            name='FacilityUse',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('facility_id', models.UUIDField()),
                ('mode', models.CharField(max_length=12)),
                ('engineer', models.CharField(max_length=100)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('items', models.JSONField()),
                ('equipment', models.JSONField()),
                ('papers', models.JSONField(default=list)),
                ('state', models.CharField(default='requested', max_length=10)),
                ('requested_on', models.DateField()),
                ('requested_by', models.CharField(max_length=12)),
                ('judged_on', models.DateField(null=True)),
                ('judgement_words', models.TextField(blank=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facility_uses', to='evidence.testorder')),
            ],
            options={
                'db_table': 'evidence_facility_use',
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='facility_use_dates'), models.UniqueConstraint(condition=models.Q(('state__in', ('requested', 'approved'))), fields=('order',), name='facility_use_once')],
            },
        ),
    ]
