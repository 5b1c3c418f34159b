"""Mails to those who carry topics, and whose topics and replies are carried.

Each looks once more whether what it says is true, and theirs to know, before it goes. It goes to a confirmed address
alone, names a topic to who reads it, a board to who reads that, and quotes words to who reads both.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.letters import send_letter
from forum.core.verdicts import Sentence
from forum.crossposting.selectors.addressees import (
    MOST_LISTED,
    edition_of_proposal,
    edition_of_standing,
    replies_of,
)
from forum.crossposting.selectors.placements import placement_with
from forum.discussions.models import Board, Placement
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.readers import readers_of
from forum.discussions.selectors.topics import topic_with_placements
from forum.network.selectors import ground
from forum.people.models import Person
from forum.people.selectors.addresses import is_address_confirmed

State, Side = Placement.State, Placement.Side

# What became of what somebody carried: by state and side, where it only waited and where it stood.
_BECAME: dict[tuple[str, str], tuple[Sentence, Sentence]] = {
    (State.LIVE, ""): (gettext_lazy("It stands there now."),) * 2,
    (State.DECLINED, Side.BOARD): (gettext_lazy("%(who)s does not take it onto that board."),) * 2,
    (State.DECLINED, Side.HOME): (gettext_lazy("%(who)s, who looks after its home, does not let it go there."),) * 2,
    (State.DECLINED, Side.TIME): (
        gettext_lazy("Nobody answered in two weeks, so that has ended. You can propose it once more."),
    ) * 2,
    (State.REMOVED, Side.BOARD): (
        gettext_lazy("%(who)s does not take it onto that board."),
        gettext_lazy("%(who)s has taken it off that board."),
    ),
    (State.WITHDRAWN, Side.HOME): (
        gettext_lazy("%(who)s, who looks after its home, does not let it go there."),
        gettext_lazy("%(who)s, who looks after its home, has taken it off that board."),
    ),
    (State.WITHDRAWN, Side.AUTHOR): (
        gettext_lazy("Its author does not want it there."),
        gettext_lazy("Its author has taken it off that board."),
    ),
    (State.WITHDRAWN, Side.READERS): (
        gettext_lazy("Not everyone who reads that board reads its home now, so it cannot go there."),
        gettext_lazy("Not everyone who reads that board reads its home now, so it stands there no longer."),
    ),
    (State.PENDING, ""): (
        gettext_lazy("More people read that board now than its home, so it cannot go there for now."),
        gettext_lazy("More people read that board now than its home, so it does not stand there for now."),
    ),
}  # fmt: skip


def reachable(person_id: int) -> Person | None:
    """The person, if their account is in use and its address is known to be theirs."""
    person = Person.objects.filter(pk=person_id, is_active=True).exclude(email=None).first()
    return person if person is not None and is_address_confirmed(person) else None


def mail_topic_carried(*, placement_id: int, proposal: str) -> bool:
    """Tell an author who would carry their topic, and that they may object. False where that is no longer so.

    `proposal` is the `edition_of_proposal` that is told of.
    """
    placement = placement_with(placement_id)
    if placement is None or placement.state not in {State.PENDING, State.LIVE}:
        return False
    author = reachable(placement.topic.author_id)
    if author is None or edition_of_proposal(placement) != proposal or placement.proposed_by is None:
        return False
    context = _names(author, placement.topic_id, placement.board)
    if not context["title"] or author == placement.proposed_by:
        return False
    context |= {
        "placement": placement,
        "broker": placement.proposed_by.display_name,
        "readers": readers_of(placement.board) if context["where"] else "",
        "note": placement.note if context["where"] else "",
    }
    send_letter("topic_carried", to=str(author.email), context=context)
    return True


def mail_what_became(*, placement_id: int, standing: str, stood: bool) -> bool:
    """Tell whoever carried a topic what became of it, and why. False where that is no longer so, or no longer theirs.

    `standing` is the `edition_of_standing` that is told of; `stood` says whether it stood there before.
    """
    placement = placement_with(placement_id)
    if placement is None or placement.proposed_by_id is None or edition_of_standing(placement) != standing:
        return False
    broker = reachable(placement.proposed_by_id)
    became = _BECAME.get((placement.state, placement.ended_by))
    if broker is None or became is None:
        return False
    context = _names(broker, placement.topic_id, placement.board)
    if not context["title"] and not context["where"]:
        return False
    who = placement.decided_by.display_name if placement.decided_by else str(_("A moderator"))
    context["placement"] = placement
    context["what"] = str(became[stood]) % {"who": who}
    context["reason"] = placement.reason if context["title"] and context["where"] else ""
    send_letter("what_became", to=str(broker.email), context=context)
    return True


def mail_replies_stay(*, person_id: int, topic_id: int, board_id: int) -> bool:
    """Tell somebody that a board through which they replied no longer shows the topic, and how to take the replies
    back. False where it stands there again, or nothing of theirs came through it.
    """
    author, board = (
        reachable(person_id),
        Board.objects.select_related("community").filter(pk=board_id).first(),
    )
    stands = Placement.objects.filter(topic=topic_id, board=board_id, state=State.LIVE).exists()
    if author is None or board is None or stands:
        return False
    replies = replies_of(author.pk, topic_id, board_id)
    if not replies:
        return False
    context = _names(author, topic_id, board)
    context |= {"replies": replies[:MOST_LISTED], "more": max(len(replies) - MOST_LISTED, 0)}
    send_letter("replies_stay", to=str(author.email), context=context)
    return True


def _names(person: Person, topic_id: int, board: Board) -> dict[str, Any]:
    """What the person may be told: `title` and `where`, "" where they do not read the topic, or the board."""
    topic = topic_with_placements(topic_id)
    return {
        "person": person,
        "title": topic.title if topic is not None and may_read_topic(person, topic) else "",
        "where": place_named(person, board),
        "network_name": ground().name,
    }


def place_named(person: Person, board: Board) -> str:
    """The board and its community as a letter says them; "" for who does not read it."""
    if not may_read_board(person, board):
        return ""
    return _("%(board)s in %(community)s") % {"board": board.name, "community": board.community.name}
