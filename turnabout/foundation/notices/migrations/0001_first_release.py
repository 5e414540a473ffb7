import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('notices', '0001_initial'),
        ('notices', '0002_pace_digest_and_chat'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='KeptCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('kept_at', models.DateTimeField()),
                ('to_address', models.CharField(max_length=254)),
                ('subject', models.CharField(max_length=300)),
                ('message', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='OwnPace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.CharField(max_length=64, unique=True)),
                ('asks', models.PositiveSmallIntegerField()),
                ('quiet_from', models.PositiveSmallIntegerField()),
                ('quiet_until', models.PositiveSmallIntegerField()),
                ('rests_at_weekends', models.BooleanField()),
                ('digest_day', models.PositiveSmallIntegerField()),
                ('digest_hour', models.PositiveSmallIntegerField()),
                ('fewer_when_ignored', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='PostOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=16, unique=True)),
                ('away_since', models.DateTimeField(null=True)),
                ('try_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('minute', models.DateTimeField(null=True)),
                ('sent', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=64, unique=True)),
                ('asks_by', models.CharField(choices=[('each', 'Each'), ('digest', 'Digest'), ('page', 'Page')], default='each', max_length=8)),
                ('digest_day', models.PositiveSmallIntegerField(null=True)),
                ('digest_hour', models.PositiveSmallIntegerField(null=True)),
                ('quiet_from', models.PositiveSmallIntegerField(null=True)),
                ('quiet_until', models.PositiveSmallIntegerField(null=True)),
                ('snoozed_until', models.DateTimeField(null=True)),
                ('muted', models.JSONField(default=list)),
                ('ignored', models.PositiveSmallIntegerField(default=0)),
                ('turn', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('owner', models.CharField(max_length=64, unique=True)),
                ('dialect', models.CharField(max_length=8)),
                ('host', models.CharField(max_length=255)),
                ('sealed', models.BinaryField()),
                ('added_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('failing_since', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('kind', models.CharField(max_length=64)),
                ('recipient', models.CharField(max_length=64)),
                ('about', models.CharField(blank=True, max_length=64)),
                ('context', models.JSONField(default=dict)),
                ('links', models.JSONField(default=dict)),
                ('dedupe', models.CharField(max_length=160, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('stale_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('sent_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('parked_at', models.DateTimeField(null=True)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('is_to_do', models.BooleanField(default=False)),
                ('waits_for', models.CharField(blank=True, choices=[('', 'Nothing'), ('digest', 'Digest'), ('page', 'Page')], max_length=8)),
                ('released_at', models.DateTimeField(null=True)),
                ('nudged_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('looked_at', models.DateTimeField(null=True)),
                ('gathered_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='notices.outboxmessage')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dropped_at', None), ('parked_at', None), ('sent_at', None)), fields=['due_at'], name='outbox_waiting'), models.Index(fields=['recipient', 'created_at'], name='notices_out_recipie_0650f9_idx'), models.Index(condition=models.Q(('nudged_at__isnull', False)), fields=['recipient', 'nudged_at'], name='outbox_nudges'), models.Index(condition=models.Q(('is_to_do', True), ('settled_at', None)), fields=['looked_at'], name='outbox_open_to_do'), models.Index(condition=models.Q(('title', ''), _negated=True), fields=['created_at'], name='outbox_told')],
            },
        ),
        migrations.CreateModel(
            name='ChatNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('text', models.CharField(max_length=300)),
                ('path', models.CharField(max_length=200)),
                ('dedupe', models.CharField(max_length=160, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='notices.webhook')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dropped_at', None), ('sent_at', None)), fields=['due_at'], name='chat_waiting')],
            },
        ),
    ]
