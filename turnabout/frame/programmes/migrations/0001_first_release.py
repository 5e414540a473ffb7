import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('programmes', '0001_initial'),
        ('programmes', '0002_priority'),
        ('programmes', '0003_priorities_from_words'),
        ('programmes', '0004_priority_is_a_row'),
        ('programmes', '0005_readiness'),
        ('programmes', '0006_phase_wave'),
        ('programmes', '0007_own_presets'),
        ('programmes', '0008_guest_contacts'),
        ('programmes', '0009_roles_in_use'),
        ('programmes', '0010_facilitators'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnPreset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('name', models.CharField(max_length=80)),
                ('description', models.CharField(blank=True, max_length=300)),
                ('preset', models.SlugField(max_length=40)),
                ('values', models.JSONField(default=dict)),
                ('phases', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_presets', to='directory.organisation')),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.JSONField(default=dict)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('added_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priorities', to='directory.organisation')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('name', models.CharField(max_length=120)),
                ('preset', models.SlugField(max_length=40)),
                ('aim', models.CharField(blank=True, max_length=300)),
                ('how_we_know', models.CharField(blank=True, max_length=300)),
                ('sessions', models.PositiveSmallIntegerField(default=8)),
                ('gap_days', models.PositiveSmallIntegerField(default=21)),
                ('session_minutes', models.PositiveSmallIntegerField(default=60)),
                ('notice_hours', models.PositiveSmallIntegerField(default=48)),
                ('moves_allowed', models.PositiveSmallIntegerField(default=2)),
                ('level_gap', models.SmallIntegerField(default=2)),
                ('settings', models.JSONField(default=dict)),
                ('starts_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('launched_at', models.DateTimeField(null=True)),
                ('launched_despite', models.CharField(blank=True, max_length=400)),
                ('closed_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('guests', models.ManyToManyField(blank=True, related_name='programmes_as_guest', to='directory.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='directory.organisation')),
                ('own_preset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='programmes', to='programmes.ownpreset')),
                ('priority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='programmes.priority')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('kind', models.SlugField(max_length=40)),
                ('wave', models.PositiveSmallIntegerField(default=1)),
                ('position', models.PositiveSmallIntegerField()),
                ('planned_from', models.DateField(null=True)),
                ('planned_until', models.DateField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('skipped_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='programmes.programme')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('role', models.CharField(choices=[('coordinator', 'Coordinator'), ('mentor', 'Mentor'), ('mentee', 'Mentee'), ('delegate', 'Delegate'), ('sponsor', 'Sponsor'), ('guardian', 'Guardian'), ('auditor', 'Auditor'), ('facilitator', 'Facilitator'), ('reader', 'Reader'), ('guest_contact', 'Guest Contact')], max_length=20)),
                ('invited_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('back_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='directory.person')),
                ('principal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='directory.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('principal', None)), fields=('programme', 'person', 'role'), name='one_open_membership_per_role'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('principal__isnull', False)), fields=('programme', 'person', 'principal'), name='one_open_delegation_per_principal'), models.CheckConstraint(condition=models.Q(models.Q(('principal__isnull', False), ('role', 'delegate')), models.Q(models.Q(('role', 'delegate'), _negated=True), ('principal__isnull', True)), _connector='OR'), name='a_delegate_has_a_principal')],
            },
        ),
        migrations.CreateModel(
            name='ReadinessAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.SlugField(max_length=40)),
                ('answer', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=6)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readiness', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'question'), name='one_answer_on_readiness')],
            },
        ),
    ]
