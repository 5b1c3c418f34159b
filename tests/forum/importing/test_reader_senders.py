"""Authors are found behind every way in which archives hide them."""

from __future__ import annotations

import pytest

from forum.importing.readers.senders import read_sender
from forum.importing.records import Sender

KEY = "@@@.k@c||@|c.ex@mp|e".replace(".", "@").replace("k@", "k~", 1)
EXACT = Sender("Ann Ek", "ann.k@clinic.example", KEY, is_lossy=False)
NAMELESS = Sender("", "ann.k@clinic.example", KEY, is_lossy=False)
LOSSY = Sender("Ann Ek", None, KEY, is_lossy=True)


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ("Ann Ek <ann.k@clinic.example>", EXACT),
        ('"Ann Ek" <Ann.K@Clinic.Example>', EXACT),
        ("ann.k@clinic.example (Ann Ek)", EXACT),
        ("ann.k at clinic.example (Ann Ek)", EXACT),
        ("ann.k en clinic.example (Ann Ek)", EXACT),
        ("ann.k at clinic.example (=?utf-8?q?Ann_Ek?=)", EXACT),
        ("=?iso-8859-1?Q?Ann?= =?iso-8859-1?Q?_Ek?= <ann.k@clinic.example>", EXACT),
        ("ann.k@clinic.example", NAMELESS),
        ('"ann.k@clinic.example" <ann.k@clinic.example>', NAMELESS),
        ("ann.k at clinic.example (ann.k at clinic.example)", NAMELESS),
        ("ann@k @ending from clinic@ex@mple (Ann Ek)", LOSSY),
        ("@nn@k @end|ng |rom c||n|c@ex@mp|e (Ann Ek)", LOSSY),
        ("@@@@k m@iii@g oii ciii@ic@ex@mpie (Ann Ek)".replace("ciii@ic", "cii@ic"), LOSSY),
    ],
)
def test_one_person_is_the_same_in_every_spelling(value: str, sender: Sender) -> None:
    assert read_sender(value) == sender


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("w at clinic.example (Viechtmann, Wolf (SP))", "Viechtmann, Wolf (SP)"),
        ("w @end|ng |rom c||n|c@ex@mp|e (Ek (Ann (Dr)))", "Ek (Ann (Dr))"),
        ('"Ek, Ann" <w@clinic.example>', "Ek, Ann"),
        ("=?gb2312?B?1tDOxA==?= <w@clinic.example>", "中文"),
        ("w at clinic.example (=?no-such-charset?Q?Ren=C3=A9?=)", "René"),
        ("=?utf-8?q?Ann=00_\u202eEk?= <w@clinic.example>", "Ann Ek"),
        ("w at clinic.example (" + "n" * 500 + ")", "n" * 150),
    ],
)
def test_names_come_through(value: str, name: str) -> None:
    assert (read_sender(value).name, read_sender(value).address_key) == (name, "w~c||@|c@ex@mp|e")


def test_the_list_s_own_address_gives_way_to_the_author_s() -> None:
    sender = read_sender('"Ann Ek via The-List" <the-list@lists.example>', "Ann Ek <ann.k@clinic.example>")
    assert sender == EXACT


@pytest.mark.parametrize(
    "value", ["", "   ", "()", "<>", "Ann Ek", "@", "From", "a@b", '"' * 50, "(" * 5000, "=?utf-8?b??="]
)
def test_a_from_line_without_an_address_still_gives_someone(value: str) -> None:
    sender = read_sender(value)
    assert (sender.address, sender.is_lossy) == (None, True)
