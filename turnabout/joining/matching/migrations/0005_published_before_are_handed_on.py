"""What was published before publications waited has been handed on at that moment."""

from typing import Any

from django.db import migrations
from django.db.models import F


def hand_on(apps: Any, _schema_editor: Any) -> None:
    runs = apps.get_model("matching", "Run").objects
    runs.exclude(published_at=None).filter(handed_on_at=None).update(handed_on_at=F("published_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0004_publication_waits"),
    ]

    operations = [
        migrations.RunPython(hand_on, migrations.RunPython.noop),
    ]
