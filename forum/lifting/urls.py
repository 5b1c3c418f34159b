"""Addresses on the way from a room to a board."""

from django.urls import path

from forum.lifting.views import lifts, rules, taking

urlpatterns = [
    path("rooms/<int:room_id>/take/", taking.take, name="lift-new"),
    path("lifts/", lifts.lifts, name="lifts"),
    path("lifts/<int:lift_id>/", lifts.lift, name="lift"),
    path("lifts/<int:lift_id>/agree/", lifts.agree_to, name="lift-agree"),
    path("lifts/<int:lift_id>/decline/", lifts.decline_to, name="lift-decline"),
    path("lifts/<int:lift_id>/publish/", lifts.publish_now, name="lift-publish"),
    path("lifts/<int:lift_id>/take-back/", lifts.take_back, name="lift-take-back"),
    path("lifts/<int:lift_id>/take-out/", lifts.take_out, name="lift-take-out"),
    path("c/<slug:slug>/manage/rooms/taking/", rules.taking, name="rooms-taking"),
]
