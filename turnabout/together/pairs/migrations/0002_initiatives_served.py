import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pairs', '0001_first_release'),
        ('programmes', '0002_initiatives'),
    ]

    operations = [
        migrations.AddField(
            model_name='commitment',
            name='initiative',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to='programmes.initiative'),
        ),
        migrations.AddField(
            model_name='goal',
            name='initiative',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to='programmes.initiative'),
        ),
    ]
