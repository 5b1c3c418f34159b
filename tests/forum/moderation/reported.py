"""What was reported, and what people read and are told of it, for tests."""

from __future__ import annotations

from forum.chat.models import Message
from forum.moderation.models import Case
from forum.moderation.selectors.cases import case_with
from forum.notifications.selectors.inbox import notices_of
from forum.people.models import Person
from tests.forum.people_anew import again, signed_in


def the_case() -> Case:
    """The one that was opened last, with all that is asked of it."""
    found = case_with(Case.objects.latest("pk").pk)
    assert found is not None
    return found


def said_anew(message: Message) -> Message:
    """A message as it is now."""
    return Message.objects.select_related("room__community", "author").get(pk=message.pk)


def page(person: Person, address: str) -> str:
    """What somebody reads there."""
    return signed_in(person).get(address).content.decode()


def told(person: Person) -> list[str]:
    """The kinds of what somebody is told."""
    return [notice.kind for notice in notices_of(again(person)).notices]
