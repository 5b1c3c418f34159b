"""Topics that get a home in another community, and questions that are asked elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Membership, Role
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.deciding_homes import end_overdue_changes
from forum.crossposting.actions.homes import (
    accept_home_change,
    ask_to_adopt,
    decline_home_change,
    object_to_home_change,
    offer_home,
    take_back_home_change,
)
from forum.crossposting.actions.questions import tie_question
from forum.crossposting.models import AskedThere, HomeChange
from forum.discussions.actions.deciding import let_through
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.submitting import submit_topic
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Board, HeldPost, Placement, Relocation, Topic
from forum.discussions.models.placements import PATIENCE
from forum.discussions.selectors.topics import topics_on, topics_visible_to
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = HomeChange.State


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community", "author").get(pk=topic.pk)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def listed_on(board: Board) -> list[int]:
    return [row.topic_id for row in topics_on(Board.objects.get(pk=board.pk)).placements]


def open_crossing() -> Crossing:
    crossing = make_crossing("open", "open")
    make_member(crossing.there.community, crossing.author)
    return crossing


def test_what_its_home_removes_may_be_adopted_where_it_stood() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    post = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    remove_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic), reason="Not for us.")
    with pytest.raises(Refused, match="moderators of this board"):
        ask_to_adopt(moderator=crossing.reader, topic=fresh(crossing.topic), to=crossing.there)
    change = ask_to_adopt(
        moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there, note="We go on."
    )
    assert (change.state, change.awaits) == (State.WAITING, HomeChange.Awaits.HOME)
    with pytest.raises(Refused, match="board that is asked"):
        accept_home_change(moderator=crossing.there_moderator, change=change)
    accept_home_change(moderator=crossing.home_moderator, change=change)
    topic = fresh(crossing.topic)
    assert (topic.home_board, topic.removed_at) == (crossing.there, None)
    assert listed_on(crossing.there) == [topic.pk]
    assert listed_on(crossing.home) == []
    assert Board.objects.get(pk=crossing.there.pk).post_count == 2
    assert Placement.objects.filter(topic=topic).count() == 1
    post.refresh_from_db()
    assert post.via_board == crossing.there


def test_a_decline_says_why_and_a_restored_topic_is_not_given_away() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic), reason="Not for us.")
    change = ask_to_adopt(moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there)
    with pytest.raises(Invalid, match="Say why"):
        decline_home_change(moderator=crossing.home_moderator, change=change, reason="")
    with pytest.raises(Refused, match="asks for another home"):
        ask_to_adopt(moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there)
    restore_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic))
    with pytest.raises(Refused, match="brought it back"):
        accept_home_change(moderator=crossing.home_moderator, change=change)
    decline_home_change(moderator=crossing.home_moderator, change=change, reason="It is back.")
    assert HomeChange.objects.get().state == State.DECLINED


def test_a_home_offers_and_the_board_agrees() -> None:
    crossing = open_crossing()
    with pytest.raises(Refused, match="home board"):
        offer_home(moderator=crossing.author, topic=fresh(crossing.topic), to=crossing.there)
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    assert listed_on(crossing.home) == [crossing.topic.pk]
    accept_home_change(moderator=crossing.there_moderator, change=change)
    assert (listed_on(crossing.home), listed_on(crossing.there)) == ([], [crossing.topic.pk])


def test_a_guest_becomes_at_home_and_stands_there_once() -> None:
    crossing = open_crossing()
    crossing.place()
    third = make_board(make_community(visibility="open"), inbound="open")
    make_member(third.community, crossing.broker)
    other = Crossing(
        crossing.home, third, crossing.topic, crossing.author, again(crossing.broker), crossing.home_moderator,
        make_member(third.community, role=Role.MODERATOR), crossing.reader,
    )  # fmt: skip
    other.place()
    both = make_steward()
    change = offer_home(moderator=both, topic=fresh(crossing.topic), to=crossing.there)
    assert change.state == State.ACCEPTED
    assert [listed_on(board) for board in (crossing.home, crossing.there, third)] == [
        [], [crossing.topic.pk], [crossing.topic.pk],
    ]  # fmt: skip


def test_nobody_reads_it_who_did_not_and_its_author_still_does() -> None:
    wider = make_crossing("network", "open")
    with pytest.raises(Refused, match="More people read"):
        offer_home(moderator=wider.home_moderator, topic=fresh(wider.topic), to=wider.there)
    narrower = make_crossing("open", "private")
    with pytest.raises(Refused, match="Its author could not read it"):
        offer_home(moderator=narrower.home_moderator, topic=fresh(narrower.topic), to=narrower.there)


def test_a_narrower_home_ends_what_more_people_read() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    closed = make_board(make_community(visibility="private"))
    make_member(closed.community, crossing.author)
    follow_topic(person=crossing.reader, topic=fresh(crossing.topic))
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=closed)
    accept_home_change(moderator=make_member(closed.community, role=Role.MODERATOR), change=change)
    row = Placement.objects.get(board=crossing.there)
    assert (row.state, row.ended_by) == (Placement.State.WITHDRAWN, Placement.Side.READERS)
    assert not topics_visible_to(again(crossing.reader)).filter(pk=crossing.topic.pk).exists()


def test_an_offer_is_taken_back_and_one_that_nobody_answers_ends() -> None:
    crossing = open_crossing()
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    with pytest.raises(Refused, match="board that asked"):
        take_back_home_change(moderator=crossing.there_moderator, change=change)
    take_back_home_change(moderator=crossing.home_moderator, change=change)
    offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    assert end_overdue_changes(timezone.now() + PATIENCE + timedelta(minutes=1)) == 1
    assert set(HomeChange.objects.values_list("state", flat=True)) == {State.WITHDRAWN, State.EXPIRED}


def test_what_its_author_objects_to_is_over_and_nobody_else_asks_for_it_again() -> None:
    crossing = open_crossing()
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    with pytest.raises(Refused, match="Only its author"):
        object_to_home_change(author=crossing.home_moderator, change=change)
    object_to_home_change(author=crossing.author, change=change)
    row = HomeChange.objects.get()
    assert (row.state, row.decided_by) == (State.OBJECTED, crossing.author)
    for act in (accept_home_change, take_back_home_change):
        moderator = crossing.there_moderator if act is accept_home_change else crossing.home_moderator
        with pytest.raises(Refused, match="answered or taken back"):
            act(moderator=moderator, change=change)
    with pytest.raises(Refused, match="in the meantime"):
        object_to_home_change(author=crossing.author, change=change)
    with pytest.raises(Refused, match="Its author did not want"):
        offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    other = make_board(crossing.there.community)
    assert offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=other).state
    take_back_home_change(moderator=crossing.home_moderator, change=HomeChange.objects.get(to=other))
    Membership.objects.filter(community=crossing.home.community, person=crossing.author).update(
        role=Role.MODERATOR
    )
    own = offer_home(moderator=again(crossing.author), topic=fresh(crossing.topic), to=crossing.there)
    assert own.state == State.WAITING


def asked(crossing: Crossing, asker: Person) -> Topic | HeldPost:
    return submit_topic(
        author=asker, board=crossing.there, title="Does anyone else?", body="In general terms."
    )


def test_what_is_for_members_is_asked_elsewhere_in_words_of_its_own() -> None:
    crossing = make_crossing("private", "open")
    sent = asked(crossing, crossing.broker)
    assert isinstance(sent, Topic)
    for _ in range(2):
        tie_question(asker=again(crossing.broker), source=fresh(crossing.topic), sent=sent)
    row = AskedThere.objects.get()
    assert (row.source, row.asked, row.asked_by) == (crossing.topic, sent, crossing.broker)
    with pytest.raises(Refused, match="Only its author"):
        tie_question(asker=crossing.author, source=fresh(crossing.topic), sent=sent)
    into = make_topic(crossing.home)
    unite_topics(moderator=crossing.home_moderator, topic=fresh(crossing.topic), into=fresh(into))
    assert AskedThere.objects.get().source == into


def test_each_end_is_shown_to_those_alone_who_read_it(client: Client) -> None:
    crossing = make_crossing("private", "open")
    sent = asked(crossing, crossing.broker)
    assert isinstance(sent, Topic)
    tie_question(asker=crossing.broker, source=fresh(crossing.topic), sent=sent)

    def page(person: Person | None, topic: Topic) -> str:
        client.logout()
        if person is not None:
            client.force_login(person)
        return client.get(fresh(topic).get_absolute_url()).content.decode()

    assert sent.title in page(crossing.author, crossing.topic)
    assert crossing.topic.title in page(crossing.broker, sent)
    for person in (None, make_person(), crossing.there_moderator):
        assert crossing.topic.title not in page(person, sent)
        assert crossing.home.community.name not in page(person, sent)


def test_what_could_be_carried_is_not_asked_elsewhere_and_only_readers_ask() -> None:
    crossing = make_crossing("open", "private")
    with pytest.raises(Refused, match="can be carried there"):
        tie_question(
            asker=crossing.broker, source=fresh(crossing.topic), sent=asked(crossing, crossing.broker)
        )
    closed = make_crossing("private", "open")
    with pytest.raises(Refused, match="no such topic"):
        tie_question(asker=closed.reader, source=fresh(closed.topic), sent=asked(closed, closed.reader))


def test_a_question_that_waits_for_a_moderator_is_tied_once_it_stands() -> None:
    crossing = make_crossing("private", "open", approval="everything")
    held = asked(crossing, crossing.broker)
    assert isinstance(held, HeldPost)
    tie_question(asker=crossing.broker, source=fresh(crossing.topic), sent=held)
    assert AskedThere.objects.get().asked is None
    post = let_through(moderator=crossing.there_moderator, held=held, revision=held.revision)
    assert AskedThere.objects.get().asked_id == post.topic_id


def test_the_question_is_asked_by_the_pages(client: Client) -> None:
    crossing = make_crossing("private", "open")
    client.force_login(crossing.broker)
    page = client.get(reverse("topic-ask", args=[crossing.topic.pk])).content.decode()
    there = reverse("start-topic", args=[crossing.there.community.slug, crossing.there.slug])
    assert f"{there}?out-of={crossing.topic.pk}" in page
    assert "nothing of it goes along" in client.get(f"{there}?out-of={crossing.topic.pk}").content.decode()
    said = {"title": "Asked", "type": "question", "text": "In general?", "out_of": str(crossing.topic.pk)}
    answer = client.post(there, said)
    assert answer["Location"] == Topic.objects.get(title="Asked").get_absolute_url()
    assert AskedThere.objects.get().source == crossing.topic
    client.force_login(crossing.reader)
    assert client.get(reverse("topic-ask", args=[crossing.topic.pk])).status_code == 404
    client.post(there, said | {"title": "Guessed"})
    assert AskedThere.objects.count() == 1


def test_a_new_topic_is_carried_along_where_its_author_says(client: Client) -> None:
    crossing = make_crossing("open", "open")
    third = make_board(make_community(visibility="open"), inbound="open")
    make_member(third.community, crossing.broker)
    client.force_login(again(crossing.broker))
    home = reverse("start-topic", args=[crossing.home.community.slug, crossing.home.slug])
    assert f'name="also" value="{third.pk}"' in client.get(home).content.decode()
    also = [str(third.pk), str(crossing.there.pk), str(crossing.home.pk), "999999"]
    said = {
        "title": "Everywhere",
        "type": "discussion",
        "text": "Words.",
        "also": also,
        "also_note": "For you.",
    }
    client.post(home, said)
    rows = Placement.objects.filter(topic__title="Everywhere").exclude(board=crossing.home)
    assert {(row.board_id, row.state, row.note) for row in rows} == {
        (third.pk, Placement.State.LIVE, "For you."),
        (crossing.there.pk, Placement.State.PENDING, "For you."),
    }
    closed = make_crossing("private", "open")
    client.force_login(closed.broker)
    page = client.get(reverse("start-topic", args=[closed.home.community.slug, closed.home.slug]))
    assert 'name="also"' not in page.content.decode()


def test_who_is_asked_is_asked_where_the_topic_is_at_home_now() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic), reason="Not for us.")
    change = ask_to_adopt(moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there)
    into = make_board(crossing.home.community)
    merge_boards(merger=make_steward(), board=crossing.home, into=into)
    change.refresh_from_db()
    assert change.home == into
    assert change.state == State.WAITING


@pytest.mark.parametrize("is_wanted", [True, False])
def test_where_the_board_that_is_asked_is_merged_the_other_is_asked_or_as_unwanted(is_wanted: bool) -> None:
    crossing = open_crossing()
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    if not is_wanted:
        object_to_home_change(author=crossing.author, change=change)
    into = make_board(crossing.there.community)
    merge_boards(merger=make_steward(), board=crossing.there, into=into)
    change.refresh_from_db()
    assert (change.to, change.state) == (into, State.WAITING if is_wanted else State.OBJECTED)
    with pytest.raises(Refused, match="already" if is_wanted else "Its author did not want"):
        offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=into)


def test_a_topic_that_is_removed_is_offered_to_nobody_any_more() -> None:
    crossing = open_crossing()
    crossing.place()
    change = offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
    remove_topic(moderator=crossing.home_moderator, topic=fresh(crossing.topic), reason="Not for us.")
    change.refresh_from_db()
    assert change.state == State.WITHDRAWN
    asked = ask_to_adopt(moderator=crossing.there_moderator, topic=fresh(crossing.topic), to=crossing.there)
    assert asked.state == State.WAITING


@pytest.mark.parametrize("broken", ["waiting", "united", "tied"])
def test_the_promises_find_what_is_broken(broken: str) -> None:
    crossing = open_crossing()
    with transaction.atomic():
        if broken == "waiting":
            offer_home(moderator=crossing.home_moderator, topic=fresh(crossing.topic), to=crossing.there)
            HomeChange.objects.update(home=make_board(crossing.home.community))
        elif broken == "united":
            Relocation.objects.create(
                topic=crossing.topic, into=make_topic(crossing.home), kind="unite", shift=1
            )
        else:
            asked = make_topic(crossing.there)
            AskedThere.objects.create(source=crossing.topic, asked=asked)
        keys = {breach.promise.key for breach in breaches()}
        transaction.set_rollback(True)
    assert {"waiting": "I5-waiting-homes", "united": "I3-united", "tied": "I4-tied"}[broken] in keys
