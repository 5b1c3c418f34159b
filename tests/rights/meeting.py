"""What people do about live sessions: seeing, preparing, coming, and taking part with a community of one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forum.communities.models import Community
from forum.discussions.actions.files import store_upload
from forum.gatherings.actions.material_files import add_file
from forum.gatherings.models import Gathering, Joint, Material
from forum.gatherings.selectors.gatherings import with_all
from tests.factories import make_community
from tests.forum.gatherings.meeting import meeting, series, when
from tests.rights.acts import doing, opening, reading
from tests.rights.places import Place
from tests.rights.roles import belongs, reads, shapes, signed_in


def _announced(place: Place) -> None:
    meeting(place.facilitator, place.community)


def _coming_back(place: Place) -> None:
    first = when()
    series(
        place.facilitator,
        place.community,
        first=first,
        until=first["day"] + timedelta(days=7),
        now=timezone.now(),
    )


def _draft(place: Place) -> None:
    meeting(place.facilitator, place.community, is_draft=True)


def _asked_by_others(place: Place) -> None:
    other = make_community(visibility="private")
    made = meeting(other.memberships.get().person, other)
    Joint.objects.create(gathering=made, community=place.community, note="Come.")


def _taking_part(place: Place) -> None:
    _asked_by_others(place)
    Joint.objects.update(state="agreed")


def _with_material(place: Place) -> None:
    _announced(place)
    Material.objects.create(
        gathering=Gathering.objects.get(), title="Slides", url="https://example.org/slides"
    )


def _with_file(place: Place) -> None:
    _announced(place)
    _put_a_file(place)


def _draft_with_file(place: Place) -> None:
    _draft(place)
    _put_a_file(place)


def _cancelled_with_file(place: Place) -> None:
    _with_file(place)
    Gathering.objects.update(state="cancelled")


def _put_a_file(place: Place) -> None:
    made = with_all(Gathering.objects.all()).get()
    file = store_upload(owner=place.facilitator, upload=SimpleUploadedFile("read.txt", b"what we read"))
    add_file(host=place.facilitator, gathering=made, file_id=file.pk)


def _file(_place: Place) -> list[Any]:
    file = Material.objects.get().attachment
    return [file.pk, file.name] if file is not None else []


def _brings_a_file(_place: Place) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("read.txt", b"what we read"), "called": "What we read"}


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _session(_place: Place) -> list[Any]:
    return [Gathering.objects.get().pk]


def _first_of_series(_place: Place) -> list[Any]:
    return [Gathering.objects.earliest("starts_at").pk]


def _page(_place: Place) -> list[Any]:
    gathering = Gathering.objects.get()
    return [gathering.pk, gathering.slug]


def _material(_place: Place) -> list[Any]:
    return [Gathering.objects.get().pk, Material.objects.get().pk]


def _joint(_place: Place) -> list[Any]:
    return [Joint.objects.get().pk]


def _nothing(_place: Place) -> list[Any]:
    return []


def _form(_place: Place) -> dict[str, Any]:
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    return {"title": "Case", "kind": "case", "day": day, "hour": "12:00", "minutes": "60", "zone": "UTC"}


def _why(_place: Place) -> dict[str, str]:
    return {"why": "Nobody can.", "reason": "Not now.", "pasted": "10.1000/xyz"}


def _once_more(_place: Place) -> dict[str, str]:
    return {"times": "1"}


def _agreeing(_place: Place) -> dict[str, str]:
    return {"agree": "1"}


def _beside_another(place: Place) -> None:
    _announced(place)
    make_community("Night teaching", visibility="open")


def _asking(_place: Place) -> dict[str, Any]:
    return {"community": Community.objects.get(name="Night teaching").pk, "note": "It is yours, too."}


MEETING = [
    reading("see what is to come wherever one belongs", signed_in, "gatherings", _nothing),
    reading("see one's calendars", signed_in, "calendars", _nothing),
    doing("make an address for one's calendar", signed_in, "calendar-new", _nothing),
    reading("see the sessions of a community", reads, "community-gatherings", _community),
    opening("see a session", reads, "gathering", _page, before=_announced),
    opening("take a session into a calendar", reads, "gathering-calendar", _session, before=_announced),
    opening("see a draft of a session", shapes, "gathering", _page, before=_draft),
    doing("schedule a session", shapes, "gathering-new", _community, _form),
    doing("announce a session", shapes, "gathering-announce", _session, before=_draft),
    doing("change a session", shapes, "gathering-edit", _session, _form, before=_announced),
    doing("cancel a session", shapes, "gathering-cancel", _session, _why, before=_announced),
    doing("prolong a series", shapes, "series-prolong", _first_of_series, _once_more, before=_coming_back),
    reading("see what is over wherever one belongs", signed_in, "gatherings-earlier", _nothing),
    doing("throw away the draft of a session", shapes, "gathering-cancel", _session, before=_draft),
    doing("say what one should read", shapes, "gathering-materials", _session, _why, before=_announced),
    doing("take away what one should read", shapes, "material-remove", _material, before=_with_material),
    doing("let a file be read", shapes, "gathering-materials", _session, _brings_a_file, before=_announced),
    opening("fetch the file of a session", reads, "file", _file, before=_with_file),
    opening("fetch the file of a draft", shapes, "file", _file, before=_draft_with_file),
    opening(
        "fetch the file of a session that was cancelled", reads, "file", _file, before=_cancelled_with_file
    ),
    doing("come to a session", belongs, "gathering-come", _session, before=_announced),
    doing(
        "ask another community in", shapes, "gathering-together", _session, _asking, before=_beside_another
    ),
    doing("let the community take part", shapes, "joint", _joint, _agreeing, before=_asked_by_others),
    doing("decline for the community", shapes, "joint", _joint, _why, before=_asked_by_others),
    doing("end that the community takes part", shapes, "joint-end", _joint, before=_taking_part),
    opening(
        "see a session in which one's community takes part", reads, "gathering", _page, before=_taking_part
    ),
]
