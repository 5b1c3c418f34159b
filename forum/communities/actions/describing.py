"""Changing what a community says of itself, and checking what it may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import resolve
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.events import CommunityDescribed
from forum.communities.models import Community, Verb
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.standing import may_reword
from forum.communities.selectors.describing import (
    SETTINGS,
    description_of,
    edition_of_description,
    is_name_known,
)
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.core.zones import is_zone
from forum.people.models import Person

ONE_LINE = ("name", "domain", "regions", "languages", "interests")
_IN_WORDS = (*ONE_LINE, "welcome")
# What the directory or the pages of the network may want to be called one day.
KEPT_FREE = frozenset("all archived directory manage mine network new people search steward stewards".split())
_ADDRESS = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_MAIL_ADDRESS = re.compile(r"\S+@\S+")


@transaction.atomic
def describe_community(
    *, editor: Person, community: Community, seen: str, now: datetime | None = None, **fields: Any
) -> Community:
    """Change what a community says of itself. `fields` are among `SETTINGS`; `seen` is the `edition_of_description`
    that the editor began from.

    Raises ChangedMeanwhile, Refused, TooMany, or ValidationError by field.
    """
    locked = locked_community(community.pk)
    lock_standing(editor, [locked.pk])
    require(may_shape_community(editor, locked))
    spend(SETTING, editor.pk)
    if seen != edition_of_description(locked):
        raise ChangedMeanwhile(
            _(
                "Someone changed this while you were at it. Compare, then save again. Nothing of yours is lost."
            )
        )
    before = description_of(locked)
    changed = _set(locked, tidied(fields))
    if not changed:
        return locked
    check_community(locked, but_for={"slug"})
    said, known = words_in(description_of(locked)), words_in(before)
    require(may_reword(editor, locked, said, known=known))
    ask_in([locked], said, known=known)
    if "name" in changed:
        check_name(editor, locked)
    save_community(locked, update_fields=changed)
    details = {name: _told(name, before[name], getattr(locked, name)) for name in changed}
    note_change(Verb.DESCRIBED, by=editor, community=locked, about=locked.name, details=details, now=now)
    publish(CommunityDescribed(community_id=locked.pk))
    return locked


def _set(community: Community, fields: dict[str, Any]) -> list[str]:
    """Set what is said otherwise now; which columns those are."""
    unknown = set(fields) - set(SETTINGS)
    if unknown:
        raise TypeError(f"Not to be set here: {', '.join(sorted(unknown))}.")
    changed = [name for name, value in fields.items() if getattr(community, name) != value]
    for name in changed:
        setattr(community, name, fields[name])
    return changed


def words_in(description: Mapping[str, Any]) -> list[str]:
    """What a community says in words of its own, of what it says of itself by column."""
    said = [description.get(name, "") for name in _IN_WORDS]
    return [*said, *description.get("joining_questions", [])]


def tidied(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with single lines that are single lines, and questions that ask something."""
    tidy = {name: " ".join(value.split()) if name in ONE_LINE else value for name, value in fields.items()}
    if "joining_questions" in tidy:
        asked = (" ".join(question.split()) for question in tidy["joining_questions"])
        tidy["joining_questions"] = [question for question in asked if question]
    if "welcome" in tidy:
        tidy["welcome"] = tidy["welcome"].replace("\r\n", "\n").replace("\r", "\n").strip()
    return tidy


def check_community(community: Community, *, but_for: set[str] | None = None) -> None:
    """Raise ValidationError by field for what a community cannot say, or where it cannot stand."""
    community.full_clean(
        exclude=but_for, validate_constraints=False
    )  # `check_name` says what its name breaks
    if not is_zone(community.time_zone):
        raise ValidationError({"time_zone": _("There is no such time zone.")})
    if "slug" not in (but_for or ()):
        check_address(community)


def check_name(actor: Person, community: Community) -> None:
    """Raise ValidationError where another community that the actor may know of goes by its name."""
    if is_name_known(actor, community.name, but_for=community):
        raise ValidationError({"name": _("A community goes by this name already.")})


def check_address(community: Community) -> None:
    """Raise ValidationError for an address that is kept free, leads elsewhere or is hard to say."""
    slug = community.slug
    if not _ADDRESS.fullmatch(slug):
        raise ValidationError({"slug": _("Use small letters, digits and dashes between them.")})
    if slug in KEPT_FREE or resolve(community.get_absolute_url()).url_name != "community":
        raise ValidationError({"slug": _("This address is kept free. Choose another one.")})


def save_community(community: Community, *, update_fields: list[str] | None = None) -> None:
    """Store it; ValidationError by field where someone has just taken the name or the address."""
    try:
        with transaction.atomic():
            community.save(update_fields=update_fields)
    except IntegrityError as problem:
        community.validate_unique()
        try:
            community.validate_constraints()
        except ValidationError as taken:
            raise ValidationError({"name": taken.messages}) from problem
        raise


def _told(name: str, before: Any, after: Any) -> dict[str, Any]:
    """What the log says of a change: values, of long words only how long they are, and no mail address."""
    if name == "welcome":
        return {"before": len(before), "after": len(after)}
    return {"before": _without_addresses(before), "after": _without_addresses(after)}


def _without_addresses(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_addresses(each) for each in value]
    return _MAIL_ADDRESS.sub("…", value) if isinstance(value, str) else value
