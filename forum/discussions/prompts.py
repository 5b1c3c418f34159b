"""What a new topic begins with on each board, and what whoever writes there is reminded of."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.discussions.models import Board

_OF_KIND: dict[str, tuple[Promise, ...]] = {
    Board.Kind.CASES: (_("Context"), _("The question"), _("What was tried")),
    Board.Kind.QUESTIONS: (_("What was tried"),),
    Board.Kind.INTRODUCTIONS: (_("Who I am"), _("What I work on"), _("What I hope for")),
}
_PRIVACY = _("Leave out names, dates, places and anything rare enough to recognise someone by.")


def prompts_of(board: Board) -> list[str]:
    """The headings that a new topic begins with: the board's own, else those of its kind."""
    own = [" ".join(line.split()) for line in board.prompts.splitlines() if line.strip()]
    return own or prompts_of_kind(board.kind)


def prompts_of_kind(kind: str) -> list[str]:
    """The headings of boards of this kind that have none of their own."""
    return [str(heading) for heading in _OF_KIND.get(kind, ())]


def reminder_of(board: Board) -> str:
    """What stands above the first post while it is written; "" for most boards."""
    return board.reminder or reminder_of_kind(board.kind)


def reminder_of_kind(kind: str) -> str:
    """The reminder of boards of this kind that have none of their own."""
    return str(_PRIVACY) if kind == Board.Kind.CASES else ""


def reminder_for_replies(board: Board) -> str:
    """The reminder above a reply: on boards with cases, where a reply can give a patient away just as well."""
    return reminder_of(board) if board.kind == Board.Kind.CASES else ""


def first_words(board: Board) -> str:
    """What the composer of a new topic begins with, as Markdown: each heading with room below, or nothing at all.

    A question is asked before it is told what was tried: there is room above the heading too.
    """
    headings = "\n\n\n".join(_heading(prompt) for prompt in prompts_of(board))
    if not headings:
        return ""
    asks_first = not board.prompts.strip() and board.kind == Board.Kind.QUESTIONS
    return ("\n\n\n" if asks_first else "") + headings + "\n\n"


def without_empty_prompts(words: str, board: Board) -> str:
    """The words without those of the board's headings below which nothing was written; all else as it was."""
    asked = {_heading(prompt) for prompt in (*prompts_of(board), *prompts_of_kind(board.kind))}
    kept: list[str] = []
    waiting: list[str] = []  # a heading of the board's, and the blank lines below it
    for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip() in asked:
            waiting = [line]
        elif waiting and not line.strip():
            waiting.append(line)
        else:
            kept += [*waiting, line]
            waiting = []
    return "\n".join(kept)


def _heading(prompt: str) -> str:
    return f"## {prompt}"
