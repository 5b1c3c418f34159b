"""Addresses of the screens that compose several features."""

from django.urls import path

from forum.pages.views import (
    bookmarks,
    communities,
    directory,
    following,
    home,
    people,
    signposts,
    visibility,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("communities/", directory.directory, name="communities"),
    path("c/<slug:slug>/", communities.community, name="community"),
    path("c/<slug:slug>/manage/visibility/", visibility.visibility, name="community-visibility"),
    path("people/<str:handle>/", people.person, name="person"),
    path("bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("following/", following.following, name="following"),
    path("robots.txt", signposts.robots, name="robots"),
    path("favicon.ico", signposts.favicon, name="favicon"),
    path("manifest.webmanifest", signposts.manifest, name="manifest"),
]
