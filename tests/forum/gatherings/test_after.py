"""After a session its page says what was, and offers no more than what still makes sense."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Community
from forum.core.verdicts import Refused
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.polls import (
    answer_poll,
    close_poll,
    open_poll,
    prepare_poll,
    show_answers,
    take_poll_away,
)
from forum.gatherings.models import Coming, Gathering, Poll, Stage
from forum.people.models import Person
from tests.forum.gatherings.meeting import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]

HOUR = timedelta(hours=1)
HEADING = ">Who had said that they come</h2>"


def ready(host: Person, gathering: Gathering, words: str) -> Poll:
    return prepare_poll(
        host=host, gathering=again(gathering), kind="single", words=words, options=["Oral", "Poster"],
        client_id=uuid4(),
    )  # fmt: skip


def closed_for_good(gathering: Gathering) -> None:
    Stage.objects.filter(pk=gathering.pk).update(
        started_at=timezone.now() - timedelta(days=9), closed_at=timezone.now() - timedelta(days=8)
    )


def page_of(client: Client, person: Person, gathering: Gathering) -> str:
    client.force_login(person)
    return client.get(gathering.get_absolute_url()).content.decode()


def test_it_asks_nobody_whether_they_come_and_says_who_had_said_so(
    client: Client, host: Person, member: Person, gathering: Gathering
) -> None:
    answer_whether_one_comes(person=member, gathering=gathering, comes=Coming.State.COMING)
    during = page_of(client, member, gathering)
    assert "Do you come?" in during and "I do not come after all" in during and HEADING not in during
    end_gathering(host=host, gathering=again(gathering))
    after = page_of(client, member, gathering)
    assert "Do you come?" not in after and "I do not come after all" not in after
    assert (
        HEADING in after
        and "You had said that you come" in after
        and "<b>1</b> had said that they come" in after
    )
    other = page_of(client, host, gathering)
    assert "You had said" not in other and "Bea Quist" in other
    for name in ("come", "stay-away"):
        answer = client.post(reverse(f"gathering-{name}", args=[gathering.pk]))
        assert answer.status_code == 403 and "This session is over." in answer.content.decode()


def test_past_its_hour_but_not_over_it_says_that_one_can_still_come_in(
    client: Client, host: Person, member: Person, gathering: Gathering
) -> None:
    Community.objects.update(visibility="open")
    answer_whether_one_comes(person=member, gathering=gathering, comes=Coming.State.COMING)
    Gathering.objects.update(starts_at=timezone.now() - HOUR, ends_at=timezone.now() - HOUR / 2)
    signed_in = page_of(client, member, gathering)
    client.logout()
    visitor = client.get(gathering.get_absolute_url()).content.decode()
    for page in (signed_in, visitor):
        assert "Whoever takes part can still come in" in page and HEADING not in page
        assert reverse("gathering-come", args=[gathering.pk]) not in page
    end_gathering(host=host, gathering=again(gathering))
    for page in (
        page_of(client, member, gathering),
        Client().get(gathering.get_absolute_url()).content.decode(),
    ):
        assert HEADING in page and "can still come in" not in page


def test_no_poll_is_prepared_or_opened_any_more_and_those_that_are_open_are_answered(
    client: Client, host: Person, member: Person, gathering: Gathering
) -> None:
    one, waiting = open_poll(host=host, poll=ready(host, gathering, "How?")), ready(host, gathering, "Later?")
    assert "Prepare a poll" in page_of(client, host, gathering)
    end_gathering(host=host, gathering=again(gathering))
    shown = page_of(client, host, gathering)
    assert (
        "Prepare a poll" not in shown and reverse("poll-open", args=[gathering.pk, waiting.pk]) not in shown
    )
    for act in (lambda: ready(host, gathering, "More?"), lambda: open_poll(host=host, poll=waiting)):
        with pytest.raises(Refused, match="no poll is prepared or opened any more"):
            act()
    answer_poll(person=member, poll=one, choices=[1])
    close_poll(host=host, poll=one)
    close_poll(host=host, poll=one)
    with pytest.raises(Refused, match="opened any more"):
        open_poll(host=host, poll=one)
    show_answers(host=host, poll=one)
    take_poll_away(host=host, poll=waiting)
    assert list(Poll.objects.values_list("state", "is_shown")) == [("closed", True)]


def test_polls_are_read_as_results(
    client: Client, host: Person, member: Person, gathering: Gathering
) -> None:
    shown, secret = (open_poll(host=host, poll=ready(host, gathering, words)) for words in ("How?", "Why?"))
    ready(host, gathering, "Never asked?")
    for poll in (shown, secret):
        answer_poll(person=member, poll=poll, choices=[1])
    count_votes()
    show_answers(host=host, poll=shown)
    end_gathering(host=host, gathering=again(gathering))
    before = page_of(client, member, gathering)
    assert before.count('name="choice"') == 5  # they can be answered still; and what a script draws from
    closed_for_good(gathering)
    after = page_of(client, member, gathering)
    assert after.count('name="choice"') == 1 and after.count("poll is-result") == 2
    assert after.count("your answer") == 2 and "1 · 100 %" in after
    assert after.count("what, was not shown to all") == 1
    leads = page_of(client, host, gathering)
    assert "Never asked?" not in leads and "poll-close" not in leads and "Show results" not in leads
