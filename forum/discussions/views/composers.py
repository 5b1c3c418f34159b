"""What the composer at the foot of a topic, or on a page of its own, is filled with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.core.conditional import entity_tag
from forum.core.identifiers import Identified
from forum.core.kept import kept
from forum.core.markup import markdown_of_html, own_words_markdown, quote_markdown, render_mail_html
from forum.core.numbers import whole_number
from forum.core.pieces import Piece, shell
from forum.core.verdicts import Sentence
from forum.discussions.actions.files import attachment_markdown
from forum.discussions.actions.kept_words import signed_writer, take_words
from forum.discussions.models import Board, Post, Topic, draft_place
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topics import boards_to_reply_through
from forum.discussions.prompts import reminder_for_replies
from forum.discussions.readers import readers_of_all
from forum.discussions.selectors.drafts import draft_at
from forum.discussions.selectors.files import files_of
from forum.discussions.selectors.posts import post_numbered
from forum.discussions.views.rules import rules_in
from forum.discussions.views.standing import came_by
from forum.people.actors import is_person, signed_in

KEPT_SECONDS = 3600


@dataclass
class Composer:
    """The context of components/composer.html. `client_key` is left out of comparisons: it is new each time."""

    action: str
    heading: str
    submit_label: str
    place: str
    audience: str = ""
    rules: str = ""
    text: str = ""
    title: str = ""
    parent: dict[str, Any] | None = None
    cancel_url: str = ""
    error: Sentence = ""
    preview: str = ""
    fields: Any = None
    boards: list[tuple[int, str]] = field(default_factory=list)
    through: str = ""
    revision: int = 0
    draft_kept_at: str = ""
    reminder: str = ""
    along: str = ""
    asked: Identified | None = None
    stands_at: str = ""
    client_key: str = field(default_factory=lambda: str(uuid4()), compare=False, repr=False)

    @property
    def upload_most(self) -> int:
        """The largest file, in bytes."""
        most: int = settings.UPLOAD_MAX_BYTES
        return most


@dataclass(frozen=True, slots=True)
class Begun:
    """What someone has begun to write at a place; nothing but empty values where they have not."""

    text: str = ""
    title: str = ""
    parent_number: int = 0
    revision: int = 0
    draft_kept_at: str = ""


def begun_at(request: HttpRequest, place: str) -> Begun:
    """What the person has begun to write at the place: words of a session that ended go before their draft."""
    person = signed_in(request.user)
    draft = draft_at(person, place)
    is_shown = request.method != "HEAD"  # words are given back once, to whoever sees them
    words = take_words(session=request.session, person=person, place=place) if is_shown else None
    begun = Begun()
    if draft is not None:
        begun = Begun(
            text=draft.body,
            title=draft.title,
            parent_number=draft.parent_number or 0,
            revision=draft.revision or 0,
            draft_kept_at=draft.updated_at.isoformat(),
        )
    if words is not None:
        begun = replace(begun, text=words.text, title=words.title, revision=words.revision)
    return begun


def reply_composer(request: HttpRequest, topic: Topic, seen: Sequence[Board]) -> Composer | None:
    """The composer for a reply, with the words kept for it; None for those who may not reply.

    `seen` are the boards on which they see the topic stand, that by which they came first: through that one they answer
    where it lets them.
    `?reply=57` sets the post it answers, `&quote=1` quotes it below what was kept.
    """
    allowed = boards_to_reply_through(request.user, topic)
    boards = sorted(allowed, key=lambda board: board != seen[0])
    if not boards or not is_person(request.user):
        return None
    place = draft_place(topic)
    begun = begun_at(request, place)
    composer = Composer(
        action=reverse("reply", args=[topic.pk]),
        heading=_("Your reply"),
        submit_label=_("Post the reply"),
        place=place,
        audience=readers_of_all(seen),
        rules=rules_in(request.user, topic, boards[0]),
        boards=[(board.pk, _called(board)) for board in boards] if len(boards) > 1 else [],
        through=_called(boards[0]) if len(boards) == 1 and len(seen) > 1 else "",
        text=begun.text,
        draft_kept_at=begun.draft_kept_at,
        reminder=next((said for board in boards if (said := reminder_for_replies(board))), ""),
    )
    number = whole_number(request.GET.get("reply", "")) or begun.parent_number
    if 1 < number <= topic.last_number:
        composer.cancel_url = f"{topic.get_absolute_url()}{came_by(topic, seen[0].pk)}#reply"
        _answer(request, composer, topic, number)
    return composer


def _called(board: Board) -> str:
    return f"{board.community.name} · {board.name}"


def composer_html(request: HttpRequest, composer: Composer | None, token: str) -> str:
    """The composer as the reader finds it; "" where there is none. What most find empty is rendered once for all.

    `token` is the page's, against forged requests.
    """
    if composer is None:
        return ""
    if composer.parent or composer.error or composer.preview or composer.fields:
        return render_to_string("components/composer.html", {"composer": composer}, request=request)
    same = replace(composer, action="", place="", text="", draft_kept_at="")
    own = {
        "action": composer.action,
        "client_key": composer.client_key,
        "csrf_token": token,
        "draft_kept_at": composer.draft_kept_at,
        "person": str(request.user.pk),
        "place": composer.place,
        "text": escape(composer.text),
        "writer": signed_writer(signed_in(request.user)),
    }
    made = kept(
        f"composer:{entity_tag(same, get_language())}", KEPT_SECONDS, lambda: _composer_shell(request, same)
    )
    return made.filled(own)


def _composer_shell(request: HttpRequest, composer: Composer) -> Piece:
    def write(mark: Mapping[str, str]) -> dict[str, Any]:
        names = ("action", "client_key", "draft_kept_at", "place", "text")
        marks: dict[str, Any] = {name: mark[name] for name in names}
        holed = replace(composer, **marks)
        return {"composer": holed, "user": {"pk": mark["person"]}, "writer": mark["writer"]}

    return shell(request, "components/composer.html", write)


def _answer(request: HttpRequest, composer: Composer, topic: Topic, number: int) -> None:
    """Set the post that is answered, for whoever reads it; quoted where that was asked for."""
    quote = request.GET.get("quote") == "1"
    post = post_numbered(topic, number)
    if post is None or post.removed_at is not None or not may_read_post(signed_in(request.user), post):
        return
    composer.parent = {"number": post.number, "name": post.author.display_name}
    if quote and quoted(post) not in composer.text:
        composer.text = "\n\n".join(filter(None, [composer.text.rstrip(), quoted(post)]))


def quoted(post: Post) -> str:
    """The words of a post as a quotation to answer below; of a mail, what its author says themselves."""
    words = post.source if post.format == Post.Format.MARKDOWN else own_words_markdown(post.html)
    return quote_markdown(post.author.handle, post.number, words)


def words_to_edit(post: Post) -> str:
    """The words of a post in Markdown. An imported post's files are linked in its HTML alone, so links are added."""
    if post.format == Post.Format.MARKDOWN:
        return post.source
    is_html = post.format == Post.Format.HTML
    words = markdown_of_html(render_mail_html(post.source)) if is_html else post.source
    links = [attachment_markdown(file) for file in files_of(post)]
    return "\n\n".join([words, *links])
