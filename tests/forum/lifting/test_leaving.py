"""What becomes of words on boards when their author is called otherwise, comes to be known, or leaves."""

from __future__ import annotations

import pytest

from forum.chat.models import Message
from forum.core.events import publish
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Post, Topic
from forum.invariants.selectors import breaches
from forum.lifting.actions.answering import agree
from forum.lifting.models import Lift, LiftedMessage
from forum.people.events import PlaceholderAdopted, ProfileChanged
from forum.people.models import Person
from forum.personal_data.selectors import taken
from forum.personal_data.selectors.departures import to_take_back
from tests.factories import make_board, make_community, make_member, make_placeholder
from tests.forum.chat.test_sending import say
from tests.forum.leaving import leave
from tests.forum.lifting.lifted import lift, moderator_of, room_of, states, wording_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def standing(ada: Person) -> Lift:
    """Words of Ada's that stand, and others that she is asked for."""
    community = make_community(visibility="private")
    make_member(community, ada)
    room, board, mo = room_of(community), make_board(community), moderator_of(community)
    done = lift(mo, [say(ada, room, "Ada's words."), say(mo, room, "Mo's words.")], board)
    agree(author=ada, lift=done, seen=wording_for(done, ada))
    lift(mo, [say(ada, room, "Asked for.")], board)
    return Lift.objects.get(pk=done.pk)


def html_of(lift: Lift) -> str:
    return Post.objects.get(pk=lift.post_id).html


def test_a_new_name_stands_above_the_words_too(ada: Person, standing: Lift) -> None:
    Person.objects.filter(pk=ada.pk).update(display_name="Ada King", handle="adak")
    publish(ProfileChanged(person_id=ada.pk))
    assert ("Ada King" in html_of(standing), "/people/adak/" in html_of(standing)) == (True, True)
    assert "Byrne" not in html_of(standing)


@pytest.mark.parametrize("wish", ["keep", "blank"])
def test_who_leaves_is_named_no_more_and_declines_what_waits(ada: Person, standing: Lift, wish: str) -> None:
    assert to_take_back(ada) == 3  # two messages, and words in a post of another
    leave(ada, wish)
    html = html_of(standing)
    assert ("Byrne" in html, "Ada's words." in html, "Mo's words." in html) == (False, wish == "keep", True)
    assert states(Lift.objects.exclude(pk=standing.pk).get()) == ["declined"]
    assert breaches() == []


def test_who_asked_and_leaves_leaves_no_question_behind(ada: Person) -> None:
    community = make_community(visibility="private")
    make_member(community, ada, role=30)
    room, board = room_of(community), make_board(community)
    asking = lift(ada, [say(make_member(community), room)], board, why="My reason.")
    leave(ada, "keep")
    assert not Lift.objects.filter(pk=asking.pk).exists()
    assert breaches() == []


def test_whoever_turns_out_to_be_behind_a_name_has_its_words_on_boards(standing: Lift, ada: Person) -> None:
    name = make_placeholder("Old Name")
    Message.objects.filter(author=ada).update(author=name)
    LiftedMessage.objects.filter(author=ada).update(author=name)
    publish(PlaceholderAdopted(placeholder_id=name.pk, person_id=ada.pk))
    assert "Ada Byrne" in html_of(standing)
    assert not LiftedMessage.objects.filter(author=name).exists()
    assert breaches() == []


def test_a_copy_tells_what_was_taken_and_of_others_only_how_many(standing: Lift, ada: Person) -> None:
    mo = standing.lifter
    assert [(row["state"], row["messages"]) for row in taken.taken_by(mo)] == [
        ("published", 2),
        ("asking", 1),
    ]
    assert "Ada's" not in str(list(taken.taken_by(mo)))
    assert [row["state"] for row in taken.taken_of(ada)] == ["stands", "asked"]
    assert list(taken.taken_by(ada)) == []


@pytest.mark.parametrize("wish", ["keep", "blank"])
def test_who_leaves_is_not_named_when_a_removed_topic_comes_back(
    ada: Person, standing: Lift, wish: str
) -> None:
    topic = Topic.objects.select_related("home_board__community").get(posts=standing.post_id)
    remove_topic(moderator=standing.lifter, topic=topic, reason="Not here.")
    leave(ada, wish)
    restore_topic(moderator=standing.lifter, topic=topic)
    html = html_of(standing)
    assert ("Byrne" in html, "Ada's words." in html, "Mo's words." in html) == (False, wish == "keep", True)
    assert breaches() == []
