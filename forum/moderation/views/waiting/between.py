"""From which board to which something is on its way, for whoever looks after one of the two."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.crossposting.views.showing import Place as NamedBoard


def from_to(home: NamedBoard, there: NamedBoard) -> str:
    """Both boards, as far as their names may be told."""
    unnamed = _("a board that you do not read")
    return _("from %(home)s to %(there)s") % {"home": home.name or unnamed, "there": there.name or unnamed}
