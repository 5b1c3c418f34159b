"""The answers to what a lower feature wants to know of a higher one, which it may not import."""

from forum.chat.actions.sending import hold_session
from forum.chat.models.rooms import title_of_session
from forum.chat.policies.sessions import (
    may_be_present_in_session,
    may_lead_session,
    may_name_in_session,
    may_read_session,
    may_speak_in_session,
)
from forum.chat.selectors.cards import posts_taken_from
from forum.chat.selectors.files import files_in_talk_for, messages_decided_on
from forum.chat.selectors.sessions import (
    communities_in_session,
    community_named_in_session,
    hours_of_session,
    moments_in_session,
    people_of_session,
    session_rooms_read_by,
)
from forum.chat.views.messages import address_to_purge_message, may_report_message
from forum.chat.views.removing import own_removed_in_rooms, removed_in_rooms_of
from forum.chat.views.room_pages import address_of_session, session_page
from forum.communities.actions.removals import removals_under_appeal
from forum.communities.actions.signing_up import sign_up_by_invitation
from forum.communities.selectors.invitations import is_session_invited
from forum.communities.selectors.log import cases_about, posts_in_words
from forum.communities.selectors.measures import boards_looked_after, has_written_in, names_of_boards
from forum.communities.selectors.waiting import (
    waiting_appeals,
    waiting_carried,
    waiting_joint,
    waiting_posts,
    waiting_reported,
)
from forum.communities.views.removals import appeal_of_removal, replies_offered
from forum.core.claims import nobody_else_decides
from forum.core.conditional import on_every_page
from forum.core.limits import chosen_times
from forum.core.markup import safe
from forum.crossposting.policies.answering import tends_somewhere
from forum.crossposting.policies.carrying import may_carry
from forum.crossposting.selectors.waiting import waiting_count_in as waiting_carried_in
from forum.crossposting.views.along import along_html, carry_along
from forum.crossposting.views.asking import ties_html
from forum.crossposting.views.hiding import hiding_offered
from forum.discussions.actions.below import words_below
from forum.discussions.policies.looking_after import boards_moderated_in, has_posted_in, names_read
from forum.discussions.selectors.files import files_of_talk
from forum.discussions.selectors.holding import waiting_count_in
from forum.discussions.selectors.topics import posts_told
from forum.discussions.views.acts import address_to_purge_post, may_report_post
from forum.discussions.views.held_queue import remarks_on_held
from forum.discussions.views.removed import removed_elsewhere_in
from forum.discussions.views.removing import own_removed_elsewhere
from forum.discussions.views.standing import boards_to_hide_on, may_be_carried, may_be_tended, ties_on_page
from forum.discussions.views.starting import goes_along, went_along
from forum.discussions.views.threads import origins_of
from forum.gatherings.actions.rooms import hold_room
from forum.gatherings.policies.talk import (
    communities_of_talk,
    community_named_of,
    may_be_there,
    may_lead_talk,
    may_name,
    may_read_talk,
    may_speak_in_talk,
    people_named_to,
)
from forum.gatherings.selectors.joint import waiting_joint_in
from forum.gatherings.selectors.materials import files_in_sessions_for
from forum.gatherings.selectors.talk import talks_read_by, title_of_talk
from forum.gatherings.selectors.timeline import hours_of
from forum.gatherings.views.asked import address_to_purge_question, topics_of_questions
from forum.gatherings.views.gatherings import address_of_talk, page_of_talk, remains_on_page
from forum.gatherings.views.removed import own_removed_in_sessions, removed_in_sessions_of
from forum.gatherings.views.timeline import moments_before
from forum.lifting.selectors.standing import posts_with, words_below_post
from forum.lifting.views.origins import origin_lines
from forum.moderation.actions.purging import copies_made_anew
from forum.moderation.policies.claims import may_decide_now
from forum.moderation.selectors.appeals import keys_of_removals_appealed, waiting_appeals_in
from forum.moderation.selectors.cases import (
    messages_shown_to,
    own_cases_by_no_name,
    waiting_cases_in,
)
from forum.moderation.selectors.replies import replies_to_offer
from forum.moderation.views.appealing import offer_to_appeal, why_closed
from forum.moderation.views.purging import address_to_purge
from forum.moderation.views.remarks import remarks_with_held
from forum.moderation.views.reporting import is_reportable
from forum.network.selectors import chosen_limits, shown_everywhere
from forum.people.closing import closed_account
from forum.people.signups import is_invited, take_invitation
from forum.personal_data.actions.exports import make_copies_anew
from forum.recaps.views.lines import notes_offered, remains_html, sessions_html
from forum.recaps.views.marks import marks_of_questions
from forum.repertoire.views.notes import may_report_practice_note
from forum.repertoire.views.offers import notes_offered_for


def answer_questions() -> None:
    """Say who answers. Called once, when the app is ready."""
    on_every_page.answered_by(shown_everywhere)
    chosen_times.answered_by(chosen_limits)
    waiting_posts.answered_by(waiting_count_in)
    waiting_carried.answered_by(waiting_carried_in)
    waiting_joint.answered_by(waiting_joint_in)
    boards_looked_after.answered_by(boards_moderated_in)
    names_of_boards.answered_by(names_read)
    has_written_in.answered_by(has_posted_in)
    closed_account.answered_by(why_closed)
    copies_made_anew.answered_by(lambda since: make_copies_anew(since=since))
    may_report_post.answered_by(is_reportable)
    may_report_message.answered_by(is_reportable)
    messages_decided_on.answered_by(messages_shown_to)
    remarks_on_held.answered_by(remarks_with_held)
    boards_to_hide_on.answered_by(hiding_offered)
    posts_in_words.answered_by(posts_told)
    _answer_of_sessions()
    _answer_of_moderation()
    files_of_talk.answered_by(lambda actor: files_in_talk_for(actor) | files_in_sessions_for(actor))
    posts_taken_from.answered_by(posts_with)
    words_below.answered_by(words_below_post)
    origins_of.answered_by(origin_lines)
    may_be_carried.answered_by(lambda actor, topic: bool(may_carry(actor, topic)))
    may_be_tended.answered_by(tends_somewhere)
    ties_on_page.answered_by(lambda actor, topic: safe(ties_html(actor, topic) + sessions_html(actor, topic)))
    remains_on_page.answered_by(remains_html)
    topics_of_questions.answered_by(marks_of_questions)
    notes_offered.answered_by(notes_offered_for)
    goes_along.answered_by(along_html)
    went_along.answered_by(carry_along)
    is_invited.answered_by(lambda request: is_session_invited(request.session))
    take_invitation.answered_by(lambda request: sign_up_by_invitation(session=request.session))


def _answer_of_sessions() -> None:
    """What the rooms of live sessions ask of sessions."""
    may_read_session.answered_by(may_read_talk)
    may_be_present_in_session.answered_by(may_be_there)
    may_speak_in_session.answered_by(may_speak_in_talk)
    may_lead_session.answered_by(may_lead_talk)
    may_name_in_session.answered_by(may_name)
    session_rooms_read_by.answered_by(talks_read_by)
    communities_in_session.answered_by(communities_of_talk)
    community_named_in_session.answered_by(community_named_of)
    title_of_session.answered_by(title_of_talk)
    hours_of_session.answered_by(hours_of)
    moments_in_session.answered_by(moments_before)
    people_of_session.answered_by(people_named_to)
    hold_session.answered_by(hold_room)
    address_of_session.answered_by(address_of_talk)
    session_page.answered_by(page_of_talk)


def _answer_of_moderation() -> None:
    """What pages ask of reports, appeals, claims and saved replies, and of what is removed or purged."""
    may_report_practice_note.answered_by(is_reportable)
    address_to_purge_post.answered_by(address_to_purge)
    address_to_purge_message.answered_by(address_to_purge)
    address_to_purge_question.answered_by(address_to_purge)
    own_removed_elsewhere.answered_by(
        lambda person: [own_removed_in_rooms(person), own_removed_in_sessions(person)]
    )
    removed_elsewhere_in.answered_by(
        lambda person, community: [
            removed_in_rooms_of(person, community), removed_in_sessions_of(person, community)
        ]
    )  # fmt: skip
    waiting_reported.answered_by(waiting_cases_in)
    cases_about.answered_by(own_cases_by_no_name)
    nobody_else_decides.answered_by(may_decide_now)
    waiting_appeals.answered_by(waiting_appeals_in)
    appeal_of_removal.answered_by(offer_to_appeal)
    replies_offered.answered_by(replies_to_offer)
    removals_under_appeal.answered_by(keys_of_removals_appealed)
