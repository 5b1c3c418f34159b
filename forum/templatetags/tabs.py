"""A tab that says whether one stands on its page, or on one below it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("components/tab.html", takes_context=True)
def tab(
    context: Context, name: str, *below: str, label: str, of: str = "", waiting: int = 0
) -> dict[str, Any]:
    """A link to the page called `name`, `of` a community where it belongs to one (its slug), marked there and on the
    pages called as in `below`. `waiting` is how many things wait there for whoever reads this.
    """
    here = context["request"].resolver_match.url_name
    current = "page" if here == name else "true" if here in below else ""
    url = reverse(name, args=[of] if of else [])
    return {"url": url, "current": current, "label": label, "waiting": waiting}
