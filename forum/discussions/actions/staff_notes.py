"""Notes that moderators leave in threads, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.models import Community, Verb
from forum.communities.selectors.locks import lock_standing
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import EDITING, POSTING, TENDING, spend
from forum.core.markup import render_markdown
from forum.core.verdicts import Invalid, Refused, require
from forum.discussions.actions.replies import locked_topic
from forum.discussions.events import NoteChanged, NoteRemoved, TopicChanged
from forum.discussions.models import Post, StaffNote, Topic
from forum.discussions.models.staff_notes import LONGEST_NOTE
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.staff_notes import may_change_note, may_note_for, may_reword_note
from forum.discussions.policies.topics import live_boards
from forum.discussions.selectors.staff_notes import has_notes, note_sent_before, note_with_post
from forum.people.models import Person


@transaction.atomic
def leave_note(
    *,
    moderator: Person,
    topic: Topic,
    body: str,
    audience: str,
    community: Community,
    post: Post | None = None,
    client_key: UUID | None = None,
    now: datetime | None = None,
) -> StaffNote:
    """Leave a note beside a topic, or beside one of its posts, for its readers or for those who look after it.

    `community` is for whose moderators it is, or whose speak: for readers, that of its home. The same `client_key`
    again gives the first note back. Raises Refused, Invalid or TooMany.
    """
    topic = _locked(moderator, topic)
    known = note_sent_before(moderator, client_key)
    if known is not None:
        return known
    if audience not in StaffNote.Audience.values:
        raise Invalid(_("Choose for whom this is."), field="audience")
    require(may_note_for(moderator, topic, audience, community))
    words = _checked(body)
    ask_in(_read_by(topic, community, audience), [words])
    beside = _beside(moderator, topic, post)
    spend(POSTING, moderator.pk, at=now)
    note = StaffNote.objects.create(
        topic=topic, post=beside, community=community, audience=audience, author=moderator, source=words,
        html=render_markdown(words), client_key=client_key, created_at=now or timezone.now(),
    )  # fmt: skip
    _changed(topic, is_noted=True)
    _note(Verb.NOTE_LEFT, moderator, topic, note, now)
    return note


@transaction.atomic
def change_note(
    *, moderator: Person, note: StaffNote, body: str, revision: int, now: datetime | None = None
) -> StaffNote:
    """Give a note other words. `revision` is the one that the moderator began from.

    Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    topic, note = _locked_with_note(moderator, note)
    require(may_reword_note(moderator, note, topic))
    if note.revision != revision:
        raise ChangedMeanwhile(
            _("Another moderator has changed this note in the meantime. Compare both, then save again.")
        )
    words = _checked(body)
    if words == note.source:
        return note
    ask_in(_read_by(topic, note.community, note.audience), [words], known=[note.source])
    spend(EDITING, moderator.pk, at=now)
    note.source, note.html, note.revision = words, render_markdown(words), note.revision + 1
    note.edited_at, note.edited_by = now or timezone.now(), moderator
    note.save(update_fields=["source", "html", "revision", "edited_at", "edited_by"])
    _changed(topic, is_noted=True)
    publish(NoteChanged(note_id=note.pk))
    _note(Verb.NOTE_CHANGED, moderator, topic, note, now)
    return note


@transaction.atomic
def remove_note(*, moderator: Person, note: StaffNote, now: datetime | None = None) -> Topic:
    """Remove a note for good. Gives its topic back. Raises Refused or TooMany."""
    topic, note = _locked_with_note(moderator, note)
    spend(TENDING, moderator.pk, at=now)
    _note(Verb.NOTE_REMOVED, moderator, topic, note, now)
    take_note_away(note, topic, now or timezone.now())
    return topic


def take_note_away(note: StaffNote, topic: Topic, moment: datetime) -> None:
    """Let its words go for good. Within an action that has locked its topic and asked who may."""
    _blank(StaffNote.objects.filter(pk=note.pk), moment)
    _changed(topic, is_noted=has_notes(topic))
    publish(NoteRemoved(note_id=note.pk))


def _blank(notes: QuerySet[StaffNote], moment: datetime) -> None:
    """The rows stay: whoever reported one finds what came of that."""
    notes.filter(removed_at=None).update(source="", html="", removed_at=moment)


def locked_note(person: Person, note: StaffNote) -> StaffNote:
    """The note as it is now, its topic and the person's standing locked. Raises Refused where either is gone."""
    topic = _locked(person, note.topic)
    fresh = _fresh(note, topic)
    fresh.topic = topic
    return fresh


def let_notes_follow(topic: Topic, into: Topic, posts: Sequence[Post]) -> None:
    """Notes beside these posts, which stand in `into` now, go along. Within an action that has locked both topics."""
    StaffNote.objects.filter(post__in=[post.pk for post in posts]).update(topic=into)
    for each in (topic, into):
        Topic.objects.filter(pk=each.pk).update(is_noted=has_notes(each))


def let_all_notes_follow(topic: Topic, into: Topic) -> None:
    """The same for all notes in a topic that is united with another one."""
    StaffNote.objects.filter(topic=topic).update(topic=into)
    let_notes_follow(topic, into, [])


def forget_notes(topic_id: int) -> None:
    """With the words of a removed topic go the notes in it. Within an action that has locked it."""
    _blank(StaffNote.objects.filter(topic=topic_id), timezone.now())
    Topic.objects.filter(pk=topic_id).update(is_noted=False)


def _read_by(topic: Topic, community: Community, audience: str) -> list[Community]:
    if audience != StaffNote.Audience.READERS:
        return [community]
    return [board.community for board in live_boards(topic)]


def _locked(moderator: Person, topic: Topic) -> Topic:
    topic = locked_topic(topic)
    lock_standing(moderator, [board.community_id for board in live_boards(topic)])
    return topic


def _locked_with_note(moderator: Person, note: StaffNote) -> tuple[Topic, StaffNote]:
    topic = _locked(moderator, note.topic)
    fresh = _fresh(note, topic)
    require(may_change_note(moderator, fresh, topic))
    return topic, fresh


def _fresh(note: StaffNote, topic: Topic) -> StaffNote:
    fresh = note_with_post(note.pk)
    if fresh is None or fresh.topic_id != topic.pk:
        raise Refused(_("This note was removed in the meantime, or stands in another topic."))
    return fresh


def _checked(body: str) -> str:
    """The words as they will be stored. Raises Invalid."""
    words = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        raise Invalid(_("Write something first; an empty note says nothing."), field="text")
    if len(words) > LONGEST_NOTE:
        raise Invalid(_("Keep a note within %d characters.") % LONGEST_NOTE, field="text")
    return words


def _beside(moderator: Person, topic: Topic, post: Post | None) -> Post | None:
    if post is None:
        return None
    fresh = Post.objects.get(pk=post.pk)
    if fresh.topic_id != topic.pk:
        raise Invalid(_("This post stands in another topic by now."))
    fresh.topic = topic
    require(may_read_post(moderator, fresh))
    return fresh


def _changed(topic: Topic, *, is_noted: bool) -> None:
    Topic.objects.filter(pk=topic.pk).update(is_noted=is_noted, version=F("version") + 1)
    publish(TopicChanged(topic_id=topic.pk))


def _note(verb: Verb, moderator: Person, topic: Topic, note: StaffNote, now: datetime | None) -> None:
    community = topic.home_board.community if note.is_for_readers else note.community
    details = {"topic": topic.pk, "number": note.post.number if note.post else 0, "audience": note.audience}
    note_change(verb, by=moderator, community=community, about=community.name, details=details, now=now)
