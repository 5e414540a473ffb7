from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0005_readiness'),
    ]

    operations = [
        migrations.AddField(
            model_name='phase',
            name='wave',
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
