"""The table of who reacts to what happens to the network, to people, and to where they belong."""

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
from forum.crossposting import handlers as carrying
from forum.discussions import handlers
from forum.gatherings import handlers as meeting
from forum.lifting import handlers as taking
from forum.moderation import handlers as reporting
from forum.network import events as network
from forum.network.handlers import renew_what_holds
from forum.people import events as people
from forum.people.handlers import mail_the_applicant
from forum.personal_data import events as personal_data
from forum.personal_data.handlers import queue_departure, queue_export
from forum.repertoire import handlers as keeping
from forum.upkeep import events as upkeep


def connect_people_and_communities() -> None:
    """Lay this part of the table."""
    _connect_network()
    _connect_people()
    _connect_communities()
    _connect_personal_data()


def _connect_network() -> None:
    connect(network.NetworkChanged, inside=[log_change_of_network], afterwards=[renew_what_holds])
    connect(upkeep.JobRetried)


def _connect_people() -> None:
    connect(people.ProfileChanged,
            inside=[handlers.show_new_name, taking.show_new_name_in_lifts, talking.show_new_name_in_rooms,
                    meeting.show_new_name_in_questions])  # fmt: skip
    # Names afterwards: topics are locked before people, and whoever closes an account holds its person. Cases and
    # appeals last: whoever decides holds what these are about, and what is kept of it, before them.
    connect(people.AccountClosed,
            inside=[end_memberships, handlers.forget_own_things, taking.answer_for_who_leaves,
                    carrying.take_back_for_who_leaves, talking.forget_talk, meeting.forget_sessions,
                    keeping.answer_for_who_has_left, reporting.forget_who_left,
                    reporting.forget_words_of_who_left],
            afterwards=[handlers.show_new_name, taking.show_new_name_in_lifts,
                        talking.show_new_name_in_rooms, meeting.show_new_name_in_questions])  # fmt: skip
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
    connect(communities.CommunityVisibilityChanged,
            inside=[handlers.keep_topics_within, keeping.ask_before_more_read_it],
            afterwards=[handlers.show_community_anew])  # fmt: skip
    connect(communities.CommunityArchived, afterwards=[handlers.show_community_anew])
    connect(communities.CommunityRestored, afterwards=[handlers.show_community_anew])
    connect(communities.PartnersChanged)
    connect(communities.MemberJoined, afterwards=[handlers.count_unread_anew])
    connect(communities.MemberLeft, inside=[note_parting, meeting.give_places_of],
            afterwards=[handlers.count_unread_anew])  # fmt: skip
    connect(communities.MemberTakenOut,
            inside=[note_parting, mail_who_was_taken_out, meeting.end_parts_of, meeting.give_places_of],
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
    connect(communities.MeasureGiven, inside=[mail_who_is_measured, meeting.lower_hands_of],
            afterwards=[handlers.count_unread_anew])  # fmt: skip
    connect(communities.MeasureLifted, inside=[mail_whose_measure_was_lifted, reporting.close_appeal_of_measure],
            afterwards=[handlers.count_unread_anew])  # fmt: skip
    connect(communities.MeasureOverturned, afterwards=[handlers.count_unread_anew])
    connect(communities.MeasureReplaced, inside=[reporting.follow_measure])
    connect(communities.KeptWordsForgotten, afterwards=[reporting.close_appeal_of_forgotten])


def _connect_personal_data() -> None:
    connect(personal_data.ExportRequested, inside=[queue_export])
    connect(personal_data.ExportEnded)
    connect(personal_data.DepartureBegun, inside=[queue_departure])
