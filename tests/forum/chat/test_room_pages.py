"""Rooms without script: what is shown to whom, and every act by a form and a redirect."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.messages import edit_message, pin_message, remove_message
from forum.chat.actions.reactions import react_to_message
from forum.chat.actions.reading import read_room
from forum.chat.actions.rooms import close_room, open_room
from forum.chat.models import Block, Message, Room
from forum.chat.selectors.messages import latest_messages
from forum.communities.models import Community, Role
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
)
from tests.forum.chat.test_sending import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community("Simulation", visibility="private")


@pytest.fixture
def room(community: Community) -> Room:
    return Room.objects.select_related("community").get(community=community)


@pytest.fixture
def ada(community: Community) -> Person:
    return make_member(community, make_person("Ada", handle="ada"))


def browser(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def page(person: Person, url: str, status: int = 200) -> str:
    response = browser(person).get(url)
    assert response.status_code == status, response.status_code
    return str(response.content.decode())


def at(name: str, message: Message, *more: object) -> str:
    return reverse(name, args=[message.room_id, message.pk, *more])


def seqs(html: str) -> list[int]:
    return [int(seq) for seq in re.findall(r'data-seq="(\d+)"', html)]


# Who reads ----------------------------------------------------------------------------------------------


def test_a_room_is_there_for_its_readers_alone(room: Room, ada: Person) -> None:
    say(ada, room, "Between ourselves.")
    url = room.get_absolute_url()
    assert "Between ourselves." in page(ada, url)
    assert "Between ourselves." in page(make_member(room.community, role=Role.GUEST), url)
    page(make_person(), url, 404)
    assert browser(None).get(url)["Location"].startswith("/accounts/login/")


def test_a_room_of_two_is_hidden_from_stewards_and_members(room: Room, ada: Person) -> None:
    bea = make_member(room.community, make_person("Bea"))
    two = open_direct_room(person=ada, other=bea)
    message = say(ada, two, "For you.")
    assert "For you." in page(bea, two.get_absolute_url())
    for name in ("message", "message-acts", "message-edit", "message-remove", "message-wordings"):
        page(ada, at(name, message))
        for outsider in (make_steward(), make_member(room.community)):
            page(outsider, at(name, message), 404)
    for name in ("room", "room-search", "room-events", "room-people"):
        page(make_steward(), reverse(name, args=[two.pk]), 404)


def test_a_message_is_found_in_its_own_room_only(room: Room, ada: Person) -> None:
    message = say(ada, room)
    facilitator = make_member(room.community, role=Role.FACILITATOR)
    other = open_room(opener=facilitator, community=room.community, name="Other")
    page(ada, reverse("message", args=[other.pk, message.pk]), 404)


# What a page says ---------------------------------------------------------------------------------------


def test_the_page_says_to_scripts_where_it_stands(room: Room, ada: Person) -> None:
    message = say(ada, room)
    edit_message(editor=ada, message=message, body="Other.", revision=1)
    html = page(ada, room.get_absolute_url())
    assert f'data-message="{message.pk}" data-seq="1" data-revision="2"' in html
    assert f'data-room="{room.pk}" data-head="2"' in html
    assert reverse("message-send", args=[room.pk]) in html
    guest = page(make_member(room.community, role=Role.GUEST), room.get_absolute_url())
    assert reverse("message-send", args=[room.pk]) not in guest
    assert "Only members of Simulation write here" in guest


def test_history_is_paged_both_ways_without_a_gap(room: Room, ada: Person) -> None:
    now = timezone.now() - timedelta(days=1)
    for number in range(120):
        Message.objects.create(
            room=room, seq=number + 1, author=ada, client_id=uuid4(), source="x", html="<p>x</p>",
            created_at=now + timedelta(minutes=number),
        )  # fmt: skip
    Room.objects.filter(pk=room.pk).update(last_seq=120)
    url = room.get_absolute_url()
    assert seqs(page(ada, url)) == list(range(71, 121))
    assert seqs(page(ada, f"{url}?before=71")) == list(range(21, 71))
    assert seqs(page(ada, f"{url}?before=21")) == list(range(1, 21))
    assert seqs(page(ada, f"{url}?from=21")) == list(range(21, 71))
    assert seqs(page(ada, f"{url}?at=30"))[0] == 15
    assert seqs(page(ada, f"{url}?at=100")) == list(range(71, 121))
    assert 'href="?before=21"' in page(ada, f"{url}?before=71")
    assert 'href="?from=71"' in page(ada, f"{url}?before=71")
    first = Message.objects.get(room=room, seq=1)
    there = browser(ada).get(f"{url}?day={now.date()}")["Location"]
    assert there == f"{url}?from=1#message-{first.pk}", "it stands at the first of that day, not at the last"
    assert seqs(page(ada, there))[0] == 1
    for nonsense in (
        "before=x",
        "from=-1",
        "at=99999999999999999999",
        "day=never",
        "day=9999-12-31",
        "reply=x",
    ):
        assert seqs(page(ada, f"{url}?{nonsense}")) == list(range(71, 121))


def test_a_day_leads_to_its_first_message_whatever_numbers_stand_beside_it(room: Room, ada: Person) -> None:
    now = timezone.now()
    first, second = say(ada, room, now=now - timedelta(days=5)), say(ada, room, now=now - timedelta(days=2))
    url, day = room.get_absolute_url(), (now - timedelta(days=3)).date()
    there = f"{url}?from={second.seq}#message-{second.pk}"
    for beside in ("", "&from=1", "&before=2", "&at=1"):
        assert browser(ada).get(f"{url}?day={day}{beside}")["Location"] == there
    kept = f"choose=1&message={first.pk}&message={second.pk}&reply={first.pk}"
    answer = browser(ada).get(f"{url}?day={day}&from=1&{kept}")
    assert answer["Location"] == f"{url}?{kept}&from={second.seq}#message-{second.pk}"
    html = page(ada, answer["Location"])
    for chosen in (
        f'<input type="hidden" name="message" value="{first.pk}">',
        f'name="message" value="{second.pk}" checked',
    ):
        assert chosen in html


def test_where_nothing_was_said_since_a_day_the_latest_is_shown_and_that_is_said(
    room: Room, ada: Person
) -> None:
    url, note = room.get_absolute_url(), "Nothing was said since that day. This is the last before it."
    assert note not in page(ada, f"{url}?day=2999-01-01"), "nothing was said before it either"
    for _ in range(60):
        cache.clear()  # nobody says so much at once
        say(ada, room)
    latest = list(range(11, 61))
    for beside in ("", "&from=1", "&before=11", "&at=1"):
        html = page(ada, f"{url}?day=2999-01-01{beside}")
        assert (seqs(html), note in html) == (latest, True)
    for other in ("", "?from=99", "?day=never"):
        html = page(ada, f"{url}{other}")
        assert (seqs(html), note in html) == (latest, False)
    assert seqs(page(ada, f"{url}?day=never&from=1")) == list(range(1, 51))


def test_news_are_marked_until_they_are_read(room: Room, ada: Person) -> None:
    bea = make_member(room.community)
    first = say(bea, room, "Seen.")
    read_room(reader=ada, room=room, seq=first.seq)
    say(bea, room, "New.")
    html = page(ada, room.get_absolute_url())
    assert html.index("Seen.") < html.index('id="new"') < html.index("New.")
    client = browser(ada)
    read = reverse("room-read", args=[room.pk])
    assert client.post(read, {"seq": "2"}).status_code == 204
    assert 'id="new"' not in page(ada, room.get_absolute_url())
    assert client.post(read, {"seq": "2", "back": "1"})["Location"] == room.get_absolute_url()
    assert browser(make_person()).post(read, {"seq": "2"}).status_code == 404


def test_what_one_author_says_in_a_row_is_drawn_together(room: Room, ada: Person) -> None:
    now = timezone.now().replace(hour=12, minute=0)
    bea = make_member(room.community)
    say(ada, room, now=now), say(ada, room, now=now + timedelta(minutes=1))
    say(bea, room, now=now + timedelta(minutes=2)), say(ada, room, now=now + timedelta(minutes=3))
    say(ada, room, now=now + timedelta(minutes=20))
    classes = re.findall(r'<li class="(message[^"]*)"', page(ada, room.get_absolute_url()))
    assert ["is-run" in each for each in classes] == [False, True, False, False, False]


# Acts ---------------------------------------------------------------------------------------------------


def test_saying_something_needs_no_script(room: Room, ada: Person) -> None:
    client, url = browser(ada), reverse("message-send", args=[room.pk])
    form = {"text": "Hello.", "client_id": str(uuid4())}
    for _ in range(2):  # a form that is sent twice says it once
        answer = client.post(url, form)
    message = Message.objects.get()
    assert answer["Location"] == f"{room.get_absolute_url()}#message-{message.pk}"
    client.post(url, {"text": "Yes.", "client_id": "nonsense", "reply_to": str(message.pk)})
    assert Message.objects.get(seq=2).reply_to == message
    assert "Hello." in page(ada, f"{room.get_absolute_url()}?reply={message.pk}").split('id="say"')[1]


def test_scripts_learn_the_number_of_what_was_said_and_the_reason_of_what_was_not(
    room: Room, ada: Person
) -> None:
    client, url = browser(ada), reverse("message-send", args=[room.pk])
    form, script = {"text": "Hello.", "client_id": str(uuid4())}, {"Accept": "application/json"}
    answers = [client.post(url, form, headers=script) for _ in range(2)]
    assert [(each.status_code, each.json()) for each in answers] == [(201, {"seq": 1})] * 2
    refused = browser(None).post(url, form | {"client_id": str(uuid4())}, headers=script)
    assert (refused.status_code, set(refused.json())) == (403, {"say"})
    assert Message.objects.count() == 1


def test_what_cannot_be_sent_stays_where_it_was_typed(room: Room, ada: Person) -> None:
    client, url = browser(ada), reverse("message-send", args=[room.pk])
    said = client.post(url, {"text": " ", "client_id": str(uuid4())})
    assert (said.status_code, "an empty message cannot be sent" in said.content.decode()) == (422, True)
    key = str(uuid4())
    said = client.post(url, {"text": "W" * 8001, "client_id": key})
    html = said.content.decode()
    assert (said.status_code, "W" * 8001 in html, key in html) == (422, True, True)
    guest = browser(make_member(room.community, role=Role.GUEST))
    said = guest.post(url, {"text": "My words.", "client_id": key})
    assert said.status_code == 403
    visitor = browser(None).post(url, {"text": "My words.", "client_id": key})
    assert (visitor.status_code, "My words." in visitor.content.decode()) == (403, True)
    assert Message.objects.count() == 0
    script = client.post(url, {"text": ""}, headers={"HX-Request": "true"})
    assert (script.status_code, set(script.json())) == (422, {"say", "field"})


def test_who_may_no_longer_write_keeps_their_words(room: Room, ada: Person) -> None:
    facilitator = make_member(room.community, role=Role.FACILITATOR)
    other = open_room(opener=facilitator, community=room.community, name="Other")
    close_room(facilitator=facilitator, room=other)
    said = browser(ada).post(reverse("message-send", args=[other.pk]), {"text": "Too late."})
    assert (said.status_code, "Too late." in said.content.decode()) == (403, True)


def test_other_words_and_what_was_said_before(room: Room, ada: Person) -> None:
    message = say(ada, room, "Frist.")
    client = browser(ada)
    assert "Frist." in client.get(at("message-edit", message)).content.decode()
    answer = client.post(at("message-edit", message), {"text": "First.", "revision": "1"})
    assert answer["Location"].endswith(f"?at=1#message-{message.pk}")
    late = client.post(at("message-edit", message), {"text": "Mine.", "revision": "1"})
    html = late.content.decode()
    assert (late.status_code, "First." in html, "Mine." in html, 'value="2"' in html) == (
        409,
        True,
        True,
        True,
    )
    assert client.post(at("message-edit", message), {"text": "", "revision": "2"}).status_code == 422
    assert "Frist." in client.get(at("message-wordings", message)).content.decode()
    moderator = make_member(room.community, role=Role.MODERATOR)
    for name in ("message-wordings", "message-edit"):
        page(moderator, at(name, message), 403)
    assert browser(None).get(at("message-edit", message))["Location"].startswith("/accounts/login/")


def test_a_message_is_removed_after_a_question(room: Room, ada: Person) -> None:
    message = say(ada, room, "Secret name.")
    reply = say(ada, room, "Answer.", reply_to=message.pk)
    moderator = make_member(room.community, make_person("Mo"), role=Role.MODERATOR)
    page(make_member(room.community), at("message-remove", message), 403)
    assert "Secret name." in page(moderator, at("message-remove", message))
    browser(moderator).post(at("message-remove", message), {"reason": "It names a patient."})
    html = page(ada, room.get_absolute_url())
    assert ("Secret name." in html, "was removed by a moderator" in html) == (False, True)
    for name in ("message-remove", "message-acts", "message-wordings"):
        page(ada, at(name, message), 404)
    remove_message(remover=ada, message=reply)
    assert "took back what they wrote here" in page(ada, at("message", reply))


def test_small_acts_lead_back_or_give_scripts_the_message_anew(room: Room, ada: Person) -> None:
    message, moderator = say(ada, room), make_member(room.community, role=Role.MODERATOR)
    client = browser(moderator)
    for name, more in (("message-reaction", ["thanks"]), ("message-pin", [])):
        assert client.post(at(name, message, *more))["Location"].endswith(f"#message-{message.pk}")
    message.refresh_from_db()
    assert (message.reaction_counts, message.pinned_at is not None) == ({"thanks": 1}, True)
    assert "1 message kept in view" in page(ada, room.get_absolute_url())
    for name, more in (("message-reaction-remove", ["thanks"]), ("message-unpin", [])):
        part = client.post(at(name, message, *more), headers={"HX-Request": "true"})
        assert (
            part.content.decode().startswith("<li")
            and f'data-message="{message.pk}"' in part.content.decode()
        )
    message.refresh_from_db()
    assert (message.reaction_counts, message.pinned_at) == ({}, None)
    assert client.post(at("message-reaction", message, "nonsense")).status_code == 422
    assert browser(ada).post(at("message-pin", message)).status_code == 403


def test_the_acts_of_a_message_are_those_that_would_not_be_refused(room: Room, ada: Person) -> None:
    message = say(ada, room)
    moderator, guest = (make_member(room.community, role=role) for role in (Role.MODERATOR, Role.GUEST))
    offered = {
        person.pk: {
            word
            for word in ("/edit/", '/remove/"', "/pin/")
            if word in page(person, at("message-acts", message))
        }
        for person in (ada, moderator, guest)
    }  # fmt: skip
    assert offered == {ada.pk: {"/edit/", '/remove/"'}, moderator.pk: {'/remove/"', "/pin/"}, guest.pk: set()}


# For scripts ---------------------------------------------------------------------------------------------


def test_events_are_told_as_by_the_socket(room: Room, ada: Person) -> None:
    say(ada, room, "One."), say(ada, room, "Two.")
    url = reverse("room-events", args=[room.pk])
    said = browser(ada).get(url, {"after": "1"}).json()
    assert ([each["seq"] for each in said["events"]], said["head"], said["has_more"]) == ([2], 2, False)
    assert said["events"][0]["d"]["html"].strip() == "<p>Two.</p>"
    assert browser(ada).get(url, {"after": "nonsense"}).json()["head"] == 2
    assert browser(make_person()).get(url).status_code == 404
    assert browser(None).get(url).status_code == 403
    expel(ada, room.community)
    assert browser(ada).get(url).status_code == 404


# Search --------------------------------------------------------------------------------------------------


def test_words_are_found_in_their_room_and_nowhere_else(room: Room, ada: Person) -> None:
    say(ada, room, "The debriefing form is *here*.")
    gone = say(ada, room, "Another debriefing.")
    remove_message(remover=ada, message=gone)
    say(ada, open_direct_room(person=ada, other=make_member(room.community)), "A debriefing of two.")
    url = reverse("room-search", args=[room.pk])
    html = page(ada, f"{url}?q=debriefing")
    assert (seqs(html), "of two" in html) == ([1], False)
    assert "Nothing found" in page(ada, f"{url}?q=absent")
    assert seqs(page(ada, url)) == []
    page(make_person(), f"{url}?q=debriefing", 404)


# Lists ---------------------------------------------------------------------------------------------------


def test_ones_rooms_are_listed_with_what_waits(room: Room, ada: Person) -> None:
    bea = make_member(room.community, make_person("Bea"))
    two = open_direct_room(person=bea, other=ada)
    say(bea, room), say(bea, room), say(bea, two)
    make_community("Elsewhere", visibility="open")
    html = page(ada, reverse("rooms"))
    rows = re.findall(r'class="room-name" href="([^"]+)"', html)
    assert rows == [room.get_absolute_url(), two.get_absolute_url()]
    assert re.findall(r'class="unread-count"[^>]*>(\d+)', html) == ["2", "1"]
    assert re.search(r'Talk<span class="count">3<', html)
    read_room(reader=ada, room=room, seq=9)
    assert re.findall(r'class="unread-count"[^>]*>(\d+)', page(ada, reverse("rooms"))) == ["1"]
    assert "You belong to no community yet" in page(make_person(), reverse("rooms"))


def test_what_was_said_before_one_came_is_not_new(room: Room, ada: Person) -> None:
    say(ada, room, now=timezone.now() - timedelta(days=1))
    late = make_member(room.community, since=timezone.now() - timedelta(hours=1))
    assert "unread-count" not in page(late, reverse("rooms"))
    say(ada, room)
    assert re.findall(r'class="unread-count"[^>]*>(\d+)', page(late, reverse("rooms"))) == ["1"]


def test_the_page_of_a_community_leads_to_its_rooms() -> None:
    community = make_community(visibility="open")
    member = make_member(community)
    url, room = community.get_absolute_url(), Room.objects.get(community=community)
    assert room.get_absolute_url() in page(member, url)
    assert room.get_absolute_url() in page(make_person(), url)
    assert room.get_absolute_url() not in browser(None).get(url).content.decode()


# Of two --------------------------------------------------------------------------------------------------


def test_one_writes_to_somebody_from_their_page(room: Room, ada: Person) -> None:
    bea = make_member(room.community, make_person("Bea", handle="bea"))
    talk, client = reverse("person-talk", args=["bea"]), browser(ada)
    assert talk in client.get(bea.get_absolute_url()).content.decode()
    two = Room.objects.get(pk=int(client.post(talk)["Location"].split("/")[-2]))
    assert "Bea" in page(ada, two.get_absolute_url()) and "Ada" in page(bea, two.get_absolute_url())
    stranger = make_person()
    assert talk not in page(stranger, bea.get_absolute_url())
    assert browser(stranger).post(talk).status_code == 403
    browser(bea).post(reverse("person-block", args=["ada"]))
    assert talk not in page(ada, bea.get_absolute_url())
    assert client.post(talk).status_code == 403
    assert "Nothing can be sent" in page(ada, two.get_absolute_url())
    assert reverse("person-unblock", args=["ada"]) in page(bea, ada.get_absolute_url())
    browser(bea).post(reverse("person-unblock", args=["ada"]))
    assert Block.objects.count() == 0
    assert client.post(reverse("person-block", args=["nobody"])).status_code == 404


# Looked after ---------------------------------------------------------------------------------------------


def test_facilitators_open_describe_and_close_rooms(community: Community, room: Room, ada: Person) -> None:
    facilitator = make_member(community, role=Role.FACILITATOR)
    client, slug = browser(facilitator), community.slug
    form = {"name": "Journal club", "purpose": "Thursdays.", "write_from": "20", "slow_seconds": "0"}
    new = reverse("room-new", args=[slug])
    opened = Room.objects.get(pk=int(client.post(new, form)["Location"].split("/")[-2]))
    assert (opened.name, opened.purpose) == ("Journal club", "Thursdays.")
    assert client.post(new, form | {"name": ""}).status_code == 422
    again = client.post(new, form)
    assert (again.status_code, "There is a room of this name already." in again.content.decode()) == (
        422,
        True,
    )
    manage = reverse("room-manage", args=[slug, opened.pk])
    seen = re.search(r'name="seen" value="([^"]+)"', page(facilitator, manage))
    assert seen
    changed = {**form, "slow_seconds": "30", "seen": seen[1]}
    assert client.post(manage, changed)["Location"] == reverse("rooms-manage", args=[slug])
    overtaken = client.post(manage, {**changed, "name": "Mine"})
    assert (overtaken.status_code, "Mine" in overtaken.content.decode()) == (409, True)
    client.post(reverse("room-close", args=[slug, opened.pk]))
    assert "Closed rooms" in page(facilitator, reverse("rooms-manage", args=[slug]))
    assert "Closed" in page(ada, opened.get_absolute_url())
    client.post(reverse("room-reopen", args=[slug, opened.pk]))
    assert "Closed rooms" not in page(facilitator, reverse("rooms-manage", args=[slug]))
    assert client.post(reverse("room-close", args=[slug, room.pk])).status_code == 403
    assert reverse("room-close", args=[slug, room.pk]) not in page(
        facilitator, reverse("room-manage", args=[slug, room.pk])
    )
    for name, more in (("rooms-manage", []), ("room-new", []), ("room-manage", [room.pk])):
        page(ada, reverse(name, args=[slug, *more]), 403)
        page(make_person(), reverse(name, args=[slug, *more]), 403)
    elsewhere = Room.objects.get(community=make_community("Elsewhere"))
    page(facilitator, reverse("room-manage", args=[slug, elsewhere.pk]), 404)


def test_the_standing_room_needs_no_name(community: Community, room: Room) -> None:
    facilitator = make_member(community, role=Role.FACILITATOR)
    manage = reverse("room-manage", args=[community.slug, room.pk])
    form = {"name": "", "purpose": "For all.", "write_from": "10", "slow_seconds": "0"}
    assert browser(facilitator).post(manage, form).status_code == 302
    room.refresh_from_db()
    assert (room.name, room.purpose, room.write_from) == ("", "For all.", 10)


# Cards ----------------------------------------------------------------------------------------------------


def test_links_are_cards_of_what_this_reader_may_see(room: Room, ada: Person) -> None:
    closed = make_community("Closed circle", visibility="hidden")
    insider = make_member(closed, make_member(room.community))
    hidden = make_topic(make_board(closed), title="A hidden matter")
    shared = make_topic(make_board(room.community), title="A shared matter")
    message = say(
        insider, room, f"See /t/{hidden.pk}/ [there](/t/{hidden.pk}/-/), [here](http://testserver/t/{shared.pk}/x/1/) "
        f"and [far](http://elsewhere.example/t/{shared.pk}/).",
    )  # fmt: skip
    url = room.get_absolute_url()
    mine, theirs = page(insider, url), page(ada, url)
    assert (mine.count("linked-card"), "A hidden matter" in mine, "A shared matter" in mine) == (
        2,
        True,
        True,
    )
    assert (theirs.count("linked-card"), "A hidden matter" in theirs, "Closed circle" in theirs) == (
        1,
        False,
        False,
    )
    assert "A hidden matter" not in message.html + json.dumps(
        list(room.events.values_list("data", flat=True))
    )
    expel(insider, closed)
    assert "A hidden matter" not in page(insider, url)


def queries_of(person: Person, url: str) -> int:
    """How many a second look takes: by then the rail is kept."""
    client = browser(person)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def make_lively(room: Room, number: int) -> None:
    """Messages that answer each other, with links, reactions and some kept in view."""
    for each in range(number):
        author = make_member(room.community, make_person())
        topic = make_topic(make_board(room.community))
        answered = latest_messages(room).messages
        reply_to = answered[-1].pk if answered else 0
        message = say(author, room, f"See [it](/t/{topic.pk}/)", reply_to=reply_to)
        react_to_message(person=author, message=message, kind="thanks")
        if each % 5 == 0:
            pin_message(moderator=make_steward(), message=message)


def test_a_room_costs_the_same_for_one_message_as_for_fifty(room: Room, ada: Person) -> None:
    url, found = room.get_absolute_url(), []
    for number in (1, 49):
        make_lively(room, number)
        found.append(queries_of(ada, url))
    # Who asks, what they belong to, the room, its head, how far it was read; messages, own reactions, where
    # they were taken, cards; what is
    # kept in view, the other rooms, and whether they may write.
    assert found == [12, 12]


def test_a_list_of_rooms_costs_the_same_for_two_as_for_thirty(room: Room, ada: Person) -> None:
    found = []
    for number in (1, 29):
        for _ in range(number):
            other = make_member(room.community)
            say(other, open_direct_room(person=other, other=ada))
            make_member(make_community(), ada)
        found.append(queries_of(Person.objects.get(pk=ada.pk), reverse("rooms")))
    assert found == [4, 4]
