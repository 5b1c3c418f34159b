"""What moderators set for single topics, which topic repeats which, and notes of theirs in threads."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Topics whose address would now be that of an act.
RENAME = """
UPDATE forum_topic SET slug = slug || '-topic', version = version + 1
WHERE slug IN ('answering', 'duplicate', 'no-duplicate', 'note');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0026_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('readers', 'everyone who reads this topic'), ('moderators', 'those who look after it')], max_length=10)),
                ('source', models.TextField()),
                ('html', models.TextField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('client_key', models.UUIDField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'note of moderators',
                'verbose_name_plural': 'notes of moderators',
            },
        ),
        migrations.AddField(
            model_name='topic',
            name='asks_approval',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='topic',
            name='duplicate_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='duplicates', to='forum.topic'),
        ),
        migrations.AddField(
            model_name='topic',
            name='is_locked_as_duplicate',
            field=models.BooleanField(db_default=False, default=False, help_text="it was open when it was marked, and opens with the mark's end"),
        ),
        migrations.AddField(
            model_name='topic',
            name='is_noted',
            field=models.BooleanField(db_default=False, default=False, help_text='moderators have left notes in it'),
        ),
        migrations.AddField(
            model_name='topic',
            name='locks_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='topic',
            name='slow_seconds',
            field=models.PositiveIntegerField(db_default=0, default=0, validators=[django.core.validators.MaxValueValidator(604800)]),
        ),
        migrations.AlterField(
            model_name='change',
            name='verb',
            field=models.CharField(choices=[('founded', 'opened the community'), ('described', 'changed what it says of itself'), ('visibility', 'changed who reads it'), ('archived', 'archived'), ('restored', 'took back into use'), ('role', 'gave a role'), ('taken-out', 'ended a membership'), ('invited', 'invited'), ('revoked', 'took an invitation back'), ('request-accepted', 'accepted a request to join'), ('request-declined', 'declined a request to join'), ('partnered', 'named a partner'), ('unpartnered', 'no longer names a partner'), ('board-opened', 'opened a board'), ('board-changed', 'changed a board'), ('boards-ordered', 'put the boards into another order'), ('board-archived', 'archived a board'), ('board-restored', 'took a board back into use'), ('boards-merged', 'merged a board into another one'), ('board-moderator', 'made someone a moderator of a board'), ('board-moderator-ended', "ended someone's moderating of a board"), ('topic-moved', 'moved a topic'), ('topic-removed', 'removed a topic'), ('topic-restored', 'brought a topic back'), ('topic-split', 'made a topic of a part of another one'), ('topics-united', 'united two topics'), ('topic-ruled', 'changed how a topic is answered'), ('topic-closed', 'closed a topic whose time had come'), ('topic-duplicate', 'marked a topic as a duplicate'), ('topic-no-duplicate', 'ended that a topic is a duplicate'), ('note-left', 'left a note in a topic'), ('note-changed', 'changed a note in a topic'), ('note-removed', 'removed a note from a topic'), ('post-removed', 'removed a post'), ('post-restored', 'brought a post back'), ('home-changed', 'gave a topic a home in another community'), ('post-approved', 'let a held post through'), ('post-declined', 'declined a held post'), ('placement-accepted', 'agreed to a topic from another board'), ('placement-declined', 'declined a topic from another board'), ('placement-ended', 'ended how a topic stood on another board'), ('post-hidden', 'hid a post on one board'), ('reported-kept', 'let stand what was reported'), ('reported-removed', 'removed what was reported'), ('reported-up', 'asked others about what was reported'), ('trusted', 'trusts topics of a community'), ('trust-ended', 'no longer trusts topics of a community'), ('taking', 'changed how words may be taken from rooms'), ('words-taken', 'took words from a room to a board'), ('network', 'changed what holds for the network'), ('admitted', 'let someone into the network'), ('not-admitted', 'did not let someone into the network'), ('steward', 'made someone a steward'), ('steward-ended', "ended someone's being a steward"), ('shut-out', 'closed the network to someone'), ('let-back-in', 'opened the network to someone again'), ('job-retried', 'let a failed job run again'), ('founding-accepted', 'agreed to a new community'), ('founding-declined', 'did not agree to a new community')], max_length=24),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('locked_at', None), ('locks_at__isnull', False)), fields=['locks_at'], name='topic_to_close'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate_of', None), models.Q(('duplicate_of', models.F('id')), _negated=True), _connector='OR'), name='topic_repeats_another'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('is_locked_as_duplicate', False), ('locked_at__isnull', False), _connector='OR'), name='topic_locked_as_duplicate'),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_notes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.community'),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='edited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='staff_notes', to='forum.post'),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_notes', to='forum.topic'),
        ),
        migrations.AddConstraint(
            model_name='staffnote',
            constraint=models.UniqueConstraint(condition=models.Q(('client_key__isnull', False)), fields=('author', 'client_key'), name='staff_note_once_per_key'),
        ),
        migrations.RunSQL(RENAME, migrations.RunSQL.noop),
    ]
