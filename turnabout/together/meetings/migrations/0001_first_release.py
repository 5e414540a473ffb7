import django.db.models.deletion
import turnabout.foundation.common.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('meetings', '0001_initial'),
        ('meetings', '0002_device_checks'),
        ('meetings', '0003_keeping_and_time'),
        ('meetings', '0004_calendar_answers'),
        ('meetings', '0005_walkabouts'),
        ('meetings', '0006_changed_at'),
    ]

    dependencies = [
        ('directory', '0001_first_release'),
        ('pairs', '0001_first_release'),
        ('programmes', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=254, unique=True)),
                ('uid_validity', models.PositiveBigIntegerField(default=0)),
                ('last_uid', models.PositiveBigIntegerField(default=0)),
                ('read_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BusyCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('kind', models.CharField(choices=[('ics', 'Ics'), ('caldav', 'Caldav')], max_length=6)),
                ('host', models.CharField(max_length=253)),
                ('sealed', models.BinaryField()),
                ('blocks', models.JSONField(default=list)),
                ('connected_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('read_next_at', models.DateTimeField()),
                ('claimed_until', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='busy_calendar', to='directory.person')),
            ],
        ),
        migrations.CreateModel(
            name='DaysAway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days_away', to='directory.person')),
            ],
            options={
                'ordering': ['first_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=22)),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('content_tag', models.CharField(blank=True, max_length=32)),
                ('content_changed_at', models.DateTimeField(null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to='directory.person')),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('talk', 'Talk'), ('demo', 'Demo'), ('shadow', 'Shadow'), ('walkabout', 'Walkabout'), ('closing', 'Closing')], default='talk', max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=60)),
                ('way', models.CharField(choices=[('open', 'Open'), ('on-site', 'On Site'), ('video', 'Video')], default='open', max_length=8)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('is_from_programme', models.BooleanField(default=False)),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('booked_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(null=True)),
                ('first_booked_for', models.DateTimeField()),
                ('held_at', models.DateTimeField(null=True)),
                ('missed_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('goals', models.ManyToManyField(blank=True, related_name='meetings', to='pairs.goal')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='pairs.pair')),
            ],
            options={
                'ordering': ['starts_at', 'number'],
            },
        ),
        migrations.CreateModel(
            name='DeviceCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='device_checks', to='meetings.meeting')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('accepted', 'Accepted'), ('tentative', 'Tentative'), ('declined', 'Declined')], max_length=10)),
                ('sequence', models.PositiveSmallIntegerField()),
                ('stamped_at', models.DateTimeField()),
                ('proposed_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='meetings.meeting')),
            ],
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('late', 'Late'), ('alone', 'Alone')], max_length=5)),
                ('side', models.CharField(choices=[('mentor', 'Mentor'), ('mentee', 'Mentee'), ('coordinator', 'Coordinator'), ('programme', 'Programme')], max_length=12)),
                ('said_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='meetings.meeting')),
            ],
            options={
                'ordering': ['said_at'],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField()),
                ('to_at', models.DateTimeField()),
                ('side', models.CharField(choices=[('mentor', 'Mentor'), ('mentee', 'Mentee'), ('coordinator', 'Coordinator'), ('programme', 'Programme')], max_length=12)),
                ('by_delegate', models.BooleanField(default=False)),
                ('is_free', models.BooleanField(default=False)),
                ('moved_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='meetings.meeting')),
                ('moved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['moved_at'],
            },
        ),
        migrations.CreateModel(
            name='NotesConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes_consents', to='meetings.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
            ],
        ),
        migrations.CreateModel(
            name='OtherTimes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('side', models.CharField(max_length=12)),
                ('by_delegate', models.BooleanField(default=False)),
                ('times', models.JSONField()),
                ('from_at', models.DateTimeField()),
                ('offered_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_times', to='meetings.meeting')),
                ('offered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
            ],
            options={
                'ordering': ['offered_at'],
            },
        ),
        migrations.CreateModel(
            name='VideoRoom',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default=turnabout.foundation.common.ids.random_token, max_length=22)),
                ('link', models.CharField(blank=True, max_length=160)),
                ('pair', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='video_room', to='pairs.pair')),
            ],
        ),
        migrations.CreateModel(
            name='BookingRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', turnabout.foundation.common.ids.PublicIdField()),
                ('asked_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField()),
                ('booked', models.PositiveIntegerField(default=0)),
                ('without', models.JSONField(default=list)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='booking_rounds', to='programmes.programme')),
            ],
            options={
                'ordering': ['-asked_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('programme',), name='one_open_booking_round')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=120)),
                ('day', models.DateField()),
                ('name', models.CharField(blank=True, max_length=80)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='directory.organisation')),
            ],
            options={
                'ordering': ['day', 'place'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'place', 'day'), name='one_holiday_per_day_and_place')],
            },
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('pair', 'number'), name='one_meeting_per_number'),
        ),
        migrations.AddConstraint(
            model_name='devicecheck',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='one_device_check_per_person'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='one_answer_per_session'),
        ),
        migrations.AddConstraint(
            model_name='notesconsent',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='one_notes_consent_per_person'),
        ),
        migrations.AddConstraint(
            model_name='othertimes',
            constraint=models.UniqueConstraint(condition=models.Q(('declined_at', None), ('lapsed_at', None), ('taken_at', None), ('withdrawn_at', None)), fields=('meeting',), name='one_open_offer_of_times'),
        ),
    ]
