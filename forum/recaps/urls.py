"""Addresses of what remains of live sessions."""

from django.urls import path

from forum.recaps.views import going_on, recap

urlpatterns = [
    path("live/<int:gathering_id>/recap/", recap.recap, name="gathering-recap"),
    path("live/<int:gathering_id>/recap/anew/", recap.anew, name="gathering-recap-anew"),
    path("live/<int:gathering_id>/going-on/", going_on.going_on, name="questions-go-on"),
]
