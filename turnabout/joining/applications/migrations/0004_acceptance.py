import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0003_reserve_list'),
    ]

    operations = [
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
    ]
