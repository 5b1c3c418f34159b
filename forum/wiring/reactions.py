"""The table of who reacts to what, inside the transaction or after it: every event has its line."""

from allauth.account import signals as accounts
from allauth.socialaccount import signals as providers
from django.contrib.auth.signals import user_logged_in

from forum.chat import events as chat
from forum.chat import handlers as talking
from forum.communities import events as communities
from forum.communities.handlers import (
    close_links_and_log,
    end_memberships,
    lift_shutting_out,
    log_act_of_steward,
    log_change_of_network,
    log_who_was_admitted,
    log_who_was_turned_away,
    mail_invitations,
    mail_the_proposer,
    mail_who_asked_to_join,
    mail_who_is_measured,
    mail_who_was_taken_out,
    mail_whose_measure_was_lifted,
    note_parting,
)
from forum.core.events import connect
from forum.crossposting import events as crossposting
from forum.crossposting import handlers as carrying
from forum.discussions import events as discussions
from forum.discussions import handlers
from forum.importing import events as importing
from forum.importing.handlers import hand_on_imports_of_board, queue_import
from forum.lifting import events as lifting
from forum.lifting import handlers as taking
from forum.moderation import events as moderation
from forum.moderation import handlers as reporting
from forum.network import events as network
from forum.network.handlers import renew_what_holds
from forum.notifications import events as notifications
from forum.notifications.handlers.counts import count_notices_anew
from forum.people import events as people
from forum.people.handlers import (
    end_sessions_elsewhere,
    end_ways_in_of_others,
    mail_the_applicant,
    show_orcid_no_longer,
    show_proven_orcid,
)
from forum.personal_data import events as personal_data
from forum.personal_data.handlers import queue_departure, queue_export
from forum.upkeep import events as upkeep
from forum.wiring.notices import connect_notices


def connect_reactions() -> None:
    """Lay the table. Called once, when the app is ready. To an event without reactions nobody listens yet."""
    _connect_network()
    _connect_people()
    _connect_communities()
    _connect_boards()
    _connect_topics()
    _connect_chat()
    _connect_lifting()
    _connect_crossposting()
    _connect_moderation()
    _connect_imports()
    _connect_personal_data()
    _connect_signals()
    connect_notices()


def _connect_network() -> None:
    connect(network.NetworkChanged, inside=[log_change_of_network], afterwards=[renew_what_holds])
    connect(upkeep.JobRetried)


def _connect_people() -> None:
    connect(people.ProfileChanged,
            inside=[handlers.show_new_name, taking.show_new_name_in_lifts, talking.show_new_name_in_rooms])  # fmt: skip
    # Names afterwards: topics are locked before people, and whoever closes an account holds its person.
    connect(people.AccountClosed,
            inside=[end_memberships, handlers.forget_own_things, taking.answer_for_who_leaves,
                    carrying.take_back_for_who_leaves, reporting.forget_who_left,
                    reporting.forget_words_of_who_left, talking.forget_talk],
            afterwards=[handlers.show_new_name, taking.show_new_name_in_lifts,
                        talking.show_new_name_in_rooms])  # fmt: skip
    connect(people.PlaceholderAdopted,
            inside=[handlers.hand_over_posts_of_placeholder, taking.hand_over_lifted_words,
                    talking.hand_over_messages_of_placeholder])  # fmt: skip
    connect(people.PersonApplied)
    connect(people.PersonAdmitted, inside=[log_who_was_admitted, mail_the_applicant])
    connect(people.PersonTurnedAway, inside=[log_who_was_turned_away, mail_the_applicant])
    connect(people.OrcidProven)
    connect(people.OrcidWithdrawn)
    connect(people.SessionsEnded)
    connect(people.UnprovenWaysInEnded)
    connect(people.StewardMade, inside=[log_act_of_steward])
    connect(people.StewardEnded, inside=[log_act_of_steward])
    connect(people.PersonShutOut, inside=[close_links_and_log])
    connect(people.PersonLetBackIn,
            inside=[log_act_of_steward, lift_shutting_out, reporting.close_appeal_of_shut_out])  # fmt: skip
    connect(people.TimeOutEnded)


def _connect_communities() -> None:
    connect(communities.CommunityFounded, inside=[talking.open_room_of_community],
            afterwards=[handlers.show_community_anew])  # fmt: skip
    connect(communities.CommunityProposed)
    connect(communities.ProposalAnswered, inside=[mail_the_proposer])
    connect(communities.CommunityDescribed, afterwards=[handlers.show_community_anew])
    connect(communities.CommunityVisibilityChanged, inside=[handlers.keep_topics_within],
            afterwards=[handlers.show_community_anew])  # fmt: skip
    connect(communities.CommunityArchived, afterwards=[handlers.show_community_anew])
    connect(communities.CommunityRestored, afterwards=[handlers.show_community_anew])
    connect(communities.PartnersChanged)
    connect(communities.MemberJoined, afterwards=[handlers.count_unread_anew])
    connect(communities.MemberLeft, inside=[note_parting], afterwards=[handlers.count_unread_anew])
    connect(communities.MemberTakenOut, inside=[note_parting, mail_who_was_taken_out],
            afterwards=[handlers.count_unread_anew])  # fmt: skip
    connect(communities.RoleGiven, afterwards=[handlers.count_unread_anew])
    connect(communities.JoiningRequested)
    connect(communities.RequestWithdrawn)
    connect(communities.RequestAnswered, inside=[mail_who_asked_to_join])
    connect(communities.PeopleInvited, inside=[mail_invitations])
    connect(communities.SignedUpByInvitation)
    connect(communities.InvitationRevoked)
    connect(communities.SettledIn)
    connect(communities.FirstStepsTakenOut)
    connect(communities.MeasureGiven, inside=[mail_who_is_measured], afterwards=[handlers.count_unread_anew])
    connect(communities.MeasureLifted, inside=[mail_whose_measure_was_lifted, reporting.close_appeal_of_measure],
            afterwards=[handlers.count_unread_anew])  # fmt: skip
    connect(communities.MeasureOverturned, afterwards=[handlers.count_unread_anew])
    connect(communities.MeasureReplaced, inside=[reporting.follow_measure])


def _connect_boards() -> None:
    connect(discussions.BoardOpened)
    connect(discussions.BoardChanged, afterwards=[handlers.show_community_anew])
    connect(discussions.BoardsOrdered)
    connect(discussions.BoardArchived, afterwards=[handlers.show_community_anew])
    connect(discussions.BoardRestored, afterwards=[handlers.show_community_anew])
    connect(discussions.BoardsMerged, inside=[hand_on_imports_of_board, carrying.let_homes_follow],
            afterwards=[handlers.show_community_anew])  # fmt: skip
    connect(discussions.TopicsMoved, inside=[carrying.let_homes_follow],
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
                    reporting.close_cases_of_topic])  # fmt: skip
    connect(discussions.TopicRestored)
    connect(discussions.TopicSplit)
    connect(discussions.TopicsUnited, inside=[carrying.follow_united_topics, taking.lift_into_united_topic])
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


def _connect_chat() -> None:
    # Whoever listens to a room over a socket is told by realtime, which stands outside and hears of it there.
    connect(chat.RoomEventAppended)
    connect(chat.HistoryBroughtIn)
    connect(chat.MessageRemoved, inside=[reporting.close_case_of_message])
    connect(chat.MessageTakenDown, inside=[talking.mail_author_of_removed_message])
    connect(chat.MessageRestored)
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
    connect(crossposting.TopicCarried, inside=[carrying.mail_about_proposal])
    connect(crossposting.PlacementAnswered, inside=[carrying.mail_broker_of_answer])
    connect(crossposting.PlacementTakenBack, inside=[carrying.mail_broker_of_end])
    connect(crossposting.HomeChangeAsked, inside=[carrying.mail_about_asked_home])
    connect(crossposting.HomeChangeAnswered, inside=[carrying.mail_about_answered_home])
    connect(crossposting.QuestionAskedThere)
    connect(crossposting.TrustGiven)
    connect(crossposting.TrustEnded)


def _connect_moderation() -> None:
    connect(moderation.CaseOpened)
    connect(moderation.AppealMade)
    connect(moderation.AppealDecided, inside=[reporting.mail_what_was_decided])
    connect(moderation.CaseDecided, inside=[reporting.mail_who_reported])
    connect(moderation.ProfileTakenDown, inside=[reporting.mail_whose_profile_it_was])
    connect(moderation.WordsPurged, inside=[reporting.follow_up_purge])


def _connect_imports() -> None:
    connect(notifications.InboxesChanged, afterwards=[count_notices_anew])
    connect(importing.ImportRequested, inside=[queue_import])
    connect(importing.ImportEnded)


def _connect_personal_data() -> None:
    connect(personal_data.ExportRequested, inside=[queue_export])
    connect(personal_data.ExportEnded)
    connect(personal_data.DepartureBegun, inside=[queue_departure])


def _connect_signals() -> None:
    """Events of the framework and of the accounts library: sessions, passwords and providers are theirs."""
    user_logged_in.connect(handlers.forget_words_typed_by_others)
    for came_through in (
        accounts.user_signed_up,
        providers.social_account_added,
        providers.social_account_updated,
    ):
        came_through.connect(show_proven_orcid)
    providers.social_account_removed.connect(show_orcid_no_longer)
    for renewed in (accounts.password_changed, accounts.password_set, accounts.password_reset):
        renewed.connect(end_sessions_elsewhere)
    accounts.password_reset.connect(end_ways_in_of_others)
