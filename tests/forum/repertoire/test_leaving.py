"""What becomes of quotes when those leave who said it, and what the copy of one's data holds of notes."""

from __future__ import annotations

import pytest
from django.test import Client

from forum.communities.models import Role
from forum.invariants.selectors import breaches
from forum.people.models import Person
from forum.personal_data.archive.writing import SECTIONS
from forum.repertoire.actions.drafting import Target, draft_from_highlight
from forum.repertoire.models import PracticeNote, Quote
from tests.factories import expel, make_community, make_member
from tests.forum.gatherings.going_on import begun
from tests.forum.gatherings.meeting import again
from tests.forum.leaving import leave
from tests.forum.repertoire.noted import answered, drafted, fresh, highlighted, published, quote_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def note(ada: Person) -> PracticeNote:
    """A note that quotes Ada by name; another one in which she is asked for something else."""
    community = make_community("Ward teaching", visibility="private")
    host = make_member(community, role=Role.FACILITATOR)
    make_member(community, ada)
    gathering = begun(host, community)
    waits = highlighted(host, ada, gathering, "Ten slow breaths.", "Then name it.")
    first = ada.messages.get(source="Ten slow breaths.")
    made = drafted(host, gathering, first)
    answered(ada, quote_in(made), "named")
    target = Target(community, title="Naming")
    draft_from_highlight(host=host, gathering=again(gathering), message=fresh(waits), target=target)
    return published(host, made)


def shown_to(person: Person, note: PracticeNote) -> str:
    client = Client()
    client.force_login(person)
    return client.get(note.get_absolute_url()).content.decode()


@pytest.mark.parametrize("wish", ["keep", "blank"])
def test_who_leaves_is_named_no_more_and_declines_what_waits(
    ada: Person, note: PracticeNote, wish: str
) -> None:
    reader = make_member(note.community)
    assert "Ada Byrne" in shown_to(reader, note)
    leave(ada, wish)
    text = shown_to(reader, note)
    assert ("Byrne" in text, "Ten slow breaths." in text) == (False, wish == "keep")
    assert Quote.objects.exclude(note=note).get().consent == Quote.Consent.DECLINED
    assert breaches() == []


def test_a_copy_holds_what_one_wrote_and_where_one_is_quoted(ada: Person, note: PracticeNote) -> None:
    host = note.drafted_by
    assert host is not None
    notes = [(row["title"], row["state"]) for row in SECTIONS["practice_notes.json"](host)]
    assert notes == [("Waiting", "published"), ("Naming", "draft")]
    assert list(SECTIONS["practice_notes.json"](ada)) == []

    def quoted() -> list[tuple[object, object]]:
        person = Person.objects.get(pk=ada.pk)
        return [(row["note"], row["answer"]) for row in SECTIONS["quoted_in_practice_notes.json"](person)]

    assert quoted() == [("Waiting", "named"), ("Naming", "asked")]
    note.community.visibility, note.community.joining = "hidden", "invitation"
    note.community.save(update_fields=["visibility", "joining"])
    expel(ada, note.community)
    assert quoted() == [(None, "named"), (None, "asked")]
