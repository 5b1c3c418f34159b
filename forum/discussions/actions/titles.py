"""What a topic may be called, what it may be, and how it is tagged."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from forum.core.verdicts import Invalid, require
from forum.core.words import one_line
from forum.discussions.models import Board, Topic
from forum.discussions.models.topics import MAX_TAGS, MAX_TITLE_LENGTH
from forum.discussions.policies.boards import may_moderate_board
from forum.people.models import Person


def checked_title(title: str) -> str:
    """The title on one line. Raises Invalid where nothing is left of it or it is too long."""
    line = one_line(title)
    if not line:
        raise Invalid(_("Give the topic a title, so that others can find it."), field="title")
    if len(line) > MAX_TITLE_LENGTH:
        raise Invalid(_("The title is too long; keep it within 200 characters."), field="title")
    return line


def checked_tags(tags: Iterable[str]) -> list[str]:
    """The tags in lower case, joined by dashes, each once and in order. Raises Invalid for too many or too long."""
    names = ["-".join(tag.replace("\x00", "").lower().split()) for tag in tags]
    distinct = list(dict.fromkeys(name for name in names if name))
    if len(distinct) > MAX_TAGS:
        raise Invalid(_("A topic takes at most five tags."), field="tags")
    if any(len(name) > 40 for name in distinct):
        raise Invalid(_("A tag is at most 40 characters long."), field="tags")
    return distinct


def checked_type(type: str, author: Person, board: Board) -> str:
    """The type of a topic on this board. Raises Invalid for one that is not known, Refused for announcements."""
    if type not in Topic.Type.values:
        raise Invalid(_("Choose what kind of topic this is."), field="type")
    if type == Topic.Type.ANNOUNCEMENT:
        require(may_moderate_board(author, board))
    return type
