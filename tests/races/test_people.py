"""Leaving, joining, taking a handle, claiming and removing at the same moment."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from forum.communities.actions.members import join_community, leave_community
from forum.communities.models import Membership, Role
from forum.core.verdicts import Refused
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.models import Post
from forum.importing import plan
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.claims import claim_authorship
from forum.importing.actions.runs import open_local_import
from forum.importing.models import ImportRun
from forum.invariants.selectors import breaches
from forum.people.actions.profiles import change_profile
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_reply,
    make_steward,
    make_topic,
)
from tests.forum.importing.mails import headed, mail
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

HANDS = 8
ROUNDS = 10


def test_of_two_facilitators_who_leave_at_once_one_stays() -> None:
    for _round in range(ROUNDS):
        first = make_person()
        community = make_community(facilitator=first)
        second = make_member(community, role=Role.FACILITATOR)
        leaving = [partial(leave_community, person=person, community=community) for person in (first, second)]
        results = together(leaving)
        assert sorted(isinstance(result, Refused) for result in results) == [False, True]
        community.refresh_from_db()
        assert (community.memberships.get().role, community.member_count) == (Role.FACILITATOR, 1)
    assert breaches() == []


def test_joining_and_leaving_many_times_at_once_is_counted_once() -> None:
    community = make_community()
    for _round in range(ROUNDS // 2):
        person = make_person()
        joined = together([partial(_join, person.pk, community)] * HANDS)
        assert {type(result) for result in joined} == {Membership}
        community.refresh_from_db()
        assert community.member_count == 2
        left = together([partial(_leave, person.pk, community)] * HANDS)
        assert sum(result is None for result in left) == 1
        assert {type(result) for result in left if result is not None} == {Refused}
        community.refresh_from_db()
        assert community.member_count == 1
        cache.clear()
    assert breaches() == []


def _join(person_id: int, community: Any) -> Membership:
    return join_community(person=Person.objects.get(pk=person_id), community=community)


def _leave(person_id: int, community: Any) -> None:
    leave_community(person=Person.objects.get(pk=person_id), community=community)


def test_a_handle_is_taken_once_in_whatever_case() -> None:
    for number in range(ROUNDS):
        people = [make_person() for _hand in range(HANDS)]
        wished = [f"Wanted{number}", f"wanted{number}"] * (HANDS // 2)
        changes = [
            partial(change_profile, actor=person, person=person, handle=handle)
            for person, handle in zip(people, wished, strict=True)
        ]
        results = together(changes)
        assert sum(isinstance(result, Person) for result in results) == 1
        assert Person.objects.filter(handle__iexact=f"wanted{number}").count() == 1


def test_a_handle_is_taken_once_while_it_is_given_up() -> None:
    for number in range(ROUNDS):
        giver = make_person(handle=f"given{number}")
        takers = [make_person() for _hand in range(HANDS - 2)]
        acts = [
            partial(change_profile, actor=giver, person=giver, handle=f"new{number}"),
            *[
                partial(change_profile, actor=taker, person=taker, handle=f"Given{number}")
                for taker in takers
            ],
            partial(_sign_up, f"given-{number}@example.org", f"given{number}"),
        ]
        results = together(acts)
        assert isinstance(results[0], Person)
        assert {type(result) for result in results[1:-1]} <= {IntegrityError, ValidationError}
        assert results[-1] == 302
        assert not Person.objects.filter(handle__iexact=f"given{number}").exists()
        assert giver.former_handles.get().handle == f"given{number}"
    assert breaches() == []


def test_a_handle_taken_and_given_up_at_once_stays_one_persons() -> None:
    for number in range(ROUNDS):
        people = [make_person() for _hand in range(HANDS)]
        results = together([partial(_take_and_leave, person, f"short{number}") for person in people])
        assert sum(isinstance(result, Person) for result in results) == 1
        assert breaches() == []


def test_two_who_change_into_each_others_handles_wait_and_never_deadlock() -> None:
    for number in range(ROUNDS):
        one, two = make_person(handle=f"one{number}"), make_person(handle=f"two{number}")
        results = together(
            [
                partial(change_profile, actor=one, person=one, handle=f"two{number}"),
                partial(change_profile, actor=two, person=two, handle=f"one{number}"),
            ]
        )
        assert {type(result) for result in results} <= {IntegrityError, ValidationError}
        assert breaches() == []


def _take_and_leave(person: Person, handle: str) -> Person:
    change_profile(actor=person, person=person, handle=handle)
    return change_profile(actor=person, person=person, handle=f"after-{person.pk}")


def test_people_of_one_name_who_sign_up_at_once_get_handles_of_their_own() -> None:
    for number in range(3):
        addresses = [f"ada-{number}-{hand}@example.org" for hand in range(HANDS)]
        statuses = together([partial(_sign_up, address) for address in addresses])
        assert statuses == [302] * HANDS
        assert Person.objects.filter(email__in=addresses).count() == HANDS
        cache.clear()


def test_signing_up_twice_at_once_makes_one_account_and_says_so() -> None:
    for number in range(3):
        statuses = together([partial(_sign_up, f"twice-{number}@example.org")] * 4)
        assert set(statuses) <= {302, 200, 403}
        assert statuses.count(302) == 1
        assert Person.objects.filter(email=f"twice-{number}@example.org").count() == 1
        cache.clear()


def _sign_up(address: str, name: str = "Ada Byrne") -> int:
    form = {"email": address, "password1": "correct horse battery", "display_name": name}
    return Client(raise_request_exception=False).post("/accounts/signup/", form).status_code


def test_what_was_imported_is_claimed_once() -> None:
    for number in range(ROUNDS):
        author = make_placeholder(source_address=f"ann-{number}@list.example")
        Post.objects.filter(pk=make_reply(make_topic()).pk).update(author=author)
        # Both have confirmed the address: it belonged to one, then to the other.
        people = [make_person() for _hand in range(2)]
        EmailAddress.objects.create(user=people[0], email=f"ann-{number}@list.example", verified=True)
        claims = [partial(claim_authorship, person=people[0], author=author)] * (HANDS // 2)
        others = [partial(claim_authorship, person=people[1], author=author)] * (HANDS // 2)
        results = together([*claims, *others])
        assert sum(isinstance(result, Person) for result in results) == 1
        assert {type(result) for result in results if not isinstance(result, Person)} == {Refused}
        author.refresh_from_db()
        assert (author.became, people[0].posts.count(), author.posts.count()) == (people[0], 1, 0)
    assert breaches() == []


def test_what_an_import_writes_while_its_author_claims_comes_to_nobody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(plan, "MOST_POSTS", 4)
    path = tmp_path / "list.mbox"
    steward = make_steward()
    for number in range(ROUNDS // 2):
        board, person, address = make_board(), make_person(), f"ann-{number}@list.example"
        EmailAddress.objects.create(user=person, email=address, verified=True)
        path.write_bytes(b"".join(_letter(address, key) for key in range(24)))
        author = make_placeholder("Ann", source_address=address)
        runs = [open_local_import(importer=steward, board=board, path=path) for _run in range(2)]
        claims = [partial(_claim_after, hand * 0.03, person, author) for hand in range(HANDS - 2)]
        results = together([*[partial(carry_out, run_id=run.pk, attempt=1) for run in runs], *claims])
        assert [result.state for result in results[:2]] == [ImportRun.State.FINISHED] * 2
        assert [type(result) for result in results[2:]].count(Person) == 1
        assert breaches() == []
        waiting = Person.objects.filter(source_address=address, became=None).first()
        assert (
            person.posts.count() + (waiting.posts.count() if waiting else 0)
            == Post.objects.filter(via_board=board).count()
            == 24
        )
        cache.clear()


def _letter(address: str, key: int) -> bytes:
    head = headed(From=f"{address} (Ann)", Message_ID=f"<{key}@x>", Subject=f"Topic {key % 6}")
    return mail(f"This is {key}.\n".encode(), head=head)


def _claim_after(seconds: float, person: Person, author: Person) -> Person:
    sleep(seconds)
    return claim_authorship(person=person, author=author)


def test_whoever_downloads_while_the_post_is_removed_gets_the_whole_file_or_none() -> None:
    board = make_board(make_community(visibility="open"))
    topic = make_topic(board)
    content = b"x" * 300_000
    for _round in range(ROUNDS):
        owner = make_member(board.community)
        upload = SimpleUploadedFile("notes.txt", content)
        file = store_upload(owner=owner, upload=upload)
        post = make_reply(topic, author=owner, body=attachment_markdown(file))
        url = file.get_absolute_url()
        results = together(
            [
                *[partial(_download, url)] * (HANDS - 1),
                partial(remove_post, author=owner, post=post),
            ]
        )
        assert set(results[:-1]) <= {(200, content), (404, b"")}
        assert isinstance(results[-1], Post)
        assert _download(url) == (404, b"")
    assert breaches() == []


def _download(url: str) -> tuple[int, bytes]:
    response: Any = Client(raise_request_exception=False).get(url)
    return response.status_code, b"".join(response.streaming_content) if response.streaming else b""
