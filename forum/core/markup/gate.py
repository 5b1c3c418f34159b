"""The gate that all HTML passes before it is stored: two independent parsers hold it to one list."""

import re
import threading
from html import escape
from typing import Final

import nh3
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe

from forum.core.markup.allowlist import ATTRIBUTES, RELATION, TAGS, is_allowed

# Controls have no glyph; direction overrides and isolates only disguise the order of what is read.
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS: Final = re.compile("\r\n?|\x0b|\x0c|\u2028|\u2029|\x85")

_kept = threading.local()


def tidy(text: str) -> str:
    """`text` with one kind of line end, unprintable characters as U+FFFD, no direction overrides."""
    if text.replace("\n", "").isprintable():
        return text  # which is asked much faster than replacing nothing
    return _DIRECTIONS.sub("", _CONTROLS.sub("\ufffd", _BREAKS.sub("\n", text)))


def sanitise(html: str) -> str:
    """`html` reduced to the allow-list: by bleach first, then by nh3, whose word is the last.

    Tags that may not stay are taken out and their text is kept. Running it again changes nothing.
    """
    # Tidied before for the gates' sake, and after because a character may come as an entity.
    return tidy(_second_gate().clean(_first_gate().clean(tidy(html))))


def confirmed(html: str) -> str:
    """`html` that a renderer made of escaped text, held to the allow-list by the second gate.

    All its tags are the renderer's own, so an independent parser's word on them is enough; the first gate, which
    costs more than everything else, is for markup that came from outside.
    """
    return tidy(_second_gate().clean(html))


def shown_plain(text: str) -> str:
    """`text` as it is, line for line: what is shown when structure would cost more than it tells."""
    # Escaped text has no markup for the first gate to judge, and it would be slow on long text.
    return str(_second_gate().clean(f'<pre class="plain">\n{escape(text, quote=False)}</pre>'))


def safe(html: str) -> SafeString:
    """Mark stored HTML, which went through `sanitise` when it was written, as ready for a template."""
    return mark_safe(html)  # noqa: S308 - the one place; what comes here went through the gate


def _first_gate() -> Cleaner:
    # A Cleaner keeps state while it parses, so each thread has its own.
    if not hasattr(_kept, "cleaner"):
        _kept.cleaner = Cleaner(
            tags=TAGS,
            attributes=is_allowed,
            protocols={"http", "https", "mailto"},
            strip=True,
        )
    return _kept.cleaner


def _second_gate() -> nh3.Cleaner:
    if not hasattr(_kept, "second"):
        _kept.second = nh3.Cleaner(
            tags=set(TAGS),
            clean_content_tags={"script", "style"},
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
            attribute_filter=lambda tag, name, value: value if is_allowed(tag, name, value) else None,
            url_schemes={"http", "https", "mailto"},
            link_rel=RELATION,
        )
    return _kept.second  # type: ignore[no-any-return]
