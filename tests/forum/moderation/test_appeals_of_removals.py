"""Appeals against that something was removed: who decides them, what comes of that, and who learns of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.sending import send_message
from forum.chat.actions.taking_down import take_down
from forum.chat.models import Message
from forum.communities.models import Change, Community, Role, Verb
from forum.communities.selectors.members import facilitators_of
from forum.core.verdicts import Invalid, Refused
from forum.discussions.models import Board
from forum.moderation.actions.appealing import appeal_removed_message, overturn_decision, uphold_decision
from forum.moderation.actions.letters_of_appeals import mail_decided_appeal, mail_first_decider
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import (
    appealed_where_looked_after,
    appeals_by_role,
    appeals_for,
    appeals_in,
    appeals_of_network,
    decided_appeals_of_network,
    waiting_appeals_in,
    who_decides,
)
from forum.moderation.selectors.health import Reversals, reversals_in
from forum.notifications.selectors.addressees import asked_to_look
from forum.notifications.selectors.inbox import notices_of
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.selectors.standing import appeals as appeals_in_copy
from tests.factories import (
    expel,
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_steward,
)
from tests.forum.moderation.removed_things import (
    KINDS,
    PLEA,
    SAID,
    WHY,
    Kind,
    fresh,
    kept,
    removed_message,
    removed_since,
    says,
)  # fmt: skip
from tests.forum.moderation.test_appeals import deciders, the_appeal
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Appeal.State


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def board() -> Board:
    return make_board(make_community("Ward teaching", visibility="hidden"))


@pytest.fixture
def community(board: Board) -> Community:
    return board.community


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def member(community: Community) -> Person:
    return make_member(community, make_person("Ada"))


@pytest.fixture
def facilitator(community: Community) -> Person:
    return facilitators_of(community)[0].person


def told(person: Person) -> list[str]:
    """Of what somebody is told and has not read yet."""
    return sorted(notice.kind for notice in notices_of(again(person)).notices if notice.is_unread)


def confirmed(*people: Person) -> None:
    for person in people:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def test_its_author_asks_once_for_each_time_that_it_was_removed(
    kind: Kind, moderator: Person, member: Person, facilitator: Person, board: Board
) -> None:
    thing = kind.removed(moderator, member, board)
    for person in (moderator, make_member(board.community)):
        with pytest.raises(Refused, match="nothing of yours"):
            kind.ask(person, thing)
    for words in (" ", "x" * 2001):
        with pytest.raises(Invalid):
            kind.ask(member, thing, words)
    appeal = kind.ask(member, thing)
    assert (appeal.state, appeal.decided_first_by, appeal.removed_at) == (
        State.OPEN,
        moderator,
        thing.removed_at,
    )
    with pytest.raises(Refused, match="asked already"):
        kind.ask(member, thing)
    kind.restore(facilitator, thing)
    with pytest.raises(Refused, match="stands in its place"):
        kind.ask(member, thing)
    assert (the_appeal().state, the_appeal().decided_by) == (State.GONE, None)


def test_who_lets_the_words_go_asks_for_nothing_any_more(
    kind: Kind,
    moderator: Person,
    member: Person,
    facilitator: Person,
    board: Board,
    django_capture_on_commit_callbacks: Any,
) -> None:
    thing, other = (kind.removed(moderator, member, board) for _ in range(2))
    asked, stays = kind.ask(member, thing), kind.ask(member, other)
    with django_capture_on_commit_callbacks(execute=True):
        kind.forget(member, thing)
    states = dict(Appeal.objects.values_list("pk", "state"))
    assert states == {asked.pk: State.GONE, stays.pk: State.OPEN}
    assert [each.pk for each in appeals_for(again(facilitator))] == [stays.pk]


def test_it_is_too_late_once_the_words_are_gone_or_a_month_is_over(
    kind: Kind, moderator: Person, member: Person, board: Board
) -> None:
    old, forgotten = (kind.removed(moderator, member, board) for _ in range(2))
    kind.forget(member, forgotten)
    with pytest.raises(Refused, match="for good"):
        kind.ask(member, forgotten)
    removed_since(old, timezone.now() - timedelta(days=31))
    with pytest.raises(Refused, match="30 days"):
        kind.ask(member, fresh(old))
    removed_since(old, timezone.now())


def test_an_appeal_is_about_one_thing(moderator: Person, member: Person, board: Board) -> None:
    things = {name: kind.removed(moderator, member, board) for name, kind in KINDS.items()}
    since = {"removed_at": things["post"].removed_at}
    two = ({"post", "message"}, {"post", "topic"}, {"message", "topic"})
    both = [{name: things[name] for name in names} | since for names in two]
    for about in (*both, since, *({name: thing} for name, thing in things.items())):
        home = {"board": board} if "topic" in about else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.create(person=member, **about, **home)
    for about in ({"topic": things["topic"]}, {"post": things["post"], "board": board}):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):  # where it was asked is said of topics alone
            Appeal.objects.create(person=member, **about, **since)


def test_it_is_looked_at_again_by_nobody_below_who_removed_it(
    kind: Kind, member: Person, board: Board, facilitator: Person
) -> None:
    community = board.community
    people = {
        "first": facilitator,
        "board moderator": make_board_moderator(board),
        "moderator": make_member(community, role=Role.MODERATOR),
        "facilitator": make_member(community, role=Role.FACILITATOR),
        "steward": make_steward(),
        "moderator elsewhere": make_member(make_community(), role=Role.MODERATOR),
        "appellant": member,
    }
    thing = kind.removed(facilitator, member, board)
    kind.ask(member, thing)
    assert deciders(people) == ["facilitator", "steward"]
    assert asked_to_look(the_appeal()) == [people["facilitator"].pk]
    assert str(who_decides(the_appeal())).startswith("Somebody else than who decided it")
    with pytest.raises(Refused, match="same role as who removed it"):
        overturn_decision(decider=again(people["moderator"]), appeal=the_appeal(), reason="It is fine.")
    overturn_decision(decider=again(people["facilitator"]), appeal=the_appeal(), reason="It is fine.")
    assert says(thing) == SAID


def test_who_moderates_single_boards_decides_about_no_room(
    moderator: Person, member: Person, board: Board
) -> None:
    message = removed_message(moderator, member, board)
    appeal_removed_message(person=member, message=message, words=PLEA)
    people = {
        "board moderator": make_board_moderator(board),
        "moderator": make_member(board.community, role=Role.MODERATOR),
    }
    assert deciders(people) == ["moderator"]


def test_who_decided_first_costs_no_query_for_each_appeal(
    kind: Kind, board: Board, moderator: Person
) -> None:
    def ask_again(number: int) -> None:
        for _ in range(number):
            author = make_member(board.community)
            kind.ask(author, kind.removed(moderator, author, board))

    ask_again(1)
    with CaptureQueriesContext(connection) as few:
        assert appeals_for(again(moderator)) == []
    ask_again(4)
    with CaptureQueriesContext(connection) as many:
        assert appeals_for(again(moderator)) == []
    assert len(many) == len(few)


def test_it_is_back_once_somebody_else_has_decided_so(
    kind: Kind, moderator: Person, member: Person, facilitator: Person, board: Board
) -> None:
    thing = kind.removed(moderator, member, board)
    why, ask = kind.pages(thing)
    author, first, decider = (signed_in(each) for each in (member, moderator, facilitator))
    begun, ends = author.get(why).content.decode(), "ends without an answer"
    assert ask in begun and ends not in begun and ask not in first.get(why).content.decode()
    assert first.get(ask).status_code == 404
    asking = author.get(ask).content.decode()
    assert (WHY in asking, SAID in asking) == (True, False)
    assert author.post(ask, {"words": ""}).status_code == 422
    assert author.post(ask, {"words": PLEA})["Location"] == reverse("own-standing")
    assert author.post(ask, {"words": PLEA})["Location"].startswith(
        reverse("own-standing")
    )  # it is asked once
    page = author.get(why).content.decode()
    assert "waits" in page and ends in page and ask not in page  # letting the words go says what it ends
    standing = author.get(reverse("own-standing")).content.decode()
    assert (PLEA in standing, why in standing) == (True, True)
    appeal = the_appeal()
    uphold, overturn = (reverse(f"appeal-{act}", args=[appeal.pk]) for act in ("uphold", "overturn"))
    for act in (uphold, overturn):
        assert first.post(act, {"reason": "It is mine to say."}).status_code == 403
    address = appeal.get_absolute_url()
    for listed in (
        reverse("community-appeals", args=[board.community.slug]),
        reverse("community-queue", args=[board.community.slug]),
        reverse("queue"),
    ):
        assert address in decider.get(listed).content.decode()
        assert address not in first.get(listed).content.decode()
    shown = decider.get(address).content.decode()
    assert all(words in shown for words in (SAID, WHY, PLEA))
    assert decider.post(overturn, {"reason": ""}).status_code == 422
    assert decider.post(overturn, {"reason": "You are right."}).status_code == 302
    assert says(thing) == SAID
    assert decider.post(overturn, {"reason": "You are right."}).status_code == 403
    assert "You are right." in decider.get(address).content.decode()


def test_what_is_decided_both_sides_read_and_logs_and_figures_count_it(
    kind: Kind, moderator: Person, member: Person, facilitator: Person, board: Board
) -> None:
    community, wanted = board.community, {"overturned": overturn_decision, "upheld": uphold_decision}
    confirmed(member, moderator)
    steward = make_steward()
    for state, decide in wanted.items():
        kind.ask(member, kind.removed(moderator, member, board))
        appeal = appeals_in(again(facilitator), community)[0]
        assert waiting_appeals_in(again(facilitator), community) == 1
        assert "appeal-waits" in told(facilitator) and "appeal-waits" not in told(steward)
        decide(decider=again(facilitator), appeal=appeal, reason=f"So it is {state}.")
        assert "appeal-waits" not in told(facilitator)
        mail.outbox.clear()
        assert mail_decided_appeal(appeal_id=appeal.pk) and mail_first_decider(appeal_id=appeal.pk)
        assert [letter.to for letter in mail.outbox] == [[member.email], [moderator.email]]
        for letter in mail.outbox:
            assert (f"So it is {state}." in letter.body, SAID in letter.body) == (True, False)
    assert told(member).count("appeal-answered") == 2 and told(moderator).count("own-decision-looked-at") == 2
    assert reversals_in(community, timezone.now()) == Reversals(2, 1)
    for verb in (Verb.APPEAL_OVERTURNED, Verb.APPEAL_UPHELD):
        change = Change.objects.get(verb=verb)
        assert (change.actor, change.person, change.community) == (facilitator, member, community)
    log = signed_in(moderator).get(reverse("community-log", args=[community.slug])).content.decode()
    assert f"overturned that a {kind.word} by" in log and f"looked again at why a {kind.word} by" in log


def test_words_stay_while_somebody_looks_at_them_again(
    kind: Kind, moderator: Person, member: Person, board: Board
) -> None:
    asked = kind.removed(moderator, member, board)
    other = kind.removed(moderator, make_member(board.community), board)
    kind.ask(member, asked)
    assert kind.clear(timezone.now() + timedelta(days=31)) == 1
    assert [kept(each) for each in (asked, other)] == [SAID, ""]


def test_letting_ones_own_words_go_is_done_only_so_often(
    kind: Kind, moderator: Person, member: Person, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    things, spent = [kind.removed(moderator, member, board) for _ in range(2)], []
    for module in ("communities.actions.removals", "discussions.actions.whole_topics"):
        monkeypatch.setattr(f"forum.{module}.spend", lambda limit, key: spent.append((limit.name, key)))
    kind.forget(member, things[0])
    with pytest.raises(Refused, match="gone already"):
        kind.forget(member, things[0])
    assert spent == [("tending", member.pk)]


def test_who_left_asks_all_the_same_and_is_told_no_name(
    kind: Kind, moderator: Person, member: Person, facilitator: Person, board: Board
) -> None:
    thing = kind.removed(moderator, member, board)
    confirmed(member)
    expel(member, board.community)
    why, ask = kind.pages(thing)
    author = signed_in(member)
    pages = [author.get(why), author.get(ask), author.post(ask, {"words": PLEA}, follow=True)]
    uphold_decision(decider=again(facilitator), appeal=the_appeal(), reason="So it is, and stays.")
    pages += [author.get(reverse(name)) for name in ("own-standing", "inbox", "own-removed")]
    assert [page.status_code for page in pages] == [200] * 6
    assert PLEA in pages[3].content.decode()
    assert not any("Ward teaching" in page.content.decode() for page in pages)
    assert mail_decided_appeal(appeal_id=the_appeal().pk)
    assert "Ward teaching" not in mail.outbox[0].subject + mail.outbox[0].body


def test_outsiders_and_members_find_no_appeal(
    kind: Kind, moderator: Person, member: Person, board: Board
) -> None:
    appeal = kind.ask(member, kind.removed(moderator, member, board))
    for person in (
        make_person(),
        make_member(board.community),
        make_member(make_community(), role=Role.MODERATOR),
    ):
        client = signed_in(person)
        assert client.get(appeal.get_absolute_url()).status_code == 404
        assert client.post(reverse("appeal-overturn", args=[appeal.pk]), {"reason": "No."}).status_code == 404
        assert (appeals_for(again(person)), appealed_where_looked_after(again(person))) == ([], [])


def test_the_copy_of_ones_data_holds_what_was_asked_and_who_leaves_asks_no_more(
    kind: Kind, moderator: Person, member: Person, board: Board
) -> None:
    kind.ask(member, kind.removed(moderator, member, board))
    (row,) = appeals_in_copy(member)
    assert (row["about"], row["words"], row["state"]) == (f"removed {kind.word}", PLEA, "open")
    close_account(person=again(member), wish="keep", handle=member.handle, password="a long enough password")
    assert (the_appeal().state, the_appeal().words) == (State.GONE, "")


# Between two


@pytest.fixture
def other(community: Community) -> Person:
    return make_member(community, make_person("Bohumila Kraus"))


@pytest.fixture
def between_two(member: Person, other: Person) -> Message:
    room = open_direct_room(person=member, other=other)
    send_message(author=other, room=room, client_id=uuid4(), body="My own secret words.")
    return fresh(send_message(author=member, room=room, client_id=uuid4(), body=SAID))


def taken_alone(message: Message, steward: Person) -> Message:
    with transaction.atomic():
        take_down(message, steward, WHY, timezone.now())
    return fresh(message)


def test_of_what_two_say_alone_another_steward_decides_who_is_neither_of_them(
    between_two: Message, member: Person, other: Person, facilitator: Person, moderator: Person
) -> None:
    first, second = make_steward(), make_steward()
    message = taken_alone(between_two, first)
    appeal_removed_message(person=member, message=message, words=PLEA)
    Person.objects.filter(pk=other.pk).update(is_steward=True)
    people = {"first": first, "second": second, "other": other, "facilitator": facilitator, "asked": member}
    assert deciders(people) == ["second"]
    asked = asked_to_look(the_appeal())
    assert [each.pk in asked for each in (first, other, second)] == [False, False, True]
    assert str(who_decides(the_appeal())).startswith("Somebody else than who decided it")
    assert appeals_by_role(again(second)) == appeals_of_network(again(second)) == [the_appeal()]
    assert (appeals_by_role(again(other)), appeals_of_network(again(other))) == ([], [])
    assert told(second) == ["appeal-waits"]
    assert [told(each) for each in (first, other)] == [[], []]
    address = the_appeal().get_absolute_url()
    for person in (other, facilitator, moderator):
        assert signed_in(person).get(address).status_code == 404
    for page in (address, reverse("network-appeals"), reverse("queue")):
        shown = signed_in(second).get(page).content.decode()
        assert address in shown or SAID in shown
        assert ("My own secret words." in shown, other.display_name in shown) == (False, False)
    overturn_decision(decider=again(second), appeal=the_appeal(), reason="It threatens nobody.")
    assert says(message) == SAID
    change = Change.objects.get(verb=Verb.APPEAL_OVERTURNED)
    assert (change.community, change.about, change.person) == (None, "", member)
    assert decided_appeals_of_network(again(second)) == [the_appeal()]
    assert decided_appeals_of_network(again(other)) == []
    assert "overturned that a message by" in signed_in(first).get(reverse("network-log")).content.decode()


def test_where_no_other_steward_is_there_who_removed_it_looks_once_more(
    between_two: Message, member: Person, other: Person
) -> None:
    Person.objects.filter(is_steward=True).update(is_steward=False)
    steward = make_steward()
    appeal_removed_message(person=member, message=taken_alone(between_two, steward), words=PLEA)
    Person.objects.filter(pk=other.pk).update(is_steward=True)
    assert deciders({"steward": steward, "other": other}) == ["steward"]
    assert "Nobody else can decide it" in str(who_decides(the_appeal()))
    assert (told(steward), told(other)) == (["appeal-waits"], [])
    uphold_decision(decider=again(steward), appeal=the_appeal(), reason="It does threaten.")
    assert fresh(between_two).removed_at is not None
