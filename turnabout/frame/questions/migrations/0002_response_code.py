from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0001_first_release'),
    ]

    operations = [
        migrations.AddField(
            model_name='response',
            name='code',
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
