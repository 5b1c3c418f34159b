"""Whoever schedules a session says for how long people add to it after its end; its hosts change that while they do."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Community
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.following import change_following
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.polls import answer_poll, open_poll, prepare_poll
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.voting import vote_for_question
from forum.gatherings.actions.windows import set_window
from forum.gatherings.models import Gathering, Poll, Question, Stage
from forum.gatherings.models.stage import closes_at
from forum.people.models import Person
from tests.forum.gatherings.going_on import begun, said
from tests.forum.gatherings.meeting import again, series, when, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def over(host: Person, community: Community, *, hours_ago: int = 0, **more: object) -> Gathering:
    """One that ended so many hours ago."""
    made = begun(host, community, **more)
    end_gathering(host=host, gathering=made)
    if hours_ago:
        moved = timezone.now() - timedelta(hours=hours_ago)
        Stage.objects.filter(pk=made.pk).update(started_at=moved - timedelta(hours=1), closed_at=moved)
    return again(made)


def asked(person: Person, gathering: Gathering) -> Question:
    return ask_question(asker=person, gathering=again(gathering), words="How long?", client_id=uuid4())


def polled(host: Person, gathering: Gathering) -> Poll:
    poll = prepare_poll(
        host=host, gathering=gathering, kind="single", words="How?", options=["a", "b"], client_id=uuid4()
    )
    return open_poll(host=host, poll=poll)


def set_to(host: Person, gathering: Gathering, hours: int) -> Stage:
    fresh = again(gathering)
    return set_window(host=host, gathering=fresh, hours=hours, seen=fresh.stage.revision)


@pytest.mark.parametrize(("hours", "ago", "is_open"), [
    (0, 0, False), (24, 23, True), (24, 25, False), (48, 25, True), (48, 49, False), (168, 167, True),
    (168, 169, False),
])  # fmt: skip
def test_people_ask_vote_answer_and_talk_for_as_long_as_was_chosen(
    host: Person, member: Person, community: Community, hours: int, ago: int, is_open: bool
) -> None:
    made = begun(host, community, window=hours)
    question, poll = asked(host, made), polled(host, made)
    end_gathering(host=host, gathering=again(made))
    moved = timezone.now() - timedelta(hours=ago)
    Stage.objects.filter(pk=made.pk).update(started_at=moved - timedelta(hours=1), closed_at=moved)
    acts = [
        lambda: asked(member, made),
        lambda: vote_for_question(person=member, question=question),
        lambda: answer_poll(person=member, poll=poll, choices=[0]),
        lambda: said(member, made, "Late."),
    ]
    for act in acts:
        if is_open:
            act()
            continue
        with pytest.raises(Refused, match="over"):
            act()


def test_hosts_shorten_and_lengthen_it_while_it_runs_and_no_longer_after(
    host: Person, member: Person, community: Community
) -> None:
    made = over(host, community, hours_ago=30)
    set_to(host, made, 168)
    ended = again(made).stage.closed_at
    assert ended is not None and closes_at(again(made)) == ended + timedelta(hours=168)
    with pytest.raises(Refused, match="host this session"):
        set_to(member, made, 24)
    with pytest.raises(Invalid):
        set_to(host, made, 12)
    with pytest.raises(ChangedMeanwhile):
        set_window(host=host, gathering=again(made), hours=48, seen=0)
    revision = again(made).stage.revision
    assert set_to(host, made, 168).revision == revision  # as it is already
    assert set_to(host, made, 24).revision == revision + 1  # these have passed: from now on nobody adds to it
    with pytest.raises(Refused, match="over"):
        asked(member, made)
    assert set_to(host, made, 24).revision == revision + 1
    with pytest.raises(Refused, match="that stays so"):
        set_to(host, made, 168)


def test_before_its_end_it_is_changed_with_the_rest(host: Person, community: Community) -> None:
    made = begun(host, community)
    with pytest.raises(Refused, match="not over yet"):
        set_to(host, made, 24)
    assert again(made).window == 48


def test_those_that_follow_in_a_series_get_it_too(host: Person, community: Community) -> None:
    first = when(date(2027, 3, 1))
    rows = series(host, community, first=first, until=date(2027, 3, 22), now=timezone.now())
    assert {row.window for row in Gathering.objects.all()} == {48}
    change_following(
        host=host, gathering=again(rows[1]), when=when(date(2027, 3, 8)), words=words(window=168)
    )
    found = dict(Gathering.objects.order_by("on").values_list("on__day", "window"))
    assert found == {1: 48, 8: 168, 15: 168, 22: 168}


def test_its_page_says_until_when_and_lets_hosts_choose(
    client: Client, host: Person, member: Person, community: Community
) -> None:
    made = over(host, community, hours_ago=30)
    address, page = reverse("gathering-window", args=[made.pk]), made.get_absolute_url()
    until = (closes_at(made)).strftime("%Y-%m-%dT%H:%M")
    client.force_login(member)
    shown = client.get(page).content.decode()
    assert "ask, answer, vote and talk until" in shown and until in shown and 'name="window"' not in shown
    assert client.post(address, {"window": "168", "seen": made.stage.revision}).status_code == 403
    client.force_login(host)
    shown = client.get(page).content.decode()
    assert 'value="48" selected' in shown and 'value="24"' not in shown  # these hours have passed
    assert client.post(address, {"window": "12", "seen": made.stage.revision}).status_code == 422
    assert client.post(address, {"window": "168", "seen": 0}).status_code == 409
    assert client.post(address, {"window": "168", "seen": made.stage.revision}).status_code == 302
    shown = client.get(page).content.decode()
    until = closes_at(again(made)).strftime("%Y-%m-%dT%H:%M")
    assert "The page says until when" in shown and until in shown
    client.post(address, {"window": "0", "seen": again(made).stage.revision})
    shown = client.get(page).content.decode()
    assert "It is over, and can be read." in shown and 'name="window"' not in shown


def test_the_form_keeps_what_was_chosen_and_what_was_not_said(
    client: Client, host: Person, community: Community
) -> None:
    client.force_login(host)
    typed = {"title": "Journal club", "kind": "free", "day": "2027-03-01", "hour": "12:00", "minutes": "60",
             "zone": "UTC", "window": "168"}  # fmt: skip
    client.post(reverse("gathering-new", args=[community.slug]), typed)
    made = Gathering.objects.get()
    assert made.window == 168
    assert (
        "After its end one can add to it for a week" in client.get(made.get_absolute_url()).content.decode()
    )
    edit = reverse("gathering-edit", args=[made.pk])
    assert '<option value="168" selected>' in client.get(edit).content.decode()
    del typed["window"]
    assert client.post(edit, typed).status_code == 302
    assert again(made).window == 168
    refused = client.post(edit, typed | {"window": "12"})
    assert refused.status_code == 422
    assert client.post(edit, typed | {"window": "0"}).status_code == 302
    assert again(made).window == 0
