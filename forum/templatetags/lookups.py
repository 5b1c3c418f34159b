"""Reads in templates what belongs to one of many, which the view has read for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(known: Mapping[int, str], key: int) -> str:
    """What is known of this one; "" for nothing."""
    return known.get(key, "") if known else ""
