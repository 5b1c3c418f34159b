"""What hangs on a message of Slack beside its words: files, previews and what programs put there, reactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from forum.importing.readers.json_files import dict_of, dicts_of, line_of, text_of
from forum.importing.readers.signs import kind_of_reaction
from forum.importing.readers.slack_words import Names, html_of, without_token
from forum.importing.talk_records import TalkAuthor

_LONGEST_PREVIEW = 500
LONGEST_OF_ALL = 100_000  # characters: with so many of previews shown, the rest stays out


def files_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The files that came with a message, as today's exports and old ones say it."""
    return dicts_of(message.get("files")) or [each for each in [dict_of(message.get("file"))] if each]


def html_of_files(message: dict[str, Any]) -> str:
    """A line for each file: its name, which leads to where it was kept; the archive does not hold it."""
    return "".join(f"<p>{_file(each)}</p>" for each in files_of(message))


def _file(file: dict[str, Any]) -> str:
    name = line_of(file.get("title"), 200) or line_of(file.get("name"), 200) or _("a file")
    address = text_of(file.get("permalink"), 2000) or text_of(file.get("url_private"), 2000)
    if not address.startswith(("https://", "http://")):
        return f"{escape(name)} {escape(_('(a file that the archive does not hold)'))}"
    return f'<a href="{escape(without_token(address))}">{escape(name)}</a>'


def html_of_previews(message: dict[str, Any], names: Names) -> str:
    """What Slack showed of the links in a message, and what programs said in boxes, as quotations."""
    shown: list[str] = []
    length = 0
    for each in dicts_of(message.get("attachments"))[:20]:
        shown.append(_preview(each, names))
        length += len(shown[-1])
        if length > LONGEST_OF_ALL:
            break
    return "".join(shown)


def _preview(box: dict[str, Any], names: Names) -> str:
    title, link = line_of(box.get("title"), 300), text_of(box.get("title_link") or box.get("from_url"), 2000)
    text = text_of(box.get("text")) or ("" if title else text_of(box.get("fallback")))
    if len(text) > _LONGEST_PREVIEW and box.get("from_url"):
        text = text[:_LONGEST_PREVIEW].rsplit(" ", 1)[0] + " …"
    head = html_of(text_of(box.get("pretext")), names) if box.get("pretext") else ""
    if title and link.startswith(("https://", "http://")):
        head += f'<p><a href="{escape(without_token(link))}">{escape(title)}</a></p>'
    elif title:
        head += f"<p>{escape(title)}</p>"
    inside = head + (html_of(text, names) if text else "") + "".join(_fields(box, names))
    return f"<blockquote>{inside}</blockquote>" if inside else ""


def _fields(box: dict[str, Any], names: Names) -> Iterator[str]:
    for each in dicts_of(box.get("fields"))[:20]:
        title = escape(line_of(each.get("title"), 200))
        yield f"<p><strong>{title}</strong></p>{html_of(text_of(each.get('value'), 5000), names)}"


def reactions_of(
    message: dict[str, Any], author_of: Callable[[str], TalkAuthor]
) -> tuple[list[tuple[str, TalkAuthor]], list[str]]:
    """The reactions that have a counterpart here, each with who put it, and the signs, one for each time, that have
    none.
    """
    ours, others = [], []
    for each in dicts_of(message.get("reactions")):
        sign = line_of(each.get("name"), 60)
        users = each.get("users")
        people = [user for user in users[:1000] if isinstance(user, str)] if isinstance(users, list) else []
        kind = kind_of_reaction(sign)
        if kind is None:
            others += [sign] * len(people)
        else:
            ours += [(kind, author_of(user)) for user in people]
    return ours, others
