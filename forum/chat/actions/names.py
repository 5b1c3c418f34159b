"""What logs of rooms tell anew when somebody is called otherwise."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Func, JSONField, Value

from forum.chat.models import RoomEvent
from forum.chat.payloads import signature_of
from forum.people.models import Person


@transaction.atomic
def renew_signature(*, person_id: int) -> None:
    """Let the log name the person as they are called now. Part of an action that has asked who may do so."""
    signature = signature_of(Person.objects.get(pk=person_id))
    said = RoomEvent.objects.filter(by=person_id, kind="said", data__has_key="author")
    said = said.exclude(data__author=signature)
    # Locked in the order in which messages are taken back.
    list(said.order_by("pk").select_for_update().values_list("pk"))
    said.update(data=Func(F("data"), Value("{author}"), Value(signature, JSONField()), function="jsonb_set"))
