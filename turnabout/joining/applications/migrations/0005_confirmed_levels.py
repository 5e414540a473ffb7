from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_acceptance'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='confirmed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
