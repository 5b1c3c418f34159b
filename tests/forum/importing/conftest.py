"""A board and a community to import into, and the outside of an import in one call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.discussions.models import Board, Post
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import open_local_import
from forum.importing.actions.talk_runs import open_local_talk_import
from forum.importing.models import ImportRun
from forum.people.models import Person
from tests.factories import make_board, make_community, make_steward

Import = Callable[..., ImportRun]


@pytest.fixture
def board(db: None) -> Board:
    return make_board()


@pytest.fixture
def steward(db: None) -> Person:
    return make_steward()


@pytest.fixture
def bring_in(board: Board, steward: Person, tmp_path: Path) -> Import:
    """Import an archive of these bytes, in the name of a steward or of `importer`."""

    def bring(archive: bytes, *, importer: Person = steward) -> ImportRun:
        path = tmp_path / "archive.mbox"
        path.write_bytes(archive)
        run = open_local_import(importer=importer, board=board, path=path)
        return carry_out(run_id=run.pk, attempt=run.attempt)

    return bring


def outline(board: Board) -> list[str]:
    """Each topic of the board as its title and `number author` (`<` parent's number) of its posts, by date."""
    topics = board.home_topics.order_by("created_at", "pk")
    return [f"{topic}: {', '.join(map(_outlined, topic.posts.order_by('number')))}" for topic in topics]


def _outlined(post: Post) -> str:
    below = f"<{post.parent.number}" if post.parent else ""
    return f"{post.number} {post.author.display_name}{below}"


@pytest.fixture
def community(db: None) -> Community:
    return make_community(visibility=Community.Visibility.PRIVATE)


@pytest.fixture
def bring_talk_in(community: Community, steward: Person, tmp_path: Path) -> Import:
    """Import an archive of these bytes into rooms of its own, or into `room`, in the name of a steward or another."""

    def bring(archive: bytes, *, room: Room | None = None, importer: Person = steward) -> ImportRun:
        path = tmp_path / "archive.zip"
        path.write_bytes(archive)
        run = open_local_talk_import(importer=importer, community=community, room=room, path=path)
        return carry_out(run_id=run.pk, attempt=run.attempt)

    return bring


def spoken(community: Community) -> dict[str, list[str]]:
    """Each room of the community in which something was said, by address: `number author: source`, by number."""
    rows = Message.objects.filter(room__community=community).select_related("room", "author", "reply_to")
    said: dict[str, list[str]] = {}
    for row in rows.order_by("room_id", "seq"):
        answered = f" <{row.reply_to.seq}" if row.reply_to else ""
        said.setdefault(row.room.slug, []).append(
            f"{row.seq} {row.author.display_name}{answered}: {row.source}"
        )
    return said
