"""Files for tests: honest ones and hostile ones."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SCRIPT = b"<script>alert(document.cookie)</script>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def upload(name: str, content: bytes, claimed: str = "application/octet-stream") -> SimpleUploadedFile:
    """A file as a form brings it. Django cuts folders off the name; this puts the raw one back."""
    file = SimpleUploadedFile("x", content, claimed)
    file._name = name  # type: ignore[attr-defined]  # behind the property that cuts
    return file


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A red picture, encoded."""
    kept = BytesIO()
    colour = {"RGB": (200, 30, 30), "RGBA": (200, 30, 30, 0)}.get(mode, 1)
    Image.new(mode, size, colour).save(kept, kind, **options)
    return kept.getvalue()


def animation(kind: str, moments: int, size: tuple[int, int] = (20, 20)) -> bytes:
    """A picture that moves; each moment has its own colour."""
    kept = BytesIO()
    images = [Image.new("RGB", size, (moment * 37 % 256, moment * 91 % 256, 90)) for moment in range(moments)]
    images[0].save(kept, kind, save_all=True, append_images=images[1:], duration=100, loop=0)
    return kept.getvalue()


def photograph() -> bytes:
    """A JPEG of 40 × 30 that a camera held upright, with the place where it was taken and a comment."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = "Spy Camera"
    notes.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return picture("JPEG", exif=notes, comment=b"taken at home")


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 30,000 × 30,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 90_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    """The picture in `content`, decoded."""
    image = Image.open(BytesIO(content))
    image.load()
    return image
