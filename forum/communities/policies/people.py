"""Who may see on a person's page what they do, as they have chosen."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.selectors.members import belongs_to_any
from forum.communities.selectors.standing import communities_where, gather_memberships, memberships_of
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person, is_steward
from forum.people.models import Person


def may_see_activity(actor: Actor, person: Person) -> Verdict:
    """Seeing together where someone belongs and what they wrote, of what one may read anyway."""
    shown_to = person.activity_shown_to
    if shown_to == Person.Audience.NETWORK or actor.pk == person.pk:
        return YES
    if is_steward(actor):
        return YES
    name = {"name": person.display_name}
    if shown_to == Person.Audience.NOBODY:
        return no(_("%(name)s does not show here what they wrote and where they belong.") % name)
    if is_person(actor) and belongs_to_any(person, communities_where(actor, Role.GUEST)):
        return YES
    return no(
        _("%(name)s shows what they wrote and where they belong to people of their own communities.") % name
    )


def activity_seen(readers: Iterable[Person], people: Iterable[Person]) -> dict[int, frozenset[int]]:
    """Of whom of these people each reader sees what they do, by ids. Twin of `may_see_activity`; one query."""
    shown, looking = list(people), list(readers)
    gather_memberships([*shown, *looking])
    for_all = {each.pk for each in shown if each.activity_shown_to == Person.Audience.NETWORK}
    for_theirs = [each for each in shown if each.activity_shown_to == Person.Audience.SHARED]

    def seen_by(reader: Person) -> frozenset[int]:
        if is_steward(reader):
            return frozenset(each.pk for each in shown)
        here = set(communities_where(reader, Role.GUEST))
        among_theirs = {each.pk for each in for_theirs if here & memberships_of(each).keys()}
        return frozenset(for_all | among_theirs | {each.pk for each in shown if each.pk == reader.pk})

    return {reader.pk: seen_by(reader) for reader in looking}
