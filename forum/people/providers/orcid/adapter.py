"""What ORCID says of somebody: the iD that they have just signed in with, and a name."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.orcid.views import OrcidOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest

from forum.people.actions.orcid import is_orcid
from forum.people.providers.leaving import UNREADABLE, NotVouched, readable


class OrcidAdapter(OrcidOAuth2Adapter):  # type: ignore[misc]  # the library ships no types
    """Speaks to ORCID. The library fetches the whole public record; its answer to the code holds what is used here."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        site = settings.SOCIALACCOUNT_PROVIDERS["orcid"]["SITE"]
        self.authorize_url, self.access_token_url = f"{site}/oauth/authorize", f"{site}/oauth/token"

    @readable
    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The answer to the code that somebody brought back."""
        answer: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
        return answer

    @readable
    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """What would open more; it is forgotten at once."""
        return super().parse_token(data)

    @readable
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who it is."""
        answer = kwargs["response"]
        if not is_orcid(answer["orcid"]):
            raise NotVouched(UNREADABLE)
        said = {"orcid": answer["orcid"], "name": str(answer.get("name") or "")}
        return self.get_provider().sociallogin_from_response(request, said)
