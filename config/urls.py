"""Where the addresses of an installation lead."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("administration/", admin.site.urls),
    path("", include("forum.urls")),
]
