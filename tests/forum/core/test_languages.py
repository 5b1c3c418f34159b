"""The language of texts is known where people name exactly one."""

import pytest

from forum.core.languages import foreign


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        *(("Español", "es"), ("spanish", "es"), (" pt-br ", "pt-br"), ("Kiswahili", "sw"), ("Chinese", "zh")),
        *(("Español, español", "es"), ("Español, Deutsch", ""), ("Español und Deutsch", ""), ("", "")),
        *(("Klingon", ""), ("English", ""), ("en", "")),  # the pages' own needs no saying
    ],
)
def test_one_language_has_its_code_and_several_or_unknown_ones_have_none(listed: str, code: str) -> None:
    assert foreign(listed) == code
