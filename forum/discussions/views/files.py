"""Where files come in, and the only way by which they go out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.core.conditional import entity_tag, unchanged
from forum.core.handing_out import attached, guarded, shown
from forum.core.verdicts import Invalid, Refused, Sentence
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.models import Attachment
from forum.discussions.selectors.files import files_visible_to
from forum.discussions.views.places import writer_of

LONGEST_WORDS = 300  # of what a picture shows


@require_POST
def uploads(request: HttpRequest) -> JsonResponse:
    """Keep the `file`: {"url", "markdown", "name"} with what a post says to show or link it."""
    owner = writer_of(request)
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid(_("No file arrived. Choose it once more."), field="file")
    attachment = store_upload(owner=owner, upload=upload)
    answer = {
        "url": attachment.get_absolute_url(),
        "markdown": attachment_markdown(attachment),
        "name": attachment.name,
    }
    return JsonResponse(answer, status=201)


def text_with_files(request: HttpRequest, text: str) -> tuple[str, Sentence]:
    """`text`, then the form's `files` as paragraphs; and the sentence for the first one refused, "" for none.

    For a form sent without script: what could be kept is in the text, whatever became of the rest. `shows` of the form
    says what is in the first picture.
    """
    owner, paragraphs = writer_of(request), [text.rstrip()]
    refusal: Sentence = ""
    shows = request.POST.get("shows", "")[:LONGEST_WORDS]
    for upload in request.FILES.getlist("files"):
        try:
            stored = store_upload(owner=owner, upload=upload)
        except Refused as refused:
            refusal = refusal or refused.sentence
            continue
        is_picture = stored.kind == Attachment.Kind.IMAGE
        paragraphs.append(attachment_markdown(stored, shows if is_picture else ""))
        shows = "" if is_picture else shows
    return ("\n\n".join(paragraphs).strip() if len(paragraphs) > 1 else text), refusal


@require_safe
def file(request: HttpRequest, file_id: UUID, name: str) -> HttpResponseBase:
    """The file, for those who may read its post; the answer is the same for a hidden one and for none."""
    attachment = get_object_or_404(files_visible_to(request.user), pk=file_id)
    if name != attachment.name:
        return redirect(attachment)
    tag = entity_tag(attachment.pk)
    hand_out = shown if attachment.kind == Attachment.Kind.IMAGE else attached
    stored, kind = str(attachment.file.name), attachment.media_type
    answer = guarded(unchanged(request, tag) or hand_out(stored, name=attachment.name, media_type=kind))
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"  # asked each time, so that lost access is lost at once
    return answer
