"""What every action that stores words does with them: check, render, name people, claim files."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.core.markup import (
    MAX_SOURCE_LENGTH,
    addressed_handles,
    mentioned_handles,
    referenced_files,
    render_markdown,
)
from forum.core.verdicts import Invalid
from forum.discussions.models import Attachment, Board, HeldPost, Mention, Post, Topic
from forum.discussions.policies.mentions import readers_among
from forum.discussions.prompts import without_empty_prompts
from forum.discussions.selectors.files import files_at_hand
from forum.discussions.selectors.mentions import people_named
from forum.people.models import Person


def checked_body(body: str) -> str:
    """The words as they will be stored, without NUL and with one kind of line end. Raises Invalid."""
    words = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if not words.strip():
        raise Invalid(_("Write something first; an empty post cannot be sent."), field="body")
    if len(words) > MAX_SOURCE_LENGTH:
        over = len(words) - MAX_SOURCE_LENGTH
        raise Invalid(
            ngettext(
                "This is %(over)s character too long; a post holds %(most)s. Shorten it or send it in parts.",
                "This is %(over)s characters too long; a post holds %(most)s. Shorten it or send it in parts.",
                over,
            )
            % {"over": _grouped(over), "most": _grouped(MAX_SOURCE_LENGTH)},
            field="body",
        )
    return words


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def checked_opening(body: str, board: Board) -> str:
    """The same for the first post of a topic, without those of the board's headings below which nothing was written.

    Raises Invalid where nothing else is left.
    """
    words = without_empty_prompts(body, board)
    if body.strip() and not words.strip():
        raise Invalid(
            _("Write something below one of the headings; headings alone cannot be sent."), field="body"
        )
    return checked_body(words)


def rendered(body: str, topic: Topic) -> tuple[str, list[Person]]:
    """The HTML of the words, and the people addressed in them who can read the topic."""
    named = mentioned_handles(body)
    people = readers_among(people_named(named), topic) if named else []
    html = render_markdown(body, mentions=[person.handle for person in people], thread=thread_address(topic))
    addressed = addressed_handles(body) if people else set()
    return html, [person for person in people if person.handle.lower() in addressed]


def thread_address(topic: Topic) -> str:
    """Where the topic's posts are found by their numbers, whatever the topic will be called."""
    return reverse("post", args=[topic.pk, "-", 1]).removesuffix("1/")


def note_mentions(post: Post, people: list[Person]) -> None:
    """Remember whom the post addresses; its author is not told of themselves."""
    wanted = [Mention(post=post, person=person, created_at=post.created_at) for person in people]
    Mention.objects.bulk_create(
        [mention for mention in wanted if mention.person_id != post.author_id], ignore_conflicts=True
    )


def claim_files(post: Post, body: str, owner: Person) -> None:
    """Tie the owner's uploads that the words refer to, and that no post or message holds yet, to this post."""
    ids = referenced_files(body)
    if ids:
        files_at_hand(owner.pk).filter(pk__in=ids).update(post=post, held=None)


def claim_files_while_held(held: HeldPost) -> None:
    """Tie the author's uploads that waiting words refer to, and that nothing holds, to the words; let go of others."""
    ids = referenced_files(held.source)
    Attachment.objects.filter(held=held).exclude(pk__in=ids).update(held=None)
    files_at_hand(held.author_id).filter(pk__in=ids).update(held=held)
