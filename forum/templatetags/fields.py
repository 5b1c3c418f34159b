"""How a field of a form is shown where the page turns to it."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def focused(field: BoundField) -> SafeString:
    """The control of a field, and the page begins there: without script too."""
    return field.as_widget(attrs={"autofocus": True, "data-takes-focus": True})
