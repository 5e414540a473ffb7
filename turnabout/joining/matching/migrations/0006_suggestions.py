import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0005_published_before_are_handed_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="beside",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="suggestions",
                to="matching.proposal",
            ),
        ),
    ]
