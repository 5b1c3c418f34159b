"""Who looks at what waits, what moderators say of it to each other, and what they say often."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0024_reports_and_removals'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='case',
            name='claimed_at',
        ),
        migrations.RemoveField(
            model_name='case',
            name='claimed_by',
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('held', 'held'), ('carried', 'carried'), ('home', 'home'), ('asking', 'asking'), ('reported', 'reported'), ('appeal', 'appeal')], max_length=8)),
                ('thing', models.BigIntegerField(help_text='id of the row that waits')),
                ('claimed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'indexes': [models.Index(fields=['claimed_at'], name='claim_by_moment')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'thing'), name='claimed_by_one')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('held', 'held'), ('carried', 'carried'), ('home', 'home'), ('asking', 'asking'), ('reported', 'reported'), ('appeal', 'appeal')], max_length=8)),
                ('thing', models.BigIntegerField(help_text='id of the row that waits or waited')),
                ('words', models.CharField(max_length=1000)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'remark',
                'verbose_name_plural': 'remarks',
                'indexes': [models.Index(fields=['kind', 'thing'], name='remark_by_thing'), models.Index(fields=['written_at'], name='remark_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='SavedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('words', models.CharField(max_length=500)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_replies', to='forum.community')),
            ],
            options={
                'verbose_name': 'saved reply',
                'verbose_name_plural': 'saved replies',
                'constraints': [models.UniqueConstraint(fields=('community', 'name'), name='reply_saved_under_one_name')],
            },
        ),
    ]
