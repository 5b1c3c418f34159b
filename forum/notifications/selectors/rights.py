"""Who may still see what a notice is about: conditions on notices, within the reach of who reads them.

Each takes the reader's reach and the communities that they facilitate, and is the twin of the policy that guards the
page to which the notice leads.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q

from forum.chat.models import Message, MessageRemoval
from forum.chat.selectors.rooms import rooms_read_by
from forum.communities.selectors.reach import Reach, ReaderKind
from forum.communities.selectors.reading import communities_known_to
from forum.core.known_queries import among
from forum.crossposting.selectors.placements import looked_after_by
from forum.discussions.models import Removal
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.selectors.removed import removed_by_others
from forum.discussions.selectors.topics import topics_visible_to
from forum.gatherings.models import Question, QuestionRemoval
from forum.gatherings.selectors.gatherings import gatherings_within
from forum.moderation.models import Appeal, Case, Report
from forum.moderation.selectors.appeals import appeals_within
from forum.moderation.selectors.cases import asked_within
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.selectors.notes import in_care_within

Still = Callable[[Reach, list[int]], Q]


def reads_the_post(reach: Reach, _facilitated: list[int]) -> Q:
    """Whoever reads the post where it stands. Twin: `may_read_post`."""
    return Q(Exists(posts_visible_to(reach).filter(pk=OuterRef("post"))))


def wrote_what_was_removed(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of a post, as long as it is removed. Twin: `may_read_removal`."""
    return Q(Exists(Removal.objects.filter(post=OuterRef("post"), post__author=reach.person_id)))


def wrote_topic_that_was_removed(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of a topic, as long as others have removed it: not once they have done so again. Twin:
    `may_read_removed_topic`.
    """
    own = removed_by_others().filter(author=reach.person_id, removed_at__lte=OuterRef("created_at"))
    return Q(Exists(own.filter(pk=OuterRef("post__topic"))))


def reads_own_topic(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of a topic that stands, who reads it, by the post that begins it: not once it is part of another one.
    Twin: `may_read_topic`.
    """
    own = topics_visible_to(reach).filter(author=reach.person_id)
    return Q(Exists(own.filter(pk=OuterRef("post__topic"))), post__number=1)


def said_what_was_removed(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of a message, as long as it is removed. Twin: `may_read_removed_message`."""
    return Q(
        Exists(MessageRemoval.objects.filter(message=OuterRef("message"), message__author=reach.person_id))
    )


def reads_own_message(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of a message that stands, in a room that they read. Twin: `may_read_room`."""
    own = Message.objects.filter(pk=OuterRef("message"), author=reach.person_id, removed_at=None)
    return Q(Exists(own.filter(room__in=rooms_read_by(reach).values("pk"))))


def asked_what_was_removed(reach: Reach, _facilitated: list[int]) -> Q:
    """Who asked a question, as long as it is removed. Twin: `may_read_removed_question`."""
    own = QuestionRemoval.objects.filter(question=OuterRef("question"), question__asker=reach.person_id)
    return Q(Exists(own))


def reads_own_question(reach: Reach, facilitated: list[int]) -> Q:
    """Who asked a question that stands, in a session that they see. Twin: `may_see_gathering`."""
    own = Question.objects.filter(pk=OuterRef("question"), asker=reach.person_id)
    seen = gatherings_within(reach, facilitated).values("pk")
    return Q(Exists(own.exclude(state=Question.State.GONE).filter(gathering__in=seen)))


def said_what_is_quoted(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of a message that stands, as long as a practice note quotes it or would. Twin: `may_answer`."""
    own = Quote.objects.filter(message=OuterRef("message"), message__author=reach.person_id)
    return Q(Exists(own.filter(message__removed_at=None)))


def was_answered_for() -> Q:
    """Whether nobody waits any more for its author to say whether it may be quoted."""
    return ~Q(Exists(Quote.objects.filter(message=OuterRef("message"), consent=Quote.Consent.ASKED)))


def asked_for_what_is_quoted(reach: Reach, facilitated: list[int]) -> Q:
    """Who drafted the practice note, or asked for these words, while they look after it. Twin: `looks_after_note`."""
    own = Q(drafted_by=reach.person_id) | Q(quotes=OuterRef("quote"), quotes__asked_by=reach.person_id)
    notes = PracticeNote.objects.filter(in_care_within(reach, facilitated), own)
    return Q(Exists(notes.filter(pk=OuterRef("quote__note")))) & ~Q(quote__consent=Quote.Consent.ASKED)


def wrote_what_was_held(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of words that had to wait: nobody else comes to their page."""
    return Q(held__author=reach.person_id)


def has_reported(reach: Reach, _facilitated: list[int]) -> Q:
    """Whoever has reported it."""
    return Q(Exists(Report.objects.filter(case=OuterRef("case"), reporter=reach.person_id)))


def had_it_on_their_page(reach: Reach, _facilitated: list[int]) -> Q:
    """Whose page it was."""
    return Q(case__person=reach.person_id, case__state=Case.State.REMOVED)


def wrote_that_note(reach: Reach, _facilitated: list[int]) -> Q:
    """Whose note it was that was removed; of a practice note, who had changed it last as well."""
    own = Q(case__note__author=reach.person_id) | Q(case__carrier=reach.person_id)
    own |= Q(case__practice_note__drafted_by=reach.person_id) | Q(case__last_changed_by=reach.person_id)
    return own & Q(case__state=Case.State.REMOVED)


def is_asked_about_case(reach: Reach, facilitated: list[int]) -> Q:
    """Those who decide about a case. Twin: `may_see_case`."""
    return Q(Exists(Case.objects.filter(asked_within(reach, facilitated), pk=OuterRef("case"))))


def looks_after_a_side(reach: Reach, _facilitated: list[int]) -> Q:
    """Moderators of the board to which a topic is carried, or of its home. Twin: `answering.may_see`."""
    return looked_after_by(reach, "placement__board") | looked_after_by(reach, "placement__topic__home_board")


def carried_it(reach: Reach, _facilitated: list[int]) -> Q:
    """Whoever carried a topic."""
    return Q(placement__proposed_by=reach.person_id)


def wrote_what_is_carried(reach: Reach, _facilitated: list[int]) -> Q:
    """The author of a topic that is carried."""
    return Q(placement__topic__author=reach.person_id)


def looks_after_a_home(reach: Reach, _facilitated: list[int]) -> Q:
    """Moderators of either side of a change of home. Twin: `may_see_change`."""
    return looked_after_by(reach, "home_change__to") | looked_after_by(reach, "home_change__home")


def is_concerned_by_home(reach: Reach, _facilitated: list[int]) -> Q:
    """Whoever asked for another home, and the topic's author. Twin: `may_see_change`."""
    return Q(home_change__asked_by=reach.person_id) | Q(home_change__topic__author=reach.person_id)


def asked_to_join(reach: Reach, _facilitated: list[int]) -> Q:
    """Whoever asked to join, as long as they may know of the community."""
    return Q(joining__person=reach.person_id) & Q(joining__community__in=communities_known_to(reach))


def was_measured(reach: Reach, _facilitated: list[int]) -> Q:
    """Whoever was warned, muted or suspended, whether or not they may know of the community still."""
    return Q(measure__person=reach.person_id)


def asked_to_look_again(reach: Reach, _facilitated: list[int]) -> Q:
    """Whoever made an appeal."""
    return Q(appeal__person=reach.person_id)


def decides_appeal(reach: Reach, facilitated: list[int]) -> Q:
    """Those who look after where it was decided, whoever decided first among them. Twin: `may_see_appeal`."""
    return Q(Exists(Appeal.objects.filter(appeals_within(reach, facilitated), pk=OuterRef("appeal"))))


def sees_session(reach: Reach, facilitated: list[int]) -> Q:
    """Whoever may read its page. Twin: `may_see_gathering`."""
    return Q(Exists(gatherings_within(reach, facilitated).filter(pk=OuterRef("gathering"))))


def answers_for_community(reach: Reach, facilitated: list[int]) -> Q:
    """Facilitators of a community that is asked to take part. Twin: `may_answer_for`."""
    return Q() if reach.kind == ReaderKind.STEWARD else Q(among("joint__community_id", facilitated))


def asked_to_take_part(reach: Reach, facilitated: list[int]) -> Q:
    """Whoever asked a community to take part in a session, while they may read that and know of the community: its
    answer is on a page that tells which it is.
    """
    seen = gatherings_within(reach, facilitated).filter(pk=OuterRef("joint__gathering"))
    known = communities_known_to(reach).filter(pk=OuterRef("joint__community"))
    return Q(joint__asked_by=reach.person_id) & Q(Exists(seen)) & Q(Exists(known))


def moderates_community(reach: Reach, _facilitated: list[int]) -> Q:
    """Who has at least that role there still."""
    return Q(among("community_id", reach.moderator))


def facilitates_community(_reach: Reach, facilitated: list[int]) -> Q:
    """Who facilitates it still."""
    return Q(among("community_id", facilitated))


def moderates_board(reach: Reach, _facilitated: list[int]) -> Q:
    """Who moderates it by name still."""
    return Q(among("board_id", reach.boards))
