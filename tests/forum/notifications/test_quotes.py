"""Who is told that their words are wanted for a practice note, until nothing is there to answer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from forum.chat.actions.highlighting import highlight_message
from forum.chat.models import Message
from forum.communities.actions.opening import change_visibility
from forum.communities.models import Community, Role
from forum.gatherings.actions.hosts import Named
from forum.gatherings.models import Gathering, Host
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_of, unread_notices
from forum.notifications.views.rows import rows_of
from forum.people.models import Person
from forum.repertoire.actions.drafting import Target, draft_from_highlight
from forum.repertoire.models import Quote
from tests.factories import expel, make_member, make_person
from tests.forum.gatherings.going_on import begun, said
from tests.forum.gatherings.meeting import again
from tests.forum.people_anew import again as anew
from tests.forum.people_anew import signed_in
from tests.forum.repertoire.noted import answered, drafted, fresh, highlighted, quote_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def told(person: Person) -> tuple[list[str], int]:
    return [notice.kind for notice in notices_of(anew(person)).notices], unread_notices(anew(person))


def test_who_said_it_is_told_while_it_is_quoted_and_nobody_else(community: Community) -> None:
    host, member, other = (
        make_member(community, role=Role.FACILITATOR),
        make_member(community),
        make_member(community),
    )
    gathering = begun(host, community)
    message = highlighted(host, member, gathering, "Ten slow breaths.")
    note = drafted(host, gathering, message)
    assert [told(each) for each in (member, other, host)] == [(["message-quoted"], 1), ([], 0), ([], 0)]
    answered(member, quote_in(note), "nameless")
    assert told(member) == (["message-quoted"], 0)
    expel(member, community)  # they answer for their words wherever they belong
    assert told(member) == (["message-quoted"], 0)
    Quote.objects.all().delete()
    assert told(member) == ([], 0)


def said_to(person: Person) -> list[str]:
    """What the lines of their inbox say of answers."""
    rows = rows_of(notices_of(anew(person)))
    return [row.says for row in rows if row.kind == "quote-answered"]


def unread_of(person: Person) -> list[bool]:
    """Which of the notices of answers are unread."""
    found = notices_of(anew(person)).notices
    return [notice.is_unread for notice in found if notice.kind == "quote-answered"]


@pytest.fixture
def over(community: Community) -> tuple[Person, Person, Person, Gathering, Message]:
    """A facilitator, a host who drafts, a member, and what that said in a session that is over."""
    facilitator = make_member(community, role=Role.FACILITATOR)
    host, member = make_member(community), make_member(community, make_person("Bea Quist"))
    gathering = begun(facilitator, community, hosts=[Named(Host.Part.HOST, host)])
    highlight_message(
        host=facilitator, message=fresh(said(make_member(community), gathering, "Then name it."))
    )
    return (
        facilitator,
        host,
        member,
        gathering,
        highlighted(facilitator, member, gathering, "Ten slow breaths."),
    )


def test_who_drafted_reads_the_last_answer_and_a_name_where_one_agreed_to_be_named(
    over: tuple[Person, Person, Person, Gathering, Message],
) -> None:
    facilitator, host, member, gathering, message = over
    note = drafted(host, gathering, message)
    assert said_to(host) == []
    answered(member, quote_in(note), "named")
    assert said_to(host) == ["Bea Quist agreed to stand in “Waiting”, with their name"]
    answered(member, quote_in(note), "nameless")
    assert said_to(host) == ["Somebody agreed to stand in “Waiting”, without their name"]
    answered(member, quote_in(note), "declined")
    assert said_to(host) == ["Somebody took back that their words stand in “Waiting”"]
    assert (unread_of(host), said_to(facilitator)) == ([True], [])
    notice = Notice.objects.get(recipient=host, kind="quote-answered")
    opened = signed_in(host).get(reverse("notice", args=[notice.pk]))
    assert opened["Location"] == f"{note.get_absolute_url()}#consent"
    assert unread_of(host) == [False]
    answered(member, quote_in(note), "named")  # told anew, in the place of what was read
    assert (unread_of(host), said_to(host)) == (
        [True], ["Bea Quist agreed to stand in “Waiting”, with their name"],
    )  # fmt: skip


def test_a_no_is_a_no_and_what_is_asked_anew_is_no_answer(
    over: tuple[Person, Person, Person, Gathering, Message],
) -> None:
    facilitator, host, member, gathering, message = over
    note = drafted(host, gathering, message)
    answered(member, quote_in(note), "declined")
    assert said_to(host) == ["Somebody does not agree that their words stand in “Waiting”"]
    answered(member, quote_in(note), "named")
    change_visibility(changer=facilitator, community=gathering.community, visibility="open")
    assert quote_in(note).consent == "asked"
    assert said_to(host) == []


def test_answers_about_one_note_are_one_line_and_only_who_looks_after_it_reads_them(
    over: tuple[Person, Person, Person, Gathering, Message],
) -> None:
    facilitator, host, _member, gathering, message = over
    note = drafted(host, gathering, message)
    other = fresh(Message.objects.get(source="Then name it."))
    target = Target(gathering.community, note=note)
    draft_from_highlight(host=facilitator, gathering=again(gathering), message=fresh(other), target=target)
    for quote in note.quotes.order_by("pk"):
        assert quote.message is not None
        answered(quote.message.author, quote, "nameless")
    assert said_to(host) == ["2 answers about words in “Waiting”"]
    assert said_to(facilitator) == ["Somebody agreed to stand in “Waiting”, without their name"]  # who asked
    (row,) = (each for each in rows_of(notices_of(anew(host))) if each.kind == "quote-answered")
    assert signed_in(host).get(row.url).status_code == 302
    assert unread_of(host) == [False, False]
    Host.objects.filter(person=host).delete()  # who leads it no more does not look after it
    assert said_to(host) == []
