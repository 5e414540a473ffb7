from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0005_confirmed_levels'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='shows_access_needs',
            field=models.BooleanField(default=False),
        ),
    ]
