"""What a page of a topic says for its moderators, as one reader may know: their notes, and which topic it repeats.

Put together anew for each reader, and never kept with what many share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.template.loader import render_to_string

from forum.core.markup import safe
from forum.discussions.models import StaffNote, Topic
from forum.discussions.policies.staff_notes import may_change_note, notes_read_by
from forum.discussions.selectors.staff_notes import notes_in
from forum.discussions.views.readable import topic_read_by
from forum.discussions.views.sights import Sight
from forum.people.actors import Actor, is_person


@dataclass(frozen=True, slots=True)
class Noted:
    """HTML: what stands above the thread, and beside posts, by their id."""

    above: str = ""
    beside: Mapping[int, str] = field(default_factory=dict)


def noted_on_page(actor: Actor, topic: Topic, sight: Sight) -> Noted:
    """What the actor, who reads the topic, is told. No query where no note was left and it repeats no other topic."""
    above, beside = [_repeated(actor, topic)], dict[int, str]()
    for note in notes_read_by(actor, topic, notes_in(topic)):
        post = note.post
        if post is None:
            above.append(_html(actor, note, topic))
        elif not note.is_for_readers or (post.removed_at is None and not sight.is_hidden(post)):
            beside[post.pk] = beside.get(post.pk, "") + _html(actor, note, topic)
    return Noted(safe("".join(above)), beside)


def _repeated(actor: Actor, topic: Topic) -> str:
    """That it repeats another topic; which one, for those alone who read that."""
    if topic.duplicate_of_id is None:
        return ""
    of = topic_read_by(actor, topic.duplicate_of_id)
    return render_to_string("discussions/repeats.html", {"of": of})


def _html(actor: Actor, note: StaffNote, topic: Topic) -> str:
    """The note; who wrote it is for those who look after the place it speaks for."""
    context = {
        "note": note,
        "html": safe(note.html),
        "looks_after": bool(may_change_note(actor, note, topic)),
        "can_report": note.is_for_readers and is_person(actor) and actor.pk != note.author_id,
    }
    return render_to_string("discussions/staff_note.html", context)
