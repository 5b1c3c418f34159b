"""Says which addresses may stand in a link or an image, because protocol lists alone let tricks through."""

import re
from urllib.parse import urlsplit
from uuid import UUID

MAX_ADDRESS_LENGTH = 2_000

# Printable characters of RFC 3986, and anything beyond ASCII that is not a space or a control character.
_CLEAN = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~\u00a1-\u1fff\u2070-\ud7ff\uf900-\ufffc]+")
_WEB = re.compile(r"https?://[^/?#@\[\]]+(?:[/?#].*)?", re.IGNORECASE)
_PORT = re.compile(r"[^:]+(?::\d{1,5})?")
_MAIL = re.compile(
    r"mailto:[\w.!#$%&'*+/=^`{|}~-]+@[\w-]+(?:\.[\w-]+)*(?:\?subject=[^&?#]*)?",
    re.IGNORECASE,
)
_OWN_PATH = re.compile(r"/(?:[^/].*)?")
_RELATIVE = re.compile(r"(?:[^/?#:]+(?:[/?#].*)?|[?#].*)")
_OWN_FILE = re.compile(
    r"/files/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/[^/?#]*",
    re.IGNORECASE,
)


def is_link(address: str) -> bool:
    """Whether `address` may be the target of a link: the web, mail, or a path on this site.

    Everything else is refused, what merely looks odd included: spaces, controls, backslashes, quotes,
    user names before the host (they disguise it), and addresses that borrow the page's protocol (`//…`).
    """
    if not _is_clean(address):
        return False
    if _WEB.fullmatch(address):
        return _has_host(address)
    return any(shape.fullmatch(address) for shape in (_MAIL, _OWN_PATH, _RELATIVE))


def is_image(address: str) -> bool:
    """Whether `address` is a file kept here, the only pictures that load by themselves."""
    return _is_clean(address) and own_file(address) is not None


def own_file(address: str) -> UUID | None:
    """The id in an address of the form `/files/<uuid>/<name>`, else None."""
    found = _OWN_FILE.fullmatch(address)
    return UUID(found[1]) if found else None


def _is_clean(address: str) -> bool:
    return len(address) <= MAX_ADDRESS_LENGTH and (address == "" or _CLEAN.fullmatch(address) is not None)


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and _PORT.fullmatch(parts.netloc) is not None
