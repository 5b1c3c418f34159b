"""Opening, changing, ordering and archiving boards: who may, what is told, what changes at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.communities.models import Change, Community, Role, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.agreements import NotAgreed
from forum.discussions.actions.boards import open_board
from forum.discussions.actions.changing_boards import (
    archive_board,
    change_board,
    order_boards,
    restore_board,
)
from forum.discussions.models import Board, Level, Placement, Topic
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.board_management import edition_of_settings, order_of, settings_of
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
    place_topic,
)
from tests.forum.discussions.roles import MANAGE, ROLES, someone

pytestmark = pytest.mark.django_db


def change(board: Board, editor: Person | None = None, agreed: int | None = None, **fields: Any) -> Board:
    board.refresh_from_db()
    return change_board(
        editor=editor or make_steward(),
        board=board,
        seen=edition_of_settings(board),
        fields=fields,
        agreed_level=agreed,
    )


def facilitator_of(board: Board) -> Person:
    return board.community.memberships.get(role=40).person


ACTS: dict[str, Callable[[Person, Board], Any]] = {
    "open": lambda person, board: open_board(opener=person, community=board.community, name="Another"),
    "change": lambda person, board: change(board, person, name="Renamed"),
    "order": lambda person, board: order_boards(
        orderer=person,
        community=board.community,
        seen=order_of(board.community),
        wanted=order_of(board.community)[::-1],
    ),
    "archive": lambda person, board: archive_board(archiver=person, board=board),
    "restore": lambda person, board: restore_board(restorer=person, board=board),
}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_boards_are_managed_by_facilitators_and_stewards(role: str) -> None:
    board = make_board()
    make_board(board.community)
    person = someone(role, board)
    outcomes = {}
    for name, act in ACTS.items():
        try:
            act(person, board)
            outcomes[name] = ""
        except Refused as refusal:
            outcomes[name] = str(refusal.sentence)
    no = "Only facilitators of this community can do that."
    assert outcomes == dict.fromkeys(ACTS, "" if role in MANAGE else no)
    assert breaches() == []


def pages(board: Board) -> dict[str, str]:
    where = [board.community.slug, board.slug]
    named = ("board-manage", "board-archive", "board-restore", "board-merge")
    lists = {name: reverse(name, args=[board.community.slug]) for name in ("boards-manage", "board-new")}
    return lists | {name: reverse(name, args=where) for name in named}


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_boards_are_for_the_same_people(client: Client, role: str) -> None:
    board = make_board()
    actor = ROLES[role](board)
    if role != "visitor":
        client.force_login(actor)
    statuses = {name: client.get(url).status_code for name, url in pages(board).items()}
    wanted = 302 if role == "visitor" else 200 if role in MANAGE else 403
    assert statuses == dict.fromkeys(statuses, wanted)
    Community.objects.filter(pk=board.community_id).update(visibility="hidden")
    if role in {"stranger", "facilitator elsewhere", "suspended facilitator"}:
        assert {client.get(url).status_code for url in pages(board).values()} == {404}


def test_a_board_that_is_not_there_is_404(client: Client) -> None:
    board = make_board()
    client.force_login(facilitator_of(board))
    assert client.get(reverse("board-manage", args=[board.community.slug, "nothing"])).status_code == 404


FORM = {
    "name": "Cases of the week", "kind": "cases", "read_from": "0", "start_from": "20", "reply_from": "10",
    "approval": "newcomers", "approval_first": "2", "slow_seconds": "300", "description": "One case a week.",
    "closes_after_days": "90",
    "prompts": "# Setting\n\nWhat  we did", "reminder": "Leave out\nnames.", "tags": "Ward, neonatal care,ward",
    "inbound": "trusted", "outbound": "ask",
}  # fmt: skip


def test_a_board_is_opened_with_an_address_made_from_its_name(client: Client) -> None:
    community = make_community()
    facilitator = community.memberships.get().person
    client.force_login(facilitator)
    for slug in ("cases-of-the-week", "cases-of-the-week-2"):
        answer = client.post(reverse("board-new", args=[community.slug]), FORM)
        assert answer["Location"] == reverse("boards-manage", args=[community.slug])
        opened = Board.objects.get(community=community, slug=slug)
    assert settings_of(opened) == {
        "name": "Cases of the week", "description": "One case a week.", "kind": "cases", "read_from": 0,
        "start_from": 20, "reply_from": 10, "approval": "newcomers", "approval_first": 2, "slow_seconds": 300,
        "closes_after_days": 90,
        "inbound": "trusted", "outbound": "ask",
        "prompts": "Setting\nWhat we did", "reminder": "Leave out names.", "tags": ["ward", "neonatal-care"],
    }  # fmt: skip
    line = Change.objects.filter(verb=Verb.BOARD_OPENED).latest("pk")
    assert (line.actor, line.about, line.board_key) == (facilitator, "Cases of the week", opened.pk)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Give the board a name."),
        ({"slug": "people"}, "is the address of another page of the community"),
        ({"slug": "manage"}, "is the address of another page of the community"),
        ({"slug": "new"}, "is the address of another page of the community"),
        ({"slug": "with spaces"}, "Only letters without accents"),
        ({"start_from": "0"}, "Choose one of those that are offered here."),
        ({"approval_first": "0"}, "Use at least 1."),
        ({"tags": ",".join(f"t{number}" for number in range(31))}, "A board offers at most 30 tags."),
        ({"tags": "x" * 41}, "A tag is at most 40 characters long."),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_field_and_kept(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    community = make_community()
    client.force_login(community.memberships.get().person)
    answer = client.post(reverse("board-new", args=[community.slug]), FORM | wrong)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "One case a week." in page) == (422, True, True)
    assert not Board.objects.filter(community=community).exists()


def test_an_address_that_is_taken_is_told_at_its_field_and_what_was_typed_is_kept(client: Client) -> None:
    board = make_board()
    client.force_login(facilitator_of(board))
    typed = FORM | {"slug": board.slug, "description": "One case a week."}
    answer = client.post(reverse("board-new", args=[board.community.slug]), typed)
    page = answer.content.decode()
    said = "A board has this address already. Choose another one."
    assert (answer.status_code, Board.objects.filter(community=board.community).count()) == (422, 1)
    assert f'id="id_slug_error"><li>{said}</li>' in page
    assert f'<a href="#id_slug">Address</a>: {said}' in page
    assert "One case a week." in page


def test_names_that_leave_nothing_for_an_address_get_one_all_the_same() -> None:
    community = make_community()
    slugs = [
        open_board(opener=make_steward(), community=community, name=name).slug
        for name in ("症例", "New", "…")
    ]
    assert slugs == ["board", "new-2", "board-2"]


def edit(client: Client, board: Board, **more: Any) -> Any:
    url = reverse("board-manage", args=[board.community.slug, board.slug])
    page = client.get(url).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    return client.post(url, FORM | {"seen": seen[1]} | more)


def test_a_change_shows_at_once_and_is_logged_with_before_and_after(client: Client) -> None:
    board = make_board(make_community(visibility="open"), name="Old name")
    visitor = Client()
    address = board.get_absolute_url()
    assert "Old name" in visitor.get(address).content.decode()
    client.force_login(facilitator_of(board))
    assert edit(client, board).status_code == 302
    assert "Cases of the week" in visitor.get(address).content.decode()
    line = Change.objects.get(verb=Verb.BOARD_CHANGED)
    assert (line.board_key, line.about, line.details["name"], line.details["slow_seconds"]) == (
        board.pk, "Cases of the week",
        {"before": "Old name", "after": "Cases of the week"}, {"before": 0, "after": 300},
    )  # fmt: skip
    assert "read_from" not in line.details


def test_who_comes_second_is_told_what_changed_and_loses_nothing(client: Client) -> None:
    board = make_board(name="First")
    client.force_login(facilitator_of(board))
    url = reverse("board-manage", args=[board.community.slug, board.slug])
    began = edition_of_settings(board)
    change(board, name="By another", description="Theirs.")
    answer = client.post(url, FORM | {"seen": began})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone changed this board while you were at it." in page
    assert "By another" in page and 'value="Cases of the week"' in page
    board.refresh_from_db()
    assert board.name == "By another"
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    assert client.post(url, FORM | {"seen": seen[1]}).status_code == 302
    board.refresh_from_db()
    assert board.name == "Cases of the week"


def test_other_readers_are_agreed_to_first(client: Client) -> None:
    board = make_board(make_community("Ward 7", visibility="open"))
    make_topic(board)
    make_topic(board)
    client.force_login(facilitator_of(board))
    answer = edit(client, board, read_from="20")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "2 topics are read by anyone on the web now, and would be read by members of Ward 7." in page
    assert "Everyone else loses sight of them at once" in page
    board.refresh_from_db()
    assert board.read_from == Level.READERS
    assert edit(client, board, read_from="20", agreed="30").status_code == 409
    assert edit(client, board, read_from="20", agreed="20").status_code == 302
    board.refresh_from_db()
    assert board.read_from == Level.MEMBERS
    page = edit(client, board, read_from="0").content.decode()
    assert "2 topics are read by members of Ward 7 now, and would be read by anyone on the web." in page
    assert "People wrote there for fewer readers" in page


def test_an_empty_board_or_readers_who_stay_the_same_need_no_agreement() -> None:
    empty = make_board()
    assert change(empty, read_from=20).read_from == 20
    private = make_board(make_community(visibility="private"))
    make_topic(private)
    assert change(private, read_from=10).read_from == 10
    with pytest.raises(NotAgreed) as caught:
        change(private, read_from=20)
    assert caught.value.level == 20


def test_narrowing_ends_what_stands_outside_and_boards_count_anew() -> None:
    board, other = make_board(), make_board()
    topic = make_topic(board)
    place_topic(topic, other)
    Board.objects.filter(pk=other.pk).update(topic_count=1, post_count=1)
    assert breaches() == []
    change(board, read_from=20, agreed=20)
    assert topic.placements.get(board=other).state == Placement.State.WITHDRAWN
    other.refresh_from_db()
    assert (other.topic_count, other.post_count) == (0, 0)
    assert breaches() == []


def test_topics_from_elsewhere_ask_anew_where_more_people_would_read_them_than_at_home() -> None:
    board = make_board(make_community(visibility="open"), read_from=Level.MEMBERS)
    own, inside = make_topic(board), make_topic(make_board(make_community(visibility="network")))
    public = make_topic(make_board(make_community(visibility="open")))
    for guest in (inside, public):
        place_topic(guest, board)
    board.refresh_from_db()
    change(board, read_from=Level.READERS, agreed=Level.READERS)
    placed = Placement.objects.filter(board=board).values_list("topic", "state")
    assert dict(placed) == {own.pk: "live", inside.pk: "pending", public.pk: "live"}
    assert not may_read_topic(AnonymousUser(), Topic.objects.get(pk=inside.pk))
    board.refresh_from_db()
    assert (board.topic_count, breaches()) == (2, [])


def test_who_no_longer_reads_it_is_shown_nothing_any_more() -> None:
    board = make_board(make_community(visibility="open"))
    topic = make_topic(board, title="Seen before")
    visitor = Client()
    assert "Seen before" in visitor.get(board.get_absolute_url()).content.decode()
    change(board, read_from=20, agreed=20)
    assert visitor.get(board.get_absolute_url()).status_code == 404
    assert visitor.get(topic.get_absolute_url()).status_code == 404
    assert "Seen before" not in visitor.get(board.community.get_absolute_url()).content.decode()


def test_columns_that_are_no_settings_cannot_be_changed() -> None:
    board = make_board()
    change(board, slug="other", topic_count=7, name="Renamed")
    board.refresh_from_db()
    assert (board.slug == "other", board.topic_count, board.name) == (False, 0, "Renamed")


def test_what_the_row_refuses_is_refused() -> None:
    with pytest.raises(ValidationError):
        change(make_board(), slow_seconds=8 * 24 * 3600)


def test_boards_move_up_and_down_by_a_button(client: Client) -> None:
    community = make_community()
    first, second, third = (make_board(community) for _ in range(3))
    client.force_login(community.memberships.get().person)
    url = reverse("boards-manage", args=[community.slug])
    order = [first.pk, second.pk, third.pk]
    answer = client.post(url, {"order": order, "up": third.pk})
    assert answer["Location"] == f"{url}#board-{third.pk}"
    assert order_of(community) == [first.pk, third.pk, second.pk]
    answer = client.post(url, {"order": order, "down": first.pk})
    assert (answer.status_code, "The boards have changed meanwhile" in answer.content.decode()) == (409, True)
    client.post(url, {"order": order_of(community), "down": first.pk})
    assert order_of(community) == [third.pk, first.pk, second.pk]
    client.post(url, {"order": order_of(community), "up": third.pk})
    assert order_of(community) == [third.pk, first.pk, second.pk]
    assert Change.objects.filter(verb=Verb.BOARDS_ORDERED).count() == 2


@pytest.mark.parametrize("wanted", [[], [1, 2], ["x"], [1, 1, 2]])
def test_an_order_that_is_not_of_these_boards_changes_nothing(wanted: list[Any]) -> None:
    community = make_community()
    ids = [make_board(community).pk for _ in range(3)]
    with pytest.raises(ChangedMeanwhile):
        order_boards(orderer=make_steward(), community=community, seen=ids, wanted=wanted)
    assert order_of(community) == ids


def test_an_archived_board_is_read_and_not_added_to_and_stands_below_the_others() -> None:
    board = make_board(make_community(visibility="open"), name="Quiet board")
    topic = make_topic(board)
    member = make_member(board.community)
    archive_board(archiver=make_steward(), board=board)
    reader = Client()
    reader.force_login(member)
    assert "Archived" in reader.get(board.get_absolute_url()).content.decode()
    assert reader.get(topic.get_absolute_url()).status_code == 200
    with pytest.raises(Refused, match="archived"):
        make_topic(board, author=member)
    page = reader.get(board.community.get_absolute_url()).content.decode()
    assert page.index("Archived boards") < page.index("Quiet board")
    restore_board(restorer=make_steward(), board=board)
    assert "Archived boards" not in reader.get(board.community.get_absolute_url()).content.decode()
    assert make_topic(board, author=member).home_board == board
    assert list(Change.objects.filter(board_key=board.pk).values_list("verb", flat=True).order_by("pk")) == [
        Verb.BOARD_OPENED, Verb.BOARD_ARCHIVED, Verb.BOARD_RESTORED,
    ]  # fmt: skip


def test_archiving_and_restoring_ask_first(client: Client) -> None:
    board = make_board(name="Asked")
    client.force_login(facilitator_of(board))
    where = [board.community.slug, board.slug]
    for name, is_archived in (("board-archive", True), ("board-restore", False)):
        assert "Asked" in client.get(reverse(name, args=where)).content.decode()
        board.refresh_from_db()
        assert (board.archived_at is not None) is not is_archived
        assert client.post(reverse(name, args=where)).status_code == 302
        board.refresh_from_db()
        assert (board.archived_at is not None) is is_archived


def test_no_board_is_opened_in_an_archived_community() -> None:
    board = make_board()
    Community.objects.filter(pk=board.community_id).update(archived_at="2026-01-01T00:00Z")
    with pytest.raises(Refused, match="archived"):
        open_board(opener=make_steward(), community=board.community, name="Late")


def test_a_boards_page_offers_what_its_reader_may_and_says_who_looks_after_it(client: Client) -> None:
    board = make_board(make_community(visibility="open"))
    named = make_board_moderator(board, make_person("Ada Lovelace"))
    manage = reverse("board-manage", args=[board.community.slug, board.slug])
    move = reverse("board-move", args=[board.community.slug, board.slug])
    found = {}
    for role in ("member", "board moderator", "moderator", "facilitator"):
        client.force_login(named if role == "board moderator" else someone(role, board))
        page = client.get(board.get_absolute_url()).content.decode()
        found[role] = (manage in page, move in page, "Ada Lovelace</a>" in page)
    assert found == {
        "member": (False, False, True),
        "board moderator": (False, True, True),
        "moderator": (False, True, True),
        "facilitator": (True, True, True),
    }
    visitor = Client()
    assert "Looked after by" in visitor.get(board.get_absolute_url()).content.decode()
    url = reverse("board-moderator-end", args=[board.community.slug, board.slug, named.pk])
    assert client.post(url).status_code == 302
    assert "Looked after by" not in visitor.get(board.get_absolute_url()).content.decode()


def test_a_moderator_is_named_by_handle(client: Client) -> None:
    board = make_board()
    member = make_member(board.community, make_person("Ada", handle="ada"))
    make_person("Bob", handle="bob")
    client.force_login(facilitator_of(board))
    url = reverse("board-moderator-name", args=[board.community.slug, board.slug])
    for handle, status in (("@Ada", 302), ("bob", 422), ("nobody", 422), ("", 422)):
        answer = client.post(url, {"handle": handle})
        assert (handle, answer.status_code) == (handle, status)
        if handle in {"bob", "nobody"}:
            assert (
                "has this handle" in answer.content.decode()
            )  # the same for who is elsewhere and who is nowhere
    assert board.community.memberships.get(person=member).boards_moderated == [board.pk]


def test_members_who_can_be_named_are_suggested(client: Client) -> None:
    board = make_board()
    community = board.community
    make_member(community, make_person("Zoe", handle="zoe"))
    make_member(community, make_person("Ada", handle="ada"))
    make_member(community, make_person("Gus", handle="gus"), role=Role.GUEST)
    make_member(community, make_person("Mo", handle="mo"), role=Role.MODERATOR)
    make_member(community, make_person("Cleo", handle="cleo", is_active=False))
    make_board_moderator(board, make_person("Named", handle="named"))
    make_board_moderator(make_board(community), make_person("Elsewhere", handle="elsewhere"))
    make_person("Outsider", handle="outsider")
    client.force_login(facilitator_of(board))
    page = client.get(reverse("board-manage", args=[community.slug, board.slug])).content.decode()
    field = re.search(r'<input[^>]*name="handle"[^>]*>', page)
    assert field is not None and 'list="members-to-suggest"' in field[0]
    (listed,) = re.findall(r'<datalist id="members-to-suggest">(.*?)</datalist>', page, re.DOTALL)
    assert re.findall(r'<option value="(\w+)">(\w+)</option>', listed) == [
        ("ada", "Ada"), ("elsewhere", "Elsewhere"), ("zoe", "Zoe"),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "most"), [("boards-manage", 12), ("board-manage", 14)])
def test_the_pages_cost_the_same_with_one_board_and_with_thirty(client: Client, name: str, most: int) -> None:
    counts = []
    for many in (1, 30):
        community = make_community()
        boards = [make_board(community) for _ in range(many)]
        for board in boards:
            make_topic(board)
            make_board_moderator(board)
        client.force_login(community.memberships.get(role=40).person)
        args = [community.slug] if name == "boards-manage" else [community.slug, boards[0].slug]
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name, args=args)).status_code == 200
        counts.append(len(queries))
    # Who asks, what they belong to, the community, the boards, who looks after them; for the tabs, what waits: seven.
    # The page of one board suggests members besides.
    assert counts == [most, most]


def test_boards_are_not_changed_too_often() -> None:
    board, steward = make_board(), make_steward()
    with pytest.raises(Refused) as caught:
        for number in range(40):
            change(board, steward, name=f"Name {number}")
    assert caught.value.status == 429


def test_an_address_that_leads_elsewhere_is_refused_by_the_action() -> None:
    with pytest.raises(Invalid):
        make_board(slug="manage")
