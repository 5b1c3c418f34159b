"""From a highlight to a note that others read: never without the consent of who said it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from forum.chat.actions.messages import edit_message, remove_message
from forum.chat.actions.taking_down import restore_message, take_down_message
from forum.chat.models import Message
from forum.communities.actions.opening import change_visibility
from forum.communities.models import Community, Membership
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Refused
from forum.gatherings.models import Gathering
from forum.notifications import kinds
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_seen_by, unread_notices
from forum.people.models import Person
from forum.personal_data.selectors.kept import quoted_in_notes
from forum.repertoire.actions.answering import answer_for_quote, edition_of_quote
from forum.repertoire.actions.tending import take_quote_out
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.policies.quotes import was_agreed_to
from forum.repertoire.selectors.quotes import quotes_agreed_to
from tests.factories import lift_all, make_member, make_person, mute
from tests.forum.repertoire.noted import answered, drafted, fresh, highlighted, published, quote_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
SAID = "Ten slow breaths."


def page(person: Person | None, url: str) -> str:
    """What somebody reads there; "" where it is not there for them."""
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(url)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_it_stands_with_a_name_without_or_not_at_all_as_who_said_it_says(
    host: Person, member: Person, reader: Person, gathering: Gathering, highlight: Message
) -> None:
    note = published(host, drafted(host, gathering, highlight))
    seen = {}
    for answer in ("", "named", "nameless", "declined", "named"):
        if answer:
            answered(member, quote_in(note), answer)
        text = page(reader, note.get_absolute_url())
        assert "We wait for ten breaths" in text
        seen[answer] = (SAID in text, "Bea Quist" in text)
    assert seen == {
        "": (False, False),
        "named": (True, True),
        "nameless": (True, False),
        "declined": (False, False),
    }


def test_who_said_it_is_told_and_finds_it_and_nobody_else_answers(
    host: Person, member: Person, reader: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(host, gathering, highlight)
    quote = quote_in(note)
    (notice,) = Notice.objects.filter(kind=kinds.QUOTE_ASKED)
    assert (notice.recipient, unread_notices(member)) == (member, 1)
    client = Client()
    client.force_login(member)
    text = client.get(reverse("own-quotes")).content.decode()
    for part in (SAID, "Waiting", "Ward teaching", "Only members read it.", "Yes, without my name"):
        assert part in text
    other = Client()
    other.force_login(reader)
    assert "Nobody has asked." in other.get(reverse("own-quotes")).content.decode()
    form = {"answer": "named", "seen": edition_of_quote(quote)}
    assert other.post(reverse("quote-answer", args=[quote.pk]), form).status_code == 404
    assert client.post(reverse("quote-answer", args=[quote.pk]), form).status_code == 302
    assert quote_in(note).consent == Quote.Consent.NAMED
    assert unread_notices(Person.objects.get(pk=member.pk)) == 0
    with pytest.raises(Refused):
        answer_for_quote(author=reader, quote=quote, answer="declined", seen="")


def test_the_same_highlight_asks_once(
    host: Person, facilitator: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    note = drafted(host, gathering, highlight)
    assert drafted(facilitator, gathering, highlight, "Once more") == note
    assert PracticeNote.objects.count() == Quote.objects.count() == 1
    assert Notice.objects.filter(kind=kinds.QUOTE_ASKED).count() == 1
    answered(member, quote_in(note), "declined")
    assert drafted(host, gathering, highlight) == note
    assert quote_in(note).consent == Quote.Consent.DECLINED


def test_it_is_read_where_it_was_said(
    host: Person, member: Person, reader: Person, gathering: Gathering, highlight: Message
) -> None:
    note = published(host, drafted(host, gathering, highlight))
    answered(member, quote_in(note), "named")
    edit_message(editor=member, message=fresh(highlight), body="Twelve slow breaths.", revision=1)
    assert "Twelve slow breaths." in page(reader, note.get_absolute_url())
    remove_message(remover=member, message=fresh(highlight))
    text = page(reader, note.get_absolute_url())
    assert "We wait" in text
    assert "slow breaths" not in text
    assert notices_seen_by(member).filter(kind=kinds.QUOTE_ASKED).count() == 0


def test_what_was_changed_is_looked_at_before_one_agrees_and_a_no_needs_nothing(
    host: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    quote = quote_in(drafted(host, gathering, highlight))
    seen = edition_of_quote(quote)
    Community.objects.filter(pk=quote.community_id).update(visibility="open")
    with pytest.raises(ChangedMeanwhile):
        answer_for_quote(author=member, quote=quote, answer="named", seen=seen)
    assert answer_for_quote(author=member, quote=quote, answer="declined", seen="").consent == "declined"


def test_nothing_stands_before_more_readers_than_were_agreed_to(
    facilitator: Person, member: Person, reader: Person, gathering: Gathering, highlight: Message
) -> None:
    note = published(facilitator, drafted(facilitator, gathering, highlight))
    answered(member, quote_in(note), "named")
    assert SAID in page(reader, note.get_absolute_url())
    change_visibility(changer=facilitator, community=gathering.community, visibility="network")
    assert SAID not in page(reader, note.get_absolute_url())
    assert Notice.objects.filter(kind=kinds.QUOTE_ASKED, recipient=member).count() == 2
    answered(member, quote_in(note), "nameless")
    assert SAID in page(make_person("Una"), note.get_absolute_url())


@pytest.mark.parametrize("before", ["named", "nameless"])
def test_who_is_asked_anew_has_let_it_stand_before_until_and_after_they_say_no(
    facilitator: Person, member: Person, gathering: Gathering, highlight: Message, before: str
) -> None:
    note = published(facilitator, drafted(facilitator, gathering, highlight))

    def known() -> tuple[str, bool, bool, bool]:
        quote = quote_in(note)
        is_known = quotes_agreed_to(member.pk).filter(pk=quote.pk).exists()
        (copy,) = quoted_in_notes(member)
        return (quote.consent, was_agreed_to(quote), is_known, copy["taken_back"])

    assert known() == ("asked", False, False, False)
    answered(member, quote_in(note), before)
    change_visibility(changer=facilitator, community=gathering.community, visibility="network")
    assert known() == ("asked", True, True, False)
    answered(member, quote_in(note), "declined")
    assert known() == ("declined", True, True, True)
    answered(member, quote_in(note), before)
    assert known() == (before, True, True, False)


def test_who_agreed_to_fewer_again_is_told_again_when_more_come_to_read(
    facilitator: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    community = gathering.community
    change_visibility(changer=facilitator, community=community, visibility="network")
    note = drafted(facilitator, gathering, highlight)
    change_visibility(changer=facilitator, community=community, visibility="private")
    answered(member, quote_in(note), "named")
    change_visibility(changer=facilitator, community=community, visibility="network")
    assert quote_in(note).consent == Quote.Consent.ASKED
    assert Notice.objects.filter(kind=kinds.QUOTE_ASKED, recipient=member).count() == 2


def test_own_words_ask_nobody(host: Person, facilitator: Person, gathering: Gathering) -> None:
    message = highlighted(facilitator, host, gathering, SAID)
    note = drafted(host, gathering, message)
    assert quote_in(note).consent == Quote.Consent.NAMED
    assert not Notice.objects.filter(kind=kinds.QUOTE_ASKED).exists()
    answered(host, quote_in(note), "declined")
    assert quote_in(note).consent == Quote.Consent.DECLINED


def test_the_muted_take_back_and_agree_later(
    facilitator: Person, member: Person, gathering: Gathering, highlight: Message
) -> None:
    note = published(facilitator, drafted(facilitator, gathering, highlight))
    answered(member, quote_in(note), "named")
    mute(member, gathering.community)
    member = Person.objects.get(pk=member.pk)
    assert answered(member, quote_in(note), "declined").consent == "declined"
    with pytest.raises(Refused):
        answered(member, quote_in(note), "named")
    lift_all(member, gathering.community)
    assert answered(Person.objects.get(pk=member.pk), quote_in(note), "named").consent == "named"


def test_who_may_not_know_of_a_community_is_not_asked_for_it(
    facilitator: Person, community: Community, gathering: Gathering
) -> None:
    gone = make_member(community, make_person("Gus"))
    message = highlighted(facilitator, gone, gathering, SAID)
    Membership.objects.filter(person=gone).delete()
    Community.objects.filter(pk=community.pk).update(member_count=community.memberships.count())
    assert drafted(facilitator, gathering, message).pk
    Quote.objects.all().delete()
    Community.objects.filter(pk=community.pk).update(visibility="hidden", joining="invitation")
    with pytest.raises(Refused, match="cannot be asked"):
        drafted(facilitator, gathering, message, "Another")


def test_one_agrees_for_no_community_that_one_does_not_see_and_can_take_back(
    facilitator: Person, member: Person, community: Community, gathering: Gathering, highlight: Message
) -> None:
    quote = quote_in(drafted(facilitator, gathering, highlight))
    Membership.objects.filter(person=member).delete()
    Community.objects.filter(pk=community.pk).update(
        visibility="hidden", joining="invitation", member_count=community.memberships.count()
    )
    member = Person.objects.get(pk=member.pk)
    own = page(member, reverse("own-quotes"))
    assert (SAID in own, "Yes, with my name" in own, "You do not see this community" in own) == (
        True,
        False,
        True,
    )
    with pytest.raises(Refused, match="You do not see this community"):
        answered(member, quote, "named")
    assert answered(member, quote, "declined").consent == "declined"


def test_taken_out_and_drafted_again_one_is_told_once(
    facilitator: Person, gathering: Gathering, highlight: Message
) -> None:
    for _time in range(3):
        note = drafted(facilitator, gathering, highlight)
        take_quote_out(person=facilitator, note=note, quote=quote_in(note))
    drafted(facilitator, gathering, highlight)
    assert Notice.objects.filter(kind=kinds.QUOTE_ASKED).count() == 1


def test_what_was_removed_when_more_came_to_read_it_is_asked_about_when_it_is_back(
    facilitator: Person, member: Person, reader: Person, gathering: Gathering, highlight: Message
) -> None:
    note = published(facilitator, drafted(facilitator, gathering, highlight))
    answered(member, quote_in(note), "named")
    take_down_message(moderator=facilitator, message=fresh(highlight), reason="Is it so?")
    change_visibility(changer=facilitator, community=gathering.community, visibility="network")
    restore_message(moderator=facilitator, message=fresh(highlight))
    assert quote_in(note).consent == Quote.Consent.ASKED
    assert SAID not in page(reader, note.get_absolute_url())
    answered(member, quote_in(note), "named")
    assert SAID in page(reader, note.get_absolute_url())
