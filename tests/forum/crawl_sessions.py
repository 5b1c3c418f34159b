"""Live sessions of every community, which carry a mark of who may see them; and how their addresses are asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forum.communities.models import Community, Role
from forum.core.limits import SETTING, UPLOADING
from forum.discussions.actions.files import store_upload
from forum.gatherings.actions.calendars import open_calendar
from forum.gatherings.actions.material_files import add_file
from forum.gatherings.actions.scheduling import cancel_gathering, schedule_gathering, schedule_series
from forum.gatherings.models import CalendarKey, Gathering, Joint, Material
from forum.gatherings.selectors.calendars import word_of
from tests.factories.people import refill
from tests.forum.gatherings.meeting import again, when

if TYPE_CHECKING:
    from tests.forum.crawl_addresses import Ask
    from tests.forum.crawl_world import World

# By whoever reads the community; and by who prepares its sessions.
SEEN_OF_SESSIONS = (
    "session",
    "sessionwords",
    "part",
    "reading",
    "cancelledwhy",
    "handout",
    "slides",
    "unheld",
    "comesback",
)
SEEN_BY_HOSTS = ("drafted", "together", "draftfile", "draftslides")


def make_sessions(world: World) -> None:
    """One that is announced, one that was cancelled and a draft of each community; the hidden one takes part in that of
    the open one, and the open one in one of the hidden community.
    """
    from tests.forum.crawl_world import mark  # the world makes sessions, and so must be there before

    noon = when((timezone.now() + timedelta(days=9)).date())
    for visibility, community in world.communities.items():
        words = {
            "title": mark("session", visibility), "kind": "case", "source": mark("sessionwords", visibility),
            "agenda": [{"minutes": 5, "words": mark("part", visibility)}],
            "video_url": f"https://video.example/{mark('video', visibility)}",
        }  # fmt: skip
        given: dict[str, Any] = {"host": world.author, "community": community, "when": noon}
        announced = schedule_gathering(**given, words=words, is_draft=False)
        Material.objects.create(
            gathering=announced, title=mark("reading", visibility), url="https://example.org/x"
        )
        _put_there(world, announced, mark("handout", visibility), mark("slides", visibility))
        cancelled = schedule_gathering(**given, words=words, is_draft=False)
        _put_there(world, cancelled, "a", mark("unheld", visibility))
        cancel_gathering(host=world.author, gathering=again(cancelled), why=mark("cancelledwhy", visibility))
        draft = schedule_gathering(
            **given, words=words | {"title": mark("drafted", visibility)}, is_draft=True
        )
        _put_there(world, draft, mark("draftfile", visibility), mark("draftslides", visibility))
        world.sessions += [announced, cancelled, draft]
        world.series.append(_comes_back(world, community, mark("comesback", visibility)))
        other = world.communities["hidden" if visibility == "open" else "open"]
        world.parts.append(
            Joint.objects.create(gathering=announced, community=other, note=mark("together", visibility))
        )
    for person in (world.author, world.insider):
        for place in (None, world.communities["hidden"]):
            world.calendars.append(open_calendar(person=person, community=place))


def _comes_back(world: World, community: Community, title: str) -> Gathering:
    """The first meeting of a series."""
    refill(SETTING, world.author)
    first = when((timezone.now() + timedelta(days=9)).date())
    words = {"title": title, "kind": "case", "source": "", "agenda": []}
    return schedule_series(
        host=world.author, community=community, when=first, rhythm="weekly",
        until=first["day"] + timedelta(days=7), words=words,
    )[0]  # fmt: skip


def _put_there(world: World, gathering: Gathering, name: str, words: str) -> None:
    """A file that is read there."""
    for limit in (SETTING, UPLOADING):
        refill(limit, world.author)
    file = store_upload(owner=world.author, upload=SimpleUploadedFile(f"{name}.txt", words.encode()))
    add_file(host=world.author, gathering=again(gathering), file_id=file.pk)
    world.session_files.append(file)


def marks_of_sessions(world: World, role: str, rank: int | None, reads: Any) -> Iterator[str]:
    """What the rules let somebody see of them. The author hosts all, and so prepares them."""
    from tests.forum.crawl_world import mark  # as above

    for visibility in world.communities:
        if reads(rank, visibility, 0):
            yield from (mark(kind, visibility) for kind in SEEN_OF_SESSIONS)
        if (rank or 0) >= Role.FACILITATOR:
            yield from (mark(kind, visibility) for kind in (*SEEN_BY_HOSTS, "video"))


def asks_of_sessions(name: str, world: World) -> list[Ask]:
    """How each address of sessions is asked."""
    from tests.forum.crawl_addresses import Ask  # it asks this module in turn
    from tests.forum.crawl_world import mark  # as above

    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    form = {"title": "Session", "kind": "case", "day": day, "hour": "12:00", "minutes": "60", "zone": "UTC",
            "why": "No.", "pasted": "10.1000/xyz", "note": "Come.", "agree": "1"}  # fmt: skip
    if name in {"joint", "joint-end"}:
        return [Ask({"joint_id": row.pk}, form=form) for row in world.parts]
    if name == "material-remove":
        rows = Material.objects.order_by("pk")
        return [Ask({"gathering_id": row.gathering_id, "material_id": row.pk}) for row in rows]
    if name == "series-prolong":
        return [Ask({"gathering_id": row.pk}, form={"times": "1"}) for row in world.series]
    if name == "calendar-end":
        return [Ask({"key_id": row.pk}) for row in world.calendars]
    if name == "calendar-feed":
        kinds = ("name", *SEEN_OF_SESSIONS, "overlive", "signedlive", "notedlive")
        shows = frozenset(mark(kind, visibility) for kind in kinds for visibility in world.communities)
        keys = CalendarKey.objects.filter(person=world.insider)
        return [Ask({"word": word_of(row)}, shows=shows) for row in keys]
    if name == "gathering-new":
        return [Ask({"slug": each.slug}, form=form) for each in world.communities.values()]
    if name == "gathering-together":
        return [
            Ask({"gathering_id": row.pk}, form=form | {"community": each.pk})
            for row in world.sessions
            for each in world.communities.values()
        ]
    if name == "gathering":
        rows = [*world.sessions, *world.over]
        return [Ask({"gathering_id": row.pk, "slug": row.slug}) for row in rows]
    return [Ask({"gathering_id": row.pk}, form=form) for row in world.sessions]
