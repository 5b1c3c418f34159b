"""What every action that stores a message's words does with them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from forum.chat.models import Message, MessageMention, Room
from forum.chat.models.messages import MAX_LENGTH
from forum.chat.policies.rooms import may_read_room
from forum.chat.policies.sessions import may_name_in_session
from forum.communities.selectors.standing import gather_memberships
from forum.core.markup import addressed_handles, mentioned_handles, render_markdown
from forum.core.verdicts import Invalid
from forum.discussions.selectors.mentions import people_named
from forum.people.models import Person


def checked_words(body: str) -> str:
    """The words as they will be stored. Raises Invalid where there are none or too many."""
    words = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        raise Invalid(_("Write something first; an empty message cannot be sent."), field="body")
    if len(words) > MAX_LENGTH:
        most = str(number_format(MAX_LENGTH, force_grouping=True))
        raise Invalid(
            _("A message holds %(most)s characters. Send it in parts, or start a topic.") % {"most": most},
            field="body",
        )
    return words


def rendered(author: Person, words: str, room: Room) -> tuple[str, list[Person]]:
    """The HTML of the words, and the people addressed in them who, for all their author may know, read the room."""
    named = mentioned_handles(words)
    people = _readers_among(author, list(people_named(named)), room) if named else []
    html = render_markdown(words, mentions=[person.handle for person in people])
    addressed = addressed_handles(words) if people else set()
    return html, [person for person in people if person.handle.lower() in addressed]


def note_mentions(message: Message, people: list[Person]) -> None:
    """Remember whom the message addresses; its author is not told of themselves."""
    wanted = [
        MessageMention(message=message, person=person, created_at=message.created_at)
        for person in people
        if person.pk != message.author_id
    ]
    MessageMention.objects.bulk_create(wanted, ignore_conflicts=True)


def _readers_among(author: Person, people: list[Person], room: Room) -> list[Person]:
    gather_memberships(people)
    readers = [person for person in people if may_read_room(person, room)]
    if not readers or not room.is_of_session:
        return readers
    heard = set(Message.objects.filter(room=room, author__in=readers).values_list("author", flat=True))
    return [each for each in readers if each.pk in heard or may_name_in_session(author, each, room)]
