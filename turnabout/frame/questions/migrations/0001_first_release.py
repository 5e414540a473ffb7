import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('questions', '0001_initial'),
        ('questions', '0002_question_versions'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='QuestionSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('slug', models.SlugField(max_length=80)),
                ('purpose', models.CharField(choices=[('programme', 'Programme'), ('care', 'Care'), ('figures', 'Figures')], max_length=10)),
                ('titles', models.JSONField(default=dict)),
                ('intros', models.JSONField(default=dict)),
                ('seconds', models.PositiveSmallIntegerField(default=60)),
                ('steps', models.JSONField(default=list)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='question_sets', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60)),
                ('step', models.PositiveSmallIntegerField(default=1)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(max_length=12)),
                ('texts', models.JSONField(default=dict)),
                ('hints', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=dict)),
                ('choices', models.JSONField(default=list)),
                ('choices_from', models.CharField(blank=True, max_length=30)),
                ('most', models.PositiveSmallIntegerField(default=0)),
                ('scale', models.JSONField(default=dict)),
                ('audience', models.JSONField(default=list)),
                ('offer_audience', models.JSONField(default=list)),
                ('asked_of', models.CharField(default='everyone', max_length=10)),
                ('is_required', models.BooleanField(default=False)),
                ('source', models.JSONField(default=dict)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('retired_at', models.DateTimeField(null=True)),
                ('question_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='questions.questionset')),
            ],
            options={
                'ordering': ['step', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('about', models.CharField(blank=True, max_length=64)),
                ('begun_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='directory.person')),
                ('question_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='questions.questionset')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.JSONField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questions.question')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='questions.response')),
            ],
        ),
        migrations.AddConstraint(
            model_name='questionset',
            constraint=models.UniqueConstraint(fields=('organisation', 'slug'), name='one_set_per_slug'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('question_set', 'key'), name='one_current_question_per_key'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(condition=models.Q(('author__isnull', False)), fields=('question_set', 'author', 'about'), name='one_response_per_author_and_thing'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('response', 'question'), name='one_answer_per_question'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), ('sealed__isnull', True), _connector='OR'), name='answer_is_open_or_sealed'),
        ),
    ]
