"""What stewards set for the network: who may, what is checked, and how soon it holds."""

from __future__ import annotations

from time import monotonic

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from forum.communities.models import Change, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.kept import near
from forum.core.limits import POSTING, REACTING, SETTING, times_of
from forum.core.verdicts import Refused, TooMany
from forum.network.actions import change_network
from forum.network.models import Network
from forum.network.selectors import KEY, edition_of_network, ground, ground_anew, network_row
from tests.factories import make_person, make_steward
from tests.factories.network import forget_ground

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground_of_this_test() -> None:
    forget_ground()


def test_stewards_change_it_and_others_learn_that_they_may_not() -> None:
    with pytest.raises(Refused, match="Only stewards of the network"):
        change_network(actor=make_person(), seen="", name="Mine")
    assert not Network.objects.exists()
    row = change_network(actor=make_steward(), seen="", name="Looms")
    assert (row.name, network_row().name) == ("Looms", "Looms")


def test_the_log_says_who_changed_what_from_what_to_what() -> None:
    steward = make_steward()
    first = change_network(actor=steward, seen="", name="Looms", purpose="To weave.")
    change_network(
        actor=steward,
        seen=edition_of_network(first),
        name="Looms",
        purpose="To weave well.",
        limits={"posting": 5},
    )
    lines = Change.objects.filter(verb=Verb.NETWORK_CHANGED).order_by("pk")
    assert [(line.actor, line.community, line.details) for line in lines] == [
        (
            steward,
            None,
            {"before": {"name": "", "purpose": ""}, "after": {"name": "Looms", "purpose": "To weave."}},
        ),
        (
            steward,
            None,
            {
                "before": {"purpose": "To weave.", "limits": {}},
                "after": {"purpose": "To weave well.", "limits": {"posting": 5}},
            },
        ),
    ]


def test_saving_what_is_stored_already_is_no_change() -> None:
    first = change_network(actor=make_steward(), seen="", name="Looms")
    change_network(actor=make_steward(), seen=edition_of_network(first), name="Looms")
    assert Change.objects.filter(verb=Verb.NETWORK_CHANGED).count() == 1


def test_who_began_from_an_older_edition_is_told_and_changes_nothing() -> None:
    first = change_network(actor=make_steward(), seen="", name="Looms")
    with pytest.raises(ChangedMeanwhile):
        change_network(actor=make_steward(), seen="", name="Spindles")
    change_network(actor=make_steward(), seen=edition_of_network(first), name="Spindles")
    with pytest.raises(ChangedMeanwhile):
        change_network(actor=make_steward(), seen=edition_of_network(first), name="Looms again")
    assert network_row().name == "Spindles"


def test_it_holds_at_once_here_and_the_shared_cache_has_it_for_others(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, settings: Settings
) -> None:
    assert (ground().name, times_of(POSTING)) == (settings.NETWORK_NAME, POSTING.times)
    with django_capture_on_commit_callbacks(execute=True):
        change_network(actor=make_steward(), seen="", name="Looms", limits={"posting": 3})
    assert (ground().name, times_of(POSTING), cache.get(KEY).name) == ("Looms", 3, "Looms")


def test_another_process_goes_on_by_what_held_for_five_seconds_and_no_longer(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, settings: Settings
) -> None:
    before = ground()
    with django_capture_on_commit_callbacks(execute=True):
        change_network(actor=make_steward(), seen="", name="Looms")
    near.put(KEY, before, monotonic() + 5)  # as another process has it
    assert (ground().name, ground_anew().name) == (settings.NETWORK_NAME, "Looms")
    near.put(KEY, before, monotonic() - 0.01)  # and five seconds later
    assert ground().name == "Looms"


def test_what_was_read_before_a_change_is_not_kept_over_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process reads the old row, is overtaken by the change, and only then keeps what it read."""
    from forum.network import selectors

    old = ground_anew()
    with django_capture_on_commit_callbacks(execute=True):
        change_network(actor=make_steward(), seen="", name="Looms")
    near.put(KEY, None, 0)
    answers = iter([None, cache.get(KEY)])
    monkeypatch.setattr(selectors, "ground_anew", lambda: old)
    monkeypatch.setattr(selectors.cache, "get", lambda _key: next(answers))
    assert ground().name == "Looms"
    monkeypatch.undo()
    assert cache.get(KEY).name == "Looms"


def test_what_is_left_empty_is_as_the_installation_is_set(settings: Settings) -> None:
    settings.SIGN_UP, settings.SIGN_UP_DOMAINS, settings.FOUNDING = "domains", ["example.edu"], "members"
    first = change_network(actor=make_steward(), seen="", purpose="To weave.")
    held = ground_anew()
    assert (held.name, held.sign_up, held.mail_domains, held.founding) == (
        settings.NETWORK_NAME, "domains", ("example.edu",), "members",
    )  # fmt: skip
    change_network(
        actor=make_steward(),
        seen=edition_of_network(first),
        sign_up="open",
        mail_domains=["a.example"],
        founding="stewards",
    )
    held = ground_anew()
    assert (held.sign_up, held.mail_domains, held.founding) == ("open", ("a.example",), "stewards")


def test_a_name_is_one_line_for_it_stands_in_the_subjects_of_mails() -> None:
    change_network(actor=make_steward(), seen="", name=" Looms\r\nBcc: x ", purpose="To\nweave.")
    assert (network_row().name, network_row().purpose) == ("Looms Bcc: x", "To weave.")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ([" Example.ORG. ", "@example.org"], ["example.org"]),
        (["BÜCHER.example", "xn--bcher-kva.example"], ["bücher.example"]),
        (["hospital.example", "school.example"], ["hospital.example", "school.example"]),
    ],
)
def test_domains_are_stored_in_one_spelling(typed: list[str], stored: list[str]) -> None:
    change_network(actor=make_steward(), seen="", mail_domains=typed)
    assert network_row().mail_domains == stored


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"mail_domains": ["no domain"]}, "mail_domains"),
        ({"mail_domains": ["someone@example.org"]}, "mail_domains"),
        ({"mail_domains": ["localhost"]}, "mail_domains"),
        ({"mail_domains": [f"d{number}.example" for number in range(101)]}, "mail_domains"),
        ({"sign_up": "domains"}, "mail_domains"),
        ({"sign_up": "anyhow"}, "sign_up"),
        ({"founding": "nobody"}, "founding"),
        ({"name": "x" * 61}, "name"),
        ({"limits": {"posting": 0}}, "limits"),
        ({"limits": {"posting": 1001}}, "limits"),
        ({"limits": {"posting": True}}, "limits"),
        ({"limits": {"reacting": 5}}, "limits"),
    ],
)
def test_what_cannot_hold_is_refused_by_field_and_nothing_is_stored(
    fields: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        change_network(actor=make_steward(), seen="", **fields)
    assert list(refusal.value.message_dict) == [field]
    assert Change.objects.filter(verb=Verb.NETWORK_CHANGED).count() == 0


def test_only_adjustable_limits_are_asked_for(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change_network(actor=make_steward(), seen="", limits={"posting": 1000})
    assert (times_of(POSTING), times_of(REACTING)) == (1000, REACTING.times)


def test_changing_it_over_and_over_is_told_to_wait() -> None:
    steward, seen = make_steward(), ""
    for number in range(SETTING.times):
        seen = edition_of_network(change_network(actor=steward, seen=seen, name=f"Looms {number}"))
    with pytest.raises(TooMany):
        change_network(actor=steward, seen=seen, name="One more")
