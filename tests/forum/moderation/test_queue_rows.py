"""What the list of what waits shows of each thing: what it is against, how long it waits, which answers it takes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Role
from forum.core.claims import Kind
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Board, Post
from forum.moderation.actions.appealing import appeal_removal
from forum.moderation.models import Appeal
from forum.moderation.views.waiting.table import KINDS
from forum.people.models import Person
from forum.templatetags.waiting import waited
from tests.factories import make_member
from tests.forum.moderation.waiting import make_waiting
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def appeal(post: Post, moderator: Person) -> Appeal:
    """Against the removal of a post that said “Buy my course.”."""
    take_down_post(moderator=moderator, post=post, reason="We sell nothing.")
    removed = Post.objects.select_related("topic__home_board__community", "via_board").get(pk=post.pk)
    return appeal_removal(person=again(post.author), post=removed, words="It is free of charge.")


def test_an_appeal_stands_beside_what_was_removed_by_whom_and_why(
    appeal: Appeal, board: Board, moderator: Person
) -> None:
    client = signed_in(make_member(board.community, role=Role.MODERATOR))
    alone = reverse("queue-thing", args=[Kind.APPEAL.value, appeal.pk])
    for path in (reverse("queue"), reverse("community-queue", args=[board.community.slug]), alone):
        page = client.get(path).content.decode()
        for said in (
            "Buy my course.", "We sell nothing.", f"removed by {moderator.display_name}", "It is free of charge.",
        ):  # fmt: skip
            assert said in page, (path, said)
    for other in (moderator, make_member(board.community)):
        assert signed_in(other).get(alone).status_code == 404


def test_an_appeal_against_a_measure_stands_beside_that() -> None:
    waiting = make_waiting()
    first = waiting.appeal.decided_first_by
    assert first is not None
    page = signed_in(waiting.moderator).get(reverse("queue") + "?kind=appeal").content.decode()
    assert all(said in page for said in ("Be kind.", f"given by {first.display_name}", "I was."))


def test_only_what_takes_an_answer_among_others_is_ticked() -> None:
    waiting = make_waiting()
    page = signed_in(waiting.facilitator).get(reverse("queue")).content.decode()
    ticked = {kind for kind, key in waiting.things().items() if f'name="chosen" value="{kind}-{key}"' in page}
    assert ticked == {*Kind} - {Kind.APPEAL}
    appeals = signed_in(waiting.facilitator).get(reverse("queue") + "?kind=appeal").content.decode()
    assert (waiting.appeal.words in appeals, "All that are ticked" in appeals) == (True, False)


def test_both_answers_to_an_appeal_have_a_reason_of_their_own(appeal: Appeal, board: Board) -> None:
    """Enter in a field gives the answer that the field belongs to, and what was typed for one is not the other's."""
    client = signed_in(make_member(board.community, role=Role.MODERATOR))
    path = reverse("queue-thing", args=[Kind.APPEAL.value, appeal.pk])
    refused = client.post(path, {"act": "yes", "reason": "x" * 600})
    page = refused.content.decode()
    assert (refused.status_code, page.count("x" * 600), page.count('aria-invalid="true"')) == (422, 1, 1)
    assert re.search(rf'id="appeal-{appeal.pk}-reason-yes"[^>]* value="x{{600}}"', page)
    assert Appeal.objects.get().state == Appeal.State.OPEN


def test_fields_of_reasons_say_what_each_is_for_and_buttons_by_which_key() -> None:
    """Whatever waits, what agrees stands before what does not, and each has its key."""
    waiting = make_waiting()
    client = signed_in(waiting.facilitator)
    for kind, key in waiting.things().items():
        page = client.get(reverse("queue-thing", args=[kind.value, key])).content.decode()
        answers = page[page.index('class="waiting-answers"') :]
        of_kind = KINDS[kind]
        assert str(of_kind.no.why) and f">{of_kind.no.why}</label>" in answers
        assert re.findall(r'data-key="([ad])" aria-keyshortcuts="([ad])"', answers) == [
            ("a", "a"),
            ("d", "d"),
        ]
        buttons = re.findall(r'name="act" value="(?:yes|no)"[^>]*>([^<]+?) <kbd[^>]*>([ad])</kbd>', answers)
        assert buttons == [(str(of_kind.yes.label), "a"), (str(of_kind.no.label), "d")]
        assert (f">{of_kind.yes.why}</label>" in answers) == of_kind.yes.asks_why
    assert len({str(KINDS[Kind.APPEAL].yes.why), str(KINDS[Kind.APPEAL].no.why)}) == 2


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(), "came just now"),
        (timedelta(minutes=2), "has waited for 2 minutes"),
        (timedelta(hours=3, minutes=50), "has waited for 3 hours"),
        (timedelta(days=4, hours=23), "has waited for 4 days"),
    ],
)
def test_how_long_something_waits_is_said_in_words(ago: timedelta, said: str) -> None:
    assert waited(timezone.now() - ago) == said
