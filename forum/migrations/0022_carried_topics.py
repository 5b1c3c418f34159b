"""Topics on several boards: who carried them, whose word is missing, and what is hidden there."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0021_files_in_rooms_and_lifting'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedThere',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'question asked elsewhere',
                'verbose_name_plural': 'questions asked elsewhere',
            },
        ),
        migrations.CreateModel(
            name='HiddenPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hidden_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'hidden post',
                'verbose_name_plural': 'hidden posts',
            },
        ),
        migrations.CreateModel(
            name='HomeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('awaits', models.CharField(choices=[('board', 'the board it is offered to'), ('home', 'its home')], max_length=5)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'taken back'), ('expired', 'not answered in time')], default='waiting', max_length=9)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'change of home',
                'verbose_name_plural': 'changes of home',
            },
        ),
        migrations.CreateModel(
            name='Trust',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'trust',
                'verbose_name_plural': 'trusts',
            },
        ),
        migrations.AddField(
            model_name='board',
            name='inbound',
            field=models.CharField(choices=[('closed', 'Nobody can carry topics here'), ('ask', 'Its moderators agree to each topic'), ('trusted', 'Topics of trusted communities come at once, others when its moderators agree'), ('open', 'Topics come at once')], db_default='ask', default='ask', max_length=7, verbose_name='topics from other boards'),
        ),
        migrations.AddField(
            model_name='board',
            name='outbound',
            field=models.CharField(choices=[('open', 'Anyone may carry its topics to other boards'), ('ask', 'Its moderators agree to each'), ('closed', 'Its topics stay here')], db_default='open', default='open', max_length=6, verbose_name='its topics on other boards'),
        ),
        migrations.AddField(
            model_name='placement',
            name='awaits_board',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='placement',
            name='awaits_home',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='placement',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placement',
            name='ended_by',
            field=models.CharField(blank=True, choices=[('board', 'the board that received it'), ('home', 'its home'), ('author', 'its author'), ('broker', 'whoever carried it'), ('time', 'nobody, in time'), ('readers', 'who reads it at home')], db_default='', max_length=7),
        ),
        migrations.AddField(
            model_name='placement',
            name='expires_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='hidden_count',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='placement',
            name='locked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='note',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
        migrations.AddField(
            model_name='placement',
            name='proposed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placement',
            name='reason',
            field=models.CharField(blank=True, db_default='', max_length=500),
        ),
        migrations.AddField(
            model_name='placement',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=5),
        ),
        migrations.AlterField(
            model_name='change',
            name='verb',
            field=models.CharField(choices=[('founded', 'opened the community'), ('described', 'changed what it says of itself'), ('visibility', 'changed who reads it'), ('archived', 'archived'), ('restored', 'took back into use'), ('role', 'gave a role'), ('taken-out', 'ended a membership'), ('invited', 'invited'), ('revoked', 'took an invitation back'), ('request-accepted', 'accepted a request to join'), ('request-declined', 'declined a request to join'), ('partnered', 'named a partner'), ('unpartnered', 'no longer names a partner'), ('board-opened', 'opened a board'), ('board-changed', 'changed a board'), ('boards-ordered', 'put the boards into another order'), ('board-archived', 'archived a board'), ('board-restored', 'took a board back into use'), ('boards-merged', 'merged a board into another one'), ('board-moderator', 'made someone a moderator of a board'), ('board-moderator-ended', "ended someone's moderating of a board"), ('topic-moved', 'moved a topic'), ('post-approved', 'let a held post through'), ('post-declined', 'declined a held post'), ('placement-accepted', 'agreed to a topic from another board'), ('placement-declined', 'declined a topic from another board'), ('placement-ended', 'ended how a topic stood on another board'), ('post-hidden', 'hid a post on one board'), ('trusted', 'trusts topics of a community'), ('trust-ended', 'no longer trusts topics of a community'), ('taking', 'changed how words may be taken from rooms'), ('words-taken', 'took words from a room to a board'), ('network', 'changed what holds for the network'), ('admitted', 'let someone into the network'), ('not-admitted', 'did not let someone into the network'), ('steward', 'made someone a steward'), ('steward-ended', "ended someone's being a steward"), ('shut-out', 'closed the network to someone'), ('let-back-in', 'opened the network to someone again'), ('job-retried', 'let a failed job run again'), ('founding-accepted', 'agreed to a new community'), ('founding-declined', 'did not agree to a new community')], max_length=24),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('state', 'pending')), fields=['board', 'expires_at'], name='placement_pending'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('proposed_by__isnull', False)), fields=['proposed_by', '-proposed_at'], name='placement_by_broker'),
        ),
        migrations.RunSQL(
            sql="""
            UPDATE forum_placement SET awaits_home = true, expires_at = now() + interval '14 days'
            WHERE state = 'pending';
            UPDATE forum_placement SET ended_by = CASE state WHEN 'removed' THEN 'home' WHEN 'declined' THEN 'board'
                ELSE 'readers' END
            WHERE state NOT IN ('pending', 'live');
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expires_at__isnull', False), ('state', 'pending'), models.Q(('awaits_board', True), ('awaits_home', True), _connector='OR')), models.Q(models.Q(('state', 'pending'), _negated=True), ('awaits_board', False), ('awaits_home', False)), _connector='OR'), name='placement_waits_while_a_word_is_missing'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_by', ''), ('state__in', ['pending', 'live'])), models.Q(models.Q(('state__in', ['pending', 'live']), _negated=True), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='placement_ended_by_somebody'),
        ),
        migrations.AddField(
            model_name='askedthere',
            name='asked',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='asked_out_of', to='forum.topic'),
        ),
        migrations.AddField(
            model_name='askedthere',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='askedthere',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_elsewhere', to='forum.topic'),
        ),
        migrations.AddField(
            model_name='hiddenpost',
            name='hidden_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hiddenpost',
            name='placement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidden_posts', to='forum.placement'),
        ),
        migrations.AddField(
            model_name='hiddenpost',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidden_on', to='forum.post'),
        ),
        migrations.AddField(
            model_name='homechange',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='homechange',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='homechange',
            name='to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.board'),
        ),
        migrations.AddField(
            model_name='homechange',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='home_changes', to='forum.topic'),
        ),
        migrations.AddField(
            model_name='trust',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trusts', to='forum.community'),
        ),
        migrations.AddField(
            model_name='trust',
            name='given_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='trust',
            name='trusted',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trusted_by', to='forum.community'),
        ),
        migrations.AddConstraint(
            model_name='hiddenpost',
            constraint=models.UniqueConstraint(fields=('placement', 'post'), name='post_hidden_once'),
        ),
        migrations.AddConstraint(
            model_name='homechange',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('topic',), name='one_change_of_home_waits'),
        ),
        migrations.AddConstraint(
            model_name='homechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='change_of_home_waits_or_was_decided'),
        ),
        migrations.AddConstraint(
            model_name='trust',
            constraint=models.UniqueConstraint(fields=('community', 'trusted'), name='trusted_once'),
        ),
        migrations.AddConstraint(
            model_name='trust',
            constraint=models.CheckConstraint(condition=models.Q(('community', models.F('trusted')), _negated=True), name='trust_is_between_two'),
        ),
        migrations.RunSQL(
            sql="""
            UPDATE forum_topic SET slug = slug || '-topic', version = version + 1 WHERE slug IN ('adopt', 'ask',
                'carry', 'follow', 'lock', 'merge', 'move', 'offer', 'pin', 'remove', 'reply', 'restore', 'seen', 'split',
                'standing', 'title', 'unfollow', 'unlock', 'unpin')
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
