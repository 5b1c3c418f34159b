"""What may be quoted in a practice note, who answers for it, and whether it stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.communities.models import Community
from forum.communities.policies.communities import may_know_of
from forum.communities.policies.standing import may_speak
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.readers import WIDTH
from forum.gatherings.models import Gathering
from forum.lifting.policies.asking import can_answer
from forum.people.actors import Actor, is_person
from forum.repertoire.models import Quote
from forum.repertoire.models.quotes import AGREEING

Consent = Quote.Consent
Visibility = Community.Visibility


def is_highlight(message: Message, session: Gathering) -> bool:
    """Whether it is kept of the talk of this session, with its words."""
    return (
        message.room_id == session.room_id
        and message.highlighted_at is not None
        and message.removed_at is None
    )


def may_quote(actor: Actor, message: Message, session: Gathering, community: Community) -> Verdict:
    """Quoting a highlight in a note of the community. Who said it must be somebody whom one can ask, and may know of
    the community: otherwise to ask them would tell them that it is there.
    """
    if not is_highlight(message, session):
        return no(_("This is no highlight of the session any more."))
    if is_person(actor) and message.author_id == actor.pk:
        return YES
    if can_answer(message.author) and may_know_of(message.author, community):
        return YES
    return no(_("Who said this cannot be asked whether it may stand here. Write what it taught you instead."))


def may_answer(actor: Actor, quote: Quote) -> Verdict:
    """Saying whether it may stand there, as often as one thinks anew: whose words they are."""
    message = quote.message
    if is_person(actor) and message is not None and message.author_id == actor.pk:
        return YES
    return no(_("This is not yours to decide."))


def may_agree(actor: Actor, quote: Quote) -> Verdict:
    """Letting it stand, where one knows of its readers: not while one is silenced there. To say no, nobody waits."""
    answers = may_answer(actor, quote)
    if not answers:
        return answers
    if not may_know_of(actor, quote.community):
        return no(
            _("You do not see this community any more. You can say no, or take back what you had agreed to.")
        )
    return may_speak(actor, quote.community)


def was_agreed_to(quote: Quote) -> bool:
    """Whether its author has ever let it stand, before whomever. The row-wise twin is `quotes_agreed_to`."""
    return quote.was_agreed or quote.consent in AGREEING


def is_agreed(quote: Quote) -> bool:
    """Whether its author lets it stand before those who read the community now."""
    if quote.consent not in AGREEING:
        return False
    return WIDTH[Visibility(quote.community.visibility)] <= WIDTH[Visibility(quote.readers)]


def stands(quote: Quote) -> bool:
    """Whether readers of the note read it: agreed to, and still there where it was said."""
    return is_agreed(quote) and quote.message is not None and quote.message.removed_at is None
