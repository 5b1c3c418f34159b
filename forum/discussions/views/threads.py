"""A page of a thread, put together once for all who may do the same there, with holes for what is a reader's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.core.asked_above import AskedAbove
from forum.core.conditional import entity_tag
from forum.core.kept import kept
from forum.core.markup import safe
from forum.discussions.models import Post, Topic
from forum.discussions.selectors.threads import (
    Landmark,
    Window,
    landmarks_of,
    posts_in,
)
from forum.discussions.views.feet import Powers, foot_html
from forum.discussions.views.hanging import hangs
from forum.discussions.views.post_pieces import KEPT_SECONDS, Around, PostPiece, post_pieces
from forum.discussions.views.sights import Sight
from forum.people.models import Person

# Asked above: where what stands below the words of these posts was said, as HTML by post id, for one reader.
origins_of = AskedAbove[[Person, Sequence[int]], Mapping[int, str]](lambda _reader, _post_ids: {})


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """What is kept of a page: its posts, the timeline's marks, the accepted answer and its neighbours."""

    posts: list[PostPiece]
    marks: list[dict[str, Any]]
    answer: str
    earlier: int
    later: int

    @property
    def ids(self) -> list[int]:
        """The ids of its posts."""
        return [post.pk for post in self.posts]

    @property
    def numbers(self) -> list[int]:
        """The numbers of its posts."""
        return [post.number for post in self.posts]

    def origins_for(self, reader: Person) -> Mapping[int, str]:
        """Where words of talk in its posts were said, for those who read the room. No query where there are none."""
        quoting = [post.pk for post in self.posts if post.quotes_talk]
        return origins_of(reader, quoting) if quoting else {}


def thread_key(topic: Topic, window: Window, powers: Powers, sight: Sight) -> str:
    """Under which a page is kept: everything that its HTML depends on."""
    return f"thread:{entity_tag(topic.pk, topic.version, window, powers, sight, get_language())}"


def thread_page(topic: Topic, window: Window, powers: Powers, sight: Sight) -> ThreadPage:
    """The page of the topic that `window` asks for, from the cache where it is known."""
    key = thread_key(topic, window, powers, sight)
    return kept(key, KEPT_SECONDS, lambda: _put_together(topic, window, powers, sight))


def thread_html(
    page: ThreadPage,
    powers: Powers,
    *,
    lang: str = "",
    unread: Collection[int] = (),
    new: Collection[int] = (),
    own: Mapping[int, Collection[str]] = MappingProxyType({}),
    origins: Mapping[int, str] = MappingProxyType({}),
    notes: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """The posts of the page as this reader sees them.

    `unread` are the post numbers they have not seen, which scripts watch; `new` those of them that came since they were
    here, which are marked; `own` their reactions, `origins` the lines below the words and `notes` those of moderators,
    by post id. `lang` is the code of the language, where it is another than the
    page's.
    """
    line = _unread_line() if new else ""
    attribute = format_html(' lang="{}"', lang) if lang else ""
    html = []
    for post in page.posts:
        foot = post.foot
        if post.pk in own:
            foot = foot_html(post.pk, post.number, post.reaction_counts, powers, own[post.pk])
        is_new = post.number in new
        holes = {
            "above": line if is_new else "",
            "unread": " is-unread" if post.number in unread else "",
            "news": _("new") + ", " if is_new else "",
            "lang": attribute,
            "origin": origins.get(post.pk, ""),
            "notes": notes.get(post.pk, ""),
            "foot": foot,
        }
        line = "" if is_new else line
        html.append(post.html.filled(holes))
    opening, replies = html[:1], html[1:]
    return safe("".join([*opening, page.answer, *replies]))


def _unread_line() -> str:
    key = f"unread-line:{settings.BUILD}:{get_language()}"
    return kept(key, KEPT_SECONDS, lambda: render_to_string("components/unread_line.html"))


def _put_together(topic: Topic, window: Window, powers: Powers, sight: Sight) -> ThreadPage:
    page = posts_in(topic, window)
    landmarks, answer = landmarks_of(topic)
    hang = hangs(topic, window, page.posts)
    pieces = post_pieces(page.posts, Around(topic, powers, sight), hang)
    is_near = topic.accepted_post_id in {post.pk for post in page.posts[:2]}
    if answer is not None and sight.is_hidden(answer):
        answer = None
    shows_top = window.anchor <= 1 and not window.branch and not window.via
    return ThreadPage(
        posts=pieces,
        marks=[_mark(post, topic) for post in landmarks] if topic.last_number > len(page.posts) else [],
        answer=_answer(answer, topic) if answer and shows_top and not is_near else "",
        earlier=page.earlier,
        later=page.later,
    )


def _mark(post: Landmark, topic: Topic) -> dict[str, Any]:
    return {
        "url": reverse("post", args=[topic.pk, topic.slug, post.number]),
        "moment": post.created_at,
        "iso": post.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "number": post.number,
    }


def _answer(post: Post, topic: Topic) -> str:
    answer = {
        "number": post.number,
        "url": reverse("post", args=[topic.pk, topic.slug, post.number]) + f"#post-{post.number}",
        "html": safe(post.html),
        "author": post.author,
    }
    return render_to_string("components/accepted_answer.html", {"answer": answer})
