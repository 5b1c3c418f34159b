"""Straightens the tree of sanitised HTML until each of its elements has a counterpart in Markdown."""

from collections.abc import Iterable, Mapping
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from forum.core.markup.parsing import MAX_CELLS, MAX_COLUMNS

BLOCKS: Final = frozenset({
    "blockquote", "div", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "table", "tr", "td", "th", "ul",
})  # fmt: skip
EMPHASIS: Final = frozenset({"strong", "em", "del"})
OTHER_MARKS: Final = "other-marks"

# Headings step down by two when Markdown is rendered here.
_BECOMES: Final[Mapping[str, str]] = {
    "b": "strong", "i": "em", "ins": "span", "kbd": "code", "samp": "code", "h3": "h1", "h4": "h2", "h5": "h3",
    "h6": "h4", "details": "div", "summary": "p", "dl": "div", "dt": "p", "dd": "div", "caption": "p",
}  # fmt: skip
_WITHOUT_COUNTERPART: Final = (
    "span",
    "u",
    "ins",
    "small",
    "abbr",
    "sub",
    "sup",
    "var",
    "thead",
    "tbody",
    "tfoot",
)
_PARTS_OF_TABLES: Final = ("table", "tr", "td", "th")


def straighten(tree: BeautifulSoup) -> None:
    """Rename, unwrap and move elements of `tree` in place; no word is lost."""
    for tag in tree.find_all(True):
        _rename(tag)
    for table in reversed(tree.find_all("table")):  # the innermost first
        _straighten_table(table)
    for tag in tree.find_all(_WITHOUT_COUNTERPART):
        tag.unwrap()
    tree.smooth()
    for tag in reversed(tree.find_all(["a", *EMPHASIS])):
        _keep_within_blocks(tag)
    for tag in tree.find_all(EMPHASIS):
        _simplify(tag)
    tree.smooth()
    for line_break in tree.find_all("br"):
        _move_out(line_break)
    for tag in tree.find_all(["ul", "ol"]):
        _tell_apart(tag)


def before(node: PageElement) -> PageElement | None:
    """What stands before `node` in its parent, blanks left out."""
    return next((sibling for sibling in node.previous_siblings if _says([sibling])), None)


def after(node: PageElement) -> PageElement | None:
    """What stands after `node` in its parent, blanks left out."""
    return next((sibling for sibling in node.next_siblings if _says([sibling])), None)


def is_block(node: PageElement | None) -> bool:
    """True for what stands on lines of its own."""
    return isinstance(node, Tag) and node.name in BLOCKS


def _rename(tag: Tag) -> None:
    tag.name = _BECOMES.get(tag.name, tag.name)
    if tag.name != "a":
        return
    if "outside-image" in tag.get_attribute_list("class"):
        tag.name, tag["src"], tag["alt"] = "img", str(tag.get("href")), tag.get_text(" ", strip=True)
        tag.clear()
    elif not tag.get("href"):
        tag.name = "span"


def _straighten_table(table: Tag) -> None:
    rows = table.find_all("tr")
    if not _is_data(table, rows):
        # Mail is laid out with tables: what stands in a cell is a passage of its own.
        for part in (table, *table.find_all(_PARTS_OF_TABLES)):
            part.name = "div"
        return
    for caption in table.find_all("p"):
        table.insert_before(caption.extract())
    widest = max(map(_width, rows))
    for cell in rows[0].find_all("td"):
        cell.name = "th"
    for row in rows[1:]:
        for cell in row.find_all("th"):
            cell.name = "td"
    for _ in range(widest - _width(rows[0])):  # cells beyond the head would not be shown
        rows[0].append(Tag(name="th"))


def _is_data(table: Tag, rows: list[Tag]) -> bool:
    cells = table.find_all(["td", "th"])
    if len(rows) < 2 or any(cell.find(BLOCKS) for cell in cells) or table.find_parent(["td", "th"]):
        return False
    return (
        all(map(_width, rows)) and 2 <= max(map(_width, rows)) <= MAX_COLUMNS and len(cells) <= MAX_CELLS // 2
    )


def _width(row: Tag) -> int:
    return sum(int(str(cell.get("colspan") or 1)) for cell in row.find_all(["td", "th"], recursive=False))


def _keep_within_blocks(tag: Tag) -> None:
    """Markup of words ends where a paragraph does: put it around the words of each block instead."""
    blocks = tag.find_all(BLOCKS)
    if not blocks:
        return
    for block in blocks:
        if block.name in ("hr", "pre") or block.find(BLOCKS):
            continue
        inner = Tag(name=tag.name, attrs=dict(tag.attrs))
        inner.extend(list(block.contents))
        block.append(inner)
    tag.unwrap()


def _simplify(tag: Tag) -> None:
    """No emphasis in the same emphasis, none of nothing, and one where two touch."""
    if tag.find_parent(tag.name) or not tag.get_text(strip=True):
        tag.unwrap()
        return
    touched = tag.previous_sibling
    if isinstance(touched, Tag) and touched.name == tag.name:
        touched.extend(list(tag.contents))
        tag.extract()


def _move_out(line_break: Tag) -> None:
    """A break at the edge of some words stands beside them; one at the end of a paragraph says nothing."""
    parent = line_break.parent
    while parent is not None and parent.name in EMPHASIS | {"a"}:
        if after(line_break) is None:
            parent.insert_after(line_break.extract())
        elif before(line_break) is None:
            parent.insert_before(line_break.extract())
        else:
            return
        parent = line_break.parent
    following = after(line_break)
    if following is None or is_block(following):
        line_break.extract()


def _says(nodes: Iterable[PageElement]) -> bool:
    return any(isinstance(node, Tag) or str(node).strip() for node in nodes)


def _tell_apart(tag: Tag) -> None:
    """Of two lists in a row the second takes other marks, or they would be one."""
    touched = before(tag)
    del tag["class"]
    if isinstance(touched, Tag) and touched.name == tag.name and not touched.get("class"):
        tag["class"] = OTHER_MARKS
