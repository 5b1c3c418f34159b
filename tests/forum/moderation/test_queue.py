"""One list of everything that waits: who sees what in it, what is answered, and that two do not decide at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import JoiningRequest, Membership, Role
from forum.core.claims import Kind
from forum.core.limits import TENDING
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.models import HomeChange
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Board, HeldPost, Placement, Post, Topic
from forum.gatherings.models import Joint
from forum.moderation.actions.appealing import appeal_removal
from forum.moderation.actions.claiming import add_remark, claim_thing, forget_old_remarks, give_thing_back
from forum.moderation.actions.saving_replies import MOST_REPLIES, save_reply
from forum.moderation.models import Appeal, Case, Claim, Remark, SavedReply
from forum.moderation.models.claims import CLAIMED_FOR, REMARKS_KEPT
from forum.moderation.policies.cases import may_decide
from forum.moderation.selectors.queue import how_many_wait, waiting_thing, what_waits
from forum.moderation.selectors.sources import SOURCES
from forum.moderation.views.waiting.table import KINDS
from forum.people.models import Person
from tests.factories import (
    Crossing,
    hold_reply,
    make_board_moderator,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
    suspend,
)
from tests.factories.people import refill
from tests.forum.moderation.waiting import Waiting, make_waiting
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def waiting() -> Waiting:
    return make_waiting()


def address(kind: Kind, key: int) -> str:
    return reverse("queue-thing", args=[kind.value, key])


def found(person: Person, **more: Any) -> list[tuple[Kind, int]]:
    return [(thing.kind, thing.row.pk) for thing in what_waits(again(person), **more).things]


def answer_to(waiting: Waiting, kind: Kind, act: str, person: Person, **more: str) -> Any:
    given = {"act": act, "reason": "Not in this place.", "seen": str(waiting.held.revision), **more}
    return signed_in(person).post(address(kind, waiting.things()[kind]), given, headers=HTMX)


def test_whatever_can_wait_comes_from_somewhere_is_shown_and_has_two_answers() -> None:
    assert [*KINDS] == [*SOURCES] == [*Kind]
    assert [each.kind for each in KINDS.values()] == [*Kind]
    words = [str(said) for each in KINDS.values() for said in (each.name, each.plural)]
    assert len({*words}) == len(words)


def test_who_looks_after_a_community_finds_all_that_waits_the_oldest_first(waiting: Waiting) -> None:
    everything = list(waiting.things().items())
    for_moderators = [each for each in everything if each[0] not in {Kind.ASKING, Kind.JOINT}]
    assert found(waiting.facilitator) == everything
    assert found(waiting.moderator) == for_moderators
    assert found(waiting.moderator, kind=Kind.HELD) == [(Kind.HELD, waiting.held.pk)]
    assert found(waiting.facilitator, community=waiting.community) == everything
    assert found(make_board_moderator(waiting.board)) == [(Kind.HELD, waiting.held.pk)]
    for other in (make_member(waiting.community), make_person()):
        assert found(other) == []
        assert all(waiting_thing(again(other), kind, key) is None for kind, key in everything)


def test_stewards_find_by_their_own_roles_and_in_any_community(waiting: Waiting) -> None:
    steward = make_steward()
    assert found(steward) == []
    assert found(steward, community=waiting.community) == list(waiting.things().items())
    Case.objects.update(level=Case.Level.STEWARDS)
    assert found(steward) == [(Kind.REPORTED, waiting.case.pk)]


def test_whoever_decided_first_does_not_find_the_appeal(waiting: Waiting) -> None:
    first = waiting.appeal.decided_first_by
    assert first is not None
    assert (Kind.APPEAL, waiting.appeal.pk) not in found(first)
    assert answer_to(waiting, Kind.APPEAL, "yes", first).status_code == 404


def test_a_page_of_it_leads_to_the_next(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.moderation.selectors.queue.PAGE_LENGTH", 2)
    at = timezone.now()  # all at one moment: kind and id decide
    HeldPost.objects.update(created_at=at)
    Placement.objects.filter(state="pending").update(proposed_at=at)
    HomeChange.objects.update(created_at=at)
    JoiningRequest.objects.update(created_at=at)
    Case.objects.update(opened_at=at)
    Appeal.objects.update(asked_at=at)
    Joint.objects.update(asked_at=at)
    seen, after = [], ""
    for length in (2, 2, 2, 1):
        page = what_waits(again(waiting.facilitator), after=after)
        assert len(page.things) == length
        seen += [(thing.kind, thing.row.pk) for thing in page.things]
        after = page.later
    assert (after, seen) == ("", sorted(waiting.things().items()))
    assert len(what_waits(waiting.facilitator, after="nonsense").things) == 2


def test_all_is_agreed_to_where_it_stands(waiting: Waiting) -> None:
    for kind in waiting.things():
        answer = answer_to(waiting, kind, "yes", waiting.facilitator)
        assert (answer.status_code, "is-done" in answer.content.decode()) == (200, True), kind
    waiting.placement.refresh_from_db()
    waiting.change.refresh_from_db()
    waiting.held.refresh_from_db()
    waiting.case.refresh_from_db()
    waiting.appeal.refresh_from_db()
    assert (waiting.placement.state, waiting.change.state) == ("live", "accepted")
    assert (waiting.held.state, waiting.case.state) == ("approved", "kept")
    assert waiting.appeal.state == "overturned"
    assert Membership.objects.filter(community=waiting.community, person=waiting.request.person).exists()
    assert found(waiting.facilitator) == []


def test_all_is_declined_with_a_reason_and_not_without(waiting: Waiting) -> None:
    for kind, key in waiting.things().items():
        empty = answer_to(waiting, kind, "no", waiting.facilitator, reason=" ")
        assert (empty.status_code, 'aria-invalid="true"' in empty.content.decode()) == (422, True), kind
        assert waiting_thing(again(waiting.facilitator), kind, key) is not None
        answer = answer_to(waiting, kind, "no", waiting.facilitator)
        assert (answer.status_code, "is-done" in answer.content.decode()) == (200, True), kind
        twice = answer_to(waiting, kind, "no", waiting.facilitator)
        assert (twice.status_code, "does not wait for you" in twice.content.decode()) == (404, True), kind
    assert Post.objects.get(pk=waiting.reported.pk).removed_at is not None
    assert HeldPost.objects.get(pk=waiting.held.pk).reason == "Not in this place."
    assert Appeal.objects.get(pk=waiting.appeal.pk).state == "upheld"
    assert Placement.objects.get(pk=waiting.placement.pk).reason == "Not in this place."
    assert HomeChange.objects.get(pk=waiting.change.pk).reason == "Not in this place."
    assert JoiningRequest.objects.get(pk=waiting.request.pk).reason == "Not in this place."


def test_whoever_is_not_asked_finds_nothing_there(waiting: Waiting) -> None:
    for person in (make_member(waiting.community), make_person()):
        assert signed_in(person).get(reverse("queue")).status_code == 403
        for kind, key in waiting.things().items():
            assert signed_in(person).get(address(kind, key)).status_code == 404
            assert answer_to(waiting, kind, "yes", person).status_code == 404
    assert answer_to(waiting, Kind.ASKING, "yes", waiting.moderator).status_code == 404
    assert found(waiting.facilitator) == list(waiting.things().items())
    assert signed_in(waiting.facilitator).get("/queue/something/1/").status_code == 404
    assert signed_in(waiting.facilitator).get(address(Kind.HELD, 0)).status_code == 404
    assert Client().get(reverse("queue")).status_code == 302


def test_while_somebody_looks_at_a_thing_nobody_else_decides_wherever_they_press(waiting: Waiting) -> None:
    other = make_member(waiting.community, role=Role.FACILITATOR)
    for kind, key in waiting.things().items():
        claim_thing(moderator=waiting.facilitator, kind=kind, key=key)
        with pytest.raises(Refused, match="is looking at this just now"):
            claim_thing(moderator=other, kind=kind, key=key)
        for act in ("yes", "no", "claim"):
            answer = answer_to(waiting, kind, act, other)
            assert (answer.status_code, "is looking at this just now" in answer.content.decode()) == (
                403,
                True,
            )
        give_thing_back(moderator=other, kind=kind, key=key)
    assert Claim.objects.count() == len(waiting.things())
    client, slug = signed_in(other), waiting.community.slug
    for name, args, given in (
        ("held-posts", [slug], {"through": str(waiting.held.pk), f"revision-{waiting.held.pk}": "1"}),
        ("carried-accept", [waiting.placement.pk], {}),
        ("home-change-accept", [waiting.change.pk], {}),
        ("community-request", [slug, waiting.request.pk], {"answer": "accept", "role": "20"}),
        ("case-keep", [waiting.case.pk], {}),
        ("appeal-uphold", [waiting.appeal.pk], {"reason": "So it was."}),
    ):
        page = client.post(reverse(name, args=args), given, follow=True)
        assert "is looking at this just now" in page.content.decode(), name
    assert found(waiting.facilitator) == list(waiting.things().items())
    for kind in waiting.things():
        assert answer_to(waiting, kind, "yes", waiting.facilitator).status_code == 200


def test_a_claim_ends_when_it_is_given_back_or_after_half_an_hour(waiting: Waiting) -> None:
    other, now = make_member(waiting.community, role=Role.MODERATOR), timezone.now()
    given = {"kind": Kind.HELD, "key": waiting.held.pk}
    claim_thing(moderator=waiting.moderator, now=now, **given)
    with pytest.raises(Refused):
        claim_thing(moderator=other, now=now + CLAIMED_FOR - timedelta(minutes=1), **given)
    later = now + CLAIMED_FOR
    claim_thing(moderator=other, now=later, **given)
    assert Claim.objects.get().person == other
    give_thing_back(moderator=other, now=later, **given)
    give_thing_back(moderator=other, now=later, **given)
    claim_thing(moderator=waiting.moderator, now=later, **given)
    assert Claim.objects.get().person == waiting.moderator


def test_what_was_ticked_is_read_together_however_much_it_is(waiting: Waiting) -> None:
    client, counts = signed_in(waiting.facilitator), []
    for number in (1, 1, 20):
        gone = [
            f"{kind}-{waiting.case.pk + 1000 + key}" for kind in ("reported", "held") for key in range(number)
        ]
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(reverse("queue"), {"answer": "yes", "chosen": gone})
        assert answer.status_code == 403
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_who_may_decide_no_more_keeps_a_thing_from_nobody(waiting: Waiting) -> None:
    other = make_member(waiting.community, role=Role.FACILITATOR)
    for kind, key in waiting.things().items():
        claim_thing(moderator=waiting.facilitator, kind=kind, key=key)
    shown = signed_in(other).get(reverse("queue")).content.decode()
    assert waiting.facilitator.display_name in shown
    suspend(waiting.facilitator, waiting.community)
    shown = signed_in(other).get(reverse("queue")).content.decode()
    assert "is looking at this just now" not in shown
    assert "is looking at this" not in signed_in(other).get(waiting.case.get_absolute_url()).content.decode()
    claim_thing(moderator=other, kind=Kind.ASKING, key=waiting.request.pk)
    for kind in waiting.things():
        assert answer_to(waiting, kind, "yes", other).status_code == 200, kind


def test_whoever_was_slower_reads_who_was_faster_and_keeps_their_words(waiting: Waiting) -> None:
    slow, case = signed_in(waiting.moderator), waiting.case
    signed_in(waiting.facilitator).post(reverse("case-keep", args=[case.pk]), {"reason": "It may stay."})
    name = waiting.facilitator.display_name
    for page, words in (("case-keep", "reason"), ("case-remove", "reason"), ("case-hand-up", "why")):
        answer = slow.post(reverse(page, args=[case.pk]), {words: "My own thoughts on it."})
        said = answer.content.decode()
        assert (answer.status_code, "My own thoughts on it." in said) == (403, True)
        assert f"{name} was faster and has decided on this." in said
    suspend(waiting.moderator, waiting.community)
    for case_id in (case.pk, 0):
        answer = slow.post(reverse("case-keep", args=[case_id]), {"reason": "My own thoughts on it."})
        said = answer.content.decode()
        assert (answer.status_code, "My own thoughts on it." in said, name in said) == (404, True, False)


def test_nobody_keeps_a_thing_from_others_for_ever(waiting: Waiting) -> None:
    now, case = timezone.now(), waiting.case
    given = {"moderator": waiting.moderator, "kind": Kind.REPORTED, "key": case.pk}
    claim_thing(now=now, **given)
    again = claim_thing(now=now + timedelta(minutes=20), **given)
    assert again.claimed_at == now
    late = now + CLAIMED_FOR
    with pytest.raises(Refused, match="others come first"):
        claim_thing(now=late, **given)
    assert may_decide(waiting.facilitator, case, now=late)
    assert may_decide(waiting.moderator, case, now=late)
    claim_thing(now=now + 2 * CLAIMED_FOR, **given)
    give_thing_back(now=now + 2 * CLAIMED_FOR, **given)
    assert may_decide(waiting.facilitator, case, now=now + 2 * CLAIMED_FOR)
    with pytest.raises(Refused, match="others come first"):
        claim_thing(now=now + 2 * CLAIMED_FOR, **given)


def test_remarks_are_for_those_who_decide(waiting: Waiting) -> None:
    given = {"kind": Kind.REPORTED, "key": waiting.case.pk}
    with pytest.raises(Invalid):
        add_remark(moderator=waiting.moderator, words=" ", **given)
    assert answer_to(waiting, Kind.REPORTED, "remark", waiting.moderator, remark="").status_code == 422
    noted = answer_to(waiting, Kind.REPORTED, "remark", waiting.moderator, remark="He did it before.")
    assert "He did it before." in noted.content.decode()
    for page in (reverse("queue"), reverse("case", args=[waiting.case.pk])):
        assert "He did it before." in signed_in(waiting.facilitator).get(page).content.decode()
    for person in (waiting.reported.author, make_person()):
        with pytest.raises(Refused):
            add_remark(moderator=person, words="Mine.", **given)
    assert Remark.objects.count() == 1
    assert forget_old_remarks(now=timezone.now() + REMARKS_KEPT - timedelta(minutes=1)) == 0
    assert forget_old_remarks(now=timezone.now() + REMARKS_KEPT) == 1


def carried_between() -> Crossing:
    """A topic of which the word of both sides is missing."""
    crossing = make_crossing("open", "open", inbound=Board.Inbound.ASK)
    Board.objects.filter(pk=crossing.home.pk).update(outbound=Board.Outbound.ASK)
    return replace(
        crossing, topic=Topic.objects.select_related("home_board__community").get(pk=crossing.topic.pk)
    )


def test_of_what_is_between_two_communities_each_side_reads_its_own_remarks() -> None:
    crossing = carried_between()
    placement = crossing.propose()
    assert (placement.awaits_board, placement.awaits_home) == (True, True)
    sides = {
        "home": [crossing.home_moderator, make_board_moderator(crossing.home)],
        "there": [crossing.there_moderator, make_member(crossing.there.community, role=Role.FACILITATOR)],
    }
    given, path = {"kind": Kind.CARRIED, "key": placement.pk}, address(Kind.CARRIED, placement.pk)
    for name, people in sides.items():
        add_remark(moderator=people[0], words=f"Said at {name}.", **given)
    for name, people in sides.items():
        for person in people:
            page = signed_in(person).get(path).content.decode()
            assert {each for each in sides if f"Said at {each}." in page} == {name}
    both = make_member(crossing.home.community, role=Role.MODERATOR)
    make_member(crossing.there.community, both, role=Role.MODERATOR)
    page = signed_in(both).get(path).content.decode()
    assert {each for each in sides if f"Said at {each}." in page} == {*sides}


def test_what_waits_and_comes_to_another_community_brings_no_remarks_and_no_claim_along() -> None:
    crossing = make_crossing("open", "open", approval=Board.Approval.EVERYTHING)
    crossing.place()
    post = make_reply(crossing.topic, via_board=crossing.home)
    held = hold_reply(crossing.topic, crossing.reader, parent=post, via_board=crossing.there)
    given, path = {"kind": Kind.HELD, "key": held.pk}, address(Kind.HELD, held.pk)
    add_remark(moderator=crossing.there_moderator, words="She was odd in our other room.", **given)
    claim_thing(moderator=crossing.there_moderator, **given)
    split_topic(moderator=crossing.home_moderator, topic=crossing.topic, post=post, title="Of its own")
    client, name = signed_in(crossing.home_moderator), crossing.there_moderator.display_name
    page = client.get(path).content.decode()
    assert (crossing.home.community.name in page, "She was odd" in page, name in page) == (True, False, False)
    given = {"act": "no", "reason": "Not in this place.", "seen": str(held.revision)}
    assert client.post(path, given, headers=HTMX).status_code == 200
    assert HeldPost.objects.get().state == "declined"


def test_who_looks_at_it_keeps_their_own_side_from_deciding_and_not_the_other() -> None:
    crossing = carried_between()
    placement, colleague = crossing.propose(), make_board_moderator(crossing.home)
    given, path = {"kind": Kind.CARRIED, "key": placement.pk}, address(Kind.CARRIED, placement.pk)
    claim_thing(moderator=crossing.home_moderator, **given)
    name = crossing.home_moderator.display_name
    refused = signed_in(colleague).post(path, {"act": "yes"}, headers=HTMX)
    assert (refused.status_code, f"{name} is looking" in refused.content.decode()) == (403, True)
    page = signed_in(crossing.there_moderator).get(path).content.decode()
    assert (name in page, 'value="yes"' in page) == (False, True)
    taken = signed_in(crossing.there_moderator).post(path, {"act": "claim"}, headers=HTMX)
    told = taken.content.decode()
    assert (taken.status_code, name in told, "of the other side is looking" in told) == (403, False, True)
    assert signed_in(crossing.there_moderator).post(path, {"act": "yes"}, headers=HTMX).status_code == 200
    placement.refresh_from_db()
    assert (placement.awaits_board, placement.awaits_home, placement.state) == (False, True, "pending")
    assert Claim.objects.get().person == crossing.home_moderator


def test_what_was_decided_is_named_and_its_page_led_to(waiting: Waiting) -> None:
    path, said = waiting.case.get_absolute_url(), f'href="{waiting.case.get_absolute_url()}"'
    removed = answer_to(waiting, Kind.REPORTED, "no", waiting.facilitator).content.decode()
    held = answer_to(waiting, Kind.HELD, "no", waiting.facilitator).content.decode()
    assert (said in removed, "What was decided" in removed, "What was decided" in held) == (True, True, False)
    assert signed_in(waiting.facilitator).get(path).status_code == 200
    name = KINDS[Kind.ASKING].shown(waiting.facilitator, [waiting.request])[0].title
    asked = reverse("queue-thing", args=[Kind.ASKING, waiting.request.pk])
    page = signed_in(waiting.facilitator).post(asked, {"act": "yes"}, follow=True).content.decode()
    assert f"{name} · " in page


def test_what_is_handed_up_leaves_the_list_and_its_claim(waiting: Waiting) -> None:
    claim_thing(moderator=waiting.moderator, kind=Kind.REPORTED, key=waiting.case.pk)
    assert answer_to(waiting, Kind.REPORTED, "up", waiting.moderator, why="").status_code == 422
    assert answer_to(waiting, Kind.HELD, "up", waiting.moderator, why="Is it ours?").status_code == 422
    gone = answer_to(waiting, Kind.REPORTED, "up", waiting.moderator, why="Is it ours?")
    assert ("is-done" in gone.content.decode(), "What was decided" in gone.content.decode()) == (True, False)
    assert (found(waiting.moderator, kind=Kind.REPORTED), Claim.objects.count()) == ([], 0)
    page = signed_in(waiting.facilitator).get(reverse("queue")).content.decode()
    assert "Is it ours?" in page


def test_words_that_were_changed_meanwhile_are_read_once_more(waiting: Waiting) -> None:
    HeldPost.objects.update(revision=2, source="Something else.")
    answer = answer_to(waiting, Kind.HELD, "yes", waiting.moderator)
    told = answer.content.decode()
    assert (answer.status_code, "Read it once more" in told, "Something else." in told) == (409, True, True)
    assert answer_to(waiting, Kind.HELD, "yes", waiting.moderator, seen="2").status_code == 200


def test_many_are_answered_at_once_where_that_is_safe(waiting: Waiting) -> None:
    refill(TENDING, waiting.facilitator)
    chosen = [f"{kind}-{key}" for kind, key in waiting.things().items()]
    client, path = signed_in(waiting.facilitator), reverse("queue")
    seen = {f"seen-held-{waiting.held.pk}": "1"}
    assert client.post(path, {"answer": "yes"}).status_code == 422
    assert client.post(path, {"answer": "maybe", "chosen": chosen}).status_code == 422
    silent = client.post(path, {"answer": "no", "chosen": chosen, **seen})
    assert (silent.status_code, f'value="{chosen[0]}" data-key="x" checked' in silent.content.decode()) == (
        422,
        True,
    )
    said = client.post(
        path,
        {"answer": "yes", "chosen": [*chosen, "held-0", "x-1", "held-x", f"appeal-{10**18}"], **seen},
        follow=True,
    )
    told = said.content.decode()
    assert ("3 answered." in told, "decided on one at a time" in told, "does not wait" in told) == (True,) * 3
    one_at_a_time = (Kind.CARRIED, Kind.HOME, Kind.APPEAL, Kind.JOINT)
    assert found(waiting.facilitator) == [(kind, waiting.things()[kind]) for kind in one_at_a_time]
    client.post(path, {"answer": "no", "reason": "Not ours.", "chosen": chosen})
    assert found(waiting.facilitator) == [(Kind.APPEAL, waiting.appeal.pk)]


def test_what_one_thing_refuses_keeps_the_answer_from_no_other(waiting: Waiting) -> None:
    """Each is answered for itself; what was not stays ticked, with why, and what was typed stays typed."""
    other = make_member(waiting.community, role=Role.FACILITATOR)
    claim_thing(moderator=other, kind=Kind.HELD, key=waiting.held.pk)
    client, path = signed_in(waiting.facilitator), reverse("queue")
    chosen = [f"{kind}-{key}" for kind, key in waiting.things().items() if kind != Kind.APPEAL]
    said = client.post(path, {"answer": "no", "chosen": chosen, "reason": "Not ours."})
    told = said.content.decode()
    assert (said.status_code, "4 answered." in told) == (403, True)
    assert "is looking at this just now" in told and "decided on one at a time" in told
    assert (
        told.count('data-key="x" checked'),
        f'value="reported-{waiting.case.pk}" data-key="x" checked' in told,
    ) == (1, True)
    assert 'name="reason" maxlength="500" value="Not ours."' in told
    left = (Kind.HELD, Kind.REPORTED, Kind.APPEAL)
    assert found(waiting.facilitator) == [(kind, waiting.things()[kind]) for kind in left]
    assert "held-" not in client.get(path).content.decode().split('id="bulk"')[1]


def test_bulk_goes_on_behind_what_was_changed_or_used_up(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    HeldPost.objects.update(revision=2)
    later = time() + TENDING.seconds  # all of it in one window, in which nothing was done before
    monkeypatch.setattr("forum.core.limits.time", lambda: later)
    chosen = [f"held-{waiting.held.pk}", f"asking-{waiting.request.pk}", f"reported-{waiting.case.pk}"]
    client, path = signed_in(waiting.facilitator), reverse("queue")
    monkeypatch.setattr("forum.core.limits.times_of", lambda limit: 1 if limit is TENDING else limit.times)
    said = client.post(path, {"answer": "yes", "chosen": chosen, f"seen-held-{waiting.held.pk}": "1"})
    told = said.content.decode()
    assert (said.status_code, "1 answered." in told, "Read it once more" in told) == (429, True, True)
    assert (told.count('data-key="x" checked'), "That was a lot in a short time" in told) == (2, True)


def test_what_was_typed_about_a_thing_is_not_lost_when_others_decide_on_it_meanwhile(
    waiting: Waiting,
) -> None:
    path = address(Kind.HELD, waiting.held.pk)
    waiting.held.delete()
    given = {"act": "remark", "remark": "She is new <here>.", "reason": "", "seen": "1"}
    client = signed_in(waiting.facilitator)
    for headers in ({}, HTMX):
        gone = client.post(path, given, headers=headers)
        assert (gone.status_code, "She is new &lt;here&gt;." in gone.content.decode()) == (404, True)


def test_a_report_is_not_removed_in_bulk(waiting: Waiting) -> None:
    chosen = [f"reported-{waiting.case.pk}"]
    given = {"answer": "no", "reason": "Spam.", "chosen": chosen}
    page = signed_in(waiting.moderator).post(reverse("queue"), given, follow=True)
    assert "decided on one at a time" in page.content.decode()
    assert Post.objects.get(pk=waiting.reported.pk).removed_at is None


def test_without_script_each_answer_leads_back_to_the_list(waiting: Waiting) -> None:
    client = signed_in(waiting.moderator)
    given = {"act": "yes", "seen": "1"}
    assert client.post(address(Kind.HELD, waiting.held.pk), given)["Location"] == reverse("queue")
    case = address(Kind.REPORTED, waiting.case.pk)
    assert client.post(case, {"act": "claim"})["Location"] == waiting.case.get_absolute_url()
    wrong = client.post(case, {"act": "no", "reason": ""})
    assert (wrong.status_code, "<h1>" in wrong.content.decode()) == (422, True)
    assert client.post(case, {"act": "jump"}).status_code == 422
    assert client.get(case).status_code == 200


def test_the_list_costs_the_same_however_much_waits(waiting: Waiting) -> None:
    client = signed_in(waiting.moderator)
    client.get(reverse("queue"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("queue"))
    for _ in range(12):
        hold_reply(waiting.held.topic)  # type: ignore[arg-type]  # it is a reply
    with CaptureQueriesContext(connection) as many:
        assert client.get(reverse("queue")).content.decode().count('class="waiting"') == 17
    assert len(many) == len(few)


def test_what_is_said_often_is_offered_to_those_who_decide_there_alone(waiting: Waiting) -> None:
    client, path = signed_in(waiting.moderator), reverse("saved-replies", args=[waiting.community.slug])
    assert client.post(path, {"name": "", "words": "We sell nothing."}).status_code == 422
    assert client.post(path, {"name": "Selling", "words": "We sell nothing."})["Location"] == path
    client.post(path, {"name": "Selling", "words": "We sell nothing here."})
    assert [reply.words for reply in SavedReply.objects.all()] == ["We sell nothing here."]
    assert "We sell nothing here." in client.get(reverse("queue")).content.decode()
    elsewhere = signed_in(Person.objects.get(pk=waiting.change.asked_by_id))
    assert "We sell nothing here." not in elsewhere.get(reverse("queue")).content.decode()
    for person in (make_member(waiting.community), make_board_moderator(waiting.board)):
        assert signed_in(person).get(path).status_code == 403
        assert signed_in(person).post(path, {"name": "Mine", "words": "No."}).status_code == 403
    forget = reverse("saved-reply-forget", args=[waiting.community.slug, SavedReply.objects.get().pk])
    assert signed_in(make_person()).post(forget).status_code == 403
    assert client.post(forget)["Location"] == path
    assert client.post(forget)["Location"] == path
    assert SavedReply.objects.count() == 0


def test_there_is_room_for_so_many_replies() -> None:
    community = make_community()
    facilitator = make_member(community, role=Role.FACILITATOR)
    SavedReply.objects.bulk_create(
        SavedReply(community=community, name=f"Reply {number}", words="No.") for number in range(MOST_REPLIES)
    )
    with pytest.raises(Invalid, match="Delete one"):
        save_reply(moderator=facilitator, community=community, name="One more", words="No.")
    save_reply(moderator=facilitator, community=community, name="Reply 1", words="Not now.")
    assert SavedReply.objects.get(name="Reply 1").words == "Not now."


def test_how_many_wait_is_said_by_kind(waiting: Waiting) -> None:
    assert how_many_wait(again(waiting.facilitator)) == dict.fromkeys(waiting.things(), 1)
    page = signed_in(waiting.facilitator).get(reverse("community-queue", args=[waiting.community.slug]))
    assert page.status_code == 200


def test_an_appeal_names_no_community_to_who_must_not_know_of_it() -> None:
    """Both sides decide about a post that came through a hidden community; only one of them knows of that."""
    crossing = make_crossing("open", "hidden")
    crossing.place()
    hidden = crossing.there.community
    post = make_reply(crossing.topic, via_board=crossing.there, author=crossing.reader)
    post = Post.objects.select_related("topic__home_board__community", "via_board__community").get(pk=post.pk)
    take_down_post(moderator=crossing.there_moderator, post=post, reason="Not so.")
    appeal = appeal_removal(person=again(crossing.reader), post=post, words="But it is.")
    make_member(hidden, (knows := make_person()), role=Role.FACILITATOR)
    named = []
    for person in (crossing.home_moderator, knows):
        client = signed_in(person)
        community = crossing.home.community if person == crossing.home_moderator else hidden
        for path in (
            reverse("queue"),
            reverse("community-queue", args=[community.slug]),
            address(Kind.APPEAL, appeal.pk),
            appeal.get_absolute_url(),
        ):
            page = client.get(path)
            assert page.status_code == 200
            assert "But it is." in page.content.decode()
            named.append(hidden.name in page.content.decode())
    assert named == [False] * 4 + [True] * 4
