import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('topics', '0001_initial'),
        ('topics', '0002_alias_taught_by'),
        ('topics', '0003_own_words_of_topics'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('slug', models.SlugField(max_length=80)),
                ('group', models.SlugField(max_length=80)),
                ('kind', models.CharField(choices=[('skill', 'Skill'), ('view', 'View'), ('practice', 'Practice')], max_length=10)),
                ('is_lived_experience', models.BooleanField(default=False)),
                ('names', models.JSONField(default=dict)),
                ('keywords', models.JSONField(default=dict)),
                ('ladder', models.JSONField(default=list)),
                ('first_words', models.JSONField(default=dict)),
                ('is_reworded', models.BooleanField(default=False)),
                ('retired_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='TopicAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=120)),
                ('confirmed_at', models.DateTimeField()),
                ('taught_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='topics.topic')),
            ],
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('organisation', 'slug'), name='one_topic_per_slug'),
        ),
        migrations.AddConstraint(
            model_name='topicalias',
            constraint=models.UniqueConstraint(fields=('topic', 'words'), name='one_alias_per_topic'),
        ),
        migrations.AddConstraint(
            model_name='topicalias',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='alias_has_words'),
        ),
    ]
