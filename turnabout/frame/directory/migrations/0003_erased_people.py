import turnabout.frame.directory.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_kept_columns'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='erased_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='person',
            name='given_name',
            field=turnabout.frame.directory.models.NameField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='person',
            name='name',
            field=turnabout.frame.directory.models.NameField(max_length=160),
        ),
    ]
