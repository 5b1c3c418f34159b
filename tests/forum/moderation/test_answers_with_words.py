"""Fields in which decisions are explained offer what is said often, say what is final, and take no single letters."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.communities.models import Community, Role
from forum.core.verdicts import Invalid
from forum.discussions.actions.staff_notes import leave_note
from forum.moderation.actions.appealing import overturn_decision, uphold_decision
from forum.moderation.actions.reporting import report_note, report_person
from forum.moderation.models import Appeal, Case, SavedReply
from forum.moderation.selectors.appeals import appeal_with
from tests.factories import make_community, make_member, make_steward
from tests.forum.moderation.reported import page
from tests.forum.moderation.waiting import Waiting, make_waiting
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
OFTEN, ELSEWHERE = "We sell nothing here.", "Not ours to say."
OPTION = f'<option value="{OFTEN}" label="Selling">'


@pytest.fixture
def waiting() -> Waiting:
    made = make_waiting()
    SavedReply.objects.create(community=made.community, name="Selling", words=OFTEN)
    SavedReply.objects.create(community=make_community(), name="Elsewhere", words=ELSEWHERE)
    return made


def the_appeal(waiting: Waiting) -> Appeal:
    found = appeal_with(waiting.appeal.pk)
    assert found is not None
    return found


def test_pages_of_cases_and_of_appeals_offer_what_is_said_often_to_who_decides(waiting: Waiting) -> None:
    for address in (waiting.case.get_absolute_url(), waiting.appeal.get_absolute_url()):
        shown = page(waiting.facilitator, address)
        assert OPTION in shown and ELSEWHERE not in shown
        assert re.search(r'<input type="text" name="reason"[^>]* list="replies"', shown)
    refused = signed_in(waiting.facilitator).post(
        reverse("case-remove", args=[waiting.case.pk]), {"reason": "x" * 501}
    )
    assert refused.status_code == 422
    assert OPTION in refused.content.decode() and "x" * 501 in refused.content.decode()
    SavedReply.objects.all().delete()
    for address in (waiting.case.get_absolute_url(), waiting.appeal.get_absolute_url()):
        shown = page(waiting.facilitator, address)
        assert '<textarea name="reason"' in shown and "<datalist" not in shown


def test_what_is_decided_offers_nothing_and_asks_for_nothing(waiting: Waiting) -> None:
    client = signed_in(waiting.facilitator)
    client.post(reverse("case-keep", args=[waiting.case.pk]), {"reason": OFTEN})
    client.post(reverse("appeal-uphold", args=[waiting.appeal.pk]), {"reason": OFTEN})
    for address in (waiting.case.get_absolute_url(), waiting.appeal.get_absolute_url()):
        with CaptureQueriesContext(connection) as asked:
            assert "<datalist" not in client.get(address).content.decode()
        assert not [each for each in asked.captured_queries if "forum_savedreply" in str(each["sql"])]


def test_an_appeal_is_answered_in_a_sentence(waiting: Waiting) -> None:
    client = signed_in(waiting.facilitator)
    for act in ("uphold", "overturn"):
        refused = client.post(reverse(f"appeal-{act}", args=[waiting.appeal.pk]), {"reason": " x  y "})
        shown = refused.content.decode()
        assert refused.status_code == 422 and "in a sentence of 10 characters or more" in shown
        assert "x  y" in shown  # what was typed stays
    queued = client.post(
        reverse("queue-thing", args=["appeal", waiting.appeal.pk]), {"act": "no", "reason": "No."}
    )
    assert queued.status_code == 422 and "in a sentence of 10 characters or more" in queued.content.decode()
    for decide in (uphold_decision, overturn_decision):
        with pytest.raises(Invalid, match="10 characters"):
            decide(decider=again(waiting.facilitator), appeal=the_appeal(waiting), reason="It was so")
    assert the_appeal(waiting).state == Appeal.State.OPEN
    uphold_decision(decider=again(waiting.facilitator), appeal=the_appeal(waiting), reason="It was so.")
    assert the_appeal(waiting).state == Appeal.State.UPHELD


def test_what_cannot_be_brought_back_is_said_before_it_goes(waiting: Waiting) -> None:
    community: Community = waiting.community
    note = leave_note(
        moderator=again(waiting.moderator), topic=waiting.reported.topic, body="Please be kind.",
        audience="readers", community=community,
    )  # fmt: skip
    report_note(reporter=make_member(community), note=note, reason="unkind")
    case, final = Case.objects.get(note=note), "gone for good: nobody can bring it back"
    decides = make_member(community, role=Role.FACILITATOR)
    told: list[tuple[str, Any]] = [(case.get_absolute_url(), True), (waiting.case.get_absolute_url(), False)]
    for address, is_final in told:
        assert (final in page(decides, address)) is is_final
    queue = page(decides, reverse("queue"))
    assert queue.count(final) == 1
    somebody = make_member(community)
    report_person(reporter=make_member(community), person=somebody, reason="unkind")
    assert "gone for good; they can write it anew" in page(make_steward(), reverse("queue"))
