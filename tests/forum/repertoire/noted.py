"""Practice notes for tests."""

from __future__ import annotations

from datetime import datetime

from forum.chat.actions.highlighting import highlight_message
from forum.chat.models import Message
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.models import Gathering
from forum.people.models import Person
from forum.repertoire.actions.answering import answer_for_quote, edition_of_quote
from forum.repertoire.actions.drafting import Target, draft_from_highlight
from forum.repertoire.actions.tending import NoteWords, publish_note
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.selectors.quotes import quote_as_it_is
from tests.forum.gatherings.going_on import said
from tests.forum.gatherings.meeting import again

WORDS = "We wait for ten breaths before we say anything."


def fresh(message: Message) -> Message:
    """As it is now."""
    return Message.objects.select_related("room__community", "author").get(pk=message.pk)


def highlighted(leader: Person, author: Person, gathering: Gathering, *lines: str) -> Message:
    """The author said this, it is a highlight, and the session is over; the last of several lines."""
    messages = [said(author, gathering, line) for line in lines]
    for message in messages:
        highlight_message(host=leader, message=fresh(message))
    end_gathering(host=leader, gathering=again(gathering))
    return fresh(messages[-1])


def drafted(
    host: Person,
    gathering: Gathering,
    message: Message,
    title: str = "Waiting",
    now: datetime | None = None,
) -> PracticeNote:
    """A note of the community that holds the session, with this highlight."""
    target = Target(gathering.community, title=title)
    return draft_from_highlight(
        host=host, gathering=again(gathering), message=fresh(message), target=target, now=now
    )


def quote_in(note: PracticeNote) -> Quote:
    """Its only quote, as it is now."""
    found = quote_as_it_is(Quote.objects.get(note=note).pk)
    assert found is not None
    return found


def answered(author: Person, quote: Quote, answer: str) -> Quote:
    """Its author says so, of what they see now."""
    present = quote_as_it_is(quote.pk)
    assert present is not None
    return answer_for_quote(author=author, quote=quote, answer=answer, seen=edition_of_quote(present))


def published(person: Person, note: PracticeNote, source: str = WORDS) -> PracticeNote:
    """It is read by those who read its community."""
    present = PracticeNote.objects.get(pk=note.pk)
    words = NoteWords(present.title, source, present.revision)
    return publish_note(person=person, note=note, words=words)
