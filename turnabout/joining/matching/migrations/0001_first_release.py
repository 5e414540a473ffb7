import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('matching', '0001_initial'),
        ('matching', '0002_rematch_and_recheck'),
        ('matching', '0003_long_runs'),
        ('matching', '0004_publication_waits'),
        ('matching', '0005_published_before_are_handed_on'),
        ('matching', '0006_suggestions'),
        ('matching', '0007_bond_comes_first'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(blank=True, max_length=80)),
                ('rules', models.JSONField(default=dict)),
                ('salt', models.CharField(max_length=32)),
                ('certificate', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('left_out', models.JSONField(default=list)),
                ('relaxations', models.JSONField(null=True)),
                ('parting', models.JSONField(default=list)),
                ('requested_at', models.DateTimeField()),
                ('claimed_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('progress', models.JSONField(default=dict)),
                ('stop_asked_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('published_at', models.DateTimeField(null=True)),
                ('handed_on_at', models.DateTimeField(null=True)),
                ('goes_on_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='matching.run')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='programmes.programme')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('score', models.PositiveIntegerField()),
                ('parts', models.JSONField(default=list)),
                ('why_not', models.JSONField(default=list)),
                ('approved_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('by_hand_reason', models.CharField(blank=True, max_length=300)),
                ('stays', models.BooleanField(default=False)),
                ('beside', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='matching.proposal')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='matching.run')),
            ],
            options={
                'ordering': ['-score', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Stand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_of', models.CharField(max_length=64)),
                ('packed', models.BinaryField()),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='stand', to='matching.run')),
            ],
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('kind', models.CharField(choices=[('pin', 'Pin'), ('ban', 'Ban')], max_length=3)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.membership')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Bond',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('broken_rules', models.JSONField(default=list)),
                ('to_part_at', models.DateTimeField(null=True)),
                ('comes_first', models.BooleanField(default=False)),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bonds', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('programme', 'mentor', 'mentee'), name='one_standing_bond_per_pair')],
            },
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='one_run_per_number'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('run', 'mentor', 'mentee'), name='one_proposal_per_pair'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('mentor', 'mentee'), name='one_wish_per_pair'),
        ),
    ]
