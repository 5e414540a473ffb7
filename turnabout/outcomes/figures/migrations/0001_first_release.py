import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('figures', '0001_initial'),
    ]

    dependencies = [
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('name', models.SlugField(max_length=60)),
                ('least', models.PositiveSmallIntegerField(default=5)),
                ('cells', models.JSONField(default=list)),
                ('released_at', models.DateTimeField()),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='programmes.programme')),
            ],
            options={
                'ordering': ['-released_at'],
            },
        ),
    ]
