"""Where questions are taken away: taken back by who asked, or removed by others; and what is kept of these."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.communities.models import KEPT_DAYS
from forum.communities.views.removals import (
    Ways,
    about_removal,
    appeal_of_removal,
    take_down_page,
)
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.questions import take_question_away
from forum.gatherings.actions.taking_down import (
    forget_removed_question,
    restore_question,
    take_question_down,
)
from forum.gatherings.models import Gathering, Question
from forum.gatherings.policies.gatherings import may_see_gathering, named_to
from forum.gatherings.policies.questions import (
    may_take_question_away,
)
from forum.gatherings.policies.removals import (
    may_forget_removed_question,
    may_read_removed_question,
    may_restore_question,
)
from forum.gatherings.selectors.removals import (
    removal_of_question,
    removed_question,
)
from forum.gatherings.views.asked import (
    address_of_question,
    address_of_removal,
    address_to_purge_question,
    topics_of_questions,
)
from forum.gatherings.views.places import seen_question
from forum.gatherings.views.removed import address_at, as_told
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_away(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    """Take one's own back after asking whether one means it; ask why, and then remove that of somebody else."""
    found, question = seen_question(request, gathering_id, question_id)
    person = signed_in(request.user)
    if question.asker_id == person.pk:
        return _take_back(request, person, found, question)
    if request.method != "POST":
        require(may_take_question_away(person, found, question))
    return _take_down(request, person, found, question)


def _take_back(request: HttpRequest, person: Person, found: Gathering, question: Question) -> HttpResponse:
    purge_url, status = address_to_purge_question(person, question), 200
    context = {"gathering": found, "question": question, "error": "", "purge_url": purge_url}
    if request.method == "POST":
        try:
            question = take_question_away(person=person, question=question)
        except Refused as refusal:
            context["error"], status = str(refusal.sentence), refusal.status
    if removal_of_question(question.pk) is not None:
        messages.info(request, _("It was removed in the meantime. You can delete your words for good here."))
        return redirect(address_of_removal(question))
    if request.method == "POST" and question.state == Question.State.GONE:
        messages.success(request, _("The question is taken back, and nothing of its words is kept."))
        return redirect(_among(found))
    if request.method != "POST":
        require(may_take_question_away(person, found, question))
    return render(request, "gatherings/question_away.html", context, status=status)


def _take_down(request: HttpRequest, person: Person, found: Gathering, question: Question) -> HttpResponse:
    def done(taken: Question) -> HttpResponse:
        removal = removal_of_question(taken.pk)
        if removal is not None and removal.removed_by_id == person.pk:
            said = _(
                "The question is removed. The person who asked can read why; for %d days it can be brought back."
            )
            if not removal.has_words:
                said = _("The question is removed, and nothing of its words is kept.")
            messages.success(request, said % KEPT_DAYS if removal.has_words else said)
        else:  # somebody else was faster, or its asker
            messages.info(request, _("This question was removed or taken back in the meantime."))
        return redirect(_among(found))

    return take_down_page(
        request,
        "gatherings/question_take_down.html",
        {
            "gathering": found,
            "question": question,
            "is_final": question.asker.is_former,
            "goes_on": topics_of_questions(person, found).get(question.pk),
            "purge_url": address_to_purge_question(person, question),
            "url": _among(found),
        },
        communities=[found.community_id],
        act=lambda reason: take_question_down(moderator=person, question=question, reason=reason),
        then=done,
    )


@require_safe
@login_required
def removal(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    """Why a question was removed, and what it said: for its asker, and for those who may bring it back."""
    person, question = signed_in(request.user), _removed_question_for(request, gathering_id, question_id)
    if question is None:
        return _back_to(request, gathering_id, question_id)
    session = question.gathering
    sees = bool(may_see_gathering(person, session))
    ways = Ways(
        back=address_at("question-restore", question),
        forget=address_at("question-forget", question),
        purge=address_to_purge_question(person, question),
    )
    context = about_removal(
        person, as_told(person, question), question.removal,
        restores=may_restore_question(person, session, question),
        forgets=may_forget_removed_question(person, session, question), ways=ways,
    )  # fmt: skip
    context |= {
        "question": question,
        "gathering": session if sees else None,
        "community": next(iter(named_to(person, session)), None),
        "url": _among(session) if sees else "",
    } | appeal_of_removal(person, question)
    return render(request, "gatherings/question_removal.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    """Bring a removed question back."""
    person, question = signed_in(request.user), _removed_question_for(request, gathering_id, question_id)
    if question is None:  # somebody else was faster, or the button was pressed twice
        return _back_to(request, gathering_id, question_id)
    restored = restore_question(moderator=person, question=question)
    said = _("The question stands again, with its votes.")
    if restored.state == Question.State.MERGED:
        said = _("The question is asked together with another one again.")
    messages.success(request, said)
    sees = may_see_gathering(person, restored.gathering)
    return redirect(address_of_question(restored) if sees else "queue")


@require_POST
@login_required
def forget(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    """Let the words of one's own removed question go for good."""
    person, question = signed_in(request.user), _removed_question_for(request, gathering_id, question_id)
    if question is None:
        return _back_to(request, gathering_id, question_id)
    forget_removed_question(asker=person, question=question)
    messages.success(request, _("Your words are deleted for good."))
    return redirect("own-removed")


def _among(session: Gathering) -> str:
    return f"{session.get_absolute_url()}#questions"


def _removed_question_for(request: HttpRequest, gathering_id: int, question_id: int) -> Question | None:
    """The removed question, or None where it stands again; 404 for those whom it does not concern."""
    person, question = signed_in(request.user), removed_question(gathering_id, question_id)
    if question is None:
        seen_question(request, gathering_id, question_id)
        return None
    if not may_read_removed_question(person, question.gathering, question):
        raise Http404
    return question


def _back_to(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    _found, question = seen_question(request, gathering_id, question_id)
    if question.state == Question.State.GONE:
        raise Http404
    messages.info(request, _("The question stands in its place already."))
    return redirect(address_of_question(question))
