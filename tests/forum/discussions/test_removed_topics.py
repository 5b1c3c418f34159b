"""What becomes known of a topic that moderators removed: to its author, others who wrote there, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.homes import accept_home_change, ask_to_adopt
from forum.discussions.actions.letters import mail_why_topic_removed
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import (
    clear_removed_topics,
    forget_own_in_removed_topic,
    remove_topic,
    restore_topic,
)
from forum.discussions.events import TopicWordsForgotten
from forum.discussions.models import Board, Post, Topic
from forum.moderation.actions.appealing import appeal_removal, appeal_removed_topic, overturn_decision
from forum.moderation.actions.deciding import remove_reported
from forum.moderation.actions.reporting import report_post
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.moderation.selectors.cases import case_with
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_of
from forum.people.models import Person
from forum.personal_data.selectors.written import removed_topics as topics_in_copy
from tests.factories import (
    expel,
    lift_all,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_topic,
    suspend,
)
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
TITLE, SAID, ANSWER, WHY = "Courses of ours", "What we offer.", "How much is it?", "We sell nothing here."


@pytest.fixture
def board() -> Board:
    return make_board(make_community("Ward teaching", visibility="private"))


@pytest.fixture
def moderator(board: Board) -> Person:
    return make_member(board.community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def author(board: Board) -> Person:
    return make_member(board.community, make_person("Ada"))


@pytest.fixture
def other(board: Board) -> Person:
    return make_member(board.community, make_person("Bea"))


@pytest.fixture
def topic(board: Board, author: Person, other: Person) -> Topic:
    topic = make_topic(board, author=author, title=TITLE, body=SAID)
    make_reply(topic, author=other, body=ANSWER)
    return topic


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community", "author").get(pk=topic.pk)


def remove(topic: Topic, by: Person) -> Topic:
    return remove_topic(moderator=again(by), topic=fresh(topic), reason=WHY)


def told(person: Person) -> list[str]:
    """Of what somebody is told, but for what others wrote."""
    return sorted(notice.kind for notice in notices_of(again(person)).notices if notice.kind != "reply")


def page_of(person: Person, topic: Topic) -> str:
    return signed_in(person).get(reverse("topic-removal", args=[topic.pk])).content.decode()


def test_its_author_is_told_once_each_time_it_goes_and_each_time_it_is_back(
    topic: Topic, author: Person, other: Person, moderator: Person
) -> None:
    EmailAddress.objects.create(user=author, email=author.email, verified=True, primary=True)
    remove(topic, moderator)
    assert (told(author), told(other), told(moderator)) == (["topic-removed"], [], [])
    assert ProcrastinateJob.objects.filter(task_name="mail_why_topic_removed").count() == 1
    assert mail_why_topic_removed(topic_id=topic.pk)
    (letter,) = mail.outbox
    assert letter.to == [author.email]
    assert all(words in letter.body for words in ("Mo removed a topic of yours in Ward teaching", WHY))
    assert not any(words in letter.subject + letter.body for words in (TITLE, SAID))
    restore_topic(moderator=again(moderator), topic=fresh(topic))
    assert told(author) == ["topic-restored"]
    assert not mail_why_topic_removed(topic_id=topic.pk)
    with pytest.raises(Refused, match="stands already"):
        restore_topic(moderator=again(moderator), topic=fresh(topic))
    remove(topic, moderator)
    assert told(author) == ["topic-removed"]
    assert Notice.objects.filter(recipient=author, kind__startswith="topic-").count() == 3
    inbox = signed_in(author).get(reverse("inbox")).content.decode()
    assert f"Your topic “{TITLE}” was removed; read why" in inbox
    restore_topic(moderator=again(moderator), topic=fresh(topic))
    assert (
        f"Your topic “{TITLE}” was brought back" in signed_in(author).get(reverse("inbox")).content.decode()
    )


def test_its_author_reads_why_and_what_it_said_in_the_list_and_on_its_page(
    topic: Topic, author: Person, moderator: Person, board: Board
) -> None:
    address = reverse("topic-removal", args=[topic.pk])
    assert signed_in(author).get(address)["Location"] == topic.get_absolute_url()  # nobody has removed it
    remove(topic, moderator)
    listed = signed_in(author).get(reverse("own-removed")).content.decode()
    assert all(words in listed for words in (address, TITLE, WHY, board.name))
    page = page_of(author, topic)
    assert all(words in page for words in ("Why your topic was removed", TITLE, SAID, WHY, "Mo", "1 reply"))
    assert (ANSWER in page, reverse("topic-restore", args=[topic.pk]) in page) == (False, False)
    assert reverse("topic-removal-appeal", args=[topic.pk]) in page
    for old in (topic.get_absolute_url(), f"/t/{topic.pk}/", f"{topic.get_absolute_url()}2/"):
        assert signed_in(author).get(old)["Location"] == address
    page = page_of(moderator, topic)
    assert all(words in page for words in (TITLE, SAID, WHY, reverse("topic-restore", args=[topic.pk])))
    assert reverse("topic-removal-appeal", args=[topic.pk]) not in page
    (row,) = topics_in_copy(author)
    assert (row["title"], row["reason"]) == (TITLE, WHY)


def test_others_who_wrote_there_read_why_and_none_of_its_words_as_long_as_they_read_the_board(
    topic: Topic, other: Person, moderator: Person, board: Board
) -> None:
    wrote = make_member(board.community, make_person("Cal"))
    make_reply(topic, author=wrote, body="And where?")
    expel(wrote, board.community)
    remove(topic, moderator)
    address = reverse("topic-removal", args=[topic.pk])
    assert signed_in(other).get(topic.get_absolute_url())["Location"] == address
    page = page_of(other, topic)
    assert "A topic in which you wrote was removed" in page and WHY in page
    assert not any(words in page for words in (TITLE, SAID, ANSWER, "/restore/", "/appeal/", "/forget/"))
    for person in (wrote, make_member(board.community), make_person()):
        for old in (address, topic.get_absolute_url()):
            assert signed_in(person).get(old).status_code == 404
        for act in ("restore", "removal/forget"):
            assert signed_in(person).post(f"/t/{topic.pk}/{act}/").status_code == 404
    for act in ("restore", "removal/forget"):
        assert signed_in(other).post(f"/t/{topic.pk}/{act}/").status_code == 404
    assert signed_in(other).get(reverse("topic-removal-appeal", args=[topic.pk])).status_code == 404


def test_who_left_or_is_suspended_reads_why_and_asks_and_reads_no_name(
    topic: Topic, author: Person, moderator: Person, board: Board
) -> None:
    remove(topic, moderator)
    suspend(author, board.community)
    assert WHY in page_of(author, topic)
    lift_all(author, board.community)
    expel(author, board.community)
    pages = [page_of(author, topic), signed_in(author).get(reverse("own-removed")).content.decode()]
    assert all(WHY in page for page in pages)
    assert not any(name in page for page in pages for name in ("Ward teaching", board.name, TITLE))
    assert SAID in pages[0]
    assert not mail_why_topic_removed(topic_id=topic.pk)
    assert appeal_removed_topic(person=again(author), topic=topic, words="It is free.").state == "open"
    (row,) = topics_in_copy(author)
    assert (row["title"], row["reason"]) == (None, WHY)


def test_who_removes_their_own_topic_tells_themselves_nothing(board: Board, moderator: Person) -> None:
    own = make_topic(board, author=moderator, title=TITLE)
    answer = signed_in(moderator).post(reverse("topic-remove", args=[own.pk]), {"reason": WHY}, follow=True)
    assert "Its author reads why" not in answer.content.decode()
    assert (told(moderator), fresh(own).removal) == ([], None)
    assert not ProcrastinateJob.objects.filter(task_name="mail_why_topic_removed").exists()
    assert WHY not in signed_in(moderator).get(reverse("own-removed")).content.decode()
    assert signed_in(moderator).get(reverse("topic-removal", args=[own.pk])).status_code == 404
    with pytest.raises(Refused):
        appeal_removed_topic(person=again(moderator), topic=own, words="Mine.")
    listed = signed_in(moderator).get(reverse("removed-topics", args=[board.community.slug])).content.decode()
    assert reverse("topic-restore", args=[own.pk]) in listed


def test_removing_it_twice_says_what_is_so(topic: Topic, moderator: Person, board: Board) -> None:
    client, address = signed_in(moderator), reverse("topic-remove", args=[topic.pk])
    assert "Its author reads it" in client.get(address).content.decode()
    assert "Its author reads why" in client.post(address, {"reason": WHY}, follow=True).content.decode()
    twice = client.post(address, {"reason": WHY}, follow=True)
    assert "The topic was removed already." in twice.content.decode()
    with pytest.raises(Refused, match="removed already"):
        remove(topic, moderator)
    assert signed_in(make_member(board.community)).post(address, {"reason": WHY}).status_code == 404


def test_a_report_that_is_answered_so_tells_its_author_once(
    board: Board, author: Person, other: Person, moderator: Person
) -> None:
    alone = make_topic(board, author=author, title=TITLE)
    rows = Post.objects.select_related("topic__home_board__community", "via_board__community", "author")
    case = report_post(reporter=again(other), post=rows.get(topic=alone), reason="spam").case
    found = case_with(case.pk)
    assert found is not None
    remove_reported(moderator=again(moderator), case=found, reason=WHY)
    assert (told(author), told(other)) == (["topic-removed"], ["report-decided"])
    assert WHY in page_of(author, alone)


def test_its_author_lets_their_words_go_and_what_others_wrote_stays(
    topic: Topic, author: Person, moderator: Person
) -> None:
    remove(topic, moderator)
    with pytest.raises(Refused, match="Only its author"):
        forget_own_in_removed_topic(author=again(moderator), topic=fresh(topic))
    address = reverse("topic-forget", args=[topic.pk])
    assert address in page_of(author, topic)
    assert signed_in(author).post(address)["Location"] == reverse("own-removed")
    assert signed_in(author).post(address).status_code == 403
    page = page_of(author, topic)
    assert (WHY in page, SAID in page, address in page) == (True, False, False)
    assert [post.source for post in topic.posts.order_by("number")] == ["", ANSWER]
    restore_topic(moderator=again(moderator), topic=fresh(topic))
    assert fresh(topic).post_count == 1


def test_the_reason_stays_when_the_words_are_gone(topic: Topic, author: Person, moderator: Person) -> None:
    remove(topic, moderator)
    assert clear_removed_topics(timezone.now() + timedelta(days=31)) == 1
    page = page_of(author, topic)
    assert (WHY in page, SAID in page, TITLE in page, "gone for good" in page) == (True, False, False, True)
    assert reverse("topic-removal-appeal", args=[topic.pk]) not in page
    with pytest.raises(Refused, match="gone for good"):
        appeal_removed_topic(person=again(author), topic=fresh(topic), words="It is free.")


def test_a_removed_opening_and_a_removed_topic_are_asked_about_one_after_the_other(
    topic: Topic, author: Person, moderator: Person, board: Board
) -> None:
    second = make_member(board.community, role=Role.MODERATOR)
    rows = Post.objects.select_related("topic__home_board__community", "via_board__community", "author")
    opening = rows.get(topic=topic, number=1)
    take_down_post(moderator=again(moderator), post=opening, reason="A name.")
    of_post = appeal_removal(person=again(author), post=opening, words="It names nobody.")
    remove(topic, moderator)
    assert told(author) == ["post-removed", "topic-removed"]
    of_topic = appeal_removed_topic(person=again(author), topic=fresh(topic), words="It is free.")

    def overturn(appeal: Appeal) -> None:
        found = appeal_with(appeal.pk)
        assert found is not None
        overturn_decision(decider=again(second), appeal=found, reason="You are right.")

    with pytest.raises(Refused, match="Its topic was removed"):
        overturn(of_post)
    overturn(of_topic)
    overturn(of_post)
    assert (fresh(topic).removed_at, fresh(topic).post_count) == (None, 2)


def test_boards_to_which_it_was_carried_neither_decide_nor_read_why() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    remove(crossing.topic, crossing.home_moderator)
    appeal = appeal_removed_topic(
        person=again(crossing.author), topic=fresh(crossing.topic), words="It is free."
    )
    for name in ("appeal", "topic-removal", "topic-restore"):
        key = appeal.pk if name == "appeal" else crossing.topic.pk
        client = signed_in(crossing.there_moderator)
        answer = (
            client.post(reverse(name, args=[key]))
            if "restore" in name
            else client.get(reverse(name, args=[key]))
        )
        assert answer.status_code == 404, name


def test_what_another_board_takes_as_its_home_is_told_as_that_alone() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    remove(crossing.topic, crossing.home_moderator)
    appeal_removed_topic(person=again(crossing.author), topic=fresh(crossing.topic), words="It is free.")
    change = ask_to_adopt(
        moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there, note="We go on."
    )
    accept_home_change(moderator=crossing.home_moderator, change=change)
    assert (told(crossing.author), Appeal.objects.get().state) == (
        ["home-asked", "home-decided"],
        Appeal.State.GONE,
    )


def test_others_read_why_only_as_long_as_anything_of_it_is_kept(
    topic: Topic, author: Person, other: Person, moderator: Person
) -> None:
    remove(topic, moderator)
    address = reverse("topic-removal", args=[topic.pk])
    assert "Nobody reads there meanwhile." in page_of(other, topic)
    clear_removed_topics(timezone.now() + timedelta(days=31))
    assert [signed_in(person).get(address).status_code for person in (author, other)] == [200, 404]


def test_the_old_address_of_what_was_united_leads_to_why_it_went(
    topic: Topic, author: Person, moderator: Person, board: Board
) -> None:
    into = make_topic(board)
    unite_topics(moderator=again(moderator), topic=fresh(topic), into=fresh(into))
    remove(into, moderator)
    for address in (f"/t/{topic.pk}/", f"/t/{into.pk}/"):
        assert signed_in(author).get(address)["Location"] == reverse("topic-removal", args=[into.pk])
        assert signed_in(make_member(board.community)).get(address).status_code == 404


def test_that_it_is_back_is_said_no_longer_once_it_is_part_of_another_topic(
    topic: Topic, author: Person, moderator: Person, board: Board
) -> None:
    into = make_topic(board, author=author, title="All about courses")
    remove(topic, moderator)
    restore_topic(moderator=again(moderator), topic=fresh(topic))
    assert told(author) == ["topic-restored"]
    unite_topics(moderator=again(moderator), topic=fresh(topic), into=fresh(into))
    assert "topic-restored" not in told(author)


def test_the_copy_holds_every_topic_that_was_removed_and_titles_that_are_kept(
    topic: Topic, author: Person, moderator: Person, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.discussions.selectors.removed.MOST_SHOWN", 1)
    alone = make_topic(board, author=author, title="Mine alone")
    for each in (topic, alone):
        remove(each, moderator)
    assert [row["title"] for row in topics_in_copy(author)] == ["Mine alone", TITLE]
    with CaptureQueriesContext(connection) as asked:
        list(topics_in_copy(again(author)))
    forget_own_in_removed_topic(author=again(author), topic=fresh(alone))
    assert [row["title"] for row in topics_in_copy(author)] == [None, TITLE]
    remove(make_topic(board, author=author), moderator)
    with CaptureQueriesContext(connection) as more:
        list(topics_in_copy(again(author)))
    assert len(more) == len(asked)


@pytest.mark.parametrize("is_alone", [True, False])
def test_that_words_are_let_go_is_published_once(
    topic: Topic,
    author: Person,
    moderator: Person,
    board: Board,
    monkeypatch: pytest.MonkeyPatch,
    is_alone: bool,
) -> None:
    gone = make_topic(board, author=author) if is_alone else topic
    remove(gone, moderator)
    published: list[object] = []
    for module in ("removing", "whole_topics"):
        monkeypatch.setattr(f"forum.discussions.actions.{module}.publish", published.append)
    forget_own_in_removed_topic(author=again(author), topic=fresh(gone))
    assert [each for each in published if isinstance(each, TopicWordsForgotten)] == [
        TopicWordsForgotten(topic_id=gone.pk)
    ]
