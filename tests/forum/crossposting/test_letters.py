"""Mails about carried topics: who gets one, what it names, and when it stays away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.models import Community, Membership, Role
from forum.crossposting.actions import letters, letters_about_homes, letters_to_moderators
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_overdue, end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.selectors.addressees import MOST_TOLD
from forum.crossposting.tasks import next_morning
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.visibility import keep_placements_within
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Board, Placement
from forum.people.models import Person
from tests.factories import (
    Crossing,
    expel,
    make_board,
    make_crossing,
    make_member,
    make_reply,
    make_topic,
    suspend,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
SEND: dict[str, Callable[..., bool]] = {
    "mail_topic_carried": letters.mail_topic_carried,
    "mail_what_became": letters.mail_what_became,
    "mail_replies_stay": letters.mail_replies_stay,
    "mail_home_asked": letters_about_homes.mail_home_asked,
    "mail_home_answered": letters_about_homes.mail_home_answered,
    "mail_guests_gone": letters_to_moderators.mail_guests_gone,
    "mail_what_waits": letters_to_moderators.mail_what_waits,
}


def queued(name: str = "") -> list[dict[str, Any]]:
    rows = ProcrastinateJob.objects.filter(task_name__in=[name] if name else list(SEND)).order_by("id")
    return [row.args for row in rows]


def forget() -> None:
    """Let what was queued and sent until now be none of a test's business."""
    ProcrastinateJob.objects.all().delete()
    mail.outbox.clear()


def confirm_all() -> None:
    for person in Person.objects.exclude(email=None):
        EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True)


def delivered(name: str = "") -> list[EmailMessage]:
    """Everything that is queued is sent now, to people whose addresses are confirmed."""
    confirm_all()
    mail.outbox.clear()
    for row in ProcrastinateJob.objects.filter(task_name__in=[name] if name else list(SEND)).order_by("id"):
        SEND[row.task_name](**row.args)
    return list(mail.outbox)


def to(person: Person, sent: list[EmailMessage]) -> str:
    """Subject and words of the one letter that the person got."""
    (letter,) = [each for each in sent if each.to == [person.email]]
    return f"{letter.subject}\n{letter.body}"


def named(crossing: Crossing) -> tuple[str, str]:
    return crossing.there.name, crossing.there.community.name


def close_home(crossing: Crossing, visibility: str = "private") -> None:
    Community.objects.filter(pk=crossing.home.community_id).update(visibility=visibility)
    keep_placements_within(community_id=crossing.home.community_id)


def secretly(**more: Any) -> Crossing:
    """A crossing whose receiving side has names that are found in a mail, unlike those that every test has."""
    crossing = make_crossing("network", "hidden", name="Quill board", **more)
    Community.objects.filter(pk=crossing.there.community_id).update(name="Secret society")
    crossing.there.community.refresh_from_db()
    return crossing


# The author ------------------------------------------------------------------------------------------------


def test_the_author_learns_who_carries_their_topic_and_where_to_object() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.propose("We met this too.")
    said = to(crossing.author, delivered("mail_topic_carried"))
    assert f"{crossing.broker.display_name} would like your topic “{crossing.topic.title}”" in said
    assert f"{crossing.there.name} in {crossing.there.community.name}" in said
    assert "“We met this too.”" in said
    assert reverse("carried-one", args=[placement.pk]) in said


def test_a_board_that_the_author_does_not_read_is_not_named_nor_its_words_told() -> None:
    crossing = secretly()
    placement = crossing.propose("At Secret society we met this too.")
    said = to(crossing.author, delivered("mail_topic_carried"))
    assert "to stand on a board that you do not read" in said
    assert reverse("carried-one", args=[placement.pk]) in said
    assert not any(word in said for word in ("Quill", "Secret", "met this", crossing.there.community.slug))


def test_what_stands_at_once_is_told_as_that() -> None:
    crossing = make_crossing("open", "open", inbound="open")
    crossing.propose()
    assert "It stands there as well now" in to(crossing.author, delivered("mail_topic_carried"))


def test_nobody_is_told_of_their_own_act() -> None:
    crossing = make_crossing("open", "open")
    make_member(crossing.there.community, crossing.author)
    placement = carry_topic(broker=crossing.author, topic=crossing.topic, board=crossing.there)
    assert queued("mail_topic_carried") == []
    end_placement(person=crossing.author, placement=placement)
    assert queued("mail_what_became") == []
    moderator = make_member(crossing.home.community, crossing.there_moderator)
    topic = make_topic(crossing.home)
    assert carry_topic(broker=moderator, topic=topic, board=crossing.there).state == Placement.State.LIVE
    make_reply(topic, author=moderator, via_board=crossing.there)
    end_placement(person=moderator, placement=topic.placements.get(board=crossing.there))
    assert (queued("mail_what_became"), queued("mail_replies_stay")) == ([], [])


def test_a_proposal_that_was_made_again_is_told_once_and_one_that_ended_not_at_all() -> None:
    crossing = make_crossing("open", "open")
    end_placement(person=crossing.broker, placement=crossing.propose())
    assert delivered("mail_topic_carried") == []
    crossing.propose()
    assert len(queued("mail_topic_carried")) == 2
    assert len(delivered("mail_topic_carried")) == 1


# Whoever carried it ----------------------------------------------------------------------------------------


def test_the_broker_learns_that_it_stands_once_nobody_is_asked_any_more() -> None:
    crossing = make_crossing("open", "open")
    Board.objects.filter(pk=crossing.home.pk).update(outbound="ask")
    placement = crossing.propose()
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    assert queued("mail_what_became") == []
    accept_placement(moderator=crossing.home_moderator, placement=placement)
    assert "It stands there now." in to(crossing.broker, delivered("mail_what_became"))


def test_the_broker_reads_why_it_was_declined() -> None:
    crossing = make_crossing()
    placement = crossing.propose()
    decline_placement(moderator=crossing.there_moderator, placement=placement, reason="We had this in May.")
    said = to(crossing.broker, delivered("mail_what_became"))
    assert f"{crossing.there_moderator.display_name} does not take it onto that board." in said
    assert "They say: “We had this in May.”" in said
    assert all(name in said for name in named(crossing))


@pytest.mark.parametrize(
    ("who", "waited", "stood"),
    [
        ("there_moderator", "does not take it onto that board", "has taken it off that board"),
        ("home_moderator", "who looks after its home, does not let it go", "home, has taken it off"),
        ("author", "Its author does not want it there", "Its author has taken it off that board"),
    ],
)
def test_the_broker_learns_which_side_ended_it(who: str, waited: str, stood: str) -> None:
    for words, begin in ((waited, "propose"), (stood, "place")):
        crossing = make_crossing()
        placement = getattr(crossing, begin)()
        forget()
        end_placement(person=getattr(crossing, who), placement=placement, reason="Enough of it.")
        said = to(crossing.broker, delivered("mail_what_became"))
        assert words in said and "They say: “Enough of it.”" in said


def test_the_broker_learns_that_time_ran_out() -> None:
    crossing = make_crossing()
    placement = crossing.propose()
    Placement.objects.filter(pk=placement.pk).update(expires_at=timezone.now())
    end_overdue(timezone.now())
    assert "You can propose it once more." in to(crossing.broker, delivered("mail_what_became"))


@pytest.mark.parametrize(("begin", "said"), [("propose", "cannot go there"), ("place", "there no longer")])
def test_the_broker_learns_that_readers_changed_without_the_title_that_is_no_longer_theirs(
    begin: str, said: str
) -> None:
    crossing = secretly()
    getattr(crossing, begin)()
    expel(crossing.broker, crossing.home.community)
    forget()
    close_home(crossing)
    words = to(crossing.broker, delivered("mail_what_became"))
    assert said in words and "Quill board in Secret society" in words
    assert crossing.topic.title not in words and crossing.home.community.name not in words


def test_a_broker_who_reads_that_board_no_longer_hears_neither_its_name_nor_its_words() -> None:
    crossing = secretly()
    placement = crossing.propose()
    forget()
    decline_placement(
        moderator=crossing.there_moderator, placement=placement, reason="Not for Secret people."
    )
    expel(crossing.broker, crossing.there.community)
    said = to(crossing.broker, delivered("mail_what_became"))
    assert "to a board that you do not read any more" in said
    assert "Secret" not in said and "Quill" not in said


def test_a_letter_that_is_true_no_longer_or_nobody_s_to_know_is_not_sent() -> None:
    crossing = secretly()
    placement = crossing.propose()
    end_placement(person=crossing.there_moderator, placement=placement, reason="No.")
    (args,) = queued("mail_what_became")
    assert letters.mail_what_became(**args) is False  # nobody has followed a link to that address
    confirm_all()
    assert letters.mail_what_became(**args)
    for change in ("is_active", "expelled", "again"):
        forget()
        if change == "is_active":
            Person.objects.filter(pk=crossing.broker.pk).update(is_active=False)
        elif change == "expelled":
            Person.objects.filter(pk=crossing.broker.pk).update(is_active=True)
            for board in (crossing.there, crossing.home):
                expel(crossing.broker, board.community)
            Community.objects.filter(pk=crossing.home.community_id).update(visibility="private")
        else:
            Placement.objects.filter(pk=placement.pk).update(decided_at=timezone.now())
        assert letters.mail_what_became(**args) is False
    assert mail.outbox == []


def test_what_was_answered_twice_is_told_as_it_is_now() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.place()
    end_placement(person=crossing.there_moderator, placement=placement, reason="No, after all.")
    assert len(queued("mail_what_became")) == 2
    assert "No, after all." in to(crossing.broker, delivered("mail_what_became"))


# Moderators who are asked ----------------------------------------------------------------------------------


def test_moderators_are_told_once_a_day_how_many_topics_wait() -> None:
    crossing = make_crossing("open", "open")
    by_name = make_member(crossing.there.community)
    Membership.objects.filter(person=by_name).update(boards_moderated=[crossing.there.pk])
    other = make_member(crossing.there.community)
    Membership.objects.filter(person=other).update(boards_moderated=[make_board(crossing.there.community).pk])
    for _ in range(3):
        carry_topic(broker=crossing.broker, topic=make_topic(crossing.home), board=crossing.there)
    facilitator = Membership.objects.get(community=crossing.there.community, role=Role.FACILITATOR).person
    asked = {by_name.pk, crossing.there_moderator.pk, facilitator.pk}
    assert {args["person_id"] for args in queued("mail_what_waits")} == asked
    assert len(queued("mail_what_waits")) == 3
    sent = delivered("mail_what_waits")
    said = to(by_name, sent)
    assert f"3 topics wait for your word in {crossing.there.community.name}" in said
    assert reverse("carried-in-community", args=[crossing.there.community.slug]) in said
    assert crossing.home.community.name not in said
    jobs = ProcrastinateJob.objects.filter(task_name="mail_what_waits")
    assert all(timezone.now() < job.scheduled_at <= timezone.now() + timedelta(days=1) for job in jobs)


def test_morning_is_where_they_are() -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert next_morning(now, "UTC") == datetime(2026, 3, 11, 7, tzinfo=UTC)
    assert next_morning(now, "America/Chicago") == datetime(2026, 3, 10, 12, tzinfo=UTC) + timedelta(days=1)
    assert next_morning(now, "Pacific/Auckland") == datetime(2026, 3, 10, 18, tzinfo=UTC)
    assert next_morning(datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/Zurich") == datetime(
        2026, 3, 29, 5, tzinfo=UTC
    )


def test_both_sides_are_asked_each_for_its_own_community() -> None:
    crossing = make_crossing("open", "open")
    Board.objects.filter(pk=crossing.home.pk).update(outbound="ask")
    crossing.propose()
    asked = {(args["person_id"], args["community_id"]) for args in queued("mail_what_waits")}
    assert (crossing.home_moderator.pk, crossing.home.community_id) in asked
    assert (crossing.there_moderator.pk, crossing.there.community_id) in asked
    assert crossing.broker.pk not in {person_id for person_id, _community_id in asked}


def test_of_many_moderators_those_are_told_who_have_been_there_longest() -> None:
    crossing = make_crossing("open", "open")
    start = timezone.now() - timedelta(days=900)
    many = [make_member(crossing.there.community, role=Role.MODERATOR) for _ in range(12)]
    for number, person in enumerate(many):
        Membership.objects.filter(person=person).update(joined_at=start + timedelta(days=number))
    crossing.propose()
    told = [args["person_id"] for args in queued("mail_what_waits")]
    facilitator = Membership.objects.get(community=crossing.there.community, role=Role.FACILITATOR)
    assert len(told) == MOST_TOLD
    assert set(told) == {facilitator.person_id, *(person.pk for person in many[: MOST_TOLD - 1])}


@pytest.mark.parametrize("change", ["answered", "suspended", "demoted", "left"])
def test_what_waits_no_longer_or_for_others_now_is_not_told(change: str) -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.propose()
    moderator = crossing.there_moderator
    mine = Membership.objects.filter(person=moderator, community=crossing.there.community)
    if change == "answered":
        accept_placement(moderator=moderator, placement=placement)
    elif change == "suspended":
        suspend(moderator, crossing.there.community)
    elif change == "demoted":
        mine.update(role=Role.MEMBER)
    else:
        expel(moderator, crossing.there.community)
    assert not any(each.to == [moderator.email] for each in delivered("mail_what_waits"))


def test_what_happened_long_ago_and_is_told_now_is_no_news() -> None:
    crossing = make_crossing("open", "open")
    then = timezone.now() - timedelta(days=3)
    placement = crossing.propose(now=then)
    accept_placement(moderator=crossing.there_moderator, placement=placement, now=then)
    make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    end_placement(person=crossing.there_moderator, placement=placement, reason="No.", now=then)
    assert queued() == []


# Authors of replies ----------------------------------------------------------------------------------------


def test_authors_of_replies_learn_that_they_stay_and_where_to_take_them_back() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.place()
    mine = [make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there) for _ in range(2)]
    make_reply(crossing.topic, author=crossing.author)
    forget()
    end_placement(person=crossing.there_moderator, placement=placement, reason="Enough.")
    assert queued("mail_replies_stay") == [
        {"person_id": crossing.reader.pk, "topic_id": crossing.topic.pk, "board_id": crossing.there.pk}
    ]
    said = to(crossing.reader, delivered("mail_replies_stay"))
    assert f"“{crossing.topic.title}” no longer stands on {crossing.there.name}" in said
    assert all(reverse("post-remove", args=[post.pk]) in said for post in mine)


def test_who_reads_the_topic_no_longer_learns_nothing_of_it_and_can_still_take_replies_back() -> None:
    crossing = secretly()
    crossing.place()
    reply = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    forget()
    close_home(crossing)
    said = to(crossing.reader, delivered("mail_replies_stay"))
    assert reverse("post-remove", args=[reply.pk]) in said and "Quill board in Secret society" in said
    assert crossing.topic.title not in said and crossing.home.community.name not in said
    forget()
    expel(crossing.reader, crossing.there.community)
    assert letters.mail_replies_stay(
        person_id=crossing.reader.pk, topic_id=crossing.topic.pk, board_id=crossing.there.pk
    )
    (letter,) = mail.outbox
    assert "Quill" not in f"{letter.subject}{letter.body}" and "Secret" not in letter.body
    remove_post(author=Person.objects.get(pk=crossing.reader.pk), post=reply)


def test_where_it_stands_again_or_nothing_is_left_no_letter_goes() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.place()
    reply = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    end_placement(person=crossing.there_moderator, placement=placement, reason="Enough.")
    confirm_all()
    (args,) = queued("mail_replies_stay")
    make_member(crossing.home.community, crossing.there_moderator)
    moderator = Person.objects.get(pk=crossing.there_moderator.pk)
    again = carry_topic(broker=moderator, topic=crossing.topic, board=crossing.there)
    assert letters.mail_replies_stay(**args) is False
    end_placement(person=moderator, placement=again, reason="Once more.")
    remove_post(author=crossing.reader, post=reply)
    assert letters.mail_replies_stay(**args) is False


# Moderators whose guests have left ---------------------------------------------------------------------------


def test_moderators_learn_that_a_guest_was_removed_at_home_and_not_what_it_said() -> None:
    crossing = make_crossing()
    placement = crossing.place()
    waiting = make_board(crossing.there.community)
    carry_topic(broker=crossing.broker, topic=crossing.topic, board=waiting)
    forget()
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Off topic.")
    assert {tuple(args["placement_ids"]) for args in queued("mail_guests_gone")} == {(placement.pk,)}
    said = to(crossing.there_moderator, delivered())
    assert f"a topic that stood on {crossing.there.name} was removed at its home" in said
    assert reverse("carried-one", args=[placement.pk]) in said
    assert crossing.topic.title not in said and crossing.home.community.name not in said
    assert {args["person_id"] for args in queued("mail_what_became")} == set()


def test_whoever_removes_it_is_not_told_of_it_elsewhere() -> None:
    crossing = make_crossing()
    crossing.place()
    make_member(crossing.there.community, crossing.home_moderator, role=Role.MODERATOR)
    forget()
    remove_topic(
        moderator=Person.objects.get(pk=crossing.home_moderator.pk), topic=crossing.topic, reason="Off topic."
    )
    told = {args["person_id"] for args in queued("mail_guests_gone")}
    assert crossing.there_moderator.pk in told and crossing.home_moderator.pk not in told


def test_a_home_that_closes_is_one_letter_for_all_its_topics() -> None:
    crossing = make_crossing()
    crossing.place()
    second = make_board(crossing.there.community, name="Second", inbound="open")
    other = make_topic(crossing.home)
    carry_topic(broker=crossing.broker, topic=other, board=second)
    forget()
    close_home(crossing, "hidden")
    mine = [row for row in queued("mail_guests_gone") if row["person_id"] == crossing.there_moderator.pk]
    assert len(mine) == 1
    said = to(crossing.there_moderator, delivered("mail_guests_gone"))
    assert "2 topics stand on" in said and "Second" in said
    assert reverse("carried-in-community", args=[crossing.there.community.slug]) in said
    assert crossing.home.community.name not in said and other.title not in said


def test_who_moderates_there_no_longer_is_not_told_what_left() -> None:
    crossing = make_crossing()
    placement = crossing.place()
    forget()
    close_home(crossing)
    expel(crossing.there_moderator, crossing.there.community)
    assert [
        each for each in delivered("mail_guests_gone") if each.to == [crossing.there_moderator.email]
    ] == []
    Placement.objects.filter(pk=placement.pk).delete()
    assert delivered("mail_guests_gone") == []


def test_a_board_that_opens_up_asks_the_home_again_and_tells_the_broker() -> None:
    crossing = make_crossing("network", "private")
    crossing.place()
    reply = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    forget()
    Community.objects.filter(pk=crossing.there.community_id).update(visibility="open")
    keep_placements_within(community_id=crossing.there.community_id)
    assert (crossing.home_moderator.pk, crossing.home.community_id) in {
        (args["person_id"], args["community_id"]) for args in queued("mail_what_waits")
    }
    sent = delivered()
    assert "it does not stand there for now" in to(crossing.broker, sent)
    assert reverse("post-remove", args=[reply.pk]) in to(crossing.reader, sent)
    assert queued("mail_guests_gone") == []


def test_a_topic_that_its_home_took_down_and_brought_back_is_no_news() -> None:
    crossing = make_crossing()
    crossing.place()
    forget()
    topic = remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="A name was in it.")
    said = to(crossing.there_moderator, delivered("mail_guests_gone"))
    assert "was removed at its home" in said and "A name was in it." not in said
    assert crossing.home_moderator.pk not in {row["person_id"] for row in queued("mail_guests_gone")}
    restore_topic(moderator=crossing.home_moderator, topic=topic)
    assert delivered("mail_guests_gone") == []


# Where letters lead ------------------------------------------------------------------------------------------


def test_whoever_gets_a_letter_may_open_what_it_leads_to(client: Client) -> None:
    crossing = make_crossing("network", "private")
    placement = crossing.propose()
    sent = delivered()
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    sent += delivered("mail_what_became")
    forget()
    close_home(crossing)
    sent += delivered()
    expected = {crossing.author, crossing.broker, crossing.reader, crossing.there_moderator}
    assert {person.email for person in expected} <= {letter.to[0] for letter in sent}
    for letter in sent:
        client.force_login(Person.objects.get(email=letter.to[0]))
        links = re.findall(rf"{settings.ORIGIN}(/\S+)", str(letter.body))
        assert links
        for link in links:
            assert client.get(link).status_code == 200, (letter.subject, link)
