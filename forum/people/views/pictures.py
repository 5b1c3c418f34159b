"""The only way by which pictures of people go out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from forum.core.handing_out import shown
from forum.core.uploads import PORTRAIT_TYPE
from forum.people.selectors.pictures import picture_at

KEPT_SECONDS = 30 * 24 * 3600  # the address changes with the picture


@require_safe
def picture(request: HttpRequest, person_id: int, key: str) -> HttpResponseBase:
    """The picture of a person as long as it is theirs; 404 for one that they have changed, as for none."""
    stored = picture_at(person_id, key)
    if stored is None:
        raise Http404
    answer = shown(stored, name="picture.webp", media_type=PORTRAIT_TYPE)
    answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS}, immutable"
    return answer
