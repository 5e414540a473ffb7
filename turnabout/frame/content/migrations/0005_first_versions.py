from django.db import migrations


def begin_history(apps, schema_editor):
    """Pages that were rewritten before there was a history begin it with their words."""
    EditedPage = apps.get_model("content", "EditedPage")
    PageVersion = apps.get_model("content", "PageVersion")
    PageVersion.objects.bulk_create(
        PageVersion(
            organisation_id=page.organisation_id,
            programme_id=page.programme_id,
            slug=page.slug,
            language=page.language,
            title=page.title,
            body=page.body,
            said_at=page.edited_at,
            said_by_id=page.edited_by_id,
        )
        for page in EditedPage.objects.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("content", "0004_versions_and_exceptions")]

    operations = [migrations.RunPython(begin_history, migrations.RunPython.noop)]
