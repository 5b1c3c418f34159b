"""A network in which everything carries a mark that says who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.messages import edit_message, pin_message, remove_message
from forum.chat.actions.rooms import open_room
from forum.chat.actions.taking_down import take_down, take_down_message
from forum.chat.models import Message, MessageMention, RoomReading
from forum.communities.actions.log import note_change
from forum.communities.models import Community, FoundingRequest, Measure, Partnership, Rank, Role, Verb
from forum.crossposting.models import HomeChange, Trust
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.staff_notes import leave_note
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import (
    Attachment,
    Board,
    Bookmark,
    Draft,
    Following,
    HeldPost,
    HiddenPost,
    Level,
    Mention,
    Placement,
    Post,
    StaffNote,
    Topic,
)
from forum.gatherings.models import CalendarKey, Gathering, Joint
from forum.importing.models import ImportRun
from forum.lifting.actions.asking import Target
from forum.lifting.models import Lift, LiftedMessage
from forum.moderation.models import Appeal, Case, Remark, Report, SavedReply
from forum.people.actions.pictures import show_picture
from forum.people.actors import Actor
from forum.people.models import Application, Person
from forum.personal_data.models import DataExport
from tests.factories import (
    failed_job,
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_reply,
    make_steward,
    make_topic,
    mute,
    place_topic,
    suspend,
)
from tests.forum.chat.test_sending import say
from tests.forum.crawl_live import make_live, marks_of_live
from tests.forum.crawl_notices import tell_of_everything
from tests.forum.crawl_recaps import make_recaps, marks_of_recaps
from tests.forum.crawl_repertoire import make_repertoire, marks_of_repertoire
from tests.forum.crawl_sessions import make_sessions, marks_of_sessions
from tests.forum.crawl_ways_in import SEEN_BY_FACILITATORS, WaysIn, make_ways_in
from tests.forum.discussions.uploads import picture
from tests.forum.lifting.lifted import room_named, take

# What each role is worth in the four communities; None for a visitor, 0 for someone without rights there.
RANKS: dict[str, int | None] = {
    "visitor": None,
    "stranger": 0,
    "guest": Role.GUEST,
    "member": Role.MEMBER,
    "board moderator": Role.MEMBER,
    "muted": Role.MEMBER,
    "suspended": 0,
    "moderator": Role.MODERATOR,
    "facilitator": Role.FACILITATOR,
    "facilitator elsewhere": 0,
    "author": Role.FACILITATOR,
    "steward": Role.FACILITATOR,
}
PLACES = [
    ("open", 0),
    ("open", 30),
    ("network", 0),
    ("network", 10),
    ("private", 0),
    ("private", 20),
    ("hidden", 0),
]
SEEN_BY_READERS = ("board", "title", "body", "old", "tag", "file", "content", "placeholder", "saidtoall")
SEEN_BY_MODERATORS = (
    *("run", "headline", "heldtitle", "heldtag", "heldbody", "heldfile", "heldcontent"),
    *("takendown", "takenwhy", "reported", "remarked", "amongus"),
)
MODERATED_BY_NAME = ("open", 30)
SEEN_BY_AUTHOR = ("draft", "upload")
PROPOSED = ("proposal", "plan", "why")  # of a community, seen by who proposed it and by stewards
# By whoever reads the community and has signed in.
SEEN_IN_ROOMS = ("said", "purpose", "room", "roomfile", "shown", "wished")
SEEN_BY_NOBODY = ("removed", "gone", "args", "unsaid")
# Who asks to join the network, and why; somebody's mail address, and what a job is called that failed.
SEEN_BY_STEWARDS = ("applicant", "reason", "mail", "task")


def mark(kind: str, visibility: str, level: int | str = "c") -> str:
    """A word that survives slugs, file names and excerpts: what it is, and where it stands."""
    return f"mk-{visibility}-{level}-{kind}-km"


@dataclass
class Corner:
    """A board and one of everything that can stand on it."""

    board: Board
    topic: Topic
    post: Post
    removed: Post
    file: Attachment
    run: ImportRun
    draft: Draft
    placeholder: Person
    held_file: Attachment


@dataclass
class World:
    """All corners by visibility and level, and who wrote in them."""

    author: Person
    insider: Person
    application: Application
    newcomer: Person
    communities: dict[str, Community]
    ways_in: dict[str, WaysIn] = field(default_factory=dict)
    corners: dict[tuple[str, int], Corner] = field(default_factory=dict)
    upload: Attachment | None = None
    proposal: FoundingRequest | None = None
    failed_job: int = 0
    messages: list[Message] = field(default_factory=list)
    room_files: list[Attachment] = field(default_factory=list)
    session_files: list[Attachment] = field(default_factory=list)
    lifts: list[Lift] = field(default_factory=list)
    carried: list[Placement] = field(default_factory=list)
    removed: list[Topic] = field(default_factory=list)
    twins: list[tuple[Topic, Topic]] = field(default_factory=list)  # of one board
    homes: list[HomeChange] = field(default_factory=list)
    taken_down: list[Post] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    notes: list[StaffNote] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)  # most of them against what the author decided
    sessions: list[Gathering] = field(default_factory=list)
    series: list[Gathering] = field(default_factory=list)  # the first meeting of each
    over: list[Gathering] = field(default_factory=list)
    parts: list[Joint] = field(default_factory=list)
    calendars: list[CalendarKey] = field(default_factory=list)
    reported: Person | None = None
    acquainted: Person | None = None  # shares a community with the author, and has not talked with them yet


def make_world() -> World:
    """Communities of each visibility; a topic that stands on an open board and on a hidden one as well."""
    author, insider = make_person("Author"), make_person("Insider")
    communities = {
        name: make_community(f"Community {mark('name', name)}", visibility=name, facilitator=author)
        for name in ("open", "network", "private", "hidden")
    }
    newcomer = make_person("Newcomer", email=f"{mark('mail', 'hidden')}@example.org")
    world = World(author, insider, _apply(), newcomer, communities)
    world.failed_job = failed_job(mark("task", "hidden"), {"to": mark("args", "hidden")})
    for community in communities.values():
        make_member(community, insider)
    for name, community in communities.items():
        marks = {kind: mark(kind, name) for kind in SEEN_BY_FACILITATORS}
        world.ways_in[name] = make_ways_in(community, author, marks)
    for visibility, level in PLACES:
        world.corners[visibility, level] = _corner(world, visibility, level)
    world.upload = _upload(author, mark("upload", "open"), "on its way")
    place_topic(world.corners["open", 0].topic, world.corners["hidden", 0].board)
    show_picture(actor=insider, person=insider, upload=SimpleUploadedFile("me.png", picture()))
    DataExport.objects.create(person=author, state=DataExport.State.FAILED, failure=mark("copy", "open"))
    _say_more_of_communities(world)
    _talk(world)
    _lifts(world)
    _carry(world)
    _remove(world)
    _look_for_homes(world)
    make_sessions(world)
    make_live(world)
    make_recaps(world)
    make_repertoire(world)
    for visibility, community in world.communities.items():
        SavedReply.objects.create(community=community, name="Selling", words=mark("saidoften", visibility))
        world.appeals.append(_warn(world, community, mark("warned", visibility), mark("pleaded", visibility)))
    for (visibility, level), corner in world.corners.items():
        here = partial(mark, visibility=visibility, level=level)
        _take_down_and_report(world, corner, here)
        _leave_notes(world, corner, here)
    return world


def _apply() -> Application:
    applicant = make_person(mark("applicant", "hidden"), handle="applicant-in", is_active=False)
    return Application.objects.create(person=applicant, reason=mark("reason", "hidden"))


def _say_more_of_communities(world: World) -> None:
    """A line in each log and in that of the network, a partner that is hidden, and a proposal."""
    for visibility, community in world.communities.items():
        note_change(
            Verb.BOARDS_ORDERED, by=world.author, community=community, reason=mark("because", visibility)
        )
    note_change(Verb.NETWORK_CHANGED, by=world.author, reason=mark("network", "open"))
    Partnership.objects.create(community=world.communities["open"], partner=world.communities["hidden"])
    fields = {"name": mark("proposal", "open"), "slug": "proposed", "domain": mark("plan", "open")}
    world.proposal = FoundingRequest.objects.create(
        person=world.author, fields=fields, reason=mark("why", "open")
    )


def _talk(world: World) -> None:
    """In a room of each community: words, other words, words that were removed, and a link to a hidden topic. Alone."""
    author, hidden = world.author, world.corners["hidden", 0].topic
    for visibility, community in world.communities.items():
        room = open_room(
            opener=author,
            community=community,
            name=mark("room", visibility),
            purpose=mark("purpose", visibility),
        )
        message = say(author, room, f"{mark('wording', visibility)} /t/{hidden.pk}/")
        file = _upload(author, mark("roomfile", visibility), mark("shown", visibility))
        words = f"{mark('said', visibility)} [there](/t/{hidden.pk}/-/) {attachment_markdown(file)}"
        edit_message(editor=author, message=message, body=words, revision=1)
        pin_message(moderator=author, message=message)
        lost = _upload(world.insider, mark("gone", visibility), "gone")
        unsaid = f"{mark('unsaid', visibility)} {attachment_markdown(lost)}"
        gone = say(world.insider, room, unsaid, reply_to=message.pk)
        world.room_files += [file, lost]
        world.messages += [message, remove_message(remover=world.insider, message=gone)]
        taken = say(world.insider, room, mark("talkgone", visibility))
        taken = take_down_message(moderator=author, message=taken, reason=mark("talkwhy", visibility))
        _plead(world, taken, author, mark("talkplea", visibility))
    _talk_alone(world)
    world.acquainted = make_member(world.communities["open"])


def _talk_alone(world: World) -> None:
    """Between two: words that stand, some that one of them reported, and some that a steward has removed."""
    of_two = open_direct_room(person=world.author, other=world.insider)
    alone = say(world.author, of_two, mark("alone", "hidden"))
    _report_to_stewards(world, say(world.insider, of_two, mark("toldalone", "hidden")))
    taken, steward = say(world.insider, of_two, mark("takenalone", "hidden")), make_steward()
    take_down(taken, steward, mark("whyalone", "hidden"), timezone.now())
    _plead(world, taken, steward, mark("pleaalone", "hidden"))
    world.messages.append(alone)  # the last of them, which others answer


def _plead(world: World, taken: Message, first: Person, words: str) -> None:
    """What its author says against that a message was removed."""
    world.messages.append(taken)
    asked = {"message": taken, "removed_at": taken.removed_at, "decided_first_by": first}
    world.appeals.append(Appeal.objects.create(person=taken.author, words=words, **asked))


def _lifts(world: World) -> None:
    """Words of others that wait for a word, one that the author is asked for, and words of a hidden room that stand."""
    author, board = world.author, world.corners["open", 0].board
    for visibility, community in world.communities.items():
        room = room_named(community, mark("room", visibility))
        message = say(world.insider, room, mark("wished", visibility))
        named = {"source": mark("intro", visibility), "why": mark("please", visibility)}
        there = world.corners[visibility, 0].board
        world.lifts.append(
            take(author, [message], Target(board=there, title=mark("plans", visibility)), **named)
        )
    shown = say(
        author, room_named(world.communities["hidden"], mark("room", "hidden")), mark("quoted", "open")
    )
    topic = world.corners["open", 0].topic
    world.lifts.append(take(author, [shown], Target(topic=topic), source="As said."))
    alone = Message.objects.get(room__community=None, author=world.author)
    wanted = Lift.objects.create(
        room=alone.room, lifter=world.insider, board=board, title=mark("wanted", "open"), source=mark("aim", "open"),
        why=mark("cause", "open"), client_key=uuid4(), expires_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    LiftedMessage.objects.create(
        lift=wanted,
        message=alone,
        author=author,
        place=1,
        revision=1,
        said_at=alone.created_at,
        state="asked",
    )
    world.lifts.append(wanted)


def _carry(world: World) -> None:
    """Topics that wait for a board, that one has declined, and one that stands as a guest, with what it hides there."""
    state, now, corners = Placement.State, timezone.now(), world.corners
    ways = [
        (("private", 0), ("open", 0), state.PENDING, {}),
        (("network", 0), ("private", 0), state.PENDING, {"note": mark("note", "private")}),
        (
            ("open", 0),
            ("private", 20),
            state.DECLINED,
            {"reason": mark("declined", "private"), "ended_by": "board"},
        ),
        (
            ("network", 0),
            ("hidden", 0),
            state.LIVE,
            {"note": mark("brought", "hidden"), "tags": [mark("local", "hidden")], "hidden_count": 1},
        ),
    ]
    for home, there, how, more in ways:
        row = place_topic(corners[home].topic, corners[there].board, state=how)
        Placement.objects.filter(pk=row.pk).update(proposed_by=world.insider, proposed_at=now, **more)
        world.carried.append(row)
        if "note" in more:
            case = Case.objects.create(placement=row, carrier=world.insider)
            Report.objects.create(case=case, reporter=world.author, reason="unkind")
            world.cases.append(case)
    HiddenPost.objects.create(
        placement=world.carried[-1],
        post=corners["network", 0].topic.posts.get(number=4),
        hidden_by=world.insider,
        reason=mark("kept", "hidden"),
    )
    Trust.objects.create(community=world.communities["open"], trusted=world.communities["hidden"])


def _remove(world: World) -> None:
    """A topic of each community that its moderators have removed, and one that could be united with another."""
    for visibility in world.communities:
        board = world.corners[visibility, 0].board
        lost = make_topic(
            board, author=world.author, title=mark("lost", visibility), body=mark("lostwords", visibility)
        )
        lost.posts.update(author=world.insider)
        Topic.objects.filter(pk=lost.pk).update(author=world.insider)
        lost = remove_topic(moderator=world.author, topic=lost, reason=mark("lostwhy", visibility))
        asked = {
            "topic": lost,
            "board": board,
            "removed_at": lost.removed_at,
            "decided_first_by": world.author,
        }
        words = mark("lostplea", visibility)
        world.appeals.append(Appeal.objects.create(person=world.insider, words=words, **asked))
        world.removed.append(Topic.objects.select_related("home_board__community").get(pk=lost.pk))
        world.twins.append((world.corners[visibility, 0].topic, make_topic(board, author=world.author)))
    stood = world.removed[0]
    row = place_topic(stood, world.corners["network", 0].board, state="removed")
    Placement.objects.filter(pk=row.pk).update(
        ended_by="home", decided_at=stood.removed_at, proposed_by=world.insider
    )
    world.carried.append(row)


def _look_for_homes(world: World) -> None:
    """A topic of an open community that is offered to a hidden one, and one that is asked for."""
    for topic, awaits, there in (
        (world.twins[0][1], HomeChange.Awaits.BOARD, "hidden"),
        (world.removed[1], HomeChange.Awaits.HOME, "private"),
    ):
        change = HomeChange.objects.create(
            topic=topic, home=topic.home_board, to=world.corners[there, 0].board, awaits=awaits, asked_by=world.author,
            note=mark("homenote", there), expires_at=timezone.now() + timedelta(days=9),
        )  # fmt: skip
        world.homes.append(change)


def _warn(world: World, community: Community, why: str, words: str) -> Appeal:
    """What the author gave somebody else, and what these say against it."""
    measure = Measure.objects.create(
        person=world.insider, community=community, kind=Measure.Kind.WARNING, reason=why, given_by=world.author,
        given_as=Rank.FACILITATOR,
    )  # fmt: skip
    return Appeal.objects.create(
        person=world.insider, measure=measure, words=words, decided_first_by=world.author
    )


def _report_to_stewards(world: World, message: Message) -> None:
    """What one of two said to the other, and what the page of the other says of them: stewards alone are asked."""
    about = make_member(world.communities["open"], make_person("Reported", bio=mark("bio", "open")))
    world.reported = about
    for case in (Case(message=message, level=30), Case(person=about, level=30)):
        case.save()
        words = mark("reportedalone", "hidden")
        Report.objects.create(case=case, reporter=world.author, reason="other", words=words)
        world.cases.append(case)


def _take_down_and_report(world: World, corner: Corner, here: Callable[[str], str]) -> None:
    """Of somebody else's posts, one that a moderator has removed, and one that was reported."""
    steward = make_steward()  # the author has begun words there, which a reply would take
    said, lost = (
        make_reply(corner.topic, author=steward, body=words) for words in ("Aloud.", here("takendown"))
    )
    Post.objects.filter(pk__in=[said.pk, lost.pk]).update(author=world.insider)
    world.taken_down.append(take_down_post(moderator=world.author, post=lost, reason=here("takenwhy")))
    case = Case.objects.create(post=said)
    Report.objects.create(case=case, reporter=world.author, reason="other", words=here("reported"))
    world.cases.append(case)
    remarked = {"kind": "reported", "thing": case.pk, "author": world.author}
    Remark.objects.create(words=here("remarked"), **remarked)


def _leave_notes(world: World, corner: Corner, here: Callable[[str], str]) -> None:
    """One to all readers, beside the first post, and one among moderators; and that the topic repeats a hidden one."""
    topic = Topic.objects.select_related("home_board__community").get(pk=corner.topic.pk)
    for kind, audience, post in (("saidtoall", "readers", corner.post), ("amongus", "moderators", None)):
        world.notes.append(
            leave_note(
                moderator=world.author, topic=topic, body=here(kind), audience=audience, post=post,
                community=topic.home_board.community,
            )
        )  # fmt: skip
    case = Case.objects.create(note=world.notes[-2], level=Case.Level.FACILITATORS)
    Report.objects.create(case=case, reporter=world.insider, reason="unkind")
    world.cases.append(case)
    hidden = world.corners["hidden", 0].topic
    Topic.objects.filter(pk=topic.pk).exclude(pk=hidden.pk).update(duplicate_of=hidden)


def _corner(world: World, visibility: str, level: int) -> Corner:
    def here(kind: str) -> str:
        return mark(kind, visibility, level)

    author, community = world.author, world.communities[visibility]
    board = make_board(
        community,
        name=here("board"),
        read_from=Level(level),
        description=here("board"),
        approval="everything",
    )
    file = _upload(author, here("file"), here("content"))
    body = f"{here('old')} {attachment_markdown(file)}"
    topic = make_topic(
        board, author=author, title=here("title"), body=body, type="question", tags=[here("tag")]
    )
    placeholder = make_placeholder(here("placeholder"), handle=f"ph-{visibility}-{level}")
    edit_post(editor=author, post=topic.posts.get(), body=body.replace("old", "body"), revision=1)
    Post.objects.filter(pk=make_reply(topic, author=author).pk).update(author=placeholder)
    gone = _upload(author, here("gone"), "gone")
    removed = make_reply(topic, author=author, body=f"{here('removed')} {attachment_markdown(gone)}")
    make_reply(topic, author=author, parent=removed)
    remove_post(author=author, post=removed)
    run = ImportRun.objects.create(
        board=board, requested_by=author, name=here("run"), state=ImportRun.State.STOPPED, skipped_count=1,
        skipped=[{"number": 1, "reason": "It is broken.", "headline": here("headline")}],
    )  # fmt: skip
    draft = keep_draft(person=author, place=topic, body=here("draft"))
    assert draft is not None
    held_file = _hold(world.insider, topic, board, here)
    return Corner(board, topic, topic.posts.get(number=1), removed, file, run, draft, placeholder, held_file)


def _hold(author: Person, topic: Topic, board: Board, here: Callable[[str], str]) -> Attachment:
    """A topic and a reply that wait, whoever could have written them there; the file of the one."""
    file = _upload(author, here("heldfile"), here("heldcontent"))
    held = HeldPost.objects.create(
        author=author,
        board=board,
        title=here("heldtitle"),
        tags=[here("heldtag")],
        source=attachment_markdown(file),
    )
    Attachment.objects.filter(pk=file.pk).update(held=held)
    HeldPost.objects.create(
        author=author, board=board, topic=topic, parent=topic.posts.get(number=1), source=here("heldbody")
    )
    return file


def _upload(owner: Person, name: str, words: str) -> Attachment:
    return store_upload(owner=owner, upload=SimpleUploadedFile(f"{name}.txt", words.encode()))


def actor_for(world: World, role: str) -> Actor:
    """Someone of this role in all four communities, who has put a mark of their own on everything there is."""
    if role == "visitor":
        return AnonymousUser()
    person = world.author if role == "author" else make_steward() if role == "steward" else make_person(role)
    if role == "facilitator elsewhere":
        make_member(make_community(visibility="private"), person, role=Role.FACILITATOR)
    rank = RANKS[role] or (Role.MODERATOR if role == "suspended" else 0)
    for community in world.communities.values():
        if rank and role not in {"author", "steward"}:
            make_member(community, person, role=rank)
        if role == "muted":
            mute(person, community)
        if role == "suspended":
            suspend(person, community)
    if role == "board moderator":
        make_board_moderator(world.corners[MODERATED_BY_NAME].board, person)
    for corner in world.corners.values():
        _leave_marks(person, corner)
    for message in world.messages:
        MessageMention.objects.get_or_create(message=message, person=person)
        RoomReading.objects.get_or_create(room=message.room, person=person, defaults={"seq": 1})
    tell_of_everything(person, world)
    return person


def _leave_marks(person: Person, corner: Corner) -> None:
    """What a person keeps of places that they could read once."""
    Bookmark.objects.get_or_create(person=person, post=corner.post)
    Mention.objects.get_or_create(person=person, post=corner.post)
    Following.objects.get_or_create(person=person, topic=corner.topic)
    for place in (corner.board, corner.topic, corner.post):
        kept: dict[str, Any] = {"body": "My own words.", "topic": corner.topic}
        key = f"{type(place).__name__.lower()}:{place.pk}"
        Draft.objects.get_or_create(person=person, place=key, defaults=kept)
    own: dict[str, Any] = {"author": person, "board": corner.board, "source": "My own words."}
    HeldPost.objects.create(**own, topic=corner.topic, parent=corner.post)
    HeldPost.objects.create(**own, title="My own title", state="declined", decided_at=timezone.now())


def marks_for(world: World, role: str) -> set[str]:
    """Every mark that the rules let this role see."""
    return set(_marks_for(world, role))


def _marks_for(world: World, role: str) -> Iterator[str]:
    rank = RANKS[role]
    for visibility in world.communities:
        if visibility != "hidden" or (rank or 0) >= Role.GUEST:
            yield mark("name", visibility)
        if (rank or 0) >= Role.FACILITATOR:
            yield from (mark(kind, visibility) for kind in (*SEEN_BY_FACILITATORS, "pleaded"))
        if (rank or 0) >= Role.MODERATOR:
            yield from (mark("because", visibility), mark("warned", visibility))
            yield from (mark(kind, visibility) for kind in ("lost", "lostwords", "lostwhy", "lostplea"))
            yield from (mark(kind, visibility) for kind in ("talkgone", "talkwhy", "talkplea"))
        if (rank or 0) >= Role.MODERATOR or (
            role == "board moderator" and visibility == MODERATED_BY_NAME[0]
        ):
            yield mark("saidoften", visibility)
        yield from _said_in_room(role, visibility)
    yield from marks_of_sessions(world, role, rank, reads)
    yield from marks_of_live(world, role, rank, reads)
    yield from marks_of_recaps(world, role, rank, reads)
    yield from marks_of_repertoire(world, role, rank, reads)
    for visibility, level in world.corners:
        is_named = role == "board moderator" and (visibility, level) == MODERATED_BY_NAME
        if is_named or reads(rank, visibility, level):
            yield from (mark(kind, visibility, level) for kind in SEEN_BY_READERS)
        if is_named or (rank or 0) >= Role.MODERATOR:
            yield from (mark(kind, visibility, level) for kind in SEEN_BY_MODERATORS)
        if role == "author":
            yield mark("draft", visibility, level)
    yield from _said_of_carried(rank)
    yield mark("quoted", "open")  # it stands in an open topic, wherever it was said
    if role == "author":
        yield from (mark(kind, "open") for kind in ("wanted", "aim", "cause"))
        yield mark("upload", "open")
        yield mark("copy", "open")
        yield mark("alone", "hidden")
    yield from _reported_to_stewards(role)
    if role == "steward":
        yield from (mark(kind, "hidden") for kind in SEEN_BY_STEWARDS)
        yield mark("network", "open")
    if role in ("author", "steward"):
        yield from (mark(kind, "open") for kind in PROPOSED)


def _reported_to_stewards(role: str) -> Iterator[str]:
    yield mark("bio", "open")  # pages of people are open to all
    if role in ("author", "steward"):  # who reported it, and who is asked
        yield mark("toldalone", "hidden")
        yield mark("reportedalone", "hidden")
    if role == "steward":
        yield from (mark(kind, "hidden") for kind in ("takenalone", "whyalone", "pleaalone"))


def _said_of_carried(rank: int | None) -> Iterator[str]:
    if (rank or 0) >= Role.GUEST:
        yield from (mark(kind, "hidden") for kind in ("brought", "local"))
    if (rank or 0) >= Role.MODERATOR:
        yield from (mark("note", "private"), mark("declined", "private"), mark("kept", "hidden"))
        yield from (mark("homenote", "hidden"), mark("homenote", "private"))


def _said_in_room(role: str, visibility: str) -> Iterator[str]:
    rank = RANKS[role]
    if rank is not None and reads(rank, visibility, 0):
        yield from (mark(kind, visibility) for kind in SEEN_IN_ROOMS)
    if role == "author":
        yield from (mark(kind, visibility) for kind in ("wording", "plans", "intro", "please"))


def reads(rank: int | None, visibility: str, level: int) -> bool:
    """What product.md says: by visibility where the board is for all readers, else by role."""
    if level:
        return rank is not None and rank >= level
    return visibility == "open" or (rank is not None and (visibility == "network" or rank >= Role.GUEST))
