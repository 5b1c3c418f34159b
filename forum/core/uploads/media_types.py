"""Says under which type a file that is no picture is handed out: one known to be inert, or plain bytes."""

from __future__ import annotations

from codecs import getincrementaldecoder

import puremagic

UNKNOWN = "application/octet-stream"
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".jfif", ".gif", ".webp")

# Nothing that a browser would run (HTML, SVG, XML, script), whatever else guards the way out.
_INERT = {
    "application/pdf",
    "application/zip",
    "application/rtf",
    "application/epub+zip",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/wav",
    "video/mp4",
    "video/webm",
}
_TEXT_ENDINGS = {
    ".txt": "text/plain",
    ".md": "text/plain",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}


def claims_picture(name: str) -> bool:
    """Whether the ending of `name` promises a picture that pages show."""
    return name.lower().endswith(PICTURE_ENDINGS)


def media_type_of(start: bytes, name: str) -> str:
    """The type of a file that begins with `start`, as far as its bytes bear out what its name says."""
    for ending, media_type in _TEXT_ENDINGS.items():
        if name.lower().endswith(ending) and _is_text(start):
            return media_type
    try:
        guesses = puremagic.magic_string(start, name)
    except puremagic.PureError:
        return UNKNOWN
    best = guesses[0].mime_type if guesses else UNKNOWN
    return best if best in _INERT else UNKNOWN


def _is_text(start: bytes) -> bool:
    try:
        getincrementaldecoder("utf-8")().decode(start)  # whose last character may be cut
    except UnicodeDecodeError:
        return False
    return b"\0" not in start
