"""Says of every line of a list what will become of it, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from forum.communities.address_lists import Line
from forum.communities.models import Role
from forum.communities.selectors.invitations import Standing

LONGEST_ADDRESS = 254
LONGEST_MESSAGE = 1000
LONGEST_CELL = 120  # of what a report repeats


class Outcome(StrEnum):
    """What becomes of a line."""

    INVITED = "invited"
    BELONGS = "belongs"
    OPEN = "open"
    ASKED = "asked"
    TWICE = "twice"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Sorted:
    """A line, its outcome, and in `note` why; `role` and `message` as they will be used."""

    line: int
    email: str
    name: str
    outcome: Outcome
    note: str = ""
    role: int = Role.MEMBER
    message: str = ""

    def reported(self) -> dict[str, str | int]:
        """What the report keeps of it."""
        kept = asdict(self)
        return {key: kept[key] for key in ("line", "email", "name", "outcome", "note")}


def sort_lines(lines: Sequence[Line], known: Standing, *, role: int, message: str) -> list[Sorted]:
    """Each line with its outcome; `role` and `message` hold where a line has none of its own."""
    first_at: dict[str, int] = {}
    return [_sorted(line, known, first_at, role, message) for line in lines]


def _sorted(line: Line, known: Standing, first_at: dict[str, int], role: int, message: str) -> Sorted:
    address, low = line["email"], line["email"].lower()
    words = line["message"].replace("\r\n", "\n")

    def out(outcome: Outcome, note: str = "", as_role: int = role) -> Sorted:
        name = line["name"][:LONGEST_CELL]
        return Sorted(line.number, address[:254], name, outcome, note, as_role, words or message)

    wanted = _role(line["role"], role)
    problem = line.problem or _broken(address, wanted, words)
    if problem:
        return out(Outcome.BROKEN, problem)
    if low in first_at:
        return out(Outcome.TWICE, _("The same address as line %d.") % first_at[low])
    first_at[low] = line.number
    if low in known.belong:
        return out(Outcome.BELONGS)
    if low in known.invited:
        return out(Outcome.OPEN)
    if low in known.asked:
        return out(Outcome.ASKED, _("Their request waits for an answer; this list does not answer it."))
    return out(Outcome.INVITED, as_role=wanted or role)


def _role(said: str, otherwise: int) -> int | None:
    """The role that a cell names; None where it names none that people are invited as."""
    names = {"": otherwise, "guest": Role.GUEST, "member": Role.MEMBER}
    names |= {str(each.label).lower(): each.value for each in (Role.GUEST, Role.MEMBER)}
    return names.get(said.lower())


def _broken(address: str, role: int | None, message: str) -> str:
    if not address:
        return _("There is no address in it.")
    try:
        validate_email(address)
    except ValidationError:
        return _("This is no mail address.")
    if len(address) > LONGEST_ADDRESS:
        return _("This mail address is too long.")
    if role is None:
        return _("People are invited as guests or as members.")
    if len(message) > LONGEST_MESSAGE:
        return _("The message is longer than 1,000 characters.")
    return ""
