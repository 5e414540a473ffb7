from django.db import migrations


def list_what_was_written(apps, schema_editor):
    """Each priority that a programme names becomes one of its organisation's list."""
    Programme = apps.get_model("programmes", "Programme")
    Priority = apps.get_model("programmes", "Priority")
    for programme in Programme.objects.exclude(priority="").order_by("pk"):
        words = {programme.organisation.language: programme.priority}
        listed = Priority.objects.filter(organisation=programme.organisation, words=words).first()
        if listed is None:
            listed = Priority.objects.create(
                organisation=programme.organisation,
                words=words,
                added_at=programme.created_at,
            )
        programme.serves = listed
        programme.save(update_fields=["serves"])


def write_what_is_listed(apps, schema_editor):
    Programme = apps.get_model("programmes", "Programme")
    for programme in Programme.objects.exclude(serves=None).select_related("serves"):
        programme.priority = next(iter(programme.serves.words.values()), "")[:160]
        programme.save(update_fields=["priority"])


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0002_priority'),
    ]

    operations = [
        migrations.RunPython(list_what_was_written, write_what_is_listed),
    ]
