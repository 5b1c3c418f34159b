"""Taking words from a room to a board: who may, who is asked, and what stands there."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from forum.chat.actions.direct import block_person, open_direct_room
from forum.chat.actions.messages import edit_message, remove_message
from forum.chat.models import Message, Room
from forum.communities.actions.members import leave_community
from forum.communities.models import Change, Community, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.identifiers import Identified
from forum.core.limits import UPLOADING, spend
from forum.core.verdicts import Invalid, Refused, TooMany
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Attachment, Board, Level, Post, PostRevision, Topic
from forum.invariants.selectors import breaches
from forum.lifting.actions.answering import agree, decline
from forum.lifting.actions.asking import Extract, Target, take_words
from forum.lifting.actions.ending import decline_and_withdraw_all, end_overdue, withdraw
from forum.lifting.actions.publishing import publish_agreed
from forum.lifting.actions.rules import set_taking
from forum.lifting.actions.standing import take_own_words_out
from forum.lifting.models import Lift
from forum.lifting.selectors.lifts import asked_of, how_many_wait_for, rows_of
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_steward,
    make_topic,
    place_topic,
)
from tests.forum.chat.test_files import fetch
from tests.forum.chat.test_sending import say
from tests.forum.discussions.uploads import picture, upload
from tests.forum.lifting.lifted import lift, moderator_of, room_of, states, wording_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community)


@pytest.fixture
def room(community: Community) -> Room:
    return room_of(community)


@pytest.fixture
def ada(community: Community) -> Person:
    return make_member(community, make_person("Ada", handle="ada"))


@pytest.fixture
def bea(community: Community) -> Person:
    return make_member(community, make_person("Bea", handle="bea"))


@pytest.fixture
def mo(community: Community) -> Person:
    return moderator_of(community)


def freely(community: Community) -> None:
    """Let the community's words go freely, from now on."""
    facilitator = community.memberships.get(role=40).person
    set_taking(
        facilitator=facilitator, community=community, taking="free", now=timezone.now() - timedelta(seconds=1)
    )


def opening(lift: Lift) -> Post:
    assert lift.post_id is not None
    return Post.objects.select_related("topic").get(pk=lift.post_id)


def answer_all(lift: Lift, *people: Person) -> Lift:
    for person in people:
        agree(author=person, lift=lift, seen=wording_for(lift, person))
    return Lift.objects.get(pk=lift.pk)


def test_ones_own_words_stand_on_the_board_at_once(room: Room, ada: Person, board: Board) -> None:
    messages = [say(ada, room, "Look *here*."), say(ada, room, "And there, #57.")]
    done = lift(ada, messages[::-1], board)
    post = opening(done)
    assert (done.state, states(done)) == ("published", ["stands", "stands"])
    assert (post.author_id, post.topic.title, post.source) == (
        ada.pk,
        "From our talk",
        "We talked about this.",
    )
    assert post.html.startswith("<p>We talked about this.</p>")
    assert post.html.index("<em>here</em>") < post.html.index("And there, #57.")
    assert post.html.count('<blockquote class="lifted">') == 2
    assert 'href="/people/ada/"' in post.html
    assert "post-reference" not in post.html
    assert not Change.objects.filter(verb=Verb.WORDS_TAKEN).exists()
    assert breaches() == []


def test_others_are_asked_and_with_the_last_of_them_it_stands(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    messages = [say(ada, room, "Who knows?"), say(bea, room, "I do."), say(mo, room, "Good.")]
    asking = lift(mo, messages, board, why="It helps the new ones.")
    assert (asking.state, states(asking), Topic.objects.count()) == (
        "asking",
        ["asked", "asked", "agreed"],
        0,
    )
    now = timezone.now()
    assert [how_many_wait_for(person, now) for person in (ada, bea, mo)] == [1, 1, 0]
    assert answer_all(asking, ada).state == "asking"
    assert [list(asked_of(person, now)) for person in (ada, bea)] == [[], [asking]]
    done = answer_all(asking, bea)
    assert (done.state, states(done)) == ("published", ["stands"] * 3)
    assert opening(done).author_id == mo.pk
    logged = Change.objects.get(verb=Verb.WORDS_TAKEN)
    assert (logged.actor_id, logged.community_id, logged.details) == (
        mo.pk,
        room.community_id,
        {"messages": 3, "asked": 2},
    )
    assert breaches() == []


def test_who_declines_keeps_their_words_and_the_rest_can_be_published(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    asking = lift(mo, [say(ada, room, "Mine stays."), say(bea, room, "Mine goes.")], board)
    decline(author=ada, lift=asking)
    assert answer_all(asking, bea).state == "asking"
    post = publish_agreed(lifter=mo, lift=asking)
    assert ("Mine goes." in post.html, "Mine stays." in post.html) == (True, False)
    assert states(asking) == ["declined", "stands"]
    with pytest.raises(Refused, match="stands on the board already"):
        agree(author=ada, lift=asking, seen=wording_for(asking, ada))
    assert breaches() == []


def test_who_thought_again_says_so_while_it_waits(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    asking = lift(mo, [say(ada, room, "Mine."), say(bea, room, "Mine too.")], board)
    answer_all(asking, ada)
    decline(author=ada, lift=asking)
    assert states(asking) == ["declined", "asked"]
    assert states(answer_all(asking, ada, bea)) == ["stands", "stands"]


def test_consent_is_for_the_wording_that_was_seen(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    message = say(ada, room, "As it was.")
    asking = lift(mo, [message, say(bea, room, "Yes.")], board)
    seen = wording_for(asking, ada)
    answer_all(asking, ada)
    edit_message(editor=ada, message=message, body="As it is.", revision=1)
    assert how_many_wait_for(ada, timezone.now()) == 1
    assert answer_all(asking, bea).state == "asking"
    with pytest.raises(ChangedMeanwhile):
        agree(author=ada, lift=asking, seen=seen)
    post = opening(answer_all(asking, ada))
    assert ("As it is." in post.html, "As it was." in post.html) == (True, False)


def test_who_takes_may_change_their_own_words_meanwhile(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    own = say(mo, room, "As it was.")
    asking = lift(mo, [own, say(ada, room, "Yes.")], board)
    edit_message(editor=mo, message=own, body="As it is.", revision=1)
    assert how_many_wait_for(mo, timezone.now()) == 0
    done = answer_all(asking, ada)
    assert (states(done), "As it is." in opening(done).html) == (["stands", "stands"], True)


def test_what_is_removed_in_between_is_not_taken(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    message = say(ada, room, "Too early.")
    asking = lift(mo, [message, say(bea, room, "Yes.")], board)
    remove_message(remover=ada, message=message)
    assert how_many_wait_for(ada, timezone.now()) == 0
    done = answer_all(asking, bea)
    assert (done.state, states(done)) == ("published", ["left-out", "stands"])
    assert "Too early." not in opening(done).html


def test_members_take_their_own_words_and_moderators_those_of_others(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    message = say(ada, room)
    with pytest.raises(Refused, match="moderators of the community can"):
        lift(bea, [message], board)
    assert lift(mo, [message], board).state == "asking"


def test_taken_freely_nobody_is_asked_about_what_was_said_since(
    community: Community, room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    before = say(bea, room, "Between us.", now=timezone.now() - timedelta(hours=1))
    freely(community)
    after = say(ada, room, "For everyone.")
    assert lift(mo, [after], board).state == "published"
    both = lift(mo, [before, after], make_board(community))
    assert (both.state, states(both)) == ("asking", ["asked", "agreed"])


def test_what_its_author_took_out_goes_freely_no_more(
    community: Community, room: Room, ada: Person, mo: Person, board: Board
) -> None:
    freely(community)
    message = say(ada, room, "Mine after all.")
    take_own_words_out(author=ada, lift=lift(mo, [message], board))
    again = lift(mo, [message], board)
    assert (again.state, states(again)) == ("asking", ["asked"])
    decline(author=ada, lift=again)
    withdraw(lifter=mo, lift=again)
    assert lift(mo, [message], board).state == "asking"
    assert lift(mo, [say(ada, room)], board).state == "published"


def test_asked_about_by_a_new_rule_nobody_is_taken_along_by_the_old_one(
    community: Community, room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    before = say(ada, room, "Between us.", now=timezone.now() - timedelta(hours=1))
    freely(community)
    asking = lift(mo, [before, say(bea, room, "For everyone.")], board)
    assert states(asking) == ["asked", "agreed"]
    facilitator = community.memberships.get(role=40).person
    set_taking(facilitator=facilitator, community=community, taking="agreed")
    waits = answer_all(asking, ada)
    assert (waits.state, Topic.objects.count()) == ("asking", 0)
    assert "these have to be asked: Bea." in waits.hindrance
    with pytest.raises(Refused, match=r"these have to be asked: Bea\."):
        publish_agreed(lifter=mo, lift=asking)
    withdraw(lifter=mo, lift=asking)
    assert states(lift(mo, [row.message for row in rows_of(asking) if row.message], board)) == ["asked"] * 2


@pytest.mark.parametrize("visibility", ["open", "network", "private"])
def test_free_counts_only_where_no_more_people_read_it(visibility: str) -> None:
    community = make_community(visibility=visibility)
    freely(community)
    room, mo = room_of(community), moderator_of(community)
    ada = make_member(community)
    elsewhere = make_board(make_community(visibility="private"))
    make_member(elsewhere.community, mo)
    boards = {
        "all": make_board(community),
        "members": make_board(community, read_from=Level.MEMBERS),
        "other": elsewhere,
    }
    found = {name: lift(mo, [say(ada, room)], board).state for name, board in boards.items()}
    wide = "asking" if visibility == "open" else "published"
    assert found == {"all": wide, "members": "published", "other": "asking"}


def test_between_two_the_other_one_is_always_asked(
    community: Community, ada: Person, bea: Person, board: Board
) -> None:
    freely(community)
    direct = open_direct_room(person=ada, other=bea)
    messages = [say(bea, direct, "Only to you."), say(ada, direct, "Thanks.")]
    asking = lift(ada, messages, board)
    assert (asking.state, states(asking)) == ("asking", ["asked", "agreed"])
    withdraw(lifter=ada, lift=asking)
    block_person(person=bea, blocked=ada)
    with pytest.raises(Refused, match="Nothing can be sent"):
        lift(ada, messages, board)
    with pytest.raises(Refused):
        lift(make_steward(), messages, board)
    assert lift(ada, messages[1:], board).state == "published"


def test_whoever_cannot_be_asked_is_taken_along_only_where_words_go_freely(
    community: Community, room: Room, ada: Person, mo: Person, board: Board
) -> None:
    message = say(ada, room, "From the archive.")
    Message.objects.filter(pk=message.pk).update(author=make_placeholder("Old Name"), from_archive=True)
    with pytest.raises(Refused, match="Old Name cannot be taken there: there is nobody who could be asked"):
        lift(mo, [message], board)
    freely(community)
    assert lift(mo, [message], board).state == "published"


def test_nobody_is_asked_twice_and_nothing_stands_twice(
    room: Room, ada: Person, mo: Person, community: Community, board: Board
) -> None:
    message = say(ada, room)
    asking = lift(mo, [message], board)
    for target in (board, make_board(community)):
        with pytest.raises(Refused, match="asks about one of these messages already"):
            lift(moderator_of(community), [message], target)
    answer_all(asking, ada)
    with pytest.raises(Refused, match="stands on this board already, in “From our talk”"):
        lift(ada, [message], board)
    assert lift(ada, [message], make_board(community)).state == "published"


def test_nothing_stands_twice_in_a_topic_that_is_at_home_elsewhere(
    room: Room, ada: Person, board: Board
) -> None:
    topic = make_topic(make_board(make_community(visibility="open")), title="Seen from here")
    place_topic(topic, board)
    message = say(ada, room)
    assert lift(ada, [message], topic).state == "published"
    for target in (topic, board):
        with pytest.raises(Refused, match="stands on this board already, in “Seen from here”"):
            lift(ada, [message], target)


def test_so_many_files_come_along_and_no_more(room: Room, ada: Person, mo: Person, board: Board) -> None:
    messages = [say(ada, room, links_to(ada, 20)), say(ada, room, links_to(ada, 1))]
    with pytest.raises(Refused, match="at most 20 files"):
        lift(mo, messages, board)
    asking = lift(mo, messages[:1], board)
    edit_message(editor=ada, message=messages[0], body=links_to(ada, 21), revision=1)
    waits = answer_all(asking, ada)
    assert (waits.state, "at most 20 files" in waits.hindrance) == ("asking", True)


def test_files_that_come_along_count_as_uploads_of_who_takes_them(
    room: Room, ada: Person, board: Board
) -> None:
    message = say(ada, room, links_to(ada, 20))
    for _ in range(UPLOADING.times - 35):
        spend(UPLOADING, ada.pk)
    with pytest.raises(TooMany):
        lift(ada, [message], board)
    assert not Attachment.objects.exclude(post=None).exists()


def links_to(owner: Person, count: int) -> str:
    files = [store_upload(owner=owner, upload=upload("n.txt", b"Notes.")) for _ in range(count)]
    return " ".join(attachment_markdown(file) for file in files)


def test_a_form_that_is_sent_twice_asks_once(room: Room, ada: Person, mo: Person, board: Board) -> None:
    key, message = uuid4(), say(ada, room)
    assert lift(mo, [message], board, client_key=key) == lift(mo, [message], board, client_key=key)
    with pytest.raises(Refused):
        lift(moderator_of(room.community), [message], board, client_key=key)


def test_a_form_whose_name_has_become_another_post_puts_nothing_up(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    key, other = uuid4(), uuid4()
    asking = lift(mo, [say(ada, room)], board, client_key=key)
    for each in (key, other):
        start_topic(author=mo, board=board, title="Something else", body="Sent with it.", client_key=each)
    waits = answer_all(asking, ada)
    assert (waits.state, states(asking), Topic.objects.count()) == ("asking", ["agreed"], 2)
    assert "was sent before" in waits.hindrance
    with pytest.raises(Refused, match="was sent before"):
        lift(mo, [say(mo, room)], board, client_key=other)


def test_it_waits_for_two_weeks(room: Room, ada: Person, mo: Person, board: Board) -> None:
    asking = lift(mo, [say(ada, room)], board)
    later = timezone.now() + timedelta(days=14, minutes=1)
    with pytest.raises(Refused, match="waited for two weeks"):
        agree(author=ada, lift=asking, seen=wording_for(asking, ada), now=later)
    with pytest.raises(Refused, match="waited for two weeks"):
        publish_agreed(lifter=mo, lift=asking, now=later)
    assert (end_overdue(timezone.now()), end_overdue(later), states(asking)) == (0, 1, ["left-out"])
    assert Lift.objects.get(pk=asking.pk).state == "expired"
    assert lift(mo, [Message.objects.get()], board).state == "asking"


def test_what_cannot_be_published_keeps_the_agreement_and_says_why(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    topic = make_topic(board)
    asking = lift(mo, [say(ada, room)], topic)
    lock_topic(moderator=mo, topic=topic)
    waits = answer_all(asking, ada)
    assert (waits.state, waits.hindrance, states(asking)) == (
        "asking", "This topic is locked. It can be read, not answered.", ["agreed"],
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(locked_at=None)
    post = publish_agreed(lifter=mo, lift=waits)
    assert (post.topic_id, post.number) == (topic.pk, 2)


def test_agreed_to_one_circle_of_readers_it_is_not_shown_to_another(
    room: Room, ada: Person, mo: Person, community: Community
) -> None:
    board = make_board(community, read_from=Level.MODERATORS)
    asking = lift(mo, [say(ada, room)], board)
    Board.objects.filter(pk=board.pk).update(read_from=Level.READERS)
    assert "Others read it there now" in answer_all(asking, ada).hindrance


def test_policies_are_asked_again_when_it_goes_up(room: Room, ada: Person, mo: Person, board: Board) -> None:
    asking = lift(mo, [say(ada, room)], board)
    leave_community(person=mo, community=room.community)
    waits = answer_all(asking, ada)
    assert (waits.state, Topic.objects.count()) == ("asking", 0)
    assert "this room is not there for you any more" in waits.hindrance


def test_an_author_takes_their_words_out_again(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    asking = lift(mo, [say(ada, room, "Mine."), say(bea, room, "Theirs.")], board)
    post = opening(answer_all(asking, ada, bea))
    edit_post(editor=mo, post=post, body="Said better.", revision=1)
    take_own_words_out(author=ada, lift=asking)
    post = opening(asking := Lift.objects.get(pk=asking.pk))
    assert ("Mine." in post.html, "Theirs." in post.html, "Said better." in post.html) == (False, True, True)
    assert "Taken out by its author." in post.html
    assert "Mine." not in PostRevision.objects.get(post=post).html
    assert states(asking) == ["taken-out", "stands"]
    with pytest.raises(Refused, match="Nothing of what you said stands there"):
        take_own_words_out(author=ada, lift=asking)
    assert breaches() == []


def test_with_its_post_what_was_taken_is_gone(room: Room, ada: Person, board: Board) -> None:
    done = lift(ada, [say(ada, room, "Mine.")], board)
    remove_post(author=ada, post=opening(done))
    assert states(done) == ["left-out"]
    assert not done.messages.exclude(html="").exists()
    assert breaches() == []


def test_files_come_along_as_the_posts_own(room: Room, ada: Person, mo: Person, community: Community) -> None:
    board = make_board(make_community(visibility="open"))
    make_member(board.community, mo)
    stranger, file = make_person(), store_upload(owner=ada, upload=upload("plan.png", picture()))
    message = say(ada, room, f"See {attachment_markdown(file)}")
    asking = lift(mo, [message], board)
    answer_all(asking, ada)
    copy = Attachment.objects.exclude(pk=file.pk).get()
    assert (copy.owner_id, copy.post_id, copy.media_type) == (
        ada.pk,
        opening(Lift.objects.get()).pk,
        "image/png",
    )
    assert [fetch(stranger, each) for each in (file, copy)] == [404, 200]
    remove_message(remover=ada, message=message)
    assert fetch(stranger, copy) == 200
    take_own_words_out(author=ada, lift=Lift.objects.get())
    assert (fetch(stranger, copy), Attachment.objects.count()) == (404, 0)
    assert breaches() == []


def test_a_file_that_stands_nowhere_in_the_post_is_not_copied(room: Room, ada: Person, board: Board) -> None:
    file = store_upload(owner=ada, upload=upload("plan.png", picture()))
    message = say(ada, room, attachment_markdown(file).replace(str(file.pk), str(file.pk).upper()))
    assert message.files.count() == 1
    done = lift(ada, [message], board)
    assert not Attachment.objects.filter(post=done.post_id).exists()


def test_who_leaves_declines_and_asks_nobody_any_more(
    room: Room, ada: Person, bea: Person, mo: Person, board: Board
) -> None:
    asking = lift(mo, [say(ada, room), say(bea, room)], board)
    decline_and_withdraw_all(person_id=ada.pk)
    assert states(asking) == ["declined", "asked"]
    decline_and_withdraw_all(person_id=mo.pk)
    assert not Lift.objects.exists()
    assert breaches() == []


@pytest.mark.parametrize(
    ("words", "why"), [("", "Write something first"), ("x" * 40_000, "too long")], ids=["nothing", "too much"]
)
def test_an_introduction_is_needed_and_bounded(
    room: Room, ada: Person, board: Board, words: str, why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        lift(ada, [say(ada, room)], board, source=words)
    assert Lift.objects.count() == 0


def test_facilitators_set_the_rule_and_it_is_logged(community: Community, mo: Person) -> None:
    with pytest.raises(Refused):
        set_taking(facilitator=mo, community=community, taking="free")
    freely(community)
    freely(community)
    logged = Change.objects.get(verb=Verb.TAKING_CHANGED)
    assert logged.details == {"taking": {"before": "agreed", "after": "free"}}
    facilitator = community.memberships.get(role=40).person
    with pytest.raises(Invalid):
        set_taking(facilitator=facilitator, community=community, taking="always")


def test_what_may_identify_a_patient_is_asked_about_before_it_leaves_the_room(
    community: Community, board: Board
) -> None:
    lifter, room = moderator_of(community), room_of(community)
    Community.objects.filter(pk=community.pk).update(guard="off")
    message = say(lifter, room, "Pt MRN 00482913 came back.")
    Community.objects.filter(pk=community.pk).update(guard="warn")
    with pytest.raises(Identified, match="MRN 00482913") as told:
        lift(lifter, [message], board)
    assert (Lift.objects.count(), Topic.objects.count()) == (0, 0)
    target = Target(board=Board.objects.select_related("community").get(pk=board.pk), title="From our talk")
    extract = Extract(room, [message], "We talked about this.", cleared=told.value.edition)
    taken = take_words(lifter=lifter, extract=extract, target=target, client_key=uuid4())
    assert taken.state == Lift.State.PUBLISHED
