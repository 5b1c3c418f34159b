"""The pages that are asked for, found in the data."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from itertools import cycle, islice
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse

from bench.plans import Ask, Scenario
from bench.seed.sizes import SIZES
from forum.discussions.models import Board, Post, Topic
from forum.discussions.models.paths import FOLD_DEPTH
from forum.people.models import Person

TOKEN = "0123456789abcdef0123456789ABCDEF"  # the CSRF cookie and the field of the form: they must match
FLOOR_KILOBYTES = 50
MANY = 200
REPLIES = 6_000
WORDS = (
    "We tried this on our ward for three weeks.\n\n- The **morning** huddle took four minutes longer.\n"
    "- Nobody missed a handover.\n\n> What did you change?\n\nOnly the order in which we speak: see <https://example.org/huddle>."
)


@dataclass(frozen=True, slots=True)
class Targets:
    """Where everything is: the largest community's first board, the longest topic, and ordinary ones."""

    size: str
    board: Board
    longest: Topic
    ordinary: list[Topic]
    short: list[Topic]
    middle: int
    last: int


def find_targets(size: str) -> Targets:
    """Look for the pages in the database of `size`."""
    board = Board.objects.select_related("community").get(pk=1)
    longest = Topic.objects.order_by("-last_number")[0]
    homes = Topic.objects.filter(
        home_board__community__lte=3,
        removed_at=None,
        home_board__kind__in=["discussion", "questions", "cases"],
    )
    anywhere = Topic.objects.filter(
        home_board__community__visibility="open", home_board__read_from=0, removed_at=None
    )
    return Targets(
        size=size,
        board=board,
        longest=longest,
        ordinary=list(homes.filter(last_number__range=(5, 30)).order_by("-last_post_at")[:MANY]),
        short=list(anywhere.filter(last_number__range=(10, 12)).order_by("-last_post_at")[:MANY]),
        middle=_unfolded(longest, longest.last_number // 2),
        last=_unfolded(longest, longest.last_number),
    )


def _unfolded(topic: Topic, number: int) -> int:
    """The post numbered at most `number` that the tree does not fold away."""
    rows = Post.objects.filter(topic=topic, number__lte=number, depth__lte=FOLD_DEPTH, removed_at=None)
    return rows.order_by("-number").values_list("number", flat=True)[0]


def page_of(topic: Topic, number: int = 0) -> str:
    """The address of a topic's page."""
    return reverse("post", args=[topic.pk, topic.slug, number]) if number else topic.get_absolute_url()


def scenarios(targets: Targets) -> list[Scenario]:
    """Everything that is measured at one size, the floor first."""
    size = SIZES[targets.size]
    readers = session_cookies(list(range(1, size.readers + 1)))
    longest = targets.longest
    community = targets.board.community.get_absolute_url()
    first, middle, last = page_of(longest), page_of(longest, targets.middle), page_of(longest, targets.last)
    pages = {
        "home": "/",
        "community": community,
        "board": targets.board.get_absolute_url(),
        "topic, first page": first,
        "topic, middle": middle,
        "topic, last page": last,
        "topic, first page by time": f"{first}?order=time",
        "topic, middle by time": f"{middle}?order=time",
        "topic, last page by time": f"{last}?order=time",
    }
    many = [page_of(topic) for topic in targets.ordinary]
    return [
        Scenario("floor", (Ask(f"/floor/{FLOOR_KILOBYTES}/"),)),
        *(Scenario(name, (Ask(path),)) for name, path in pages.items()),
        Scenario("many topics", tuple(map(Ask, many))),
        Scenario(
            "floor, signed in", tuple(Ask(f"/floor/{FLOOR_KILOBYTES}/", cookies) for cookies in readers)
        ),
        *(_signed_in(name, [path], readers) for name, path in pages.items()),
        _signed_in("many topics", many, readers),
        reply_scenario(targets),
    ]


def _signed_in(name: str, paths: list[str], readers: list[str]) -> Scenario:
    """Every reader asks, and where there are many pages, not all for the same."""
    count = max(len(paths), len(readers))
    pairs = islice(zip(cycle(paths), cycle(readers), strict=False), count)
    return Scenario(f"{name}, signed in", tuple(Ask(path, cookies) for path, cookies in pairs))


def reply_scenario(targets: Targets) -> Scenario:
    """New replies of many writers in many topics, each with a key of its own."""
    size = SIZES[targets.size]
    writers = session_cookies(list(range(size.readers + 1, size.readers + size.writers + 1)))
    asks = [
        Ask(
            reverse("reply", args=[topic.pk]),
            cookies,
            (("csrfmiddlewaretoken", TOKEN), ("text", WORDS), ("client_key", str(uuid4()))),
        )
        for topic, cookies in islice(zip(cycle(targets.ordinary), cycle(writers), strict=False), REPLIES)
    ]
    return Scenario("reply", tuple(asks), status=302, once=True)


def session_cookies(person_ids: list[int]) -> list[str]:
    """Sign these people in; what their browsers would send from then on."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    cookies = []
    for person in Person.objects.filter(pk__in=person_ids).order_by("pk"):
        session = store()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        session.save()
        cookies.append(
            f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        )
    return cookies


def slopes(targets: Targets) -> list[Scenario]:
    """Pages asked for once each with nothing cached: what a page costs to make, in short topics and in the longest."""
    longest = targets.longest
    numbers = [longest.last_number * place // (MANY + 1) for place in range(1, MANY + 1)]
    shown = Post.objects.filter(topic=longest, number__in=numbers, depth__lte=FOLD_DEPTH, removed_at=None)
    around = [
        page_of(longest, number) for number in shown.order_by("number").values_list("number", flat=True)
    ]
    short = [page_of(topic) for topic in targets.short]
    boards = Board.objects.filter(community__visibility="open", read_from=0, topic_count__gt=0)
    listed = [
        board.get_absolute_url()
        for board in boards.select_related("community").order_by("-topic_count")[:MANY]
    ]
    return [
        _once("ten replies, as a tree", short),
        _once("the longest topic, as a tree", around),
        _once("ten replies, by time", [f"{path}?order=time" for path in short]),
        _once("the longest topic, by time", [f"{path}?order=time" for path in around]),
        _once("boards", listed),
    ]


def _once(name: str, paths: list[str]) -> Scenario:
    return Scenario(name, tuple(map(Ask, paths)), once=True)
