"""Who reports practice notes, and who is asked about one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.selectors.members import has_another_with_role
from forum.core.verdicts import YES, Verdict, no
from forum.moderation.models import Case
from forum.moderation.places import writers_of
from forum.people.actors import Actor, is_person
from forum.repertoire.models import PracticeNote
from forum.repertoire.policies.notes import is_by, may_read_note

Level = Case.Level


def may_report_practice_note(actor: Actor, note: PracticeNote) -> Verdict:
    """Reporting a practice note: whoever reads it, but for those who wrote it, while its community reads it."""
    if not is_person(actor):
        return no(_("Sign in to report this."))
    reads = may_read_note(actor, note)
    if not reads:
        return reads
    if is_by(actor, note):
        return no(_("This is your own. You can change it, or withdraw it."))
    if note.state != PracticeNote.State.PUBLISHED:
        return no(_("This is not published, so nobody reads it but those who look after it."))
    return YES


def level_where_somebody_is(case: Case, level: Case.Level) -> Case.Level:
    """Who is asked about a practice note: those of this level, if there is somebody whose words are not in it; else
    stewards.
    """
    note = case.practice_note
    assert note is not None
    least = Role.FACILITATOR if level == Level.FACILITATORS else Role.MODERATOR
    is_there = level < Level.STEWARDS and has_another_with_role(least, note.community, *writers_of(case))
    return level if is_there else Level.STEWARDS
