"""The rows that say who a person is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

HANDLE_PATTERN = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,28}[A-Za-z0-9])?"


class People(BaseUserManager["Person"]):
    """Makes accounts and finds them by address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, handle: str, password: str | None = None, **fields: Any) -> Person:
        """Store a person who can sign in. The password is hashed; None makes it unusable."""
        person = self.model(email=self.normalize_email(email), handle=handle, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, handle: str, password: str | None = None, **fields: Any) -> Person:
        """Store a steward who may also use the data administration; whoever makes them vouches for the address."""
        from allauth.account.models import EmailAddress  # it has models itself, which are loaded after ours

        powers = {"is_staff": True, "is_superuser": True, "is_steward": True}
        person = self.create_user(email, handle, password, **powers, **fields)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """An account, or the name under which imported posts stand."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("person")
        PLACEHOLDER = "placeholder", _("author of imported posts")
        FORMER = "former", _("former member")
        SYSTEM = "system", _("the software")

    class Audience(models.TextChoices):
        NETWORK = "network", _("Everyone in the network, as far as they can read it")
        SHARED = "shared", _("People in a community that I belong to as well")
        NOBODY = "nobody", _("Nobody but me")

    class ReadingOrder(models.TextChoices):
        TREE = "tree", _("As a tree")
        TIME = "time", _("In time order")

    class Theme(models.TextChoices):
        AUTO = "auto", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    handle = models.CharField(
        _("handle"),
        max_length=30,
        validators=[
            RegexValidator(
                rf"\A{HANDLE_PATTERN}\Z",
                _(
                    "Use up to 30 letters, digits, dots, dashes and underscores; begin and end with a letter or digit."
                ),
            )
        ],
    )
    display_name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.HUMAN)
    source_address = models.CharField(max_length=254, null=True, blank=True, editable=False)
    # Who claimed the placeholder. It holds nothing from then on and goes with them: set free, it could stand beside
    # the one that waits under the same address now.
    became = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="was")

    affiliation = models.CharField(_("affiliation"), max_length=120, blank=True)
    role_title = models.CharField(_("role"), max_length=80, blank=True)
    bio = models.TextField(_("about you"), max_length=2000, blank=True)
    interests = models.CharField(_("interests"), max_length=300, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    # Only ever set by signing in through ORCID: what a page shows there is proven.
    orcid = models.CharField(_("ORCID iD"), max_length=19, null=True, blank=True, unique=True, editable=False)
    avatar = models.FileField(upload_to="avatars/%Y/%m/", max_length=200, blank=True, editable=False)
    activity_shown_to = models.CharField(
        _("who sees what I wrote and where I belong on my page"),
        max_length=7,
        choices=Audience,
        default=Audience.NETWORK,
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    reading_order = models.CharField(
        _("reading order"), max_length=4, choices=ReadingOrder, default=ReadingOrder.TREE
    )
    theme = models.CharField(_("colours"), max_length=5, choices=Theme, default=Theme.AUTO)

    is_steward = models.BooleanField(_("steward of the network"), default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    signed_out_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="sessions from before it have ended"
    )

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["handle", "display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("handle"), name="person_handle_once"),
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.UniqueConstraint(
                "source_address",
                name="placeholder_address_once",
                condition=models.Q(kind="placeholder", became=None),
            ),
            models.CheckConstraint(
                name="only_a_placeholder_has_a_source",
                condition=models.Q(kind="placeholder") | models.Q(source_address=None),
            ),
            models.CheckConstraint(
                name="a_human_has_an_address",
                condition=~models.Q(kind="human") | models.Q(email__isnull=False),
            ),
            models.CheckConstraint(
                name="a_steward_can_come_in", condition=models.Q(is_steward=False) | models.Q(is_active=True)
            ),
            models.CheckConstraint(
                name="who_has_left_cannot_come_in",
                condition=~models.Q(kind="former") | models.Q(email=None, is_active=False, is_steward=False),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.handle])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to count: it changes with the password, and with signing out everywhere."""
        known: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # the stubs leave it out
        if self.signed_out_at is None:
            return known
        salt = "forum.people.signed_out_at"
        return salted_hmac(salt, f"{known} {self.signed_out_at.isoformat()}", secret=secret).hexdigest()

    @property
    def is_former(self) -> bool:
        """Whether their account is closed: nobody is left to read, or to let go of anything."""
        return self.kind == self.Kind.FORMER

    @property
    def has_page(self) -> bool:
        """True where a page of theirs can be linked: not for those who have left, nor for the software."""
        return self.kind in {self.Kind.HUMAN, self.Kind.PLACEHOLDER}

    @property
    def orcid_url(self) -> str:
        """Where their record at ORCID is; "" for those who have proven none."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""

    @property
    def avatar_url(self) -> str:
        """Where their picture is, another address with each picture; "" where there is none."""
        stored = self.avatar.name
        return reverse("avatar", args=[self.pk, stored.rpartition("/")[2]]) if stored else ""

    @property
    def initials(self) -> str:
        """One or two letters of the name, for the disc that stands for the person."""
        words = [word for word in self.display_name.split() if word[0].isalnum()] or [self.handle]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def hue(self) -> int:
        """The colour of that disc, in degrees; neighbours in time of joining lie far apart."""
        return (self.pk or 0) * 137 % 360
