"""Lists that people type are read as they are meant."""

from forum.core.words import words_between_commas


def test_a_word_that_was_typed_twice_is_kept_once_whatever_its_case() -> None:
    assert words_between_commas(" Simulation,triage, simulation ,, SIMULATION,two  words, ") == [
        *("Simulation", "triage"),
        "two words",
    ]
    assert words_between_commas(" , ") == []
