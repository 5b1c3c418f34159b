"""Posts that moderators have removed, for those who may bring them back, and for their authors."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.communities.selectors.removals import latest_removed, with_words_kept
from forum.core.known_queries import among
from forum.discussions.models import Post, Removal
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.models import Person


def removal_of(post: Post) -> Removal | None:
    """Why and by whom a post was removed; None where it stands, or its author has taken it back."""
    return Removal.objects.select_related("removed_by").filter(post=post).first()


def removed_post(post_id: int) -> Post | None:
    """A post that moderators have removed, with what policies decide from; None where there is no such one."""
    return _with_all(Post.objects.filter(pk=post_id, removal__isnull=False)).first()


def posts_removed_where_moderated(reader: Reader) -> QuerySet[Post]:
    """Posts that the reader looks after and whose words are kept. Twin: `may_restore_post`, but for ranks."""
    return with_words_kept(Post.objects.filter(_looked_after_by(reader), topic__removed_at=None))


def removed_posts(reader: Reader, community: Community) -> list[Post]:
    """Those of a community, the latest first. Twin: `may_restore_post`, but for ranks."""
    here = Q(topic__home_board__community=community) | Q(via_board__community=community)
    return latest_removed(_with_all(posts_removed_where_moderated(reader).filter(here)))


def own_removed_posts(author: Person) -> list[Post]:
    """Those of the author, the latest first."""
    return latest_removed(_with_all(Post.objects.filter(author=author)))


def _looked_after_by(reader: Reader) -> Q:
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return Q()
    home, via = (
        Q(among(f"{board}__community_id", reach.moderator)) | Q(among(f"{board}_id", reach.boards))
        for board in ("topic__home_board", "via_board")
    )
    return home | via & Q(topic__in=topics_visible_to(reach))


def _with_all(rows: QuerySet[Post]) -> QuerySet[Post]:
    return rows.select_related(
        "author", "topic__home_board__community", "via_board__community", "removal__removed_by"
    )
