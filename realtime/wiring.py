"""The table of what sockets hear of: events of the forum, once they are committed, and whom they concern."""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from forum.chat import events as chat
from forum.communities import events as communities
from forum.core.events import listen
from forum.discussions import events as discussions
from forum.discussions.selectors.streams import heads_of_topics, number_of_post, versions_of_boards
from forum.notifications import events as notifications
from forum.people import events as people
from realtime.publishing import tell_processes_surely, tell_room, tell_stream, tell_streams

MOST_TOLD = 200  # people, of one event


def listen_to_the_forum() -> None:
    """Lay the table. Called once, when the app is ready."""
    _listen_for_rooms()
    _listen_for_boards()
    _listen_for_people()


def _listen_for_rooms() -> None:
    listen(chat.RoomEventAppended, tell_event)
    listen(chat.HistoryBroughtIn, tell_history)
    listen(chat.RoomChanged, doubt_room)
    listen(chat.PersonBlocked, doubt_both)
    listen(chat.PersonUnblocked, doubt_both)
    listen(chat.RoomRead, tell_counts)


def _listen_for_boards() -> None:
    for event_type, tell in _ON_TOPICS.items():
        listen(event_type, tell)
    listen(discussions.TopicRemoved, take_topic_away)
    listen(discussions.TopicsUnited, take_topic_away)
    listen(discussions.TopicSplit, tell_split)
    listen(discussions.TopicRestored, tell_restored)
    listen(discussions.TopicPlaced, tell_placed)
    listen(discussions.TopicsMoved, tell_moved)
    listen(discussions.PlacementsEnded, tell_moved)
    listen(discussions.ConversationsImported, tell_board)
    for changed in (
        discussions.BoardChanged,
        discussions.BoardArchived,
        discussions.BoardRestored,
        discussions.BoardsMerged,
    ):
        listen(changed, doubt_board)
    for moderated in (discussions.BoardModeratorNamed, discussions.BoardModeratorEnded):
        listen(moderated, doubt_moderator)
    for read in (discussions.TopicRead, discussions.BoardCaughtUp):
        listen(read, tell_counts)


def _listen_for_people() -> None:
    listen(communities.MemberJoined, doubt_member)
    listen(communities.MemberLeft, doubt_member)
    listen(communities.MemberTakenOut, doubt_member)
    listen(communities.RoleGiven, doubt_member)
    listen(communities.MeasureGiven, doubt_member)
    listen(communities.MeasureLifted, doubt_member)
    listen(communities.MeasureOverturned, doubt_member)
    listen(communities.CommunityVisibilityChanged, doubt_community)
    listen(communities.CommunityArchived, doubt_community)
    listen(communities.CommunityRestored, doubt_community)
    listen(communities.PartnersChanged, doubt_community)
    listen(notifications.InboxesChanged, tell_inboxes)
    listen(people.ProfileChanged, doubt_profile)
    listen(people.SessionsEnded, doubt_person)
    listen(people.StewardMade, doubt_person)
    listen(people.StewardEnded, doubt_person)
    listen(people.PersonShutOut, doubt_person)
    listen(people.TimeOutEnded, doubt_person)
    listen(people.AccountClosed, doubt_person)
    user_logged_out.connect(end_session, dispatch_uid="realtime.end_session")


def tell_event(event: chat.RoomEventAppended) -> None:
    """The finished event, to every process with a socket in the room."""
    tell_room(event.room_id, event.lane, event.payload)


def tell_history(event: chat.HistoryBroughtIn) -> None:
    """That much came into a room at once, in one word."""
    told = {"t": "history", "room": event.room_id, "first": event.first_seq, "last": event.last_seq}
    tell_room(event.room_id, 0, json.dumps(told).encode())


def doubt_room(event: chat.RoomChanged) -> None:
    """Ask anew what people may do in the room."""
    tell_processes_surely({"room": event.room_id})


def doubt_both(event: chat.PersonBlocked | chat.PersonUnblocked) -> None:
    """Ask anew what two people may do, who may talk to each other or no longer."""
    tell_processes_surely({"person": event.person_id})
    tell_processes_surely({"person": event.blocked_id})


def tell_of_topic(kind: str, event: Any) -> None:
    """Those who watch the topic, and the boards on which it stands, hear what kind of thing happened to which post."""
    post_id = getattr(event, "post_id", None)
    number = number_of_post(post_id) if post_id else None
    for topic_id, head in heads_of_topics([event.topic_id]).items():
        tell_stream(f"topic:{topic_id}", head.version, kind, {} if number is None else {"number": number})
        for board_id, version in head.boards.items():
            tell_stream(f"board:{board_id}", version, kind, {"topic": topic_id})


_ON_TOPICS = {
    discussions.ReplyPosted: partial(tell_of_topic, "replied"),
    discussions.PostEdited: partial(tell_of_topic, "edited"),
    discussions.PostRemoved: partial(tell_of_topic, "removed"),
    discussions.PostReactedTo: partial(tell_of_topic, "reacted"),
    discussions.AnswerAccepted: partial(tell_of_topic, "accepted"),
    discussions.AnswerUnaccepted: partial(tell_of_topic, "unaccepted"),
    discussions.TopicStarted: partial(tell_of_topic, "started"),
    discussions.TopicChanged: partial(tell_of_topic, "changed"),
}


def take_topic_away(event: discussions.TopicRemoved | discussions.TopicsUnited) -> None:
    """Nobody reads it any more; where it stood it is listed no longer."""
    tell_processes_surely({"topics": [event.topic_id]})
    tell_of_topic("removed", event)
    if isinstance(event, discussions.TopicsUnited):
        tell_of_topic("changed", discussions.TopicChanged(topic_id=event.into_id))


def tell_split(event: discussions.TopicSplit) -> None:
    """Posts that stood there are elsewhere; the new topic has a word of its own."""
    tell_of_topic("changed", event)


def tell_restored(event: discussions.TopicRestored) -> None:
    """It is listed again."""
    tell_of_topic("started", event)


def tell_moved(event: discussions.TopicsMoved | discussions.PlacementsEnded) -> None:
    """Topics stand elsewhere now: others may read them, and boards are listed anew."""
    tell_processes_surely({"topics": list(event.topic_ids)})
    left = list(event.board_ids) if isinstance(event, discussions.PlacementsEnded) else [event.board_id]
    heads = heads_of_topics(event.topic_ids)
    boards = versions_of_boards(left) | {
        key: at for head in heads.values() for key, at in head.boards.items()
    }
    for topic_id, head in heads.items():
        tell_stream(f"topic:{topic_id}", head.version, "moved", {})
    for board_id, version in boards.items():
        tell_stream(f"board:{board_id}", version, "moved", {})


def tell_placed(event: discussions.TopicPlaced) -> None:
    """A topic stands on one board more: others read it and may answer it."""
    tell_processes_surely({"topics": [event.topic_id]})
    tell_of_topic("moved", event)


def tell_board(event: Any) -> None:
    """The board is listed anew."""
    for board_id, version in versions_of_boards([event.board_id]).items():
        tell_stream(f"board:{board_id}", version, "changed", {})


def doubt_board(event: Any) -> None:
    """Others may read the board, and what stands on it."""
    tell_processes_surely({"boards": [event.board_id]})
    tell_board(event)


def tell_counts(event: Any) -> None:
    """One person alone, in all their tabs: something was read, and what waits is counted anew."""
    tell_stream(f"person:{event.person_id}", 0, "counts", {})


def tell_inboxes(event: notifications.InboxesChanged) -> None:
    """Each of them alone, in all their tabs: another number of notices waits. Of many, pages of the others find it
    within a minute, as they find all that nobody tells them.
    """
    tell_streams([f"person:{person_id}" for person_id in event.person_ids[:MOST_TOLD]], "counts")


def doubt_moderator(event: Any) -> None:
    """Ask anew what somebody reads who looks after one board, or does no longer."""
    tell_processes_surely({"person": event.person_id})
    tell_counts(event)


def doubt_profile(event: people.ProfileChanged) -> None:
    """Others may see that they are there, or no longer."""
    tell_processes_surely({"person": event.person_id})


def doubt_member(event: Any) -> None:
    """Ask anew what somebody may do in the rooms and on the boards of a community."""
    tell_processes_surely({"person": event.person_id, "community": event.community_id})
    tell_counts(event)


def doubt_community(event: Any) -> None:
    """Ask anew what anybody may do in the rooms and on the boards of a community."""
    tell_processes_surely({"community": event.community_id})


def doubt_person(event: Any) -> None:
    """Ask anew whether somebody's sessions count and what they may read."""
    tell_processes_surely({"person": event.person_id, "sessions": True})


def end_session(request: HttpRequest | None = None, **_more: Any) -> None:
    """Who signs out is signed out in all tabs of the browser. The session itself ends just after this is told."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        tell_processes_surely({"session": fingerprint(key)})


def fingerprint(session_key: str) -> str:
    """What stands for a session where its key must not be read."""
    return sha256(session_key.encode()).hexdigest()
