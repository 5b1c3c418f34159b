"""The table of who reacts to what, inside the transaction or after it: every event has its line."""

from forum.chat import events as chat
from forum.chat import handlers as talking
from forum.core.events import connect, connect_also
from forum.crossposting import events as crossposting
from forum.crossposting import handlers as carrying
from forum.discussions import events as discussions
from forum.discussions import handlers
from forum.gatherings import events as gatherings
from forum.gatherings import handlers as meeting
from forum.importing import events as importing
from forum.importing.handlers import hand_on_imports_of_board, queue_import
from forum.lifting import events as lifting
from forum.lifting import handlers as taking
from forum.moderation import events as moderation
from forum.moderation import handlers as reporting
from forum.notifications import events as notifications
from forum.notifications.handlers.counts import count_notices_anew
from forum.recaps import events as recaps
from forum.recaps import handlers as remaining
from forum.repertoire import events as repertoire
from forum.wiring.belonging import connect_people_and_communities
from forum.wiring.notices import connect_notices
from forum.wiring.signals import connect_signals


def connect_reactions() -> None:
    """Lay the table. Called once, when the app is ready. To an event without reactions nobody listens yet."""
    connect_people_and_communities()
    _connect_boards()
    _connect_topics()
    _connect_chat()
    _connect_lifting()
    _connect_crossposting()
    _connect_gatherings()
    _connect_moderation()
    _connect_imports()
    connect_signals()
    connect_notices()
    # After people were told of the reply itself: who waited for it since a session is not told of it twice.
    connect_also(discussions.ReplyPosted, inside=[remaining.note_answer])


def _connect_boards() -> None:
    connect(discussions.BoardOpened)
    connect(discussions.BoardChanged, afterwards=[handlers.show_community_anew])
    connect(discussions.BoardsOrdered)
    connect(discussions.BoardArchived, afterwards=[handlers.show_community_anew])
    connect(discussions.BoardRestored, afterwards=[handlers.show_community_anew])
    connect(discussions.BoardsMerged,
            inside=[hand_on_imports_of_board, carrying.let_homes_follow, reporting.follow_merged_board],
            afterwards=[handlers.show_community_anew])  # fmt: skip
    connect(discussions.TopicsMoved, inside=[carrying.let_homes_follow, reporting.follow_moved_topics],
            afterwards=[handlers.show_community_anew])  # fmt: skip
    connect(discussions.BoardModeratorNamed, afterwards=[handlers.count_unread_anew])
    connect(discussions.BoardModeratorEnded, afterwards=[handlers.count_unread_anew])
    connect(discussions.BoardCaughtUp, afterwards=[handlers.count_unread_anew])


def _connect_topics() -> None:
    connect(discussions.TopicStarted)
    connect(discussions.TopicChanged)
    connect(discussions.TopicPlaced, afterwards=[handlers.count_unread_anew_on_new_board])
    connect(discussions.PlacementsEnded, inside=[carrying.mail_about_boards_left],
            afterwards=[handlers.count_unread_anew_on_boards_left])  # fmt: skip
    connect(discussions.TopicRemoved,
            inside=[carrying.end_offers_of_removed, carrying.mail_where_removed,
                    reporting.close_cases_of_topic, handlers.mail_author_of_removed_topic])  # fmt: skip
    connect(discussions.TopicRestored, inside=[reporting.close_appeal_of_topic])
    connect(discussions.TopicWordsForgotten, inside=[reporting.close_appeal_of_forgotten_topic])
    connect(discussions.TopicSplit)
    connect(discussions.TopicsUnited,
            inside=[reporting.close_cases_of_united, carrying.follow_united_topics,
                    taking.lift_into_united_topic, remaining.follow_topic])  # fmt: skip
    connect(discussions.TopicFollowed)
    connect(discussions.TopicUnfollowed)
    connect(discussions.TopicRead, afterwards=[handlers.count_unread_anew])
    connect(discussions.ReplyPosted)
    connect(discussions.PostEdited)
    connect(discussions.PostRemoved, inside=[taking.forget_lifted_words, reporting.close_case_of_post])
    connect(discussions.PostTakenDown, inside=[handlers.mail_author_of_removed])
    connect(discussions.PostRestored, inside=[reporting.close_appeal_of_post])
    connect(discussions.PostReactedTo)
    connect(discussions.AnswerAccepted)
    connect(discussions.AnswerUnaccepted)
    connect(discussions.PostHeld)
    connect(discussions.HeldPostChanged)
    connect(discussions.HeldPostTakenBack)
    connect(discussions.HeldPostLetThrough, inside=[carrying.tie_question_let_through])
    connect(discussions.HeldPostDeclined, inside=[handlers.mail_author_of_declined])
    connect(discussions.ConversationsImported)
    connect(discussions.NoteChanged, inside=[reporting.let_case_of_note_rise])
    connect(discussions.NoteRemoved, inside=[reporting.close_case_of_note])
    connect(discussions.PlacementsJoined, inside=[reporting.follow_joined_placements])


def _connect_chat() -> None:
    # Whoever listens to a room over a socket is told by realtime, which stands outside and hears of it there.
    connect(chat.RoomEventAppended)
    connect(chat.HistoryBroughtIn)
    connect(chat.MessageRemoved, inside=[reporting.close_case_of_message])
    connect(chat.MessageTakenDown, inside=[talking.mail_author_of_removed_message])
    connect(chat.MessageRestored, inside=[reporting.close_appeal_of_message])
    connect(chat.RoomOpened)
    connect(chat.RoomChanged)
    connect(chat.RoomRead, afterwards=[talking.count_unread_anew])
    connect(chat.PersonBlocked)
    connect(chat.PersonUnblocked)


def _connect_lifting() -> None:
    connect(lifting.AuthorsAsked)
    connect(lifting.LiftAnswered)
    connect(lifting.LiftEnded)
    connect(lifting.WordsTaken)
    connect(lifting.WordsTakenOut)


def _connect_crossposting() -> None:
    connect(crossposting.TopicCarried,
            inside=[reporting.close_case_of_carried_anew, carrying.mail_about_proposal])  # fmt: skip
    connect(crossposting.CarriedNotesTakenBack, inside=[reporting.close_cases_of_carried_notes])
    connect(crossposting.PlacementAnswered, inside=[carrying.mail_broker_of_answer])
    connect(crossposting.PlacementTakenBack, inside=[carrying.mail_broker_of_end])
    connect(crossposting.HomeChangeAsked, inside=[carrying.mail_about_asked_home])
    connect(crossposting.HomeChangeAnswered, inside=[carrying.mail_about_answered_home])
    connect(crossposting.QuestionAskedThere)
    connect(crossposting.TrustGiven)
    connect(crossposting.TrustEnded)


def _connect_gatherings() -> None:
    connect(gatherings.GatheringScheduled, inside=[meeting.open_rooms])
    connect(gatherings.GatheringStarted)
    connect(gatherings.GatheringEnded)
    connect(gatherings.GatheringNear, inside=[meeting.mail_near])
    connect(gatherings.GatheringMoved, inside=[meeting.mail_moved])
    connect(gatherings.GatheringCancelled, inside=[meeting.mail_cancelled, meeting.ask_anew_who_is_there])
    connect(gatherings.PlaceFound, inside=[meeting.mail_place])
    connect(gatherings.PartGiven)
    connect(gatherings.QuestionEmptied, inside=[reporting.close_case_of_question])
    connect(gatherings.QuestionTakenDown, inside=[meeting.mail_asker_of_removed_question])
    connect(gatherings.QuestionRestored, inside=[reporting.close_appeal_of_question])
    connect(gatherings.JointAsked)
    connect(gatherings.JointAnswered, inside=[meeting.ask_anew_who_takes_part])
    connect(recaps.FirstAnswerCame)
    connect(recaps.QuestionGoesOn)
    connect(recaps.RecapSigned)
    connect(repertoire.QuoteAsked)
    connect(repertoire.QuoteAskedAnew)
    connect(repertoire.QuoteAnswered, inside=[reporting.let_case_of_quote_rise])
    connect(repertoire.PracticeNoteChanged, inside=[reporting.let_case_of_practice_note_rise])
    connect(repertoire.PracticeNotePublished)
    connect(repertoire.PracticeNoteWithdrawn)


def _connect_moderation() -> None:
    connect(moderation.CaseOpened)
    connect(moderation.AppealMade)
    connect(moderation.AppealDecided, inside=[reporting.mail_what_was_decided])
    connect(moderation.CaseDecided,
            inside=[reporting.forget_words_about_who_left, reporting.mail_who_reported])  # fmt: skip
    connect(moderation.ProfileTakenDown, inside=[reporting.mail_whose_profile_it_was])
    connect(moderation.NoteTakenAway, inside=[reporting.mail_whose_note_it_was])
    connect(moderation.WordsPurged, inside=[reporting.follow_up_purge])


def _connect_imports() -> None:
    connect(notifications.InboxesChanged, afterwards=[count_notices_anew])
    connect(importing.ImportRequested, inside=[queue_import])
    connect(importing.ImportEnded)
