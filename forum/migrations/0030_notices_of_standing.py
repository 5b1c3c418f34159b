"""Notices of what was decided about a person, and of what somebody looks at again."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0029_guards'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_is_about_one_thing',
        ),
        migrations.AddField(
            model_name='notice',
            name='appeal',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.appeal'),
        ),
        migrations.AddField(
            model_name='notice',
            name='measure',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.measure'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('measure__isnull', False)), fields=['measure'], name='notice_of_measure'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('appeal__isnull', False)), fields=['appeal'], name='notice_of_appeal'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('post'), models.F('held'), models.F('case'), models.F('placement'), models.F('home_change'), models.F('joining'), models.F('community'), models.F('board'), models.F('measure'), models.F('appeal'), function='num_nonnulls', output_field=models.IntegerField()), 1), name='notice_is_about_one_thing'),
        ),
    ]
