from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_first_release'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='next_date_asked_at',
            field=models.DateTimeField(null=True),
        ),
    ]
