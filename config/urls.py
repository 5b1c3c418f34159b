"""Where the addresses of an installation lead."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("administration/", admin.site.urls),
    path("", include("forum.urls")),
]

handler400 = "forum.core.refusals.bad_request"
handler403 = "forum.core.refusals.forbidden"
handler404 = "forum.core.refusals.not_found"
handler500 = "forum.core.refusals.broken"
