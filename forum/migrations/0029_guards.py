"""How communities look after what may identify a patient, and why words wait for a moderator."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0028_standing'),
    ]

    operations = [
        migrations.AddField(
            model_name='community',
            name='guard',
            field=models.CharField(choices=[('off', 'Nothing is said'), ('warn', 'Whoever writes is asked first'), ('hold', 'Whoever writes is asked, and a moderator looks first')], default='warn', max_length=4, verbose_name='what may identify a patient'),
        ),
        migrations.AddField(
            model_name='heldpost',
            name='seen',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, editable=False, help_text='kinds of what may identify a patient in it, where it waits for that', size=None),
        ),
    ]
