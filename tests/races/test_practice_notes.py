"""Those who quote the same highlight at the same moment ask once, and a consent taken back is taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from forum.chat.models import Message
from forum.communities.actions.opening import change_visibility
from forum.communities.models import Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Refused
from forum.gatherings.models import Gathering
from forum.invariants.selectors import breaches
from forum.moderation.actions.deciding import remove_reported
from forum.moderation.actions.reporting import report_practice_note
from forum.moderation.models import Case
from forum.notifications import kinds
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.repertoire.actions.answering import answer_for_quote, edition_of_quote
from forum.repertoire.actions.tending import withdraw_note
from forum.repertoire.models import PracticeNote, Quote
from tests.factories import make_community, make_member
from tests.forum.gatherings.going_on import begun
from tests.forum.leaving import PASSWORD
from tests.forum.people_anew import again
from tests.forum.repertoire.noted import answered, drafted, highlighted, published, quote_in
from tests.races.test_standing import PATIENCE, backend, comes_to_wait_for, in_thread
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 6


def over() -> tuple[list[Person], Person, Gathering, Message]:
    """Two facilitators, and a highlight of what a member said in a session that is over."""
    cache.clear()
    community = make_community(visibility="private")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
    member, gathering = make_member(community), begun(hosts[0], community)
    return hosts, member, gathering, highlighted(hosts[0], member, gathering, "Ten slow breaths.")


def failures(found: list[Any]) -> list[Any]:
    return [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)]


def is_shown(person: Person, note: PracticeNote) -> bool:
    client = Client()
    client.force_login(person)
    return "Ten slow breaths." in client.get(note.get_absolute_url()).content.decode()


def test_two_who_quote_the_same_make_one_note_and_ask_once() -> None:
    for _round in range(ROUNDS):
        hosts, member, gathering, message = over()
        found = together([partial(drafted, each, gathering, message) for each in hosts])
        assert failures(found) == []
        (note,) = PracticeNote.objects.filter(community=gathering.community)
        assert found == [note, note]
        assert Quote.objects.filter(message=message).count() == 1
        assert Notice.objects.filter(kind=kinds.QUOTE_ASKED, recipient=member).count() == 1
    assert breaches() == []


def test_a_consent_taken_back_while_it_is_published_is_taken_back() -> None:
    for _round in range(ROUNDS):
        hosts, member, gathering, message = over()
        note, reader = drafted(hosts[0], gathering, message), make_member(gathering.community)
        answered(member, quote_in(note), "named")
        back = partial(answer_for_quote, author=member, quote=quote_in(note), answer="declined", seen="")
        found = together([partial(published, hosts[0], note), partial(published, hosts[1], note), back])
        assert failures(found) == []
        assert PracticeNote.objects.get(pk=note.pk).state == "published"
        assert not is_shown(reader, note)
        answered(member, quote_in(note), "nameless")
        assert is_shown(reader, note)
    assert breaches() == []


def test_two_who_report_a_note_at_once_open_one_case_and_none_of_what_was_withdrawn_before() -> None:
    for round_ in range(ROUNDS):
        hosts, _member, gathering, message = over()
        note = published(hosts[0], drafted(hosts[0], gathering, message))
        readers = [make_member(gathering.community) for _number in range(2)]
        acts = [partial(report_practice_note, reporter=each, note=note, reason="unsafe") for each in readers]
        if round_ % 2:
            acts.append(partial(withdraw_note, person=hosts[0], note=note, reason="It is out of date."))
        assert failures(together(acts)) == []
        cases = list(Case.objects.filter(practice_note=note))
        assert len(cases) == 1 or (round_ % 2 and not cases)
        assert {each.state for each in cases} <= {"open"}
    assert breaches() == []


def test_who_withdraws_a_reported_note_and_publishes_it_again_while_it_is_removed_ends_nothing() -> None:
    for _round in range(ROUNDS):
        hosts, member, gathering, message = over()
        note = published(hosts[0], drafted(hosts[0], gathering, message))
        report_practice_note(reporter=make_member(gathering.community), note=note, reason="unsafe")
        case = Case.objects.get(practice_note=note)
        acts = [
            partial(withdraw_note, person=hosts[0], note=note, reason="Not yet."),
            partial(published, hosts[0], note),
            partial(remove_reported, moderator=hosts[1], case=case, reason="It is out of date."),
            partial(answered, member, quote_in(note), "named"),
        ]
        assert failures(together(acts)) == []
        note.refresh_from_db()
        assert (note.state, note.taken_from, note.reason) == ("withdrawn", hosts[0], "It is out of date.")
        assert Case.objects.get(pk=case.pk).state == "removed"
    assert breaches() == []


def test_nobody_agrees_to_more_readers_than_they_were_told_of() -> None:
    for _round in range(ROUNDS):
        hosts, member, gathering, message = over()
        quote = quote_in(drafted(hosts[0], gathering, message))
        agree = partial(
            answer_for_quote, author=member, quote=quote, answer="named", seen=edition_of_quote(quote)
        )
        widen = partial(
            change_visibility, changer=hosts[0], community=gathering.community,
            visibility=Community.Visibility.OPEN,
        )  # fmt: skip
        found = together([agree, widen])
        assert [each for each in failures(found) if not isinstance(each, ChangedMeanwhile)] == []
        assert Quote.objects.get(pk=quote.pk).consent == Quote.Consent.ASKED
    assert breaches() == []


def test_who_closes_their_account_waits_for_a_note_before_they_hold_its_quotes() -> None:
    hosts, _member, gathering, _message = over()
    hosts[0].set_password(PASSWORD)
    hosts[0].save()
    session = begun(hosts[0], gathering.community)
    note = drafted(hosts[0], session, highlighted(hosts[1], hosts[0], session, "We count to ten."))
    quote = Quote.objects.filter(note=note)
    withdraw_note(person=hosts[0], note=published(hosts[0], note), reason="Not yet.")
    quote.update(consent="asked", answered_at=None, readers="")
    PracticeNote.objects.filter(pk=note.pk).update(taken_from=hosts[0])
    close = partial(
        close_account, person=again(hosts[0]), wish="keep", handle=hosts[0].handle, password=PASSWORD
    )
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            PracticeNote.objects.select_for_update(no_key=True).get(pk=note.pk)
            closing = pool.submit(in_thread, close)
            assert comes_to_wait_for(backend(), closing)
            assert quote.select_for_update(nowait=True).get().consent == "asked"
        closing.result(PATIENCE)
    note.refresh_from_db()
    assert (note.reason, again(hosts[0]).kind, quote.get().consent) == ("", "former", "declined")
    assert breaches() == []
