"""Opens an archive, packed or not, and says in a sentence what a file is that is none."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from forum.core.verdicts import Sentence
from forum.importing.records import NotAnArchive

LARGEST_UNPACKED = 2 * 1024**3  # bytes
_CHUNK = 1024 * 1024
_GZIP = b"\x1f\x8b"
_OTHER_KINDS = (
    (b"%PDF", _lazy("a PDF document")),
    (b"PK\x03\x04", _lazy("a ZIP file; unpack it and choose the mbox file in it")),
    (b"\x89PNG", _lazy("a picture")),
    (b"\xff\xd8\xff", _lazy("a picture")),
    (b"GIF8", _lazy("a picture")),
    (b"BZh", _lazy("packed with bzip2; unpack it, or pack it with gzip")),
    (b"\xfd7zXZ", _lazy("packed with xz; unpack it, or pack it with gzip")),
    (b"7z\xbc\xaf", _lazy("a 7-Zip file; unpack it and choose the mbox file in it")),
    (b"!BDN", _lazy("an Outlook data file; export it as mbox")),
    (b"\xd0\xcf\x11\xe0", _lazy("an Office document")),
    (b"<!DOCTYPE", _lazy("a web page")),
    (b"<html", _lazy("a web page")),
    (_GZIP, _lazy("packed twice; unpack it once")),
)


@contextmanager
def open_archive(path: Path) -> Iterator[BinaryIO]:
    """Open an archive for reading, unpacking gzip on the way. Raises NotAnArchive for an empty file."""
    with path.open("rb") as file:
        yield unpacking(file)


def unpacking(file: BinaryIO) -> BinaryIO:
    """The content of an open file from its beginning, unpacked if need be.

    Raises NotAnArchive for an empty file.
    """
    file.seek(0)
    beginning = file.read(len(_GZIP))
    file.seek(0)
    if not beginning:
        raise NotAnArchive(_("The file is empty."))
    if beginning != _GZIP:
        return file
    return cast(BinaryIO, io.BufferedReader(_Unpacking(file, LARGEST_UNPACKED), _CHUNK))


@contextmanager
def open_for_jumps(path: Path) -> Iterator[BinaryIO]:
    """Open an archive so that `seek` is cheap: a packed one is unpacked into a temporary file first."""
    with open_archive(path) as archive:
        if archive.seekable():
            yield archive
            return
        with tempfile.TemporaryFile() as unpacked:
            shutil.copyfileobj(archive, unpacked, _CHUNK)
            unpacked.seek(0)
            yield cast(BinaryIO, unpacked)


def is_damaged(archive: BinaryIO) -> bool:
    """True once reading has come to a place where the packed file is broken; what came before it was good."""
    unpacking = getattr(archive, "raw", None)
    return isinstance(unpacking, _Unpacking) and unpacking.is_damaged


def kind_of(beginning: bytes) -> Sentence | None:
    """Name what a file is from its first bytes if it is something else that people choose by mistake."""
    return next((name for magic, name in _OTHER_KINDS if beginning.startswith(magic)), None)


class _Unpacking(io.RawIOBase):
    """Unpacks gzip as it is read; ends where the file is broken, refuses to go past `largest` bytes."""

    def __init__(self, packed: BinaryIO, largest: int) -> None:
        self._file = gzip.GzipFile(fileobj=packed, mode="rb")
        self._left = largest
        self.is_damaged = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # io passes a writable buffer
        try:
            data = self._file.read1(len(view))
        except (EOFError, OSError, zlib.error):
            self.is_damaged = True
            return 0
        self._left -= len(data)
        if self._left < 0:
            raise NotAnArchive(
                _("Unpacked, the file is larger than 2 GB. Split it and import the parts one after another.")
            )
        view[: len(data)] = data
        return len(data)
