"""Addresses of a community's people, of the ways in and out, and of founding and looking after communities."""

from django.urls import path

from forum.communities.views import founding, log, looked_after, partners, people, roles, settings

urlpatterns = [
    path("communities/new/", founding.new, name="community-new"),
    path("stewards/foundings/", founding.foundings, name="foundings"),
    path("stewards/foundings/<int:proposal_id>/", founding.founding, name="founding"),
    path("stewards/log/", log.network_log, name="network-log"),
    path("c/<slug:slug>/people/", people.people, name="community-people"),
    path("c/<slug:slug>/join/", people.join, name="community-join"),
    path("c/<slug:slug>/leave/", people.leave, name="community-leave"),
    path("c/<slug:slug>/manage/", looked_after.manage, name="community-manage"),
    path("c/<slug:slug>/manage/settings/", settings.settings, name="community-settings"),
    path("c/<slug:slug>/manage/archive/", settings.archive, name="community-archive"),
    path("c/<slug:slug>/manage/partners/", partners.partners, name="community-partners"),
    path(
        "c/<slug:slug>/manage/partners/<slug:partner_slug>/drop/",
        partners.drop,
        name="community-partner-drop",
    ),
    path("c/<slug:slug>/manage/people/", roles.people, name="community-roles"),
    path("c/<slug:slug>/manage/people/<str:handle>/", roles.person, name="community-member"),
    path("c/<slug:slug>/manage/people/<str:handle>/role/", roles.role, name="community-role"),
    path("c/<slug:slug>/manage/people/<str:handle>/over/", roles.take_over, name="community-hand-over"),
    path("c/<slug:slug>/manage/people/<str:handle>/out/", roles.take_out, name="community-take-out"),
    path("c/<slug:slug>/manage/log/", log.log, name="community-log"),
]
