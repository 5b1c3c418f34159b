"""Who may meddle with the machine."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor
from forum.people.policies.stewards import may_steward
from forum.upkeep.selectors.jobs import FAILED, is_queued_again


def may_retry_job(actor: Actor, job: ProcrastinateJob) -> Verdict:
    """Letting a failed job run once more."""
    if not may_steward(actor):
        return may_steward(actor)
    if job.status != FAILED:
        return no(_("This job is not failed any more. Reload the page to see how it stands."))
    if is_queued_again(job):
        return no(_("The same job waits in the queue already."))
    return YES
