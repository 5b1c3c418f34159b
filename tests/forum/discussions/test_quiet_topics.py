"""A board that closes what nobody answers: from when on, for whom, and how moderators keep single topics open."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Change, Role, Verb
from forum.core.verdicts import Refused
from forum.crossposting.actions.proposing import carry_topic
from forum.discussions.actions.changing_boards import change_board
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.imported_conversations import ImportedConversation, ImportedPost
from forum.discussions.actions.imports import import_conversations
from forum.discussions.actions.quiet import close_quiet_topics
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.topic_rules import Rules, rule_topic
from forum.discussions.actions.topics import lock_topic, unlock_topic
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Post, Topic
from forum.discussions.selectors.board_management import edition_of_settings
from forum.discussions.selectors.topic_rules import (
    OpenTopics,
    edition_of_rules,
    open_topics_on,
    what_would_close,
)
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_placeholder,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
)
from tests.factories.crossing import make_crossing
from tests.forum.discussions.refusing import refusal

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SAID = (
    "Nobody replied here for 30 days, so this topic has closed. Start a new one with a link to it, or ask its "
    "moderators to open it again."
)


@pytest.fixture
def board() -> Board:
    return make_board(make_community(visibility="open"), closes_after_days=30)


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def quiet(board: Board, *, days: float = 31) -> Topic:
    return make_topic(board, now=timezone.now() - days * DAY)


def page_of(topic: Topic, reader: Person | None = None) -> str:
    client = Client()
    if reader is not None:
        client.force_login(reader)
    return " ".join(client.get(topic.get_absolute_url()).content.decode().split())


def late_reply(topic: Topic, author: Person) -> str:
    return refusal(post_reply, author=author, topic=topic, body="Late.")


def answering(moderator: Person, topic: Topic, *, stays_open: bool) -> Topic:
    topic = fresh(topic)
    rules = Rules(topic.locks_at, topic.slow_seconds, topic.asks_approval, stays_open)
    return rule_topic(moderator=moderator, topic=topic, rules=rules, seen=edition_of_rules(topic))


def test_nobody_answers_a_topic_after_so_many_days_whether_or_not_it_was_locked_by_then(
    board: Board, moderator: Person
) -> None:
    member = make_member(board.community)
    live, over, elsewhere = quiet(board, days=29), quiet(board), quiet(make_board(board.community))
    post = make_reply(over, author=member, now=over.created_at)
    assert [make_reply(topic).number for topic in (live, elsewhere)] == [2, 2]
    for clock_was_there in (False, True):
        if clock_was_there:
            assert close_quiet_topics(timezone.now()) == 1
        for author in (member, moderator, make_steward()):
            assert late_reply(over, author) == SAID
        assert "locked" in refusal(edit_post, editor=member, post=post, body="Other.", revision=1)
        page = page_of(over, member)
        assert SAID in page
        assert '<span class="badge">Closed</span>' in page
        assert "if nobody replies" not in page
    assert breaches() == []


def test_a_reply_lets_the_days_begin_anew_and_the_page_says_until_when(board: Board) -> None:
    topic = quiet(board, days=29)
    for asked_at in (topic.created_at, timezone.now()):
        closes_at = f"{asked_at + 30 * DAY:%Y-%m-%d}"
        said = re.search(r'closes <time datetime="(.{10}).*?</time> if nobody replies', page_of(topic))
        assert said is not None
        assert said[1] == closes_at
        make_reply(topic)
    own_moment = fresh(quiet(board, days=1))
    own_moment.locks_at = timezone.now() + DAY
    own_moment.save()
    assert "closes <time" in page_of(own_moment)
    assert "if nobody replies" not in page_of(own_moment)


def test_the_clock_closes_what_is_quiet_once_with_one_line_of_the_log_for_a_board(board: Board) -> None:
    other = make_board(board.community, closes_after_days=1)
    for place in (board, board, other):
        quiet(place)
    live, removed = quiet(board, days=2), quiet(board)
    remove_topic(moderator=make_steward(), topic=removed, reason="Twice here.")
    locked = quiet(board)
    lock_topic(moderator=make_steward(), topic=locked)
    before = Board.objects.get(pk=board.pk).version

    assert close_quiet_topics(timezone.now()) == 3
    assert close_quiet_topics(timezone.now()) == 0
    closed = Topic.objects.filter(locked_by=None).exclude(locked_at=None)
    assert {(topic.locked_at, topic.locked_by) for topic in closed} == {
        (topic.last_post_at + topic.home_board.closes_after_days * DAY, None) for topic in closed
    }
    assert not closed.filter(pk__in=[live.pk, removed.pk, locked.pk]).exists()
    assert Board.objects.get(pk=board.pk).version == before + 1
    lines = Change.objects.filter(verb=Verb.TOPICS_QUIET).order_by("board_key")
    assert {line.actor and line.actor.handle for line in lines} == {"machine"}
    one = closed.get(home_board=other)
    assert [(line.board_key, line.details) for line in lines] == [
        (board.pk, {"topics": 2, "days": 30}),
        (other.pk, {"topics": 1, "days": 1, "topic": one.pk}),
    ]
    facilitator = Client()
    facilitator.force_login(make_steward())
    log = facilitator.get(reverse("community-log", args=[board.community.slug])).content.decode()
    assert f"closed 2 topics of the board “{board.name}”, after 30 days without a reply" in log
    assert f"closed a topic of the board “{other.name}”, after a day without a reply" in log
    assert one.get_absolute_url() in log
    assert breaches() == []


def test_what_a_moderator_opens_again_stays_open(board: Board, moderator: Person) -> None:
    for clock_was_there in (False, True):
        topic = quiet(board)
        if clock_was_there:
            assert close_quiet_topics(timezone.now()) == 1
        client = Client()
        client.force_login(moderator)
        for _press in range(2):
            told = client.post(reverse("unlock", args=[topic.pk]), follow=True).content.decode()
            assert "stays open however long nobody replies" in told
        assert close_quiet_topics(timezone.now()) == 0
        assert (fresh(topic).stays_open, fresh(topic).locked_at) == (True, None)
        assert make_reply(topic, now=timezone.now() + 90 * DAY).number == 2
    assert breaches() == []


def test_what_was_locked_by_hand_is_locked_and_opens_as_it_was(board: Board, moderator: Person) -> None:
    topic = quiet(board, days=3)
    lock_topic(moderator=moderator, topic=topic)
    assert "This topic is locked." in late_reply(topic, moderator)
    unlock_topic(moderator=moderator, topic=topic)
    assert not fresh(topic).stays_open
    assert "if nobody replies" in page_of(topic)
    lock_topic(moderator=moderator, topic=topic, now=timezone.now() - DAY)
    Topic.objects.filter(pk=topic.pk).update(last_post_at=timezone.now() - 30 * DAY + timedelta(hours=1))
    unlock_topic(moderator=moderator, topic=topic, now=timezone.now() + 2 * DAY)
    assert fresh(topic).stays_open


def test_single_topics_are_exempt_and_exempting_opens_what_had_closed(
    board: Board, moderator: Person
) -> None:
    exempt, closed, ended = quiet(board), quiet(board), quiet(board)
    answering(moderator, exempt, stays_open=True)
    assert close_quiet_topics(timezone.now()) == 2
    answering(moderator, closed, stays_open=True)
    assert [make_reply(topic).number for topic in (exempt, closed)] == [2, 2]
    Topic.objects.filter(pk=exempt.pk).update(last_post_at=timezone.now() - 40 * DAY)
    answering(moderator, exempt, stays_open=False)
    for topic in (exempt, ended):
        assert late_reply(topic, moderator) == SAID


def test_the_form_of_a_topic_offers_that_where_its_board_closes_topics(
    board: Board, moderator: Person
) -> None:
    client, topic = Client(), quiet(board, days=1)
    client.force_login(moderator)
    address = reverse("topic-answering", args=[topic.pk])
    assert "Its board closes topics 30 days after the last reply." in client.get(address).content.decode()
    form = {"seen": edition_of_rules(fresh(topic)), "slow_seconds": "0", "stays_open": "on"}
    assert client.post(address, form).status_code == 302
    assert fresh(topic).stays_open
    line = Change.objects.get(verb=Verb.TOPIC_RULED)
    assert line.details == {"topic": topic.pk, "stays_open": {"before": False, "after": True}}
    Board.objects.filter(pk=board.pk).update(closes_after_days=None)
    assert "stays_open" not in client.get(address).content.decode()
    form = {"seen": edition_of_rules(fresh(topic)), "slow_seconds": "60"}
    assert client.post(address, form).status_code == 302
    assert (fresh(topic).stays_open, fresh(topic).slow_seconds) == (True, 60)


def test_who_shapes_a_board_says_after_how_many_days_and_nobody_else(board: Board, moderator: Person) -> None:
    facilitator = make_member(board.community, role=Role.FACILITATOR)
    for editor in (moderator, make_board_moderator(board), make_member(board.community)):
        with pytest.raises(Refused):
            change_board(
                editor=editor, board=board, seen=edition_of_settings(board), fields={"closes_after_days": 7}
            )
    for days in (0, 3651):
        with pytest.raises(ValidationError):
            change_board(
                editor=facilitator, board=board, seen=edition_of_settings(board),
                fields={"closes_after_days": days},
            )  # fmt: skip
        board.refresh_from_db()
    change_board(
        editor=facilitator, board=board, seen=edition_of_settings(board), fields={"closes_after_days": None}
    )
    line = Change.objects.get(verb=Verb.BOARD_CHANGED)
    assert line.details == {"closes_after_days": {"before": 30, "after": None}}
    assert make_reply(quiet(board, days=900)).number == 2
    client = Client()
    client.force_login(facilitator)
    address = reverse("board-manage", args=[board.community.slug, board.slug])
    page = client.get(address).content.decode()
    assert "so do those that an imported archive brings" in page
    typed = dict.fromkeys(("kind", "approval", "inbound", "outbound"), "")
    assert client.post(address, typed | {"closes_after_days": "ten"}).status_code == 422
    again = client.post(address, typed | {"closes_after_days": "4000"})
    assert "At most 3650 days" in again.content.decode()
    assert 'value="4000"' in again.content.decode()


def test_a_carried_topic_follows_its_home_wherever_it_is_answered() -> None:
    crossing = make_crossing("open", "open", inbound="open")
    carry_topic(broker=crossing.there_moderator, topic=crossing.topic, board=crossing.there, note="For us.")
    Topic.objects.update(last_post_at=timezone.now() - 10 * DAY)
    Board.objects.filter(pk=crossing.there.pk).update(closes_after_days=3)
    reader = crossing.reader
    assert (
        post_reply(author=reader, topic=crossing.topic, body="In time.", via_board=crossing.there).number == 2
    )
    Topic.objects.update(last_post_at=timezone.now() - 10 * DAY)
    Board.objects.filter(pk=crossing.there.pk).update(closes_after_days=None)
    Board.objects.filter(pk=crossing.home.pk).update(closes_after_days=3)
    said = refusal(post_reply, author=reader, topic=crossing.topic, body="Late.", via_board=crossing.there)
    assert said.startswith("Nobody replied here for 3 days")


def test_an_old_archive_comes_in_whole_and_is_closed(board: Board) -> None:
    author, importer = make_placeholder(), make_steward()
    long_ago = timezone.now() - 2000 * DAY

    def said(key: str, days: int, answers: str | None = None) -> ImportedPost:
        return ImportedPost(
            key=key, author=author, source=f"{key} was said", format=Post.Format.PLAIN, answers=answers,
            created_at=long_ago + days * DAY,
        )  # fmt: skip

    posts = [said("first", 0), said("second", 400, "first")]
    import_conversations(
        importer=importer, board=board, conversations=[ImportedConversation("An old thread", posts)]
    )
    topic = Topic.objects.get()
    assert late_reply(topic, make_member(board.community)) == SAID
    assert close_quiet_topics(timezone.now()) == 1
    more = ImportedConversation("An old thread", [said("third", 900, "first")], topic_id=topic.pk)
    import_conversations(importer=importer, board=board, conversations=[more])
    assert fresh(topic).post_count == 3
    assert "This topic is locked." in late_reply(topic, make_member(board.community))
    assert breaches() == []


def test_thousands_are_closed_in_portions(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.discussions.selectors.topic_rules.MOST_AT_ONCE", 2)
    for _each in range(5):
        quiet(board)
    assert [close_quiet_topics(timezone.now()) for _run in range(4)] == [2, 2, 1, 0]


def test_pages_ask_no_more_where_a_board_closes_topics(board: Board) -> None:
    plain = make_board(board.community)
    client = Client()
    client.force_login(make_member(board.community))
    counts = []
    for place in (plain, board):
        topic = make_topic(place)
        addresses = (topic.get_absolute_url(), place.get_absolute_url())
        for address in addresses:
            client.get(address)
        with CaptureQueriesContext(connection) as asked:
            for address in addresses:
                assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_sets_it_reads_beforehand_how_many_topics_close_at_once(board: Board) -> None:
    now = timezone.now()
    for days in (1, 40, 100, 200):
        make_topic(board, now=now - timedelta(days=days))
    asked = make_topic(board, now=now - timedelta(days=400))
    staying, locked = (make_topic(board, now=now - timedelta(days=400)) for _ in range(2))
    Topic.objects.filter(pk=staying.pk).update(stays_open=True)
    Topic.objects.filter(pk=locked.pk).update(locked_at=now)
    make_topic(make_board(board.community), now=now - timedelta(days=400))
    told = what_would_close(board, now)
    assert (told.number, told.after) == (6, [(30, 4), (90, 3), (180, 2), (365, 1)])
    client = Client()
    client.force_login(make_steward())
    where = [board.community.slug, board.slug]
    page = client.get(reverse("board-manage", args=where)).content.decode()
    assert ("6 topics are open here now." in page, "after 365 days: <b>1</b>" in page) == (True, True)
    archiving = client.get(reverse("board-archive", args=where)).content.decode()
    assert ("6 topics that stand on it are open" in archiving, "where they are at home" in archiving) == (
        True,
        False,
    )
    Topic.objects.filter(home_board=board).update(last_post_at=now)
    assert "None of them would close" in client.get(reverse("board-manage", args=where)).content.decode()
    lock_topic(moderator=make_steward(), topic=asked)
    assert open_topics_on(board) == OpenTopics(number=5, guests=0)


def test_who_archives_a_board_reads_how_many_guests_stand_there(board: Board) -> None:
    client = Client()
    client.force_login(make_steward())
    address = reverse("board-archive", args=[board.community.slug, board.slug])
    make_topic(board)
    said = []
    for _ in range(2):
        place_topic(make_topic(make_board(make_community(visibility="open"))), board)
        said.append(client.get(address).content.decode())
    assert "1 of them is a guest: it can be answered where it is at home." in said[0]
    assert "2 of them are guests: they can be answered where they are at home." in said[1]
    assert open_topics_on(board) == OpenTopics(number=3, guests=2)
