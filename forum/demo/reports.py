"""Lets people of the demo network report posts and each other, and those who are asked talk of it and decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from forum.core.claims import Kind
from forum.demo.conversations import Telling
from forum.demo.description import Told
from forum.discussions.models import Board, Post, StaffNote
from forum.moderation.actions.claiming import add_remark
from forum.moderation.actions.deciding import keep_reported
from forum.moderation.actions.reporting import report_note, report_person, report_post
from forum.moderation.actions.saving_replies import save_reply
from forum.people.models import Person

UNTIL_ANSWER = timedelta(hours=1)


def let_report(
    told: Told, people: Mapping[str, Person], tellings: Sequence[Telling], *, now: datetime
) -> None:
    """Make every report, and let those who are asked say what they say of it."""
    topics = {telling.told.title: telling.topic for telling in tellings}
    for each in told.reports:
        at = now - timedelta(hours=each.hours_ago)
        if each.person:
            person, reporter = people[each.person], people[each.by]
            report_person(reporter=reporter, person=person, reason=each.reason, words=each.words, now=at)
            continue
        if not each.number:
            note = StaffNote.objects.select_related("topic__home_board__community").get(
                topic=topics[each.topic].pk
            )
            report_note(reporter=people[each.by], note=note, reason=each.reason, words=each.words, now=at)
            continue
        post = Post.objects.select_related("topic__home_board__community", "via_board", "author").get(
            topic=topics[each.topic].pk, number=each.number
        )
        case = report_post(
            reporter=people[each.by], post=post, reason=each.reason, words=each.words, now=at
        ).case
        later = at + UNTIL_ANSWER
        if each.remark:
            add_remark(
                moderator=people[each.remarked_by],
                kind=Kind.REPORTED,
                key=case.pk,
                words=each.remark,
                now=later,
            )
        if each.kept_because:
            keep_reported(moderator=people[each.kept_by], case=case, reason=each.kept_because, now=later)


def let_save_replies(
    told: Told, people: Mapping[str, Person], boards: Mapping[tuple[str, str], Board], *, now: datetime
) -> None:
    """Keep what those who look after communities say often."""
    communities = {slug: board.community for (slug, _board), board in boards.items()}
    for each in told.replies:
        community = communities[each.community]
        save_reply(moderator=people[each.by], community=community, name=each.name, words=each.words, now=now)
