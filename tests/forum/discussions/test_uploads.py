"""What comes in with an upload, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django.fixtures import Settings

from forum.core.verdicts import Invalid, Refused, TooMany
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.files import (
    attachment_markdown,
    clear_abandoned_files,
    store_upload,
    sweep_stored_files,
)
from forum.discussions.models import Attachment
from forum.discussions.selectors.files import Disagreement, orphaned_files
from forum.discussions.tasks import clear_uploads
from forum.people.models import Person
from tests.factories import make_person, make_reply, make_topic
from tests.forum.discussions.uploads import (
    HTML,
    PDF,
    SCRIPT,
    SVG,
    animation,
    bomb,
    opened,
    photograph,
    picture,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return make_person("Ada")


def kept(attachment: Attachment) -> bytes:
    with attachment.file.open("rb") as stored:
        return bytes(stored.read())


def refusal(owner: Person, name: str, content: bytes) -> str:
    before = Attachment.objects.count()
    with pytest.raises(Invalid) as caught:
        store_upload(owner=owner, upload=upload(name, content))
    assert Attachment.objects.count() == before
    return str(caught.value.sentence)


def test_a_photograph_keeps_its_pixels_upright_and_loses_what_the_camera_noted(owner: Person) -> None:
    attachment = store_upload(owner=owner, upload=upload("IMG 1.jpeg", photograph(), "image/jpeg"))
    content = kept(attachment)
    image = opened(content)
    assert (attachment.kind, attachment.media_type, attachment.name) == ("image", "image/jpeg", "IMG-1.jpeg")
    assert (attachment.width, attachment.height, attachment.size) == (30, 40, len(content))
    assert image.size == (30, 40)
    assert dict(image.getexif()) == {}
    assert not any(word in content for word in (b"Exif", b"Spy Camera", b"taken at home"))


@pytest.mark.parametrize(("kind", "ending", "media_type"), [
    ("PNG", ".png", "image/png"), ("JPEG", ".jpg", "image/jpeg"),
    ("GIF", ".gif", "image/gif"), ("WEBP", ".webp", "image/webp"),
])  # fmt: skip
def test_pictures_are_encoded_anew_so_that_what_hides_behind_them_is_gone(
    owner: Person, kind: str, ending: str, media_type: str
) -> None:
    polyglot = picture(kind) + HTML + b"PK\x03\x04"
    attachment = store_upload(owner=owner, upload=upload("page.html", polyglot, "text/html"))
    assert (attachment.name, attachment.media_type) == (f"page.html{ending}", media_type)
    assert SCRIPT not in kept(attachment)
    assert opened(kept(attachment)).size == (40, 30)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_goes_on_moving(owner: Person, kind: str) -> None:
    attachment = store_upload(owner=owner, upload=upload(f"a.{kind.lower()}", animation(kind, 5)))
    image = opened(kept(attachment))
    assert (image.n_frames, image.info["loop"]) == (5, 0)  # type: ignore[attr-defined]  # animated formats have it


def test_an_endless_animation_is_refused(owner: Person) -> None:
    sentence = "This animation is too long or too large to be shown here. Attach a shorter or smaller one."
    assert refusal(owner, "long.gif", animation("GIF", 400)) == sentence


def test_transparency_stays(owner: Person) -> None:
    attachment = store_upload(owner=owner, upload=upload("hole.png", picture("PNG", mode="RGBA")))
    assert opened(kept(attachment)).getpixel((0, 0)) == (200, 30, 30, 0)


def test_a_huge_picture_is_made_smaller(owner: Person) -> None:
    attachment = store_upload(owner=owner, upload=upload("wide.png", picture("PNG", (6000, 100), "L")))
    assert opened(kept(attachment)).size == (attachment.width, attachment.height) == (4096, 68)


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(owner: Person) -> None:
    said = refusal(owner, "bomb.png", bomb())
    assert said == "This picture has too many pixels; at most 50 million are accepted. Attach a smaller one."


@pytest.mark.parametrize("content", [HTML, SVG, PDF, b"\x89PNG\r\n\x1a\nnothing"])
def test_what_is_named_a_picture_and_is_none_is_refused(owner: Person, content: bytes) -> None:
    said = refusal(owner, "cat.png", content)
    assert said == (
        "cat.png is not the picture its name promises. Save it as PNG or JPEG, then attach it again."
    )


def test_a_picture_that_breaks_off_is_refused(owner: Person) -> None:
    said = refusal(owner, "half.png", picture("PNG", (400, 400))[:-300])
    assert (
        said == "This picture is damaged and could not be read. Save it as PNG or JPEG, then attach it again."
    )


@pytest.mark.parametrize(("name", "content", "media_type"), [
    ("page.html", HTML, "application/octet-stream"),
    ("drawing.svg", SVG, "application/octet-stream"),
    ("guide.pdf", PDF, "application/pdf"),
    ("page.pdf", HTML, "application/octet-stream"),
    ("notes.txt", "Grüße".encode(), "text/plain"),
    ("table.csv", b"a,b\n1,2\n", "text/csv"),
    ("notes.txt.exe", b"MZ\x90\x00" + b"\0" * 60, "application/octet-stream"),
    ("binary.txt", b"\0\1\2\xff" * 9, "application/octet-stream"),
    ("42.zip", b"PK\x03\x04" + b"\0" * 60, "application/zip"),
])  # fmt: skip
def test_every_other_file_is_kept_as_it_is_under_a_type_no_browser_runs(
    owner: Person, name: str, content: bytes, media_type: str
) -> None:
    attachment = store_upload(owner=owner, upload=upload(name, content, "text/html"))
    assert (attachment.kind, attachment.name, attachment.media_type) == ("file", name, media_type)
    assert kept(attachment) == content


@pytest.mark.parametrize(("raw", "name"), [
    ("../../../etc/passwd", "passwd"),
    ("..\\..\\boot.ini", "boot.ini"),
    ("/etc/cron.d/root", "root"),
    ("evil\u202egnp.exe", "evilgnp.exe"),
    ("a\x00b\r\nc.txt", "abc.txt"),
    ("con.txt", "file-con.txt"),
    ("LPT1", "file-LPT1"),
    (".htaccess", "htaccess"),
    ("...", "file"),
    ("", "file"),
    ('"><script>.txt', "script.txt"),
    ("x](javascript:alert(1)).txt", "x-javascript-alert-1.txt"),
    ("Résumé – final (2).pdf", "Résumé-final-2.pdf"),
    ("हिन्दी 文件.pdf", "हिन्दी-文件.pdf"),
    ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
    ("x." + "b" * 300, "x." + "b" * 98),
])  # fmt: skip
def test_names_are_made_harmless(owner: Person, raw: str, name: str) -> None:
    attachment = store_upload(owner=owner, upload=upload(raw, b"some words"))
    assert attachment.name == name
    assert attachment.file.name == f"attachments/{attachment.created_at:%Y/%m}/{attachment.pk.hex}"


def test_an_empty_file_is_refused(owner: Person) -> None:
    assert refusal(owner, "a.txt", b"") == "a.txt is empty. Look whether it is the file you meant."


def test_a_file_over_the_limit_is_refused(owner: Person, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    assert refusal(owner, "a.txt", b"x" * 2048) == "a.txt has 2.0\xa0KB; a file may have at most 1.0\xa0KB."
    assert store_upload(owner=owner, upload=upload("a.txt", b"x" * 1024)).size == 1024


def test_a_day_holds_so_much_of_one_person_and_no_more(owner: Person, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    yesterday = timezone.now() - timedelta(days=1, minutes=1)
    store_upload(owner=owner, upload=upload("old.txt", b"x" * 1000), now=yesterday)
    for _turn in range(20):
        store_upload(owner=owner, upload=upload("a.txt", b"x" * 1000))
    with pytest.raises(TooMany) as caught:
        store_upload(owner=owner, upload=upload("a.txt", b"x"))
    sentence = "You attached 19.5\xa0KB within a day, and 19.5\xa0KB is all that fits. Try again tomorrow."
    assert str(caught.value.sentence) == sentence
    assert Attachment.objects.count() == 21
    assert store_upload(owner=make_person(), upload=upload("a.txt", b"x")).size == 1


def test_uploads_in_quick_succession_come_to_an_end(owner: Person) -> None:
    for _turn in range(60):
        store_upload(owner=owner, upload=upload("a.txt", b"x"))
    with pytest.raises(TooMany):
        store_upload(owner=owner, upload=upload("a.txt", b"x"))


def test_visitors_bring_no_files() -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(Refused, match="You are signed out"):
        store_upload(owner=AnonymousUser(), upload=upload("a.txt", b"x"))  # type: ignore[arg-type]  # on purpose


def test_a_refused_file_leaves_nothing_behind(owner: Person, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    for _turn in range(20):
        store_upload(owner=owner, upload=upload("a.txt", b"x" * 10))
    before = orphaned_files(timezone.now() + timedelta(hours=2))
    with pytest.raises(TooMany):
        store_upload(owner=owner, upload=upload("a.txt", b"x"))
    assert orphaned_files(timezone.now() + timedelta(hours=2)) == before


def test_a_file_is_written_into_a_post_by_its_markdown(owner: Person) -> None:
    image = store_upload(owner=owner, upload=upload("red.png", picture()))
    file = store_upload(owner=owner, upload=upload("Grüße (1).txt", b"x"))
    assert attachment_markdown(image) == f"![red.png](/files/{image.pk}/red.png)"
    assert attachment_markdown(file) == f"[Grüße-1.txt](/files/{file.pk}/Gr%C3%BC%C3%9Fe-1.txt)"


def test_a_post_claims_the_files_that_its_words_refer_to() -> None:
    topic = make_topic()
    author = topic.author
    mine = store_upload(owner=author, upload=upload("Grüße (1).txt", b"x"))
    unused = store_upload(owner=author, upload=upload("b.txt", b"x"))
    foreign = store_upload(owner=make_person(), upload=upload("c.txt", b"x"))
    body = "\n".join(attachment_markdown(file) for file in (mine, foreign))
    post = make_reply(topic, author=author, body=body)
    rows = dict(Attachment.objects.values_list("pk", "post"))
    assert rows == {mine.pk: post.pk, unused.pk: None, foreign.pk: None}


def test_uploads_that_no_post_or_draft_refers_to_are_gone_after_a_week() -> None:
    topic = make_topic()
    author = topic.author
    now = timezone.now()
    old, young = now - timedelta(days=8), now - timedelta(days=6)
    posted = store_upload(owner=author, upload=upload("posted.txt", b"x"), now=old)
    drafted = store_upload(owner=author, upload=upload("drafted.txt", b"x"), now=old)
    forgotten = store_upload(owner=author, upload=upload("forgotten.txt", b"x"), now=old)
    recent = store_upload(owner=author, upload=upload("recent.txt", b"x"), now=young)
    make_reply(topic, author=author, body=attachment_markdown(posted))
    keep_draft(person=author, place=topic, body=f"Look: {attachment_markdown(drafted)}")
    assert clear_abandoned_files(now) == 1
    assert set(Attachment.objects.values_list("pk", flat=True)) == {posted.pk, drafted.pk, recent.pk}
    assert clear_abandoned_files(now) == 0
    assert forgotten.pk is not None


@pytest.mark.django_db(transaction=True)
def test_rows_and_stored_files_agree_and_strays_are_swept() -> None:
    later = timezone.now() + timedelta(hours=2)
    sweep_stored_files(later)
    whole = store_upload(owner=make_person(), upload=upload("a.txt", b"x"))
    broken = store_upload(owner=make_person(), upload=upload("b.txt", b"x"))
    stray = default_storage.save("attachments/2020/01/stray", whole.file)
    assert orphaned_files() == Disagreement([], [])
    default_storage.delete(str(broken.file.name))
    assert orphaned_files(later) == Disagreement([stray], [str(broken.pk)])
    clear_uploads(timestamp=int(later.timestamp()))
    assert orphaned_files(later) == Disagreement([], [str(broken.pk)])
    assert kept(whole) == b"x"
