"""Where the addresses of an installation lead."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from forum.people.views.inactive import inactive

# Its own form would count no failed attempts and ask for no second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as its documentation has it
# Nor are its rows looked up and mended there: they hold what second steps and sessions are kept secret by, and which
# addresses are confirmed.
admin.site.unregister([Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession])

urlpatterns = [
    path("accounts/sessions/", RedirectView.as_view(pattern_name="sessions"), name="usersessions_list"),
    path("accounts/inactive/", inactive, name="account_inactive"),
    path("accounts/", include("allauth.urls")),
    path("administration/", admin.site.urls),
    path("", include("forum.urls")),
]

handler400 = "forum.core.refusals.bad_request"
handler403 = "forum.core.refusals.forbidden"
handler404 = "forum.core.refusals.not_found"
handler500 = "forum.core.refusals.broken"
