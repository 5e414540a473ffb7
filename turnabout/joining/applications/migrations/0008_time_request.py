import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0007_choosing'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='TimeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Yes, the time is agreed'), ('no', 'No, not now'), ('later', 'Later. Ask me again')], max_length=5)),
                ('answered_at', models.DateTimeField(null=True)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='time_request', to='applications.application')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
            ],
        ),
    ]
