"""What an uploaded file really is: a harmless name, a kind read from its bytes, pictures encoded anew."""

from forum.core.uploads.media_types import claims_picture, media_type_of
from forum.core.uploads.names import safe_name, with_ending
from forum.core.uploads.pictures import Picture, encoded_anew
from forum.core.uploads.portraits import PORTRAIT_SIDE, PORTRAIT_TYPE, portrait

__all__ = [
    "PORTRAIT_SIDE",
    "PORTRAIT_TYPE",
    "Picture",
    "claims_picture",
    "encoded_anew",
    "media_type_of",
    "portrait",
    "safe_name",
    "with_ending",
]
