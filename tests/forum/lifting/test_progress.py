"""How far a question is: its lifter is told the same on its page, in their list and at home."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.formats import date_format

from forum.chat.actions.messages import edit_message, remove_message
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Topic
from forum.lifting.actions.answering import agree, decline
from forum.lifting.models import Lift
from forum.lifting.selectors.lifts import OwnQuestions, own_questions, progress_of, rows_of
from forum.pages.waiting import who_waits
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_topic
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import lift, moderator_of, room_of, wording_for

pytestmark = pytest.mark.django_db

ASKED = "You asked people for their word, to take what they said to a board"
ANSWERED = "What you wanted to take to a board has been answered, and waits for you"
LOCKED = "Everybody has agreed, and it could not go up by itself: This topic is locked. It can be read, not answered."
WAITING = ("waiting", "Once everybody has agreed it goes up by itself. It waits until {end}.")
HINDERED = ("hindered", "Once nothing is in its way any more you can publish it, until {end}.")
PARTLY = (
    "partly", "Nobody is asked any more. What was agreed can go up without the rest, until {end}.",
)  # fmt: skip
NOTHING = (
    "nothing",
    "Nothing is left that could be taken: each message was declined, or removed from the room.",
)
BACK, REST = "Take the question back", "Publish what was agreed, without the other message"


class Asked:
    """Ada and Bea are asked whether what each of them said may go up, as a reply to a topic."""

    def __init__(self) -> None:
        self.community = make_community(visibility="private")
        self.room, self.mo = room_of(self.community), moderator_of(self.community)
        self.ada, self.bea = (make_member(self.community, make_person(name)) for name in ("Ada", "Bea"))
        self.of_ada, self.of_bea = (
            say(self.ada, self.room, "Exactly this."),
            say(self.bea, self.room, "Or that."),
        )
        self.topic = make_topic(make_board(self.community))
        self.lift = lift(self.mo, [self.of_ada, self.of_bea], self.topic)

    def lock(self) -> None:
        lock_topic(moderator=self.mo, topic=self.topic)

    def agree(self, *people: Person) -> None:
        for person in people:
            agree(author=person, lift=self.lift, seen=wording_for(self.lift, person))

    def decline(self, *people: Person) -> None:
        for person in people:
            decline(author=person, lift=self.lift)

    def remove(self, *people: Person) -> None:
        for person in people:
            remove_message(remover=person, message=self.of_ada if person == self.ada else self.of_bea)

    def fall_through(self) -> None:
        """All agree, and it cannot go up."""
        self.lock()
        self.agree(self.ada, self.bea)

    def change(self) -> None:
        edit_message(editor=self.ada, message=self.of_ada, body="Not quite this.", revision=1)


def nobody_answered(asked: Asked) -> None:
    """As it begins."""


def one_answered(asked: Asked) -> None:
    asked.agree(asked.ada)


def hindered_and_changed_since(asked: Asked) -> None:
    asked.fall_through()
    asked.change()


def hindered(asked: Asked) -> None:
    asked.fall_through()


def hindered_with_one_removed(asked: Asked) -> None:
    asked.remove(asked.bea)
    asked.lock()
    asked.agree(asked.ada)


def one_declined(asked: Asked) -> None:
    asked.agree(asked.ada)
    asked.decline(asked.bea)


def one_declined_after_it_was_hindered(asked: Asked) -> None:
    asked.fall_through()
    asked.decline(asked.bea)


def the_last_one_removed_theirs(asked: Asked) -> None:
    asked.agree(asked.ada)
    asked.remove(asked.bea)


def all_declined(asked: Asked) -> None:
    asked.decline(asked.ada, asked.bea)


def all_removed(asked: Asked) -> None:
    asked.remove(asked.ada, asked.bea)


def all_removed_after_it_was_hindered(asked: Asked) -> None:
    asked.fall_through()
    asked.remove(asked.ada, asked.bea)


@pytest.mark.parametrize(
    ("happened", "progress", "notice", "buttons"),
    [
        (nobody_answered, WAITING, "", [BACK]),
        (one_answered, WAITING, "", [REST, BACK]),
        (hindered_and_changed_since, WAITING, "", [REST, BACK]),
        (hindered, HINDERED, LOCKED, ["Try once more", BACK]),
        (hindered_with_one_removed, HINDERED, LOCKED, [REST, BACK]),
        (one_declined, PARTLY, "", [REST, BACK]),
        (one_declined_after_it_was_hindered, PARTLY, "", [REST, BACK]),
        (the_last_one_removed_theirs, PARTLY, "", [REST, BACK]),
        (all_declined, NOTHING, "", [BACK]),
        (all_removed, NOTHING, "", [BACK]),
        (all_removed_after_it_was_hindered, NOTHING, "", [BACK]),
    ],
)
def test_who_asked_is_told_how_far_it_is(
    happened: Callable[[Asked], None], progress: tuple[str, str], notice: str, buttons: list[str]
) -> None:
    asked = Asked()
    happened(asked)
    found, mo = Lift.objects.get(pk=asked.lift.pk), Person.objects.get(pk=asked.mo.pk)
    state, sentence = progress
    waits = state == "waiting"
    assert progress_of(found, rows_of(found)) == state
    page = seen_by(mo, found.get_absolute_url())
    below = page.split('id="next"')[1].split("</section>")[0]
    assert texts(r'<p class="lead">.*?</p>', page) == [
        "From Common room. "
        + ("Waits for those who said it." if waits else "Answered: it is for you to go on.")
    ]
    assert texts(r'<div class="notice is-warning">.*?</div>', page) == ([notice] if notice else [])
    assert texts("<p>.*?</p>", below) == [sentence.format(end=date_format(found.expires_at))]
    assert texts("<button.*?</button>", below) == buttons
    assert texts("<li.*?</li>", who_waits(mo)) == [ASKED if waits else ANSWERED]
    assert texts('<span class="badge">.*?</span>', seen_by(mo, "/lifts/")) == [
        "waits for those who said it" if waits else "answered, and waits for you"
    ]


def test_once_it_is_over_it_waits_for_nobody() -> None:
    asked = Asked()
    asked.agree(asked.ada, asked.bea)
    mo = Person.objects.get(pk=asked.mo.pk)
    page = seen_by(mo, asked.lift.get_absolute_url())
    assert texts(r'<p class="lead">.*?</p>', page) == ["From Common room. Stands on the board."]
    assert ('id="next"' in page, who_waits(mo)) == (False, "")
    assert texts('<span class="badge">.*?</span>', seen_by(mo, "/lifts/")) == ["stands on the board"]


def test_questions_are_counted_by_whom_they_wait_for() -> None:
    asked = Asked()
    asked.decline(asked.ada, asked.bea)
    for _ in range(2):
        lift(asked.mo, [say(asked.ada, asked.room)], asked.topic)
    assert own_questions(asked.mo, asked.lift.created_at) == OwnQuestions(waiting=2, answered=1)
    assert own_questions(asked.ada, asked.lift.created_at) == OwnQuestions(waiting=0, answered=0)


@pytest.mark.parametrize("is_locked", [True, False])
def test_the_last_who_agrees_is_told_whether_it_went_up(is_locked: bool) -> None:
    asked = Asked()
    asked.agree(asked.ada)
    if is_locked:
        asked.lock()
    client = Client()
    client.force_login(asked.bea)
    answer = client.post(
        f"{asked.lift.get_absolute_url()}agree/", {"seen": wording_for(asked.lift, asked.bea)}, follow=True
    )
    hindered = (
        "It could not go up by itself: who asked sees why, and goes on with it." in answer.content.decode()
    )
    assert (hindered, "It stands on the board now." in answer.content.decode()) == (is_locked, not is_locked)
    assert Topic.objects.filter(pk=asked.topic.pk, posts__number=2).exists() is not is_locked


def seen_by(person: Person, address: str) -> str:
    client = Client()
    client.force_login(person)
    return str(client.get(address).content.decode())


def texts(pattern: str, html: str) -> list[str]:
    """What stands in each part of the page that the pattern finds."""
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in re.findall(pattern, html, re.DOTALL)]
