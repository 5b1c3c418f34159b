"""What is purged of what people said when they reported something, decided on it, or asked to look again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Q, QuerySet

from forum.communities.actions.purging import forget_reasons
from forum.communities.models import Verb
from forum.core.claims import Kind
from forum.core.passages import Passages, clean_plain_words
from forum.discussions.models import HeldPost, Post
from forum.moderation.actions.course_of_appeals import close_appeals_of_gone
from forum.moderation.actions.deciding import decide_purged
from forum.moderation.models import Appeal, Case, Remark, Report, SavedReply
from forum.moderation.selectors.appeals import about_removal_of
from forum.moderation.selectors.purging import Purgeable, thing_purged
from forum.people.models import Person


def answer_reports(subject: Purgeable, *, by: Person, why: str, now: datetime) -> list[int]:
    """Purging what somebody has reported answers them. Ids of cases that are decided by that: none where its author
    does it, who decides about nothing of their own. Part of the action that purges, before that takes it away.
    """
    if subject.author_id == by.pk:
        return []
    return decide_purged(_cases_about(subject), by=by, reason=why, now=now)


def _cases_about(subject: Purgeable) -> QuerySet[Case]:
    return Case.objects.filter(**{thing_purged(subject): subject.pk})


def purge_words_about(
    subject: Purgeable, *, community_ids: list[int], answered: list[int], now: datetime
) -> Counter[str]:
    """Let all words go that were said about this one thing; how many there were, by what they are.

    What was decided, by whom and when, stays; and why, in the cases that were `answered` by this purge: that is from
    its list. Part of the action that purges.
    """
    cases = _cases_about(subject)
    keys = list(cases.select_for_update().order_by("pk").values_list("pk", flat=True))
    gone = Counter(reports=Report.objects.filter(case__in=keys).exclude(words="").update(words=""))
    gone["reasons"] += cases.filter(pk__in=answered).exclude(handed_up_why="").update(handed_up_why="")
    earlier = cases.exclude(pk__in=answered).exclude(handed_up_why="", reason="")
    gone["reasons"] += earlier.update(handed_up_why="", reason="")
    appeals = Appeal.objects.filter(_appealed(subject))
    asked = list(appeals.values_list("pk", flat=True))
    about = Q(kind=Kind.REPORTED, thing__in=keys) | Q(kind=Kind.APPEAL, thing__in=asked)
    if isinstance(subject, Post):
        held = list(HeldPost.objects.filter(post=subject).values_list("pk", flat=True))
        about |= Q(kind=Kind.HELD, thing__in=held)
    gone["reports"] += _forget_appeals(appeals, now)
    gone["reports"] += Remark.objects.filter(about).delete()[0]
    decided = [{"case": key} for key in keys] + [{"appeal": key} for key in asked]
    for thing in decided + _in_the_log(subject):
        gone += forget_reasons(community_ids=community_ids, details=thing)
    if isinstance(subject, Post) and subject.is_opening:
        whole = {"topic": subject.topic_id}
        gone += forget_reasons(community_ids=community_ids, details=whole, verb=Verb.TOPIC_REMOVED)
    return +gone


def _appealed(subject: Purgeable) -> Q:
    """With the post that opens a topic, what was said about that as a whole."""
    whole = Q(topic=subject.topic_id) if isinstance(subject, Post) and subject.is_opening else Q()
    return about_removal_of(subject) | whole


def _in_the_log(subject: Purgeable) -> list[dict[str, int]]:
    """By which details the log knows it; posts from before they moved as well."""
    moved = [{"topic": subject.topic_id, "number": subject.number}] if isinstance(subject, Post) else []
    return [{thing_purged(subject): subject.pk}, *moved]


def _forget_appeals(appeals: QuerySet[Appeal], now: datetime) -> int:
    close_appeals_of_gone(appeals, now=now)
    return appeals.exclude(words="", reason="").update(words="", reason="")


def clean_reports(passages: Passages) -> Counter[str]:
    """Put a sentence in place of passages in what was said about other things; how many rows held some."""
    reports = clean_plain_words(Report.objects.exclude(words=""), ["words"], passages, written=["created_at"])
    reports += clean_plain_words(Remark.objects.all(), ["words"], passages, written=["written_at"])
    appeals = Appeal.objects.exclude(words="", reason="")
    reports += clean_plain_words(appeals, ["words", "reason"], passages, written=["asked_at", "decided_at"])
    cases = Case.objects.exclude(handed_up_why="", reason="")
    reasons = clean_plain_words(cases, ["handed_up_why", "reason"], passages, written=["decided_at"])
    replies = SavedReply.objects.all()
    reasons += clean_plain_words(replies, ["name", "words"], passages, written=["changed_at"])
    return +Counter(reports=reports, reasons=reasons)
