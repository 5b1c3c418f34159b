"""Practice notes: drafted, written by several, published, withdrawn, and read by those who may."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.chat.models import Message
from forum.communities.actions.opening import archive_community
from forum.communities.models import Change, Community, Membership, Role, WhyPurged
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.hosts import Named
from forum.gatherings.models import Gathering, Host
from forum.moderation.actions.purging import purge_message
from forum.people.models import Person
from forum.repertoire.actions.drafting import Target, draft_from_highlight
from forum.repertoire.actions.tending import NoteWords, keep_note, take_quote_out, withdraw_note
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.policies.notes import may_read_note
from forum.repertoire.selectors.notes import notes_read_by
from tests.factories import make_community, make_member, make_person, make_steward, mute
from tests.forum.gatherings.going_on import begun, joined
from tests.forum.gatherings.meeting import again
from tests.forum.moderation.searching import places_of
from tests.forum.repertoire.noted import (
    WORDS,
    answered,
    drafted,
    fresh,
    highlighted,
    published,
    quote_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_hosts_and_facilitators_draft_from_a_highlight_once_the_session_is_over(
    host: Person, facilitator: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    address = reverse("practice-note-draft", args=[gathering.pk, highlight.pk])
    statuses = {each.handle: client_of(each).get(address).status_code for each in (host, facilitator, member)}
    assert statuses == {host.handle: 200, facilitator.handle: 200, member.handle: 403}
    for each, is_offered in ((host, True), (member, False)):
        text = client_of(each).get(again(gathering).get_absolute_url()).content.decode()
        assert "Ten slow breaths." in text
        assert (address in text) is is_offered
    sent = client_of(host).post(address, {"target": f"new-{gathering.community_id}", "title": "Waiting"})
    note = PracticeNote.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, reverse("practice-note-edit", args=[note.pk]))
    assert (note.title, note.state, note.drafted_by, note.session) == ("Waiting", "draft", host, gathering)
    untitled = client_of(host).post(address, {"target": f"new-{gathering.community_id}", "title": ""})
    assert untitled["Location"] == note.get_absolute_url()  # it is quoted already
    assert client_of(facilitator).get(address)["Location"] == note.get_absolute_url()


def test_a_title_is_asked_for_and_what_is_no_highlight_is_not_there(
    host: Person, member: Person, facilitator: Person, gathering: Gathering
) -> None:
    message = highlighted(facilitator, member, gathering, "Ten slow breaths.")
    address = reverse("practice-note-draft", args=[gathering.pk, message.pk])
    sent = client_of(host).post(address, {"target": f"new-{gathering.community_id}", "title": " "})
    assert sent.status_code == 422
    assert "Give the note a title" in sent.content.decode()
    Message.objects.filter(pk=message.pk).update(highlighted_at=None, highlighted_by=None)
    assert client_of(host).get(address).status_code == 404


def test_a_second_highlight_goes_to_the_draft(
    host: Person, member: Person, facilitator: Person, gathering: Gathering
) -> None:
    last = highlighted(facilitator, member, gathering, "Ten slow breaths.", "Then name it.")
    first = Message.objects.get(source="Ten slow breaths.")
    note = drafted(host, gathering, first)
    target = Target(gathering.community, note=note)
    same = draft_from_highlight(host=host, gathering=again(gathering), message=fresh(last), target=target)
    assert same == note
    assert list(Quote.objects.values_list("message", flat=True).order_by("pk")) == [first.pk, last.pk]


def test_it_is_read_once_published_by_those_who_read_the_community(
    host: Person, facilitator: Person, reader: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(host, gathering, highlight)
    outsider, steward = make_person("Olga"), make_steward()
    people = {
        "host": host,
        "facilitator": facilitator,
        "reader": reader,
        "outsider": outsider,
        "steward": steward,
    }

    def readers() -> set[str]:
        present = PracticeNote.objects.select_related("community", "session").get(pk=note.pk)
        found = {
            name
            for name, each in people.items()
            if client_of(each).get(note.get_absolute_url()).status_code == 200
        }
        for name, each in people.items():
            person = Person.objects.get(pk=each.pk)
            assert bool(may_read_note(person, present)) is (name in found)
            assert notes_read_by(person).filter(pk=note.pk).exists() is (name in found)
        return found

    assert readers() == {"host", "facilitator", "steward"}
    published(host, note)
    assert readers() == {"host", "facilitator", "steward", "reader"}
    assert Client().get(note.get_absolute_url()).status_code == 404
    Community.objects.filter(pk=gathering.community_id).update(visibility="open")
    assert Client().get(note.get_absolute_url()).status_code == 200
    withdraw_note(person=facilitator, note=note, reason="It is out of date.")
    assert readers() == {"host", "facilitator", "steward"}
    published(facilitator, note)
    assert "reader" in readers()


def test_the_list_shows_what_is_published_and_to_some_what_is_not(
    host: Person, facilitator: Person, reader: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(host, gathering, highlight)
    address = reverse("community-repertoire", args=[gathering.community.slug])

    def seen_by(person: Person) -> tuple[bool, bool]:
        text = client_of(person).get(address).content.decode()
        return "Waiting" in text, "Not published" in text

    assert [seen_by(each) for each in (reader, host, facilitator)] == [
        (False, False),
        (True, True),
        (True, True),
    ]
    published(host, note)
    assert [seen_by(each) for each in (reader, host)] == [(True, False), (True, False)]
    assert client_of(make_person()).get(address).status_code == 404


def test_publishing_needs_words_says_what_is_left_out_and_is_noted_once(
    facilitator: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(facilitator, gathering, highlight)
    client, address = client_of(facilitator), reverse("practice-note-edit", args=[note.pk])
    assert "1 is left out until who said it agrees" in client.get(address).content.decode()
    form = {"title": "Waiting", "source": "", "seen": "1", "publish": "1"}
    assert client.post(address, form).status_code == 422
    answered(member, quote_in(note), "named")
    text = client.get(address).content.decode()
    assert "1 quote stands in it." in text
    assert "left out" not in text
    for _twice in range(2):
        assert client.post(address, form | {"source": WORDS}).status_code == 302
    assert Change.objects.filter(verb="practice-published", about="Waiting").count() == 1
    assert PracticeNote.objects.get().revision == 2


def test_two_who_write_are_told_of_each_other(
    host: Person, facilitator: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(host, gathering, highlight)
    keep_note(person=host, note=note, words=NoteWords("Waiting", "One.", 1))
    keep_note(person=host, note=note, words=NoteWords("Waiting", "One.", 1))  # sent twice
    with pytest.raises(ChangedMeanwhile):
        keep_note(person=facilitator, note=note, words=NoteWords("Waiting", "Two.", 1))
    form = {"title": "Waiting", "source": "Two.", "seen": "1", "keep": "1"}
    sent = client_of(facilitator).post(reverse("practice-note-edit", args=[note.pk]), form)
    assert sent.status_code == 409
    for part in ("One.", "Two.", 'name="seen" value="2"'):
        assert part in sent.content.decode()


def test_withdrawing_has_a_reason_that_those_read_who_look_after_it(
    host: Person, facilitator: Person, gathering: Gathering, highlight: Message
) -> None:
    note = published(host, drafted(host, gathering, highlight))
    client, address = client_of(facilitator), reverse("practice-note-withdraw", args=[note.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "It is out of date."}).status_code == 302
    assert "It is out of date." in client.get(note.get_absolute_url()).content.decode()
    line = Change.objects.get(verb="practice-withdrawn")
    assert (line.reason, line.about) == ("It is out of date.", "Waiting")


def test_what_was_declined_stays_so_that_nobody_is_asked_again(
    host: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(host, gathering, highlight)
    answered(member, quote_in(note), "declined")
    with pytest.raises(Refused):
        take_quote_out(person=host, note=note, quote=quote_in(note))
    answered(member, quote_in(note), "nameless")
    for _twice in range(2):
        take_quote_out(
            person=host, note=note, quote=Quote(pk=Quote.objects.values_list("pk", flat=True).first())
        )
    assert not Quote.objects.exists()


def test_a_joint_session_gives_each_community_a_note_of_its_own(
    facilitator: Person, community: Community
) -> None:
    other = make_community("Night teaching", visibility="private")
    second = make_member(other, make_person("Mo Lindt"), role=Role.FACILITATOR)
    guest = make_member(other, make_person("Nia"))
    gathering = begun(facilitator, community)
    joined(gathering, other)
    make_member(community, guest)
    message = highlighted(facilitator, guest, again(gathering), "Ten slow breaths.")
    ours = drafted(facilitator, gathering, message)
    with pytest.raises(Refused):
        drafted(second, gathering, message)
    theirs = draft_from_highlight(
        host=second, gathering=again(gathering), message=fresh(message), target=Target(other, title="Nights")
    )
    assert {ours.community, theirs.community} == {community, other}
    quote = Quote.objects.select_related("note", "community", "message").get(note=theirs)
    answered(guest, quote, "named")
    published(second, theirs)
    published(facilitator, ours)
    assert "Ten slow breaths." in client_of(second).get(theirs.get_absolute_url()).content.decode()
    assert client_of(second).get(ours.get_absolute_url()).status_code == 404
    assert client_of(facilitator).get(theirs.get_absolute_url()).status_code == 404
    own = client_of(facilitator).get(ours.get_absolute_url()).content.decode()
    assert WORDS in own
    assert 'id="said"' not in own


def test_whoever_is_silenced_writes_nothing(
    host: Person, facilitator: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(host, gathering, highlight)
    mute(host, gathering.community)
    with pytest.raises(Refused):
        keep_note(person=Person.objects.get(pk=host.pk), note=note, words=NoteWords("Waiting", "One.", 1))
    with pytest.raises(Invalid):
        withdraw_note(person=facilitator, note=note, reason="")


def test_purged_words_go_from_notes_and_quotes(
    facilitator: Person, member: Person, gathering: Gathering
) -> None:
    said = "The baker of the lower village fell from his own roof twice last week, and nobody saw it"
    message = highlighted(facilitator, member, gathering, said)
    note = drafted(facilitator, gathering, message, title=said)
    answered(member, quote_in(note), "named")
    published(facilitator, note, source=f"First: {said.lower()}. Then tea.")
    withdraw_note(person=facilitator, note=note, reason=said)
    published(facilitator, note, source=f"First: {said.lower()}. Then tea.")
    assert "lower village" in client_of(facilitator).get(note.get_absolute_url()).content.decode()
    assert places_of("lower village") >= {"practicenote.title", "practicenote.source", "change.about"}
    assert purge_message(purger=facilitator, message=fresh(message), why=WhyPurged.PATIENT)
    assert places_of("lower village") == set()
    after = PracticeNote.objects.get(pk=note.pk)
    text = client_of(facilitator).get(note.get_absolute_url()).content.decode()
    assert ("Then tea." in after.html, "Then tea." in text, 'id="said"' in text) == (True, True, False)


def test_pages_cost_the_same_whatever_they_show(
    host: Person,
    member: Person,
    facilitator: Person,
    gathering: Gathering,
    django_assert_max_num_queries: object,
) -> None:
    lines = [f"Slow breath number {number}." for number in range(5)]
    highlighted(facilitator, member, gathering, *lines)
    messages = list(Message.objects.order_by("pk"))
    note = drafted(host, gathering, messages[0])
    client, addresses = client_of(member), [note.get_absolute_url(), reverse("own-quotes")]
    published(host, note)
    answered(member, quote_in(note), "named")

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    costs()
    before = costs()
    for message in messages[1:]:
        target = Target(gathering.community, note=note)
        PracticeNote.objects.filter(pk=note.pk).update(state="draft", published_at=None)
        draft_from_highlight(host=host, gathering=again(gathering), message=fresh(message), target=target)
        published(host, note)
        answered(member, Quote.objects.get(message=message), "named")
    assert costs() == before


def test_whoever_looks_after_another_community_no_more_tends_no_note_of_it(
    facilitator: Person, community: Community
) -> None:
    other = make_community("Night teaching", visibility="open")
    both = make_member(other, make_member(community, make_person("Mo Lindt")), role=Role.FACILITATOR)
    gathering = begun(facilitator, community, hosts=[Named(Host.Part.HOST, both)])
    joined(gathering, other)
    message = highlighted(facilitator, both, again(gathering), "Ten slow breaths.")
    note = draft_from_highlight(
        host=both, gathering=again(gathering), message=fresh(message), target=Target(other, title="Nights")
    )
    assert client_of(both).get(note.get_absolute_url()).status_code == 200
    Membership.objects.filter(person=both, community=other).update(role=Role.MEMBER)
    both = Person.objects.get(pk=both.pk)
    assert client_of(both).get(note.get_absolute_url()).status_code == 404
    with pytest.raises(Refused):
        published(both, note)
    PracticeNote.objects.update(state="published", source=WORDS, html=WORDS, published_at=timezone.now())
    refused = client_of(both).get(reverse("practice-note-withdraw", args=[note.pk]))
    assert (refused.status_code, "where it held the session" in refused.content.decode()) == (403, True)


def test_in_an_archived_community_notes_are_taken_down_and_not_written(
    facilitator: Person, host: Person, gathering: Gathering, highlight: Message
) -> None:
    note = published(host, drafted(host, gathering, highlight))
    archive_community(archiver=facilitator, community=gathering.community)
    client = client_of(facilitator)
    page = client.get(note.get_absolute_url()).content.decode()
    edit, withdraw = (reverse(f"practice-note-{act}", args=[note.pk]) for act in ("edit", "withdraw"))
    out = reverse("quote-take-out", args=[note.pk, Quote.objects.get().pk])
    assert (edit in page, withdraw in page, out in page) == (False, True, True)
    assert client.get(edit).status_code == 403
    assert client.post(out)["Location"] == note.get_absolute_url()
    assert client.post(withdraw, {"reason": "It names somebody."}).status_code == 302
    assert (PracticeNote.objects.get().state, Quote.objects.exists()) == ("withdrawn", False)
