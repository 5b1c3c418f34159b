"""What those who look after a community say often, kept for all of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.communities.actions.guarding import ask_in
from forum.communities.models import Community
from forum.communities.policies.shaping import may_look_after
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.editions import ChangedMeanwhile
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.core.words import on_one_line
from forum.moderation.models import SavedReply
from forum.moderation.models.claims import LONGEST_NAME, LONGEST_REPLY
from forum.moderation.selectors.replies import edition_of_reply
from forum.people.models import Person

MOST_REPLIES = 50
DELETED = gettext_lazy(
    "Somebody has deleted this one in the meantime. You can keep your words as another one."
)


@transaction.atomic
def save_reply(
    *, moderator: Person, community: Community, name: str, words: str, now: datetime | None = None
) -> SavedReply:
    """Keep words under a name; under the same name they take the place of those before. Raises Refused, Invalid or
    TooMany.
    """
    _require_looks_after(moderator, community)
    title, said = _checked(community, name, words)
    others = SavedReply.objects.filter(community=community).exclude(name=title)
    if others.count() >= MOST_REPLIES:
        raise Invalid(_("There are %d already. Delete one that nobody uses first.") % MOST_REPLIES)
    spend(SETTING, moderator.pk)
    facts = {"words": said, "changed_at": now or timezone.now()}
    reply, _is_new = SavedReply.objects.update_or_create(community=community, name=title, defaults=facts)
    return reply


@transaction.atomic
def change_reply(
    *,
    moderator: Person,
    community: Community,
    reply_id: int,
    name: str,
    words: str,
    seen: str = "",
    now: datetime | None = None,
) -> SavedReply:
    """Say something else, or under another name that is free; `seen` is the edition that the change began from, if
    known. Where it says that already, as after a button pressed twice, nothing is done. Raises ChangedMeanwhile, also
    where it was deleted; Refused, Invalid or TooMany.
    """
    _require_looks_after(moderator, community)
    reply = SavedReply.objects.filter(community=community, pk=reply_id).first()
    if reply is None:
        raise ChangedMeanwhile(DELETED)
    title, said = _checked(community, name, words)
    if (reply.name, reply.words) == (title, said):
        return reply
    if seen and seen != edition_of_reply(reply):
        raise ChangedMeanwhile(_("Somebody else has changed this one in the meantime."))
    if SavedReply.objects.filter(community=community, name=title).exclude(pk=reply.pk).exists():
        raise Invalid(_("Another one has this name already. Give it one of its own."), field="name")
    spend(SETTING, moderator.pk)
    reply.name, reply.words, reply.changed_at = title, said, now or timezone.now()
    reply.save(update_fields=["name", "words", "changed_at"])
    return reply


@transaction.atomic
def forget_reply(*, moderator: Person, community: Community, reply_id: int) -> None:
    """Keep it no longer, whether it was there or not. Raises Refused or TooMany."""
    _require_looks_after(moderator, community)
    spend(SETTING, moderator.pk)
    SavedReply.objects.filter(community=community, pk=reply_id).delete()


def _checked(community: Community, name: str, words: str) -> tuple[str, str]:
    """Name and words as they are kept. Raises Invalid, and AskedFirst about what may identify a patient."""
    title = on_one_line(name, most=LONGEST_NAME, field="name")
    said = on_one_line(words, most=LONGEST_REPLY, field="words")
    if not title:
        raise Invalid(_("Give it a name, by which you find it again."), field="name")
    if not said:
        raise Invalid(_("Write what is said."), field="words")
    ask_in([community], [title, said])
    return title, said


def _require_looks_after(moderator: Person, community: Community) -> None:
    """The row of its community is locked, so that two do not add the last one that there is room for."""
    locked_community(community.pk)
    lock_standing(moderator, [community.pk])
    require(may_look_after(moderator, community))
