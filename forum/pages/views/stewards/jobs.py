"""Where stewards see what the workers do, and let failed jobs run again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forum.people.views.stewards import steward_or_404
from forum.upkeep.actions.jobs import retry_job
from forum.upkeep.selectors.jobs import failed_jobs, job_with_key, queue_now
from forum.upkeep.selectors.machine import worker_health


@never_cache
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The queue by task, and the jobs that failed, without what they were given."""
    steward_or_404(request)
    now = timezone.now()
    queue = queue_now(now)
    context = {"queue": queue, "worker": worker_health(queue.worker_seen_at, now), "failed": failed_jobs()}
    return render(request, "stewards/jobs.html", context)


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put a failed job back in line."""
    steward, job = steward_or_404(request), job_with_key(job_id)
    if job is None:
        raise Http404
    retry_job(steward=steward, job=job)
    messages.success(request, _("It is in line again."))
    return redirect("jobs")
