"""Recovers who wrote a message from From lines that lists wrote so that harvesters cannot read them."""

from __future__ import annotations

import re
from email.utils import parseaddr

from forum.importing.readers.headers import decode_words
from forum.importing.records import Sender

_DOMAIN = r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}"
_ADDRESS = re.compile(rf"[^\s@<>(),;:\"\\]+@{_DOMAIN}")
_IN_WORDS = re.compile(rf"(?P<local>[^\s@<>()]+) (?:at|en|bei|a|à|chez|em|w|på|op) (?P<domain>{_DOMAIN})")
_LOSSY = re.compile(
    r"(?P<local>[^\s<>()]+) (?P<verb>\S*[@|]\S*) (?P<from>\S+) (?P<domain>[^\s<>()]*[@|][^\s<>()]*)"
)
_NAME_BEHIND = re.compile(r"\s*\((?P<name>.*)\)\s*$", re.DOTALL)
_ON_BEHALF = re.compile(r"\s+(?:via|por medio de|über|par l'intermédiaire de)\s+\S.*$", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST_NAME = 150
_MOST_BRACKETS = 20  # the standard library's parser descends into each
# The letters that at least one of the lists' masks replaces by the same sign.
_MASK = str.maketrans({"a": "@", "s": "@", "n": "@", ".": "@", "l": "|", "f": "|", "i": "|"})


def read_sender(value: str, reply_to: str = "") -> Sender:
    """Read the unfolded value of a From field: plain, in words (`ann at example.org (Ann)`) or with letters
    replaced.

    `reply_to` gives the address back where the list wrote its own into From ("Ann via the-list").
    """
    if value.count("(") > _MOST_BRACKETS:
        return _nameless(value)
    address_part, name = _split_name_behind(value)
    obfuscated = _read_obfuscated(address_part, name)
    if obfuscated is not None:
        return obfuscated
    return _read_standard(value, reply_to)


def address_key(local: str, domain: str) -> str:
    """One key for an address and for every masked spelling of it, because masks replace letters by few
    signs.
    """
    return f"{local.lower().translate(_MASK)}~{domain.lower().translate(_MASK)}"


def _split_name_behind(value: str) -> tuple[str, str]:
    if not value or value.lstrip()[:1] in "\"'<":
        return value, ""
    head, opening, _ = value.partition("(")
    found = _NAME_BEHIND.match(value[len(head) :]) if opening else None
    return head.strip(), found["name"] if found else ""


def _read_obfuscated(address_part: str, name: str) -> Sender | None:
    in_words = _IN_WORDS.fullmatch(address_part)
    if in_words is not None:
        return _exact(f"{in_words['local']}@{in_words['domain']}", name)
    lossy = _LOSSY.fullmatch(address_part)
    if lossy is None:
        return None
    return Sender(_readable_name(name), None, address_key(lossy["local"], lossy["domain"]), is_lossy=True)


def _read_standard(value: str, reply_to: str) -> Sender:
    name, address = parseaddr(value)
    if not _ADDRESS.fullmatch(address):
        found = _ADDRESS.search(value)
        if found is None:
            return _nameless(value)
        name, address = value[: found.start()].strip(" <\"'"), found[0]
    if _ON_BEHALF.search(decode_words(name)):
        name, address = _behind_the_list(name, address, reply_to)
    return _exact(address, name)


def _behind_the_list(name: str, address: str, reply_to: str) -> tuple[str, str]:
    """Undo "Ann via the-list <the-list@…>", which lists write where a domain forbids others to send for
    it.
    """
    _, own_address = parseaddr(reply_to)
    own = own_address if _ADDRESS.fullmatch(own_address) else address
    return _ON_BEHALF.sub("", decode_words(name)).strip("\"' "), own


def _exact(address: str, name: str) -> Sender:
    local, _, domain = address.lower().rpartition("@")
    return Sender(_readable_name(name), f"{local}@{domain}", address_key(local, domain), is_lossy=False)


def _nameless(value: str) -> Sender:
    name = _readable_name(value)
    return Sender(name, None, f"{name.lower()}~", is_lossy=True)


def _readable_name(raw: str) -> str:
    name = " ".join(_UNSEEN.sub("", decode_words(raw)).split()).strip("\"' ")
    if _ADDRESS.fullmatch(name) or _IN_WORDS.fullmatch(name) or _LOSSY.fullmatch(name):
        return ""
    return name[:_LONGEST_NAME]
