"""The one list of what HTML may stay in a post; both gates read it, so they cannot drift apart."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from pygments.token import STANDARD_TYPES

from forum.core.markup.addresses import is_image, is_link

RELATION: Final = "nofollow ugc noopener"

TAGS: Final = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "dl", "dt", "em",
    "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u",
    "ul", "var",
})  # fmt: skip

# "rel" is not here: the second gate writes it on every link itself.
ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"href", "title", "class"}),
    "abbr": frozenset({"title"}),
    "blockquote": frozenset({"class"}),
    "code": frozenset({"class"}),
    "details": frozenset({"class"}),
    "img": frozenset({"src", "alt", "title", "loading"}),
    "li": frozenset({"class"}),
    "ol": frozenset({"start", "class"}),
    "p": frozenset({"class"}),
    "pre": frozenset({"class"}),
    "small": frozenset({"class"}),
    "span": frozenset({"class", "role", "aria-label"}),
    "td": frozenset({"class", "colspan", "rowspan"}),
    "th": frozenset({"class", "colspan", "rowspan"}),
    "time": frozenset({"datetime"}),
    "ul": frozenset({"class"}),
}

# "span" classes are those of Pygments and the mark of a task; one word, or several of them.
CLASSES: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"mention", "post-reference", "outside-image"}),
    "blockquote": frozenset({"quoted-text", "lifted"}),
    "code": frozenset(),
    "details": frozenset({"quoted", "signature", "sealed"}),
    "li": frozenset({"task"}),
    "ol": frozenset({"tasks"}),
    "p": frozenset({"attribution"}),
    "pre": frozenset({"code", "plain", "patch"}),
    "small": frozenset({"note"}),
    "span": frozenset(STANDARD_TYPES.values()) - {""} | {"task-mark"},
    "td": frozenset({"align-left", "align-center", "align-right"}),
    "th": frozenset({"align-left", "align-center", "align-right"}),
    "ul": frozenset({"tasks"}),
}

_VALUES: Final[Mapping[str, Callable[[str], bool]]] = {
    "href": is_link,
    "src": is_image,
    "start": lambda value: re.fullmatch(r"[0-9]{1,9}", value) is not None,
    "colspan": lambda value: re.fullmatch(r"[1-9][0-9]?", value) is not None,
    "rowspan": lambda value: re.fullmatch(r"[1-9][0-9]?", value) is not None,
    "role": lambda value: value == "img",
    "aria-label": lambda value: re.fullmatch(r"[\w ]{1,40}", value) is not None,
    "datetime": lambda value: (
        re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", value) is not None
    ),
    "loading": lambda value: value == "lazy",
    "alt": lambda value: True,
    "title": lambda value: True,
}


def is_allowed(tag: str, attribute: str, value: str) -> bool:
    """Whether `attribute` with this decoded `value` may stay on `tag`."""
    if attribute == "rel":
        return tag == "a" and value == RELATION
    if attribute not in ATTRIBUTES.get(tag, ()):
        return False
    return _is_class(tag, value) if attribute == "class" else _VALUES[attribute](value)


def _is_class(tag: str, value: str) -> bool:
    if tag == "code":
        return re.fullmatch(r"language-[a-z0-9+#._-]{1,30}", value) is not None
    words = value.split()
    return bool(words) and CLASSES[tag].issuperset(words)
