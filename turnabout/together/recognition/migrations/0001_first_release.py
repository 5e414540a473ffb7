import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('recognition', '0001_initial'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('pairs', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('words', models.BinaryField()),
                ('given_at', models.DateTimeField()),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='pairs.pair')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['-given_at'],
            },
        ),
    ]
