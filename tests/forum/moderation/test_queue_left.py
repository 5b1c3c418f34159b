"""How much is left in the list of what waits, when it is opened and with each answer that is given in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from forum.communities.actions.joining import decline_request
from forum.core.claims import Kind
from tests.forum.moderation.waiting import Waiting, make_waiting
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def waiting() -> Waiting:
    return make_waiting()


def answered(waiting: Waiting, kind: Kind, act: str = "no", **of_list: str) -> str:
    path = reverse("queue-thing", args=[kind.value, waiting.things()[kind]])
    given = {"act": act, "reason": "Not here, please.", "seen": str(waiting.held.revision), **of_list}
    answer: Any = signed_in(waiting.facilitator).post(path, given, headers=HTMX)
    return str(answer.content.decode())


def counts(html: str) -> dict[str, int]:
    """The number beside each tab."""
    found = re.findall(r">([^<>]+) <span class=\"badge\">(\d+)</span></a>", html)
    return {name: int(number) for name, number in found}


def end(html: str) -> str:
    found = re.search(r'<p class="quiet queue-end"[^>]*>(.*?)</p>', html)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


def test_with_an_answer_comes_how_much_is_left_of_each_kind(waiting: Waiting) -> None:
    opened = signed_in(waiting.facilitator).get(reverse("queue")).content.decode()
    assert (counts(opened)["Everything"], counts(opened)["Posts"]) == (7, 1)
    assert end(opened) == "That is all that waits."
    left = answered(waiting, Kind.HELD, list="", shows="")
    assert counts(left) == {name: number for name, number in counts(opened).items() if name != "Posts"} | {
        "Everything": 6
    }
    assert end(left) == "6 still wait. From the start"
    assert "data-queue-left" not in answered(waiting, Kind.CARRIED)  # it came from no list


def test_what_others_decided_meanwhile_is_not_counted(waiting: Waiting) -> None:
    decline_request(facilitator=again(waiting.facilitator), request=waiting.request, reason="Not now.")
    gone = answered(waiting, Kind.ASKING, list="", shows="asking")
    assert (counts(gone)["Everything"], counts(gone)["People who ask to join"]) == (6, 0)
    assert end(gone) == "Nothing of this kind waits any more."


def test_the_last_answer_says_that_nothing_waits_any_more(waiting: Waiting) -> None:
    slug = waiting.community.slug
    said = [end(answered(waiting, kind, list=slug, shows="")) for kind in waiting.things()]
    assert said[-2:] == ["1 still waits. From the start", "Nothing waits any more."]
    assert end(answered(waiting, Kind.HELD, list="no-such-place", shows="")) == ""


def test_a_page_says_what_waits_elsewhere_in_the_list(waiting: Waiting) -> None:
    client = signed_in(waiting.facilitator)
    behind = client.get(reverse("queue"), {"after": "2999-01-01T00:00:00+00:00_held_1"}).content.decode()
    assert "Nothing waits." not in behind
    assert "7 things wait further up in the list." in behind
    answered(waiting, Kind.HELD)
    of_kind = client.get(reverse("queue"), {"kind": "held"}).content.decode()
    assert ("Nothing of this kind waits." in of_kind, "6 other things do." in of_kind) == (True, True)


def test_a_list_that_nobody_has_is_none(waiting: Waiting) -> None:
    for name in ("a\x00b", "nowhere", "x" * 3_000):
        html = answered(waiting, Kind.HELD, act="claim", list=name, shows="a\x00b")
        assert ("queue-end" in html, counts(html)) == (False, {})
