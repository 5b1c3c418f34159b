"""The table of notices: of which events people are told in their inbox, inside the transaction of what has happened."""

from forum.chat import events as chat
from forum.communities import events as communities
from forum.core.events import Event, Reaction, connect_also
from forum.crossposting import events as crossposting
from forum.discussions import events as discussions
from forum.gatherings import events as gatherings
from forum.moderation import events as moderation
from forum.notifications.handlers import (
    belonging,
    carrying,
    cases,
    posts,
    questions,
    quotes,
    remains,
    rooms,
    sessions,
    standing,
    topics,
)
from forum.people import events as people
from forum.recaps import events as recaps
from forum.repertoire import events as repertoire


def tell_author_of_purged(event: moderation.WordsPurged) -> None:
    """Of a post, of a message or of a question."""
    posts.tell_author_of_removal(event)
    rooms.tell_author_of_removed_message(event)
    questions.tell_asker_of_removed_question(event)


NOTICES: dict[type[Event], Reaction] = {
    discussions.TopicStarted: posts.tell_of_post,
    discussions.ReplyPosted: posts.tell_of_post,
    discussions.AnswerAccepted: remains.tell_of_accepted_answer,
    discussions.PostEdited: posts.tell_of_new_mentions,
    discussions.PostRemoved: posts.count_without_post,
    discussions.PostTakenDown: posts.tell_author_of_removal,
    discussions.PostRestored: posts.tell_author_of_return,
    discussions.TopicRemoved: topics.tell_author_of_removed_topic,
    discussions.TopicRestored: topics.tell_author_of_restored_topic,
    discussions.HeldPostLetThrough: posts.tell_author_of_held,
    discussions.HeldPostDeclined: posts.tell_author_of_held,
    moderation.WordsPurged: tell_author_of_purged,
    chat.MessageTakenDown: rooms.tell_author_of_removed_message,
    chat.MessageRestored: rooms.tell_author_of_restored_message,
    gatherings.QuestionTakenDown: questions.tell_asker_of_removed_question,
    gatherings.QuestionRestored: questions.tell_asker_of_restored_question,
    moderation.CaseOpened: cases.tell_who_decides,
    moderation.CaseDecided: cases.tell_who_reported,
    communities.MeasureGiven: standing.tell_of_measure,
    communities.MeasureLifted: standing.tell_of_lifting,
    moderation.ProfileTakenDown: cases.tell_whose_profile_it_was,
    moderation.NoteTakenAway: cases.tell_whose_note_it_was,
    moderation.AppealMade: standing.tell_who_looks_again,
    moderation.AppealDecided: standing.tell_both_sides,
    crossposting.TopicCarried: carrying.tell_of_proposal,
    crossposting.PlacementAnswered: carrying.tell_broker,
    crossposting.PlacementTakenBack: carrying.tell_broker,
    discussions.PlacementsEnded: carrying.tell_brokers_of_readers,
    crossposting.HomeChangeAsked: carrying.tell_of_asked_home,
    crossposting.HomeChangeAnswered: carrying.tell_of_answered_home,
    gatherings.GatheringNear: sessions.tell_that_it_is_near,
    gatherings.GatheringMoved: sessions.tell_that_it_moved,
    gatherings.GatheringCancelled: sessions.tell_that_it_is_cancelled,
    gatherings.PlaceFound: sessions.tell_who_found_a_place,
    gatherings.PartGiven: sessions.tell_who_is_named,
    gatherings.JointAsked: sessions.tell_facilitators,
    gatherings.JointAnswered: sessions.tell_who_asked,
    recaps.FirstAnswerCame: remains.tell_of_first_answer,
    recaps.QuestionGoesOn: remains.tell_who_asked,
    recaps.RecapSigned: remains.tell_who_came,
    repertoire.QuoteAsked: quotes.tell_who_said_it,
    repertoire.QuoteAnswered: quotes.tell_who_drafted,
    repertoire.QuoteAskedAnew: quotes.tell_who_is_asked_anew,
    communities.RequestAnswered: belonging.tell_who_asked_to_join,
    communities.RoleGiven: belonging.tell_who_moderates_now,
    discussions.BoardModeratorNamed: belonging.tell_board_moderator,
    people.AccountClosed: belonging.forget_notices,
    people.PlaceholderAdopted: belonging.forget_own_posts,
}


def connect_notices() -> None:
    """Lay the table, after that of the other reactions, which come first."""
    for event_type, tell in NOTICES.items():
        connect_also(event_type, inside=[tell])
