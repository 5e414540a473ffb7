from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('common', '0001_workers_and_duties'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('holder', models.CharField(blank=True, max_length=80)),
                ('leased_until', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('try_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('started_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
