"""What members report and moderators decide about it; posts that moderators remove, with a reason and for a while."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0023_united_topics'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('patient', 'A patient could be recognised'), ('unsafe', 'It is wrong or unsafe advice'), ('unkind', 'It is unkind'), ('commercial', 'It sells something'), ('off-topic', 'It is off topic here'), ('spam', 'It is spam'), ('other', 'Something else')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
            },
        ),
        migrations.AlterField(
            model_name='change',
            name='verb',
            field=models.CharField(choices=[('founded', 'opened the community'), ('described', 'changed what it says of itself'), ('visibility', 'changed who reads it'), ('archived', 'archived'), ('restored', 'took back into use'), ('role', 'gave a role'), ('taken-out', 'ended a membership'), ('invited', 'invited'), ('revoked', 'took an invitation back'), ('request-accepted', 'accepted a request to join'), ('request-declined', 'declined a request to join'), ('partnered', 'named a partner'), ('unpartnered', 'no longer names a partner'), ('board-opened', 'opened a board'), ('board-changed', 'changed a board'), ('boards-ordered', 'put the boards into another order'), ('board-archived', 'archived a board'), ('board-restored', 'took a board back into use'), ('boards-merged', 'merged a board into another one'), ('board-moderator', 'made someone a moderator of a board'), ('board-moderator-ended', "ended someone's moderating of a board"), ('topic-moved', 'moved a topic'), ('topic-removed', 'removed a topic'), ('topic-restored', 'brought a topic back'), ('topic-split', 'made a topic of a part of another one'), ('topics-united', 'united two topics'), ('post-removed', 'removed a post'), ('post-restored', 'brought a post back'), ('home-changed', 'gave a topic a home in another community'), ('post-approved', 'let a held post through'), ('post-declined', 'declined a held post'), ('placement-accepted', 'agreed to a topic from another board'), ('placement-declined', 'declined a topic from another board'), ('placement-ended', 'ended how a topic stood on another board'), ('post-hidden', 'hid a post on one board'), ('reported-kept', 'let stand what was reported'), ('reported-removed', 'removed what was reported'), ('reported-up', 'asked others about what was reported'), ('trusted', 'trusts topics of a community'), ('trust-ended', 'no longer trusts topics of a community'), ('taking', 'changed how words may be taken from rooms'), ('words-taken', 'took words from a room to a board'), ('network', 'changed what holds for the network'), ('admitted', 'let someone into the network'), ('not-admitted', 'did not let someone into the network'), ('steward', 'made someone a steward'), ('steward-ended', "ended someone's being a steward"), ('shut-out', 'closed the network to someone'), ('let-back-in', 'opened the network to someone again'), ('job-retried', 'let a failed job run again'), ('founding-accepted', 'agreed to a new community'), ('founding-declined', 'did not agree to a new community')], max_length=24),
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'waits'), ('kept', 'stays as it is'), ('removed', 'removed'), ('gone', 'was gone before anybody decided')], default='open', max_length=7)),
                ('level', models.PositiveSmallIntegerField(choices=[(10, 'moderators'), (20, 'facilitators'), (30, 'stewards')], default=10)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('handed_up_why', models.CharField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handed_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='forum.message')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='forum.post')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
            },
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('source', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('format', models.CharField(choices=[('markdown', 'Markdown'), ('plain', 'plain text of a mail'), ('html', 'HTML of a mail')], default='markdown', max_length=8)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='removal', to='forum.post')),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='attachment',
            name='removal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attachments', to='forum.removal'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('removal', None), models.Q(('held', None), ('in_talk', False), ('post', None)), _connector='OR'), name='a_file_of_a_removed_post_is_held_by_its_removal'),
        ),
        migrations.AddField(
            model_name='report',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='forum.case'),
        ),
        migrations.AddField(
            model_name='report',
            name='reporter',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['opened_at'], name='case_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'open'), _negated=True), fields=['-decided_at'], name='case_decided'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('message__isnull', False), ('post', None)), models.Q(('message', None), ('post__isnull', False)), _connector='OR'), name='case_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='case_is_open_or_was_decided'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('post',), name='one_open_case_for_a_post'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('message',), name='one_open_case_for_a_message'),
        ),
        migrations.AddIndex(
            model_name='removal',
            index=models.Index(condition=models.Q(('source', ''), _negated=True), fields=['removed_at'], name='removal_with_words'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('case', 'reporter'), name='reported_once'),
        ),
    ]
