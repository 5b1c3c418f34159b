"""Raising and lowering a hand in a live session, and calling on people in turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.models import RoomEvent
from forum.chat.payloads import Data, signature_of
from forum.core.limits import REACTING, TENDING, spend
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.questions import held_session
from forum.gatherings.actions.telling import tell
from forum.gatherings.models import Gathering, Hand, Joint, Stage
from forum.gatherings.policies.hands import may_call, may_raise_hand
from forum.gatherings.policies.talk import may_take_part
from forum.gatherings.selectors.hands import MOST_IN_LINE, hand_called, hands_up
from forum.gatherings.selectors.talk import sessions_to_ask
from forum.people.models import Person

State = Hand.State
HANDS = "hands"
WAITING = (State.UP, State.CALLED)


@transaction.atomic
def raise_hand(*, person: Person, gathering: Gathering, now: datetime | None = None) -> Hand:
    """Want to speak. Up already, it stays where it is in the line. Raises Refused or TooMany."""
    moment, session = now or timezone.now(), _held(person, gathering)
    require(may_raise_hand(person, session))
    known = Hand.objects.filter(gathering=session, person=person, state__in=WAITING).first()
    if known is not None:
        return known
    spend(REACTING, person.pk)
    hand = Hand.objects.create(gathering=session, person=person, raised_at=moment, waits_since=moment)
    tell_hands(session, by_id=person.pk, moment=moment)
    return hand


@transaction.atomic
def lower_hand(*, person: Person, gathering: Gathering, now: datetime | None = None) -> None:
    """Want to speak no longer; who speaks has spoken. Where no hand is up nothing happens. Raises Refused or
    TooMany.
    """
    moment, session = now or timezone.now(), _held(person, gathering)
    spend(REACTING, person.pk)
    rows = Hand.objects.filter(gathering=session, person=person)
    spoke = rows.filter(state=State.CALLED).update(state=State.SPOKE)
    if rows.filter(state=State.UP).update(state=State.LOWERED) or spoke:
        tell_hands(session, by_id=person.pk, moment=moment)


@transaction.atomic
def call_hand(*, host: Person, hand: Hand, now: datetime | None = None) -> Hand:
    """Let somebody speak; whoever spoke until now has spoken. They speak already: they go on. Raises Refused or
    TooMany.
    """
    moment, session = now or timezone.now(), _held(host, hand.gathering)
    require(may_call(host, session))
    held = _present(session, hand)
    if held.state == State.CALLED:
        return held
    spend(TENDING, host.pk)
    Hand.objects.filter(gathering=session, state=State.CALLED).update(state=State.SPOKE)
    held.state, held.called_at = State.CALLED, moment
    held.save(update_fields=["state", "called_at"])
    tell_hands(session, by_id=host.pk, moment=moment)
    return held


@transaction.atomic
def skip_hand(*, host: Person, hand: Hand, now: datetime | None = None) -> Hand:
    """Let somebody wait at the end of the line; who speaks has spoken. Raises Refused or TooMany."""
    moment, session = now or timezone.now(), _held(host, hand.gathering)
    require(may_call(host, session))
    held = _present(session, hand)
    spend(TENDING, host.pk)
    if held.state == State.CALLED:
        held.state = State.SPOKE
    else:
        held.waits_since = moment
    held.save(update_fields=["state", "waits_since"])
    tell_hands(session, by_id=host.pk, moment=moment)
    return held


@transaction.atomic
def lower_all_hands(*, host: Person, gathering: Gathering, now: datetime | None = None) -> int:
    """Let nobody wait to speak any more; how many did. Raises Refused or TooMany."""
    moment, session = now or timezone.now(), _held(host, gathering)
    require(may_call(host, session))
    spend(TENDING, host.pk)
    return clear_hands(session, by_id=host.pk, moment=moment)


def clear_hands(session: Gathering, *, by_id: int | None, moment: datetime) -> int:
    """Lower all of them, and tell so where there were some. Part of actions that hold the stage."""
    rows = Hand.objects.filter(gathering=session)
    spoke = rows.filter(state=State.CALLED).update(state=State.SPOKE)
    lowered = rows.filter(state=State.UP).update(state=State.LOWERED)
    if spoke or lowered:
        tell_hands(session, by_id=by_id, moment=moment)
    return lowered


def hold_hands_of(*, person_id: int) -> None:
    """Let the lines stay as they are in which somebody ever stood, until the transaction ends. Part of leaving."""
    sessions = Hand.objects.filter(person=person_id).values("gathering")
    list(
        Stage.objects.select_for_update(no_key=True).filter(pk__in=sessions).order_by("pk").values_list("pk")
    )


@transaction.atomic
def forget_hands_of(*, person_id: int, now: datetime | None = None) -> None:
    """Let go of the hands that somebody ever raised, which are held. Part of leaving."""
    rows = Hand.objects.filter(person=person_id)
    for session in Gathering.objects.filter(pk__in=rows.values("gathering")).order_by("room"):
        was_up = rows.filter(gathering=session, state__in=WAITING).exists()
        rows.filter(gathering=session).delete()
        if was_up:
            tell_hands(session, by_id=None, moment=now or timezone.now())


@transaction.atomic
def lower_hands_through(*, person_id: int, community_id: int, now: datetime | None = None) -> None:
    """Somebody left a community, or is silenced there: they wait to speak only where they take part all the same."""
    joined = Joint.objects.filter(community=community_id).values("gathering")
    rows = Hand.objects.filter(
        Q(gathering__community=community_id) | Q(gathering__in=joined), person=person_id
    )
    _lower_where_out(rows, now or timezone.now())


@transaction.atomic
def lower_hands_of_who_is_out(*, gathering_id: int, now: datetime | None = None) -> None:
    """Who takes part in a session is another question now: of others nobody waits to speak."""
    _lower_where_out(Hand.objects.filter(gathering=gathering_id), now or timezone.now())


def _lower_where_out(rows: QuerySet[Hand], moment: datetime) -> None:
    up = rows.filter(state__in=WAITING)
    for session in sessions_to_ask().filter(pk__in=up.values("gathering")).order_by("pk"):
        Stage.objects.select_for_update(no_key=True).get(pk=session.pk)
        waiting = up.filter(gathering=session).select_related("person")
        out = [hand.pk for hand in waiting if not may_take_part(hand.person, session)]
        if out:
            Hand.objects.filter(pk__in=out).update(state=State.LOWERED)
            tell_hands(session, by_id=None, moment=moment)


@transaction.atomic
def renew_hands(*, person_id: int, now: datetime | None = None) -> None:
    """Say anew who wants to speak where somebody waits who is called otherwise now."""
    up = Hand.objects.filter(person=person_id, state__in=WAITING)
    for session in Gathering.objects.filter(pk__in=up.values("gathering")).order_by("pk"):
        Stage.objects.select_for_update(no_key=True).get(pk=session.pk)
        tell_hands(session, by_id=None, moment=now or timezone.now())


def tell_hands(session: Gathering, *, by_id: int | None, moment: datetime) -> None:
    """Say who wants to speak, all of it. What was said of it before is empty from then on: nobody needs it, and names
    stand there no longer than hands are up. Part of actions that hold the stage.
    """
    RoomEvent.objects.filter(room=session.room_id, kind=HANDS).exclude(data={}).update(data={})
    tell(session, HANDS, _said_of_hands(session), by_id=by_id, at=moment)


def _said_of_hands(session: Gathering) -> Data:
    up, called = hands_up(session), hand_called(session)
    line = [_said_of(each) | {"spoken": getattr(each, "spoken", 0)} for each in up[:MOST_IN_LINE]]
    return {"number": len(up), "up": line, "called": _said_of(called) if called else None}


def _said_of(hand: Hand) -> dict[str, Any]:
    return {"id": hand.pk, "author": signature_of(hand.person)}


def _held(person: Person, gathering: Gathering) -> Gathering:
    """The session as it is now, and its stage: who raises, lowers and calls takes turns."""
    session = held_session(person, gathering)
    Stage.objects.select_for_update(no_key=True).get(pk=session.pk)
    return session


def _present(session: Gathering, hand: Hand) -> Hand:
    held = Hand.objects.select_for_update(no_key=True).filter(gathering=session, pk=hand.pk).first()
    if held is None or held.state not in WAITING:
        raise Refused(_("This hand is no longer up."))
    return held
