import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0002_rematch_and_recheck"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="progress",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="run",
            name="stop_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="goes_on_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="matching.run",
            ),
        ),
        migrations.CreateModel(
            name="Stand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_of", models.CharField(max_length=64)),
                ("packed", models.BinaryField()),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand",
                        to="matching.run",
                    ),
                ),
            ],
        ),
    ]
