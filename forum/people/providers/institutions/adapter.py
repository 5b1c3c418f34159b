"""What an institution says of somebody, believed only where it is signed, for us, in time, and for this sign-in."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forum.people.providers.leaving import NotVouched, readable

# None of them takes a secret that the two sides share: then whoever knows it could vouch for anybody.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60
FOREIGN = _("Its answer does not belong to this attempt to sign in. Begin again from the page of this site.")
FOR_OTHERS = _("Its answer was meant for another site. Tell a steward: the settings of one side are wrong.")
TOO_OLD = _("Its answer came too late. Try again; if it stays so, a clock is wrong.")
FORGED = _("Its answer is not signed as it must be. Nobody was signed in.")


def nonce_for(code_verifier: str) -> str:
    """What the answer must repeat: it follows from the secret of this attempt, and tells nothing of it."""
    return sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class InstitutionAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library ships no types
    """Speaks to one institution.

    The library believes whatever comes over TLS and asks for no nonce. Here each answer is checked as OpenID Connect
    Core 1.0, section 3.1.3.7, has it.
    """

    _nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the institution says of itself. Raises NotVouched where it cannot be reached."""
        return self._read_config()

    @readable
    def _read_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        for name in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(config[name], str):
                raise TypeError(name)
        return config

    @readable
    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """The answer to the code that somebody brought back."""
        self._nonce = nonce_for(pkce_code_verifier or "")
        answer: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return answer

    @readable
    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """What opens the rest of what the institution says."""
        return super().parse_token(data)

    @readable
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who it is, from what is signed; names and address from what else it says of the same person."""
        claims = self._claims(app, kwargs["response"]["id_token"])
        said = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
        if said and said.get("sub") != claims["sub"]:
            raise NotVouched(FOREIGN)
        return self.get_provider().sociallogin_from_response(request, {**claims, **said})

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(id_token),
                algorithms=SIGNATURES,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise NotVouched(TOO_OLD) from error
        except (jwt.InvalidAudienceError, jwt.InvalidIssuerError) as error:
            raise NotVouched(FOR_OTHERS) from error
        except jwt.PyJWTError as error:
            raise NotVouched(FORGED) from error
        if claims.get("nonce") != self._nonce:
            raise NotVouched(FOREIGN)
        if claims.get("azp", app.client_id) != app.client_id:
            raise NotVouched(FOR_OTHERS)
        return claims

    def _key(self, id_token: str) -> Any:
        """The institution's key with which the token says to be signed. Raises NotVouched where it has none such."""
        named = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(response.json()).keys
        fitting = [key for key in keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise NotVouched(FORGED)
        return fitting[0].key
