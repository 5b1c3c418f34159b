"""The directory and the page of a community, for each who may come by."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.communities.models import Community, Role
from forum.discussions.actions.edits import remove_post
from forum.discussions.models import Level, Topic
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
    mute,
    place_topic,
    suspend,
)
from tests.forum.pages.test_home import body, titles

pytestmark = pytest.mark.django_db


def listed(page: str) -> list[str]:
    """The names on the cards of the directory, in order."""
    return re.findall(r'<h3><a href="/c/[^"]*">([^<]*)</a></h3>', page)


# The directory -------------------------------------------------------------------------------------------


def test_the_directory_leaves_out_what_is_hidden_or_archived(client: Client) -> None:
    for visibility in ("open", "network", "private", "hidden"):
        make_community(visibility, visibility=visibility)
    archived = make_community("archived", visibility="open")
    Community.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    assert listed(body(client, "/communities/")) == ["network", "open", "private"]


def test_the_directory_is_narrowed_by_words_kind_and_way_in(client: Client) -> None:
    make_community("Simulation", domain="Practising before it matters", kind="team", joining="open")
    make_community("Writing", domain="Papers", regions="Oceania", kind="school", joining="request")
    make_community("Ward", domain="Practising every week", kind="team", joining="invitation")
    queries = [
        "q=practising",
        "q=practising+week",
        "q=oceania",
        "kind=team",
        "joining=request",
        "kind=team&joining=open",
    ]
    found = [listed(body(client, f"/communities/?{query}")) for query in queries]
    assert found == [
        ["Simulation", "Ward"],
        ["Ward"],
        ["Writing"],
        ["Simulation", "Ward"],
        ["Writing"],
        ["Simulation"],
    ]
    assert "No community fits." in body(client, "/communities/?q=nothing+like+it")


def test_a_word_is_found_in_its_other_forms_and_what_fits_is_counted(client: Client) -> None:
    make_community("Pediatric Education", interests="simulated patients")
    make_community("Ward", domain="Small tests")
    make_community("Unseen pediatrics", visibility="hidden")
    pages = [
        body(client, f"/communities/?q={words}") for words in ("pediatrics", "simulation", "test", "ped")
    ]
    assert [listed(page) for page in pages] == [
        ["Pediatric Education"],
        ["Pediatric Education"],
        ["Ward"],
        ["Pediatric Education"],
    ]
    assert [re.findall(r'<h2 class="found">(.*?)</h2>', page) for page in pages] == [["1 community"]] * 4
    assert "2 communities" in body(client, "/communities/?kind=network")
    assert 'class="found"' not in body(client, "/communities/")


def test_the_directory_offers_only_what_narrows_it(client: Client) -> None:
    make_community(regions="", languages="", interests="")
    assert "filter-region" not in body(client, "/communities/")
    make_community(regions="Oman")
    page = body(client, "/communities/")
    assert [f"filter-{name}" in page for name in ("region", "language", "interest")] == [True, False, False]


def test_visitors_join_from_the_directory_by_making_an_account_on_the_way(client: Client) -> None:
    for joining in ("open", "request", "invitation"):
        make_community(joining, slug=joining, joining=joining)
    page = body(client, "/communities/")
    assert re.findall(r'href="/accounts/signup/\?next=%2Fc%2F([a-z-]+)%2F">Join<', page) == ["open"]
    assert "signup/?next=/c/open/" in body(client, "/c/open/")


def test_strangers_read_how_one_comes_into_a_closed_community(client: Client) -> None:
    make_community(slug="ward", visibility="private", joining="invitation")
    make_community(slug="hall", visibility="private", joining="open")
    assert "People come in by invitation from one of its facilitators." in body(client, "/c/ward/")
    assert "Sign in, or join the network, and you can join." in body(client, "/c/hall/")


def test_a_tag_leads_to_the_board_that_it_narrows(client: Client) -> None:
    board = make_board(make_community(slug="ward", visibility="open"), slug="tests")
    make_topic(board, tags=["handover"])
    for page in ("/c/ward/", "/c/ward/tests/"):
        (link,) = re.findall(r'<a class="tag[^"]*" href="([^"]*)">handover', body(client, page))
        assert link == ("/c/ward/tests/?tag=handover" if page == "/c/ward/" else "?tag=handover")


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense",
        "joining=%27",
        "after=%27",
        "q=%25",
        "region=(",
        "language=%5C",
        "which=x",
        "interest=[[",
    ],
)
def test_hostile_questions_to_the_directory_are_harmless(client: Client, query: str) -> None:
    make_community()
    body(client, f"/communities/?{query}")


def test_the_directory_goes_on_where_a_page_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.communities.selectors.directory.COMMUNITIES_ON_A_PAGE", 2)
    for name in ("Ada", "Bea", "Cy"):
        make_community(name)
    first = body(client, "/communities/")
    assert (listed(first), "after=Bea" in first) == (["Ada", "Bea"], True)
    second = body(client, "/communities/?after=Bea")
    assert (listed(second), 'rel="next"' in second) == (["Cy"], False)


def test_a_card_says_nothing_of_what_one_may_not_read(client: Client) -> None:
    private, opened = (
        make_community("Private", visibility="private"),
        make_community("Open", visibility="open"),
    )
    for community in (private, opened):
        make_topic(make_board(community))
    facts = re.findall(r'<p class="facts">(.*?)</p>', body(client, "/communities/"))
    assert facts == [
        "<span>across institutions</span><span>1 member</span><span>active today</span>",
        "<span>across institutions</span>",
    ]


def test_the_directory_is_narrowed_by_region_language_interest_and_by_what_is_ones_own(
    client: Client,
) -> None:
    person = make_person()
    first = make_community(
        "First", regions="Oman, Europe", languages="English", interests="Simulation, teams"
    )
    make_community("Second", regions="Romania", languages="Old English", interests="simulation")
    make_community("Unseen", visibility="hidden", regions="Atlantis", languages="Latin", interests="secrets")
    make_member(first, person)
    client.force_login(person)
    queries = ["region=oman", "region=Europe", "language=English", "interest=Simulation", "which=mine", "q=teams",
               "region=Atlantis", "region=Oman&language=Latin", "which=archived"]  # fmt: skip
    assert [listed(body(client, f"/communities/?{query}")) for query in queries] == [
        *(["First"], ["First"], ["First"], ["First", "Second"], ["First"], ["First"], [], [], []),
    ]
    page = body(client, "/communities/")
    assert [f"<option>{word}</option>" in page for word in ("Oman", "Romania", "Old English", "teams")] == [
        True
    ] * 4
    assert [word in page for word in ("Atlantis", "Latin", "secrets", "Unseen")] == [False] * 4
    assert page.count(">Simulation</option>") + page.count(">simulation</option>") == 1


def test_paging_keeps_what_was_asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.communities.selectors.directory.COMMUNITIES_ON_A_PAGE", 1)
    for name in ("Ada", "Bea", "Cy"):
        make_community(name, kind="team", regions="A & B")
    make_community("Dee", kind="school")
    url, seen = "/communities/?kind=team&region=A+%26+B", []
    while url:
        page = body(client, url)
        seen += listed(page)
        more = re.search(r'rel="next" href="([^"]*)"', page)
        url = f"/communities/{html.unescape(more[1])}" if more else ""
    assert seen == ["Ada", "Bea", "Cy"]


def test_only_what_can_be_joined_has_a_button(client: Client) -> None:
    for joining in ("open", "request", "invitation"):
        make_community(joining, slug=joining, joining=joining)
    mine = make_community("mine")
    client.force_login(make_member(mine))
    page = body(client, "/communities/")
    assert re.findall(r'formaction="/c/([a-z-]+)/join/"', page) == ["open"]
    assert page.count("You are a member") == 1


# Who asks, what they belong to, then the communities, when they last moved, and what they can be narrowed by; or the
# community, facilitators, partners, boards, since when they are read, rooms, and how far their topics are. Which topics
# those are is known from the look before.
@pytest.mark.parametrize(("url", "queries"), [("/communities/", 5), ("/c/{slug}/", 10)])
def test_pages_cost_the_same_whatever_they_show(client: Client, url: str, queries: int) -> None:
    counts = []
    person = make_person()
    client.force_login(person)
    for number, many in enumerate((1, 24)):
        community = make_community(slug=f"community-page-{number}", welcome="Hello")
        make_member(community, person)
        for _ in range(many):
            make_community()
            topic = make_topic(make_board(community))
            board = make_board(community)
            make_topic(board)
            board.placements.update(pinned_at=timezone.now())
            place_topic(topic, board)
            make_member(community, role=Role.FACILITATOR)
        body(client, url.format(slug=community.slug))
        with CaptureQueriesContext(connection) as asked:
            body(client, url.format(slug=community.slug))
        counts.append(len(asked))
    assert counts == [queries, queries]


def test_whatever_happens_on_a_board_shows_at_once_to_everyone(client: Client) -> None:
    community = make_community("Debriefers", visibility="open")
    board, reader = make_board(community), Client()
    reader.force_login(make_member(community))
    pages = [client, reader]

    def shown() -> list[list[str]]:
        return [titles(body(each, community.get_absolute_url())) for each in pages]

    assert shown() == [[], []]
    first = make_topic(board, title="How do you start?")
    assert shown() == [["How do you start?"]] * 2
    make_topic(board, title="And end?")
    assert shown() == [["And end?", "How do you start?"]] * 2
    make_reply(Topic.objects.get(pk=first.pk))
    assert shown() == [["How do you start?", "And end?"]] * 2
    only = first.posts.get(number=2)
    remove_post(author=only.author, post=only)
    remove_post(author=first.author, post=first.posts.get(number=1))
    assert shown() == [["And end?"]] * 2
    Community.objects.filter(pk=community.pk).update(visibility="private")
    assert [titles(body(each, community.get_absolute_url())) for each in pages] == [[], ["And end?"]]


# The page of a community ---------------------------------------------------------------------------------


def test_an_empty_community_says_what_to_do_first_to_those_who_can(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    pages = []
    for person in (make_member(community), facilitator):
        client.force_login(person)
        page = body(client, community.get_absolute_url())
        pages.append(("It begins with a board." in page, "The facilitators open them." in page))
    assert pages == [(False, True), (True, False)]


def test_boards_say_what_moved_last_and_what_is_new(client: Client) -> None:
    community = make_community(visibility="open")
    board, empty = make_board(community, name="Cases"), make_board(community, name="Empty")
    person = make_member(community)
    make_topic(board, title="Older")
    make_topic(board, title="Latest of all")
    client.force_login(person)
    page = body(client, f"/c/{community.slug}/")
    rows = re.findall(r'<li class="board-row.*?</li>', page, re.S)
    assert [
        ("Latest of all" in row, "Older" in row, "2 new" in row, "Nothing here yet." in row) for row in rows
    ] == [
        (True, False, True, False),
        (False, False, False, True),
    ]
    assert titles(page) == ["Latest of all", "Older"]
    assert empty.name in rows[1]


def test_a_board_for_moderators_leaves_no_trace_on_the_page_of_others(client: Client) -> None:
    community = make_community(visibility="open")
    closed = make_board(community, name="Back room", read_from=Level.MODERATORS)
    make_board(community, name="Front room")
    make_topic(closed, title="Between us")
    member, moderator = make_member(community), make_member(community, role=Role.MODERATOR)
    shown = []
    for person in (member, moderator):
        client.force_login(person)
        page = body(client, f"/c/{community.slug}/")
        shown.append(("Front room" in page, "Back room" in page, "Between us" in page))
    assert shown == [(True, False, False), (True, True, True)]


def test_a_stranger_sees_of_a_private_community_its_name_its_domain_and_the_way_in(client: Client) -> None:
    facilitator = make_person("Kirsty MacAulay")
    community = make_community(
        "Ward 7", facilitator=facilitator, visibility="private", joining="invitation", domain="A better ward.",
        welcome="Inside words",
    )  # fmt: skip
    board = make_board(community, name="Inner board")
    make_topic(board, title="Inner topic")
    make_member(community, make_person("Inner Member"))
    client.force_login(make_person())
    page = body(client, f"/c/{community.slug}/")
    said = ("Ward 7", "A better ward.", "by invitation from one of its facilitators", "Kirsty MacAulay")
    unsaid = ("Inner", "Inside words", "2 people", "2 members", f"/c/{community.slug}/join/")
    assert ([words in page for words in said], [words in page for words in unsaid]) == (
        [True] * 4,
        [False] * 5,
    )


def test_a_visitor_learns_that_signing_in_opens_a_network_community(client: Client) -> None:
    community = make_community(visibility="network")
    make_topic(make_board(community, name="Inner board"))
    page = body(client, f"/c/{community.slug}/")
    assert ("Read by people who are signed in" in page, "Inner board" in page) == (True, False)


def test_a_hidden_community_answers_like_none_at_all(client: Client) -> None:
    community = make_community("Hidden Name", visibility="hidden")
    client.force_login(make_person())
    hidden, absent = client.get(f"/c/{community.slug}/"), client.get("/c/no-such/")
    assert (hidden.status_code, absent.status_code, "Hidden Name" in hidden.content.decode()) == (
        404,
        404,
        False,
    )
    client.force_login(make_member(community))
    assert "Hidden Name" in body(client, f"/c/{community.slug}/")


def test_the_suspended_and_the_muted_are_told_so(client: Client) -> None:
    community = make_community("Ward 7", visibility="private")
    make_board(community, name="Inner board")
    suspended, muted = make_member(community), make_member(community)
    suspend(suspended, community)
    mute(muted, community)
    shown = []
    for person in (suspended, muted):
        client.force_login(person)
        page = body(client, f"/c/{community.slug}/")
        shown.append(("is suspended until" in page, "You are muted in Ward 7" in page, "Inner board" in page))
    assert shown == [(True, False, False), (False, True, True)]


def test_newcomers_are_welcomed_and_the_settled_left_in_peace(client: Client) -> None:
    community = make_community(visibility="open", welcome="Say **hello** first. <script>")
    settled, new = make_member(community), make_member(community, since=timezone.now())
    guest = make_member(community, role=Role.GUEST)
    pages = [body(client, f"/c/{community.slug}/")]
    for person in (guest, new, settled):
        client.force_login(person)
        pages.append(body(client, f"/c/{community.slug}/"))
    assert ["<strong>hello</strong>" in page for page in pages] == [True, True, True, False]
    assert ["You are a guest: you read" in page for page in pages] == [False, True, False, False]
    assert all("<script>" not in page.split("<main")[1].split("</main>")[0] for page in pages)


def test_the_last_facilitator_reads_why_they_stay(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    client.force_login(facilitator)
    page = body(client, f"/c/{community.slug}/")
    assert ("You are the last facilitator here." in page, "/leave/" in page) == (True, False)
    make_member(community, role=Role.FACILITATOR)
    assert f"/c/{community.slug}/leave/" in body(client, f"/c/{community.slug}/")


def test_an_archived_community_can_still_be_read(client: Client) -> None:
    community = make_community(visibility="open")
    make_topic(make_board(community), title="From old times")
    Community.objects.filter(pk=community.pk).update(archived_at=timezone.now())
    page = body(client, f"/c/{community.slug}/")
    assert (titles(page), "Archived" in page) == (["From old times"], True)
