"""The page on which a topic is carried: pressed twice, overtaken, wrong, and with a board to look for."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.http.response import HttpResponseBase
from django.test import Client

from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.discussions.models import Placement
from forum.people.models import Person
from tests.factories import Crossing, make_board, make_crossing

pytestmark = pytest.mark.django_db


@pytest.fixture
def crossing() -> Crossing:
    return make_crossing("network", "private")


def carry(crossing: Crossing, person: Person | None = None, **form: object) -> HttpResponseBase:
    client = Client()
    client.force_login(person or crossing.broker)
    return client.post(f"/t/{crossing.topic.pk}/carry/", {"board": crossing.there.pk, **form})


def said(answer: HttpResponseBase) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]  # type: ignore[attr-defined]


def test_a_button_that_is_pressed_twice_has_carried_it_once(crossing: Crossing) -> None:
    first, second = (carry(crossing, note="We see  this each week.") for _ in range(2))
    placement = Placement.objects.get(board=crossing.there)
    assert (placement.note, placement.state) == ("We see this each week.", Placement.State.PENDING)
    told = [f"You have proposed it for {crossing.there.name}."]
    for answer in (first, second):
        assert answer.status_code == 302
        assert (answer["Location"], said(answer)) == (f"/carried/{placement.pk}/", told)


def test_other_words_for_the_same_board_are_kept_and_it_is_said_why(crossing: Crossing) -> None:
    carry(crossing, note="Once.")
    make_board(crossing.there.community)
    answer = carry(crossing, note="Once more, in other words.")
    html = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 403
    assert f"The topic is proposed for {crossing.there.name} already." in html
    assert re.search(r"<textarea[^>]*>\s*Once more, in other words.</textarea>", html)
    assert Placement.objects.get(board=crossing.there).note == "Once."


def test_who_was_overtaken_by_somebody_else_learns_it(crossing: Crossing) -> None:
    carry_topic(broker=crossing.broker, topic=crossing.topic, board=crossing.there, note="Mine.")
    html = carry(crossing, crossing.there_moderator, note="Mine.").content.decode()  # type: ignore[attr-defined]
    assert f"The topic is proposed for {crossing.there.name} already." in html


def test_what_was_taken_back_is_proposed_once_more_with_the_same_words(crossing: Crossing) -> None:
    carry(crossing, note="Once.")
    end_placement(person=crossing.broker, placement=Placement.objects.get(board=crossing.there))
    assert carry(crossing, note="Once.").status_code == 302
    assert Placement.objects.get(board=crossing.there).state == Placement.State.PENDING


def test_who_no_longer_reads_the_board_is_not_told_of_it_by_pressing_again(crossing: Crossing) -> None:
    carry(crossing, note="Once.")
    crossing.there.community.memberships.filter(person=crossing.broker).delete()
    answer = carry(crossing, Person.objects.get(pk=crossing.broker.pk), note="Once.")
    assert answer.status_code == 422
    assert crossing.there.name not in answer.content.decode()  # type: ignore[attr-defined]


def test_what_is_wrong_is_said_at_the_top_with_ways_to_it(crossing: Crossing) -> None:
    answer = carry(crossing, board="", note="x" * 501)
    html = answer.content.decode()  # type: ignore[attr-defined]
    notice = re.search(r'<div class="notice is-error" role="alert"[^>]*>.*?</div>', html)
    assert answer.status_code == 422
    assert notice is not None
    assert "data-takes-focus" in notice[0]
    for field in ("id_board", "id_note"):
        assert f'href="#{field}"' in notice[0]
        assert f'id="{field}"' in html
    assert "Choose the board first." in notice[0]


def test_a_search_without_results_leads_back_to_all_boards(crossing: Crossing) -> None:
    client = Client()
    client.force_login(crossing.broker)
    everything, nothing = (
        client.get(f"/t/{crossing.topic.pk}/carry/", {"q": q}).content.decode() for q in ("", "zzz")
    )
    assert (crossing.there.name in everything, '<a href="?">Show all</a>' in everything) == (True, False)
    assert "None of the boards that you could choose is called that." in nothing
    assert (crossing.there.name in nothing, '<a href="?">Show all</a>' in nothing) == (False, True)


def test_who_looks_for_a_board_that_is_not_offered_learns_why(crossing: Crossing) -> None:
    placement = carry_topic(broker=crossing.broker, topic=crossing.topic, board=crossing.there)
    end_placement(person=crossing.author, placement=placement)
    other = make_board(crossing.there.community, name="Somewhere else")
    client = Client()
    client.force_login(crossing.broker)
    shown, looked_for = (
        client.get(f"/t/{crossing.topic.pk}/carry/", {"q": q}).content.decode()
        for q in ("", crossing.there.name)
    )
    why = "Its author did not want it there. They alone can carry it there again."
    assert (other.name in shown, why in shown) == (True, False)
    assert (other.name in looked_for, why in looked_for) == (False, True)
    assert "None of the boards" not in looked_for


def test_who_looks_for_a_board_keeps_note_and_choice(crossing: Crossing) -> None:
    answer = carry(crossing, find="1", q=crossing.there.name, note="We see this.")
    html = answer.content.decode()  # type: ignore[attr-defined]
    assert (answer.status_code, "We see this." in html) == (200, True)
    assert re.search(rf'value="{crossing.there.pk}" required checked', html)
    assert not Placement.objects.filter(board=crossing.there).exists()


def test_what_was_taken_back_can_be_carried_again_from_its_page(crossing: Crossing) -> None:
    placement = carry_topic(
        broker=crossing.broker, topic=crossing.topic, board=crossing.there, note="We see."
    )
    client = Client()
    client.force_login(crossing.broker)
    url = f"/carried/{placement.pk}/"
    assert "Carry it there again" not in client.get(url).content.decode()
    end_placement(person=crossing.broker, placement=placement)
    assert "Carry it there again" in client.get(url).content.decode()
    sent = {"find": "1", "board": crossing.there.pk, "note": "We see.", "q": crossing.there.name}
    html = client.post(f"/t/{crossing.topic.pk}/carry/", sent).content.decode()
    assert ("We see." in html, "required checked" in html) == (True, True)


def test_nobody_carries_it_again_in_the_words_of_somebody_else(crossing: Crossing) -> None:
    placement = crossing.propose("We see this each week.")
    end_placement(person=crossing.there_moderator, placement=placement)
    client = Client()
    client.force_login(crossing.there_moderator)
    html = client.get(f"/carried/{placement.pk}/").content.decode()
    assert "Carry it there again" in html
    assert ('name="note" value=""' in html, 'value="We see this' in html) == (True, False)


def test_a_new_topic_goes_to_five_boards_at_most_and_says_which_were_left_out(crossing: Crossing) -> None:
    boards = [make_board(crossing.there.community, name=f"Ward {number}") for number in range(7)]
    client = Client()
    client.force_login(Person.objects.get(pk=crossing.broker.pk))
    words = {
        "title": "Everywhere",
        "type": "discussion",
        "text": "Words.",
        "also": [row.pk for row in boards],
    }
    answer = client.post(f"/c/{crossing.home.community.slug}/{crossing.home.slug}/start/", words)
    proposed, left_out = said(answer)
    assert proposed.count("Ward") == 5 and " and Ward" in proposed
    assert "on 5 boards beside its home at most" in left_out and left_out.count("Ward") == 2
    assert Placement.objects.filter(topic__title="Everywhere", state="pending").count() == 5
