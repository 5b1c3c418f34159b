"""Takes a mail's text apart into the blocks that its reader sees: what is said, quoted, signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from forum.core.markup import mail_lines
from forum.core.markup.line_shapes import is_preformatted, looks_like_prompts

MAX_QUOTE_DEPTH: Final = 12

Kind = Literal["said", "as_is", "patch", "quoted", "forwarded", "signature", "seal", "note"]


@dataclass(frozen=True)
class Block:
    """Lines of one kind. A quotation's marks are taken off, and `attribution` says whose it is."""

    kind: Kind
    lines: tuple[str, ...]
    attribution: tuple[str, ...] = ()


def blocks_of(lines: Sequence[str], depth: int = 0) -> Iterator[Block]:
    """The blocks of `lines`, in order and with nothing left out but empty lines and marks of quotation."""
    position = 0
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        block, length = _block_at(lines, position, depth)
        position += length
        yield block


def _block_at(lines: Sequence[str], start: int, depth: int) -> tuple[Block, int]:
    if depth < MAX_QUOTE_DEPTH:
        cited = mail_lines.attribution_length(lines, start)
        if cited or mail_lines.is_quoted(lines[start]):
            return _quotation(lines, start, cited)
        if mail_lines.starts_forwarded(lines, start):
            return Block("forwarded", tuple(lines[start:])), len(lines) - start
    if mail_lines.starts_signature(lines, start):
        return _signature(lines, start)
    measured: tuple[tuple[Kind, int], ...] = (
        ("seal", mail_lines.seal_length(lines, start)),
        ("note", mail_lines.note_length(lines, start)),
        ("patch", mail_lines.patch_length(lines, start)),
    )
    for kind, length in measured:
        if length:
            return Block(kind, tuple(lines[start : start + length])), length
    return _paragraph(lines, start)


def _quotation(lines: Sequence[str], start: int, cited: int) -> tuple[Block, int]:
    first = start + cited
    while not lines[first].strip():
        first += 1
    end = first
    while end < len(lines) and (mail_lines.is_quoted(lines[end]) or _is_gap(lines, end)):
        end += 1
    marked = lines[first:end]
    if not cited and looks_like_prompts(marked):
        return Block("as_is", tuple(marked)), end - start
    inner = tuple(mail_lines.unquoted(line) for line in marked)
    return Block("quoted", inner, tuple(lines[start : start + cited])), end - start


def _is_gap(lines: Sequence[str], index: int) -> bool:
    return not lines[index].strip() and index + 1 < len(lines) and mail_lines.is_quoted(lines[index + 1])


def _signature(lines: Sequence[str], start: int) -> tuple[Block, int]:
    end = start + 1
    while end < len(lines) and not _ends_signature(lines, end):
        end += 1
    return Block("signature", tuple(lines[start:end])), end - start


def _ends_signature(lines: Sequence[str], index: int) -> bool:
    return (
        mail_lines.is_quoted(lines[index])
        or mail_lines.attribution_length(lines, index) > 0
        or mail_lines.starts_forwarded(lines, index)
        or mail_lines.seal_length(lines, index) > 0
    )


def _paragraph(lines: Sequence[str], start: int) -> tuple[Block, int]:
    end = start + 1
    while end < len(lines) and lines[end].strip() and not _interrupts(lines, end):
        end += 1
    said = tuple(lines[start:end])
    if mail_lines.is_disclaimer(" ".join(said)):
        return Block("signature", said), end - start
    return Block("as_is" if is_preformatted(said) else "said", said), end - start


def _interrupts(lines: Sequence[str], index: int) -> bool:
    return (
        _ends_signature(lines, index)
        or mail_lines.starts_signature(lines, index)
        or mail_lines.note_length(lines, index) > 0
        or mail_lines.patch_length(lines, index) > 0
    )
