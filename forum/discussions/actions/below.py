"""What stands below the words of a post and is not its author's: a feature above says what."""

from __future__ import annotations

from django.db.models import F

from forum.core.asked_above import AskedAbove
from forum.discussions.actions.bodies import rendered
from forum.discussions.models import Post, Topic

words_below = AskedAbove[[Post], str](lambda _post: "")


def lay_out_anew(post: Post) -> None:
    """Render the words of a post once more, with what stands below them now.

    Part of an action that holds its topic and has asked who may.
    """
    html, _people = rendered(post.source, post.topic)
    post.html = html + words_below(post)
    post.save(update_fields=["html"])
    Topic.objects.filter(pk=post.topic_id).update(version=F("version") + 1)
