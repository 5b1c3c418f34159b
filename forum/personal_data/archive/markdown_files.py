"""What of a copy is for people to read: a page that says what is in it, and a file for each topic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from forum.discussions.models import Post
from forum.discussions.models.topics import topic_slug
from forum.personal_data.selectors.places import Place
from forum.personal_data.selectors.written import OwnPost


def topic_file_name(place: Place) -> str:
    """The file that holds the person's posts in the topic."""
    return f"topics/{place.topic_id}-{topic_slug(place.title) if place.title else 'topic'}.md"


def topic_head(place: Place, origin: str) -> str:
    """How the file of a topic begins."""
    title = place.title or _("A topic that you can no longer read")
    where = " · ".join(name for name in (place.community, place.board) if name)
    lines = [f"# {_one_line(title)}", _one_line(where), f"<{origin}{place.address}>"]
    return "\n\n".join(line for line in lines if line) + "\n"


def post_text(post: OwnPost, origin: str) -> str:
    """One post below the head of its topic."""
    head = f"## #{post.place.number}, {_moment(post.created_at)}"
    if post.edited_at:
        head += " " + _("(changed %s)") % _moment(post.edited_at)
    words = post.source if post.format == Post.Format.MARKDOWN else _fenced(post.source)
    return f"\n{head}\n\n<{origin}{post.place.address}#post-{post.place.number}>\n\n{words}\n"


def readme(*, name: str, network: str, origin: str, made_at: datetime, counts: Mapping[str, int]) -> str:
    """What the copy holds: the files by name with how many things are in each."""
    lines = [
        f"# {_('What %(network)s holds of %(name)s') % {'network': network, 'name': _one_line(name)}}",
        _("Made on %(moment)s, from %(origin)s.") % {"moment": _moment(made_at), "origin": origin},
        _(
            "The files that end in .json are for programs; topics/ holds the same posts to be read, one file for each "
            "topic. Only what is yours is here: of what others wrote, no more than the titles of topics that you can "
            "still read, and answers to what you asked. What was removed before is not here, because it is nowhere."
        ),
        "\n".join(f"- `{file}`: {count}" for file, count in counts.items()),
    ]
    return "\n\n".join(lines) + "\n"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _fenced(text: str) -> str:
    """Words of a mail as they are: in a fence longer than any in them."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text}\n{fence}"
