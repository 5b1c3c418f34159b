"""Words that wait for a moderator: who waits, what becomes of it, and what nobody else is shown."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.models import Change, Community, Membership, Role, Verb
from forum.communities.selectors.standing import forget_memberships
from forum.core.limits import STARTING
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.deciding import CannotLetThrough, decline_held, let_through
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.files import attachment_markdown, clear_abandoned_files, store_upload
from forum.discussions.actions.held_words import (
    HeldMeanwhile,
    change_held,
    take_back_held,
    use_held_again,
)
from forum.discussions.actions.letters import mail_why_declined
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.submitting import MOST_WAITING, submit_reply, submit_topic
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import (
    Attachment,
    Board,
    Draft,
    HeldPost,
    Mention,
    Post,
    ReadPosition,
    Topic,
)
from forum.discussions.policies.holding import may_decide_on
from forum.discussions.selectors.files import DECLINED_DAYS, UNATTACHED_DAYS, files_visible_to
from forum.discussions.selectors.holding import waiting_for
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    expel,
    hold_reply,
    hold_topic,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    mute,
    place_topic,
    suspend,
)
from tests.factories.people import refill

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return make_board(approval="everything")


def board_moderator(board: Board) -> Person:
    person = make_member(board.community)
    Membership.objects.filter(person=person, community=board.community).update(boards_moderated=[board.pk])
    forget_memberships(person)
    return person


def waits(author: Person, topic: Topic) -> bool:
    return isinstance(submit_reply(author=author, topic=topic, body="Words."), HeldPost)


def test_where_every_post_is_looked_at_all_wait_but_those_who_moderate_the_board(board: Board) -> None:
    topic, community = make_topic(board), board.community
    other = make_board(community)
    expected = {
        make_member(community): True,
        board_moderator(other): True,
        board_moderator(board): False,
        make_member(community, role=Role.MODERATOR): False,
        make_member(community, role=Role.FACILITATOR): False,
        make_steward(): False,
    }
    assert {person: waits(person, topic) for person in expected} == expected
    assert breaches() == []


def test_newcomers_wait_until_so_many_posts_of_theirs_stand_in_the_community() -> None:
    community = make_community()
    board = make_board(community, approval="newcomers", approval_first=2)
    elsewhere = make_topic(make_board(community))
    topic, author = make_topic(board), make_member(community)

    assert waits(author, topic)
    make_reply(elsewhere, author=author)
    gone = make_reply(elsewhere, author=author)
    remove_post(author=author, post=gone)
    assert waits(author, topic)
    make_reply(elsewhere, author=author)
    assert not waits(author, topic)
    assert not waits(make_member(community, role=Role.MODERATOR), topic)


def test_posts_in_another_community_do_not_make_anybody_known_here() -> None:
    board = make_board(approval="newcomers", approval_first=1)
    author, other = make_member(board.community), make_board()
    make_member(other.community, author)
    make_reply(make_topic(other), author=author)
    assert waits(author, make_topic(board))


def test_no_door_goes_round_the_moderators(board: Board) -> None:
    topic, author = make_topic(board), make_member(board.community)
    with pytest.raises(Refused, match="A moderator looks at every post here before it appears"):
        post_reply(author=author, topic=topic, body="Straight in.")
    with pytest.raises(Refused, match="A moderator looks at every post here before it appears"):
        start_topic(author=author, board=board, title="Straight", body="In.")
    assert (topic.posts.count(), HeldPost.objects.count()) == (1, 0)


def test_a_topics_home_holds_what_comes_through_another_board(board: Board) -> None:
    topic, through = make_topic(board), make_board()
    place_topic(topic, through)
    author = make_member(through.community)
    held = submit_reply(author=author, topic=topic, body="From next door.", via_board=through)
    assert isinstance(held, HeldPost)
    assert held.board == board
    steward = make_steward()
    assert let_through(moderator=steward, held=held, revision=1).via_board == through


def test_the_same_key_gives_the_same_words_before_and_after_the_decision(
    board: Board, moderator: Person
) -> None:
    topic, author, key = make_topic(board), make_member(board.community), uuid4()

    def send() -> Post | HeldPost:
        return submit_reply(author=author, topic=topic, body="Once.", client_key=key)

    held = send()
    assert send() == held
    Board.objects.filter(pk=board.pk).update(approval="none")
    assert send() == held
    with pytest.raises(Refused, match="were sent before"):
        post_reply(author=author, topic=topic, body="Once.", client_key=key)
    assert isinstance(held, HeldPost)
    post = let_through(moderator=moderator, held=held, revision=1)
    assert [send(), post_reply(author=author, topic=topic, body="Once.", client_key=key)] == [post, post]
    assert (Post.objects.filter(author=author).count(), post.client_key) == (1, key)
    assert breaches() == []


def test_a_topic_that_waited_opens_with_all_that_it_had(board: Board, moderator: Person) -> None:
    author, key = make_member(board.community), uuid4()
    wanted = {"title": " A  first topic ", "type": "case", "tags": ["Night Shift"], "client_key": key}
    held = submit_topic(author=author, board=board, body="Hello.", **wanted)  # type: ignore[arg-type]
    assert submit_topic(author=author, board=board, body="Hello.", **wanted) == held  # type: ignore[arg-type]
    assert isinstance(held, HeldPost)
    assert Topic.objects.count() == 0

    later = timezone.now() + timedelta(hours=5)
    post = let_through(moderator=moderator, held=held, revision=1, now=later)

    topic = post.topic
    assert (topic.title, topic.type, topic.tags) == ("A first topic", "case", ["night-shift"])
    assert (topic.author, topic.created_at, post.created_at) == (author, later, later)
    assert (post.author, post.client_key, post.source) == (author, key, "Hello.")
    assert submit_topic(author=author, board=board, body="Hello.", **wanted) == topic  # type: ignore[arg-type]
    assert ReadPosition.objects.get(person=author, topic=topic).seen_count == 1
    assert breaches() == []


def test_what_waited_counts_as_new_and_its_author_has_read_it(board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    held = hold_reply(topic, now=timezone.now() - timedelta(days=2))
    assert Topic.objects.get(pk=topic.pk).version == topic.version
    moment = timezone.now()

    post = let_through(moderator=moderator, held=held, revision=1, now=moment)

    held.refresh_from_db()
    topic.refresh_from_db()
    board.refresh_from_db()
    assert (post.number, post.created_at, topic.last_post_at) == (2, moment, moment)
    assert (held.state, held.post, held.decided_by, held.decided_at) == ("approved", post, moderator, moment)
    assert (topic.post_count, board.post_count) == (2, 2)
    assert ReadPosition.objects.get(person=post.author, topic=topic).seen_count == 1


def test_the_log_says_who_decided_and_holds_no_words(board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    through, declined = hold_reply(topic, body="Secret one."), hold_reply(topic, body="Secret two.")
    let_through(moderator=moderator, held=through, revision=1)
    decline_held(moderator=moderator, held=declined, revision=1, reason="Secret three.")

    lines = Change.objects.filter(actor=moderator).order_by("pk")
    assert [(line.verb, line.person, line.board_key, line.about) for line in lines] == [
        (Verb.POST_APPROVED, through.author, board.pk, board.name),
        (Verb.POST_DECLINED, declined.author, board.pk, board.name),
    ]
    assert [line.details for line in lines] == [{"topic": topic.pk, "number": 2}, {"held": declined.pk}]
    assert "Secret" not in repr(list(lines.values()))


def test_a_decline_needs_a_reason_that_the_author_reads(board: Board, moderator: Person) -> None:
    held = hold_topic(board)
    for reason, sentence in ((" \n", "Say why"), ("x" * 501, "within 500")):
        with pytest.raises(Invalid, match=sentence):
            decline_held(moderator=moderator, held=held, revision=1, reason=reason)
    decline_held(moderator=moderator, held=held, revision=1, reason="This is  for the\nother board.")
    held.refresh_from_db()
    assert (held.state, held.reason, held.post) == ("declined", "This is for the other board.", None)


def test_only_moderators_of_the_board_decide(board: Board, moderator: Person) -> None:
    held, other = hold_topic(board), make_board(board.community)
    fallen = make_member(board.community, role=Role.MODERATOR)
    suspend(fallen, board.community)
    facilitator_elsewhere = make_member(make_community(), role=Role.FACILITATOR)
    may_not = [held.author, board_moderator(other), fallen, facilitator_elsewhere, make_person()]
    for person in may_not:
        with pytest.raises(Refused, match="Only moderators of this board decide"):
            let_through(moderator=person, held=held, revision=1)
        with pytest.raises(Refused, match="Only moderators of this board decide"):
            decline_held(moderator=person, held=held, revision=1, reason="No.")
    may = [moderator, board_moderator(board), make_steward()]
    for person in (*may_not, *may):
        assert list(waiting_for(person)) == ([held] if person in may else [])
        assert bool(may_decide_on(person, held)) is (person in may)
    held.refresh_from_db()
    assert held.state == "waiting"


def test_a_second_decision_is_told_of_the_first(board: Board, moderator: Person) -> None:
    topic, second = make_topic(board), make_steward()
    held = hold_reply(topic)
    let_through(moderator=moderator, held=held, revision=1)
    with pytest.raises(HeldMeanwhile, match="Another moderator has decided"):
        let_through(moderator=second, held=held, revision=1)
    with pytest.raises(HeldMeanwhile, match="Another moderator has decided"):
        decline_held(moderator=second, held=held, revision=1, reason="Late.")
    assert topic.posts.count() == 2


def test_nobody_decides_on_words_that_they_have_not_read(board: Board, moderator: Person) -> None:
    held = hold_topic(board)
    change_held(author=held.author, held=held, body="Quite another thing.", revision=1, title="Other")
    with pytest.raises(HeldMeanwhile, match="Its author has changed it in the meantime"):
        let_through(moderator=moderator, held=held, revision=1)
    with pytest.raises(HeldMeanwhile, match="Its author has changed it in the meantime"):
        decline_held(moderator=moderator, held=held, revision=1, reason="No.")
    post = let_through(moderator=moderator, held=held, revision=2)
    assert (post.source, post.topic.title) == ("Quite another thing.", "Other")


def _mute(held: HeldPost) -> None:
    mute(held.author, held.board.community)


def _suspend(held: HeldPost) -> None:
    suspend(held.author, held.board.community)


def _leave(held: HeldPost) -> None:
    expel(Person.objects.get(pk=held.author_id), held.board.community)


def _archive(held: HeldPost) -> None:
    Board.objects.filter(pk=held.board_id).update(archived_at=timezone.now())


def _lock(held: HeldPost) -> None:
    assert held.topic is not None
    lock_topic(moderator=make_steward(), topic=held.topic)


def _remove_topic(held: HeldPost) -> None:
    assert held.topic is not None
    remove_topic(moderator=make_steward(), topic=held.topic, reason="Off topic.")


def _remove_parent(held: HeldPost) -> None:
    assert held.parent is not None
    take_down_post(moderator=make_steward(), post=held.parent, reason="Off topic.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_mute, "You are muted in"),
        (_suspend, "Your membership in"),
        (_leave, "Join .* to reply"),
        (_archive, "This board is archived"),
        (_lock, "This topic is locked"),
        (_remove_topic, "This topic was removed"),
        (_remove_parent, "The post you answer was removed"),
    ],
)
def test_what_its_author_may_not_post_now_goes_on_waiting_and_the_moderator_learns_why(
    board: Board, moderator: Person, change, sentence: str
) -> None:
    topic = make_topic(board)
    held = hold_reply(topic, parent=make_reply(topic))
    other = hold_reply(topic)
    change(held)
    with pytest.raises(CannotLetThrough, match=f"its author would be told: “{sentence}.*It goes on waiting"):
        let_through(moderator=moderator, held=held, revision=1)
    held.refresh_from_db()
    assert (held.state, held.post) == ("waiting", None)
    decline_held(moderator=moderator, held=held, revision=1, reason="Things have moved on.")
    if change in {_mute, _suspend, _leave, _remove_parent}:
        let_through(moderator=moderator, held=other, revision=1)
    assert breaches() == []


def test_mentions_and_followers_learn_of_it_only_when_it_is_let_through(
    board: Board, moderator: Person
) -> None:
    named = make_member(board.community)
    held = hold_reply(make_topic(board), body=f"Look here, @{named.handle}.")
    assert Mention.objects.count() == 0
    post = let_through(moderator=moderator, held=held, revision=1)
    assert list(Mention.objects.values_list("post", "person")) == [(post.pk, named.pk)]


def test_words_are_checked_as_those_of_a_post(board: Board) -> None:
    topic, author = make_topic(board), make_member(board.community)
    gone = make_reply(topic)
    remove_post(author=gone.author, post=gone)
    for body, parent, sentence in (
        (" ", None, "Write something first"),
        ("x" * 32_001, None, "1 character too long"),
        ("Why?", gone, "was removed in the meantime"),
    ):
        with pytest.raises(Invalid, match=sentence):
            submit_reply(author=author, topic=topic, body=body, parent=parent)
    with pytest.raises(Invalid, match="at most five tags"):
        submit_topic(author=author, board=board, title="T", body="B", tags="abcdef")
    with pytest.raises(Refused, match="Only moderators"):
        submit_topic(author=author, board=board, title="T", body="B", type="announcement")
    lock_topic(moderator=make_steward(), topic=topic)
    with pytest.raises(Refused, match="locked"):
        submit_reply(author=author, topic=topic, body="Late.")
    with pytest.raises(Refused, match="Join"):
        submit_topic(author=make_person(), board=board, title="T", body="B")
    assert HeldPost.objects.count() == 0


def test_so_many_wait_and_no_more_until_a_moderator_has_read_some(board: Board, moderator: Person) -> None:
    author = make_member(board.community)
    waiting = [hold_topic(board, author) for _number in range(MOST_WAITING)]
    refill(STARTING, author)
    with pytest.raises(Refused, match=f"{MOST_WAITING} posts of yours wait for the moderators of this board"):
        submit_topic(author=author, board=board, title="One more", body="B")
    assert HeldPost.objects.count() == MOST_WAITING
    hold_topic(make_board(board.community, approval="everything"), author)
    decline_held(moderator=moderator, held=waiting[0], revision=1, reason="Twice.")
    hold_topic(board, author)


def test_taking_back_gives_the_words_to_the_draft_and_loses_nothing(board: Board) -> None:
    topic = make_topic(board)
    parent = make_reply(topic)
    held = hold_reply(topic, body="Second thoughts.", parent=parent)
    author = held.author
    assert Draft.objects.count() == 0
    take_back_held(author=author, held=held)

    draft = Draft.objects.get()
    assert (draft.place, draft.body, draft.parent_number) == (
        f"topic:{topic.pk}",
        "Second thoughts.",
        parent.number,
    )
    keep_draft(person=author, place=topic, body="Begun since.")
    for _twice in range(2):
        use_held_again(author=author, held=held)
        assert Draft.objects.get().body == "Begun since.\n\nSecond thoughts."
    held.refresh_from_db()
    assert (held.state, held.source) == ("withdrawn", "Second thoughts.")


def test_what_was_decided_is_neither_changed_nor_taken_back(board: Board, moderator: Person) -> None:
    held = hold_topic(board)
    decline_held(moderator=moderator, held=held, revision=1, reason="No.")
    author = held.author
    with pytest.raises(HeldMeanwhile, match="A moderator has declined this in the meantime"):
        change_held(author=author, held=held, body="Better?", title="T", revision=1)
    with pytest.raises(HeldMeanwhile, match="A moderator has declined this in the meantime"):
        take_back_held(author=author, held=held)
    other = hold_topic(board)
    for act in (change_held, take_back_held):
        more = {"body": "Mine.", "revision": 1} if act is change_held else {}
        with pytest.raises(Refused, match="Only its author can change this"):
            act(author=author, held=other, **more)  # type: ignore[operator]
    with pytest.raises(Refused, match="Only words of your own"):
        use_held_again(author=author, held=other)


def test_of_two_windows_the_second_is_told(board: Board) -> None:
    held = hold_topic(board)
    change_held(author=held.author, held=held, body="One.", title="One", revision=1)
    with pytest.raises(HeldMeanwhile, match="another window") as told:
        change_held(author=held.author, held=held, body="Two.", title="Two", revision=1)
    assert told.value.held.source == "One."


def test_files_of_waiting_words_are_seen_by_their_author_and_those_who_decide(
    board: Board, moderator: Person
) -> None:
    author = make_member(board.community)
    file, unused = (
        store_upload(owner=author, upload=SimpleUploadedFile(f"{name}.txt", b"x")) for name in ("a", "b")
    )
    held = hold_topic(board, author, body=attachment_markdown(file))
    others = [make_member(board.community), board_moderator(make_board(board.community)), make_person()]

    def sees(person: Person) -> bool:
        return files_visible_to(person).filter(pk=file.pk).exists()

    assert [sees(person) for person in (author, moderator, board_moderator(board), make_steward())] == [
        True
    ] * 4
    assert [sees(person) for person in others] == [False] * 3
    much_later = timezone.now() + timedelta(days=UNATTACHED_DAYS + DECLINED_DAYS + 1)
    clear_abandoned_files(much_later)
    assert list(Attachment.objects.all()) == [file]
    assert unused.pk != file.pk
    assert breaches() == []

    post = let_through(moderator=moderator, held=held, revision=1)
    file.refresh_from_db()
    assert (file.post, file.held) == (post, None)
    assert [sees(person) for person in others[:2]] == [True] * 2
    assert breaches() == []


def test_files_of_declined_words_are_their_authors_again_and_go_after_a_while(
    board: Board, moderator: Person
) -> None:
    author = make_member(board.community)
    file = store_upload(owner=author, upload=SimpleUploadedFile("a.txt", b"x"))
    held = hold_topic(board, author, body=attachment_markdown(file))
    decline_held(moderator=moderator, held=held, revision=1, reason="No.")
    assert not files_visible_to(moderator).exists()
    assert files_visible_to(author).exists()
    assert clear_abandoned_files(timezone.now() + timedelta(days=DECLINED_DAYS - 1)) == 0
    assert clear_abandoned_files(timezone.now() + timedelta(days=DECLINED_DAYS + 1)) == 1


def test_slow_mode_lets_a_person_write_again_after_its_pause_and_says_when() -> None:
    board = make_board(slow_seconds=600)
    topic, author, start = make_topic(board), make_member(board.community), timezone.now()

    def write(minutes: float) -> Post:
        return post_reply(author=author, topic=topic, body="Words.", now=start + timedelta(minutes=minutes))

    write(0)
    with pytest.raises(Refused, match=r"^This board is in slow mode\. You can post again in 8 minutes\.$"):
        write(2.5)
    with pytest.raises(Refused, match=r"You can post again in 1 second\."):
        write(9.999)
    with pytest.raises(Refused, match="slow mode"):
        start_topic(author=author, board=board, title="T", body="B", now=start + timedelta(minutes=5))
    make_topic(make_board(board.community), author=author, now=start + timedelta(minutes=5))
    remove_post(author=author, post=write(10))
    with pytest.raises(Refused, match="slow mode"):
        write(11)
    write(20)
    for role in (Role.MODERATOR, Role.FACILITATOR):
        quick = make_member(board.community, role=role)
        for _twice in range(2):
            make_reply(topic, author=quick)
    for _twice in range(2):
        make_reply(topic, author=board_moderator(board))


def test_in_slow_mode_words_that_wait_count_from_when_they_were_written() -> None:
    board = make_board(slow_seconds=600, approval="everything")
    start, moderator = timezone.now(), make_member(board.community, role=Role.MODERATOR)
    held = hold_topic(board, now=start)
    author = held.author
    with pytest.raises(Refused, match="slow mode"):
        hold_topic(board, author, now=start + timedelta(minutes=9))
    let_through(moderator=moderator, held=held, revision=1, now=start + timedelta(minutes=9))
    second = hold_topic(board, author, now=start + timedelta(minutes=10))
    take_back_held(author=author, held=second)
    with pytest.raises(Refused, match="slow mode"):
        hold_topic(board, author, now=start + timedelta(minutes=12))


# The mail ------------------------------------------------------------------------------------------------


def test_the_author_of_declined_words_is_told_by_mail_why_and_where_they_are(
    board: Board, moderator: Person
) -> None:
    reply, start = hold_reply(make_topic(board), body="Secret words."), hold_topic(board, title="A title")
    for held in (reply, start):
        EmailAddress.objects.create(user=held.author, email=held.author.email, verified=True)
        decline_held(moderator=moderator, held=held, revision=1, reason="Leave out the name.")
    jobs = ProcrastinateJob.objects.filter(task_name="mail_why_declined").order_by("id")
    assert [job.args for job in jobs] == [{"held_id": reply.pk}, {"held_id": start.pk}]
    assert [mail_why_declined(held_id=held.pk) for held in (reply, start)] == [True, True]
    for held, sent in zip((reply, start), mail.outbox, strict=True):
        assert sent.to == [held.author.email]
        assert sent.subject == f"[Weft] What you wrote for {board.community.name} came back"
        assert f"{moderator.display_name} did not let" in sent.body
        assert "They say: “Leave out the name.”" in sent.body
        assert held.get_absolute_url() in sent.body
        assert "Secret words." not in sent.body
    assert "“A title”" in mail.outbox[1].body


def test_a_mail_about_declined_words_that_is_no_longer_true_is_not_sent(
    board: Board, moderator: Person
) -> None:
    waiting, through, gone, away, unconfirmed = (hold_topic(board) for _ in range(5))
    for held in (waiting, through, gone, away):
        EmailAddress.objects.create(user=held.author, email=held.author.email, verified=True)
    EmailAddress.objects.create(user=unconfirmed.author, email=unconfirmed.author.email, verified=False)
    let_through(moderator=moderator, held=through, revision=1)
    for held in (gone, away, unconfirmed):
        decline_held(moderator=moderator, held=held, revision=1, reason="No.")
    Person.objects.filter(pk=gone.author_id).update(is_active=False)
    assert mail_why_declined(held_id=away.pk)
    mail.outbox.clear()
    Community.objects.filter(pk=board.community_id).update(visibility=Community.Visibility.HIDDEN)
    expel(away.author, board.community)
    keys = (waiting.pk, through.pk, gone.pk, away.pk, unconfirmed.pk, 0)
    assert [mail_why_declined(held_id=key) for key in keys] == [False] * 6
    assert mail.outbox == []
