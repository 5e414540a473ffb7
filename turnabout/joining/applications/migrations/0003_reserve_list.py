from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0002_own_words'),
    ]

    operations = [
        migrations.RenameField('application', 'declined_at', 'reserved_at'),
    ]
