"""Who drafts practice notes from sessions, tends and reads them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.communities.policies.communities import may_read_community, may_shape_community
from forum.communities.policies.standing import may_be_heard, may_speak
from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Gathering
from forum.gatherings.policies.gatherings import leads, may_prepare, taking_part
from forum.people.actors import Actor, is_person
from forum.recaps.policies.recaps import OVER
from forum.repertoire.models import PracticeNote

State = PracticeNote.State
_NO_SUCH = _("There is no such practice note, or it is not open to you.")


def may_draft(actor: Actor, session: Gathering, community: Community) -> Verdict:
    """Drafting a note from what was said in a session: for the community that holds it those who prepare it, for
    another one that takes part its facilitators. Whoever is silenced where it was held takes nothing from there.
    """
    if session.state not in OVER:
        return no(_("This can be done once the session is over."))
    if community.pk == session.community_id:
        return may_prepare(actor, session)
    if community.pk not in {each.pk for each in taking_part(session)}:
        return no(_("Choose a community that takes part in the session."))
    shapes = may_shape_community(actor, community)
    if not shapes:
        return shapes
    speaks = may_speak(actor, community)
    return may_be_heard(actor, session.community) if speaks else speaks


def communities_to_draft_for(actor: Actor, session: Gathering) -> list[Community]:
    """Those for which the actor may draft from it, that which holds it first."""
    return [each for each in taking_part(session) if may_draft(actor, session, each)]


def looks_after_note(actor: Actor, note: PracticeNote) -> bool:
    """Whether it is in the actor's care, as far as roles decide it: facilitators, and, in the community that held the
    session, who drafted it while they lead that.
    """
    if may_shape_community(actor, note.community):
        return True
    is_own = is_person(actor) and note.drafted_by_id == actor.pk
    if not is_own or note.session is None or not leads(actor, note.session):
        return False
    if note.session.community_id != note.community_id:
        return False
    return bool(may_read_community(actor, note.community))


def may_read_note(actor: Actor, note: PracticeNote) -> Verdict:
    """Reading it: whoever reads the community, once it is published; before and after, who looks after it. The row-wise
    twin is `notes_read_by`.
    """
    if note.state == State.PUBLISHED and may_read_community(actor, note.community):
        return YES
    return YES if looks_after_note(actor, note) else no(_NO_SUCH)


def may_tend_note(actor: Actor, note: PracticeNote) -> Verdict:
    """Changing and publishing it."""
    takes_down = may_take_note_down(actor, note)
    return may_speak(actor, note.community) if takes_down else takes_down


def may_publish_note(actor: Actor, note: PracticeNote) -> Verdict:
    """Publishing it; where others took it down after it was reported, not for who drafted it or wrote what was."""
    tends = may_tend_note(actor, note)
    if not tends or note.taken_from_id is None or not is_person(actor):
        return tends
    if actor.pk in {note.drafted_by_id, note.taken_from_id}:  # not who changed it since
        return no(
            _("It was taken down after a report. Another facilitator, or a steward, can publish it again.")
        )
    return tends


def is_by(actor: Actor, note: PracticeNote) -> bool:
    """Whether the actor wrote it: drafted it, or changed it last."""
    return is_person(actor) and actor.pk in {note.drafted_by_id, note.changed_by_id}


def may_take_note_down(actor: Actor, note: PracticeNote) -> Verdict:
    """Withdrawing it, and taking quotes out: also where nothing is added any more, or one is silenced."""
    if looks_after_note(actor, note):
        return YES
    return no(
        _("Facilitators of this community do that, and, where it held the session, who drafted it there.")
    )
