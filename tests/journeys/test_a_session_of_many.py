"""Where many ask and talk in a session, a page that follows it asks for little, and says all along where it stands."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from forum.chat.models import Message, Room
from forum.gatherings.actions.answering import put_question_back
from forum.gatherings.actions.leading import announce, end_gathering, set_phase, start_gathering
from forum.gatherings.models import Gathering, Question
from forum.people.models import Person
from tests.forum.gatherings.going_on import near, room_of, said
from tests.forum.gatherings.meeting import again
from tests.journeys.pages import OpenBrowser, is_live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AGENDA = [{"minutes": 10, "words": "Read"}, {"minutes": 20, "words": "Discuss"}]
SUMS = """sums => document.querySelector("ol.messages").dispatchEvent(
    new CustomEvent("room-event", { detail: { kind: "sums", d: { questions: sums } } }))"""


@pytest.fixture
def gathering(people: tuple[Person, Person, Room]) -> Gathering:
    ada, _bea, room = people
    assert room.community is not None
    made = near(ada, room.community, minutes=40, agenda=AGENDA)
    start_gathering(host=ada, gathering=made)
    return again(made)


def go_to(host: Person, gathering: Gathering, phase: int) -> None:
    seen = again(gathering).stage.revision
    set_phase(host=host, gathering=again(gathering), phase=phase, minutes=10, seen=seen)


def line_of_time(page: Page) -> list[str]:
    return page.locator("ol.messages > li.is-moment").all_inner_texts()


def test_votes_for_what_is_not_drawn_ask_for_the_page_where_that_belongs_in_it_and_once(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    rows = [
        Question(
            gathering=gathering, asker=ada, client_id=uuid4(), words=f"Number {place}?", votes=60 - place
        )
        for place in range(40)
    ]
    asked = Question.objects.bulk_create(rows)
    Question.objects.create(gathering=gathering, asker=bea, client_id=uuid4(), words="And mine?")
    page, requests = open_browser(bea), list[str]()
    page.goto(gathering.get_absolute_url())
    is_live(page)
    expect(page.locator("ol[data-waiting] > li")).to_have_count(26)

    def count(request: Request) -> None:
        if "weft-live" in request.headers and gathering.get_absolute_url() in request.url:
            requests.append(request.url)

    page.on("request", count)
    page.evaluate(SUMS, {asked[30].pk: 31, asked[39].pk: 22})
    page.wait_for_timeout(4_500)
    assert requests == []
    Question.objects.filter(pk=asked[39].pk).update(votes=50)
    page.evaluate(SUMS, {asked[39].pk: 50})
    expect(page.locator(f"#question-{asked[39].pk}")).to_be_visible(timeout=10_000)
    assert len(requests) == 1
    for _time in range(2):  # of one that the server does not have among them, whatever was told
        page.evaluate(SUMS, {asked[38].pk: 55})
        page.wait_for_timeout(4_500)
    assert len(requests) == 2


def test_what_is_settled_is_counted_right_though_it_is_not_drawn(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    rows = [
        Question(
            gathering=gathering, asker=ada, client_id=uuid4(), words=f"Number {place}?", state="answered"
        )
        for place in range(30)
    ]
    last = Question.objects.bulk_create(rows)[-1]
    page = open_browser(bea)
    page.goto(gathering.get_absolute_url())
    is_live(page)
    number = page.locator("[data-settled-number]")
    expect(number).to_have_text("30")
    put_question_back(host=ada, question=last, seen="answered")
    expect(page.locator(f"ol[data-waiting] #question-{last.pk}")).to_be_visible()
    expect(number).to_have_text("29", timeout=10_000)


def test_what_happens_and_what_is_added_later_says_so_at_once(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    page = open_browser(bea)
    page.goto(gathering.get_absolute_url())
    is_live(page)
    said(ada, gathering, "Welcome.")
    go_to(ada, gathering, 1)
    said(ada, gathering, "Go on.")
    last = page.locator("ol.messages > li.message").last
    expect(last.locator(".prose")).to_have_text("Go on.")
    expect(last.locator(".message-offset")).to_have_text("0:00")
    assert "is-run" not in (last.get_attribute("class") or "")
    end_gathering(host=ada, gathering=again(gathering))
    page.wait_for_timeout(1_100)
    said(bea, gathering, "From the bus.")
    expect(last.locator(".prose")).to_have_text("From the bus.")
    expect(last).to_contain_text("added later")
    live = line_of_time(page)
    assert live == ["Part: Discuss", "The session is over; what follows was added later"]
    page.reload()
    assert line_of_time(page) == ["The session begins", *live]


def test_what_a_host_chose_at_the_desk_stays_when_the_stage_is_laid_anew(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, _bea, _room = people
    page = open_browser(ada)
    page.goto(gathering.get_absolute_url())
    is_live(page)
    page.get_by_text("Lead the session").click()
    page.locator("#set-pace").select_option("slow")
    page.locator("#set-phase").select_option("1")
    page.locator("#set-minutes").fill("17")
    for words in ("Slides are up.", "Slides are down."):
        announce(host=ada, gathering=again(gathering), words=words, client_id=uuid4())
        expect(page.locator(".session-announced")).to_contain_text(words, timeout=15_000)
        values = [page.locator(f"#set-{name}").input_value() for name in ("pace", "phase", "minutes")]
        assert values == ["slow", "1", "17"]
        expect(page.locator("#set-minutes")).to_be_focused()


def test_what_is_laid_above_takes_the_place_of_where_one_stood(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    go_to(ada, gathering, 0)
    room, now = room_of(gathering), timezone.now()
    head = room.last_seq
    rows = [
        Message(
            room=room, author=(ada, bea)[number // 36], client_id=uuid4(), seq=head + number, source="Line.",
            html="<p>Line.</p>", created_at=now + timedelta(milliseconds=number),
        )
        for number in range(1, 71)
    ]  # fmt: skip
    Message.objects.bulk_create(rows)
    Room.objects.filter(pk=room.pk).update(last_seq=head + 70)
    page = open_browser(bea)
    page.goto(gathering.get_absolute_url())
    assert line_of_time(page) == ["Here: Read"]
    is_live(page)
    page.locator(".room-talk").evaluate("frame => { frame.scrollTop = -frame.scrollHeight }")
    expect(page.locator("ol.messages > li.message")).to_have_count(70)
    assert line_of_time(page) == ["The session begins", "Part: Read"]
    expect(page.locator("ol.messages > li.day:not(.is-moment)")).to_have_count(1)
    expect(page.locator("ol.messages > li.message:not(.is-run)")).to_have_count(2)
