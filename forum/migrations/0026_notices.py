"""What people are told of, each notice once, and what is found by what it is about."""

import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0025_queue'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('board', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.board')),
                ('case', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.case')),
                ('community', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.community')),
                ('held', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.heldpost')),
                ('home_change', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.homechange')),
                ('joining', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.joiningrequest')),
                ('placement', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.placement')),
                ('post', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.post')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'indexes': [models.Index(fields=['recipient', '-created_at', '-id'], name='notice_by_recipient'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='notice_unread'), models.Index(condition=models.Q(('post__isnull', False)), fields=['post'], name='notice_of_post'), models.Index(condition=models.Q(('held__isnull', False)), fields=['held'], name='notice_of_held'), models.Index(condition=models.Q(('case__isnull', False)), fields=['case'], name='notice_of_case'), models.Index(condition=models.Q(('placement__isnull', False)), fields=['placement'], name='notice_of_placement'), models.Index(condition=models.Q(('home_change__isnull', False)), fields=['home_change'], name='notice_of_home_change'), models.Index(condition=models.Q(('joining__isnull', False)), fields=['joining'], name='notice_of_joining'), models.Index(condition=models.Q(('community__isnull', False)), fields=['community'], name='notice_of_community'), models.Index(condition=models.Q(('board__isnull', False)), fields=['board'], name='notice_of_board')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'key'), name='noticed_once'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('post'), models.F('held'), models.F('case'), models.F('placement'), models.F('home_change'), models.F('joining'), models.F('community'), models.F('board'), function='num_nonnulls', output_field=models.IntegerField()), 1), name='notice_is_about_one_thing')],
            },
        ),
    ]
