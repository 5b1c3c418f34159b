"""The row that says what a community is, and what its people can be there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.core.languages import foreign

MOST_QUESTIONS = 5


class Role(models.IntegerChoices):
    """What a person is in a community, from the edge to the middle; a higher role may all that a lower one may."""

    GUEST = 10, _("guest")
    MEMBER = 20, _("member")
    MODERATOR = 30, _("moderator")
    FACILITATOR = 40, _("facilitator")


class Community(models.Model):
    """A community of practice: people who share a domain and get better at it together."""

    class Kind(models.TextChoices):
        TEAM = "team", _("team")
        DEPARTMENT = "department", _("department")
        UNIT = "unit", _("educational unit")
        SCHOOL = "school", _("school")
        INSTITUTION = "institution", _("institution")
        CROSS_INSTITUTION = "cross-institution", _("across institutions")

    class Visibility(models.TextChoices):
        OPEN = "open", _("Open: anyone on the web can read")
        NETWORK = "network", _("Network: anyone who is signed in can read")
        PRIVATE = "private", _("Private: only members can read")
        HIDDEN = "hidden", _("Hidden: only members can read, and it is not listed")

        @property
        def is_closed(self) -> bool:
            """True where those alone read a community who belong to it."""
            return self in {Community.Visibility.PRIVATE, Community.Visibility.HIDDEN}

    class Joining(models.TextChoices):
        OPEN = "open", _("Anyone can join")
        REQUEST = "request", _("People ask to join")
        INVITATION = "invitation", _("People are invited")

    class Taking(models.TextChoices):
        AGREED = "agreed", _("Only if those agree who said it")
        FREE = "free", _("Freely, within the community")

    class Guard(models.TextChoices):
        OFF = "off", _("Nothing is said")
        WARN = "warn", _("Whoever writes is asked first")
        HOLD = "hold", _("Whoever writes is asked, and a moderator looks first")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=50, unique=True)
    domain = models.CharField(_("domain"), max_length=300, help_text=_("What we care about, in a sentence."))
    welcome = models.TextField(_("welcome"), max_length=4000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CROSS_INSTITUTION)
    regions = models.CharField(_("regions"), max_length=200, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    interests = models.CharField(_("interests"), max_length=300, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    visibility = models.CharField(
        _("visibility"), max_length=8, choices=Visibility, default=Visibility.NETWORK
    )
    joining = models.CharField(_("joining"), max_length=10, choices=Joining, default=Joining.REQUEST)
    joining_questions = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        size=MOST_QUESTIONS,
        verbose_name=_("questions to those who ask to join"),
    )
    taking = models.CharField(
        _("what is said in rooms may be taken to boards"), max_length=8, choices=Taking, default=Taking.AGREED
    )
    guard = models.CharField(
        _("what may identify a patient"), max_length=4, choices=Guard, default=Guard.WARN
    )
    hue = models.PositiveSmallIntegerField(_("hue"), default=210, validators=[MaxValueValidator(359)])
    member_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            # Whoever is refused a name must not learn from it of a community that they cannot know of.
            models.UniqueConstraint(
                Lower("name"),
                name="community_name_once",
                condition=~models.Q(visibility="hidden"),
                violation_error_message=_("A community goes by this name already."),
            ),
            models.CheckConstraint(name="community_hue_in_circle", condition=models.Q(hue__lt=360)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("community", args=[self.slug])

    @property
    def lang(self) -> str:
        """The code of the language that is written here, for `lang` on its texts; "" where it is the page's own, or
        where several are written.
        """
        return foreign(self.languages)
