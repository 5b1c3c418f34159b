"""Posts that a moderator looks at before they appear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.claims import Kind
from forum.discussions.actions.deciding import decline_held, let_through
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.views.held_queue import held_html, words_answered
from forum.moderation.views.waiting.records import Answer, Shown, WaitingKind
from forum.people.models import Person


def _held(person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [_one_held(person, row) for row in rows]


def _one_held(person: Person, held: Any) -> Shown:
    """A topic that moved away to where the moderator cannot read it is not named."""
    reads = held.topic is not None and bool(may_read_topic(person, held.topic))
    answers = held.parent is not None and held.parent.number > 1 and reads
    if held.topic is None:
        title, fact = held.title, _("A new topic")
    else:
        title = held.topic.title if reads else _("A reply to a topic that is no longer open to you")
        fact = _("A reply")
    return Shown(
        title=title,
        url=held.topic.get_absolute_url() if reads else "",
        where=f"{held.board.community.name} · {held.board.name}",
        who=held.author,
        html=held_html(held),
        facts=[fact, *(_("File: %s") % file.name for file in held.attachments.all())],
        why=words_answered(held) if answers else "",
        seen=held.revision,
        communities=[held.board.community_id],
    )


HELD = WaitingKind(
    Kind.HELD,
    name=gettext_lazy("Post"),
    plural=gettext_lazy("Posts"),
    shown=_held,
    yes=Answer(
        gettext_lazy("Let it through"),
        gettext_lazy("It appears now."),
        lambda who, row, given: let_through(moderator=who, held=row, revision=given.seen),
        in_bulk=True,
    ),
    no=Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. Its author reads your reason."),
        lambda who, row, given: decline_held(
            moderator=who, held=row, revision=given.seen, reason=given.reason
        ),
        in_bulk=True,
        why=gettext_lazy("Why it is declined"),
    ),
)
