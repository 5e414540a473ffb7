import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('signals', '0001_initial'),
    ]

    dependencies = [
        ('pairs', '0001_first_release'),
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='signal_round', to='programmes.programme')),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('signal', models.SlugField(max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('is_urgent', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('cleared_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('not-reached', 'Not Reached'), ('not-needed', 'Not Needed')], max_length=40)),
                ('pair', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='pairs.pair')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='programmes.programme')),
            ],
            options={
                'ordering': ['-is_urgent', 'due_on', 'opened_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at', None), ('done_at', None), ('pair__isnull', False)), fields=('pair',), name='one_open_task_per_pair')],
            },
        ),
    ]
