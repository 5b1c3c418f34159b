"""The pages of carried topics: who sees them, what they say when they refuse, and what they never name."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.communities.models import Community, Role
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post
from forum.crossposting.actions.trusting import give_trust
from forum.crossposting.models import Trust
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.models import Board, HiddenPost, Placement, Topic
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_board_moderator,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_topic,
)

pytestmark = pytest.mark.django_db
State = Placement.State
UNNAMED = "a board that you do not read"


@pytest.fixture
def crossing() -> Crossing:
    """Between a community that everybody reads who is signed in, and a private one."""
    made = make_crossing("network", "private")
    Board.objects.filter(pk=made.there.pk).update(name="Hidden ward")
    Community.objects.filter(pk=made.there.community_id).update(name="Night nurses")
    made.there.refresh_from_db()
    made.there.community.refresh_from_db()
    return made


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    return client


def asked(person: Person, url: str, form: dict[str, object] | None = None) -> HttpResponseBase:
    cache.clear()
    return as_(person).get(url) if form is None else as_(person).post(url, form)


def page(person: Person, url: str) -> str:
    answer = asked(person, url)
    assert answer.status_code == 200, (url, answer.status_code)
    return words(answer)


def words(answer: HttpResponseBase) -> str:
    """The words of its part between head and foot, with single spaces between them."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def names_there(crossing: Crossing, text: str) -> bool:
    return "Hidden ward" in text or "Night nurses" in text or crossing.there.slug in text


def one(placement: Placement, act: str = "") -> str:
    return f"/carried/{placement.pk}/{act}"


def standing(crossing: Crossing) -> str:
    return f"/t/{crossing.topic.pk}/standing/"


def managed(community: Community, more: str = "") -> str:
    return f"/c/{community.slug}/manage/carried/{more}"


# One proposal


def test_a_proposal_is_for_those_whom_it_concerns(crossing: Crossing) -> None:
    placement = crossing.propose("We see this each week.")
    outsider = make_person()
    for person in (crossing.broker, crossing.author, crossing.home_moderator, crossing.there_moderator):
        assert crossing.topic.title in page(person, one(placement))
    for person in (crossing.reader, outsider):
        assert asked(person, one(placement)).status_code == 404
        for act in ("accept/", "decline/", "end/", "lock/", "unlock/", "tags/"):
            assert asked(person, one(placement, act), {"reason": "No."}).status_code == 404
    assert "/accounts/login/" in Client().get(one(placement))["Location"]
    placement.refresh_from_db()
    assert placement.state == State.PENDING


def test_who_does_not_read_the_board_is_told_nothing_of_it(crossing: Crossing) -> None:
    placement = crossing.propose("For us at Night nurses.")
    for person in (crossing.author, crossing.home_moderator):
        for url in (one(placement), standing(crossing), "/carried/", managed(crossing.home.community)):
            if url.startswith("/c/") and person == crossing.author:
                continue
            answer = asked(person, url)
            html = answer.content.decode()  # type: ignore[attr-defined]
            assert not names_there(crossing, html), url
            assert (url == "/carried/" and person != crossing.author) or UNNAMED in words(answer).lower(), url
    told = page(crossing.author, one(placement))
    assert "nobody who does not read it at home" in told
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    for url in (one(placement), standing(crossing)):
        assert not names_there(crossing, asked(crossing.author, url).content.decode()), url  # type: ignore[attr-defined]
    end_placement(person=crossing.there_moderator, placement=placement, reason="Not for Night nurses.")
    for url in (one(placement), standing(crossing), "/carried/"):
        assert not names_there(crossing, asked(crossing.author, url).content.decode()), url  # type: ignore[attr-defined]
    assert "have taken it off" in page(crossing.author, one(placement))
    assert "Not for Night nurses." in page(crossing.broker, one(placement))


def test_moderators_of_the_board_see_what_they_decide_on(crossing: Crossing) -> None:
    placement = crossing.propose("We see this each week.")
    told = page(crossing.there_moderator, one(placement))
    assert "May this topic stand there?" in told
    for said in (
        "Night nurses · Hidden ward",
        "We see this each week.",
        "members of Night nurses",
        "Its moderators agree to each topic",
        crossing.broker.display_name,
        "It waits for the moderators of Night nurses · Hidden ward.",
    ):
        assert said in told
    assert "Accept" not in page(crossing.author, one(placement))


def test_accepting_leads_back_to_what_waits(crossing: Crossing) -> None:
    placement = crossing.propose()
    answer = asked(crossing.there_moderator, one(placement, "accept/"), {})
    assert answer["Location"] == managed(crossing.there.community)
    placement.refresh_from_db()
    assert placement.state == State.LIVE
    late = asked(crossing.there_moderator, one(placement, "accept/"), {})
    assert late.status_code == 403
    assert "answered or taken back in the meantime" in words(late)


def test_what_may_stand_there_no_longer_is_refused_in_place(crossing: Crossing) -> None:
    placement = crossing.propose()
    Board.objects.filter(pk=crossing.home.pk).update(outbound="closed")
    answer = asked(crossing.there_moderator, one(placement, "accept/"), {})
    assert (answer.status_code, "stay there" in words(answer)) == (403, True)
    assert asked(crossing.author, one(placement, "accept/"), {}).status_code == 403


def test_declining_takes_a_reason_that_who_carried_it_reads(crossing: Crossing) -> None:
    placement = crossing.propose()
    answer = asked(crossing.there_moderator, one(placement, "decline/"), {"reason": " "})
    assert (answer.status_code, "Say why, in a sentence" in words(answer)) == (422, True)
    answer = asked(crossing.there_moderator, one(placement, "decline/"), {"reason": "x" * 501})
    assert (answer.status_code, "at most 500" in words(answer)) == (422, True)
    answer = asked(crossing.author, one(placement, "decline/"), {"reason": "No."})
    assert (answer.status_code, "Only moderators of a board" in words(answer)) == (403, True)
    answer = asked(crossing.there_moderator, one(placement, "decline/"), {"reason": "It is off our subject."})
    assert answer.status_code == 302
    for url in (one(placement), "/carried/"):
        assert "It is off our subject." in page(crossing.broker, url)
    assert "It is off our subject." in page(crossing.there_moderator, managed(crossing.there.community))


def test_broker_takes_back_author_objects_and_others_do_not(crossing: Crossing) -> None:
    placement = crossing.propose()
    assert "Take it back" in page(crossing.broker, one(placement))
    asked(crossing.broker, one(placement, "end/"), {"reason": ""})
    assert "You took it back." in page(crossing.broker, one(placement))
    placement = crossing.propose()
    assert "I object" in page(crossing.author, one(placement))
    asked(crossing.author, one(placement, "end/"), {"reason": "It names my ward."})
    assert "Its author did not want it there." in page(crossing.broker, one(placement))
    assert "It names my ward." in page(crossing.broker, one(placement))
    late = asked(crossing.author, one(placement, "end/"), {"reason": ""})
    assert (late.status_code, "in the meantime" in words(late)) == (403, True)


def test_a_topic_that_was_removed_shows_no_words_there(crossing: Crossing) -> None:
    placement = crossing.propose()
    Topic.objects.filter(pk=crossing.topic.pk).update(removed_at=placement.proposed_at)
    told = page(crossing.there_moderator, one(placement))
    assert crossing.topic.title not in told
    assert "removed in the meantime" in told
    assert crossing.topic.title not in page(crossing.broker, "/carried/")


# Where it stands


def test_where_it_stands_says_to_readers_what_they_read_and_no_more(crossing: Crossing) -> None:
    crossing.place()
    outsider, third = make_person(), make_board(make_community(visibility="private"))
    carry_topic(broker=make_member(third.community, role=Role.MODERATOR), topic=crossing.topic, board=third)
    told = page(outsider, standing(crossing))
    assert (crossing.home.name in told, names_there(crossing, told), UNNAMED in told.lower()) == (
        True,
        False,
        False,
    )
    told = page(crossing.reader, standing(crossing))
    assert (names_there(crossing, told), third.name in told, UNNAMED in told.lower()) == (True, False, False)
    assert "Lock here" not in told
    told = page(crossing.home_moderator, standing(crossing))
    assert told.lower().count(UNNAMED) == 2
    assert (names_there(crossing, told), third.name in told) == (False, False)
    assert told.count("Take it off that board …") == 2


def test_moderators_of_the_board_lock_tag_and_take_off(crossing: Crossing) -> None:
    placement = crossing.place()
    for act, lock in (("lock/", True), ("unlock/", False)):
        answer = asked(crossing.there_moderator, one(placement, act), {})
        assert answer["Location"] == f"{standing(crossing)}?in={crossing.there.pk}"
        placement.refresh_from_db()
        assert (placement.locked_at is not None) == lock
    asked(crossing.there_moderator, one(placement, "tags/"), {"tags": "Night shift, ward"})
    placement.refresh_from_db()
    assert placement.tags == ["night-shift", "ward"]
    assert "night-shift" in page(crossing.reader, standing(crossing))
    many = asked(crossing.there_moderator, one(placement, "tags/"), {"tags": "a, b, c, d, e, f"})
    assert (many.status_code, "at most five tags" in words(many)) == (422, True)
    for person in (crossing.home_moderator, crossing.author, crossing.broker):
        for act in ("lock/", "unlock/", "tags/"):
            answer = asked(person, one(placement, act), {"tags": "mine"})
            assert (answer.status_code, "Only moderators of this board" in words(answer)) == (403, True)
    asked(crossing.there_moderator, one(placement, "end/"), {"reason": "It is solved."})
    placement.refresh_from_db()
    assert (placement.state, placement.reason) == (State.REMOVED, "It is solved.")
    assert "It is solved." in page(crossing.there_moderator, standing(crossing))


def test_pinning_on_a_board_goes_by_its_address(crossing: Crossing) -> None:
    placement = crossing.place()
    html = asked(crossing.there_moderator, standing(crossing)).content.decode()  # type: ignore[attr-defined]
    url = f"/t/{crossing.topic.pk}/pin/?in={crossing.there.pk}"
    assert url in html
    answer = asked(crossing.there_moderator, f"{url}&standing", {})
    assert answer["Location"] == f"{standing(crossing)}?in={crossing.there.pk}"
    placement.refresh_from_db()
    assert placement.pinned_at is not None


# Hiding


def test_a_post_is_hidden_and_shown_again(crossing: Crossing) -> None:
    placement = crossing.place()
    reply = make_reply(crossing.topic, author=crossing.author)
    url = f"/posts/{reply.pk}/hide/"
    assert "on Hidden ward?" in page(crossing.there_moderator, url)
    acts = f"/posts/{reply.pk}/acts/"
    assert "Hide on Hidden ward" in page(crossing.there_moderator, acts)
    nothing = "You look after no board on which this topic stands as a guest."
    at_home = "The topic is at home there: what is done to it holds everywhere."
    refused = {crossing.home_moderator: at_home, crossing.reader: nothing, crossing.author: nothing}
    for person, why in refused.items():
        assert "Hide on" not in page(person, acts)
        answer = asked(person, url, {"board": crossing.there.pk})
        assert (answer.status_code, why in words(answer)) == (403, True)
    answer = asked(crossing.there_moderator, url, {"board": crossing.there.pk, "reason": "Names a patient."})
    assert answer["Location"] == f"{standing(crossing)}?in={crossing.there.pk}"
    assert HiddenPost.objects.get().placement_id == placement.pk
    told = page(crossing.there_moderator, standing(crossing))
    assert "Names a patient." in told and "Show again" in told
    assert "Names a patient." not in page(crossing.home_moderator, standing(crossing))
    assert "It is hidden on Hidden ward." in page(crossing.there_moderator, url)
    assert "Hide on" not in page(crossing.there_moderator, acts)
    again = asked(crossing.there_moderator, url, {"board": crossing.there.pk})
    assert again.status_code == 422
    shown = {"board": crossing.there.pk}
    assert asked(crossing.home_moderator, f"/posts/{reply.pk}/show/", shown).status_code == 404
    assert asked(crossing.there_moderator, f"/posts/{reply.pk}/show/", {"board": "x"}).status_code == 404
    assert asked(crossing.there_moderator, f"/posts/{reply.pk}/show/", shown).status_code == 302
    assert not HiddenPost.objects.exists()


def test_the_first_post_is_not_hidden_and_it_is_said_why(crossing: Crossing) -> None:
    crossing.place()
    opening = crossing.topic.posts.get(number=1)
    answer = asked(crossing.there_moderator, f"/posts/{opening.pk}/hide/")
    assert (answer.status_code, "Take the topic off the board instead" in words(answer)) == (403, True)


def test_ordinary_readers_pay_nothing_for_what_they_are_not_offered(crossing: Crossing) -> None:
    placement = crossing.place()
    reply = make_reply(crossing.topic, author=crossing.author)
    other = make_reply(crossing.topic, author=crossing.author)
    counts = []
    for hides in (False, True):
        if hides:
            hide_post(moderator=crossing.there_moderator, placement=placement, post=other, reason="")
        client = as_(crossing.broker)
        client.get(f"/posts/{reply.pk}/acts/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/posts/{reply.pk}/acts/")
        counts.append([str(query["sql"]) for query in queries if "hiddenpost" in str(query["sql"])])
    assert counts == [[], []]


# One's own


def test_who_carried_it_sees_what_came_of_it(crossing: Crossing) -> None:
    assert "Nothing carried yet." in page(crossing.broker, "/carried/")
    placement = crossing.place()
    assert "No reply came through it yet" in page(crossing.broker, "/carried/")
    reply = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    make_reply(crossing.topic, author=crossing.author)
    react(person=crossing.author, post=reply, kind="tried")
    accept_answer(person=crossing.author, post=reply)
    told = "1 reply came through it · what they say was tried once · ✓ the accepted answer is one of them"
    assert told in page(crossing.broker, "/carried/")
    assert told in page(crossing.broker, one(placement))
    crossing.there.community.memberships.filter(person=crossing.broker).delete()
    left = page(crossing.broker, "/carried/")
    assert ("came through it" in left, names_there(crossing, left), UNNAMED in left) == (False, False, True)


@pytest.mark.parametrize("url", ["/carried/", "managed"])
def test_lists_cost_the_same_however_long_they_are(crossing: Crossing, url: str) -> None:
    url = managed(crossing.there.community) if url == "managed" else url
    person = crossing.there_moderator if "manage" in url else crossing.broker
    counts = []
    for number in (1, 5):
        for _ in range(number):
            cache.clear()
            topic = make_topic(crossing.home, author=crossing.author)
            row = carry_topic(broker=crossing.broker, topic=topic, board=crossing.there)
            accept_placement(moderator=crossing.there_moderator, placement=row)
            cache.clear()
            waiting = make_topic(crossing.home, author=crossing.author)
            carry_topic(broker=crossing.broker, topic=waiting, board=crossing.there)
        client = as_(person)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# In a community


def test_moderators_see_what_waits_came_in_and_went_out(crossing: Crossing) -> None:
    placement = crossing.propose("We see this each week.")
    told = page(crossing.there_moderator, managed(crossing.there.community))
    assert "Carried topics and homes 1 waiting" in told
    assert crossing.topic.title in told and "We see this each week." in told and crossing.home.name in told
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    came = page(crossing.there_moderator, managed(crossing.there.community))
    assert f"{crossing.home.community.name} 1 1 0 0" in came
    went = page(crossing.home_moderator, managed(crossing.home.community))
    assert "Boards that you do not read 0 0 1 1" in went
    assert not names_there(crossing, went)


def test_it_is_for_those_who_look_after_something_and_of_what_they_look_after(crossing: Crossing) -> None:
    other = make_board(crossing.there.community)
    by_name = make_board_moderator(other)
    crossing.place()
    told = page(by_name, managed(crossing.there.community))
    assert not any(word in told for word in (crossing.topic.title, "What came in", "In numbers"))
    answer = asked(crossing.reader, managed(crossing.there.community))
    assert (answer.status_code, "Only moderators see" in words(answer)) == (403, True)
    assert asked(make_person(), managed(make_community(visibility="hidden"))).status_code == 404


def test_a_count_is_of_the_side_on_which_it_waits() -> None:
    """Who moderates the home and another board there is asked once: at the home."""
    crossing = make_crossing("network", "private")
    Board.objects.filter(pk=crossing.home.pk).update(outbound="ask")
    crossing.home.refresh_from_db()
    crossing.topic.home_board = crossing.home
    other = make_board(crossing.there.community)
    make_board_moderator(other, crossing.home_moderator)
    crossing.propose()
    assert "1 waiting" in page(crossing.home_moderator, managed(crossing.home.community))
    assert "waiting" not in page(crossing.home_moderator, managed(crossing.there.community))


# Trust


def test_facilitators_say_whom_they_trust_and_nobody_else(crossing: Crossing) -> None:
    community, home = crossing.there.community, crossing.home.community
    facilitator = make_member(community, role=Role.FACILITATOR)
    url = managed(community, "trust/")
    assert "Nobody yet." in page(facilitator, url)
    assert asked(facilitator, url, {"trusted": home.name}).status_code == 302
    told = page(facilitator, url)
    assert home.name in told and "None of your boards is set to trust yet" in told
    Board.objects.filter(pk=crossing.there.pk).update(inbound="trusted")
    assert "Boards that are set to trust: Hidden ward" in page(facilitator, url)
    for person in (crossing.there_moderator, crossing.reader):
        assert asked(person, url).status_code == 403
        assert asked(person, f"{url}{home.slug}/end/", {}).status_code == 403
    assert asked(facilitator, f"{url}{home.slug}/end/", {}).status_code == 302
    assert not Trust.objects.exists()


def test_trust_in_what_one_does_not_know_of_is_refused_as_in_what_is_not_there(crossing: Crossing) -> None:
    community, hidden = crossing.there.community, make_community("Quiet ones", visibility="hidden")
    facilitator = make_member(community, role=Role.FACILITATOR)
    url = managed(community, "trust/")
    for name in ("Quiet ones", "No such", ""):
        answer = asked(facilitator, url, {"trusted": name})
        assert answer.status_code == 422, name
    assert "You know of no community" in words(asked(facilitator, url, {"trusted": "Quiet ones"}))
    own = asked(facilitator, url, {"trusted": community.name})
    assert (own.status_code, "Choose another community" in words(own)) == (403, True)
    assert asked(facilitator, f"{url}{hidden.slug}/end/", {}).status_code == 404
    Trust.objects.create(community=community, trusted=hidden)
    assert "Quiet ones" not in page(facilitator, url)


def test_what_comes_by_trust_is_listed_without_an_answer() -> None:
    crossing = make_crossing("open", "open", inbound="trusted")
    facilitator = make_member(crossing.there.community, role=Role.FACILITATOR)
    give_trust(giver=facilitator, community=crossing.there.community, trusted=crossing.home.community)
    crossing.propose()
    told = page(facilitator, managed(crossing.there.community))
    assert "Nothing waits." in told and crossing.topic.title in told


# Home, and the topic's own page


def test_home_says_who_waits_for_whom(crossing: Crossing) -> None:
    crossing.propose()
    assert "1 carried topic waits for your word in Night nurses" in page(crossing.there_moderator, "/")
    assert "Somebody would like to carry a topic of yours to another board" in page(crossing.author, "/")
    assert "A topic that you carry to another board waits for an answer" in page(crossing.broker, "/")
    assert "carried" not in page(crossing.reader, "/").lower()
    decline_placement(
        moderator=crossing.there_moderator, placement=Placement.objects.get(state="pending"), reason="No."
    )
    for person in (crossing.there_moderator, crossing.author, crossing.broker):
        assert "carr" not in page(person, "/").lower().replace(crossing.topic.title.lower(), "")


def test_who_cannot_reply_is_told_to_join_where_they_read() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    outsider, url = make_person(), crossing.topic.get_absolute_url()
    at_home = page(outsider, url)
    assert f"Join {crossing.home.community.name} to reply. To {crossing.home.community.name}" in at_home
    there = page(outsider, f"{url}?in={crossing.there.pk}")
    assert f"Join {crossing.there.community.name} to reply. To {crossing.there.community.name}" in there
    Placement.objects.filter(board=crossing.there).update(locked_at=crossing.topic.created_at)
    locked = page(outsider, f"{url}?in={crossing.there.pk}")
    assert f"Join {crossing.home.community.name} to reply. To {crossing.home.community.name}" in locked
