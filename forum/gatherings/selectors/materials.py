"""Files that are read in live sessions, and who may fetch them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forum.discussions.models import Attachment
from forum.gatherings.models import Gathering, Material
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.people.actors import Actor


def files_in_sessions_for(actor: Actor) -> Q:
    """The condition on uploads that sessions hold under which the actor may fetch them: whoever sees the page of the
    session, and so of a draft those alone who prepare it.
    """
    seen = Material.objects.filter(gathering__in=gatherings_seen_by(actor).values("pk"))
    return Q(pk__in=seen.exclude(attachment=None).values("attachment"))


def called_alike(gathering: Gathering, title: str, file: Attachment) -> QuerySet[Material]:
    """Files of the session under this title that have name, size and owner of `file`: perhaps the same, sent twice."""
    rows = Material.objects.filter(gathering=gathering, title=title, attachment__owner=file.owner_id)
    return rows.filter(attachment__name=file.name, attachment__size=file.size).select_related("attachment")
