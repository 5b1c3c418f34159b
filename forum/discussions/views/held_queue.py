"""Where moderators read what waits and decide on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forum.communities.models import Community
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.asked_above import AskedAbove
from forum.core.conditional import entity_tag
from forum.core.each_for_itself import refused_of, status_of
from forum.core.kept import kept
from forum.core.markup import excerpt, render_markdown, safe
from forum.core.numbers import keys_among, whole_number
from forum.core.verdicts import Invalid, Refused, Sentence, require
from forum.discussions.actions.bodies import thread_address
from forum.discussions.actions.deciding import decline_held, let_through
from forum.discussions.models import HeldPost, Topic
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.holding import Writer, waiting_for, waiting_in, writers_in
from forum.discussions.views.held import seen_in_words
from forum.people.actors import signed_in
from forum.people.models import Person

KEPT_SECONDS = 3600
# What those who decide on words that wait have said of them to each other, as this person reads it: HTML by their id.
remarks_on_held = AskedAbove[[Person, Sequence[HeldPost]], Mapping[int, str]](lambda _reader, _rows: {})


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Words that wait, with what a moderator decides from. `topic` is None for a topic that is to be started."""

    held: HeldPost
    topic: Topic | None
    html: str
    answered: str
    seen: str
    writer: Writer
    is_chosen: bool
    reason: str
    remarks: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form asks for: which of the words, at which revision, and why they are declined (None: let through)."""

    chosen: dict[int, int]
    reason: str | None
    about: str  # the name of the field with the reason


@require_http_methods(["GET", "POST"])
@login_required
def held_posts(request: HttpRequest, community_slug: str) -> HttpResponse:
    """Everything that waits on the boards of a community that the person moderates, the oldest first."""
    person = signed_in(request.user)
    community = known_community(person, community_slug)
    require(may_moderate_something(person, community))
    if request.method == "POST":
        return _decided(request, person, community)
    return _page(request, person, community)


def _decided(request: HttpRequest, person: Person, community: Community) -> HttpResponse:
    decision = _decision(request)
    known = waiting_for(person).filter(board__community=community).in_bulk(decision.chosen)
    if not decision.chosen:
        return _page(
            request, person, community, decision=decision, error=_("Choose at least one of them first.")
        )

    def decide(held_id: int) -> None:
        if held_id not in known:
            raise Refused(_("This was decided on or taken back in the meantime."))
        _decide(person, known[held_id], decision.chosen[held_id], decision.reason)

    refused = refused_of(decision.chosen, decide)
    _say(request, len(decision.chosen) - len(refused), decision)
    if not refused:
        return redirect(request.get_full_path())
    wrong = [refusal for refusal in refused.values() if isinstance(refusal, Invalid)]
    return _page(
        request,
        person,
        community,
        decision=decision,
        error=wrong[0].sentence
        if wrong
        else _("These were not decided on, and stay ticked where they still wait:"),
        left=[] if wrong else [_of(known.get(key), refusal.sentence) for key, refusal in refused.items()],
        status=status_of(refused.values()),
    )


def _decide(person: Person, held: HeldPost, revision: int, reason: str | None) -> None:
    if reason is None:
        let_through(moderator=person, held=held, revision=revision)
    else:
        decline_held(moderator=person, held=held, revision=revision, reason=reason)


def _decision(request: HttpRequest) -> Decision:
    """One row's own button, or what is to happen to all rows that were ticked."""
    form = request.POST
    one = form.get("through", "") or form.get("decline", "")
    ids = [one] if one not in ("", "chosen") else form.getlist("chosen")
    numbers = keys_among(ids)
    chosen = {number: whole_number(form.get(f"revision-{number}", "")) or 0 for number in numbers}
    name = f"reason-{numbers[0]}" if one not in ("", "chosen") and numbers else "reason"
    return Decision(chosen, form.get(name, "") if "decline" in form else None, name)


def _of(held: HeldPost | None, sentence: Sentence) -> str:
    if held is None:
        return str(sentence)
    return _("%(name)s: %(sentence)s") % {"name": held.author.display_name, "sentence": sentence}


def _say(request: HttpRequest, done: int, decision: Decision) -> None:
    if done and decision.reason is None:
        messages.success(request, ngettext("%d post let through.", "%d posts let through.", done) % done)
    elif done:
        messages.success(request, ngettext("%d post declined.", "%d posts declined.", done) % done)


def _page(
    request: HttpRequest,
    person: Person,
    community: Community,
    *,
    decision: Decision | None = None,
    error: Sentence = "",
    left: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    page = waiting_in(person, community, after=request.GET.get("after", "")[:80])
    writers = writers_in(community, {held.author_id for held in page.rows})
    said = remarks_on_held(person, page.rows)
    rows = [
        _row(person, held, writers[held.author_id], decision, said.get(held.pk, "")) for held in page.rows
    ]
    context = about(request, community) | {
        "rows": rows,
        "later": page.later,
        "is_first_page": not request.GET.get("after"),
        "error": error,
        "left": left,
        "error_at": decision.about if decision and not left else "",
        "reason": decision.reason or "" if decision and decision.about == "reason" else "",
    }
    return render(
        request, "discussions/held_posts.html", context, status=422 if error and status == 200 else status
    )


def _row(person: Person, held: HeldPost, writer: Writer, decision: Decision | None, remarks: str) -> HeldRow:
    """A topic that moved away to where the moderator cannot read it is not named."""
    topic = held.topic if held.topic is not None and may_read_topic(person, held.topic) else None
    is_asked = decision is not None and held.pk in decision.chosen
    own_reason = decision.reason or "" if decision and decision.about == f"reason-{held.pk}" else ""
    is_chosen = is_asked and decision is not None and decision.about == "reason"
    return HeldRow(
        held, topic, held_html(held), words_answered(held), seen_in_words(held), writer, is_chosen, own_reason,
        remarks,
    )  # fmt: skip


def words_answered(held: HeldPost) -> str:
    """How the post begins that the words answer, as it reads."""
    return excerpt(held.parent.html, 240) if held.parent is not None else ""


def held_html(held: HeldPost) -> str:
    """The words without links to people, whom looking up would cost a query for each of the rows."""
    thread = thread_address(held.topic) if held.topic else ""
    key = f"held:{entity_tag(held.source, thread)}"
    return safe(kept(key, KEPT_SECONDS, lambda: str(render_markdown(held.source, thread=thread))))
