"""Notices of questions and quotes are found by an index, and all are checked, while others read and write them."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # what is built beside those who write is built outside a transaction

    dependencies = [
        ('forum', '0046_reported_practice_notes'),
    ]

    operations = [
        # What was broken off has left an index that counts for nothing: it is built anew.
        migrations.RunSQL('DROP INDEX CONCURRENTLY IF EXISTS notice_of_question', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='notice',
            index=models.Index(condition=models.Q(('question__isnull', False)), fields=['question'], name='notice_of_question'),
        ),
        migrations.RunSQL('DROP INDEX CONCURRENTLY IF EXISTS notice_of_quote', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='notice',
            index=models.Index(condition=models.Q(('quote__isnull', False)), fields=['quote'], name='notice_of_quote'),
        ),
        ValidateConstraint(model_name='notice', name='notice_is_about_one_thing'),
    ]
