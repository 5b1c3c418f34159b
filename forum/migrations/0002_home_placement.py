"""A topic always stands on its home board: the database itself keeps that promise."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_first")]

    operations = [
        migrations.RunSQL(
            sql="""
            ALTER TABLE forum_topic ADD CONSTRAINT topic_stands_on_its_home_board
            FOREIGN KEY (id, home_board_id) REFERENCES forum_placement (topic_id, board_id)
            DEFERRABLE INITIALLY DEFERRED
            """,
            reverse_sql="ALTER TABLE forum_topic DROP CONSTRAINT topic_stands_on_its_home_board",
        )
    ]
