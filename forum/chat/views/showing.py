"""Messages as one reader sees them: by day, one after another by the same author drawn together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.chat.models import Message, Room
from forum.chat.policies.removals import looks_after_talk
from forum.chat.policies.rooms import may_moderate_room, may_react_in, may_write_in
from forum.chat.selectors.acts import own_reactions_to
from forum.chat.selectors.removals import known_removals
from forum.chat.selectors.sessions import SaidMoment, SessionHours, hours_of_session
from forum.chat.views.cards import Card, cards_of
from forum.chat.views.places import address_of, address_of_removal, zone_read_by
from forum.communities.views.why_silent import why_not_heard
from forum.core.markup import excerpt, safe
from forum.discussions.models import Reaction
from forum.people.actors import signed_in
from forum.people.models import Person

RUN = timedelta(minutes=5)
EXCERPT_LENGTH = 90
AT_HAND = (Reaction.Kind.THANKS,)


@dataclass(frozen=True, slots=True)
class Powers:
    """What a reader may do in a room, asked once for all its messages; `no_write` says why not.

    `why_silent` is the reason of a measure that keeps them from it, or "".
    """

    write: bool
    no_write: str
    react: bool
    moderate: bool
    why_silent: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with all that components/message.html says of it. `day` is set on the first of a day.

    In a live session, `moments` are what happened before it, `offset` how long that had gone on ("0:07"), and `is_late`
    says that it was over.
    """

    pk: int
    seq: int
    room_id: int
    revision: int
    author: Person
    html: SafeString
    created_at: datetime
    clock: str
    day: str
    is_run: bool
    is_own: bool
    is_new: bool
    is_edited: bool
    is_pinned: bool
    is_highlighted: bool
    removed: str
    removal_url: str
    url: str
    answered: Message | None
    answered_words: str
    answered_url: str
    moments: list[SaidMoment] = field(default_factory=list)
    offset: str = ""
    is_late: bool = False
    reactions: list[dict[str, object]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)


def powers_in_room(person: Person, room: Room) -> Powers:
    """What the person may do with every message of the room."""
    write = may_write_in(person, room)
    return Powers(
        write=write.allowed,
        no_write=str(write.reason),
        react=bool(may_react_in(person, room)),
        moderate=bool(may_moderate_room(person, room)),
        why_silent=why_not_heard(person, [(room.community, None)]) if room.community else "",
    )


def shown_to(
    request: HttpRequest,
    messages: Sequence[Message],
    *,
    above: Message | None = None,
    first_new: int = 0,
    moments: Mapping[int, list[SaidMoment]] | None = None,
) -> list[Shown]:
    """The messages in their order, with what the reader put on them and cards of what they may read. 4 queries, and
    one more where moderators have removed some.

    `above` is what stands before the first; `first_new` the number before whose message the line of news is drawn,
    `moments` what happened in a session before each, by id.
    """
    person = signed_in(request.user)
    why = _removals_shown(person, messages)
    hours = {
        room.pk: hours_of_session(room) for room in {each.room for each in messages} if room.is_of_session
    }
    own = own_reactions_to(person, [message.pk for message in messages if message.reaction_counts])
    cards = cards_of(messages, person, request.get_host())
    rows = []
    for message in messages:
        reactions = _reactions(message, own.get(message.pk, set()))
        row = _in_session(_shown(message, above, person, first_new), hours.get(message.room_id), moments)
        removal_url = why.get(message.pk, "")
        rows.append(replace(row, reactions=reactions, cards=cards[message.pk], removal_url=removal_url))
        above = message
    return rows


def _shown(message: Message, above: Message | None, person: Person, first_new: int) -> Shown:
    """The message with what it says, and nothing yet of what was put on it or of what it links to."""
    zone = zone_read_by(person)
    local = message.created_at.astimezone(zone)
    is_new_day = above is None or above.created_at.astimezone(zone).date() != local.date()
    is_new = bool(first_new) and message.seq == first_new
    answered = message.reply_to
    return Shown(
        pk=message.pk,
        seq=message.seq,
        room_id=message.room_id,
        revision=message.revision,
        author=message.author,
        html=safe(message.html),
        created_at=message.created_at,
        clock=date_format(local, "TIME_FORMAT"),
        day=date_format(local, "l, j F Y") if is_new_day else "",
        is_run=not is_new_day and not is_new and _follows(message, above),
        is_own=message.author_id == person.pk,
        is_new=is_new,
        is_edited=message.edited_at is not None,
        is_pinned=message.pinned_at is not None,
        is_highlighted=message.highlighted_at is not None,
        removed=_removed(message),
        removal_url="",
        url=address_of(message),
        answered=answered,
        answered_words=words_of(answered) if answered is not None else "",
        answered_url=address_of(answered) if answered is not None else "",
    )


def _in_session(
    row: Shown, hours: SessionHours | None, moments: Mapping[int, list[SaidMoment]] | None
) -> Shown:
    """The message on the line of time of its session, where it was said in one."""
    if hours is None:
        return row
    before, is_late = (moments or {}).get(row.pk, []), hours.over is not None and row.created_at > hours.over
    offset = "" if hours.began is None or is_late else _gone_on(row.created_at - hours.began)
    is_run = row.is_run and all(each.is_context for each in before)
    return replace(row, moments=before, is_run=is_run, is_late=is_late, offset=offset)


def _gone_on(time: timedelta) -> str:
    """Hours and minutes, "1:05"; "" before it began."""
    minutes = time // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02d}" if minutes >= 0 else ""


def _follows(message: Message, above: Message | None) -> bool:
    """True where it goes on what its author has just said."""
    if above is None or message.removed_at is not None or above.removed_at is not None:
        return False
    is_soon = message.created_at - above.created_at < RUN
    return above.author_id == message.author_id and message.reply_to_id is None and is_soon


def words_of(message: Message, length: int = EXCERPT_LENGTH) -> str:
    """The message in a line."""
    return _("removed") if message.removed_at is not None else excerpt(message.html, length)


def _removed(message: Message) -> str:
    if message.removed_at is None:
        return ""
    if message.removed_by_id == message.author_id:
        return _("%s took back what they wrote here.") % message.author.display_name
    if message.room.is_direct:
        return _("What %s wrote here was removed by a steward.") % message.author.display_name
    return _("What %s wrote here was removed by a moderator.") % message.author.display_name


def _removals_shown(person: Person, messages: Sequence[Message]) -> dict[int, str]:
    """Where the reader finds why messages were removed, by id: their own, and those that they look after."""
    taken = [
        each for each in messages if each.removed_at is not None and each.removed_by_id != each.author_id
    ]
    if not taken:
        return {}
    looks_after = {room.pk: looks_after_talk(person, room) for room in {each.room for each in taken}}
    told = [each for each in taken if each.author_id == person.pk or looks_after[each.room_id]]
    known = known_removals([each.pk for each in told])
    return {each.pk: address_of_removal(each) for each in told if each.pk in known}


def _reactions(message: Message, own: set[str]) -> list[dict[str, object]]:
    """Those that somebody has put there, and then those that are always at hand."""
    counts = message.reaction_counts
    kinds = [kind for kind in Reaction.Kind.values if kind in counts]
    kinds += [kind for kind in AT_HAND if kind not in counts]
    return [
        {
            "key": kind,
            "label": str(Reaction.Kind(kind).label),
            "count": counts.get(kind, 0),
            "is_own": kind in own,
        }
        for kind in kinds
    ]
