"""What was removed has one shape, whatever it was: the index of messages is named as that of posts is."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0033_closing_of_boards'),
    ]

    operations = [
        migrations.RenameIndex(
            model_name='messageremoval',
            new_name='messageremoval_with_words',
            old_name='message_removal_with_words',
        ),
    ]
