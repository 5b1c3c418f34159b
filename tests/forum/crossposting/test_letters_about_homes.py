"""Who is told by mail of another home for a topic, and what they are told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from forum.communities.models import Community, Membership
from forum.crossposting.actions import letters_about_homes as letters
from forum.crossposting.actions.deciding_homes import end_overdue_changes
from forum.crossposting.actions.homes import (
    accept_home_change,
    ask_to_adopt,
    decline_home_change,
    object_to_home_change,
    offer_home,
    take_back_home_change,
)
from forum.crossposting.models import HomeChange
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Topic
from forum.discussions.models.placements import PATIENCE
from forum.people.models import Person
from tests.factories import Crossing, make_crossing, make_member, make_reply
from tests.forum.crossposting.test_letters import confirm_all, delivered, forget, queued, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def crossing() -> Crossing:
    """The author is a member of both communities."""
    made = make_crossing("network", "network")
    make_member(made.there.community, made.author)
    return made


@pytest.fixture
def hidden() -> Crossing:
    """The same where the community to which it is offered is hidden; whoever offers it is a member there too."""
    made = make_crossing("network", "hidden", name="Quill board")
    Community.objects.filter(pk=made.there.community_id).update(name="Secret society")
    made.there.community.refresh_from_db()
    for person in (made.author, made.home_moderator):
        make_member(made.there.community, person)
    return made


def leave(crossing: Crossing) -> None:
    """Author and asker are members of that community no longer."""
    gone = (crossing.author, crossing.home_moderator)
    Membership.objects.filter(community=crossing.there.community_id, person__in=gone).delete()


def offered(crossing: Crossing) -> HomeChange:
    return offer_home(
        moderator=Person.objects.get(pk=crossing.home_moderator.pk), topic=crossing.topic, to=crossing.there,
        note="It is about your work.",
    )  # fmt: skip


def told_of(name: str) -> set[object]:
    return {args["person_id"] for args in queued(name)}


def test_the_author_is_asked_nothing_and_told_where_to_object(crossing: Crossing) -> None:
    change = offered(crossing)
    said = to(crossing.author, delivered("mail_home_asked"))
    assert f"Another home for “{crossing.topic.title}”?" in said
    assert f"{crossing.home_moderator.display_name}, who looks after its home" in said
    assert (f"{crossing.there.name} in" in said, "It is about your work." in said) == (True, False)
    assert f"/homes/{change.pk}/" in said


def test_moderators_who_are_asked_find_in_the_morning_that_a_topic_may_get_another_home(
    crossing: Crossing,
) -> None:
    offered(crossing)
    said = to(crossing.there_moderator, delivered("mail_what_waits"))
    assert f"A topic waits for your word in {crossing.there.community.name}" in said
    assert "to stand on one board more, or to have another home" in said


def test_who_asks_for_a_home_of_what_they_began_is_not_written_to(crossing: Crossing) -> None:
    Topic.objects.filter(pk=crossing.topic.pk).update(author=crossing.home_moderator)
    make_member(crossing.there.community, crossing.home_moderator)
    offer_home(
        moderator=Person.objects.get(pk=crossing.home_moderator.pk),
        topic=Topic.objects.get(pk=crossing.topic.pk),
        to=crossing.there,
    )
    assert queued("mail_home_asked") == []


def test_an_author_is_told_of_a_wish_for_what_was_removed(crossing: Crossing) -> None:
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Not for us.")
    forget()
    ask_to_adopt(
        moderator=crossing.there_moderator, topic=Topic.objects.get(pk=crossing.topic.pk), to=crossing.there
    )
    said = to(crossing.author, delivered("mail_home_asked"))
    assert "its home has removed your topic" in said and "would like it to go on in" in said


def test_whoever_asked_learns_that_it_was_declined_and_why(crossing: Crossing) -> None:
    change = offered(crossing)
    forget()
    decline_home_change(moderator=crossing.there_moderator, change=change, reason="We had this in May.")
    assert told_of("mail_home_answered") == {crossing.home_moderator.pk}
    said = to(crossing.home_moderator, delivered())
    assert "not this time" in said and f"{crossing.there_moderator.display_name} declined." in said
    assert "They say: “We had this in May.”" in said


def test_whoever_looks_after_neither_side_any_more_is_not_told_the_words(crossing: Crossing) -> None:
    change = offered(crossing)
    forget()
    decline_home_change(moderator=crossing.there_moderator, change=change, reason="We had this in May.")
    Membership.objects.filter(person=crossing.home_moderator).update(role=10)
    said = to(crossing.home_moderator, delivered())
    assert "declined." in said and "We had this in May." not in said


def test_once_agreed_whoever_asked_the_author_and_those_who_replied_there_are_told(
    crossing: Crossing,
) -> None:
    answered = make_reply(crossing.topic, author=crossing.broker, via_board=crossing.home)
    make_reply(crossing.topic, author=crossing.author, via_board=crossing.home)
    change = offered(crossing)
    forget()
    accept_home_change(moderator=crossing.there_moderator, change=change)
    assert told_of("mail_home_answered") == {crossing.home_moderator.pk, crossing.author.pk}
    assert queued("mail_replies_stay") == [
        {"person_id": crossing.broker.pk, "topic_id": crossing.topic.pk, "board_id": crossing.home.pk}
    ]
    sent = delivered()
    assert f"your topic “{crossing.topic.title}” has moved to" in to(crossing.author, sent)
    assert "It is at home there now" in to(crossing.home_moderator, sent)
    assert f"no longer stands on {crossing.home.name}" in to(crossing.broker, sent)
    assert f"/posts/{answered.pk}/" in to(crossing.broker, sent)


def test_an_objection_and_the_end_of_patience_are_told_and_a_taking_back_is_not(crossing: Crossing) -> None:
    taken_back = offered(crossing)
    forget()
    take_back_home_change(moderator=crossing.home_moderator, change=taken_back)
    assert queued("mail_home_answered") == []
    overdue = offered(crossing)
    forget()
    end_overdue_changes(timezone.now() + PATIENCE + timedelta(minutes=1))
    assert "Nobody answered in two weeks" in to(crossing.home_moderator, delivered())
    assert HomeChange.objects.get(pk=overdue.pk).state == HomeChange.State.EXPIRED
    last = offered(crossing)
    forget()
    object_to_home_change(author=crossing.author, change=last)
    assert told_of("mail_home_answered") == {crossing.home_moderator.pk}
    assert "would rather it stayed where it is" in to(crossing.home_moderator, delivered())


def test_a_letter_that_is_true_no_longer_is_not_sent(crossing: Crossing) -> None:
    change = offered(crossing)
    confirm_all()
    assert letters.mail_home_answered(person_id=crossing.home_moderator.pk, change_id=change.pk) is False
    assert letters.mail_home_asked(change_id=change.pk) is True
    object_to_home_change(author=crossing.author, change=change)
    assert letters.mail_home_asked(change_id=change.pk) is False


def test_an_author_who_reads_that_board_no_longer_is_not_told_of_it(hidden: Crossing) -> None:
    offered(hidden)
    assert f"{hidden.there.name} in" in to(hidden.author, delivered("mail_home_asked"))
    leave(hidden)
    assert delivered("mail_home_asked") == []


def test_who_reads_neither_topic_nor_board_any_more_is_told_nothing(hidden: Crossing) -> None:
    change = offered(hidden)
    forget()
    accept_home_change(moderator=hidden.there_moderator, change=change)
    for person in (hidden.author, hidden.home_moderator):
        assert f"{hidden.there.name} in" in to(person, delivered("mail_home_answered"))
    leave(hidden)
    assert delivered("mail_home_answered") == []


def test_a_board_that_one_reads_no_longer_is_not_named_where_the_topic_stays(hidden: Crossing) -> None:
    change = offered(hidden)
    forget()
    decline_home_change(moderator=hidden.there_moderator, change=change, reason="We had this in May.")
    leave(hidden)
    said = to(hidden.home_moderator, delivered("mail_home_answered"))
    assert f"“{hidden.topic.title}” may be at home on a board that you do not read any more." in said
    assert (hidden.there.name in said, hidden.there.community.name in said) == (False, False)


def test_whoever_gets_a_letter_may_open_what_it_leads_to(crossing: Crossing, client: Client) -> None:
    change = offered(crossing)
    sent = delivered("mail_home_asked")
    forget()
    accept_home_change(moderator=crossing.there_moderator, change=change)
    sent += delivered("mail_home_answered")
    assert len(sent) == 3
    for letter in sent:
        client.force_login(Person.objects.get(email=letter.to[0]))
        (link,) = re.findall(rf"{settings.ORIGIN}(/homes/\S+)", str(letter.body))
        assert client.get(link).status_code == 200, letter.subject
