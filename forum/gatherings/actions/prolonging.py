"""Further meetings of a series that ends: made as its newest one is, on the next days of its rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.models import Verb
from forum.communities.policies.communities import may_read_community
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.gatherings.actions.asking_again import ask_those_who_take_part
from forum.gatherings.actions.hosts import Named, led_by, name_hosts, tell_who_is_named
from forum.gatherings.actions.hours import Further, When, further_days, set_time
from forum.gatherings.actions.log import note_gathering
from forum.gatherings.actions.scheduling import WORDS
from forum.gatherings.events import GatheringScheduled
from forum.gatherings.models import Gathering, Host, Joint, Series
from forum.gatherings.policies.gatherings import may_go_on, may_prolong
from forum.gatherings.selectors.gatherings import with_all
from forum.gatherings.selectors.series import last_day_of, newest_of
from forum.people.models import Person


@transaction.atomic
def prolong_series(
    *, host: Person, gathering: Gathering, further: Further, now: datetime | None = None
) -> list[Gathering]:
    """Further meetings of the series to which a session belongs, the first one first. Sent twice it is done once, and
    what was made is answered again. Raises ChangedMeanwhile, Refused, Invalid by field or TooMany.
    """
    moment = now or timezone.now()
    series = _held_series(host, gathering)
    newest = newest_of(series)
    require(may_go_on(newest))
    assert newest is not None
    days, last = further_days(series, newest, further, moment), last_day_of(series)
    made = list(series.gatherings.filter(on__in=days, state=Gathering.State.SCHEDULED).order_by("on"))
    # All that was made since, and no less: whoever made more of it than this meant something else.
    if [each.on for each in made] == days and days[-1] == last:
        return made
    if last != further.after:
        raise ChangedMeanwhile(
            _("Somebody has prolonged this series in the meantime. See how it stands now.")
        )
    spend(SETTING, host.pk)
    made = Gathering.objects.bulk_create(further_meeting(newest, series, host, day, moment) for day in days)
    series.until = max(series.until, further.until or days[-1])
    series.save(update_fields=["until"])
    named = [name_hosts(each, led_by(host, led_as(newest))) for each in made]
    tell_who_is_named(made[0], named[0], by=host)
    publish(GatheringScheduled(gathering_id=made[0].pk))
    note_gathering(Verb.GATHERING_PROLONGED, made[0], by=host, now=moment)
    ask_those_who_take_part(host=host, before=newest, made=made, now=moment)
    return made


def _held_series(host: Person, gathering: Gathering) -> Series:
    """The series as it is now, its row locked, once it is asked whether the host may prolong it. No session is locked:
    who changes several holds one of them, and waits for the series.
    """
    require(may_prolong(host, gathering))
    assert gathering.series is not None
    joined = Joint.objects.filter(gathering__series=gathering.series, state=Joint.State.AGREED)
    keys = {gathering.community_id, *joined.values_list("community", flat=True)}
    lock_communities(keys)
    lock_standing(host, keys)
    series = Series.objects.select_for_update(no_key=True).get(pk=gathering.series.pk)
    present = with_all(Gathering.objects.all()).get(pk=gathering.pk)
    require(may_prolong(host, present))
    if present.series_id != series.pk:
        raise ChangedMeanwhile(_("This series was changed in the meantime. See how it stands now."))
    return series


def further_meeting(newest: Gathering, series: Series, host: Person, day: date, now: datetime) -> Gathering:
    """One more on this day, not stored. Its words stood in the newest already, so nobody is asked about them."""
    made = Gathering(
        community=newest.community, series=series, on=day, state=Gathering.State.SCHEDULED,
        created_by=host, created_at=now, changed_at=now, slug=newest.slug, html=newest.html,
        **{name: getattr(newest, name) for name in WORDS},
    )  # fmt: skip
    set_time(made, When(day=day, hour=series.starts_at, minutes=series.minutes, zone=series.zone), now)
    return made


def led_as(newest: Gathering) -> Sequence[Named]:
    """Those who lead the newest and speak in it, but for people who do not read its community any more."""
    return [
        Named(Host.Part(row.part), row.person, row.name)
        for row in newest.hosts.all()
        if row.person is None or (not row.is_out and may_read_community(row.person, newest.community))
    ]
