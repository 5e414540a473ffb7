from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0003_long_runs"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="handed_on_at",
            field=models.DateTimeField(null=True),
        ),
    ]
