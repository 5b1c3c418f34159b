"""What becomes of cases where what they are about goes, and who is told what came of them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.types import JSONValue

from forum.chat.events import MessageRemoved, MessageRestored
from forum.communities.events import KeptWordsForgotten, MeasureLifted, MeasureReplaced
from forum.crossposting.events import CarriedNotesTakenBack, TopicCarried
from forum.discussions.events import (
    BoardsMerged,
    NoteChanged,
    NoteRemoved,
    PlacementsJoined,
    PostRemoved,
    PostRestored,
    TopicRemoved,
    TopicRestored,
    TopicsMoved,
    TopicsUnited,
    TopicWordsForgotten,
)
from forum.gatherings.events import QuestionEmptied, QuestionRestored
from forum.moderation import tasks
from forum.moderation.actions.course_of_appeals import (
    close_appeals_of_gone,
    let_appeal_follow,
    let_appeals_follow_board,
    let_appeals_follow_topics,
)
from forum.moderation.actions.deciding import close_cases_of_gone, let_cases_follow
from forum.moderation.actions.leaving import (
    forget_who_reported,
    forget_words_of_appeals,
    forget_words_of_decided,
)
from forum.moderation.actions.rising import let_case_rise
from forum.moderation.events import AppealDecided, CaseDecided, NoteTakenAway, ProfileTakenDown, WordsPurged
from forum.moderation.models import Appeal, Case
from forum.moderation.places import authors_of
from forum.moderation.selectors.cases import case_with, people_to_tell
from forum.people.events import AccountClosed, PersonLetBackIn
from forum.repertoire.events import PracticeNoteChanged, QuoteAnswered
from forum.repertoire.models import Quote


def close_case_of_post(event: PostRemoved) -> None:
    """A post that is gone needs no decision."""
    close_cases_of_gone(Case.objects.filter(post=event.post_id), now=timezone.now())


def close_cases_of_topic(event: TopicRemoved) -> None:
    """Nor do those of a topic that is gone."""
    topic = event.topic_id
    there = Q(post__topic=topic) | Q(note__topic=topic) | Q(placement__topic=topic)
    close_cases_of_gone(Case.objects.filter(there), now=timezone.now())


def close_case_of_note(event: NoteRemoved) -> None:
    """Nor does a note of moderators that is gone."""
    close_cases_of_gone(Case.objects.filter(note=event.note_id), now=timezone.now())


def let_case_of_note_rise(event: NoteChanged) -> None:
    """Nobody decides about a note that they have changed: those above them are asked, where nobody else is there."""
    let_case_rise(Case.objects.filter(note=event.note_id))


def let_case_of_practice_note_rise(event: PracticeNoteChanged) -> None:
    """Nor does anybody decide about a practice note that they have changed. Withdrawn by those who wrote it, it waits
    still: nobody ends what was reported of them, and then publishes the same again.
    """
    let_case_rise(Case.objects.filter(practice_note=event.note_id))


def let_case_of_quote_rise(event: QuoteAnswered) -> None:
    """Nor about one in which they agreed to be quoted."""
    quoted_in = Quote.objects.filter(pk=event.quote_id).values("note")
    let_case_rise(Case.objects.filter(practice_note__in=quoted_in))


def close_cases_of_united(event: TopicsUnited) -> None:
    """Nor do notes with a topic that is part of another one, and is carried anew."""
    close_cases_of_gone(Case.objects.filter(placement__topic=event.topic_id), now=timezone.now())


def follow_joined_placements(event: PlacementsJoined) -> None:
    """Nor does one with a topic that is at home there now, or came there twice."""
    let_cases_follow(dict(event.pairs), now=timezone.now())


def close_case_of_carried_anew(event: TopicCarried) -> None:
    """Nor does one in whose place another note has come."""
    close_cases_of_gone(Case.objects.filter(placement=event.placement_id), now=timezone.now())


def close_cases_of_carried_notes(event: CarriedNotesTakenBack) -> None:
    """Nor does one that whoever carried it has taken back."""
    gone = Case.objects.filter(carrier=event.person_id, placement__note="")
    close_cases_of_gone(gone, now=timezone.now())


def close_case_of_message(event: MessageRemoved) -> None:
    """Nor does a message."""
    close_cases_of_gone(Case.objects.filter(message=event.message_id), now=timezone.now())


def close_case_of_question(event: QuestionEmptied) -> None:
    """Nor does a question of a live session whose words are gone."""
    close_cases_of_gone(Case.objects.filter(question=event.question_id), now=timezone.now())


def forget_who_left(event: AccountClosed) -> None:
    """Whoever has left has reported nothing that names them, and has no page that needs a decision."""
    close_cases_of_gone(Case.objects.filter(person=event.person_id), now=event.closed_at)
    forget_who_reported(person_id=event.person_id)


def forget_words_about_who_left(event: CaseDecided) -> None:
    """Nobody needs any more what was said about a note by somebody who has left."""
    forget_words_of_decided(case_id=event.case_id)


def mail_who_reported(event: CaseDecided) -> None:
    """Whoever reported it learns what came of that."""
    jobs: list[dict[str, JSONValue]] = []
    for person_id in people_to_tell(event.case_id):
        jobs.append({"person_id": person_id, "case_id": event.case_id})
    if jobs:
        tasks.mail_what_came.batch_defer(*jobs)


def mail_whose_profile_it_was(event: ProfileTakenDown) -> None:
    """Whose page it was learns what stewards took down, and why."""
    tasks.mail_profile_taken_down.defer(case_id=event.case_id)


def mail_whose_note_it_was(event: NoteTakenAway) -> None:
    """Whose note it was learns that it was removed, and why."""
    case = case_with(event.case_id)
    for person in authors_of(case) if case is not None else ():
        tasks.mail_note_taken_away.defer(case_id=event.case_id, person_id=person.pk)


def close_appeal_of_measure(event: MeasureLifted) -> None:
    """What was lifted needs no decision."""
    close_appeals_of_gone(Appeal.objects.filter(measure=event.measure_id), now=timezone.now())


def follow_measure(event: MeasureReplaced) -> None:
    """Nor does what somebody else has put another one in the place of."""
    let_appeal_follow(measure_id=event.measure_id, now=timezone.now())


def follow_moved_topics(event: TopicsMoved) -> None:
    """What was asked about a topic follows it within its community."""
    let_appeals_follow_topics(topic_ids=event.topic_ids, to=event.board_id, community_id=event.community_id)


def follow_merged_board(event: BoardsMerged) -> None:
    """And into another board of it."""
    let_appeals_follow_board(board_id=event.board_id, into_id=event.into_id)


def close_appeal_of_shut_out(event: PersonLetBackIn) -> None:
    """Nor does what closed the network to somebody who is in again."""
    of_network = Appeal.objects.filter(measure__person=event.person_id, measure__community=None)
    close_appeals_of_gone(of_network, now=timezone.now())


def close_appeal_of_post(event: PostRestored) -> None:
    """Nor does a post that stands in its place again."""
    close_appeals_of_gone(Appeal.objects.filter(post=event.post_id), now=timezone.now())


def close_appeal_of_topic(event: TopicRestored) -> None:
    """Nor does a topic, at its home or at another one."""
    close_appeals_of_gone(Appeal.objects.filter(topic=event.topic_id), now=timezone.now())


def close_appeal_of_forgotten_topic(event: TopicWordsForgotten) -> None:
    """Nor does one in which nothing of its author's is left. Whoever decides has locked the topic first as well."""
    close_appeals_of_gone(Appeal.objects.filter(topic=event.topic_id), now=timezone.now())


def close_appeal_of_message(event: MessageRestored) -> None:
    """Nor does a message."""
    close_appeals_of_gone(Appeal.objects.filter(message=event.message_id), now=timezone.now())


def close_appeal_of_question(event: QuestionRestored) -> None:
    """Nor does a question of a live session."""
    close_appeals_of_gone(Appeal.objects.filter(question=event.question_id), now=timezone.now())


def close_appeal_of_forgotten(event: KeptWordsForgotten) -> None:
    """Nor does one whose words its author has let go: nothing is left to bring back. In a transaction of its own:
    whoever decides holds more than the words before the appeal.
    """
    with transaction.atomic():
        close_appeals_of_gone(Appeal.objects.filter(**{event.column: event.thing_id}), now=timezone.now())


def forget_words_of_who_left(event: AccountClosed) -> None:
    """Whoever has left asks for nothing any more."""
    forget_words_of_appeals(person_id=event.person_id, now=event.closed_at)


def mail_what_was_decided(event: AppealDecided) -> None:
    """Whoever asked learns what was decided, and so does whoever decided first."""
    tasks.mail_decided_appeal.defer(appeal_id=event.appeal_id)
    tasks.mail_first_decider.defer(appeal_id=event.appeal_id)


def follow_up_purge(event: WordsPurged) -> None:
    """Whoever wrote it learns that it is gone, unless it was they who did it. And pages that were being made while it
    was purged are kept a moment later than those that were let go of: once more, then.
    """
    if event.author_id != event.by_id:
        tasks.mail_author_of_purged.defer(
            author_id=event.author_id, community_id=event.community_id, why=event.why
        )
    tasks.forget_kept_pages.configure(schedule_in={"seconds": 60}).defer()
