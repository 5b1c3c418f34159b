"""The pages of words that wait: for their author, for moderators, and what everybody else does not see."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.joining import ask_to_join
from forum.communities.models import Community, Membership, Role
from forum.communities.selectors.standing import forget_memberships
from forum.core.claims import Kind
from forum.discussions.actions.deciding import decline_held, let_through
from forum.discussions.actions.held_words import change_held
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Board, Draft, HeldPost, Level, Post, Topic
from forum.moderation.actions.claiming import add_remark
from forum.people.models import Person
from tests.factories import (
    expel,
    hold_reply,
    hold_topic,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)

pytestmark = pytest.mark.django_db

LOOKED_AT = "A moderator looks at every post here before it appears."


@pytest.fixture
def board() -> Board:
    community = make_community("Debriefers", visibility=Community.Visibility.OPEN)
    return make_board(community, name="Scenario clinic", approval="everything")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person | None, address: str) -> str:
    client = signed_in(person) if person else Client()
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def queue(board: Board) -> str:
    return reverse("held-posts", args=[board.community.slug])


def board_moderator(board: Board) -> Person:
    person = make_member(board.community)
    Membership.objects.filter(person=person, community=board.community).update(boards_moderated=[board.pk])
    forget_memberships(person)
    return person


def test_whoever_replies_is_told_at_once_that_it_waits_and_sees_it_as_it_would_stand(board: Board) -> None:
    topic, author = make_topic(board, title="The silence"), make_member(board.community)
    assert LOOKED_AT in page(author, topic.get_absolute_url())
    client, key = signed_in(author), str(uuid4())
    form = {"text": "Let the *mother* speak first.", "client_key": key}
    answers = [client.post(reverse("reply", args=[topic.pk]), form) for _twice in range(2)]

    held = HeldPost.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/held/{held.pk}/"] * 2
    told = page(author, f"/held/{held.pk}/")
    assert f"{LOOKED_AT} Yours waits; you will find it here" in told
    assert "Let the <em>mother</em> speak first." in told
    assert "The silence" in told
    assert not Draft.objects.exists()


def test_a_note_below_the_thread_is_for_its_author_alone(board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    held = hold_reply(topic, body="Unseen words.")
    address, note = topic.get_absolute_url(), "1 post of yours here waits for a moderator."

    assert note in page(held.author, address)
    hold_reply(topic, held.author)
    assert "2 posts of yours here wait for a moderator." in page(held.author, address)
    for person in (make_member(board.community), moderator, make_steward(), None):
        shown = page(person, address)
        assert "for a moderator." not in shown
        assert "Unseen words." not in shown
    let_through(moderator=moderator, held=held, revision=1)
    assert note in page(held.author, address)
    assert "Unseen words." in page(None, address)


def test_a_topic_that_waits_is_on_no_board_until_it_is_let_through(board: Board, moderator: Person) -> None:
    author = make_member(board.community)
    client = signed_in(author)
    address = reverse("start-topic", args=[board.community.slug, board.slug])
    assert LOOKED_AT in client.get(address).content.decode()
    form = {"title": "Everybody leaves", "type": "case", "tags": "sim", "text": "As soon as."}
    held_at = client.post(address, form)["Location"]
    held = HeldPost.objects.get()

    assert held_at == held.get_absolute_url()
    assert "Everybody leaves" not in page(None, board.get_absolute_url())
    signed_in(moderator).post(queue(board), {"through": held.pk, f"revision-{held.pk}": 1})
    assert "Everybody leaves" in page(None, board.get_absolute_url())
    topic = Topic.objects.get()
    assert (topic.author, topic.type, topic.tags) == (author, "case", ["sim"])
    assert f'href="{topic.posts.get().get_absolute_url()}#post-1"' in page(author, held_at)


def test_its_author_changes_what_waits(board: Board) -> None:
    held = hold_topic(board, title="First title", body="First words.")
    client, address = signed_in(held.author), reverse("held-edit", args=[held.pk])
    shown = client.get(address).content.decode()
    assert "First title" in shown
    assert "First words." in shown

    form = {"text": "Better words.", "title": "Better title", "type": "question", "tags": "", "revision": "1"}
    empty = client.post(address, form | {"title": ""})
    assert empty.status_code == 422
    assert "Give the topic a title" in empty.content.decode()
    assert "Better words." in empty.content.decode()
    assert Draft.objects.get().place == f"heldpost:{held.pk}"
    assert client.get("/drafts/").content.decode().count(f'href="{address}"') == 2
    assert client.post(address, form)["Location"] == held.get_absolute_url()
    held.refresh_from_db()
    assert (held.title, held.source, held.type, held.revision) == (
        "Better title",
        "Better words.",
        "question",
        2,
    )
    assert not Draft.objects.exists()

    stale = client.post(address, form | {"text": "From the other window."})
    assert stale.status_code == 409
    said = stale.content.decode()
    assert "You changed this in another window." in said
    assert "Better words." in said
    assert "From the other window." in said


def test_a_change_that_comes_after_the_decision_is_told_and_keeps_what_was_typed(
    board: Board, moderator: Person
) -> None:
    held = hold_topic(board)
    let_through(moderator=moderator, held=held, revision=1)
    client, address = signed_in(held.author), reverse("held-edit", args=[held.pk])

    late = client.post(address, {"text": "Typed too late.", "title": "T", "type": "case", "revision": "1"})
    assert late.status_code == 409
    said = late.content.decode()
    assert "A moderator has let this through in the meantime. Your change was not stored" in said
    assert "Typed too late." in said
    assert client.get(address)["Location"] == held.get_absolute_url()
    assert client.post(reverse("held-take-back", args=[held.pk])).status_code == 409
    assert Post.objects.get(author=held.author).source == "Hello."


def test_words_taken_back_are_in_the_composer_again(board: Board) -> None:
    topic = make_topic(board)
    parent = make_reply(topic)
    held = hold_reply(topic, body="On second thought.", parent=parent)
    client = signed_in(held.author)

    assert client.post(reverse("held-take-back", args=[held.pk]))["Location"] == held.get_absolute_url()

    composer = client.get(topic.get_absolute_url()).content.decode()
    assert "On second thought.</textarea>" in composer
    assert f'name="parent" value="{parent.number}"' in composer
    assert "You have taken it back." in page(held.author, held.get_absolute_url())
    assert "On second thought." in page(held.author, "/held/")


def test_the_list_of_what_waits_shows_words_without_the_signs_that_lay_them_out(board: Board) -> None:
    held = hold_reply(
        make_topic(board), body="## Context\n\nWe **fight** about <this>.\n\n" + "Very long. " * 900
    )
    shown = page(held.author, "/held/")
    assert 'draft-words">Context We fight about &lt;this&gt;. Very long.' in shown
    assert [sign in shown for sign in ("## Context", "**fight**")] == [False, False]


def test_a_declined_author_reads_why_and_uses_the_words_again(board: Board, moderator: Person) -> None:
    topic, author = make_topic(board), make_member(board.community)
    reply = hold_reply(topic, author, body="A reply.", parent=make_reply(topic))
    start = hold_topic(board, author, title="A title", body="A start.")
    for held in (reply, start):
        decline_held(moderator=moderator, held=held, revision=1, reason="Leave out the child's name.")
        assert "Leave out the child&#x27;s name." in page(author, held.get_absolute_url())
    assert page(author, "/held/").count("Leave out the child&#x27;s name.") == 2
    client = signed_in(author)

    again = client.post(reverse("held-again", args=[reply.pk]))
    assert again["Location"] == f"{topic.get_absolute_url()}?reply=2#reply"
    assert "A reply.</textarea>" in client.get(again["Location"]).content.decode()
    anew = client.post(reverse("held-again", args=[start.pk]), follow=True)
    shown = anew.content.decode()
    assert "A start.</textarea>" in shown
    assert 'value="A title"' in shown


def test_nobody_else_opens_the_page_of_ones_own_words(board: Board, moderator: Person) -> None:
    held = hold_topic(board)
    for person in (moderator, make_steward(), make_member(board.community)):
        client = signed_in(person)
        for name in ("held-post", "held-edit"):
            assert client.get(reverse(name, args=[held.pk])).status_code == 404
        for name in ("held-edit", "held-take-back", "held-again"):
            assert client.post(reverse(name, args=[held.pk]), {"text": "x"}).status_code == 404
    assert Client().get(held.get_absolute_url()).status_code == 302


def test_who_can_no_longer_read_the_board_keeps_the_words_and_is_shown_no_title() -> None:
    community = make_community("Hidden circle", visibility=Community.Visibility.HIDDEN)
    board = make_board(community, name="Inner board", approval="everything")
    topic = make_topic(board, title="A hidden title")
    held = hold_reply(topic, body="My own words.")
    author = Person.objects.get(pk=held.author_id)
    assert "A hidden title" in page(author, held.get_absolute_url())
    expel(author, community)
    cache.clear()  # the rail's counts, which may lag by a minute
    author = Person.objects.get(pk=held.author_id)

    for address in ("/held/", held.get_absolute_url(), reverse("held-edit", args=[held.pk])):
        shown = page(author, address)
        assert "My own words." in shown
        assert "for a place that you can no longer read" in shown
        for hidden in ("A hidden title", "Inner board", "Hidden circle", topic.get_absolute_url()):
            assert hidden not in shown
    taken = signed_in(author).post(reverse("held-take-back", args=[held.pk]))
    assert taken.status_code == 302
    assert not Draft.objects.filter(place=f"topic:{topic.pk}").exists()
    assert "My own words." in page(author, held.get_absolute_url())


def test_moderators_read_what_waits_with_all_that_they_decide_from(board: Board, moderator: Person) -> None:
    topic = make_topic(board, title="The silence")
    parent = make_reply(topic, body="## What was **said** before.")
    newcomer = make_member(board.community, make_person("New Comer"))
    old_hand = make_member(board.community, make_person("Old Hand"))
    open_board = make_topic(make_board(board.community))
    for _twice in range(2):
        make_reply(open_board, author=old_hand)
    hold_reply(topic, newcomer, body="So *much*.", parent=parent)
    hold_topic(board, old_hand, title="Of my own", tags=["sim"], body="A start.")

    shown = page(moderator, queue(board))
    for expected in (
        "The silence", "So <em>much</em>.", "What was said before.", "no post in this community so far",
        "Of my own", "2 posts in this community so far", "Scenario clinic", "2 posts wait for a moderator",
    ):  # fmt: skip
        assert expected in shown, expected
    assert shown.index("The silence") < shown.index("Of my own")


def test_board_moderators_see_their_own_boards_and_stewards_all(board: Board, moderator: Person) -> None:
    other = make_board(board.community, approval="everything")
    elsewhere = make_board(approval="everything")
    here, there = hold_topic(board, title="Waits here"), hold_topic(other, title="Waits there")
    hold_topic(elsewhere, title="Waits elsewhere")
    expected = {
        board_moderator(board): {here},
        board_moderator(other): {there},
        moderator: {here, there},
        make_steward(): {here, there},
    }
    for person, held in expected.items():
        shown = page(person, queue(board))
        assert {each for each in (here, there) if each.title in shown} == held
        assert "Waits elsewhere" not in shown
        answer = signed_in(person).post(
            queue(elsewhere) if person.is_steward else queue(board),
            {"through": "chosen", "chosen": [0, "x"]},
        )
        assert answer.status_code in {302, 422}
    crossing = signed_in(board_moderator(board)).post(
        queue(board), {"through": there.pk, f"revision-{there.pk}": 1}, follow=True
    )
    assert "This was decided on or taken back in the meantime." in crossing.content.decode()
    there.refresh_from_db()
    assert there.state == "waiting"


def test_members_learn_that_it_is_not_theirs_and_outsiders_learn_nothing(board: Board) -> None:
    hold_topic(board, title="Waits here")
    answer = signed_in(make_member(board.community)).get(queue(board))
    assert answer.status_code == 403
    assert "Only moderators see what waits here." in answer.content.decode()
    assert "Waits here" not in answer.content.decode()
    hidden = make_board(make_community(visibility=Community.Visibility.HIDDEN), approval="everything")
    assert signed_in(make_person()).get(queue(hidden)).status_code == 404
    assert Client().get(queue(board)).status_code == 302


def test_several_are_let_through_at_once_and_those_that_cannot_be_are_named(
    board: Board, moderator: Person
) -> None:
    topics = [make_topic(board) for _topic in range(2)]
    waiting = [
        hold_reply(topics[0]),
        hold_reply(topics[1], make_member(board.community, make_person("Late Comer"))),
        hold_reply(topics[0]),
    ]
    lock_topic(moderator=moderator, topic=topics[1])
    form = {"through": "chosen", "chosen": [held.pk for held in waiting]} | {
        f"revision-{held.pk}": 1 for held in waiting
    }
    answer = signed_in(moderator).post(queue(board), form, follow=True)

    said = answer.content.decode()
    assert "2 posts let through." in said
    assert "Late Comer: As things are now, its author would be told: “This topic is locked." in said
    assert (answer.status_code, f'value="{waiting[1].pk}" checked' in said, "aria-invalid" in said) == (
        403,
        True,
        False,
    )
    assert [topic.posts.count() for topic in topics] == [3, 1]
    assert list(HeldPost.objects.filter(state="waiting")) == [waiting[1]]


def test_a_decline_without_a_reason_is_told_where_it_is_missing_and_keeps_the_ticks(
    board: Board, moderator: Person
) -> None:
    waiting = [hold_topic(board) for _number in range(3)]
    revisions = {f"revision-{held.pk}": 1 for held in waiting}
    client = signed_in(moderator)
    some = {"chosen": [held.pk for held in waiting[:2]], "decline": "chosen"} | revisions

    missing = client.post(queue(board), some | {"reason": "  "})
    assert missing.status_code == 422
    said = missing.content.decode()
    assert "Say why, in a sentence that its author can act on." in said
    assert [f'value="{held.pk}" checked' in said for held in waiting] == [True, True, False]
    assert 'aria-invalid="true"' in said

    none = client.post(queue(board), {"decline": "chosen", "reason": "Kept reason."} | revisions)
    assert none.status_code == 422
    assert "Choose at least one of them first." in none.content.decode()
    assert "Kept reason." in none.content.decode()

    assert client.post(queue(board), some | {"reason": "Not here."}).status_code == 302
    own = {f"reason-{waiting[2].pk}": "Nor this.", "decline": waiting[2].pk} | revisions
    assert client.post(queue(board), own).status_code == 302
    states = [(held.state, held.reason) for held in HeldPost.objects.order_by("pk")]
    assert states == [("declined", "Not here.")] * 2 + [("declined", "Nor this.")]
    assert "You are up to date." in page(moderator, queue(board))


def test_whoever_decides_on_older_words_is_told_to_read_them_once_more(
    board: Board, moderator: Person
) -> None:
    held = hold_topic(board, title="As it was")
    change_held(author=held.author, held=held, body="As it is.", title="As it is", revision=1)
    answer = signed_in(moderator).post(
        queue(board), {"through": held.pk, f"revision-{held.pk}": 1}, follow=True
    )
    assert "Its author has changed it in the meantime. Read it once more." in answer.content.decode()
    assert not Post.objects.filter(author=held.author).exists()


def test_the_queue_goes_on_from_page_to_page(board: Board, moderator: Person) -> None:
    community, start = board.community, timezone.now() - timedelta(days=3)
    for number in range(23):
        hold_topic(
            board, make_member(community), title=f"Nr. {number:02}.", now=start + timedelta(minutes=number)
        )
    first = signed_in(moderator).get(queue(board))
    shown = first.content.decode()
    after = shown.split('rel="next" href="')[1].split('"')[0]
    second = page(moderator, queue(board) + after)
    assert [f"Nr. {number:02}." in shown for number in range(23)] == [True] * 20 + [False] * 3
    assert [f"Nr. {number:02}." in second for number in range(23)] == [False] * 20 + [True] * 3
    assert "23 posts wait for a moderator" in second


def test_board_and_community_say_how_many_wait_to_those_who_decide(board: Board, moderator: Person) -> None:
    community = board.community
    hold_topic(board)
    hold_topic(make_board(community, approval="everything"))
    on_board, in_community = "1 post waits here for a moderator.", "2 posts wait for a moderator."
    assert on_board in page(moderator, board.get_absolute_url())
    assert in_community in page(moderator, community.get_absolute_url())
    named = board_moderator(board)
    assert on_board in page(named, board.get_absolute_url())
    assert "1 post waits for a moderator." in page(named, community.get_absolute_url())
    for person in (make_member(community), make_person(), None):
        for address in (board.get_absolute_url(), community.get_absolute_url()):
            assert "for a moderator" not in page(person, address)


def test_posts_that_wait_are_not_people_who_ask_to_join(board: Board, moderator: Person) -> None:
    community = board.community
    Community.objects.filter(pk=community.pk).update(joining=Community.Joining.REQUEST)
    ask_to_join(person=make_person(), community=community)
    hold_topic(board)
    hold_topic(board)
    facilitator = community.memberships.get(role=Role.FACILITATOR).person
    assert "1 person asks to join" in page(facilitator, community.get_absolute_url())
    assert "2 posts wait for a moderator" in page(facilitator, community.get_absolute_url())
    of_moderator = page(moderator, community.get_absolute_url())
    assert "2 posts wait for a moderator" in of_moderator
    assert "to join</a>" not in of_moderator


def test_slow_mode_is_said_beforehand_and_refuses_with_the_words_kept(board: Board) -> None:
    slow = make_board(board.community, slow_seconds=600)
    topic, author = make_topic(slow), make_member(slow.community)
    rule = "This board is in slow mode: write, then wait for 10 minutes."
    assert rule in page(author, topic.get_absolute_url())
    assert rule in page(author, reverse("start-topic", args=[slow.community.slug, slow.slug]))
    assert rule not in page(make_member(slow.community, role=Role.MODERATOR), topic.get_absolute_url())
    client = signed_in(author)
    assert client.post(reverse("reply", args=[topic.pk]), {"text": "One."}).status_code == 302
    refused = client.post(reverse("reply", args=[topic.pk]), {"text": "Two."})
    assert refused.status_code == 403
    assert "This board is in slow mode. You can post again in 10 minutes." in refused.content.decode()
    assert "Two.</textarea>" in refused.content.decode()
    assert Draft.objects.get().body == "Two."


def test_a_newcomer_is_told_until_they_are_none(board: Board) -> None:
    newcomers = make_board(board.community, approval="newcomers", approval_first=1)
    topic, author = make_topic(newcomers), make_member(board.community)
    sentence = "A moderator looks at first posts here before they appear."
    assert sentence in page(author, topic.get_absolute_url())
    make_reply(make_topic(make_board(board.community)), author=author)
    assert sentence not in page(author, topic.get_absolute_url())


def queries(person: Person, address: str) -> int:
    client = signed_in(person)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_what_moderators_said_of_it_to_each_other_stands_beside_it(board: Board, moderator: Person) -> None:
    """As in the list of what waits, where it is said."""
    held = hold_reply(make_topic(board), author := make_member(board.community))
    other = hold_reply(make_topic(board), author)
    where = reverse("queue-thing", args=["held", held.pk])
    assert where in page(moderator, queue(board))
    for number, each in enumerate((held, other)):
        words = f"Seen before, {number}."
        add_remark(moderator=moderator, kind=Kind.HELD, key=each.pk, words=words)
    told = page(make_member(board.community, role=Role.MODERATOR), queue(board))
    first, second = (told.index(f"Seen before, {number}.") for number in range(2))
    assert told.index(f'id="held-{held.pk}"') < first < told.index(f'id="held-{other.pk}"') < second
    assert "Seen before" not in page(author, reverse("held-post", args=[held.pk]))


def test_pages_cost_the_same_however_much_waits(board: Board, moderator: Person) -> None:
    topic, author = make_topic(board), make_member(board.community)
    hold_reply(topic, author, parent=make_reply(topic))
    before = (queries(moderator, queue(board)), queries(author, "/held/"))
    for _number in range(9):
        hold_reply(topic, author)
        hold_topic(board, make_member(board.community), tags=["a"])
    for each in HeldPost.objects.filter(author=author)[:3]:
        decline_held(moderator=moderator, held=each, revision=1, reason="No.")
    assert (queries(moderator, queue(board)), queries(author, "/held/")) == before


def test_topics_of_boards_without_approval_are_asked_for_as_before(board: Board) -> None:
    plain = make_board(board.community)
    plain_topic, topic = make_topic(plain), make_topic(board)
    author, steward = make_member(board.community), make_steward()
    without = queries(author, plain_topic.get_absolute_url())
    assert queries(author, topic.get_absolute_url()) == without + 1
    Board.objects.filter(pk=plain.pk).update(approval_first=9)
    assert queries(author, plain_topic.get_absolute_url()) == without
    # Whoever moderates a board is asked for in any case: a single topic there may let posts wait.
    for person in (author, steward):
        assert queries(person, board.get_absolute_url()) == queries(person, plain.get_absolute_url())


def test_a_board_for_moderators_alone_holds_nothing_of_theirs(board: Board, moderator: Person) -> None:
    inner = make_board(board.community, read_from=Level.MODERATORS, approval="everything")
    answer = signed_in(moderator).post(reverse("reply", args=[make_topic(inner).pk]), {"text": "Among us."})
    assert answer.status_code == 302
    assert not HeldPost.objects.exists()
