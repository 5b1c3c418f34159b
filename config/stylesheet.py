"""Joins the stylesheets where static files are collected, so that a first visit asks for one, not thirty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/weft.css"

_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
_ADDRESS = re.compile(r'url\("(?!/|data:|#)([^"]+)"\)')


def joined(entry: str, read: Callable[[str], str]) -> str:
    """The stylesheet `entry` with every import in its place and layer; `read` gives a file's text by name.

    Addresses in a joined file are turned so that they hold from where `entry` stands.
    Imports go one level deep.
    """

    def in_place(found: re.Match[str]) -> str:
        name, layer = found.groups()
        folder, text = dirname(name), read(join(dirname(entry), name))
        text = _ADDRESS.sub(lambda address: f'url("{normpath(join(folder, address[1]))}")', text)
        return f"@layer {layer} {{\n{text}}}\n"

    return _IMPORT.sub(in_place, read(entry))


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """WhiteNoise's storage, with the entry stylesheet joined before names and compressed copies are made."""

    def post_process(self, paths: Mapping[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As the base class does, which reads each file from the storage that `paths` names."""
        if ENTRY in paths and not dry_run:
            sheet = joined(ENTRY, lambda name: _text(*paths[name]))
            self.delete(ENTRY)
            self._save(ENTRY, ContentFile(sheet.encode()))
            paths = {**paths, ENTRY: (self, ENTRY)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _text(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return str(file.read().decode())
