"""What people set about themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.core.forms import note_problems, note_refusal
from forum.core.verdicts import Invalid, Refused
from forum.people.actions.pictures import drop_picture, show_picture
from forum.people.actions.profiles import READING, change_profile, choose_reading
from forum.people.actors import signed_in
from forum.people.forms.profiles import HANDLE_TAKEN, PictureForm, ProfileForm, ReadingForm
from forum.people.models import Person
from forum.people.selectors.handles import former_handles_of
from forum.people.selectors.people import person_anew
from forum.people.views.addresses import reminder


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """A person's profile and picture, and how they like to read; `part` says which of the forms was sent."""
    # Not request.user itself: a refused change must not show in the frame of the page.
    person = person_anew(signed_in(request.user))
    part = request.POST.get("part", "") if request.method == "POST" else ""
    profile = ProfileForm(request.POST if part == "profile" else None, person=person)
    picture = PictureForm(files=request.FILES) if part == "picture" else PictureForm()
    reading = ReadingForm(request.POST if part == "reading" else None, initial=_now(person, READING))
    if part == "profile" and _saved_profile(profile, person):
        return _saved(request, _("Your profile is saved."))
    if part == "picture" and _saved_picture(picture, person):
        return _saved(request, _("This picture stands for you now."))
    if part == "no-picture":
        drop_picture(actor=person, person=person)
        return _saved(request, _("Your initials stand for you again."))
    if part == "reading" and reading.is_valid():
        choose_reading(actor=person, person=person, **reading.cleaned_data)
        return _saved(request, _("Your reading preferences are saved."))
    shown = {"profile": profile, "picture": picture, "reading": reading}
    as_stored = person_anew(person) if part else person  # what was refused must not show
    stored = {"person": as_stored, "former_handles": former_handles_of(person), "reminder": reminder(request)}
    return render(request, "people/settings.html", shown | stored, status=422 if part else 200)


@require_POST
@login_required
def reading_order(request: HttpRequest, order: str) -> HttpResponse:
    """Read topics as a tree or in time order from now on, and go back to the topic (`next`)."""
    person = signed_in(request.user)
    if order not in Person.ReadingOrder.values:
        raise Invalid(_("Topics are read as a tree or in time order."))
    choose_reading(actor=person, person=person, reading_order=order)
    there = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return redirect(there if is_ours else "home")


def _saved(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("settings")


def _saved_profile(form: ProfileForm, person: Person) -> bool:
    if not form.is_valid():
        return False
    try:
        change_profile(actor=person, person=person, **form.cleaned_data)
    except Refused as refusal:
        note_refusal(form, refusal)
    except ValidationError as error:
        note_problems(form, error)
    except IntegrityError:  # someone took the handle in this moment
        form.add_error("handle", HANDLE_TAKEN)
    return not form.errors


def _saved_picture(form: PictureForm, person: Person) -> bool:
    if not form.is_valid():
        return False
    try:
        show_picture(actor=person, person=person, upload=form.cleaned_data["picture"])
    except Refused as refusal:
        note_refusal(form, refusal)
    return not form.errors


def _now(person: Person, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(person, name) for name in names}
