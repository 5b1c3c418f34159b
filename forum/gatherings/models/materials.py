"""What people read before a live session, or look at in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.gatherings.models.gatherings import Gathering


class Material(models.Model):
    """A link, or a paper with its citation and perhaps its DOI."""

    class Kind(models.TextChoices):
        LINK = "link", _("link")
        PAPER = "paper", _("paper")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.LINK)
    title = models.CharField(max_length=300)
    citation = models.CharField(max_length=1000, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where it is read: its own link, or that of its DOI."""
        return self.url or self.doi_address

    @property
    def doi_address(self) -> str:
        """The link of its DOI, "" without one."""
        return f"https://doi.org/{self.doi}" if self.doi else ""
