import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('content', '0001_initial'),
        ('content', '0002_edited_letters'),
        ('content', '0003_pages_of_programmes'),
        ('content', '0004_text_versions'),
        ('content', '0005_training_exceptions'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=80)),
                ('completed_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='completions', to='directory.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'slug'), name='one_completion_per_module')],
            },
        ),
        migrations.CreateModel(
            name='EditedLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=10)),
                ('words', models.JSONField(default=dict)),
                ('edited_at', models.DateTimeField()),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edited_letters', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'language'), name='one_edit_per_letter_and_language')],
            },
        ),
        migrations.CreateModel(
            name='EditedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=80)),
                ('language', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=160)),
                ('body', models.TextField()),
                ('edited_at', models.DateTimeField()),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edited_pages', to='directory.organisation')),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='edited_pages', to='programmes.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('programme', None)), fields=('organisation', 'slug', 'language'), name='one_edit_per_page_and_language'), models.UniqueConstraint(fields=('programme', 'slug', 'language'), name='one_edit_per_page_and_programme')],
            },
        ),
        migrations.CreateModel(
            name='TextVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('kind', models.CharField(max_length=160)),
                ('number', models.PositiveIntegerField()),
                ('words', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='text_versions', to='directory.organisation')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'number'), name='one_version_per_number')],
            },
        ),
        migrations.CreateModel(
            name='TrainingException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('reason', models.CharField(max_length=200)),
                ('granted_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='training_exceptions', to='programmes.membership')),
            ],
            options={
                'ordering': ['-granted_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('membership',), name='one_standing_training_exception')],
            },
        ),
    ]
