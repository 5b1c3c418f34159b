"""Cards beside messages: topics and posts that these link to, or to which they were taken, as a reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from forum.chat.links import topics_linked_in
from forum.chat.models import Message
from forum.chat.selectors.cards import Linked, linked_for, posts_taken_from
from forum.core.markup import excerpt
from forum.people.models import Person

WORDS_LENGTH = 180  # characters of a post


@dataclass(frozen=True, slots=True)
class Card:
    """A topic or post that a message links to, or to which it was taken, as its reader may see it."""

    url: str
    title: str
    where: str
    hue: int
    by: str
    words: str
    replies: int
    is_taken: bool


def cards_of(messages: Sequence[Message], reader: Person, host: str) -> dict[int, list[Card]]:
    """The cards of each message by its id, those first to which it was taken; `host` is our own. Three queries."""
    taken = posts_taken_from([message.pk for message in messages])
    linked = {message.pk: topics_linked_in(message.html, host) for message in messages}
    known = linked_for(reader, [key for keys in (*taken.values(), *linked.values()) for key in keys])
    return {
        message.pk: [
            *(_card(known[key], key, is_taken=True) for key in taken.get(message.pk, []) if key in known),
            *(_card(known[key], key, is_taken=False) for key in linked[message.pk] if key in known),
        ]
        for message in messages
    }


def _card(linked: Linked, key: tuple[int, int], *, is_taken: bool) -> Card:
    topic, post, board = linked.placement.topic, linked.post, linked.placement.board
    url = topic.get_absolute_url()
    if post is not None:
        url = reverse("post", args=[topic.pk, topic.slug, key[1]]) + f"#post-{key[1]}"
    return Card(
        url=url,
        title=topic.title,
        where=f"{board.community.name} · {board.name}",
        hue=board.community.hue,
        by=(post.author if post is not None else topic.author).display_name,
        words=excerpt(post.html, WORDS_LENGTH) if post is not None and not is_taken else "",
        replies=max(topic.post_count - 1, 0),
        is_taken=is_taken,
    )
