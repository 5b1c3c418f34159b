"""Files that one reads before a live session: who may fetch them, how they come there and how they go."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Community, Role
from forum.core.passages import Passages
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.files import attachment_markdown, clear_abandoned_files, store_upload
from forum.discussions.actions.leaving import let_go_of_own_things
from forum.discussions.models import Attachment
from forum.gatherings.actions.drafts import throw_draft_away
from forum.gatherings.actions.material_files import add_file
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.gatherings.actions.scheduling import cancel_gathering
from forum.gatherings.actions.taking_materials_away import take_material_away, take_some_files_away
from forum.gatherings.models import Gathering, Host, Joint, Material
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    suspend,
)
from tests.forum.chat.test_files import fetch
from tests.forum.discussions.uploads import PDF, bomb, picture, upload
from tests.forum.gatherings.meeting import again, meeting
from tests.forum.gatherings.test_copy_of_data import copied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community(visibility="hidden")


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


def put_there(
    host: Person, gathering: Gathering, name: str = "slides.pdf", content: bytes = PDF, called: str = ""
) -> Material:
    file = store_upload(owner=host, upload=upload(name, content))
    return add_file(host=host, gathering=gathering, file_id=file.pk, called=called)


def file_of(material: Material) -> Attachment:
    assert material.attachment is not None
    return Attachment.objects.get(pk=material.attachment_id)


def fetched_by(people: dict[str, Person | None], file: Attachment) -> dict[str, int]:
    return {name: fetch(person, file) for name, person in people.items()}


def test_whoever_sees_the_session_fetches_its_file_and_nobody_else(
    community: Community, host: Person
) -> None:
    other, third = (make_community(visibility="hidden") for _ in range(2))
    made = meeting(host, community)
    Joint.objects.create(gathering=made, community=other, state="agreed")
    Joint.objects.create(gathering=made, community=third, state="asked")
    suspended, out = make_member(community), make_member(community)
    people: dict[str, Person | None] = {
        "host": host, "member": make_member(community), "guest": make_member(community, role=Role.GUEST),
        "member of a community that takes part": make_member(other), "steward": make_steward(),
        "facilitator of one that is asked": make_member(third, role=Role.FACILITATOR),
        "suspended": suspended, "taken out": out, "stranger": make_person(), "visitor": None,
    }  # fmt: skip
    suspend(suspended, community)
    expel(out, community)
    file = file_of(put_there(host, made))
    may = {"host", "member", "guest", "member of a community that takes part", "steward"}
    assert fetched_by(people, file) == {name: 200 if name in may else 404 for name in people}
    Joint.objects.filter(community=other).update(state="ended")
    assert fetch(people["member of a community that takes part"], file) == 404
    cancel_gathering(host=host, gathering=again(made), why="Nobody can.")
    seen = may - {"member of a community that takes part"}
    assert fetched_by(people, file) == {name: 200 if name in seen else 404 for name in people}


def test_the_file_of_a_draft_is_for_those_who_prepare_it(community: Community, host: Person) -> None:
    made = meeting(host, community, is_draft=True)
    leads, speaks, member = (make_member(community) for _ in range(3))
    Host.objects.create(gathering=made, person=leads)
    Host.objects.create(gathering=made, person=speaks, part=Host.Part.SPEAKER)
    file = file_of(put_there(host, made))
    people: dict[str, Person | None] = {
        "host": host, "leads": leads, "steward": make_steward(), "speaks": speaks, "member": member,
        "stranger": make_person(), "visitor": None,
    }  # fmt: skip
    may = {"host", "leads", "steward"}
    assert fetched_by(people, file) == {name: 200 if name in may else 404 for name in people}
    Gathering.objects.update(state="scheduled")
    assert [fetch(each, file) for each in (member, people["stranger"])] == [200, 404]


def test_what_is_open_to_all_is_fetched_by_all_and_who_is_out_loses_their_own() -> None:
    opened, hidden = make_community(visibility="open"), make_community(visibility="hidden")
    host = make_member(hidden, make_member(opened, role=Role.FACILITATOR), role=Role.FACILITATOR)
    shown, own = (file_of(put_there(host, meeting(host, each))) for each in (opened, hidden))
    assert [fetch(None, shown), fetch(None, own), fetch(host, own)] == [200, 404, 200]
    expel(host, hidden)
    assert fetch(host, own) == 404


def test_a_form_puts_a_file_there_and_the_page_shows_it(
    client: Client, community: Community, host: Person
) -> None:
    made = meeting(host, community)
    address = reverse("gathering-materials", args=[made.pk])
    client.force_login(host)
    sent = {"pasted": "10.1000/xyz", "file": upload("Plan of the ward.png", picture()), "called": "The  plan"}
    assert client.post(address, sent).status_code == 302
    paper, plan = again(made).materials.all()
    assert (paper.doi, plan.title, plan.kind, file_of(plan).name) == (
        "10.1000/xyz", "The plan", "file", "Plan-of-the-ward.png",
    )  # fmt: skip
    assert (file_of(plan).in_talk, file_of(plan).owner) == (True, host)
    client.force_login(make_member(community))
    page = client.get(made.get_absolute_url()).text
    assert f'<a href="{plan.address}" rel="noopener noreferrer">The plan</a>' in page and "PNG, " in page
    assert client.post(address, {"file": upload("x.pdf", PDF)}).status_code == 403
    assert Attachment.objects.count() == 1


def test_what_is_refused_keeps_what_was_typed_and_the_file_with_it(
    client: Client, community: Community, host: Person, settings: pytest.FixtureRequest
) -> None:
    made = meeting(host, community)
    address = reverse("gathering-materials", args=[made.pk])
    client.force_login(host)
    settings.UPLOAD_MAX_BYTES = 3_000  # type: ignore[attr-defined]  # Django's settings
    for name, content, said in (
        ("long.pdf", PDF + b"x" * 4_000, "a file may have at most"),
        ("plan.png", b"no picture", "not the picture its name promises"),
        ("bomb.png", bomb(), "too many pixels"),
    ):
        answer = client.post(address, {"pasted": "10.1000/xyz", "file": upload(name, content)})
        assert (answer.status_code, said in answer.text, "10.1000/xyz" in answer.text) == (422, True, True)
    assert not Material.objects.exists() and not Attachment.objects.exists()
    assert "or choose a file" in client.post(address, {}).text
    answer = client.post(
        address, {"pasted": "TY  - JOUR\nER  - \n", "file": upload("slides.pdf", PDF), "called": "Slides"}
    )
    kept = Attachment.objects.get()
    assert answer.status_code == 422 and "“slides.pdf” has arrived" in answer.text
    assert f'name="kept" value="{kept.pk}"' in answer.text and 'value="Slides"' in answer.text
    assert fetch(make_member(community), kept) == 404
    assert client.post(address, {"kept": kept.pk, "called": "Slides"}).status_code == 302
    assert [(row.title, row.attachment) for row in again(made).materials.all()] == [("Slides", kept)]
    settings.UPLOAD_MAX_BYTES = 3  # type: ignore[attr-defined]  # as above: twenty of these fit a day
    answer = client.post(address, {"file": upload("s.txt", b"a"), "called": "One more"})
    assert (answer.status_code, "is all that fits" in answer.text, "One more" in answer.text) == (
        429,
        True,
        True,
    )


def test_whoever_is_asked_about_words_does_not_choose_the_file_again(
    client: Client, community: Community, host: Person
) -> None:
    made = meeting(host, community)
    address = reverse("gathering-materials", args=[made.pk])
    client.force_login(host)
    asked = client.post(address, {"file": upload("slides.pdf", PDF), "called": "Slides on MRN 1234567"})
    kept = Attachment.objects.get()
    assert asked.status_code == 422 and str(kept.pk) in asked.text and not Material.objects.exists()
    client.post(address, {"kept": kept.pk, "called": "Slides on a case"})
    assert Material.objects.get().attachment == kept


def test_a_file_that_is_gone_meanwhile_is_asked_for_once(
    client: Client, community: Community, host: Person
) -> None:
    address = reverse("gathering-materials", args=[meeting(host, community).pk])
    client.force_login(host)
    answer = client.post(address, {"kept": uuid4(), "called": "Slides"})
    assert (answer.status_code, "not there any more" in answer.text, 'value="Slides"' in answer.text) == (
        422, True, True,
    )  # fmt: skip
    assert 'name="kept" id="id_kept"' in answer.text and "has arrived" not in answer.text


def test_pressed_twice_a_file_is_there_once(community: Community, host: Person) -> None:
    made = meeting(host, community)
    first = put_there(host, made)
    assert add_file(host=host, gathering=made, file_id=file_of(first).pk) == first
    assert put_there(host, made) == first
    assert Attachment.objects.count() == 1
    changed = put_there(host, made, content=PDF.replace(b"1.7", b"1.4"))
    assert list(again(made).materials.all()) == [first, changed]


def test_nobody_takes_what_is_not_theirs_or_is_held_already(community: Community, host: Person) -> None:
    made, other = meeting(host, community), make_member(community)
    theirs = store_upload(owner=other, upload=upload("theirs.pdf", PDF))
    held = store_upload(owner=host, upload=upload("held.pdf", PDF))
    make_reply(make_topic(make_board(community)), author=host, body=f"Here: {attachment_markdown(held)}")
    elsewhere = file_of(put_there(host, meeting(host, community)))
    for file_id in (theirs.pk, held.pk, elsewhere.pk, uuid4()):
        with pytest.raises(Invalid):
            add_file(host=host, gathering=made, file_id=file_id)
    with pytest.raises(Refused):
        add_file(host=other, gathering=made, file_id=theirs.pk)
    assert Material.objects.count() == 1
    mine = put_there(host, made)
    make_reply(make_topic(make_board(community)), author=host, body=attachment_markdown(file_of(mine)))
    assert (file_of(mine).post, file_of(mine).in_talk) == (None, True)


@pytest.mark.django_db(transaction=True)
def test_taken_away_a_file_is_gone_for_good_also_where_nobody_meets(
    client: Client, community: Community, host: Person
) -> None:
    made, draft = meeting(host, community), meeting(host, community, is_draft=True)
    gone, left, thrown = put_there(host, made), put_there(host, made, "b.pdf"), put_there(host, draft)
    stored = [str(file_of(each).file.name) for each in (gone, left, thrown)]
    assert [default_storage.exists(name) for name in stored] == [True] * 3
    for _time in range(2):
        take_material_away(host=host, gathering=made, material_id=gone.pk)
    throw_draft_away(host=host, gathering=draft)
    assert [default_storage.exists(name) for name in stored] == [False, True, False]
    assert list(Attachment.objects.all()) == [left.attachment]
    cancel_gathering(host=host, gathering=again(made), why="Nobody can.")
    client.force_login(host)
    address = reverse("gathering-materials", args=[made.pk])
    assert "<form" in client.get(address).text and "multipart" not in client.get(address).text
    assert client.post(address, {"pasted": "10.1000/xyz"}).status_code == 403
    assert client.post(reverse("material-remove", args=[made.pk, left.pk])).status_code == 302
    assert not default_storage.exists(stored[1]) and breaches() == []


def test_nobody_sweeps_what_is_read_and_who_leaves_takes_it_along_where_they_wish(
    community: Community, host: Person
) -> None:
    made, other = meeting(host, community), meeting(host, community, is_draft=True)
    files = [file_of(put_there(host, each)) for each in (made, other)]
    clear_abandoned_files(timezone.now() + timedelta(days=365))
    let_go_of_own_things(person_id=host.pk)
    assert [Attachment.objects.filter(pk=each.pk).exists() for each in files] == [True, True]
    assert [take_some_files_away(person=host) for _time in range(3)] == [1, 1, 0]
    assert not Attachment.objects.exists() and not Material.objects.exists()


def test_the_copy_of_ones_data_says_where_files_were_put(community: Community, host: Person) -> None:
    file = file_of(put_there(host, meeting(host, community), called="Slides"))
    path = f"files/{file.pk.hex}-slides.pdf"
    assert copied(host, "live_session_files") == [
        {"session": "Journal club", "title": "Slides", "file": path}
    ]
    expel(host, community)
    assert copied(host, "live_session_files") == [{"session": None, "title": None, "file": path}]


def test_what_is_purged_stands_in_no_title_and_no_name_of_a_file(community: Community, host: Person) -> None:
    words = "the baker of the lower village who fell from his own roof"
    made = meeting(host, community)
    told, other = put_there(host, made, f"{words}.pdf"), put_there(host, made, "slides.pdf")
    clean_words_of_sessions(Passages([(words, timezone.now() - timedelta(days=1))]))
    names = [(row.title, file_of(row).name) for row in again(made).materials.all()]
    assert [name for _title, name in names] == ["file.pdf", "slides.pdf"]
    assert "baker" not in str(names) and [told.pk, other.pk] == [
        row.pk for row in again(made).materials.all()
    ]
    assert fetch(host, file_of(told)) == 200
