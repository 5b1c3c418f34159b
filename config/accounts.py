"""How people come in: passwords, second steps, sessions, and the providers that vouch for people."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import flag, listing, one_of, required, text

APPS_OF_ACCOUNTS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.orcid",
]
_PROVIDERS = "forum.people.providers"
_FORMS = "forum.people.forms.accounts"
_VALIDATORS = "django.contrib.auth.password_validation"
_HASHERS = "django.contrib.auth.hashers"


def accounts(*, network_name: str, https: bool) -> dict[str, object]:
    """Django's and allauth's settings of all that has to do with accounts, but for the providers themselves."""
    return _passwords() | _entrance(network_name, https) | _second_step() | _through_providers()


def providers(*, production: bool) -> dict[str, dict[str, object]]:
    """Who else vouches for people, as allauth wants it. Secrets are settings and nothing else: no row holds one."""
    names = listing("WEFT_OIDC_PROVIDERS")
    return {
        "orcid": {"provider_class": f"{_PROVIDERS}.orcid.provider.Orcid", **_orcid()},
        "openid_connect": {
            "provider_class": f"{_PROVIDERS}.institutions.provider.Institution",
            "APPS": [_institution(name, production) for name in names],
        },
    }


def _passwords() -> dict[str, object]:
    return {
        "AUTHENTICATION_BACKENDS": ["forum.people.backends.Backend"],
        "PASSWORD_HASHERS": [f"{_HASHERS}.Argon2PasswordHasher", f"{_HASHERS}.PBKDF2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
            {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
            {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
        ],
    }


def _entrance(network_name: str, https: bool) -> dict[str, object]:
    verification = one_of("WEFT_EMAIL_VERIFICATION", ("none", "optional", "mandatory"), "optional")
    return {
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "handle",
        "ACCOUNT_ADAPTER": "forum.people.adapters.accounts.AccountAdapter",
        "ACCOUNT_SIGNUP_FORM_CLASS": "forum.people.forms.signing_up.SignUpForm",
        "ACCOUNT_FORMS": {
            "login": "forum.people.forms.entering.EnterForm",
            "signup": "forum.people.forms.joining.JoinForm",
            "add_email": f"{_FORMS}.AnotherAddressForm",
            "change_password": f"{_FORMS}.AnotherPasswordForm",
            "set_password": f"{_FORMS}.FirstPasswordForm",
            "reset_password": f"{_FORMS}.ForgottenForm",
            "reset_password_from_key": f"{_FORMS}.PasswordByMailForm",
            "reauthenticate": f"{_FORMS}.AgainForm",
        },
        "ACCOUNT_EMAIL_VERIFICATION": verification,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,  # whose account changes hears of it
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,  # an open browser is not enough to take an account over
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": f"[{network_name}] ",
        "ACCOUNT_USER_DISPLAY": "forum.people.adapters.accounts.name_of",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
        # Five per account, and thirty per address: a whole hospital may sit behind one.
        "ACCOUNT_RATE_LIMITS": {
            "login_failed": "5/15m/key,30/15m/ip",
            "login": "60/m/ip",
            "signup": "20/h/ip",
        },
        "LOGIN_REDIRECT_URL": "home",
        "LOGIN_URL": "account_login",
    }


def _second_step() -> dict[str, object]:
    return {
        "MFA_ADAPTER": "forum.people.adapters.second_step.SecondStepAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_TOLERANCE": 1,  # clocks of telephones are half a minute off now and then
        "MFA_FORMS": {
            "authenticate": "forum.people.forms.codes.StepForm",
            "reauthenticate": "forum.people.forms.codes.StepAgainForm",
            "activate_totp": "forum.people.forms.codes.AppForm",
            "edit_webauthn": f"{_FORMS}.KeyNameForm",
            "add_webauthn": "forum.people.forms.passkeys.PasskeyForm",
        },
    }


def _through_providers() -> dict[str, object]:
    return {
        "SOCIALACCOUNT_ADAPTER": "forum.people.adapters.providers.ProvidersAdapter",
        "SOCIALACCOUNT_FORMS": {"signup": "forum.people.forms.joining.JoinThroughForm"},
        "SOCIALACCOUNT_AUTO_SIGNUP": False,  # everyone says their name, and passes the policy of signing up
        "SOCIALACCOUNT_LOGIN_ON_GET": False,  # nobody is sent to a provider by a link or an image
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,  # but for providers whose addresses are trusted
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": 5,
    }


def _orcid() -> dict[str, object]:
    client_id = text("WEFT_ORCID_CLIENT_ID")
    site = "https://sandbox.orcid.org" if flag("WEFT_ORCID_SANDBOX", False) else "https://orcid.org"
    if not client_id:
        return {"SITE": site, "APPS": []}
    secret = required("WEFT_ORCID_SECRET", "ORCID gave it together with WEFT_ORCID_CLIENT_ID.")
    app = {"client_id": client_id, "secret": secret, "name": "ORCID"}
    return {"SITE": site, "APPS": [app | {"settings": {"oauth_pkce_enabled": True}}]}


def _institution(name: str, production: bool) -> dict[str, object]:
    """One provider that speaks OpenID Connect, as allauth wants it. `name` becomes part of addresses and of rows."""
    if not re.fullmatch(r"[a-z0-9]{1,30}", name) or name == "orcid":
        raise ImproperlyConfigured(
            f"WEFT_OIDC_PROVIDERS holds “{name}”; use small letters and digits, and not “orcid”, "
            "which has settings of its own."
        )

    def its(what: str, because: str) -> str:
        return required(f"WEFT_OIDC_{name.upper()}_{what}", f"WEFT_OIDC_PROVIDERS names {name}. {because}")

    url = its("URL", "Give the address of the provider, where /.well-known/openid-configuration is found.")
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ({"https"} if production else {"https", "http"}):
        raise ImproperlyConfigured(f"WEFT_OIDC_{name.upper()}_URL must begin with https://.")
    trusts_mail = flag(f"WEFT_OIDC_{name.upper()}_TRUST_MAIL", False)
    return {
        "provider_id": name,
        "name": text(f"WEFT_OIDC_{name.upper()}_NAME", name)[:40],
        "client_id": its("CLIENT_ID", "The provider gives it when Weft is registered there."),
        "secret": its("SECRET", "The provider gives it when Weft is registered there."),
        "settings": {
            "server_url": url.rstrip("/"),
            "oauth_pkce_enabled": True,
            "email_authentication": trusts_mail,
        },
    }
