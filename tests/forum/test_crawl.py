"""Every address of the site, asked by every role: nobody is shown a mark of what is not theirs.

An address that is new fails here until it is said with which arguments it is to be asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from importlib import import_module
from time import time

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from forum.core import limits
from forum.people.actors import is_person
from forum.people.models import Person
from tests.forum.crawl_addresses import addresses, asks, named_addresses
from tests.forum.crawl_live import REFUSED_BEFORE_COUNTED
from tests.forum.crawl_world import RANKS, World, actor_for, make_world, marks_for

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = re.compile(rb"mk-(?:open|network|private|hidden)-(?:\d+|c)-[a-z]+-km")
OURS = {name for name, _wanted in named_addresses(import_module("forum.urls").urlpatterns)}
PAGES = {
    *("community-requests", "invitation-batch", "invitation-batch-report", "invitation-held"),
    *(
        "home",
        "counts",
        "communities",
        "community",
        "community-people",
        "person",
        "bookmarks",
        "lifts",
        "lift",
        "carried",
        "carried-one",
        "carried-in-community",
        "topic-standing",
        "following",
        "first-steps",
        "community-participation",
        "new-topic",
        "board",
    ),
    *("community-manage", "community-roles", "community-member", "community-log", "foundings", "network-log"),
    *("topic", "topic-bare", "post", "unread", "post-history", "quotation", "post-acts", "mentions", "file"),
    *("applications", "sessions", "own-proposal"),
    *("avatar", "export", "export-progress", "export-file", "left", "left-progress"),
    *("stewards", "stewards-people", "steward-person", "jobs"),
    *("own-held", "held-post", "topic-ask", "removed-topics", "home-change"),
    *("post-removal", "topic-removal", "own-removed", "own-reports", "community-cases", "case"),
    *("inbox", "notice"),
    *("gatherings", "gatherings-earlier", "community-gatherings"),
    *("gathering", "gathering-bare", "gathering-calendar"),
    *("calendars", "calendar-feed", "question-removal", "questions-removed"),
    *("community-repertoire", "practice-note", "own-quotes"),
    *("community-health", "public-log", "community-log-file", "network-log-file"),
    *("own-standing", "appeal", "community-appeals", "network-appeals"),
    *("rooms", "room", "room-search", "room-events", "room-people", "rooms-manage"),
    *("message", "message-acts", "message-wordings", "message-removal"),
    *("import", "import-allowed", "import-progress", "community-import-allowed"),
    *("authorship", "robots", "favicon", "manifest"),
}


# Who reads one after another what was kept as its author, and those before them, saw it.
TOGETHER = {
    "from outside": ("visitor", "stranger", "suspended"),
    "who belong": ("guest", "member", "muted"),
    "who look after it": ("board moderator", "moderator", "facilitator"),
    "from above and beside": ("facilitator elsewhere", "author", "steward"),
}
assert sorted(role for roles in TOGETHER.values() for role in roles) == sorted(RANKS)
LONGEST_CRAWL = 1800  # seconds, on a machine that has much else to do


@pytest.fixture
def world() -> World:
    return make_world()


def test_there_are_addresses_of_every_kind(world: World) -> None:
    names = {name for name, _wanted in named_addresses()}
    assert {"home", "file", "import", "account_login", "mfa_index", "admin:index"} <= names
    assert len(list(addresses(world))) > 400


@pytest.mark.parametrize("roles", TOGETHER.values(), ids=list(TOGETHER))
def test_reading_shows_all_that_is_theirs_and_nothing_else(world: World, roles: tuple[str, ...]) -> None:
    tags = _warm_caches(world)
    for role in roles:
        with transaction.atomic():
            _read_everything(world, role, tags)
            transaction.set_rollback(True)


def _read_everything(world: World, role: str, tags: dict[str, str]) -> None:
    client, allowed = _signed_in(world, role), marks_for(world, role)
    found: set[str] = set()
    for url, ask in addresses(world):
        response = client.get(url, ask.query)
        shown = _marks_in(response) - _marks_in_query(url) - (ask.shows - allowed)
        assert shown <= allowed, (role, url, shown - allowed)
        assert response.status_code < 500, (role, url)
        assert {"private", "no-store"} & set(response["Cache-Control"].split(", ")), (role, url)
        found |= shown
        if url in tags and response.status_code != 200:
            again = client.get(url, ask.query, headers={"if-none-match": tags[url]})
            assert again.status_code == response.status_code, (role, url)
    assert found == allowed, (role, allowed - found)


@pytest.mark.parametrize("role", list(RANKS))
def test_sending_shows_nothing_that_is_not_theirs(world: World, role: str) -> None:
    client, allowed = _signed_in(world, role), marks_for(world, role)
    for url, ask in addresses(world):
        cache.clear()
        with transaction.atomic():
            response = client.post(url, ask.form)
            shown = _marks_in(response) - _marks_in_query(url)
            transaction.set_rollback(True)
        assert response.status_code < 500, (role, url)
        assert shown <= allowed, (role, url, shown - allowed)


# What the forms of most addresses ask for, whatever else an address is asked with.
FORM = {
    "spans": "1-2", "part": "reading", "reading_order": "tree", "theme": "auto",
    "wish": "keep", "password": "a word", "up_to": "1",
}  # fmt: skip
# Pages take no forms; an import that is over takes none; removed posts, others' authorship and what stewards do are
# not there.
NOT_COUNTED = {name: {405} for name in PAGES} | {
    "import-stop": {403},
    "export-stop": {403},
    "import-resume": {403},
    "authorship-claim": {404},
    "application": {404},  # only stewards see any
    "session-end": {404},  # it is somebody else's, or nobody's
    "post-forget": {403},  # nobody has removed what they wrote
    "topic-forget": {403},
    "message-forget": {302, 403, 404},  # the same in rooms; others stand, or were taken back
    "message-report": {403, 404},  # it is their own, or gone
    "question-report": {403},  # it is their own, or gone
    "question-forget": {302, 403},  # nobody has removed what they asked; it stands, or is somebody else's
    "practice-note-report": {403},  # it is their own
    "note-report": {403, 404},  # the same, or said among moderators
    **{name: {422} for name in ("queue", "community-queue")},  # nothing is ticked
    "community-new": {403},  # stewards alone open communities here
    "founding": {404},
    # They made the decision themselves, or are one of two who talk.
    **{name: {403, 404} for name in ("appeal-uphold", "appeal-overturn")},
    # Nothing is theirs.
    **{
        name: {404}
        for name in (
            *("measure-appeal", "removal-appeal", "message-removal-appeal", "topic-removal-appeal"),
            *("question-removal-appeal", "closed-appeal"),
        )
    },
    **{name: {403} for name in REFUSED_BEFORE_COUNTED},
    # Nothing of this was said in a live session.
    **{name: {403, 404} for name in ("message-highlight", "message-unhighlight")},
    **{name: {404} for name in ("network-settings", "steward-act", "job-retry")},
}


# What is so already: nothing is written, and that is no refusal.
CHANGES_NOTHING = {
    "topic-no-duplicate": {302},  # it repeats no other one
    "message-restore": {302},  # it stands, or its author has taken it back
    "message-forget": {302},
    "question-restore": {302},  # the same of questions
    "question-forget": {302},
    "question-take-away": {302},  # it is away already
    "gathering-announce": {302},  # it is announced already
    "gathering-recap": {302},  # it is signed already
    "questions-go-on": {302},  # it is a topic already
    "practice-note-draft": {302},  # it is quoted already
}


def test_whatever_is_written_is_written_only_so_often(world: World) -> None:
    """Whoever did all things too often is told so by every address of ours that takes a form."""
    client = _signed_in(world, "author")
    _use_up_all_limits(world.author)
    statuses: dict[str, set[int]] = defaultdict(set)
    for name, wanted in named_addresses():
        for ask in asks(world, name, wanted) if name in OURS else ():
            archive = SimpleUploadedFile("list.mbox", b"From a@b Thu Jan  1 00:00:00 1970\nFrom: a@b\n\nx\n")
            form = {"handle": "somebody"} | ask.form | FORM | {"file": archive}
            statuses[name].add(client.post(reverse(name, kwargs=ask.arguments), form).status_code)
    assert {name: found for name, found in statuses.items() if 429 not in found} == NOT_COUNTED
    refused = {403, 404, 405, 409, 422, 429}
    written = {name: found - refused for name, found in statuses.items() if found - refused}
    assert written == CHANGES_NOTHING


def _use_up_all_limits(person: Person) -> None:
    for limit in vars(limits).values():
        if isinstance(limit, limits.Limit):
            window = int(time()) // limit.seconds
            windows = range(window, window + 2 + LONGEST_CRAWL // limit.seconds)
            cache.set_many({f"limit:{limit.name}:{person.pk}:{at}": 10**6 for at in windows}, 7200)


def _signed_in(world: World, role: str) -> Client:
    client, actor = Client(raise_request_exception=False), actor_for(world, role)
    if is_person(actor):
        client.force_login(actor)
    return client


def _warm_caches(world: World) -> dict[str, str]:
    """Let everything be kept as its author sees it; the tags of the pages, by address."""
    client, tags = _signed_in(world, "author"), {}
    for url, ask in addresses(world):
        response = client.get(url, ask.query)
        if "ETag" in response.headers:
            tags[url] = response["ETag"]
    return tags


def _marks_in(response: HttpResponseBase) -> set[str]:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # as `streaming` says
    headers = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
    return {found.decode() for found in MARK.findall(content + headers)}


def _marks_in_query(url: str) -> set[str]:
    """What stands in the address itself was known to whoever asked."""
    return {found.decode() for found in MARK.findall(url.encode())}
