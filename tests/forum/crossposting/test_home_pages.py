"""The pages on which topics are offered and asked for, answered, and carried along."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.communities.models import Membership, Role
from forum.crossposting.actions.homes import (
    accept_home_change,
    ask_to_adopt,
    decline_home_change,
    object_to_home_change,
    offer_home,
    take_back_home_change,
)
from forum.crossposting.actions.tending import hide_post
from forum.crossposting.models import HomeChange
from forum.crossposting.selectors.waiting import (
    carried_where_moderated,
    homes_where_moderated,
    waiting_count_in,
)
from forum.crossposting.views import homes
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Board, Level, Placement, Topic
from forum.people.models import Person
from tests.factories import Crossing, make_board, make_community, make_crossing, make_member, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def crossing() -> Crossing:
    made = make_crossing("open", "open")
    make_member(made.there.community, made.author)
    return made


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said_by(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_topic_is_offered_looked_at_and_taken(crossing: Crossing) -> None:
    offering, taking = signed_in(crossing.home_moderator), signed_in(crossing.there_moderator)
    address = reverse("topic-offer", args=[crossing.topic.pk])
    assert address in said_by(offering, reverse("topic-move", args=[crossing.topic.pk]))
    page = said_by(offering, address)
    assert f'name="board" value="{crossing.there.pk}"' in page
    assert f'name="board" value="{crossing.home.pk}"' not in page
    assert offering.post(address, {"board": ""}).status_code == 422
    asked = offering.post(address, {"board": str(crossing.there.pk), "note": "It is about your work."})
    change = HomeChange.objects.get()
    assert asked["Location"] == reverse("home-change", args=[change.pk])
    assert (waiting_count_in(again(crossing.there_moderator), crossing.there.community)) == 1
    moderator = again(crossing.there_moderator)
    assert [
        [each.number for each in rows(moderator)] for rows in (carried_where_moderated, homes_where_moderated)
    ] == [
        [],
        [1],
    ]
    listed = said_by(taking, reverse("carried-in-community", args=[crossing.there.community.slug]))
    assert reverse("home-change", args=[change.pk]) in listed
    assert ("waits for your word" in listed, "Nothing waits." in listed) == (True, False)
    given = said_by(offering, reverse("carried-in-community", args=[crossing.home.community.slug]))
    assert ("waits for theirs" in given, "Nothing waits." in given) == (True, True)
    standing = said_by(offering, reverse("topic-standing", args=[crossing.topic.pk]))
    assert reverse("home-change", args=[change.pk]) in standing
    assert "It is about your work." in said_by(taking, asked["Location"])
    assert taking.post(reverse("home-change-accept", args=[change.pk])).status_code == 302
    assert Topic.objects.get(pk=crossing.topic.pk).home_board == crossing.there
    late = offering.post(reverse("home-change-take-back", args=[change.pk]))
    assert (late.status_code, "answered or taken back" in late.content.decode()) == (403, True)


def test_what_its_home_removed_is_asked_for_from_where_it_stood(crossing: Crossing) -> None:
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Not for us.")
    placement = Placement.objects.get(board=crossing.there)
    asking, answering = signed_in(crossing.there_moderator), signed_in(crossing.home_moderator)
    listed = said_by(asking, reverse("carried-in-community", args=[crossing.there.community.slug]))
    assert ("A topic that was removed" in listed, "was removed at its home" in listed) == (True, True)
    assert "Go on with it here" in said_by(asking, reverse("carried-one", args=[placement.pk]))
    assert "Go on with it here" not in said_by(answering, reverse("carried-one", args=[placement.pk]))
    answer = asking.post(reverse("carried-adopt", args=[placement.pk]), {"note": "We need it."})
    change = HomeChange.objects.get()
    assert answer["Location"] == reverse("home-change", args=[change.pk])
    refused = answering.post(reverse("home-change-decline", args=[change.pk]), {"reason": ""})
    assert refused.status_code == 422
    assert (
        answering.post(reverse("home-change-decline", args=[change.pk]), {"reason": "No."}).status_code == 302
    )
    page = said_by(asking, reverse("home-change", args=[change.pk]))
    assert ("No." in page, "Not for us." in page) == (True, True)


def test_why_it_should_go_on_is_not_lost_when_it_is_too_long(crossing: Crossing) -> None:
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Not for us.")
    address = reverse("carried-adopt", args=[Placement.objects.get(board=crossing.there).pk])
    answer = signed_in(crossing.there_moderator).post(address, {"note": "We need it. " * 60})
    assert (answer.status_code, "We need it. We need it." in answer.content.decode()) == (422, True)
    assert not HomeChange.objects.exists()


def test_its_author_objects_by_the_page_and_whoever_asked_finds_that_among_what_they_carried(
    crossing: Crossing,
) -> None:
    offering, author = signed_in(crossing.home_moderator), signed_in(crossing.author)
    offering.post(reverse("topic-offer", args=[crossing.topic.pk]), {"board": str(crossing.there.pk)})
    change = HomeChange.objects.get()
    address = reverse("home-change", args=[change.pk])
    for client in (offering, author):
        assert address in said_by(client, reverse("carried"))
        assert address in said_by(client, reverse("topic-standing", args=[crossing.topic.pk]))
    assert "I object" in said_by(author, address)
    assert "I object" not in said_by(offering, address)
    assert author.post(reverse("home-change-object", args=[change.pk]))["Location"] == address
    assert "You did not want it there." in said_by(author, address)
    assert "Its author did not want it there." in said_by(offering, reverse("carried"))
    late = author.post(reverse("home-change-object", args=[change.pk]))
    assert (late.status_code, "answered or taken back" in late.content.decode()) == (403, True)


def test_whoever_agrees_is_told_that_hidden_posts_are_shown_then(crossing: Crossing) -> None:
    placement = crossing.place()
    post = make_reply(crossing.topic)
    hide_post(moderator=crossing.there_moderator, placement=placement, post=post, reason="")
    offering = signed_in(crossing.home_moderator)
    offering.post(reverse("topic-offer", args=[crossing.topic.pk]), {"board": str(crossing.there.pk)})
    address = reverse("home-change", args=[HomeChange.objects.get().pk])
    said = "1 post that your board does not show is shown there then."
    assert said in said_by(signed_in(crossing.there_moderator), address)
    assert said not in said_by(offering, address)


def test_it_concerns_both_sides_and_its_author_alone(crossing: Crossing) -> None:
    client = signed_in(crossing.home_moderator)
    client.post(reverse("topic-offer", args=[crossing.topic.pk]), {"board": str(crossing.there.pk)})
    address = reverse("home-change", args=[HomeChange.objects.get().pk])
    seen = {
        name: signed_in(again(getattr(crossing, name))).get(address).status_code
        for name in ("author", "home_moderator", "there_moderator", "broker", "reader")
    }
    assert seen == {
        "author": 200,
        "home_moderator": 200,
        "there_moderator": 200,
        "broker": 404,
        "reader": 404,
    }
    assert signed_in(crossing.author).get(reverse("topic-offer", args=[crossing.topic.pk])).status_code == 403


def test_a_topic_is_named_to_who_reads_it_and_what_sides_wrote_to_moderators(crossing: Crossing) -> None:
    offering = signed_in(crossing.home_moderator)
    said = {"board": str(crossing.there.pk), "note": "Between ourselves."}
    offering.post(reverse("topic-offer", args=[crossing.topic.pk]), said)
    address = reverse("home-change", args=[HomeChange.objects.get().pk])
    listed = reverse("carried-in-community", args=[crossing.there.community.slug])
    title, taking = crossing.topic.title, signed_in(crossing.there_moderator)
    assert (title in said_by(taking, address), title in said_by(taking, listed)) == (True, True)
    author = said_by(signed_in(again(crossing.author)), address)
    assert (title in author, "Between ourselves." in author) == (True, False)
    narrow = make_board(crossing.home.community, read_from=Level.MEMBERS)
    move_topics(
        mover=again(crossing.home_moderator), topics=[crossing.topic], to=narrow, agreed_level=Level.MEMBERS
    )
    assert (title in said_by(taking, address), title in said_by(taking, listed)) == (False, False)
    assert title in said_by(offering, address)


def test_a_home_that_gave_a_topic_away_reads_of_it_what_it_may(crossing: Crossing) -> None:
    offering = signed_in(crossing.home_moderator)
    closed = make_board(make_community(visibility="private"))
    make_member(closed.community, again(crossing.author))
    change = offer_home(
        moderator=again(crossing.home_moderator), topic=Topic.objects.get(pk=crossing.topic.pk), to=closed
    )
    taking = make_member(closed.community, role=Role.MODERATOR)
    accept_home_change(moderator=taking, change=change)
    address, title = reverse("home-change", args=[change.pk]), crossing.topic.title
    assert title in said_by(signed_in(taking), address)
    page = said_by(offering, address)
    assert (title in page, crossing.topic.slug in page, closed.name in page) == (False, False, False)


def test_who_agrees_for_the_home_is_not_told_which_board_asks_in_vain() -> None:
    crossing = make_crossing("open", "hidden")
    author = make_member(crossing.there.community, crossing.author)
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Not for us.")
    change = ask_to_adopt(
        moderator=crossing.there_moderator, topic=Topic.objects.get(pk=crossing.topic.pk), to=crossing.there
    )
    answering = signed_in(crossing.home_moderator)

    def refused() -> str:
        answer = answering.post(reverse("home-change-accept", args=[change.pk]))
        assert answer.status_code == 403
        return answer.content.decode()

    Membership.objects.filter(person=author, community=crossing.there.community).delete()
    assert ("Its author could not" in (page := refused()), crossing.there.name in page) == (True, False)
    Board.objects.filter(pk=crossing.there.pk).update(archived_at=change.created_at)
    assert ("is archived" in (page := refused()), crossing.there.name in page) == (True, False)


def test_whose_topic_may_get_another_home_finds_that_among_what_is_carried(crossing: Crossing) -> None:
    author, address = signed_in(crossing.author), reverse("carried")
    assert "Another home" not in said_by(author, address)
    change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)
    way = f'<a href="{reverse("home-change", args=[change.pk])}">{crossing.topic.title}</a>'
    page = said_by(author, address)
    assert ("waits for theirs" in page, way in page, crossing.there.name in page) == (True, True, True)
    assert "Another home" not in said_by(signed_in(crossing.broker), address)
    crossing.there.community.memberships.filter(person=crossing.author).delete()
    type(crossing.there.community).objects.filter(pk=crossing.there.community_id).update(visibility="private")
    page = said_by(author, address)
    assert (way in page, crossing.there.name in page) == (True, False)
    take_back_home_change(moderator=crossing.home_moderator, change=change)
    assert "Whoever asked took it back." in said_by(author, address)


def test_who_looks_for_a_board_keeps_what_they_have_typed(crossing: Crossing) -> None:
    offering, address = signed_in(crossing.home_moderator), reverse("topic-offer", args=[crossing.topic.pk])
    typed = {"find": "1", "q": crossing.there.name, "note": "It is about your work.", "board": "0"}
    answer = offering.post(address, typed)
    page = answer.content.decode()
    assert (answer.status_code, "It is about your work." in page) == (200, True)
    assert f'name="board" value="{crossing.there.pk}"' in page
    nothing = offering.post(address, typed | {"q": "No board has this name"}).content.decode()
    assert ("It is about your work." in nothing, "is called that" in nothing) == (True, True)
    assert not HomeChange.objects.exists()


def test_a_board_that_takes_nothing_from_elsewhere_is_not_offered_any_topic(crossing: Crossing) -> None:
    Board.objects.filter(pk=crossing.there.pk).update(inbound=Board.Inbound.CLOSED)
    offering, address = signed_in(crossing.home_moderator), reverse("topic-offer", args=[crossing.topic.pk])
    assert f'name="board" value="{crossing.there.pk}"' not in said_by(offering, address)
    answer = offering.post(address, {"board": str(crossing.there.pk), "note": "Please."})
    assert (answer.status_code, "takes no topics from elsewhere" in answer.content.decode()) == (403, True)


def test_whoever_offers_a_topic_twice_is_led_to_what_waits(crossing: Crossing) -> None:
    offering, address = signed_in(crossing.home_moderator), reverse("topic-offer", args=[crossing.topic.pk])
    sent = {"board": str(crossing.there.pk), "note": "Please."}
    there = offering.post(address, sent)["Location"]
    assert (offering.post(address, sent)["Location"], offering.get(address)["Location"]) == (there, there)
    assert HomeChange.objects.count() == 1


def test_both_logs_say_which_way_a_topic_went(crossing: Crossing) -> None:
    change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)
    accept_home_change(moderator=crossing.there_moderator, change=change)
    for moderator, board, said in (
        (crossing.home_moderator, crossing.home, "be at home in another community"),
        (crossing.there_moderator, crossing.there, "let a topic from another community be at home"),
    ):
        assert said in said_by(signed_in(moderator), reverse("community-log", args=[board.community.slug]))


def test_whoever_is_overtaken_sees_what_came_of_it_and_is_asked_no_more(
    crossing: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)

    def accept_too_late(**asked: Any) -> HomeChange:
        object_to_home_change(author=crossing.author, change=change)
        return accept_home_change(**asked)

    monkeypatch.setattr(homes, "accept_home_change", accept_too_late)
    answer = signed_in(crossing.there_moderator).post(reverse("home-change-accept", args=[change.pk]))
    page = answer.content.decode()
    assert (answer.status_code, "answered or taken back" in page) == (403, True)
    assert ("Your answer" in page, "Its author did not want it there." in page) == (False, True)


def test_the_author_alone_objects_and_who_has_no_part_in_it_finds_nothing(crossing: Crossing) -> None:
    change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)
    address = reverse("home-change-object", args=[change.pk])
    asked = {crossing.home_moderator: 403, crossing.there_moderator: 403, crossing.broker: 404}
    for person, status in asked.items():
        assert signed_in(person).post(address).status_code == status
    assert HomeChange.objects.get().state == HomeChange.State.WAITING


def test_why_a_topic_was_removed_is_told_to_both_sides_and_of_that_removal_alone(crossing: Crossing) -> None:
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Not for us.")
    removed = Topic.objects.get(pk=crossing.topic.pk)
    change = ask_to_adopt(moderator=crossing.there_moderator, topic=removed, to=crossing.there)
    address = reverse("home-change", args=[change.pk])
    told = (crossing.home_moderator, crossing.there_moderator, crossing.author)
    for person in told:
        assert "Not for us." in said_by(signed_in(person), address)
    Membership.objects.filter(person=crossing.there_moderator).update(role=Role.MEMBER)
    assert "Not for us." not in said_by(signed_in(again(crossing.there_moderator)), address)
    Membership.objects.filter(person=crossing.there_moderator).update(role=Role.MODERATOR)
    decline_home_change(moderator=crossing.home_moderator, change=change, reason="It comes back.")
    restore_topic(moderator=crossing.home_moderator, topic=removed)
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="It names a patient.")
    for person in told:
        assert "It names a patient." not in said_by(signed_in(again(person)), address)


def test_why_it_should_go_on_is_not_lost_when_it_is_refused(crossing: Crossing) -> None:
    crossing.place()
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Not for us.")
    address = reverse("carried-adopt", args=[Placement.objects.get(board=crossing.there).pk])
    removed = Topic.objects.get(pk=crossing.topic.pk)
    change = ask_to_adopt(moderator=crossing.there_moderator, topic=removed, to=crossing.there)
    object_to_home_change(author=crossing.author, change=change)
    answer = signed_in(crossing.there_moderator).post(address, {"note": "We need it."})
    page = answer.content.decode()
    assert (answer.status_code, "Its author did not want it" in page, "We need it." in page) == (
        403,
        True,
        True,
    )


def test_a_board_where_its_author_did_not_want_it_is_not_offered_again(crossing: Crossing) -> None:
    other = make_board(crossing.there.community, name="Somewhere else")
    change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)
    object_to_home_change(author=crossing.author, change=change)
    offering, address = signed_in(crossing.home_moderator), reverse("topic-offer", args=[crossing.topic.pk])
    page, looked_for = (said_by(offering, f"{address}?q={name}") for name in ("", crossing.there.name))
    assert (
        f'name="board" value="{other.pk}"' in page,
        f'name="board" value="{crossing.there.pk}"' in page,
    ) == (True, False)
    assert "Its author did not want it to be at home there." in looked_for
