import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('pairs', '0001_initial'),
        ('pairs', '0002_agreement_and_goals_whole'),
        ('pairs', '0003_turns_and_mediation'),
        ('pairs', '0004_own_place'),
        ('pairs', '0005_closes_by_itself'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('matching', '0001_first_release'),
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('version', models.PositiveSmallIntegerField()),
                ('clauses', models.BinaryField()),
                ('goals', models.BinaryField(null=True)),
                ('drafted_at', models.DateTimeField()),
                ('mentor_signed_at', models.DateTimeField(null=True)),
                ('mentor_signed_words', models.CharField(blank=True, max_length=64)),
                ('mentor_recused_at', models.DateTimeField(null=True)),
                ('mentee_signed_at', models.DateTimeField(null=True)),
                ('mentee_signed_words', models.CharField(blank=True, max_length=64)),
                ('mentee_recused_at', models.DateTimeField(null=True)),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('clause', models.SlugField(max_length=40)),
                ('words', models.BinaryField()),
                ('written_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='pairs.agreement')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['written_at'],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('proposed_at', models.DateTimeField()),
                ('mentor_accepted_at', models.DateTimeField(null=True)),
                ('mentee_accepted_at', models.DateTimeField(null=True)),
                ('closed_unformed_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('back_on', models.DateField(null=True)),
                ('mentor_ready_at', models.DateTimeField(null=True)),
                ('mentee_ready_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('closes_on', models.DateField(null=True)),
                ('mentor_notes_on_at', models.DateTimeField(null=True)),
                ('mentee_notes_on_at', models.DateTimeField(null=True)),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs_as_mentee', to='directory.person')),
                ('mentee_membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs_as_mentor', to='directory.person')),
                ('mentor_membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.membership')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='programmes.programme')),
                ('proposal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pair', to='matching.proposal')),
            ],
            options={
                'ordering': ['mentee__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.BinaryField()),
                ('written_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='pairs.pair')),
            ],
            options={
                'ordering': ['written_at'],
            },
        ),
        migrations.CreateModel(
            name='Mediation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('asked_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mediations', to='pairs.pair')),
            ],
            options={
                'ordering': ['asked_at'],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('whom', models.BinaryField()),
                ('why', models.BinaryField()),
                ('offered_at', models.DateTimeField()),
                ('contact_agreed_at', models.DateTimeField(null=True)),
                ('wanted_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('offered_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='introductions', to='pairs.pair')),
            ],
            options={
                'ordering': ['-offered_at'],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.BinaryField()),
                ('details', models.BinaryField(null=True)),
                ('written_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
                ('met_at', models.DateTimeField(null=True)),
                ('unmet_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='pairs.goal')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='pairs.pair')),
            ],
            options={
                'ordering': ['written_at'],
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.BinaryField()),
                ('noted_at', models.DateTimeField()),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to='pairs.pair')),
            ],
            options={
                'ordering': ['-noted_at'],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('heard', models.BinaryField()),
                ('will_do', models.BinaryField(null=True)),
                ('outcome', models.BinaryField(null=True)),
                ('heard_at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('first_due_on', models.DateField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('mattered', models.BooleanField(null=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='pairs.pair')),
            ],
            options={
                'ordering': ['heard_at'],
            },
        ),
        migrations.AddField(
            model_name='agreement',
            name='pair',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='pairs.pair'),
        ),
        migrations.CreateModel(
            name='PrivateNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.BinaryField()),
                ('prompt', models.SlugField(blank=True, max_length=40)),
                ('session', models.PositiveSmallIntegerField(null=True)),
                ('written_at', models.DateTimeField()),
                ('kept_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='pairs.pair')),
            ],
            options={
                'ordering': ['-written_at'],
            },
        ),
        migrations.CreateModel(
            name='Revisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('third_session', 'Third Session'), ('middle', 'Middle'), ('end', 'End'), ('organisation', 'Organisation')], max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('mentor_content_at', models.DateTimeField(null=True)),
                ('mentee_content_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisits', to='pairs.pair')),
            ],
            options={
                'ordering': ['asked_at'],
            },
        ),
        migrations.CreateModel(
            name='SharedNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.BinaryField()),
                ('written_at', models.DateTimeField()),
                ('mentor_kept_at', models.DateTimeField(null=True)),
                ('mentee_kept_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_notes', to='pairs.pair')),
            ],
            options={
                'ordering': ['-written_at'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.BinaryField()),
                ('written_at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('is_action', models.BooleanField(default=False)),
                ('done_at', models.DateTimeField(null=True)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='pairs.goal')),
            ],
            options={
                'ordering': ['written_at'],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paused', 'Paused'), ('resumed', 'Resumed'), ('ended', 'Ended'), ('completed', 'Completed'), ('went_on', 'Went On'), ('stays', 'Stays')], max_length=12)),
                ('at', models.DateTimeField()),
                ('until', models.DateField(null=True)),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='pairs.pair')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('mentor', models.F('mentee')), _negated=True), name='a_pair_is_two_people'),
        ),
        migrations.AddConstraint(
            model_name='mediation',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at', None), ('withdrawn_at', None)), fields=('pair', 'asked_by'), name='one_open_mediation_per_person'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('pair', 'version'), name='one_agreement_per_version'),
        ),
    ]
