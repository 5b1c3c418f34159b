"""One stylesheet for a first visit."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from config.stylesheet import ENTRY, OneStylesheetStorage, joined


def test_joining_puts_each_file_into_its_layer_and_turns_its_addresses() -> None:
    files = {
        "css/weft.css": "@layer base, late;\n"
        '@import url("base.css") layer(base);\n'
        '@import url("late/row.css") layer(late);\n',
        "css/base.css": "a { color: red; }\n",
        "css/late/row.css": 'b { mask: url("../../img/cloth.svg"); background: url("/x.svg"); }\n',
    }

    assert joined("css/weft.css", files.__getitem__) == (
        "@layer base, late;\n"
        "@layer base {\na { color: red; }\n}\n\n"
        '@layer late {\nb { mask: url("../img/cloth.svg"); background: url("/x.svg"); }\n}\n\n'
    )


def test_every_stylesheet_is_imported_once() -> None:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    entry = (folder / "weft.css").read_text()
    there = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*.css") if path.name != "weft.css"
    )

    imported = sorted(line.split('"')[1] for line in entry.splitlines() if line.startswith("@import"))

    assert imported == there


def test_collecting_twice_takes_a_changed_part_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "css").mkdir(parents=True)
    (source / ENTRY).write_text('@layer base;\n@import url("base.css") layer(base);\n')
    part = source / "css" / "base.css"
    monkeypatch.setattr(settings, "STATICFILES_DIRS", [source])
    monkeypatch.setattr(
        staticfiles_storage, "_wrapped", OneStylesheetStorage(location=target, base_url="/static/")
    )
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    monkeypatch.setattr(settings, "STATICFILES_FINDERS", finders)

    for colour in ("red", "green"):
        part.write_text(f"a {{ color: {colour}; }}\n")
        call_command("collectstatic", "--noinput", verbosity=0)

    assert (target / ENTRY).read_text() == "@layer base;\n@layer base {\na { color: green; }\n}\n\n"
