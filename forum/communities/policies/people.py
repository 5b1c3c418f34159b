"""Who may see on a person's page what they do, as they have chosen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.selectors.members import belongs_to_any
from forum.communities.selectors.standing import communities_where
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
