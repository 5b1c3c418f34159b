"""Who asks others to look at a decision again, and who these are: not those who made it, while there are others."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from forum.chat.policies.removals import looks_after_talk
from forum.communities.models import Measure, Role
from forum.communities.selectors.measures import rank_in
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.posts import looks_after_post
from forum.discussions.selectors.removed import keeps_words_of_author
from forum.moderation.models import Appeal
from forum.moderation.models.appeals import Removable
from forum.moderation.selectors.appeals import (
    appeal_of_measure,
    appeal_of_removed,
    is_left_to_first,
)
from forum.moderation.selectors.deciders import is_below_remover
from forum.people.actors import Actor, is_person, is_steward

State = Appeal.State
FOR = timedelta(days=30)  # in which one may ask


def may_appeal_measure(actor: Actor, measure: Measure, *, now: datetime) -> Verdict:
    """Asking others to look at a measure of one's own again: once, soon after it was given, while it stands."""
    if actor.pk is None or actor.pk != measure.person_id:
        return no(_("There is no such measure."))
    if appeal_of_measure(measure) is not None:
        return no(_("You have asked already. You are told what comes of it."))
    if not measure.stands or (measure.kind != Measure.Kind.WARNING and not measure.is_running(now)):
        return no(_("This holds no longer; there is nothing to look at again."))
    if measure.given_at < now - FOR:
        return no(_("One can ask for 30 days; these are over."))
    return YES


def may_appeal_removal(actor: Actor, thing: Removable, *, now: datetime) -> Verdict:
    """Asking others to look again at why something of one's own was removed: once, while its words are kept."""
    if not is_person(actor) or thing.author_id != actor.pk or thing.removed_at is None or not thing.removal:
        return no(_("There is nothing of yours here that was removed."))
    if appeal_of_removed(thing) is not None:
        return no(_("You have asked already. You are told what comes of it."))
    if not thing.removal.has_words:
        return no(_("Its words are gone for good; nothing is left to bring back."))
    if isinstance(thing, Topic) and not keeps_words_of_author(thing):
        return no(_("Your words in it are gone for good; nothing of yours is left to bring back."))
    if thing.removal.removed_at < now - FOR:
        return no(_("One can ask for 30 days; these are over."))
    return YES


def may_see_appeal(actor: Actor, appeal: Appeal) -> Verdict:
    """Reading an appeal: those who are entitled to decide what it is about. Whoever asked has a page of their own.

    The row-wise twin is `selectors.appeals`.
    """
    if is_person(actor) and actor.pk != appeal.person_id and _is_entitled(actor, appeal):
        return YES
    return no(_("There is no such appeal."))


def may_decide_appeal(actor: Actor, appeal: Appeal) -> Verdict:
    """Deciding it: of these, whoever did not make the decision, and is not below who removed it; whoever made it as
    well where there is nobody else at all.
    """
    sees = may_see_appeal(actor, appeal)
    if not sees:
        return sees
    if appeal.state != State.OPEN:
        return no(_("This is decided already: look how."))
    assert is_person(actor)
    if is_below_remover(actor, appeal):
        return no(_("Only someone of the same role as who removed it, or above, decides that."))
    if actor.pk == appeal.decided_first_by_id and not is_left_to_first(appeal):
        return no(_("You made this decision. Somebody else looks at it again."))
    return YES


def _is_entitled(actor: Actor, appeal: Appeal) -> bool:
    if appeal.message is not None:
        return looks_after_talk(actor, appeal.message.room)
    if appeal.question is not None:
        return role_in(actor, appeal.question.gathering.community_id) >= Role.MODERATOR
    if appeal.board is not None:
        return moderates(actor, appeal.board)
    if appeal.measure is None:
        return appeal.post is not None and looks_after_post(actor, appeal.post)
    measure = appeal.measure
    if measure.community is None:
        return is_steward(actor)
    return rank_in(actor, measure.community, measure.board_key) >= measure.given_as
