"""Changing what a community says of itself."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from forum.communities.actions.describing import describe_community
from forum.communities.actions.opening import change_visibility
from forum.communities.models import Change, Community, Role, Verb
from forum.communities.selectors.describing import edition_of_description
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.invariants.selectors import breaches
from forum.people.actors import is_person
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward, suspend
from tests.forum.communities.people_of import EVERYONE, SHAPING, somebody

pytestmark = pytest.mark.django_db


def form_of(community: Community, **fields: Any) -> dict[str, Any]:
    names = (
        "name",
        "domain",
        "welcome",
        "kind",
        "regions",
        "languages",
        "interests",
        "time_zone",
        "hue",
        "joining",
        "guard",
    )
    shown = {name: getattr(community, name) for name in names}
    return shown | {"joining_questions": "", "seen": edition_of_description(community)} | fields


@pytest.mark.parametrize("kind", EVERYONE)
def test_those_who_shape_a_community_change_its_words(client: Client, kind: str) -> None:
    community = make_community(welcome="Old words.")
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    url, form = f"/c/{community.slug}/manage/settings/", form_of(community, domain="Something new.")
    statuses = [client.get(url).status_code, client.post(url, form).status_code]
    community.refresh_from_db()
    if kind in SHAPING:
        assert (statuses, community.domain) == ([200, 302], "Something new.")
    else:
        assert (statuses, community.domain != "Something new.") == (
            [302 if kind == "visitor" else 403] * 2,
            True,
        )


def test_a_change_is_logged_with_what_was_and_what_is() -> None:
    editor = make_person()
    community = make_community("Old name", facilitator=editor, welcome="Old")
    seen = edition_of_description(community)
    Change.objects.all().delete()
    describe_community(
        editor=editor, community=community, seen=seen, name="New  name", welcome="Longer words",
        regions="Write to ann@example.org", joining_questions=["Who are you?"],
    )  # fmt: skip
    change = Change.objects.get()
    assert (change.verb, change.actor, change.about) == (Verb.DESCRIBED, editor, "New name")
    assert change.details == {
        "name": {"before": "Old name", "after": "New name"},
        "welcome": {"before": 3, "after": 12},
        "regions": {"before": "", "after": "Write to …"},
        "joining_questions": {"before": [], "after": ["Who are you?"]},
    }


def test_saving_what_is_there_changes_and_logs_nothing() -> None:
    editor = make_person()
    community = make_community(facilitator=editor)
    Change.objects.all().delete()
    describe_community(
        editor=editor, community=community, seen=edition_of_description(community), domain=community.domain
    )
    assert Change.objects.count() == 0


def test_the_second_of_two_edits_is_told_and_nothing_is_overwritten(client: Client) -> None:
    editor = make_person()
    community = make_community(facilitator=editor)
    client.force_login(editor)
    url = f"/c/{community.slug}/manage/settings/"
    form = form_of(community, domain="My sentence.", regions="Oceania")
    describe_community(
        editor=make_steward(),
        community=community,
        seen=edition_of_description(community),
        domain="Their sentence.",
    )
    answer = client.post(url, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(
        words in page for words in ("Someone changed this", "My sentence.", "Their sentence.", "Oceania")
    )
    community.refresh_from_db()
    assert (community.domain, community.regions) == ("Their sentence.", "")
    seen = edition_of_description(community)
    assert f'value="{seen}"' in page
    assert client.post(url, form | {"seen": seen}).status_code == 302
    community.refresh_from_db()
    assert (community.domain, community.regions) == ("My sentence.", "Oceania")


def test_the_action_knows_of_the_other_edit() -> None:
    editor = make_person()
    community = make_community(facilitator=editor)
    with pytest.raises(ChangedMeanwhile):
        describe_community(editor=editor, community=community, seen="of yesterday", domain="Mine.")


def test_an_address_and_a_visibility_are_not_changed_here(client: Client) -> None:
    editor = make_person()
    community = make_community(facilitator=editor, visibility="private")
    client.force_login(editor)
    form = form_of(community, slug="other", visibility="open", domain="New.")
    assert client.post(f"/c/{community.slug}/manage/settings/", form).status_code == 302
    community.refresh_from_db()
    assert (community.slug != "other", community.visibility, community.domain) == (True, "private", "New.")
    with pytest.raises(TypeError):
        describe_community(
            editor=editor, community=community, seen=edition_of_description(community), visibility="open"
        )


def test_a_name_that_is_taken_is_told_and_everything_typed_is_kept(client: Client) -> None:
    editor = make_person()
    make_community("Taken")
    community = make_community(facilitator=editor)
    client.force_login(editor)
    answer = client.post(
        f"/c/{community.slug}/manage/settings/", form_of(community, name="Taken", domain="Typed words.")
    )
    page = answer.content.decode()
    assert (answer.status_code, 'id="id_name_error"' in page, "Typed words." in page) == (422, True, True)
    with pytest.raises(ValidationError):
        describe_community(
            editor=editor, community=community, seen=edition_of_description(community), name="Taken"
        )


def test_renaming_finds_no_community_that_one_cannot_know_of() -> None:
    secret = make_community("Ward 7", visibility="hidden")
    community = make_community(visibility="open")
    editor, insider, steward = make_person(), make_person(), make_steward()
    for person in (editor, insider):
        make_member(community, person, role=Role.FACILITATOR)
    make_member(secret, insider)
    for knows in (insider, steward):
        with pytest.raises(ValidationError, match="goes by this name already"):
            rename(knows, community, "ward 7")
    assert rename(editor, community, "WARD 7").name == "WARD 7"
    assert breaches() == []
    chair = secret.memberships.get(role=Role.FACILITATOR).person
    with pytest.raises(Invalid, match="Change the name of this one first"):
        change_visibility(changer=chair, community=secret, visibility="private")
    rename(chair, secret, "Ward 8")
    change_visibility(changer=chair, community=secret, visibility="private")
    with pytest.raises(ValidationError):
        rename(editor, community, "Ward 8")


def test_names_that_differed_in_case_alone_are_told_apart_before_the_database_forbids_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX community_name_once")
    named = [make_community(slug=f"ward-{number}") for number in range(4)]
    for community, (name, visibility) in zip(
        named,
        [("Ward 7", "open"), ("WARD 7", "network"), ("w" * 80, "open"), ("ward 7", "hidden")],
        strict=True,
    ):
        Community.objects.filter(pk=community.pk).update(name=name, visibility=visibility)
    long = make_community(slug="w" * 50)
    Community.objects.filter(pk=long.pk).update(name="W" * 80)
    import_module("forum.migrations.0016_names_in_whatever_case").tell_apart(apps, None)
    assert list(Community.objects.order_by("pk").values_list("name", flat=True)) == [
        "Ward 7", "WARD 7 (ward-1)", "w" * 80, "ward 7", f"{'W' * 27} ({'w' * 50})"
    ]  # fmt: skip


def rename(editor: Person, community: Community, name: str) -> Community:
    community.refresh_from_db()
    return describe_community(
        editor=editor, community=community, seen=edition_of_description(community), name=name
    )


def test_new_words_show_at_once_on_every_page_that_was_kept(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    editor = make_person()
    community = make_community("Old name", facilitator=editor, visibility="open", domain="Care.")
    member, visitor = Client(), Client()
    member.force_login(make_member(community))
    client.force_login(editor)
    pages = ["/", community.get_absolute_url(), "/communities/"]
    for url in pages:
        assert all("Old name" in each.get(url).content.decode() for each in (member, visitor))
    tags = [member.get(url).headers.get("ETag", "") for url in pages]
    with django_capture_on_commit_callbacks(execute=True):
        describe_community(
            editor=editor,
            community=community,
            seen=edition_of_description(community),
            name="New name",
            hue=22,
        )
    for url, tag in zip(pages, tags, strict=True):
        found = [each.get(url, headers={"if-none-match": tag}).content.decode() for each in (member, visitor)]
        assert [("New name" in page, "Old name" in page) for page in found] == [(True, False)] * 2


def test_hostile_words_stay_words(client: Client) -> None:
    editor = make_person()
    community = make_community(facilitator=editor, visibility="open")
    describe_community(
        editor=editor, community=community, seen=edition_of_description(community),
        name="<script>alert(1)</script>", domain='"><img src=x onerror=alert(1)>', regions="{{ 7 * 7 }}",
    )  # fmt: skip
    client.force_login(editor)
    for url in (
        f"/c/{community.slug}/",
        f"/c/{community.slug}/manage/settings/",
        f"/c/{community.slug}/manage/log/",
    ):
        page = client.get(url).content.decode()
        assert ("<script>alert" in page, "<img src=x" in page, "&lt;script&gt;alert" in page) == (
            False,
            False,
            True,
        )


# The way there ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVERYONE)
def test_who_looks_after_a_community_is_led_there(client: Client, kind: str) -> None:
    community = make_community(visibility="open")
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    answer = client.get(f"/c/{community.slug}/manage/")
    has_link = (
        f'href="/c/{community.slug}/manage/"' in client.get(community.get_absolute_url()).content.decode()
    )
    where = {"facilitator": "settings", "steward": "settings", "moderator": "held"}.get(kind)
    assert has_link is (where is not None)
    if where is not None:
        assert answer["Location"].startswith(f"/c/{community.slug}/manage/{where}")
    else:
        assert answer.status_code == (302 if kind == "visitor" else 403)


def test_a_hidden_community_is_managed_nowhere_by_strangers(client: Client) -> None:
    community = make_community(visibility="hidden")
    client.force_login(make_person())
    for page in ("", "settings/", "visibility/", "archive/", "people/", "partners/", "log/"):
        assert client.get(f"/c/{community.slug}/manage/{page}").status_code == 404


def test_suspension_reaches_whoever_has_the_page_open() -> None:
    community = make_community()
    suspended = make_member(community, role=Role.FACILITATOR)
    seen = edition_of_description(community)
    suspend(suspended, community)
    with pytest.raises(Refused):
        describe_community(editor=suspended, community=community, seen=seen, domain="Mine.")
