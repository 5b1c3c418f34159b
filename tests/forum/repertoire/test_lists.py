"""Lists of practice notes and of what is quoted there, a page at a time; and what is said of them beside highlights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.chat.models import Message
from forum.communities.models import Community, Role
from forum.core.limits import TALKING
from forum.gatherings.models import Gathering
from forum.people.models import Person
from forum.repertoire.actions.tending import withdraw_note
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.selectors import notes, quotes
from forum.repertoire.selectors.quotes import quotes_asked_of
from forum.repertoire.views.offers import notes_offered_for
from tests.factories import make_community, make_member, make_person
from tests.factories.people import refill
from tests.forum.gatherings.going_on import joined, said
from tests.forum.gatherings.meeting import again
from tests.forum.people_anew import again as anew
from tests.forum.people_anew import signed_in
from tests.forum.repertoire.noted import answered, drafted, highlighted, published, quote_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def made(community: Community, drafter: Person, number: int, **facts: object) -> list[PracticeNote]:
    """Notes of one moment, and so in the order of their keys."""
    moment = timezone.now() - timedelta(days=1)
    rows = [
        PracticeNote(
            community=community, title=f"Note {each}.", source="We wait.", html="<p>We wait.</p>", drafted_by=drafter,
            changed_by=drafter, changed_at=moment, **{"state": "published", "published_at": moment} | facts,
        )
        for each in range(number)
    ]  # fmt: skip
    return PracticeNote.objects.bulk_create(rows)


def titles_in(text: str, number: int) -> list[int]:
    return [each for each in range(number) if f"Note {each}." in text]


@pytest.mark.parametrize(
    ("facts", "name"),
    [({}, "after"), ({"state": "draft", "published_at": None}, "unpublished")],
    ids=["published", "drafts"],
)
def test_notes_stand_on_pages_each_once_however_many_there_are(
    community: Community,
    facilitator: Person,
    monkeypatch: pytest.MonkeyPatch,
    facts: dict[str, object],
    name: str,
) -> None:
    monkeypatch.setattr(notes, "PAGE_LENGTH", 3)
    made(community, facilitator, 7, **facts)
    address, client = reverse("community-repertoire", args=[community.slug]), signed_in(facilitator)
    found, pages = [], 0
    while address and pages < 9:
        text, pages = client.get(address).content.decode(), pages + 1
        found += titles_in(text, 7)[::-1]
        _, _, rest = text.partition(f'rel="next" href="?{name}=')
        address = (
            f"{reverse('community-repertoire', args=[community.slug])}?{name}={rest.split(chr(34))[0]}"
            if rest
            else ""
        )
    assert (found, pages) == ([6, 5, 4, 3, 2, 1, 0], 3)
    assert (
        client.get(f"{reverse('community-repertoire', args=[community.slug])}?{name}=nonsense").status_code
        == 200
    )


def test_a_page_of_notes_costs_the_same_with_one_and_with_many(
    community: Community, facilitator: Person
) -> None:
    def queries() -> int:
        client = signed_in(anew(facilitator))
        address = reverse("community-repertoire", args=[community.slug])
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    made(community, facilitator, 1)
    made(community, facilitator, 1, state="draft", published_at=None)
    with_one = queries()
    made(community, facilitator, 40)
    made(community, facilitator, 40, state="draft", published_at=None)
    assert queries() == with_one


def quoted(member: Person, gathering: Gathering, facilitator: Person, number: int) -> list[Quote]:
    (note,) = made(gathering.community, facilitator, 1)
    lines = []
    for each in range(number):
        refill(TALKING, member)
        lines.append(said(member, gathering, f"Line {each}."))
    rows = [
        Quote(note=note, community=gathering.community, message=each, asked_by=facilitator) for each in lines
    ]
    Quote.objects.bulk_create(rows)
    Quote.objects.filter(message__in=lines[::2]).update(
        consent="nameless", answered_at=timezone.now(), readers=gathering.community.visibility
    )
    return rows


def test_own_words_stand_on_pages_what_waits_first(
    member: Person, facilitator: Person, gathering: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotes, "PAGE_LENGTH", 2)
    rows = quoted(member, gathering, facilitator, 5)
    page, found = quotes_asked_of(member), []
    while True:
        found.append([each.pk for each in page.quotes])
        if not page.older:
            break
        page = quotes_asked_of(member, page.older)
    asked, agreed = [rows[3].pk, rows[1].pk], [rows[4].pk, rows[2].pk, rows[0].pk]
    assert found == [asked, agreed[:2], agreed[2:]]
    client, address = signed_in(member), reverse("own-quotes")
    assert "Line 0." not in client.get(address).content.decode()
    assert "Line 0." in client.get(address, {"quote": rows[0].pk}).content.decode()
    later = quotes_asked_of(member).older
    shown = client.get(address, {"after": later}).content.decode()
    assert ("Line 4." in shown, "Line 3." in shown) == (True, False)
    sent = client.post(reverse("quote-answer", args=[rows[0].pk]), {"answer": "declined", "after": later})
    assert sent["Location"].endswith(f"quote={rows[0].pk}#quote-{rows[0].pk}")
    assert "Line 0." in client.get(sent["Location"]).content.decode()
    stranger = signed_in(make_person())
    assert "Line 0." not in stranger.get(address, {"quote": rows[0].pk}).content.decode()


def test_own_words_cost_the_same_with_one_and_with_many(
    member: Person, facilitator: Person, gathering: Gathering
) -> None:
    def queries() -> int:
        client = signed_in(anew(member))
        client.get(reverse("own-quotes"))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("own-quotes")).status_code == 200
        return len(counted)

    quoted(member, gathering, facilitator, 1)
    with_one = queries()
    quoted(member, gathering, facilitator, 15)
    assert queries() == with_one


def test_beside_a_highlight_one_reads_of_the_note_that_there_is(
    host: Person, facilitator: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    address = reverse("practice-note-draft", args=[gathering.pk, highlight.pk])

    def beside(person: Person) -> str:
        text = signed_in(person).get(again(gathering).get_absolute_url()).content.decode()
        return text[text.index("Ten slow breaths.") :].split("</li>")[0]

    assert address in beside(host) and "Practice note" in beside(host)
    note = drafted(facilitator, gathering, highlight)
    assert f'href="{note.get_absolute_url()}">Practice note (draft by Ada Byrne)' in beside(facilitator)
    assert "Somebody else quotes this in a practice note." in beside(host)
    assert note.get_absolute_url() not in beside(host)
    assert all(address not in beside(each) for each in (host, facilitator, member))
    published(facilitator, note)
    assert "Left out of the practice note: Waiting" in beside(facilitator)
    assert "Waiting" not in beside(host) and "ractice note" not in beside(member)
    answered(member, quote_in(note), "nameless")
    link = f'href="{note.get_absolute_url()}">In a practice note: Waiting</a>'
    assert all(link in beside(each) for each in (facilitator, host, member))
    assert "Somebody else" not in beside(host) and address not in beside(host)
    answered(member, quote_in(note), "declined")
    assert "Waiting" not in beside(host) and "ractice note" not in beside(member)
    answered(member, quote_in(note), "named")
    withdraw_note(person=facilitator, note=note, reason="It is out of date.")
    assert "Practice note (withdrawn)" in beside(facilitator)
    assert "Waiting" not in beside(host) and "ractice note" not in beside(member)


def test_visitors_read_beside_a_highlight_which_published_note_it_is_in(
    facilitator: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(facilitator, gathering, highlight)
    Community.objects.filter(pk=note.community_id).update(visibility="open")
    answered(member, quote_in(note), "named")
    visitor, row = AnonymousUser(), highlight

    def told() -> str:
        with CaptureQueriesContext(connection) as counted:
            beside = notes_offered_for(visitor, again(gathering), [row])[row.pk]
        assert sum("forum_quote" in each["sql"] for each in counted.captured_queries) == 1
        return beside

    assert told() == ""
    published(facilitator, note)
    assert f'href="{note.get_absolute_url()}">In a practice note: Waiting</a>' in told()
    Community.objects.filter(pk=note.community_id).update(visibility="private")
    assert told() == ""


def test_of_notes_of_another_community_one_reads_nothing_beside_highlights(
    facilitator: Person, member: Person, gathering: Gathering
) -> None:
    other = make_community(visibility="hidden")
    joined(gathering, other)
    elsewhere = make_member(other, role=Role.FACILITATOR)
    highlight = highlighted(facilitator, member, again(gathering), "Ten slow breaths.")
    note = published(facilitator, drafted(facilitator, gathering, highlight))
    answered(member, quote_in(note), "named")
    text = signed_in(elsewhere).get(again(gathering).get_absolute_url()).content.decode()
    beside = text[text.index("Ten slow breaths.") :].split("</li>")[0]
    assert reverse("practice-note-draft", args=[gathering.pk, highlight.pk]) in beside
    assert ("Waiting" in beside, "quotes this" in beside, "Another" in beside) == (False, False, False)


def test_what_stands_beside_highlights_costs_one_query(
    facilitator: Person, member: Person, gathering: Gathering
) -> None:
    lines = [f"Line {each}." for each in range(6)]
    highlighted(facilitator, member, gathering, *lines)

    def queries() -> int:
        client = signed_in(anew(facilitator))
        client.get(again(gathering).get_absolute_url())
        with CaptureQueriesContext(connection) as counted:
            client.get(again(gathering).get_absolute_url())
        return sum("forum_quote" in str(each["sql"]) for each in counted)

    drafted(facilitator, gathering, Message.objects.get(source="Line 0."))
    assert queries() == 1
    for line in lines[1:]:
        drafted(facilitator, gathering, Message.objects.get(source=line), title=line)
    assert queries() == 1
