"""Gives every community that was founded before there were rooms the one that each has."""

from django.db import migrations


def open_standing_rooms(apps, schema_editor):
    Community, Room = apps.get_model("forum", "Community"), apps.get_model("forum", "Room")
    without = Community.objects.exclude(pk__in=Room.objects.filter(kind="standing").values("community"))
    rooms = (
        Room(kind="standing", slug="room", community_id=pk, created_at=created_at)
        for pk, created_at in without.values_list("pk", "created_at")
    )
    Room.objects.bulk_create(rooms, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("forum", "0018_rooms")]
    operations = [migrations.RunPython(open_standing_rooms, migrations.RunPython.noop)]
