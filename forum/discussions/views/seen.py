"""Where browsers tell what has been read."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.verdicts import Invalid
from forum.discussions.actions.reading import mark_seen
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in

SPANS = re.compile(r"\d{1,9}-\d{1,9}(,\d{1,9}-\d{1,9}){0,99}")


@require_POST
@login_required
def seen(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Take `spans`, e.g. "1-20,25-30", as seen. 204 for scripts; back to the topic where a button was pressed."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    text = request.POST.get("spans", "")
    if not SPANS.fullmatch(text):
        raise Invalid(_("Spans are written like 1-20,25-30."))
    spans = [(int(low), int(high)) for low, high in (span.split("-") for span in text.split(","))]
    mark_seen(reader=person, topic=topic, spans=spans)
    return redirect(topic) if request.POST.get("back") else HttpResponse(status=204)
