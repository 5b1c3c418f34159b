"""Decodes pictures and encodes them anew, so that what is served holds pixels and nothing else."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from forum.core.verdicts import Invalid

MAX_PIXELS = 50_000_000
MAX_MOVING_PIXELS = 40_000_000  # of all pictures of an animation together
MAX_MOMENTS = 300
MAX_SIDE = 4_096  # pixels; larger pictures are made smaller
MAX_PROFILE = 16_384  # bytes: room for the colour space of a camera, not for a printer's

FORMATS = ["PNG", "JPEG", "GIF", "WEBP"]
_ENDINGS = {
    "PNG": (".png", ()),
    "JPEG": (".jpg", (".jpeg", ".jfif")),
    "GIF": (".gif", ()),
    "WEBP": (".webp", ()),
}
_OPAQUE_MODES = {"PNG": {"1", "L", "RGB", "P", "I;16"}, "GIF": {"1", "L", "RGB", "P"}, "WEBP": {"RGB"}}
# What Pillow's decoders raise for files that are broken by accident or on purpose.
BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError),
    *(MemoryError, AttributeError, RuntimeError, struct.error, zlib.error),
)
# A decoded picture may take 200 MB; threads that serve pages wait here for their turn.
decoding = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture encoded anew: bytes, media type, size in pixels, its ending and others that say the same."""

    content: bytes
    media_type: str
    width: int
    height: int
    ending: str
    other_endings: tuple[str, ...]


def encoded_anew(file: IO[bytes]) -> Picture | None:
    """The picture in `file` without any metadata, upright; None if it holds no PNG, JPEG, GIF or WebP.

    Animations stay animated. Raises Invalid, with a sentence, for what is broken or would grow too large.
    """
    with decoding:
        file.seek(0)
        try:
            image = Image.open(file, formats=FORMATS)
        except UnidentifiedImageError:
            return None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise too_many_pixels() from None
        except BROKEN:
            raise unreadable() from None
        with image:
            return _encoded(image)


def _encoded(image: Image.Image) -> Picture:
    if image.width * image.height > MAX_PIXELS:
        raise too_many_pixels()
    kind = "JPEG" if image.format == "MPO" else str(image.format)  # MPO: a JPEG of a camera with two lenses
    moves = kind in {"GIF", "WEBP"} and getattr(image, "is_animated", False)
    try:
        content, size = _moving(image, kind) if moves else _still(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many_pixels() from None
    except Invalid:
        raise
    except BROKEN:
        raise unreadable() from None
    ending, others = _ENDINGS[kind]
    return Picture(content, Image.MIME[kind], *size, ending, others)


def _still(image: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    if kind == "JPEG":
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    profile = _profile(image)
    upright = _in_mode_for(ImageOps.exif_transpose(image), kind)
    if max(upright.size) > MAX_SIDE and upright.mode != "I;16":
        upright.thumbnail((MAX_SIDE, MAX_SIDE))
    upright.info.clear()
    options: dict[str, Any] = {"icc_profile": profile} if profile and kind != "GIF" else {}
    if kind in {"JPEG", "WEBP"}:
        options |= {"quality": 88}
    return _saved(upright, kind, options), upright.size


def _in_mode_for(image: Image.Image, kind: str) -> Image.Image:
    """The picture in a mode that its format can hold, transparency as a channel of its own."""
    if kind == "JPEG":
        return image if image.mode in {"RGB", "L"} else image.convert("RGB")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in _OPAQUE_MODES[kind] else image.convert("RGB")


def _profile(image: Image.Image) -> bytes | None:
    """The colour space the numbers are meant in, where it is a small one that survives the conversion."""
    profile = image.info.get("icc_profile")
    fits = isinstance(profile, bytes) and 0 < len(profile) <= MAX_PROFILE and image.mode != "CMYK"
    return profile if fits else None


def _moving(image: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    moments: list[Image.Image] = []
    durations: list[int] = []
    most = min(MAX_MOMENTS, MAX_MOVING_PIXELS // (image.width * image.height))
    repeats = image.info.get("loop")
    while _seeks(image, len(moments)):
        if len(moments) >= most:
            raise _too_long()
        moments.append(image.convert("RGBA"))
        durations.append(min(max(int(image.info.get("duration") or 100), 20), 60_000))
        moments[-1].info.clear()
    options: dict[str, Any] = {"save_all": True, "append_images": moments[1:], "duration": durations}
    if isinstance(repeats, int) and 0 <= repeats < 65_536:
        options["loop"] = repeats
    options |= {"disposal": 2} if kind == "GIF" else {"quality": 80}
    return _saved(moments[0], kind, options), moments[0].size


def _seeks(image: Image.Image, moment: int) -> bool:
    try:
        image.seek(moment)
    except EOFError:
        return False
    return True


def _saved(image: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    kept = BytesIO()
    image.save(kept, format=kind, **options)
    return kept.getvalue()


def too_many_pixels() -> Invalid:
    """Says how large a picture may be."""
    return Invalid(
        _("This picture has too many pixels; at most %(most)d million are accepted. Attach a smaller one.")
        % {"most": MAX_PIXELS // 1_000_000}
    )


def _too_long() -> Invalid:
    return Invalid(
        _("This animation is too long or too large to be shown here. Attach a shorter or smaller one.")
    )


def unreadable() -> Invalid:
    """Says what to do with a picture that cannot be decoded."""
    return Invalid(
        _("This picture is damaged and could not be read. Save it as PNG or JPEG, then attach it again.")
    )
