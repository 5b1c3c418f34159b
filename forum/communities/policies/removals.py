"""Who reads what was removed, brings it back, and lets its words go: the same of whatever was removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forum.communities.models import WhyRemoved
from forum.communities.policies.ranks import may_bring_back_of
from forum.communities.selectors.ranks import Place
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person


@dataclass(frozen=True, slots=True)
class Kept:
    """What is asked of something that was removed: its removal (None where it stands, or its author has taken it back),
    who wrote it, where it stood (nowhere for what two say alone), and whether the actor looks after that place.
    """

    removal: WhyRemoved | None
    author_id: int
    places: Sequence[Place]
    looked_after: bool


def may_restore_kept(actor: Actor, kept: Kept) -> Verdict:
    """Bringing it back: those who could remove it, if none above them did, while its words are kept."""
    if not is_person(actor) or not kept.looked_after:
        return no(_("Only moderators can bring this back."))
    if kept.removal is None:
        return no(_("Nobody has removed this, or its author has taken it back."))
    return may_restore_words(actor, kept.removal, kept.places, author_id=kept.author_id)


def may_restore_words(
    actor: Actor, removal: WhyRemoved, places: Sequence[Place], *, author_id: int
) -> Verdict:
    """The same, for those who look after it, of a removal at hand; a query for each remover who is not gathered."""
    if not removal.has_words:
        return no(_("Its words are gone for good; nothing is left to bring back."))
    return may_bring_back_of(actor, removal.removed_by, places, author_id=author_id)


def may_read_kept(actor: Actor, kept: Kept) -> Verdict:
    """Reading why it was removed, and what it said: its author, and those who look after the place."""
    if not is_person(actor) or kept.removal is None:
        return no(_("There is nothing here."))
    if actor.pk == kept.author_id or kept.looked_after:
        return YES
    return no(_("This is for its author and for moderators."))


def may_forget_kept(actor: Actor, kept: Kept) -> Verdict:
    """Letting its words go at once: its author."""
    if not is_person(actor) or actor.pk != kept.author_id:
        return no(_("Only its author can do that."))
    has_words = kept.removal is not None and kept.removal.has_words
    return YES if has_words else no(_("Its words are gone already."))
