"""What the rooms of live sessions ask of sessions, which live above: who reads along, who speaks, and who leads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Room
from forum.core.asked_above import AskedAbove
from forum.core.verdicts import Verdict, no
from forum.people.actors import Actor
from forum.people.models import Person

_NO_ROOM = _("There is no such room.")


def _until_then(_actor: Actor, _room: Room) -> Verdict:
    return no(_NO_ROOM)


# Asked above: reading the room; being there while it is open; saying something in it; leading what happens there.
may_read_session = AskedAbove[[Actor, Room], Verdict](_until_then)
may_be_present_in_session = AskedAbove[[Actor, Room], Verdict](_until_then)
may_speak_in_session = AskedAbove[[Actor, Room], Verdict](_until_then)
may_lead_session = AskedAbove[[Actor, Room], Verdict](_until_then)
# Asked above: whether somebody may know of a person that they read along.
may_name_in_session = AskedAbove[[Actor, Person, Room], bool](lambda _actor, _person, _room: False)
