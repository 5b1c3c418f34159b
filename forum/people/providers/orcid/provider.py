"""ORCID as the accounts library knows it."""

from __future__ import annotations

from allauth.socialaccount.providers.orcid.provider import OrcidProvider

from forum.people.providers.leaving import LeavesByAPage
from forum.people.providers.orcid.adapter import OrcidAdapter


class Orcid(LeavesByAPage, OrcidProvider):  # type: ignore[misc]  # the library ships no types
    """Vouches for an iD. It proves no mail address: those who join say theirs, and confirm it as everyone does."""

    name = "ORCID"
    package = "forum.people.providers.orcid"
    oauth2_adapter_class = OrcidAdapter

    def extract_uid(self, data: dict[str, str]) -> str:
        """The iD."""
        return data["orcid"]

    def extract_common_fields(self, data: dict[str, str]) -> dict[str, str]:
        """A name, for the form in which people say theirs."""
        return {"name": data["name"]}

    def extract_extra_data(self, data: dict[str, str]) -> dict[str, str]:
        """What is kept: the iD, as it is called on the page of connections."""
        return {"username": data["orcid"]}


provider_classes = [Orcid]
