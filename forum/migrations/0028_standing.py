"""Warnings, mutes and suspensions, with who gave them, why and until when; and what was asked to be looked at again."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0027_topic_tools'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='boards_muted',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='change',
            name='verb',
            field=models.CharField(choices=[('founded', 'opened the community'), ('described', 'changed what it says of itself'), ('visibility', 'changed who reads it'), ('archived', 'archived'), ('restored', 'took back into use'), ('role', 'gave a role'), ('taken-out', 'ended a membership'), ('invited', 'invited'), ('revoked', 'took an invitation back'), ('request-accepted', 'accepted a request to join'), ('request-declined', 'declined a request to join'), ('partnered', 'named a partner'), ('unpartnered', 'no longer names a partner'), ('board-opened', 'opened a board'), ('board-changed', 'changed a board'), ('boards-ordered', 'put the boards into another order'), ('board-archived', 'archived a board'), ('board-restored', 'took a board back into use'), ('boards-merged', 'merged a board into another one'), ('board-moderator', 'made someone a moderator of a board'), ('board-moderator-ended', "ended someone's moderating of a board"), ('topic-moved', 'moved a topic'), ('topic-removed', 'removed a topic'), ('topic-restored', 'brought a topic back'), ('topic-split', 'made a topic of a part of another one'), ('topics-united', 'united two topics'), ('topic-ruled', 'changed how a topic is answered'), ('topic-closed', 'closed a topic whose time had come'), ('topic-duplicate', 'marked a topic as a duplicate'), ('topic-no-duplicate', 'ended that a topic is a duplicate'), ('note-left', 'left a note in a topic'), ('note-changed', 'changed a note in a topic'), ('note-removed', 'removed a note from a topic'), ('post-removed', 'removed a post'), ('post-restored', 'brought a post back'), ('home-changed', 'gave a topic a home in another community'), ('post-approved', 'let a held post through'), ('post-declined', 'declined a held post'), ('placement-accepted', 'agreed to a topic from another board'), ('placement-declined', 'declined a topic from another board'), ('placement-ended', 'ended how a topic stood on another board'), ('post-hidden', 'hid a post on one board'), ('reported-kept', 'let stand what was reported'), ('reported-removed', 'removed what was reported'), ('reported-up', 'asked others about what was reported'), ('warned', 'warned someone'), ('muted', 'muted someone'), ('suspended', 'suspended someone'), ('measure-lifted', 'lifted a measure'), ('appeal-upheld', 'upheld what was appealed'), ('appeal-overturned', 'overturned what was appealed'), ('trusted', 'trusts topics of a community'), ('trust-ended', 'no longer trusts topics of a community'), ('taking', 'changed how words may be taken from rooms'), ('words-taken', 'took words from a room to a board'), ('network', 'changed what holds for the network'), ('admitted', 'let someone into the network'), ('not-admitted', 'did not let someone into the network'), ('steward', 'made someone a steward'), ('steward-ended', "ended someone's being a steward"), ('shut-out', 'closed the network to someone'), ('let-back-in', 'opened the network to someone again'), ('job-retried', 'let a failed job run again'), ('founding-accepted', 'agreed to a new community'), ('founding-declined', 'did not agree to a new community')], max_length=24),
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('board_key', models.BigIntegerField(blank=True, help_text="the board's id, where it is one", null=True)),
                ('kind', models.CharField(choices=[('warning', 'warning'), ('mute', 'mute'), ('suspension', 'suspension')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('given_as', models.PositiveSmallIntegerField(choices=[(25, 'moderator of a board'), (30, 'moderator'), (40, 'facilitator'), (50, 'steward')])),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_why', models.CharField(blank=True, max_length=500)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='forum.community')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to=settings.AUTH_USER_MODEL)),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='forum.measure')),
            ],
            options={
                'verbose_name': 'measure',
                'verbose_name_plural': 'measures',
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'waits'), ('upheld', 'stays as it was'), ('overturned', 'overturned'), ('gone', 'came to an end before anybody decided')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_first_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to='forum.post')),
                ('measure', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='forum.measure')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
            },
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(fields=['person', 'community', '-given_at'], name='measure_of_person'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(condition=models.Q(('community', None), ('lifted_at', None)), fields=['ends_at'], name='measure_of_network'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at', None), ('kind', 'warning')), models.Q(models.Q(('kind', 'warning'), _negated=True), ('ends_at__gt', models.F('given_at'))), _connector='OR'), name='measure_ends_but_for_warnings'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('community__isnull', False), models.Q(('board_key', None), ('community', None), ('kind', 'suspension')), _connector='OR'), name='measure_of_network_is_suspension'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('board_key', None), models.Q(('kind', 'suspension'), _negated=True), _connector='OR'), name='measure_on_board_is_no_suspension'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['asked_at'], name='appeal_open'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['state', '-decided_at'], name='appeal_decided'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure__isnull', False), ('post', None), ('removed_at', None)), models.Q(('measure', None), ('post__isnull', False), ('removed_at__isnull', False)), _connector='OR'), name='appeal_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='appeal_is_open_or_was_decided'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(fields=('post', 'removed_at'), name='one_appeal_for_a_removal'),
        ),
    ]
