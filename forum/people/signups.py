"""What signing up asks of what lies above: whether a session holds an invitation, and to count who joins by it."""

from __future__ import annotations

from django.http import HttpRequest

from forum.core.asked_above import AskedAbove


def _nobody(_request: HttpRequest, /) -> bool:
    return False


# True where whoever asks has come by an invitation that still lets somebody in.
is_invited = AskedAbove(_nobody)
# Counts an account that is made by the invitation; False where it lets nobody in. Within a transaction.
take_invitation = AskedAbove(_nobody)
