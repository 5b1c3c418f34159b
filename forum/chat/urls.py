"""Addresses of rooms and of what is said in them."""

from django.urls import path

from forum.chat.views import acts, direct, managing, messages, reading_along, removing, rooms

_MESSAGE = "rooms/<int:room_id>/messages/<int:message_id>/"

urlpatterns = [
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/<int:room_id>/", rooms.room, name="room"),
    path("rooms/<int:room_id>/send/", rooms.send, name="message-send"),
    path("rooms/<int:room_id>/read/", rooms.read, name="room-read"),
    path("rooms/<int:room_id>/search/", reading_along.search, name="room-search"),
    path("rooms/<int:room_id>/events", reading_along.events, name="room-events"),
    path("rooms/<int:room_id>/people/", reading_along.people, name="room-people"),
    path(_MESSAGE, messages.message, name="message"),
    path(f"{_MESSAGE}acts/", messages.acts, name="message-acts"),
    path(f"{_MESSAGE}edit/", messages.edit, name="message-edit"),
    path(f"{_MESSAGE}wordings/", messages.wordings, name="message-wordings"),
    path(f"{_MESSAGE}remove/", removing.remove, name="message-remove"),
    path(f"{_MESSAGE}removal/", removing.removal, name="message-removal"),
    path(f"{_MESSAGE}restore/", removing.restore, name="message-restore"),
    path(f"{_MESSAGE}forget/", removing.forget, name="message-forget"),
    path(f"{_MESSAGE}pin/", acts.pin, name="message-pin"),
    path(f"{_MESSAGE}unpin/", acts.unpin, name="message-unpin"),
    path(f"{_MESSAGE}highlight/", acts.highlight, name="message-highlight"),
    path(f"{_MESSAGE}unhighlight/", acts.unhighlight, name="message-unhighlight"),
    path(f"{_MESSAGE}reactions/<str:kind>/", acts.react, name="message-reaction"),
    path(f"{_MESSAGE}reactions/<str:kind>/remove/", acts.take_back_reaction, name="message-reaction-remove"),
    path("people/<str:handle>/talk/", direct.talk, name="person-talk"),
    path("people/<str:handle>/block/", direct.block, name="person-block"),
    path("people/<str:handle>/unblock/", direct.unblock, name="person-unblock"),
    path("c/<slug:slug>/manage/rooms/", managing.rooms, name="rooms-manage"),
    path("c/<slug:slug>/manage/rooms/new/", managing.new, name="room-new"),
    path("c/<slug:slug>/manage/rooms/<int:room_id>/", managing.room, name="room-manage"),
    path("c/<slug:slug>/manage/rooms/<int:room_id>/close/", managing.close, name="room-close"),
    path("c/<slug:slug>/manage/rooms/<int:room_id>/reopen/", managing.reopen, name="room-reopen"),
]
