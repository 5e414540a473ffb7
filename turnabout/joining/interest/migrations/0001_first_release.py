import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('interest', '0001_initial'),
        ('interest', '0002_explain_first_and_news'),
        ('interest', '0003_polls_ask_a_set'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('subject', models.CharField(max_length=120)),
                ('body', models.TextField(max_length=4000)),
                ('written_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('letters', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='news', to='directory.organisation')),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='news', to='programmes.programme')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['-written_at'],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('title', models.CharField(max_length=120)),
                ('asks', models.SlugField(default='interest', max_length=80)),
                ('topics', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('told', models.JSONField(null=True)),
                ('explained_at', models.DateTimeField(null=True)),
                ('explained', models.ManyToManyField(related_name='+', to='directory.person')),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='interest.poll')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='polls', to='directory.organisation')),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='polls', to='programmes.programme')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='PollAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('mentor', 'Mentor'), ('mentee', 'Mentee'), ('either', 'Either'), ('later', 'Later'), ('no', 'No')], max_length=10)),
                ('standing', models.CharField(blank=True, max_length=10)),
                ('topics', models.JSONField(default=list)),
                ('obstacles', models.JSONField(default=list)),
                ('unit', models.CharField(blank=True, max_length=120)),
                ('way', models.CharField(choices=[('personal', 'Personal'), ('open', 'Open'), ('in_person', 'In Person')], max_length=10)),
                ('answered_on', models.DateField()),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='interest.poll')),
            ],
        ),
        migrations.CreateModel(
            name='Quiet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
            ],
        ),
        migrations.CreateModel(
            name='PollBrowser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='browsers', to='interest.poll')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'digest'), name='one_answer_per_browser')],
            },
        ),
        migrations.CreateModel(
            name='PollTicket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_spent', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to='interest.poll')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'person'), name='one_ticket_each')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='directory.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('person',), name='one_subscription_each')],
            },
        ),
    ]
