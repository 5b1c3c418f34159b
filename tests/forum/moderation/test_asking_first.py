"""Reasons, notes and descriptions that may identify a patient: whoever sends them is asked first, on a page for all."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from forum.chat.actions.rooms import open_room
from forum.chat.actions.taking_down import take_down_message
from forum.chat.models import Message, Room
from forum.chat.selectors.rooms import edition_of_room
from forum.communities.actions.measures import warn_person
from forum.communities.models import Community, Role
from forum.communities.selectors.describing import edition_of_description
from forum.discussions.actions.staff_notes import leave_note
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.selectors.board_management import edition_of_settings
from forum.moderation.actions.reporting import report_post
from forum.moderation.actions.saving_replies import save_reply
from forum.moderation.models import Case, Report
from forum.network.models import Network
from forum.people.models import Application, Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)
from tests.forum.chat.test_sending import say
from tests.forum.moderation.searching import places_of
from tests.forum.moderation.waiting import Waiting, make_waiting
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]

NUMBER = "00482913"
NAMING = f"It says MRN {NUMBER}, which is on the sticker."
Sent = tuple[
    Person, str, dict[str, Any], str
]  # by whom, to which address, what, and the field with the words
Door = Callable[[Waiting], Sent]


@pytest.fixture
def waiting() -> Waiting:
    return make_waiting()


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def _at(name: str, *keys: Any) -> str:
    return reverse(name, args=keys)


def _of_case(act: str, field: str) -> Door:
    return lambda at: (at.facilitator, _at(act, at.case.pk), {}, field)


def _in_queue(act: str, field: str, kind: str) -> Door:
    def door(at: Waiting) -> Sent:
        key = {str(kind): key for kind, key in at.things().items()}[kind]
        return at.facilitator, _at("queue-thing", kind, key), {"act": act, "seen": "1"}, field

    return door


def _in_bulk(at: Waiting) -> Sent:
    facts = {"chosen": f"reported-{at.case.pk}", "answer": "yes"}
    return at.facilitator, _at("queue"), facts, "reason"


def _post_removal(at: Waiting) -> Sent:
    return at.moderator, _at("post-remove", at.reported.pk), {}, "reason"


def _topic_removal(at: Waiting) -> Sent:
    return at.moderator, _at("topic-remove", at.reported.topic_id), {}, "reason"


def _measure(at: Waiting) -> Sent:
    handle = make_member(at.community).handle
    return at.moderator, _at("community-measure", at.community.slug, handle), {"kind": "warning"}, "reason"


def _lifting(at: Waiting) -> Sent:
    person = make_member(at.community)
    given = warn_person(moderator=at.moderator, person=person, community=at.community, reason="Be kind.")
    address = _at("community-measure-lift", at.community.slug, person.handle, given.pk)
    return at.facilitator, address, {}, "why"


def _taking_out(at: Waiting) -> Sent:
    handle = make_member(at.community).handle
    return at.facilitator, _at("community-take-out", at.community.slug, handle), {}, "reason"


def _closing(_at_: Waiting) -> Sent:
    person = make_steward()
    address = _at("steward-act", make_member(make_community()).pk, "close")
    return person, address, {"lasts": "1w"}, "reason"


def _appeal(at: Waiting) -> Sent:
    person = make_member(at.community)
    given = warn_person(moderator=at.moderator, person=person, community=at.community, reason="Be kind.")
    return person, _at("measure-appeal", given.pk), {}, "words"


def _appeal_of_removal(at: Waiting) -> Sent:
    rows = Post.objects.select_related("topic__home_board__community", "via_board__community", "author")
    post = rows.get(pk=at.reported.pk)
    take_down_post(moderator=at.moderator, post=post, reason="We sell nothing here.")
    return post.author, _at("removal-appeal", post.pk), {}, "words"


def _appeal_of_removed_message(at: Waiting) -> Sent:
    room = Room.objects.select_related("community").get(community=at.community)
    author = make_member(at.community)
    message = say(author, room, "Buy my course.")
    message = Message.objects.select_related("room__community", "author").get(pk=message.pk)
    take_down_message(moderator=at.moderator, message=message, reason="We sell nothing here.")
    return author, _at("message-removal-appeal", room.pk, message.pk), {}, "words"


def _note(audience: str) -> Door:
    def door(at: Waiting) -> Sent:
        said = {"audience": audience or str(at.community.pk)}
        return at.moderator, _at("topic-note", at.reported.topic_id), said, "text"

    return door


def _changed_note(at: Waiting) -> Sent:
    note = leave_note(
        moderator=at.moderator, topic=fresh(at.reported.topic), body="Please be kind.", audience="readers",
        community=at.community,
    )  # fmt: skip
    return at.moderator, _at("note-change", note.pk), {"revision": "1"}, "text"


def _split(at: Waiting) -> Sent:
    topic = make_topic(at.reported.via_board)
    reply = make_reply(topic)
    return at.moderator, f"{_at('topic-split', topic.pk)}?post={reply.number}", {}, "title"


def _offer(at: Waiting) -> Sent:
    topic = make_topic(at.reported.via_board)
    to = make_board(make_community(visibility="open"), inbound=Board.Inbound.ASK)
    make_member(to.community, at.moderator)
    return at.moderator, _at("topic-offer", topic.pk), {"board": to.pk}, "note"


def _home_declined(at: Waiting) -> Sent:
    return at.moderator, _at("home-change-decline", at.change.pk), {}, "reason"


def _carried_declined(at: Waiting) -> Sent:
    return at.moderator, _at("carried-decline", at.placement.pk), {}, "reason"


def _proposal_taken_back(at: Waiting) -> Sent:
    broker = Placement.objects.get(pk=at.placement.pk).proposed_by
    assert broker is not None
    return broker, _at("carried-end", at.placement.pk), {}, "reason"


def _saved_reply(at: Waiting) -> Sent:
    return at.moderator, _at("saved-replies", at.community.slug), {"name": "Stickers"}, "words"


def _changed_reply(at: Waiting) -> Sent:
    kept = save_reply(
        moderator=at.moderator, community=at.community, name="Stickers", words="Leave them out."
    )
    return at.moderator, _at("saved-reply", at.community.slug, kept.pk), {"name": "Stickers"}, "words"


def _community(at: Waiting) -> Sent:
    community = Community.objects.get(pk=at.community.pk)
    said = {name: getattr(community, name) for name in ("name", "domain", "kind", "hue", "joining", "guard")}
    said |= {"time_zone": community.time_zone, "seen": edition_of_description(community)}
    return at.facilitator, _at("community-settings", community.slug), said, "welcome"


def _board(at: Waiting) -> Sent:
    board = Board.objects.get(pk=at.board.pk)
    names = ("name", "kind", "read_from", "start_from", "reply_from", "approval", "approval_first")
    said = {name: getattr(board, name) for name in (*names, "slow_seconds", "inbound", "outbound")}
    said["seen"] = edition_of_settings(board)
    return at.facilitator, _at("board-manage", at.community.slug, board.slug), said, "description"


def _new_board(at: Waiting) -> Sent:
    said = _board(at)[2] | {"name": "Another board"}
    return at.facilitator, _at("board-new", at.community.slug), said, "reminder"


def _room(at: Waiting) -> Sent:
    room = open_room(opener=at.facilitator, community=at.community, name="Stickers")
    said = {"name": room.name, "write_from": room.write_from, "slow_seconds": 0}
    said["seen"] = edition_of_room(Room.objects.get(pk=room.pk))
    return at.facilitator, _at("room-manage", at.community.slug, room.pk), said, "purpose"


def _profile(at: Waiting) -> Sent:
    person = at.moderator
    names = ("display_name", "handle", "time_zone", "activity_shown_to")
    return person, _at("settings"), {"part": "profile"} | {n: getattr(person, n) for n in names}, "bio"


DOORS: dict[str, Door] = {
    "a case that is let stand": _of_case("case-keep", "reason"),
    "a case that is removed": _of_case("case-remove", "reason"),
    "a case that is handed up": lambda at: (at.moderator, _at("case-hand-up", at.case.pk), {}, "why"),
    "a report answered in the list": _in_queue("yes", "reason", "reported"),
    "a remark among moderators": _in_queue("remark", "remark", "held"),
    "a remark on a report": _in_queue("remark", "remark", "reported"),
    "a remark on an appeal": _in_queue("remark", "remark", "appeal"),
    "a remark on who asks to join": _in_queue("remark", "remark", "asking"),
    "a remark on a home": _in_queue("remark", "remark", "home"),
    "a remark on what is carried": _in_queue("remark", "remark", "carried"),
    "waiting words declined": _in_queue("no", "reason", "held"),
    "somebody not let in": _in_queue("no", "reason", "asking"),
    "many reports at once": _in_bulk,
    "an appeal that is upheld": _in_queue("no", "reason", "appeal"),
    "a post removed": _post_removal,
    "a topic removed": _topic_removal,
    "a measure": _measure,
    "a measure lifted": _lifting,
    "a membership ended": _taking_out,
    "an account closed": _closing,
    "an appeal": _appeal,
    "an appeal against a removal": _appeal_of_removal,
    "an appeal against the removal of a message": _appeal_of_removed_message,
    "a note for readers": _note("readers"),
    "a note for moderators": _note(""),
    "a note in other words": _changed_note,
    "the title of what is split off": _split,
    "a home that is offered": _offer,
    "a home that is declined": _home_declined,
    "a carried topic declined": _carried_declined,
    "a proposal taken back": _proposal_taken_back,
    "a saved reply": _saved_reply,
    "a saved reply that is changed": _changed_reply,
    "what a community says": _community,
    "what a board says": _board,
    "what a new board says": _new_board,
    "what a room is for": _room,
    "what a person says of themselves": _profile,
}


def fields_of(page: str) -> dict[str, str]:
    """What the question would send again, without the tick."""
    form = page[page.index('<form class="form section"') :]
    hidden = re.findall(r'<input type="hidden" name="(\w[\w-]*)" value="([^"]*)">', form)
    shown = re.findall(r'<textarea [^>]*name="([\w-]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    return {name: unescape(value) for name, value in [*hidden, *shown] if name != "csrfmiddlewaretoken"}


def tick_in(page: str) -> str:
    found = re.search(r'<input type="checkbox" name="cleared" value="([^"]+)">', page)
    assert found is not None
    return found[1]


def is_question(answer: HttpResponse) -> bool:
    return answer.status_code == 422 and "Look at this first" in answer.content.decode()


@pytest.mark.parametrize("name", DOORS)
def test_nothing_is_stored_before_its_writer_has_said_that_it_identifies_nobody(
    waiting: Waiting, name: str
) -> None:
    person, address, facts, field = DOORS[name](waiting)
    client, sent = signed_in(again(person)), facts | {field: NAMING}
    asked = client.post(address, sent)
    page = asked.content.decode()
    assert is_question(asked), page
    assert "“MRN 00482913” looks like a record number" in page
    assert fields_of(page) == {key: str(value) for key, value in sent.items()}
    assert places_of(NUMBER) == set()

    assert is_question(client.post(address, fields_of(page)))  # and no tick
    assert is_question(client.post(address, fields_of(page) | {"cleared": "something"}))
    assert places_of(NUMBER) == set()

    told = client.post(address, fields_of(page) | {"cleared": tick_in(page)})
    assert told.status_code == 302, told.content.decode()
    assert places_of(NUMBER) != set()


@pytest.mark.parametrize(
    "name", sorted(DOORS.keys() - {"what a person says of themselves", "an account closed"})
)
def test_a_community_that_asks_nothing_is_asked_nothing(waiting: Waiting, name: str) -> None:
    person, address, facts, field = DOORS[name](waiting)
    Community.objects.update(guard=Community.Guard.OFF)
    if "guard" in facts:
        community = Community.objects.get(pk=waiting.community.pk)
        facts |= {"guard": "off", "seen": edition_of_description(community)}
    assert signed_in(again(person)).post(address, facts | {field: NAMING}).status_code == 302
    assert places_of(NUMBER) != set()


def test_where_posts_would_wait_their_moderators_are_asked_all_the_same(waiting: Waiting) -> None:
    Community.objects.update(guard=Community.Guard.HOLD)
    person, address, facts, field = DOORS["a measure"](waiting)
    client = signed_in(again(person))
    page = client.post(address, facts | {field: NAMING}).content.decode()
    told = client.post(address, fields_of(page) | {"cleared": tick_in(page)})
    assert told.status_code == 302


@pytest.mark.parametrize("guard", ["warn", "hold"])
@pytest.mark.parametrize("reason", [Report.Reason.PATIENT, Report.Reason.UNKIND])
def test_a_report_is_asked_about_once_and_goes_the_second_time_whatever_it_says(
    waiting: Waiting, guard: str, reason: str
) -> None:
    Community.objects.update(guard=guard)
    reporter = make_member(waiting.community)
    client, address = signed_in(again(reporter)), _at("post-report", waiting.reported.pk)
    asked = client.post(address, {"reason": reason, "words": NAMING})
    page = asked.content.decode()
    assert is_question(asked)
    assert "This identifies nobody" not in page
    assert not Report.objects.filter(reporter=reporter).exists()
    other = f"{NAMING} And DOB 3.4.1951, too."
    assert client.post(address, fields_of(page) | {"words": other}).status_code == 302
    assert Report.objects.get(reporter=reporter).words == other


def test_what_stood_there_before_is_not_asked_about_again(waiting: Waiting) -> None:
    Board.objects.filter(pk=waiting.board.pk).update(description=NAMING)
    person, address, facts, field = DOORS["what a board says"](waiting)
    client = signed_in(again(person))
    assert client.post(address, facts | {field: f"{NAMING} Really."}).status_code == 302
    facts["seen"] = edition_of_settings(Board.objects.get(pk=waiting.board.pk))
    assert is_question(client.post(address, facts | {field: f"{NAMING} And MRN 00998877."}))


def test_scripts_are_told_in_a_sentence_and_send_the_form_as_it_is(waiting: Waiting) -> None:
    person, address, facts, field = DOORS["a remark on a report"](waiting)
    asked = signed_in(again(person)).post(address, facts | {field: NAMING}, headers={"HX-Request": "true"})
    assert (asked.status_code, asked.json().keys()) == (422, {"say", "seen"})
    assert "may identify a patient" in asked.json()["say"]


def test_whoever_may_not_is_refused_and_not_asked(waiting: Waiting) -> None:
    steward_only = make_member(make_community(), role=Role.MODERATOR)
    for name in ("a measure", "a case that is removed", "what a board says", "a saved reply"):
        _person, address, facts, field = DOORS[name](waiting)
        answer = signed_in(again(steward_only)).post(address, facts | {field: NAMING})
        assert answer.status_code in (403, 404), name


def test_of_many_that_are_answered_at_once_none_is_before_their_writer_was_asked(waiting: Waiting) -> None:
    """Whichever comes first, and whatever its community asks: what was answered could not be answered once more."""
    quiet = make_community(guard="off")
    make_member(quiet, waiting.facilitator, role=Role.FACILITATOR)
    post = make_reply(make_topic(make_board(quiet)), author=make_member(quiet))
    other = report_post(reporter=make_member(quiet), post=post, reason="spam").case
    client, path = signed_in(waiting.facilitator), reverse("queue")
    given = {"chosen": [f"reported-{other.pk}", f"reported-{waiting.case.pk}"], "answer": "yes"}
    asked = client.post(path, given | {"reason": NAMING})
    assert is_question(asked)
    assert set(Case.objects.values_list("state", flat=True)) == {"open"}
    sent = client.post(
        path, given | {"reason": NAMING, "cleared": tick_in(asked.content.decode())}, follow=True
    )
    assert "2 answered." in sent.content.decode()
    assert set(Case.objects.values_list("state", flat=True)) == {"kept"}


def test_the_page_that_asks_leads_back_to_the_form_and_nowhere_else(waiting: Waiting) -> None:
    person, address, facts, field = DOORS["a measure"](waiting)
    client, form = signed_in(again(person)), "http://testserver/where/the/form/is/"
    page = client.post(address, facts | {field: NAMING}, headers={"Referer": form}).content.decode()
    assert f'href="{form}"' in page
    own = f"http://testserver{address}"
    page = client.post(address, fields_of(page), headers={"Referer": own}).content.decode()
    assert (f'href="{form}"' in page, f'href="{own}"' in page) == (True, False)
    for elsewhere in ("https://evil.example/", ""):
        sent = facts | {field: NAMING, "came_from": elsewhere}
        page = client.post(address, sent, headers={"Referer": elsewhere}).content.decode()
        assert ("Look at this first" in page, "Back to the form" in page) == (True, False)


def test_whoever_asks_to_join_the_network_is_asked_once_in_the_form_and_no_password_comes_back() -> None:
    Network.objects.update_or_create(pk=1, defaults={"sign_up": "approval"})
    client, password = Client(), "kettle-orbit-ninety-two"
    typed = {"display_name": "Ada Byrne", "email": "ada@example.org", "password1": password, "reason": NAMING}
    asked = client.post("/accounts/signup/", typed)
    page = asked.content.decode()
    assert ("may identify a patient" in page, NAMING in unescape(page), password in page) == (
        True,
        True,
        False,
    )
    assert not Person.objects.filter(email="ada@example.org").exists()
    asked_about = re.search(r'<input type="hidden" name="cleared" value="([^"]+)"', page)
    assert asked_about is not None, page
    client.post("/accounts/signup/", typed | {"cleared": asked_about[1]})
    assert Application.objects.get(person__email="ada@example.org").reason == NAMING


def test_stewards_are_asked_about_what_they_answer_to_that() -> None:
    person = make_person()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    application = Application.objects.create(person=person, reason="I teach nurses.")
    address = _at("application", application.pk)
    client = signed_in(make_steward())
    for decision in ("admit", "turn-away"):
        assert is_question(client.post(address, {"decision": decision, "answer": NAMING}))
    assert places_of(NUMBER) == set()
    assert client.post(address, {"decision": "admit", "answer": "Welcome."}).status_code == 302
