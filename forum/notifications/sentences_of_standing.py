"""What notices say of warnings, mutes and suspensions, and of what somebody looks at again."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.communities.models import Measure
from forum.core.verdicts import Sentence
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
    if notice.appeal.state == Appeal.State.OPEN and notice.appeal.is_nameless:
        return _(
            "Somebody asks to look again at what was decided"
        )  # whoever leads the session reads who, there
    if notice.appeal.state == Appeal.State.OPEN:
        return _("%(name)s asks to look again at what was decided") % {
            "name": notice.appeal.person.display_name
        }
    return _("What somebody asked to look at again is decided")


@dataclass(frozen=True, slots=True)
class WhatCameOfIt:
    """What somebody else has decided who was asked to look again: it was undone, or it stays."""

    undone: Sentence
    stays: Sentence

    def __call__(self, notice: Notice, _titles: Titles) -> str:
        assert notice.appeal is not None
        return str(self.undone if notice.appeal.state == Appeal.State.OVERTURNED else self.stays)


appeal_answered = WhatCameOfIt(
    gettext_lazy("A decision that you asked to look at again was undone; read why"),
    gettext_lazy("A decision that you asked to look at again stays as it was; read why"),
)
own_decision_looked_at = WhatCameOfIt(  # for whoever decided first
    gettext_lazy("Somebody looked at a decision of yours again and undid it; read why"),
    gettext_lazy("Somebody looked at a decision of yours again, and it stays; read why"),
)
