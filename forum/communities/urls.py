"""Addresses of a community's people, of the ways in and out, and of founding and looking after communities."""

from django.urls import path

from forum.communities.views import (
    asking,
    batches,
    first_steps,
    founding,
    handing_over,
    invitations,
    inviting,
    log,
    looked_after,
    measures,
    partners,
    people,
    requests,
    roles,
    settings,
)

urlpatterns = [
    path("communities/new/", founding.new, name="community-new"),
    path("communities/proposed/<int:proposal_id>/", founding.own_proposal, name="own-proposal"),
    path("stewards/foundings/", founding.foundings, name="foundings"),
    path("stewards/foundings/<int:proposal_id>/", founding.founding, name="founding"),
    path("stewards/log/", log.network_log, name="network-log"),
    path("stewards/log/log.csv", log.network_log_file, name="network-log-file"),
    path("c/<slug:slug>/people/", people.people, name="community-people"),
    path("c/<slug:slug>/join/", people.join, name="community-join"),
    path("c/<slug:slug>/join/ask/", asking.ask, name="community-ask"),
    path("c/<slug:slug>/join/ask/withdraw/", asking.withdraw, name="community-ask-withdraw"),
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
    path(
        "c/<slug:slug>/manage/people/<str:handle>/over/", handing_over.hand_over, name="community-hand-over"
    ),
    path("c/<slug:slug>/manage/people/<str:handle>/out/", roles.take_out, name="community-take-out"),
    path("c/<slug:slug>/manage/people/<str:handle>/measures/", measures.give, name="community-measure"),
    path(
        "c/<slug:slug>/manage/people/<str:handle>/measures/<int:measure_id>/lift/",
        measures.lift,
        name="community-measure-lift",
    ),
    path("c/<slug:slug>/manage/log/", log.log, name="community-log"),
    path("c/<slug:slug>/manage/log/log.csv", log.log_file, name="community-log-file"),
    path("c/<slug:slug>/manage/requests/", requests.requests, name="community-requests"),
    path(
        "c/<slug:slug>/manage/requests/<int:request_id>/", requests.request_to_join, name="community-request"
    ),
    path("c/<slug:slug>/manage/invitations/", inviting.invitations, name="community-invitations"),
    path("c/<slug:slug>/manage/invitations/list/", batches.invite_list, name="invite-list"),
    path("c/<slug:slug>/manage/invitations/batches/<int:batch_id>/", batches.batch, name="invitation-batch"),
    path(
        "c/<slug:slug>/manage/invitations/batches/<int:batch_id>/report.csv",
        batches.batch_report,
        name="invitation-batch-report",
    ),
    path(
        "c/<slug:slug>/manage/invitations/<int:invitation_id>/revoke/",
        inviting.revoke,
        name="invitation-revoke",
    ),
    path(
        "c/<slug:slug>/manage/invitations/<int:invitation_id>/mail/",
        inviting.mail_again,
        name="invitation-mail",
    ),
    path("invitations/", invitations.held, name="invitation-held"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("c/<slug:slug>/first-steps/away/", first_steps.put_away, name="first-steps-away"),
    path("c/<slug:slug>/first-steps/out/", first_steps.take_out, name="first-steps-out"),
]
