"""A published practice note that somebody reports, for tests."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from forum.communities.models import Community, Role
from forum.moderation.actions.reporting import report_practice_note
from forum.moderation.models import Case
from forum.moderation.selectors.cases import open_cases, open_cases_by_role
from forum.people.models import Person
from forum.repertoire.models import PracticeNote
from tests.factories import make_community, make_member, make_person
from tests.forum.gatherings.going_on import begun
from tests.forum.leaving import ada
from tests.forum.moderation.reported import the_case
from tests.forum.people_anew import again
from tests.forum.repertoire.noted import answered, drafted, highlighted, published, quote_in

__all__ = ["ada", "community", "drafter", "moderator", "note", "quoted", "reader"]

SAID, WHY, REPORTED = "Ten slow breaths.", "It is out of date.", "Nobody waits that long."


@pytest.fixture
def community(ada: Person) -> Community:
    return make_community("Ward teaching", visibility="private", facilitator=ada)


@pytest.fixture
def drafter(community: Community, ada: Person) -> Person:
    """The only facilitator, where a test makes no other."""
    assert community.memberships.get().person == ada
    return ada


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, make_person("Mo Lind"), role=Role.MODERATOR)


@pytest.fixture
def quoted(community: Community) -> Person:
    return make_member(community, make_person("Bea Quist"), role=Role.MODERATOR)


@pytest.fixture
def reader(community: Community) -> Person:
    person = make_member(community, make_person("Dora Lem"))
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    return person


@pytest.fixture
def note(community: Community, drafter: Person, quoted: Person) -> PracticeNote:
    """Published, with words of somebody who is a moderator and agreed to be named."""
    gathering = begun(drafter, community)
    made = drafted(drafter, gathering, highlighted(drafter, quoted, gathering, SAID))
    answered(quoted, quote_in(made), "named")
    return published(drafter, made)


def reported(note: PracticeNote, reporter: Person) -> Case:
    report_practice_note(reporter=again(reporter), note=note, reason="unsafe", words=REPORTED)
    return the_case()


def waits_for(person: Person) -> list[int]:
    person = again(person)
    assert {*open_cases_by_role(person)} <= {*open_cases(person)}
    return [case.pk for case in open_cases(person)]
