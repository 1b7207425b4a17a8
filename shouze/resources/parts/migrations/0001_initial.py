"""Key parts, lists of them by certificate, versions of each line, filed changes."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0004_national_size'),
        ('certificates', '0002_names'),  # the function zh_bigrams
    ]

    operations = [
        BtreeGistExtension(),  # versions of a line never overlap: held by the database
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('model', models.CharField(max_length=100)),
                ('maker', models.CharField(max_length=200)),
                ('rating', models.CharField(blank=True, max_length=200)),
                ('certificate', models.CharField(blank=True, max_length=60)),
                ('model_key', models.CharField(max_length=200)),
                ('maker_key', models.CharField(max_length=400)),
                ('certificate_key', models.CharField(blank=True, max_length=120)),
                ('plain', models.TextField()),
            ],
            options={
                'db_table': 'key_parts_part',
                'indexes': [models.Index(fields=['maker_key'], name='part_maker'), models.Index(fields=['model_key'], name='part_model'), models.Index(condition=models.Q(('certificate_key', ''), _negated=True), fields=['certificate_key'], name='part_certificate'), django.contrib.postgres.indexes.GinIndex(models.Func(models.F('plain'), function='zh_bigrams'), name='part_plain')],
            },
        ),
        migrations.CreateModel(
            name='PartsList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='', max_length=24)),
                ('version', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(null=True)),
                ('hands', models.JSONField(default=dict)),
                ('number', models.CharField(max_length=16, unique=True)),
                ('product_code', models.CharField(max_length=4)),
                ('applicant_id', models.UUIDField()),
                ('producer_id', models.UUIDField()),
                ('factory_owner_id', models.UUIDField()),
                ('factory_id', models.UUIDField()),
                ('begun_on', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts_lists', to='cases.case')),
            ],
            options={
                'db_table': 'key_parts_list',
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('line', models.UUIDField()),
                ('place', models.PositiveIntegerField()),
                ('number', models.PositiveIntegerField(default=1)),
                ('function', models.CharField(max_length=100)),
                ('models_list', models.JSONField(default=list)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('basis', models.CharField(max_length=12)),
                ('evidence', models.JSONField(default=list)),
                ('entry', models.UUIDField(null=True)),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='key_parts.part')),
                ('parts_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='key_parts.partslist')),
            ],
            options={
                'db_table': 'key_parts_use',
                'ordering': ('place', 'number'),
            },
        ),
        migrations.CreateModel(
            name='PartChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='', max_length=24)),
                ('version', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(null=True)),
                ('hands', models.JSONField(default=dict)),
                ('number', models.CharField(max_length=30, unique=True)),
                ('product_code', models.CharField(max_length=4)),
                ('applicant_id', models.UUIDField()),
                ('producer_id', models.UUIDField()),
                ('factory_owner_id', models.UUIDField()),
                ('technical_person', models.UUIDField()),
                ('person_name', models.CharField(max_length=100)),
                ('reason', models.TextField()),
                ('effective_on', models.DateField()),
                ('filed_on', models.DateField()),
                ('enterprise_class', models.CharField(max_length=1)),
                ('rule', models.CharField(max_length=200)),
                ('judged_on', models.DateField(null=True)),
                ('judgement_words', models.TextField(blank=True)),
                ('remedy', models.CharField(blank=True, max_length=20)),
                ('parts_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='key_parts.partslist')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changed_by', to='key_parts.use')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='key_parts.use')),
            ],
            options={
                'db_table': 'key_parts_change',
            },
        ),
        migrations.AddIndex(
            model_name='partslist',
            index=models.Index(fields=['factory_id', 'product_code'], name='parts_list_factory'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(condition=models.Q(('basis', 'application'), _negated=True), fields=['part'], name='use_since_issue'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(fields=('line', 'number'), name='use_version_once'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='use_days'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=(('line', '='), (models.Func(models.F('from_on'), models.F('until_on'), models.Value('[)'), function='daterange'), '&&')), name='use_one_on_any_day'),
        ),
        migrations.AddIndex(
            model_name='partchange',
            index=models.Index(fields=['state', 'filed_on'], name='part_change_state'),
        ),
    ]
