"""Every address of the site with the arguments it is asked with; one that is new must say them here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from forum.chat.selectors.rooms import rooms_of
from forum.communities.models import Community, JoiningRequest
from forum.discussions.models import Board, HeldPost
from forum.discussions.readers import reading_level
from forum.discussions.selectors.board_management import edition_of_settings, order_of
from forum.discussions.selectors.topic_rules import edition_of_rules
from forum.moderation.models import SavedReply
from forum.notifications.models import Notice
from tests.forum.crawl_live import ADDRESSES_OF_LIVE, asks_of_live
from tests.forum.crawl_recaps import ADDRESSES_OF_RECAPS, asks_of_recaps
from tests.forum.crawl_repertoire import ADDRESSES_OF_REPERTOIRE, asks_of_repertoire
from tests.forum.crawl_sessions import asks_of_sessions
from tests.forum.crawl_ways_in import ADDRESSES, ways_in_asked
from tests.forum.crawl_world import Corner, World

# Arguments of the addresses that libraries bring; none of them leads to anything of ours.
OF_LIBRARIES = {
    "key": "a:b:c",
    "uidb36": "1",
    "pk": 1,
    "object_id": "1",
    "content_type_id": 1,
    "app_label": "forum",
    "url": "nowhere",
    "path": "nowhere",
    "provider_id": "nowhere",
}


@dataclass(frozen=True)
class Ask:
    """The arguments of an address, what to ask it for, and what a form there would send.

    `shows` are marks that it shows to whoever knows it: the address is a secret of somebody who may see them.
    """

    arguments: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)
    shows: frozenset[str] = frozenset()


def asks(world: World, name: str, wanted: set[str]) -> list[Ask]:
    """How to ask the address `name`, whose arguments are `wanted`: once for each thing it may be asked for."""
    if wanted and name in OF_WORLD:
        return OF_WORLD[name](world)
    everywhere = [ask for corner in world.corners.values() for ask in _asks_at(corner)]
    fitting = [ask for ask in everywhere if set(ask.arguments) == wanted]
    if name in {"preview", "drafts", "mentions"}:
        return list(
            {repr((ask.query, ask.form)): Ask({}, ask.query, ask.form) for ask in everywhere}.values()
        )
    if not wanted:
        return [Ask()]
    if fitting:
        return fitting
    assert wanted <= OF_LIBRARIES.keys(), f"Say how to ask “{name}”: its arguments are {sorted(wanted)}."
    return [Ask({argument: OF_LIBRARIES[argument] for argument in wanted})]


def _asks_at(corner: Corner) -> Iterator[Ask]:
    board, topic, post = corner.board, corner.topic, corner.post
    words = {
        "text": "Words, see #1.",
        "title": "A title",
        "type": "discussion",
        "parent": "1",
        "revision": "2",
    }
    there = {"place": f"topic:{topic.pk}", "q": "in", "sort": "new"}
    form = words | there | _of_board(board) | {"topics": topic.pk, "handle": topic.author.handle}
    yield Ask({"community_slug": board.community.slug, "board_slug": board.slug}, form=form)
    where = {"community_slug": board.community.slug, "board_slug": board.slug}
    yield Ask(where | {"person_id": topic.author_id}, form=form)
    yield Ask({"topic_id": topic.pk}, there | {"reply": "2", "quote": "1"}, form)
    yield Ask({"topic_id": topic.pk, "slug": "-"}, form=form)
    yield Ask({"topic_id": topic.pk, "slug": topic.slug}, {"reply": "2", "quote": "1"}, form)
    yield Ask({"topic_id": topic.pk, "slug": topic.slug, "number": 2}, form=form)
    for one in (post, corner.removed):
        yield Ask({"post_id": one.pk}, there, form | {"place": f"post:{one.pk}"})
        yield Ask({"post_id": one.pk, "kind": "thanks"}, form=form)
    yield Ask({"file_id": corner.file.pk, "name": corner.file.name})
    yield Ask({"file_id": corner.file.pk, "name": "another"})
    yield Ask({"run_id": corner.run.pk})
    yield Ask(
        {"draft_id": corner.draft.pk}, {"place": f"board:{board.pk}"}, form | {"place": f"board:{board.pk}"}
    )
    yield Ask({"author_id": corner.placeholder.pk})
    yield Ask({"handle": corner.placeholder.handle})


def _of_board(board: Board) -> dict[str, Any]:
    """What forms about boards send: this one as it is under another name, and another one of its community."""
    other = Board.objects.filter(community=board.community).exclude(pk=board.pk).first()
    named = {
        "name": "Another name",
        "kind": board.kind,
        "read_from": board.read_from,
        "start_from": board.start_from,
        "reply_from": board.reply_from,
        "approval": board.approval,
        "approval_first": board.approval_first,
        "slow_seconds": board.slow_seconds,
        "inbound": board.inbound,
        "outbound": board.outbound,
        "seen": edition_of_settings(board),
        "sure": "1",
    }
    if other is None:
        return named
    return named | {"to": other.pk, "into": other.pk, "agreed": reading_level(other)}


def _boards(world: World) -> list[Ask]:
    found = {corner.board.community_id: corner.board for corner in world.corners.values()}
    return [
        Ask(
            {"slug": board.community.slug},
            form=_of_board(board) | {"order": order_of(board.community), "down": board.pk},
        )
        for board in found.values()
    ]


def _people(world: World) -> list[Ask]:
    names = [world.author.handle, world.insider.handle, world.application.person.handle]
    names += [world.reported.handle] if world.reported else []
    return [
        Ask({"handle": name})
        for name in [*names, *(each.placeholder.handle for each in world.corners.values())]
    ]


def _pictures(world: World) -> list[Ask]:
    stored = str(world.insider.avatar.name).rpartition("/")[2]
    return [Ask({"person_id": person.pk, "key": stored}) for person in (world.insider, world.author)]


def _ways_in(name: str) -> Callable[[World], list[Ask]]:
    return lambda world: [
        Ask(arguments, form=form)
        for ways in world.ways_in.values()
        for arguments, form in ways_in_asked(name, ways)
    ]


def _files(world: World) -> list[Ask]:
    files = [world.upload, *world.room_files, *world.session_files]
    for corner in world.corners.values():
        files += [corner.file, corner.held_file]
    return [
        Ask({"file_id": file.pk, "name": name}) for file in files if file for name in (file.name, "other")
    ]


def _held(world: World) -> list[Ask]:
    form = {"text": "Other words.", "title": "A title", "type": "discussion", "revision": "1"}
    rows = HeldPost.objects.order_by("pk").values_list("pk", flat=True)
    ids = [*rows.filter(author=world.insider)[:2], *rows.exclude(author=world.insider)]
    return [Ask({"held_id": held_id}, form=form) for held_id in ids]


def _held_in_communities(world: World) -> list[Ask]:
    held = list(HeldPost.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True))
    chosen = {"chosen": held} | {f"revision-{held_id}": "1" for held_id in held}
    return [
        Ask({"community_slug": community.slug}, query, chosen | asked)
        for community in world.communities.values()
        for query, asked in (
            ({}, {"through": "chosen"}),
            ({"after": "2000-01-01T00:00:00+00:00_1"}, {"decline": "chosen", "reason": "It is not for us."}),
        )
    ]


def _communities(world: World) -> list[Ask]:
    return [Ask({"slug": community.slug}, {"q": "in"}) for community in world.communities.values()]


def _exports(world: World) -> list[Ask]:
    return [Ask({"export_id": export.pk}) for export in world.author.exports.all()]


def _sessions(_world: World) -> list[Ask]:
    return [Ask({"session_id": 1})]


def _application(world: World) -> list[Ask]:
    return [Ask({"application_id": world.application.pk}, form={"decision": "turn-away", "answer": "No."})]


def _looked_after(world: World) -> list[Ask]:
    """The pages on which each community is looked after, with what a form there would send."""
    return [
        Ask({"slug": community.slug}, {"q": "in", "to": "private"}, _shaping_form(world, community))
        for community in world.communities.values()
    ]


def _rooms_to_import_into(world: World) -> list[Ask]:
    return [
        Ask({"slug": community.slug}, form={"where": str(room)})
        for community in world.communities.values()
        for room in ["new", *(each.pk for each in rooms_of(community))]
    ]


def _shaping_form(world: World, community: Community) -> dict[str, Any]:
    said = {
        "name": community.name,
        "domain": "Another one.",
        "kind": "team",
        "time_zone": "UTC",
        "hue": "205",
    }
    partner = world.communities["open"].name
    return said | {
        "guard": "warn",
        "words": "Not here.",
        "joining": "open",
        "to": "network",
        "partner": partner,
        "seen": "x",
        "wish": "archive",
    }


def _members(world: World) -> list[Ask]:
    return [
        Ask(
            {"slug": community.slug, "handle": person.handle},
            form={"role": "30", "reason": "Asked to go.", "typed_handle": person.handle},
        )
        for community in world.communities.values()
        for person in (world.author, world.insider)
    ]


def _partners(world: World) -> list[Ask]:
    """From an open community, which names a hidden one, and from that one."""
    ends = world.communities["open"], world.communities["hidden"]
    return [Ask({"slug": one.slug, "partner_slug": other.slug}) for one in ends for other in ends]


def _proposals(world: World) -> list[Ask]:
    form = {"name": "Another name", "slug": "another-address", "answer": "Gladly.", "wish": "accept"}
    return [Ask({"proposal_id": world.proposal.pk}, form=form)] if world.proposal else []


def _accounts(world: World) -> list[Ask]:
    return [Ask({"person_id": person.pk}) for person in (world.author, world.newcomer)]


def _acts(world: World) -> list[Ask]:
    acts = ("make-steward", "end-steward", "close", "open", "another")
    return [
        Ask({"person_id": person.pk, "act": act}, form={"reason": "Because."})
        for person in (world.author, world.newcomer)
        for act in acts
    ]


def _rooms(world: World) -> list[Ask]:
    """Each room: its page, a stretch around a message, and looking for words that every mark holds."""
    rooms = {message.room_id: message for message in world.messages}
    return [
        Ask({"room_id": room_id}, query, {"text": "Words.", "seq": "1", "reply_to": message.pk})
        for room_id, message in rooms.items()
        for query in ({"q": "mk"}, {"at": "1", "reply": message.pk}, {"after": "0"})
    ]


def _messages(world: World) -> list[Ask]:
    form = {"text": "Other words.", "revision": "2", "reason": "Why."}
    return [
        Ask({"room_id": room_id, "message_id": message.pk}, form=form)
        for message in world.messages
        for room_id in {message.room_id, world.messages[0].room_id}
    ]


def _whom_to_talk_with(world: World) -> list[Ask]:
    people = (world.author, world.acquainted, world.application.person)
    return [Ask({"handle": person.handle}) for person in people if person is not None]


def _message_reactions(world: World) -> list[Ask]:
    return [Ask(ask.arguments | {"kind": "thanks"}) for ask in _messages(world)]


def _managed_rooms(world: World) -> list[Ask]:
    form = {"name": "Another name", "write_from": "20", "slow_seconds": "0"}
    return [
        Ask({"slug": community.slug, "room_id": message.room_id}, form=form)
        for community in world.communities.values()
        for message in world.messages[::2]
    ]


def _new_rooms(world: World) -> list[Ask]:
    form = {"name": "Another name", "write_from": "20", "slow_seconds": "0"}
    return [Ask({"slug": community.slug}, form=form) for community in world.communities.values()]


def _lifts(world: World) -> list[Ask]:
    return [Ask({"lift_id": lift.pk}, form={"seen": "another"}) for lift in world.lifts]


def _takings(world: World) -> list[Ask]:
    """To a board that the author writes on, and as an answer in a hidden topic."""
    board, hidden = world.corners["open", 0].board, world.corners["hidden", 0].topic
    words = {"title": "A title", "source": "Words.", "go": "1"}
    return [
        Ask({"room_id": message.room_id}, {"message": message.pk}, words | where | {"message": message.pk})
        for message in world.messages
        for where in ({"to": "topic", "board": board.pk}, {"to": "reply", "topic": hidden.pk})
    ]


def _whole_topics(world: World) -> list[Ask]:
    """Every topic, those that could be united with the other one of their board among them."""
    pairs = [*world.twins, *((corner.topic, corner.topic) for corner in world.corners.values())]
    form = {"reason": "It is off our subject.", "title": "A title", "post": 2, "go": "1"}
    return [
        Ask({"topic_id": topic.pk}, {"post": 2, "q": "mk"}, form | {"into": other.pk})
        for topic, other in pairs
    ]


def _removed(world: World) -> list[Ask]:
    return [Ask({"topic_id": topic.pk}) for topic in world.removed]


def _homes(world: World) -> list[Ask]:
    return [Ask({"change_id": change.pk}, form={"reason": "It is not for us."}) for change in world.homes]


def _carried(world: World) -> list[Ask]:
    return [
        Ask({"placement_id": row.pk}, form={"reason": "It is not for us.", "tags": "nights"})
        for row in world.carried
    ]


def _carried_posts(world: World) -> list[Ask]:
    """Posts of a topic that stands as a guest, and those of the corners."""
    hidden = world.corners["hidden", 0].board
    guests = world.corners["network", 0].topic.posts.filter(removed_at=None)
    posts = [*guests, *(corner.post for corner in world.corners.values())]
    form = {"board": hidden.pk, "reason": "It is not for us."}
    return [Ask({"post_id": post.pk}, form=form) for post in posts]


def _cases(world: World) -> list[Ask]:
    form = {"reason": "It is not for us.", "why": "Is it for us?", "took": "words"}
    return [Ask({"case_id": case.pk}, form=form) for case in world.cases]


def _waiting(world: World) -> list[Ask]:
    """One thing of each kind that waits, in every place; nobody who is not asked may do a thing with it."""
    things = [("reported", case.pk) for case in world.cases]
    things += [("carried", row.pk) for row in world.carried] + [("home", row.pk) for row in world.homes]
    things += [("held", pk) for pk in HeldPost.objects.values_list("pk", flat=True)]
    things += [("asking", pk) for pk in JoiningRequest.objects.values_list("pk", flat=True)]
    form = {"act": "claim"}
    return [Ask({"kind": kind, "key": key}, form=form) for kind, key in things]


def _replies(world: World) -> list[Ask]:
    replies = SavedReply.objects.select_related("community")
    form = {"name": "Another name", "words": "Not here."}
    return [Ask({"slug": reply.community.slug, "reply_id": reply.pk}, form=form) for reply in replies]


def _notices(_world: World) -> list[Ask]:
    """Those of whoever came last: the one who asks."""
    last = Notice.objects.order_by("-pk").values("recipient")[:1]
    return [Ask({"notice_id": notice.pk}) for notice in Notice.objects.filter(recipient__in=last)]


def _notes(world: World) -> list[Ask]:
    return [Ask({"note_id": note.pk}, form={"text": "Other words.", "revision": "1"}) for note in world.notes]


def _measures(world: World) -> list[Ask]:
    """To give something, and to lift what was given, of whoever was given it."""
    form = {"kind": "warning", "where": "", "reason": "Be kind.", "why": "We talked."}
    named = [(each.measure, each.person) for each in world.appeals]
    return [
        Ask({"slug": one.community.slug, "handle": person.handle, "measure_id": one.pk}, form=form)
        for one, person in named
        if one is not None and one.community is not None
    ]


def _appeals(world: World) -> list[Ask]:
    return [Ask({"appeal_id": each.pk}, form={"reason": "It was so."}) for each in world.appeals]


def _carryings(world: World) -> list[Ask]:
    """Every topic to a board of each visibility."""
    boards = [world.corners[visibility, 0].board for visibility in world.communities]
    return [
        Ask({"topic_id": corner.topic.pk}, {"q": "mk"}, {"board": board.pk, "note": "We met this too."})
        for corner in world.corners.values()
        for board in boards
    ]


def _trusts(world: World) -> list[Ask]:
    return [
        Ask(ask.arguments, form={"trusted": other.name})
        for ask in _communities(world)
        for other in world.communities.values()
    ]


def _trusts_to_end(world: World) -> list[Ask]:
    return [
        Ask({"slug": ask.arguments["slug"], "trusted_slug": ask.arguments["partner_slug"]})
        for ask in _partners(world)
    ]


OF_WORLD: dict[str, Callable[[World], list[Ask]]] = {
    "application": _application,
    **dict.fromkeys(("note-change", "note-remove"), _notes),
    "session-end": _sessions,
    **{name: _ways_in(name) for name in ADDRESSES},
    "person": _people,
    "held-post": _held,
    "held-edit": _held,
    "held-take-back": _held,
    "held-again": _held,
    "held-posts": _held_in_communities,
    "file": _files,
    "avatar": _pictures,
    **dict.fromkeys(("left", "left-progress"), lambda _world: [Ask({"token": "1:nobody"})]),
    **dict.fromkeys(("export", "export-progress", "export-file", "export-stop", "export-resume"), _exports),
    "community": _communities,
    "community-people": _communities,
    "community-join": _communities,
    "community-leave": _communities,
    "boards-manage": _boards,
    "board-new": _boards,
    "community-manage": _looked_after,
    "community-settings": _looked_after,
    "community-visibility": _looked_after,
    "community-archive": _looked_after,
    "community-partners": _looked_after,
    "community-partner-drop": _partners,
    "community-roles": _looked_after,
    "community-member": _members,
    "community-role": _members,
    "community-hand-over": _members,
    "community-take-out": _members,
    "community-log": _looked_after,
    "community-imports": _rooms_to_import_into,
    "community-import-allowed": _looked_after,
    "founding": _proposals,
    "own-proposal": _proposals,
    "steward-person": _accounts,
    "steward-act": _acts,
    "job-retry": lambda world: [Ask({"job_id": world.failed_job})],
    "community-participation": _communities,
    "first-steps": _communities,
    "first-steps-away": _communities,
    "first-steps-out": _communities,
    **dict.fromkeys(
        ("room", "message-send", "room-read", "room-search", "room-events", "room-people"), _rooms
    ),
    **dict.fromkeys(("message", "message-acts", "message-edit", "message-wordings"), _messages),
    **dict.fromkeys(("message-removal", "message-restore", "message-forget"), _messages),
    **dict.fromkeys(
        ("message-remove", "message-pin", "message-unpin", "message-highlight", "message-unhighlight"),
        _messages,
    ),
    **dict.fromkeys(("message-reaction", "message-reaction-remove"), _message_reactions),
    **dict.fromkeys(("person-talk", "person-block", "person-unblock"), _whom_to_talk_with),
    **dict.fromkeys(("rooms-manage", "room-new"), _new_rooms),
    **dict.fromkeys(("room-manage", "room-close", "room-reopen"), _managed_rooms),
    **dict.fromkeys(("carried-one", "carried-accept", "carried-decline", "carried-end"), _carried),
    **dict.fromkeys(("carried-lock", "carried-unlock", "carried-tags"), _carried),
    **dict.fromkeys(("post-hide", "post-show"), _carried_posts),
    **dict.fromkeys(("topic-carry", "topic-offer"), _carryings),
    **dict.fromkeys(
        ("topic-remove", "topic-split", "topic-unite", "topic-ask", "topic-duplicate"), _whole_topics
    ),
    **dict.fromkeys(
        ("post-removal", "post-restore", "post-forget"),
        lambda world: [Ask({"post_id": post.pk}) for post in world.taken_down],
    ),
    **dict.fromkeys(("case", "case-keep", "case-remove", "case-hand-up"), _cases),
    "queue-thing": _waiting,
    **dict.fromkeys(("community-queue", "community-health", "public-log"), _communities),
    **dict.fromkeys(("saved-replies", "community-log-file"), _looked_after),
    **dict.fromkeys(("saved-reply", "saved-reply-forget"), _replies),
    "topic-answering": lambda world: [
        Ask(
            {"topic_id": corner.topic.pk}, form={"slow_seconds": "60", "seen": edition_of_rules(corner.topic)}
        )
        for corner in world.corners.values()
    ],
    "topic-note": lambda world: [
        Ask({"topic_id": corner.topic.pk}, form={"audience": "readers", "text": "A word."})
        for corner in world.corners.values()
    ],
    "community-measure": lambda world: [
        Ask({name: value for name, value in ask.arguments.items() if name != "measure_id"}, form=ask.form)
        for ask in _measures(world)
    ],
    "community-measure-lift": _measures,
    "measure-appeal": lambda world: [
        Ask({"measure_id": each.measure_id}, form={"words": "No."})
        for each in world.appeals
        if each.measure_id is not None
    ],
    "message-removal-appeal": lambda world: [
        Ask(ask.arguments, form={"words": "No."}) for ask in _messages(world)
    ],
    "removal-appeal": lambda world: [
        Ask({"post_id": post.pk}, form={"words": "No."}) for post in world.taken_down
    ],
    **dict.fromkeys(("appeal", "appeal-uphold", "appeal-overturn"), _appeals),
    "community-appeals": _communities,
    "message-report": _messages,
    "note-report": lambda world: [Ask(ask.arguments, form={"reason": "spam"}) for ask in _notes(world)],
    "carried-note-report": lambda world: [
        Ask(ask.arguments, form={"reason": "spam"}) for ask in _carried(world)
    ],
    "person-report": lambda world: [Ask(ask.arguments, form={"reason": "spam"}) for ask in _people(world)],
    "post-report": lambda world: [
        Ask({"post_id": case.post_id}, form={"reason": "spam"}) for case in world.cases if case.post_id
    ],
    "post-purge": lambda world: [
        Ask({"post_id": post_id}, form={"why": "patient"})
        for post_id in [
            *(case.post_id for case in world.cases if case.post_id),
            *(post.pk for post in world.taken_down),
        ]
    ],
    "message-purge": lambda world: [Ask(ask.arguments, form={"why": "patient"}) for ask in _messages(world)],
    "community-cases": _communities,
    "notice": _notices,
    **dict.fromkeys(("topic-removal", "topic-restore", "topic-forget"), _removed),
    "topic-removal-appeal": lambda world: [
        Ask({"topic_id": topic.pk}, form={"words": "No."}) for topic in world.removed
    ],
    "removed-topics": _communities,
    "carried-adopt": _carried,
    **dict.fromkeys(("home-change", "home-change-accept", "home-change-decline"), _homes),
    **dict.fromkeys(("home-change-object", "home-change-take-back"), _homes),
    "carried-in-community": _communities,
    "trust": _trusts,
    "trust-end": _trusts_to_end,
    "lift-new": _takings,
    **dict.fromkeys(
        ("lift", "lift-agree", "lift-decline", "lift-publish", "lift-take-back", "lift-take-out"), _lifts
    ),
    "rooms-taking": lambda world: [Ask(ask.arguments, form={"taking": "free"}) for ask in _new_rooms(world)],
    "reading-order": lambda _world: [Ask({"order": "time"})],
    **{
        name: partial(asks_of_sessions, name)
        for name in (
            *("gathering", "gathering-bare", "gathering-new", "gathering-edit"),
            *("gathering-announce", "gathering-cancel", "series-prolong"),
            *("gathering-materials", "material-remove", "gathering-together", "joint", "joint-end"),
            *("gathering-come", "gathering-stay-away", "gathering-calendar", "calendar-end", "calendar-feed"),
        )
    },
    "community-gatherings": _communities,
    **{name: partial(asks_of_live, name) for name in ADDRESSES_OF_LIVE},
    **{name: partial(asks_of_recaps, name) for name in ADDRESSES_OF_RECAPS},
    "community-repertoire": _communities,
    **{name: partial(asks_of_repertoire, name) for name in ADDRESSES_OF_REPERTOIRE},
}


def named_addresses(
    patterns: Any = None, prefix: str = "", outer: frozenset[str] = frozenset()
) -> Iterator[tuple[str, set[str]]]:
    """Every name that can be reversed, with the names of its arguments."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        arguments = outer | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named_addresses(pattern.url_patterns, inner, arguments)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}", set(arguments)


def addresses(world: World) -> Iterator[tuple[str, Ask]]:
    """Every address of the site, with what it is asked."""
    for name, wanted in dict.fromkeys((name, tuple(sorted(wanted))) for name, wanted in named_addresses()):
        for ask in asks(world, name, set(wanted)):
            try:
                yield reverse(name, kwargs=ask.arguments), ask
            except NoReverseMatch:  # an argument of a library that must look otherwise
                assert set(wanted) <= OF_LIBRARIES.keys(), name
