"""What moderators remove in rooms can come back; people, and what two of them say to each other, can be reported."""

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0031_purge'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('source', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_is_about_one_thing',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_is_about_one_thing',
        ),
        migrations.AddField(
            model_name='case',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='cases_about', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='took',
            field=models.CharField(blank=True, choices=[('words', 'What they say about themselves'), ('picture', 'Their picture'), ('both', 'Both')], max_length=7),
        ),
        migrations.AddField(
            model_name='notice',
            name='message',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.message'),
        ),
        migrations.AlterField(
            model_name='change',
            name='verb',
            field=models.CharField(choices=[('founded', 'opened the community'), ('described', 'changed what it says of itself'), ('visibility', 'changed who reads it'), ('archived', 'archived'), ('restored', 'took back into use'), ('role', 'gave a role'), ('taken-out', 'ended a membership'), ('invited', 'invited'), ('revoked', 'took an invitation back'), ('request-accepted', 'accepted a request to join'), ('request-declined', 'declined a request to join'), ('partnered', 'named a partner'), ('unpartnered', 'no longer names a partner'), ('board-opened', 'opened a board'), ('board-changed', 'changed a board'), ('boards-ordered', 'put the boards into another order'), ('board-archived', 'archived a board'), ('board-restored', 'took a board back into use'), ('boards-merged', 'merged a board into another one'), ('board-moderator', 'made someone a moderator of a board'), ('board-moderator-ended', "ended someone's moderating of a board"), ('topic-moved', 'moved a topic'), ('topic-removed', 'removed a topic'), ('topic-restored', 'brought a topic back'), ('topic-split', 'made a topic of a part of another one'), ('topics-united', 'united two topics'), ('topic-ruled', 'changed how a topic is answered'), ('topic-closed', 'closed a topic whose time had come'), ('topic-duplicate', 'marked a topic as a duplicate'), ('topic-no-duplicate', 'ended that a topic is a duplicate'), ('note-left', 'left a note in a topic'), ('note-changed', 'changed a note in a topic'), ('note-removed', 'removed a note from a topic'), ('post-removed', 'removed a post'), ('post-restored', 'brought a post back'), ('message-removed', 'removed a message'), ('message-restored', 'brought a message back'), ('purged', 'deleted words for good, everywhere'), ('home-changed', 'gave a topic a home in another community'), ('post-approved', 'let a held post through'), ('post-declined', 'declined a held post'), ('placement-accepted', 'agreed to a topic from another board'), ('placement-declined', 'declined a topic from another board'), ('placement-ended', 'ended how a topic stood on another board'), ('post-hidden', 'hid a post on one board'), ('reported-kept', 'let stand what was reported'), ('reported-removed', 'removed what was reported'), ('reported-up', 'asked others about what was reported'), ('warned', 'warned someone'), ('muted', 'muted someone'), ('suspended', 'suspended someone'), ('measure-lifted', 'lifted a measure'), ('appeal-upheld', 'upheld what was appealed'), ('appeal-overturned', 'overturned what was appealed'), ('trusted', 'trusts topics of a community'), ('trust-ended', 'no longer trusts topics of a community'), ('taking', 'changed how words may be taken from rooms'), ('words-taken', 'took words from a room to a board'), ('network', 'changed what holds for the network'), ('admitted', 'let someone into the network'), ('not-admitted', 'did not let someone into the network'), ('steward', 'made someone a steward'), ('steward-ended', "ended someone's being a steward"), ('shut-out', 'closed the network to someone'), ('let-back-in', 'opened the network to someone again'), ('job-retried', 'let a failed job run again'), ('founding-accepted', 'agreed to a new community'), ('founding-declined', 'did not agree to a new community')], max_length=24),
        ),
        migrations.AlterField(
            model_name='report',
            name='reason',
            field=models.CharField(choices=[('patient', 'A patient could be recognised'), ('unsafe', 'It is wrong or unsafe advice'), ('unkind', 'It is unkind'), ('commercial', 'It sells something'), ('off-topic', 'It is off topic here'), ('spam', 'It is spam'), ('harassing', 'It harasses or threatens somebody'), ('impostor', 'It pretends to be somebody else'), ('other', 'Something else')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('message__isnull', False)), fields=['message'], name='notice_of_message'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('post'), models.F('message'), models.F('person'), function='num_nonnulls', output_field=models.IntegerField()), 1), name='case_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('took', '')), models.Q(('level', 30), ('person__isnull', False)), _connector='OR'), name='case_of_a_person_is_for_stewards'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('person',), name='one_open_case_for_a_person'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('post'), models.F('held'), models.F('case'), models.F('placement'), models.F('home_change'), models.F('joining'), models.F('community'), models.F('board'), models.F('measure'), models.F('appeal'), models.F('message'), function='num_nonnulls', output_field=models.IntegerField()), 1), name='notice_is_about_one_thing'),
        ),
        migrations.AddField(
            model_name='messageremoval',
            name='message',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='removal', to='forum.message'),
        ),
        migrations.AddField(
            model_name='messageremoval',
            name='removed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='messageremoval',
            index=models.Index(condition=models.Q(('source', ''), _negated=True), fields=['removed_at'], name='message_removal_with_words'),
        ),
    ]
