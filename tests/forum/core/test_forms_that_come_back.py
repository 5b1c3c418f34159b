"""What a form says when it comes back: above its fields where several can be wrong, at the field where there is one."""

from __future__ import annotations

import re

from django import forms
from django.template.loader import render_to_string


class Two(forms.Form):
    """Two fields, and one that is not shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(error_messages={"required": "Give it a name."})
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


class One(forms.Form):
    """One field."""

    handle = forms.CharField(error_messages={"required": "Type a handle."})


def shown(form: forms.Form) -> str:
    return render_to_string("components/form.html", {"form": form})


def test_each_field_that_is_wrong_is_named_above_with_a_way_to_it() -> None:
    form = Two({"kind": "c"})
    form.add_error(None, "It cannot be saved <so>.")
    html = shown(form)
    said, fields = html.split("</div>", 1)
    assert said.startswith(
        '<div class="notice is-error" role="alert" tabindex="-1" autofocus data-takes-focus>'
    )
    assert re.findall("<p>(.*?)</p>", said) == [
        "It cannot be saved &lt;so&gt;.",
        '<a href="#id_name">Name</a>: Give it a name.',
        '<a href="#id_kind">Kind</a>: Select a valid choice. c is not one of the available choices.',
    ]
    assert [
        f'id="{each}"' in fields for each in ("id_name", "id_kind", "id_name_error", "id_kind_error")
    ] == [True] * 4
    assert html.count("autofocus") == 1


def test_the_only_field_says_it_itself_and_the_page_begins_there() -> None:
    html = shown(One({"handle": ""}))
    assert html.count("Type a handle.") == 1
    assert re.search(r"<input[^>]* autofocus[^>]*>", html) is not None
    assert "notice" not in html


def test_a_form_that_was_not_sent_or_is_right_takes_no_focus() -> None:
    assert [
        "autofocus" in shown(form)
        for form in (Two(), One(), Two({"name": "x", "kind": "a"}), One({"handle": "x"}))
    ] == [False] * 4
