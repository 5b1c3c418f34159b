"""An institution that speaks OpenID Connect, as the accounts library knows it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
    OpenIDConnectProviderAccount,
)

from forum.people.providers.institutions.adapter import InstitutionAdapter, nonce_for
from forum.people.providers.leaving import LeavesByAPage


class Institution(LeavesByAPage, OpenIDConnectProvider):  # type: ignore[misc]  # the library ships no types
    """Vouches for its people. Of what it says of them, the name is kept, and nothing more."""

    package = "forum.people.providers.institutions"
    account_class = OpenIDConnectProviderAccount
    oauth2_adapter_class = InstitutionAdapter
    supports_token_authentication = False

    def get_pkce_params(self) -> dict[str, str]:
        """The secret of one attempt, and what goes along with it: see `nonce_for`."""
        secret: dict[str, str] = super().get_pkce_params()
        return {**secret, "nonce": nonce_for(secret["code_verifier"])}

    def serialize(self) -> dict[str, Any]:
        """By its own name: two institutions may have given us the same one."""
        return {**super().serialize(), "id": self.app.provider_id}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The name of the person at the institution, which it never gives to somebody else."""
        uid = data["sub"]
        if not isinstance(uid, str) or not uid:
            raise TypeError("sub")
        return uid

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Name and address, for the form in which people say them themselves."""
        known = {"name": "name", "first_name": "given_name", "last_name": "family_name", "email": "email"}
        return {ours: data[its] for ours, its in known.items() if isinstance(data.get(its), str)}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """The address; as proven only where the settings trust the institution with that and it says so."""
        address = data.get("email")
        if not isinstance(address, str):
            return []
        is_proven = self.app.settings["email_authentication"] and data.get("email_verified") is True
        return [EmailAddress(email=address, verified=is_proven, primary=True)]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, str]:
        """What is kept: how the person is called there, so that they know the connection again."""
        names = (data.get("preferred_username"), data.get("email"), data.get("name"))
        return {"username": next((name[:200] for name in names if isinstance(name, str)), "")}


provider_classes = [Institution]
