"""What is done with a single post: editing, removing, its history."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from forum.core.markup import LIFTED_MARK, render_markdown, safe
from forum.core.verdicts import Refused, require
from forum.discussions.actions.drafts import keep_begun
from forum.discussions.actions.edits import EditConflict, edit_post
from forum.discussions.models import Post, draft_place
from forum.discussions.policies.posts import may_edit, may_read_history, may_read_post
from forum.discussions.policies.topics import boards_seen
from forum.discussions.readers import readers_of_all
from forum.discussions.selectors.posts import post_with_author, revisions_of
from forum.discussions.selectors.topics import topic_with_placements
from forum.discussions.views.composers import Composer, begun_at, quoted, words_to_edit
from forum.discussions.views.files import text_with_files
from forum.discussions.views.kept_words import keep_words_and_sign_in
from forum.discussions.views.places import posted_number
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.discussions.views.topics import readable_topic
from forum.people.actors import Actor, is_person
from forum.people.models import Person

_BELOW = gettext_lazy("What others said in a room stays below your words, as they said it.")


def readable_post(actor: Actor, post_id: int) -> Post:
    """The post with its topic and placements, or 404 where the actor may not read it. Removed ones are found too."""
    post = post_with_author(post_id)
    if post is None:
        raise Http404
    post.topic = readable_topic(actor, post.topic_id)
    if not may_read_post(actor, post):
        raise Http404
    return post


def own_or_readable_post(person: Person, post_id: int) -> Post:
    """The same, and what one wrote oneself in a topic that one reads no longer: one may take that back at any time."""
    post = post_with_author(post_id)
    if post is None or post.author_id != person.pk:
        return readable_post(person, post_id)
    topic = topic_with_placements(post.topic_id)
    if topic is None or topic.removed_at is not None:
        raise Http404
    post.topic = topic
    return post


def address_of(post: Post) -> str:
    """Where the post is read, scrolled to."""
    return reverse("post", args=[post.topic_id, post.topic.slug, post.number]) + f"#post-{post.number}"


def post_context(actor: Actor, post: Post) -> dict[str, Any]:
    """What a page about one post is given: the post, its words, and where this actor sees it stand."""
    seen = boards_seen(actor, post.topic)
    board = seen[0] if seen else None
    return {"post": post, "topic": post.topic, "board": board, "html": safe(post.html)}


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Change the words of a post; an edit that crossed another shows both and loses neither."""
    if not is_person(request.user):
        text, revision = request.POST.get("text", ""), _revision(request)
        return keep_words_and_sign_in(
            request,
            f"post:{post_id}",
            text=text,
            revision=revision,
            back=reverse("post-edit", args=[post_id]),
        )
    post = readable_post(request.user, post_id)
    require(may_edit(request.user, post))
    composer = _edit_composer(request, post)
    if request.method == "GET":
        return _edit_page(request, post, composer)
    composer.text, composer.error = text_with_files(request, request.POST.get("text", ""))
    if "preview" in request.POST or composer.error:
        composer.preview = safe(render_markdown(composer.text))
        composer.revision = _revision(request)
        return _edit_page(request, post, composer)
    try:
        edit_post(
            editor=request.user,
            post=post,
            body=composer.text,
            revision=_revision(request),
            cleared=cleared_in(request),
        )
    except EditConflict as conflict:
        _keep(request, request.user, post, composer.text)
        composer.error, composer.revision = conflict.sentence, conflict.post.revision
        return _edit_page(request, conflict.post, composer, is_conflict=True, status=409)
    except Refused as refusal:
        composer.error, composer.revision = refusal.sentence, _revision(request)
        composer.asked = asked_in(refusal)
        return _edit_page(request, post, composer, status=refusal.status)
    return redirect(address_of(post))


def _keep(request: HttpRequest, person: Person, post: Post, text: str) -> None:
    """Keep what was typed as a draft, where that may be; it is on the page as well."""
    with suppress(Refused):
        keep_begun(
            person=person, place=post, body=text, revision=_revision(request), cleared=cleared_in(request)
        )


def _revision(request: HttpRequest) -> int:
    return posted_number(request, "revision") or 0


def _edit_composer(request: HttpRequest, post: Post) -> Composer:
    place = draft_place(post)
    begun = begun_at(request, place)
    return Composer(
        action=reverse("post-edit", args=[post.pk]),
        heading=_("Edit #%(number)d") % {"number": post.number},
        submit_label=_("Save"),
        place=place,
        audience=readers_of_all(boards_seen(request.user, post.topic)),
        text=begun.text or words_to_edit(post),
        revision=begun.revision or post.revision,
        draft_kept_at=begun.draft_kept_at,
        cancel_url=address_of(post),
        reminder=str(_BELOW) if LIFTED_MARK in post.html else "",
    )


def _edit_page(
    request: HttpRequest, post: Post, composer: Composer, *, is_conflict: bool = False, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "post": post,
        "topic": post.topic,
        "board": boards_seen(request.user, post.topic)[0],
        "composer": composer,
        "is_conflict": is_conflict,
    }
    if is_conflict:
        context["theirs"] = words_to_edit(post)
        context["theirs_html"] = safe(post.html)
    return render(request, "discussions/edit.html", context, status=status)


@require_safe
def history(request: HttpRequest, post_id: int) -> HttpResponse:
    """What a post said before each edit."""
    post = readable_post(request.user, post_id)
    require(may_read_history(request.user, post))
    revisions = [
        {
            "number": row.number,
            "written_by": row.written_by,
            "written_at": row.written_at,
            "html": safe(row.html),
        }
        for row in revisions_of(post)
    ]
    context = post_context(request.user, post) | {
        "now_by": post.edited_by or post.author,
        "revisions": revisions,
    }
    return render(request, "discussions/history.html", context)


@require_safe
@login_required
def quotation(request: HttpRequest, post_id: int) -> JsonResponse:
    """The words of a post as a quotation for the composer: {"markdown": str, "number": int, "name": str}."""
    post = readable_post(request.user, post_id)
    if post.removed_at is not None:
        raise Http404
    answer = {"markdown": quoted(post), "number": post.number, "name": post.author.display_name}
    return JsonResponse(answer)
