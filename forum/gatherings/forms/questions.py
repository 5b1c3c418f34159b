"""What people fill in about questions of a live session."""

from __future__ import annotations

from django import forms

from forum.core.plain_words import PlainForm


class AskForm(PlainForm):
    """A question, with or without a name. What is wrong with its words is said by the action."""

    question = forms.CharField(required=False)
    nameless = forms.BooleanField(required=False)
    client_id = forms.UUIDField(required=False)


class TendForm(PlainForm):
    """What a host does with a question, as they saw it: `seen` is the state that it had."""

    seen = forms.CharField(max_length=8, required=False)
    reason = forms.CharField(required=False)
    message = forms.IntegerField(min_value=1, required=False)
    into = forms.IntegerField(min_value=1, required=False)
