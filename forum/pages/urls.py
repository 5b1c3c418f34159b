"""Addresses of the screens that compose several features."""

from django.urls import path

from forum.pages.views import (
    bookmarks,
    communities,
    counts,
    directory,
    first_steps,
    following,
    home,
    participation,
    people,
    signposts,
    visibility,
)
from forum.pages.views.stewards import jobs, network, overview
from forum.pages.views.stewards import people as accounts

urlpatterns = [
    path("", home.home, name="home"),
    path("counts/", counts.counts, name="counts"),
    path("communities/", directory.directory, name="communities"),
    path("c/<slug:slug>/", communities.community, name="community"),
    path("c/<slug:slug>/manage/visibility/", visibility.visibility, name="community-visibility"),
    path("c/<slug:slug>/first-steps/", first_steps.first_steps, name="first-steps"),
    path("c/<slug:slug>/manage/participation/", participation.participation, name="community-participation"),
    path("people/<str:handle>/", people.person, name="person"),
    path("bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("following/", following.following, name="following"),
    path("stewards/", overview.overview, name="stewards"),
    path("stewards/network/", network.network, name="network-settings"),
    path("stewards/jobs/", jobs.jobs, name="jobs"),
    path("stewards/jobs/<int:job_id>/retry/", jobs.retry, name="job-retry"),
    path("stewards/people/", accounts.people, name="stewards-people"),
    path("stewards/people/<int:person_id>/", accounts.person, name="steward-person"),
    path("stewards/people/<int:person_id>/<slug:act>/", accounts.act, name="steward-act"),
    path("robots.txt", signposts.robots, name="robots"),
    path("favicon.ico", signposts.favicon, name="favicon"),
    path("manifest.webmanifest", signposts.manifest, name="manifest"),
]
