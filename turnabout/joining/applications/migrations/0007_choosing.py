import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0006_access_needs_shown'),
        ('directory', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='accepted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='refused_at',
            field=models.DateTimeField(null=True),
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
            name='LoadCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partners', models.PositiveSmallIntegerField()),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='load_cap', to='directory.organisation')),
            ],
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
    ]
