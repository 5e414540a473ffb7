from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0003_priorities_from_words'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='programme',
            name='priority',
        ),
        migrations.RenameField(
            model_name='programme',
            old_name='serves',
            new_name='priority',
        ),
    ]
