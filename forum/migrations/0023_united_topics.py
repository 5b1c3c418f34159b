"""Topics are united, as boards alone are merged; and a change of home may end because a topic's author objects."""

from django.db import migrations, models

WORDS = """
UPDATE forum_relocation SET kind = '{unite}' WHERE kind = '{merge}';
UPDATE forum_change SET verb = 'topics-{united}' WHERE verb = 'topics-{merged}';
"""
FREE_ADDRESS = """
UPDATE forum_topic SET slug = slug || '-topic', version = version + 1 WHERE slug = '{act}';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0022_carried_topics'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='relocation',
            name='merged_once',
        ),
        migrations.RunSQL(
            sql=WORDS.format(merge="merge", unite="unite", merged="merged", united="united")
            + FREE_ADDRESS.format(act="unite"),
            reverse_sql=WORDS.format(merge="unite", unite="merge", merged="united", united="merged")
            + FREE_ADDRESS.format(act="merge"),
        ),
        migrations.AlterField(
            model_name='change',
            name='verb',
            field=models.CharField(choices=[('founded', 'opened the community'), ('described', 'changed what it says of itself'), ('visibility', 'changed who reads it'), ('archived', 'archived'), ('restored', 'took back into use'), ('role', 'gave a role'), ('taken-out', 'ended a membership'), ('invited', 'invited'), ('revoked', 'took an invitation back'), ('request-accepted', 'accepted a request to join'), ('request-declined', 'declined a request to join'), ('partnered', 'named a partner'), ('unpartnered', 'no longer names a partner'), ('board-opened', 'opened a board'), ('board-changed', 'changed a board'), ('boards-ordered', 'put the boards into another order'), ('board-archived', 'archived a board'), ('board-restored', 'took a board back into use'), ('boards-merged', 'merged a board into another one'), ('board-moderator', 'made someone a moderator of a board'), ('board-moderator-ended', "ended someone's moderating of a board"), ('topic-moved', 'moved a topic'), ('topic-removed', 'removed a topic'), ('topic-restored', 'brought a topic back'), ('topic-split', 'made a topic of a part of another one'), ('topics-united', 'united two topics'), ('home-changed', 'gave a topic a home in another community'), ('post-approved', 'let a held post through'), ('post-declined', 'declined a held post'), ('placement-accepted', 'agreed to a topic from another board'), ('placement-declined', 'declined a topic from another board'), ('placement-ended', 'ended how a topic stood on another board'), ('post-hidden', 'hid a post on one board'), ('trusted', 'trusts topics of a community'), ('trust-ended', 'no longer trusts topics of a community'), ('taking', 'changed how words may be taken from rooms'), ('words-taken', 'took words from a room to a board'), ('network', 'changed what holds for the network'), ('admitted', 'let someone into the network'), ('not-admitted', 'did not let someone into the network'), ('steward', 'made someone a steward'), ('steward-ended', "ended someone's being a steward"), ('shut-out', 'closed the network to someone'), ('let-back-in', 'opened the network to someone again'), ('job-retried', 'let a failed job run again'), ('founding-accepted', 'agreed to a new community'), ('founding-declined', 'did not agree to a new community')], max_length=24),
        ),
        migrations.AlterField(
            model_name='homechange',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('declined', 'declined'), ('objected', 'not wanted by its author'), ('withdrawn', 'taken back'), ('expired', 'not answered in time')], default='waiting', max_length=9),
        ),
        migrations.AlterField(
            model_name='relocation',
            name='kind',
            field=models.CharField(choices=[('split', 'Split'), ('unite', 'Unite')], max_length=5),
        ),
        migrations.AddConstraint(
            model_name='relocation',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'unite')), fields=('topic',), name='united_once'),
        ),
    ]
