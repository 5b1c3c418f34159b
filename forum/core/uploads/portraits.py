"""Makes of any picture the small square that stands for a person."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from forum.core.uploads.pictures import (
    BROKEN,
    FORMATS,
    MAX_PIXELS,
    decoding,
    too_many_pixels,
    unreadable,
)
from forum.core.verdicts import Invalid

PORTRAIT_SIDE = 256  # pixels: sharp where it is shown at 72, on the densest screens
PORTRAIT_TYPE = "image/webp"


def portrait(file: IO[bytes]) -> bytes | None:
    """The middle of the picture in `file` as a square WebP without metadata; None if it holds none that we read.

    Read are PNG, JPEG, GIF and WebP, of an animation the first moment.
    Raises Invalid, with a sentence, for what is broken or has too many pixels.
    """
    with decoding:
        file.seek(0)
        try:
            with Image.open(file, formats=FORMATS) as image:
                return _square(image)
        except UnidentifiedImageError:
            return None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise too_many_pixels() from None
        except Invalid:
            raise
        except BROKEN:
            raise unreadable() from None


def _square(image: Image.Image) -> bytes:
    if image.width * image.height > MAX_PIXELS:
        raise too_many_pixels()
    if image.format in {"JPEG", "MPO"}:
        image.draft("RGB", (2 * PORTRAIT_SIDE, 2 * PORTRAIT_SIDE))
    upright = ImageOps.exif_transpose(image)
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    square = ImageOps.fit(upright, (PORTRAIT_SIDE, PORTRAIT_SIDE))
    square.info.clear()
    kept = BytesIO()
    square.save(kept, format="WEBP", quality=85)
    return kept.getvalue()
