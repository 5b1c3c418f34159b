"""Practice notes and what is quoted in them, marked by who may read it; and how their addresses are asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from forum.chat.models import Message
from forum.communities.models import Role
from forum.core.limits import EDITING, LIFTING, SETTING, TALKING, TENDING
from forum.gatherings.models import Gathering
from forum.moderation.models import Case, Report
from forum.repertoire.actions.drafting import Target, draft_from_highlight
from forum.repertoire.actions.tending import NoteWords, keep_note, publish_note
from forum.repertoire.models import PracticeNote, Quote
from tests.factories.people import refill
from tests.forum.gatherings.going_on import begun
from tests.forum.gatherings.meeting import again
from tests.forum.repertoire.noted import fresh, highlighted

if TYPE_CHECKING:
    from tests.forum.crawl_addresses import Ask
    from tests.forum.crawl_world import World

# By whoever reads the community; who has signed in, too; who looks after its notes.
SEEN = ("notedlive", "noted", "notedwords", "notedsaid")
SEEN_SIGNED_IN = ("notedasked", "notedfree")
SEEN_IN_CARE = ("noteddraft", "noteddraftwords")
ADDRESSES_OF_REPERTOIRE = (
    *("practice-note", "practice-note-edit", "practice-note-withdraw", "practice-note-draft"),
    "practice-note-report",
    *("quote-take-out", "quote-answer", "own-quotes"),
)


def make_repertoire(world: World) -> None:
    """In each community a note that is published, with what its author said and what nobody has agreed to yet, and a
    draft; another highlight of that session is quoted nowhere.
    """
    from tests.forum.crawl_world import mark  # the world makes this, and so must be there before

    author = world.author
    for visibility, community in world.communities.items():
        for limit in (SETTING, TALKING, TENDING, LIFTING, EDITING):
            refill(limit, author)
        gathering = begun(author, community, title=mark("notedlive", visibility))
        lines = [mark(kind, visibility) for kind in ("notedsaid", "notedasked", "notedfree")]
        highlighted(author, author, gathering, *lines)
        target = Target(community, title=mark("noted", visibility))
        note = draft_from_highlight(
            host=author, gathering=again(gathering), message=_said(lines[0]), target=target
        )
        waits = {"consent": "asked", "note": note, "community": community, "asked_by": author}
        Quote.objects.create(message=_said(lines[1]), **waits)
        words = NoteWords(note.title, mark("notedwords", visibility), 1)
        publish_note(person=author, note=note, words=words)
        draft = PracticeNote.objects.create(
            community=community, session=gathering, title=mark("noteddraft", visibility), drafted_by=author
        )
        words = NoteWords(draft.title, mark("noteddraftwords", visibility), 1)
        keep_note(person=author, note=draft, words=words)
        case = Case.objects.create(practice_note=note)
        why = {"reason": "other", "words": mark("notedwhy", visibility)}
        Report.objects.create(case=case, reporter=world.insider, **why)
        world.cases.append(case)
        world.over.append(gathering)


def _said(line: str) -> Message:
    return fresh(Message.objects.get(source=line))


def marks_of_repertoire(world: World, role: str, rank: int | None, reads: Any) -> Iterator[str]:
    """What the rules let somebody read of them. The author drafted all."""
    from tests.forum.crawl_world import mark  # as above

    for visibility in world.communities:
        if reads(rank, visibility, 0):
            yield from (mark(kind, visibility) for kind in SEEN)
            if role != "visitor":
                yield from (mark(kind, visibility) for kind in SEEN_SIGNED_IN)
        if (rank or 0) >= Role.FACILITATOR:
            yield from (mark(kind, visibility) for kind in SEEN_IN_CARE)
        if (rank or 0) >= Role.MODERATOR and role != "author":  # nobody is shown what others reported of them
            yield mark("notedwhy", visibility)


def asks_of_repertoire(name: str, world: World) -> list[Ask]:
    """How each address is asked."""
    from tests.forum.crawl_addresses import Ask  # it asks this module in turn

    form = {"title": "Waiting", "source": "We wait.", "seen": "2", "keep": "1", "reason": "No.",
            "answer": "declined"}  # fmt: skip
    if name == "own-quotes":
        return [Ask({})]
    if name == "practice-note-draft":
        return [
            Ask(
                {"gathering_id": session.pk, "message_id": key},
                form=form | {"target": f"new-{session.community_id}"},
            )
            for session in Gathering.objects.filter(practice_notes__isnull=False).distinct()
            for key in Message.objects.filter(room=session.room_id).values_list("pk", flat=True)
        ]
    if name == "practice-note-report":
        form["reason"] = "spam"
    quotes = list(Quote.objects.order_by("pk"))
    if name == "quote-take-out":
        return [Ask({"note_id": each.note_id, "quote_id": each.pk}, form=form) for each in quotes]
    if name == "quote-answer":
        return [Ask({"quote_id": each.pk}, form=form) for each in quotes]
    return [Ask({"note_id": each.pk}, form=form) for each in PracticeNote.objects.order_by("pk")]
