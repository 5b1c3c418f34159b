"""Every address of the forum."""

from django.urls import include, path

urlpatterns = [
    path("", include("forum.pages.urls")),
    path("", include("forum.people.urls")),
    path("", include("forum.communities.urls")),
    path("", include("forum.crossposting.urls")),
    path("", include("forum.moderation.urls")),
    path("", include("forum.notifications.urls")),
    path("", include("forum.repertoire.urls")),
    path("", include("forum.recaps.urls")),
    path("", include("forum.gatherings.urls")),
    path("", include("forum.discussions.urls")),
    path("", include("forum.chat.urls")),
    path("", include("forum.lifting.urls")),
    path("", include("forum.importing.urls")),
    path("", include("forum.personal_data.urls")),
]
