"""Drafts the recap of a live session in Markdown, from what is known of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.chat.views.places import address_of
from forum.core.markup import as_typed
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.gatherings.models import Gathering, Host, Material, Poll, Question
from forum.recaps.selectors.recaps import Facts


def drafted_title(facts: Facts) -> str:
    """What the topic is called unless somebody says otherwise."""
    day = date_format(facts.gathering.starts_at.astimezone(facts.gathering.host_zone), "DATE_FORMAT")
    title = _("Recap: %(title)s, %(day)s") % {"title": facts.gathering.title, "day": day}
    return title if len(title) <= MAX_TITLE_LENGTH else f"{title[: MAX_TITLE_LENGTH - 1]}…"


def drafted_body(facts: Facts) -> str:
    """What is known of the session, part by part; a part of which nothing is known is left out."""
    parts = [
        _about(facts),
        _part(_("What we read"), map(_material, facts.materials)),
        _quoted_part(_("Highlights"), (quoted(each.source, address_of(each)) for each in facts.kept)),
        _part(_("Asked and answered"), map(_answered, facts.answered)),
        _part(_("What was asked together"), map(_poll, facts.polls)),
        _part(_("Still open"), (_waiting(each, facts.gathering) for each in facts.waiting)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def quoted(source: str, address: str) -> str:
    """The first words of a message as a quotation, by which a purge finds them, and where the whole stands."""
    line = " ".join(source.split())
    short = line if len(line) <= 200 else f"{line[:199]}…"
    return f"> {as_typed(short)} ([{_('in the talk')}]({address}))"


def _about(facts: Facts) -> str:
    gathering = facts.gathering
    link = f"[{as_typed(gathering.title)}]({gathering.get_absolute_url()})"
    if not facts.hosts:
        return _("What remains of %(session)s.") % {"session": link}
    names = get_text_list([as_typed(_name(host)) for host in facts.hosts], _("and"))
    return _("What remains of %(session)s, with %(names)s.") % {"session": link, "names": names}


def _name(host: Host) -> str:
    return host.person.display_name if host.person is not None else host.name


def _part(heading: str, lines: Iterable[str]) -> str:
    said = "\n".join(f"- {line}" for line in lines)
    return f"## {heading}\n\n{said}" if said else ""


def _quoted_part(heading: str, quotations: Iterable[str]) -> str:
    said = "\n\n".join(quotations)
    return f"## {heading}\n\n{said}" if said else ""


def _material(material: Material) -> str:
    words = as_typed(material.citation or material.title)
    if material.attachment is not None:
        return f"[{words}]({material.address})"
    address = material.address.replace("<", "%3C").replace(">", "%3E")
    return f"{words} <{address}>" if address else words


def _answered(question: Question) -> str:
    words = as_typed(question.words)
    answer = question.answer
    if answer is None or answer.removed_at is not None:
        return f"{words} ({_('answered aloud')})"
    return f"{words} ([{_('the answer')}]({address_of(answer)}))"


def _waiting(question: Question, gathering: Gathering) -> str:
    """With a link to the topic in which it goes on, where that stands in the community that holds the session."""
    number = question.votes
    wanted = ngettext("%(number)d wants an answer", "%(number)d want an answer", number) % {"number": number}
    row, words = getattr(question, "going_on", None), as_typed(question.words)
    topic = row.topic if row is not None and row.topic.removed_at is None else None
    if topic is not None and topic.home_board.community_id == gathering.community_id:
        words = f"[{words}]({topic.get_absolute_url()})"
    return f"{words} ({wanted})" if number else words


def _poll(poll: Poll) -> str:
    counts = [*poll.counts, *[0] * len(poll.answers)]
    answers = [f"{as_typed(words)} {counts[place]}" for place, words in enumerate(poll.answers)]
    number = ngettext("%(number)d answered", "%(number)d answered", poll.voters) % {"number": poll.voters}
    words = as_typed(poll.words if poll.words.endswith(("?", "!", ".", ":")) else f"{poll.words}:")
    return f"{words} {', '.join(answers)} ({number})"
