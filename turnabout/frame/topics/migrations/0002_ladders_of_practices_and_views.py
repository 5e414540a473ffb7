from django.db import migrations

from turnabout.frame.topics.packs import load_topics


def give_ladders(apps, schema_editor):
    """Shipped topics that came without steps have them now; words of one's own stay."""
    Topic = apps.get_model("topics", "Topic")
    shipped = {one.slug: [dict(step.words) for step in one.ladder] for one in load_topics()}
    bare = Topic.objects.filter(ladder=[], is_lived_experience=False, slug__in=shipped)
    for topic in bare.exclude(kind="skill").iterator():
        topic.ladder = shipped[topic.slug]
        topic.save(update_fields=["ladder"])


class Migration(migrations.Migration):

    dependencies = [
        ('topics', '0001_first_release'),
    ]

    operations = [
        migrations.RunPython(give_ladders, migrations.RunPython.noop),
    ]
