import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('checkins', '0001_initial'),
        ('checkins', '0002_rounds'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('meetings', '0001_first_release'),
        ('programmes', '0001_first_release'),
        ('questions', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('moment', models.CharField(choices=[('before', 'Before'), ('after', 'After')], max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('closes_on', models.DateField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('told', models.JSONField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='programmes.programme')),
                ('question_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questions.questionset')),
            ],
            options={
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='RoundTicket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(max_length=10)),
                ('is_spent', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to='checkins.round')),
            ],
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('given_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pulses', to='meetings.meeting')),
                ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pulse', to='questions.response')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'author'), name='one_pulse_per_person')],
            },
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('programme',), name='one_open_round'),
        ),
        migrations.AddConstraint(
            model_name='roundticket',
            constraint=models.UniqueConstraint(fields=('round', 'person'), name='one_round_ticket_each'),
        ),
    ]
