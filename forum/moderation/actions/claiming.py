"""Having something that waits alone for a while, and what those who decide on it say of it to each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.core.claims import Kind
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import on_one_line
from forum.moderation.models import Claim, Remark
from forum.moderation.models.claims import CLAIMED_FOR, LONGEST_REMARK, REMARKS_KEPT
from forum.moderation.policies.claims import may_claim
from forum.moderation.selectors.queue import Waiting, waiting_thing
from forum.moderation.selectors.sources import SOURCES
from forum.people.models import Person


@transaction.atomic
def claim_thing(*, moderator: Person, kind: Kind, key: int, now: datetime | None = None) -> Claim:
    """Have it alone for `CLAIMED_FOR`, so that nobody else decides at the same time. Nobody has it for longer at a
    stretch, or other people's words about it could be kept away for ever: asking again changes nothing.

    Raises Refused or TooMany.
    """
    moment = now or timezone.now()
    _require_asked(moderator, kind, key)
    spend(TENDING, moderator.pk)
    _end_old_claims(moment)
    claim = _locked_claim(Claim(kind=kind, thing=key, person=moderator, claimed_at=moment))
    require(may_claim(moderator.pk, claim, moment))
    if claim.person_id != moderator.pk:
        claim.person, claim.claimed_at = moderator, moment
        claim.save(update_fields=["person", "claimed_at"])
    return claim


@transaction.atomic
def give_thing_back(*, moderator: Person, kind: Kind, key: int, now: datetime | None = None) -> None:
    """Let others have it, whether one had it or not. Raises TooMany."""
    spend(TENDING, moderator.pk)
    over = (now or timezone.now()) - CLAIMED_FOR
    Claim.objects.filter(kind=kind, thing=key, person=moderator, claimed_at__gt=over).update(claimed_at=over)


def end_claim(kind: Kind, key: int) -> None:
    """Nobody looks at it any more. Part of the action that gives it to others."""
    Claim.objects.filter(kind=kind, thing=key).delete()


@transaction.atomic
def add_remark(*, moderator: Person, kind: Kind, key: int, words: str, now: datetime | None = None) -> Remark:
    """Say something of it to the others who decide on it. Raises Refused, Invalid or TooMany."""
    waiting = _require_asked(moderator, kind, key)
    said = on_one_line(words, most=LONGEST_REMARK, field="remark")
    if not said:
        raise Invalid(_("Write a sentence for the others who decide on this."), field="remark")
    ask_in(SOURCES[kind].decided_in(waiting.row), [said])
    spend(TENDING, moderator.pk)
    return Remark.objects.create(
        kind=kind, thing=key, author=moderator, words=said, written_at=now or timezone.now()
    )


def forget_old_remarks(*, now: datetime, kept: timedelta = REMARKS_KEPT) -> int:
    """Delete what was said long ago; what it was about was decided since. Returns how much that was."""
    return Remark.objects.filter(written_at__lte=now - kept).delete()[0]


def _require_asked(moderator: Person, kind: Kind, key: int) -> Waiting:
    waiting = waiting_thing(moderator, kind, key)
    if waiting is None:
        raise Refused(
            _("This does not wait for you any more: somebody has decided on it, or it was taken back.")
        )
    return waiting


def _locked_claim(wanted: Claim) -> Claim:
    """The claim that there is, or the one that is wanted."""
    there = Claim.objects.filter(kind=wanted.kind, thing=wanted.thing).select_related("person")
    while True:  # whoever had it may give it back between the two
        Claim.objects.bulk_create([wanted], ignore_conflicts=True)
        claim = there.select_for_update(of=("self",)).first()
        if claim is not None:
            return claim


def _end_old_claims(moment: datetime) -> None:
    """Those that are over are kept as long again, for they say who had a thing last."""
    old = Claim.objects.filter(claimed_at__lte=moment - 2 * CLAIMED_FOR).select_for_update(skip_locked=True)
    Claim.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
