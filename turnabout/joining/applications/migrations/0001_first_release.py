import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('applications', '0001_initial'),
        ('applications', '0002_own_words'),
        ('applications', '0003_reserve_list'),
        ('applications', '0004_acceptance'),
        ('applications', '0005_confirmed_levels'),
        ('applications', '0006_access_needs_shown'),
        ('applications', '0007_choosing'),
        ('applications', '0008_time_request'),
        ('applications', '0009_lived_experience'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('programmes', '0001_first_release'),
        ('topics', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('step', models.PositiveSmallIntegerField(default=1)),
                ('answers', models.JSONField(default=dict)),
                ('hours', models.JSONField(default=list)),
                ('languages', models.JSONField(default=list)),
                ('gives_back', models.JSONField(default=list)),
                ('places_wanted', models.PositiveSmallIntegerField(default=1)),
                ('places_at_most', models.PositiveSmallIntegerField(default=1)),
                ('begun_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('reserved_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('promises_accepted_at', models.DateTimeField(null=True)),
                ('shows_access_needs', models.BooleanField(default=False)),
                ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='application', to='programmes.membership')),
            ],
            options={
                'ordering': ['membership__person__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Boundaries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='boundaries', to='applications.application')),
            ],
        ),
        migrations.CreateModel(
            name='Choosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentors', models.PositiveSmallIntegerField(null=True)),
                ('mentees', models.PositiveSmallIntegerField(null=True)),
                ('answer_days', models.PositiveSmallIntegerField(default=7)),
                ('hides_names', models.BooleanField(default=False)),
                ('offers_from', models.DateTimeField(null=True)),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='choosing', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='LivedExperience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='lived', to='applications.application')),
            ],
        ),
        migrations.CreateModel(
            name='LoadCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partners', models.PositiveSmallIntegerField()),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='load_cap', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='TimeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Yes, the time is agreed'), ('no', 'No, not now'), ('later', 'Later. Ask me again')], max_length=5)),
                ('answered_at', models.DateTimeField(null=True)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='time_request', to='applications.application')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
            ],
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40)),
                ('words', models.JSONField(default=dict)),
                ('accepted_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='applications.application')),
            ],
            options={
                'ordering': ['accepted_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('application', 'version'), name='one_acceptance_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('accepted', 'Takes part'), ('reserve', 'Reserve list'), ('declined', 'Not this time')], max_length=10)),
                ('reason', models.CharField(max_length=300)),
                ('words', models.CharField(blank=True, max_length=600)),
                ('decided_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='applications.application')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['decided_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_decision_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(default=2)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='applications.application')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('application', 'topic'), name='one_offer_per_topic')],
            },
        ),
        migrations.CreateModel(
            name='OwnWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.CharField(max_length=120)),
                ('kept_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_words', to='applications.application')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic')),
            ],
            options={
                'ordering': ['kept_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('application', 'words'), name='own_words_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='own_words_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='PlaceOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('offered_at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('is_taken', models.BooleanField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='place_offers', to='applications.application')),
            ],
            options={
                'ordering': ['offered_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None), ('lapsed_at', None)), fields=('application',), name='one_waiting_offer_per_application')],
            },
        ),
        migrations.CreateModel(
            name='Want',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(default=1)),
                ('decision', models.CharField(blank=True, max_length=300)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wants', to='applications.application')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='topics.topic')),
            ],
            options={
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('application', 'topic'), name='one_want_per_topic')],
            },
        ),
    ]
