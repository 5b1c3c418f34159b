"""What notices say of warnings, mutes and suspensions, and of what somebody looks at again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.communities.models import Measure
from forum.moderation.models import Appeal
from forum.notifications.models import Notice
from forum.notifications.sentences import Titles

Kind = Measure.Kind


def _place(notice: Notice) -> str:
    """Where one was measured: by name as long as one may know of it."""
    assert notice.measure is not None and notice.measure.community is not None
    return notice.measure.community.name if notice.is_place_known else _("a community of the network")


def measure_given(notice: Notice, _titles: Titles) -> str:
    """One was warned, muted or suspended; why and until when is said on the page of one's standing."""
    measure = notice.measure
    assert measure is not None
    said = {
        Kind.WARNING: _("You were warned in %(community)s; read why"),
        Kind.MUTE: _("You were muted in %(community)s; read why, and until when"),
        Kind.SUSPENSION: _("You were suspended from %(community)s; read why, and until when"),
    }
    return said[Kind(measure.kind)] % {"community": _place(notice)}


def measure_lifted(notice: Notice, _titles: Titles) -> str:
    """It holds no longer."""
    return _("What was decided about you in %(community)s was lifted") % {"community": _place(notice)}


def appeal_waits(notice: Notice, _titles: Titles) -> str:
    """Somebody asks to look again at what somebody else has decided."""
    assert notice.appeal is not None
    if notice.appeal.state == Appeal.State.OPEN:
        return _("%(name)s asks to look again at what was decided") % {
            "name": notice.appeal.person.display_name
        }
    return _("What somebody asked to look at again is decided")


def appeal_answered(notice: Notice, _titles: Titles) -> str:
    """What came of what one asked to look at again."""
    assert notice.appeal is not None
    if notice.appeal.state == Appeal.State.OVERTURNED:
        return _("What you asked to look at again was undone; read why")
    return _("What you asked to look at again stays as it was; read why")


def own_decision_looked_at(notice: Notice, _titles: Titles) -> str:
    """What came of it, for whoever decided first."""
    assert notice.appeal is not None
    if notice.appeal.state == Appeal.State.OVERTURNED:
        return _("Somebody looked at a decision of yours again and undid it; read why")
    return _("Somebody looked at a decision of yours again, and it stays; read why")
