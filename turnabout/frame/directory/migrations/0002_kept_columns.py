import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='kept',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=80)),
                ('kept_since', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='directory.organisation')),
            ],
            options={
                'ordering': ['name', 'key'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_criterion_per_key')],
            },
        ),
    ]
