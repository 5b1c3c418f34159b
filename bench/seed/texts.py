"""A pool of natural texts, rendered once through the gate and used again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from bench.places import ARCHIVES
from forum.core.markup import render_markdown, render_plain
from forum.demo.description import read_description
from forum.discussions.models import Post
from forum.importing.readers.mbox import read_mbox
from forum.importing.records import MailRecord, NotAnArchive

SHORTEST, LONGEST = 60, 2_000  # characters; what is longer is cut where a line ends


@dataclass(frozen=True, slots=True)
class Text:
    """What a post says, and how it looks."""

    source: str
    format: str
    html: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Bodies to take at random, and titles for topics."""

    bodies: list[Text]
    titles: list[str]


def gather_texts(count: int, random: Random) -> Texts:
    """About `count` texts: all that the demo network says, and mail from the archives, where there are any."""
    told = [topic for community in read_description().communities for topic in community.topics]
    sources = [(post.body, Post.Format.MARKDOWN) for topic in told for post in topic.posts]
    titles = [topic.title for topic in told]
    for record in islice(_mail(), count * 2):
        titles.append(record.subject)
        sources.append((record.body, Post.Format.PLAIN))
    chosen = [(_cut(words), kind) for words, kind in sources]
    chosen = [(words, kind) for words, kind in chosen if len(words) >= SHORTEST]
    random.shuffle(chosen)
    bodies = [_rendered(words, kind) for words, kind in chosen[:count]]
    unique = dict.fromkeys(" ".join(title.split())[:160] for title in titles if len(title.strip()) > 8)
    return Texts(bodies, list(unique))


def _mail() -> Iterator[MailRecord]:
    for path in sorted(_archives(), reverse=True):
        try:
            mail = (each for each in read_mbox(path) if isinstance(each, MailRecord))
            yield from (each for each in mail if not each.body_is_html)
        except NotAnArchive as problem:
            print(f"{path.name} is left out: {problem.sentence}")


def _archives() -> Iterator[Path]:
    directory = ARCHIVES / "mbox"
    if directory.is_dir():
        yield from (path for path in directory.iterdir() if ".mbox" in path.suffixes)


def _cut(words: str) -> str:
    words = words.replace("\x00", "").strip()
    if len(words) <= LONGEST:
        return words
    head, _newline, _rest = words[:LONGEST].rpartition("\n")
    return head.strip() or words[:LONGEST]


def _rendered(words: str, kind: Post.Format) -> Text:
    html = render_markdown(words) if kind == Post.Format.MARKDOWN else render_plain(words)
    return Text(words, kind.value, html)
