"""What those who look after a community say often, kept for all of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.models import Community
from forum.communities.policies.shaping import may_look_after
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.core.words import on_one_line
from forum.moderation.models import SavedReply
from forum.moderation.models.claims import LONGEST_NAME, LONGEST_REPLY
from forum.people.models import Person

MOST_REPLIES = 50


@transaction.atomic
def save_reply(
    *, moderator: Person, community: Community, name: str, words: str, now: datetime | None = None
) -> SavedReply:
    """Keep words under a name; under the same name they take the place of those before. Raises Refused, Invalid or
    TooMany.
    """
    _require_looks_after(moderator, community)
    title = on_one_line(name, most=LONGEST_NAME, field="name")
    said = on_one_line(words, most=LONGEST_REPLY, field="words")
    if not title:
        raise Invalid(_("Give it a name, by which you find it again."), field="name")
    if not said:
        raise Invalid(_("Write what is said."), field="words")
    ask_in([community], [title, said])
    others = SavedReply.objects.filter(community=community).exclude(name=title)
    if others.count() >= MOST_REPLIES:
        raise Invalid(_("There are %d already. Delete one that nobody uses first.") % MOST_REPLIES)
    spend(SETTING, moderator.pk)
    facts = {"words": said, "changed_at": now or timezone.now()}
    reply, _is_new = SavedReply.objects.update_or_create(community=community, name=title, defaults=facts)
    return reply


@transaction.atomic
def forget_reply(*, moderator: Person, community: Community, reply_id: int) -> None:
    """Keep it no longer, whether it was there or not. Raises Refused or TooMany."""
    _require_looks_after(moderator, community)
    spend(SETTING, moderator.pk)
    SavedReply.objects.filter(community=community, pk=reply_id).delete()


def _require_looks_after(moderator: Person, community: Community) -> None:
    """Its community is locked alone, so that two do not add the last one that there is room for."""
    locked_community(community.pk)
    lock_standing(moderator, [community.pk])
    require(may_look_after(moderator, community))
