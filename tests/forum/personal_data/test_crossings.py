"""What somebody carried, in the copy of their data and when they close their account."""

from __future__ import annotations

import pytest
from django.test import Client

from forum.communities.models import Community
from forum.crossposting.actions.deciding import decline_placement
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.homes import offer_home
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.models import HomeChange
from forum.discussions.models import Placement, Topic
from forum.invariants.selectors import breaches
from forum.people.models import Person
from forum.personal_data.models import Departure
from tests.factories import expel, make_board, make_crossing, make_topic
from tests.forum.personal_data.test_exports import copy_of, read
from tests.forum.personal_data.test_leaving import leave

pytestmark = pytest.mark.django_db
State, Side = Placement.State, Placement.Side
KEEP, BLANK = Departure.Wish.KEEP, Departure.Wish.BLANK


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_what_one_carried_is_in_the_copy_with_ones_words_and_the_answer() -> None:
    crossing = make_crossing()
    placement = crossing.propose("We see this each week.")
    decline_placement(moderator=crossing.there_moderator, placement=placement, reason="We had this in May.")
    (row,) = read(copy_of(again(crossing.broker)), "carried.json")
    assert (
        row
        | {
            "title": crossing.topic.title,
            "to_board": crossing.there.name,
            "to_community": crossing.there.community.name,
            "note": "We see this each week.",
            "state": "declined",
            "ended_by": "board",
            "answer": "We had this in May.",
        }
        == row
    )
    assert read(copy_of(again(crossing.author)), "carried.json") == []


def test_a_board_that_one_reads_no_longer_is_not_named_in_the_copy() -> None:
    crossing = make_crossing("network", "hidden", name="Quill board")
    Community.objects.filter(pk=crossing.there.community_id).update(name="Secret society")
    placement = crossing.propose("We see this each week.")
    decline_placement(
        moderator=crossing.there_moderator, placement=placement, reason="Not for Secret people."
    )
    expel(crossing.broker, crossing.there.community)
    copy = copy_of(again(crossing.broker))
    (row,) = read(copy, "carried.json")
    assert (row["to_board"], row["to_community"], row["answer"]) == (None, None, None)
    assert row["note"] == "We see this each week."
    whole = b"".join(copy.read(name) for name in copy.namelist())
    assert b"Quill" not in whole and b"Secret" not in whole


def test_who_leaves_asks_nobody_any_more_and_takes_their_words_along() -> None:
    crossing = make_crossing("open", "open")
    waiting = crossing.propose("Zenobia would like this.")
    other = carry_topic(
        broker=crossing.broker, topic=make_topic(crossing.home), board=crossing.there, note="And this."
    )
    decline_placement(moderator=crossing.there_moderator, placement=other, reason="No.")
    leave(again(crossing.broker))
    row = Placement.objects.get(pk=waiting.pk)
    assert (row.state, row.ended_by, row.note) == (State.WITHDRAWN, Side.BROKER, "")
    row = Placement.objects.get(pk=other.pk)
    assert (row.state, row.note, row.reason) == (State.DECLINED, "", "No.")
    assert breaches() == []


@pytest.mark.parametrize("wish", [KEEP, BLANK])
def test_what_stands_goes_on_standing_and_its_note_is_as_its_author_wished(wish: str, client: Client) -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.place()
    version = Topic.objects.get(pk=crossing.topic.pk).version
    departure = leave(again(crossing.broker), wish)
    assert (departure.done, departure.total) == ((1, 1) if wish == BLANK else (0, 0))
    row = Placement.objects.get(pk=placement.pk)
    assert (row.state, row.note) == (State.LIVE, "" if wish == BLANK else "We met this too.")
    assert Topic.objects.get(pk=crossing.topic.pk).version > version
    page = client.get(f"{crossing.topic.get_absolute_url()}?in={crossing.there.pk}").content.decode()
    assert crossing.broker.display_name not in page and ("We met this too." in page) is (wish == KEEP)
    assert breaches() == []


def test_why_an_author_objected_goes_with_them_and_what_moderators_said_stays() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.propose()
    end_placement(person=crossing.author, placement=placement, reason="My students would be seen.")
    second = make_board(crossing.there.community)
    declined = carry_topic(broker=crossing.broker, topic=crossing.topic, board=second)
    decline_placement(moderator=crossing.there_moderator, placement=declined, reason="Not for us.")
    leave(again(crossing.author))
    leave(again(crossing.there_moderator))
    row = Placement.objects.get(pk=placement.pk)
    assert (row.ended_by, row.reason) == (Side.AUTHOR, "")
    assert Placement.objects.get(pk=declined.pk).reason == "Not for us."
    assert breaches() == []


def test_a_home_that_one_offered_is_in_the_copy_and_ones_note_goes_as_one_wished() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    moderator = again(crossing.home_moderator)
    offer_home(moderator=moderator, topic=crossing.topic, to=crossing.there, note="It is yours by now.")
    (row,) = read(copy_of(moderator), "homes_asked.json")
    assert (row["to_board"], row["note"], row["state"]) == (
        crossing.there.name,
        "It is yours by now.",
        "waiting",
    )
    leave(again(moderator), BLANK)
    assert HomeChange.objects.get().note == ""
    assert breaches() == []
