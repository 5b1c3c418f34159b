"""Asking, agreeing, changing, taking out and removing words on their way to a board, at the same moment."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.core.cache import cache

from forum.chat.actions.messages import edit_message, remove_message
from forum.communities.models import Community
from forum.core.verdicts import Refused
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.models import Post, Topic
from forum.invariants.selectors import breaches
from forum.lifting.actions.answering import agree, decline
from forum.lifting.actions.ending import withdraw
from forum.lifting.actions.publishing import publish_agreed
from forum.lifting.actions.standing import take_own_words_out
from forum.lifting.models import Lift
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_steward
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import lift, moderator_of, room_of, states, wording_for
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 10


def _problems(results: list[object]) -> list[object]:
    """What went wrong other than with a refusal."""
    return [each for each in results if isinstance(each, Exception) and not isinstance(each, Refused)]


@pytest.mark.parametrize(
    "is_steward", [False, True], ids=["moderator", "steward"]
)  # who has no membership to lock
def test_consent_of_all_at_the_same_moment_publishes_once(is_steward: bool) -> None:
    community = make_community(visibility="private")
    room, board = room_of(community), make_board(community)
    people = [make_member(community) for _ in range(4)]
    for number in range(1, ROUNDS + 1):
        cache.clear()
        mo = make_steward() if is_steward else moderator_of(community)
        asking = lift(mo, [say(person, room) for person in people], board)
        acts = [partial(agree, author=each, lift=asking, seen=wording_for(asking, each)) for each in people]
        results = together([*acts, *acts])
        assert _problems(results) == []
        assert (Topic.objects.count(), Post.objects.count()) == (number, number)
        assert states(asking) == ["stands"] * 4
    assert breaches() == []


def test_agreed_and_published_and_withdrawn_at_once_is_one_of_them() -> None:
    community = make_community(visibility="private")
    room, board = room_of(community), make_board(community)
    ada, bea = make_member(community), make_member(community)
    for _round in range(ROUNDS):
        cache.clear()
        mo = moderator_of(community)
        asking = lift(mo, [say(ada, room), say(bea, room)], board)
        agree(author=ada, lift=asking, seen=wording_for(asking, ada))
        results = together([
            partial(agree, author=bea, lift=asking, seen=wording_for(asking, bea)),
            partial(publish_agreed, lifter=mo, lift=asking),
            partial(withdraw, lifter=mo, lift=asking),
            partial(decline, author=ada, lift=asking),
        ])  # fmt: skip
        assert _problems(results) == []
        fresh = Lift.objects.get(pk=asking.pk)
        assert fresh.state in {"published", "withdrawn"}
        assert Post.objects.filter(client_key=asking.client_key).count() == (fresh.state == "published")
    assert breaches() == []


def test_two_who_take_the_same_words_do_it_once() -> None:
    community = make_community(visibility="private")
    room, board = room_of(community), make_board(community)
    moderators = [moderator_of(community) for _ in range(3)]
    ada = make_member(community)
    for number in range(1, ROUNDS + 1):
        cache.clear()
        message, key = say(ada, room), uuid4()
        results = together([
            *(partial(lift, each, [message], board) for each in moderators),
            *[partial(lift, moderators[0], [message], board, client_key=key)] * 3,
        ])  # fmt: skip
        assert _problems(results) == []
        assert {each.pk for each in results if isinstance(each, Lift)} == {Lift.objects.latest("pk").pk}
        assert Lift.objects.count() == number


def test_two_who_take_the_same_words_freely_put_them_up_once() -> None:
    community = make_community(visibility="private")
    Community.objects.filter(pk=community.pk).update(taking="free")
    room, board = room_of(community), make_board(community)
    moderators = [make_steward() for _ in range(4)]
    ada = make_member(community)
    for number in range(1, ROUNDS + 1):
        cache.clear()
        message = say(ada, room)
        results = together([partial(lift, each, [message], board) for each in moderators])
        assert _problems(results) == []
        assert Topic.objects.count() == number
    assert breaches() == []


def test_words_changed_or_removed_while_they_go_up_stand_as_they_were_agreed_to() -> None:
    community = make_community(visibility="private")
    room, board = room_of(community), make_board(community)
    ada = make_member(community)
    for _round in range(ROUNDS):
        cache.clear()
        mo = moderator_of(community)
        messages = [say(ada, room, "As agreed to."), say(ada, room, "To be removed.")]
        asking = lift(mo, messages, board)
        results = together([
            partial(agree, author=ada, lift=asking, seen=wording_for(asking, ada)),
            partial(edit_message, editor=ada, message=messages[0], body="Changed.", revision=1),
            partial(remove_message, remover=ada, message=messages[1]),
        ])  # fmt: skip
        assert _problems(results) == []
        fresh = Lift.objects.get(pk=asking.pk)
        if fresh.state == "published":
            html = Post.objects.get(pk=fresh.post_id).html
            assert "As agreed to." in html
            assert "Changed." not in html
    assert breaches() == []


def test_taken_out_edited_and_removed_at_once_leaves_no_words_behind() -> None:
    community = make_community(visibility="private")
    room, board = room_of(community), make_board(community)
    ada, bea = make_member(community), make_member(community)
    for _round in range(ROUNDS):
        cache.clear()
        mo = moderator_of(community)
        asking = lift(mo, [say(ada, room, "Ada's words."), say(bea, room, "Bea's words.")], board)
        for person in (ada, bea):
            agree(author=person, lift=asking, seen=wording_for(asking, person))
        post = Post.objects.select_related("topic__home_board").get(client_key=asking.client_key)
        results = together([
            partial(take_own_words_out, author=ada, lift=asking),
            partial(take_own_words_out, author=bea, lift=asking),
            partial(edit_post, editor=mo, post=post, body="Said better.", revision=1),
            partial(remove_post, author=mo, post=post) if _round % 2 else partial(withdraw, lifter=mo, lift=asking),
        ])  # fmt: skip
        assert _problems(results) == []
        html = Post.objects.get(pk=post.pk).html
        assert ("Ada's" in html, "Bea's" in html) == (False, False)
    assert breaches() == []


def test_who_leaves_while_others_agree_is_not_taken_along() -> None:
    from forum.lifting.actions.ending import decline_and_withdraw_all  # the act of leaving that concerns this

    community = make_community(visibility="private")
    room, board = room_of(community), make_board(community)
    bea = make_member(community)
    for _round in range(ROUNDS):
        cache.clear()
        mo, ada = moderator_of(community), make_member(community)
        asking = lift(mo, [say(ada, room), say(bea, room)], board)
        results = together([
            partial(agree, author=bea, lift=asking, seen=wording_for(asking, bea)),
            partial(_leaving, decline_and_withdraw_all, ada),
        ])  # fmt: skip
        assert _problems(results) == []
        assert states(asking) == ["declined", "agreed"]
        assert Lift.objects.get(pk=asking.pk).state == "asking"
    assert breaches() == []


def _leaving(act: object, person: Person) -> None:
    act(person_id=person.pk)  # type: ignore[operator]  # one of ours
