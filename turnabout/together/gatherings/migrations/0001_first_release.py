import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('gatherings', '0001_initial'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('kind', models.CharField(choices=[('circle', 'Circle'), ('launch', 'Launch'), ('showcase', 'Showcase')], max_length=10)),
                ('audience', models.CharField(choices=[('mentors', 'Mentors'), ('mentees', 'Mentees'), ('both', 'Both'), ('chosen', 'Chosen')], max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=60)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('agenda', models.CharField(blank=True, max_length=600)),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('planned_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('facilitator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gatherings', to='programmes.programme')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('invited_at', models.DateTimeField()),
                ('comes', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('was_there', models.BooleanField(null=True)),
                ('noted_at', models.DateTimeField(null=True)),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='gatherings.gathering')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['person__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('gathering', 'person'), name='one_invitation_per_gathering')],
            },
        ),
    ]
