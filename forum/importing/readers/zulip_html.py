"""Straightens the HTML of Zulip: formulas, signs, previews, and links that lead nowhere outside of that server."""

from __future__ import annotations

import re
from contextlib import suppress

from bs4 import BeautifulSoup, ParserRejectedMarkup
from bs4.element import NavigableString

MOST_TAGS = 12_000
LONGEST = 500_000
DEEPEST = 60  # tags within tags: below, whoever asks each for all that is in it asks for ever

_OUTSIDE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_SIGN = re.compile(r"emoji-([0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,8})")
_PREVIEWS = (
    "message_inline_image",
    "message_inline_video",
    "message_embed",
    "youtube-video",
    "twitter-tweet",
)
_LANGUAGE = re.compile(r"[^a-z0-9+#._-]")
_ANSWER = re.compile(
    r'\s*<p>\s*<span class="user-mention[^>]*>[^<]*</span>\s*<a href="[^"]*/near/(\d{1,18})[^"]*"[^>]*>said</a>:'
)


def answered_in(html: str) -> str | None:
    """The number of the message that this one quotes first, where it says so."""
    found = _ANSWER.match(html)
    return found[1] if found else None


def straightened(html: str) -> str:
    """The same words in plainer HTML, unsanitised. What is too long or too broken for it stays as it is."""
    if len(html) > LONGEST or html.count("<") > MOST_TAGS:
        return html
    try:
        tree = BeautifulSoup(html, "html.parser")
        if _is_deeper_than(tree, DEEPEST):
            return html
        for straighten in (_write_out_formulas, _show_signs, _name_languages, _drop_previews, _cut_links):
            straighten(tree)
    except (ParserRejectedMarkup, AssertionError, ValueError):  # also of tags within others of their kind
        return html
    return str(tree)


def _is_deeper_than(tree: BeautifulSoup, most: int) -> bool:
    depths = {id(tree): 0}
    for tag in tree.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth > most:
            return True
    return False


def _write_out_formulas(tree: BeautifulSoup) -> None:
    for formula in tree.find_all("span", class_="katex"):
        source = formula.find("annotation")
        code = tree.new_tag("code")
        code.string = source.get_text() if source is not None else formula.get_text(" ", strip=True)
        formula.replace_with(code)


def _show_signs(tree: BeautifulSoup) -> None:
    for sign in tree.find_all(class_="emoji"):
        shown = str(sign.get("alt") or sign.get_text())
        found = _SIGN.search(" ".join(map(str, sign.get_attribute_list("class"))))
        if sign.name == "span" and found is not None:
            with suppress(ValueError, OverflowError):
                shown = "".join(chr(int(part, 16)) for part in found[1].split("-"))
        sign.replace_with(NavigableString(shown))


def _name_languages(tree: BeautifulSoup) -> None:
    for block in tree.find_all("div", class_="codehilite"):
        pre = block.find("pre")
        if pre is None:
            continue
        code = tree.new_tag("code")
        language = _LANGUAGE.sub("", str(block.get("data-code-language", "")).lower())[:30]
        if language:
            code["class"] = f"language-{language}"
        code.string = pre.get_text()
        pre.clear()
        pre.append(code)
        block.replace_with(pre)


def _drop_previews(tree: BeautifulSoup) -> None:
    """A preview repeats a link that stands in the words; where it stands alone, its address is what is kept of it."""
    linked = [
        str(link.get("href")) for link in tree.find_all("a") if link.find_parent(class_=_PREVIEWS) is None
    ]
    for preview in tree.find_all("div", class_=_PREVIEWS):
        link = preview.find("a")
        if link is None or _same(str(link.get("href")), linked):
            preview.decompose()
            continue
        link.string = str(link.get("title") or _last_part(str(link.get("href"))))
        preview.replace_with(link.extract())


def _same(address: str, linked: list[str]) -> bool:
    return address.lstrip("/") in {each.lstrip("/") for each in linked}


def _cut_links(tree: BeautifulSoup) -> None:
    """Files and places of that server are not here: their names stay, and lead nowhere."""
    for link in tree.find_all("a"):
        address = str(link.get("href") or "")
        if _OUTSIDE.match(address):
            continue
        if not link.get_text(strip=True):
            link.string = _last_part(address)
        link.unwrap()
    for picture in tree.find_all("img"):
        address = str(picture.get("src") or "")
        if not _OUTSIDE.match(address):
            picture.replace_with(NavigableString(str(picture.get("alt") or _last_part(address))))


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2][:200]
