"""Turns sanitised HTML into Markdown for whoever edits what came as HTML, in mail above all."""

import re
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

from forum.core.markup.allowlist import TAGS
from forum.core.markup.html_tree import EMPHASIS, OTHER_MARKS, after, before, is_block, straighten
from forum.core.markup.markdown import render_markdown
from forum.core.markup.parsing import MAX_BLOCK_DEPTH
from forum.core.markup.reading import plain_text

MAX_HTML: Final = 200_000
MAX_ELEMENTS: Final = 2_000
MAX_DEPTH: Final = 2 * MAX_BLOCK_DEPTH

_OPENING: Final = re.compile(r"<[a-z]")
_WORDLESS: Final = re.compile(r"[\W_]+")
_ADDRESS: Final = re.compile(r"((?:https?://|www\.)[^\s<>\[\]*`\\]+)")
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_LINE_START: Final = re.compile(r"\A(\s*)(#{1,6}(?=\s|\Z)|[-+](?=\s|\Z)|>|[-=:|][-=:| ]*\Z|\[(?=[ xX]\]))")
_NUMBERED: Final = re.compile(r"\A(\s*\d{1,9})([.)])(?=\s|\Z)")
# What Markdown would take for more than a sign. Handles and post numbers of elsewhere are not ours.
_SIGNS: Final = re.compile(
    r"[*`]"
    r"|\\(?=[!-/:-@\[-`{-~]|\Z)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|\](?=[(:\[])"
    r"|<(?=[A-Za-z][\w.+-]*[:@]|\Z)"
    r"|&(?=\#?\w+;)"
    r"|(?<![\w@\#&/.])(?:@(?=\w)|\#(?=[1-9]))"
)
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_LINE_ENDS: Final = re.compile(r"\s*\n\s*")
_BRACKET: Final = re.compile(r"(?<!\\)[\[\]]")
_BACKTICKS: Final = re.compile(r"`+")
_IN_TITLE: Final = re.compile(r'["\\]|&(?=#?\w+;)')
_BACKSLASHED: Final = r"\\\g<0>"
_EDGES: Final = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_LAST_SIGNS: Final = re.compile(r"[^\w\s\\*_~`\[\]()<>&@#!]+\Z")
_FIRST_SIGNS: Final = re.compile(r"\A[^\w\s\\*_~`\[\]<>&@#!]+")
_STANDS_ALONE: Final = re.compile(r"https?://[^\s<>]+|mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+")


def markdown_of_html(html: str) -> str:
    """Markdown that renders like `html`, which went through the gate: its links, lists, emphasis, quotes, tables.

    HTML of more than 200,000 characters, 2,000 elements or 32 levels comes as its plain text, as does HTML whose words
    would not come back: nothing that was written is lost.
    """
    if is_intricate(html):
        return _Converter().plain(html)
    tree = BeautifulSoup(f"<div>{html}</div>", "html.parser")
    if _depth(tree) > MAX_DEPTH:
        return _Converter().plain(html)
    straighten(tree)
    markdown = str(_Converter().convert_soup(tree)).strip()
    return markdown if _words(render_markdown(markdown)) == _words(html) else _Converter().plain(html)


def is_intricate(html: str) -> bool:
    """True for what has more parts than are worth telling apart."""
    return len(html) > MAX_HTML or len(_OPENING.findall(html)) > MAX_ELEMENTS


def _depth(tree: Tag) -> int:
    deepest, level = 0, [tree]
    while level:
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        deepest += 1
    return deepest


def _words(html: str) -> str:
    return _WORDLESS.sub("", plain_text(html))


class _Converter(MarkdownConverter):  # type: ignore[misc]  # the library's types leave its methods out
    """Writes the Markdown of this site: as few escapes as keep a text what it was."""

    _at_start = False

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[int, int] = {}

    class Options:
        autolinks = False
        bullets = "-"
        heading_style = "atx"
        keep_inline_images_in = TAGS | {"h1", "h2"}
        strip_pre = "strip_one"
        wrap = True  # a line end within a text is a space
        wrap_width = None

    def plain(self, html: str) -> str:
        """The text of `html`, a paragraph for each of its lines."""
        self._at_start = True
        return "\n\n".join(self.escape(line, set()) for line in plain_text(html).split("\n"))

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        self._at_start = _begins_line(el)
        text = str(super().process_text(el, parent_tags))
        if self._at_start and "pre" not in (parent_tags or ()):
            text = text.lstrip(" ")
        return f"{text[:-1]}\\!" if text.endswith("!") and _is_link(el.next_sibling) else text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        parts = _ADDRESS.split(text)
        parts[::2] = [_SIGNS.sub(_BACKSLASHED, part) for part in parts[::2]]
        parts[1::2] = [_ENTITY.sub(r"\\&", part) for part in parts[1::2]]
        escaped = "".join(parts)
        if text.count("~") > 1:
            escaped = escaped.replace("~", r"\~")
        if "a" in parent_tags:
            escaped = _BRACKET.sub(_BACKSLASHED, escaped)
        if self._at_start:
            escaped = _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", escaped))
        return escaped

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        address, words = str(el["href"]), _LINE_ENDS.sub(" ", text.strip())
        if el.get_text() in (address, address.removeprefix("mailto:")) and _STANDS_ALONE.fullmatch(address):
            link = f"<{el.get_text()}>"
        else:
            link = f"[{words}]({_target(el, address)})"
        return f"{' ' * text[0].isspace()}{link}{' ' * text[-1].isspace()}"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _stressed("**", el, text, parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _stressed("*", el, text, parent_tags)

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _stressed("~~", el, text, parent_tags)

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        self._at_start = False
        words = _SPACES.sub(" ", self.escape(str(el.get("alt", "")), {"a"}))
        return words if "_noformat" in parent_tags else f"![{words}]({_target(el, str(el['src']))})"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return "\n"
        if _is_break(before(el)):
            return ""  # the first of several has said what there is to say
        if _is_break(after(el)) and not parent_tags & {"_inline", "a", *EMPHASIS}:
            return "\n\n"
        return str(super().convert_br(el, text, parent_tags))

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n***\n\n"  # three hyphens in a list, or below a line, would be something else

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not text.strip() or "_inline" in parent_tags:
            return text
        fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
        inside = text.removeprefix("\n").removesuffix("\n")
        return f"\n\n{fence}{_language(el)}\n{inside}\n{fence}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "li" in parent_tags and el.name == "ol" and el.get("start", "1") != "1":
            return f"\n\n{text.strip()}\n\n"  # only a list that begins with 1 may follow a line of words
        return str(super().convert_list(el, text, parent_tags))

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        bullet = self._bullet(el.parent or el)
        lines = text.strip().split("\n")
        indented = [f"{' ' * len(bullet)}{line}" if line else "" for line in lines[1:]]
        return "\n".join([f"{bullet}{lines[0]}".rstrip(), *indented, ""])

    def _bullet(self, parent: Tag) -> str:
        other = OTHER_MARKS in parent.get_attribute_list("class")
        if parent.name != "ol":
            return "* " if other else "- "
        number = self._numbers.get(id(parent), int(str(parent.get("start") or 1)))
        self._numbers[id(parent)] = number + 1
        return f"{number}{')' if other else '.'} "

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_td(el, text.replace("|", r"\|"), parent_tags))

    convert_th = convert_td


def _stressed(mark: str, el: Tag, text: str, parent_tags: set[str]) -> str:
    """Words between marks; no blank at their edge, and no sign where a letter follows, for there a mark is no mark."""
    left, words, right = _EDGES.fullmatch(text).groups()  # type: ignore[union-attr]  # it matches any text
    if "_noformat" in parent_tags or not words:
        return text
    if not right and _ends_in_letter(el.next_sibling, 0):
        words, right = _parted(_LAST_SIGNS, words)
    if not left and _ends_in_letter(el.previous_sibling, -1):
        words, left = _parted(_FIRST_SIGNS, words)
    return f"{left}{mark}{words}{mark}{right}"


def _ends_in_letter(node: PageElement | None, end: int) -> bool:
    return isinstance(node, NavigableString) and bool(node) and node[end].isalnum()


def _parted(signs: re.Pattern[str], words: str) -> tuple[str, str]:
    found = signs.search(words)
    if found is None or len(found[0]) == len(words):
        return words, ""
    return signs.sub("", words), found[0]


def _begins_line(node: PageElement) -> bool:
    current: PageElement | None = node
    while current is not None:
        preceding = before(current)
        if preceding is not None:
            return is_block(preceding) or _is_break(preceding)
        current = current.parent
        if is_block(current):
            return True
    return True


def _is_break(node: PageElement | None) -> bool:
    return isinstance(node, Tag) and node.name == "br"


def _is_link(node: PageElement | None) -> bool:
    return isinstance(node, Tag) and (node.name == "a" or node.find("a") is not None)


def _target(el: Tag, address: str) -> str:
    address = _ENTITY.sub(r"\\&", address)
    target = f"<{address}>" if not address or set(address) & set("()") else address
    title = _SPACES.sub(" ", str(el.get("title", ""))).strip()
    return f'{target} "{_IN_TITLE.sub(_BACKSLASHED, title)}"' if title else target


def _language(pre: Tag) -> str:
    code = pre.find("code")
    names = code.get_attribute_list("class") if code else []
    return next((str(name).removeprefix("language-") for name in names if name), "")
