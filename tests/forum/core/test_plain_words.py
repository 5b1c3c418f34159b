"""Forms say in one voice what is wrong with a field."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string

import forum
from forum.core.plain_words import PlainForm, PlainWords


class Example(PlainForm):
    name = forms.CharField(max_length=5)
    address = forms.EmailField()
    number = forms.IntegerField(min_value=1, max_value=9)
    kind = forms.ChoiceField(choices=[("a", "A")])
    agreed = forms.BooleanField()
    file = forms.FileField()
    own = forms.CharField(error_messages={"required": "Say whom you mean."})

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["later"] = forms.CharField()


def said(**typed: Any) -> dict[str, list[str]]:
    form = Example(typed)
    form.full_clean()  # asked twice, as pages do
    return dict(form.errors)


def test_what_is_missing_is_asked_for_in_our_words_and_a_field_may_have_its_own() -> None:
    assert said() == {
        **{name: ["Fill this in."] for name in ("name", "address", "number", "later")},
        "kind": ["Choose one."],
        "agreed": ["Tick this first."],
        "file": ["Choose a file first."],
        "own": ["Say whom you mean."],
    }


def test_what_does_not_fit_is_said_in_our_words() -> None:
    errors = said(name="abcdefg", address="ada", number="12", kind="b")
    assert [errors[name] for name in ("name", "address", "number", "kind")] == [
        ["Use at most 5 characters; these are 7."],
        ["This is no mail address. Look for a slip."],
        ["Use at most 9."],
        ["Choose one of those that are offered here."],
    ]
    assert said(number="0")["number"] == ["Use at least 1."]


def test_every_form_of_the_forum_speaks_so_and_every_form_of_the_accounts_that_we_name() -> None:
    for module in pkgutil.walk_packages(forum.__path__, "forum."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    named = {**settings.ACCOUNT_FORMS, **settings.MFA_FORMS, **settings.SOCIALACCOUNT_FORMS}
    ours = [form for form in _below(forms.Form) if form.__module__.startswith("forum.")]
    assert len(ours) > 25
    assert [form for form in ours if not issubclass(form, PlainWords)] == []
    assert [name for name, path in named.items() if not issubclass(import_string(path), PlainWords)] == []


def _below(kind: type[Any]) -> list[type[Any]]:
    return [each for child in kind.__subclasses__() for each in (child, *_below(child))]
