"""Domains of mail addresses, in the one spelling in which they are stored."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.utils.translation import gettext_lazy as _

_is_domain = DomainNameValidator()


def as_domain(text: str) -> str:
    """The domain that `text` names, in lower case and as people write it, IDNA undone; an @ before it is a slip.

    Raises ValidationError for what is no domain.
    """
    wished = text.strip().removeprefix("@").rstrip(".").lower()
    try:
        _is_domain(wished)
        return wished.encode("idna").decode("idna")
    except (ValidationError, UnicodeError) as error:
        said = _("“%(domain)s” is not a domain. Write it like example.org, one on each line.")
        raise ValidationError(said, params={"domain": text.strip()[:100]}) from error
