"""Opens archives of many files (zip, tar, packed with gzip or not) and believes nothing that they say of themselves."""

from __future__ import annotations

import re
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from forum.importing.readers.containers import LARGEST_UNPACKED, is_damaged, kind_of, unpacking
from forum.importing.readers.zip_index import require_small_index
from forum.importing.records import NotAnArchive

LARGEST_FILE = 32 * 1024**2  # bytes
MOST_FILES = 200_000
LONGEST_NAME = 1_000

_CHUNK = 1024 * 1024
_ZIP = b"PK"
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_HEADS = {
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
}
_LARGEST_HEAD = 64 * 1024
# In these ways the standard library's reader fails on damaged files.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
_PASSED_AT_MOST = 256 * 1024**2  # bytes


@dataclass(slots=True)
class PackedFiles:
    """The JSON files of an archive by their names in it. Those in `unread` are there and cannot be read: sentences."""

    spool: BinaryIO
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """The content of one of `places`."""
        offset, length = self.places[name]
        self.spool.seek(offset)
        return self.spool.read(length)


@contextmanager
def unpacked(path: Path) -> Iterator[PackedFiles]:
    """Every JSON file of the archive, kept in one temporary file without a name of theirs.

    Raises NotAnArchive, with a sentence, for what is no such archive, is damaged, or grows beyond all measure.
    """
    with path.open("rb") as file, tempfile.TemporaryFile() as spool:
        found = PackedFiles(cast(BinaryIO, spool))
        left = LARGEST_UNPACKED
        for name, size, content in _members(file):
            if name in found.places or name in found.unread or not name.endswith(".json"):
                continue
            if size > LARGEST_FILE:
                found.unread[name] = _("This file is larger than 32 MB.")
                continue
            try:
                data = content.read(LARGEST_FILE + 1) if content is not None else None
            except _BROKEN:
                data = None
            if data is None or len(data) > LARGEST_FILE:
                found.unread[name] = _("This file is damaged in the archive.")
                continue
            left -= len(data)
            if left < 0:
                raise _too_large()
            found.places[name] = (spool.tell(), len(data))
            spool.write(data)
        yield found


def first_names(file: BinaryIO) -> Iterator[str]:
    """The names of the files in an open archive as far as it is quick to come by them. Raises NotAnArchive."""
    passed = 0
    for name, size, _content in _members(file):
        yield name
        passed += size
        if passed > _PASSED_AT_MOST:
            return


def _members(file: BinaryIO) -> Iterator[tuple[str, int, BinaryIO | None]]:
    """Each regular file: its name, how long it says to be, and its content, to be read before the next one."""
    file.seek(0)
    if file.read(len(_ZIP)) == _ZIP:
        yield from _checked(_in_zip(file))
    else:
        yield from _checked(_in_tar(unpacking(file)))


def _checked(
    members: Iterator[tuple[str, int, BinaryIO | None]],
) -> Iterator[tuple[str, int, BinaryIO | None]]:
    for number, (name, size, content) in enumerate(members, start=1):
        if number > MOST_FILES:
            raise NotAnArchive(_("This archive holds more than %d files. Split it.") % MOST_FILES)
        if len(name) > LONGEST_NAME or _OUTSIDE.search(name):
            raise NotAnArchive(
                _("This archive names files outside of its own folder, as no export does. It was not read.")
            )
        yield name, size, content


def _in_zip(file: BinaryIO) -> Iterator[tuple[str, int, BinaryIO | None]]:
    require_small_index(file)
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                if entry.flag_bits & 0x1:
                    raise NotAnArchive(
                        _("This archive is locked with a password. Unpack it and pack it without one.")
                    )
                yield entry.filename, entry.file_size, _opened(archive, entry)
    except _BROKEN as problem:
        raise NotAnArchive(_("The ZIP file is damaged. Download it again.")) from problem


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO | None:
    """None for a file that is packed in a way that no export uses, or whose place in the archive is broken."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return None
    try:
        return cast(BinaryIO, archive.open(entry))
    except _BROKEN:
        return None


def _in_tar(file: BinaryIO) -> Iterator[tuple[str, int, BinaryIO | None]]:
    try:
        with tarfile.open(fileobj=file, mode="r|", tarinfo=_Careful, bufsize=_CHUNK) as archive:
            for entry in archive:
                archive.members = []  # type: ignore[attr-defined]  # it would remember every one
                if entry.type in {tarfile.REGTYPE, tarfile.AREGTYPE}:
                    yield entry.name, entry.size, cast("BinaryIO | None", archive.extractfile(entry))
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError) as problem:
        raise NotAnArchive(_what_it_is(file)) from problem
    if is_damaged(file):
        raise NotAnArchive(_("The packed file is damaged. Download it again."))


class _Careful(tarfile.TarInfo):
    """Reads no head longer than a long name: the library would take whatever it is told into memory."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _HEADS and self.size > _LARGEST_HEAD:
            raise NotAnArchive(
                _("This archive is damaged: the name of a file in it is longer than any name.")
            )
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return]  # the way in that it documents


def _what_it_is(file: BinaryIO) -> str:
    if is_damaged(file):
        return _("The packed file is damaged. Download it again.")
    kind = None
    if file.seekable():
        file.seek(0)
        kind = kind_of(file.read(64))
    if kind is not None:
        return _("This is not an archive of a chat but %(kind)s.") % {"kind": kind}
    return _("This is no ZIP or tar file, or it is damaged. Choose the archive as it was exported.")


def _too_large() -> NotAnArchive:
    return NotAnArchive(
        _("Unpacked, this archive is larger than 2 GB. Split it and import the parts one after another.")
    )
