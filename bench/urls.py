"""The addresses of the installation, and the floor beneath them."""

from django.urls import include, path

from bench.floor import floor

urlpatterns = [path("floor/<int:kilobytes>/", floor), path("", include("config.urls"))]

handler400 = "forum.core.refusals.bad_request"
handler403 = "forum.core.refusals.forbidden"
handler404 = "forum.core.refusals.not_found"
handler500 = "forum.core.refusals.broken"
