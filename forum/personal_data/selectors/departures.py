"""Who has left, what is still to be done for it, and what they would leave behind."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.signing import BadSignature, Signer

from forum.chat.models import Message, MessageReaction
from forum.crossposting.selectors.placements import notes_of
from forum.discussions.models import Post, Reaction
from forum.gatherings.models import Material, Question
from forum.lifting.models import LiftedMessage
from forum.people.models import Person
from forum.personal_data.models import Departure

_signer = Signer(salt="forum.personal_data.departures")


@dataclass(frozen=True, slots=True)
class Traces:
    """How much of a person there is: posts, messages in rooms, reactions to both, communities."""

    posts: int
    messages: int
    reactions: int
    communities: int


def traces_of(person: Person) -> Traces:
    """What the person would leave behind. For themselves."""
    return Traces(
        posts=Post.objects.filter(author=person, removed_at=None).count(),
        messages=Message.objects.filter(author=person, removed_at=None).count(),
        reactions=Reaction.objects.filter(person=person).count()
        + MessageReaction.objects.filter(person=person).count(),
        communities=person.memberships.count(),
    )


def to_take_back(person: Person) -> int:
    """How many posts, messages and reactions there are to take back, words of theirs in posts of others, notes, and
    questions and files in live sessions.
    """
    traces = traces_of(person)
    quoted = LiftedMessage.objects.filter(author=person, state=LiftedMessage.State.STANDS)
    beside = quoted.exclude(lift__lifter=person).count() + notes_of(person).count()
    asked = Question.objects.filter(asker=person).exclude(state=Question.State.GONE).count()
    files = Material.objects.filter(attachment__owner=person).count()
    return traces.posts + traces.messages + traces.reactions + beside + asked + files


def mail_addresses_of(person: Person) -> tuple[str, ...]:
    """Every mail address that the person has shown to be theirs, in lower case: anybody can type that of another."""
    proven = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return tuple(sorted({address.lower() for address in proven}))


def token_of(departure: Departure) -> str:
    """By what whoever has just left, and is nobody here any more, follows what becomes of it."""
    return _signer.sign(str(departure.pk))


def departure_of(token: str) -> Departure | None:
    """The departure of a token; None for any other word."""
    try:
        key = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Departure.objects.filter(pk=key).first()
