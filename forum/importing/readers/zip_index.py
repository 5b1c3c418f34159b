"""Looks at the end of a ZIP file before anybody reads its list of files, which could fill the memory."""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

from django.utils.translation import gettext as _

from forum.importing.records import NotAnArchive

LARGEST_INDEX = 24 * 1024**2  # bytes: some 200,000 files

_END = struct.Struct("<4s4H2LH")
_MARK = b"PK\x05\x06"
_MARK_OF_LARGER = b"PK\x06\x07"
_LENGTH_OF_LARGER = 20
_LONGEST_COMMENT = 65_535


def require_small_index(file: BinaryIO) -> None:
    """Raise NotAnArchive where the list of files is longer than any export's, or is not there."""
    size = file.seek(0, io.SEEK_END)
    kept = min(size, _END.size + _LONGEST_COMMENT + _LENGTH_OF_LARGER)
    file.seek(size - kept)
    tail = file.read(kept)
    at = _place_of_end(tail)
    if at < 0 or len(tail) - at < _END.size:
        raise NotAnArchive(_("The ZIP file is damaged. Download it again."))
    index_size = _END.unpack_from(tail, at)[5]
    has_larger = tail[max(at - _LENGTH_OF_LARGER, 0) : at].startswith(_MARK_OF_LARGER)
    if has_larger or index_size > LARGEST_INDEX:
        raise NotAnArchive(
            _("This ZIP file lists more files than an export has. Split it, or pack it as .tar.gz.")
        )


def _place_of_end(tail: bytes) -> int:
    """Where the library will look: at the very end, else at the last mark."""
    at_very_end = len(tail) - _END.size
    if tail[at_very_end:].startswith(_MARK) and tail.endswith(b"\0\0"):
        return at_very_end
    return tail.rfind(_MARK)
