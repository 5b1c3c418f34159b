"""What moderators type where they remove something."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.forms.reasons import WhyField
from forum.core.plain_words import PlainForm


class TakingDownForm(PlainForm):
    """Why something that somebody else said goes."""

    reason = WhyField(
        help_text=_("Its author reads it; it stands in the log as well."),
        error_messages={"required": _("Say why, in a sentence: its author reads that.")},
    )
