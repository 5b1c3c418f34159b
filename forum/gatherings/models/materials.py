"""What people read before a live session, or look at in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.discussions.models import Attachment
from forum.gatherings.models.gatherings import Gathering


class Material(models.Model):
    """A link, a paper with its citation and perhaps its DOI, or a file; whoever sees the session may fetch that."""

    class Kind(models.TextChoices):
        LINK = "link", _("link")
        PAPER = "paper", _("paper")
        FILE = "file", _("file")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.LINK)
    title = models.CharField(max_length=300)
    citation = models.CharField(max_length=1000, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    attachment = models.OneToOneField(
        Attachment, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="material_is_a_file_or_holds_none",
                condition=models.Q(kind="file", attachment__isnull=False)
                | (~models.Q(kind="file") & models.Q(attachment=None)),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where it is read: the file itself, its own link, or that of its DOI."""
        if self.attachment is not None:
            return self.attachment.get_absolute_url()
        return self.url or self.doi_address

    @property
    def doi_address(self) -> str:
        """The link of its DOI, "" without one."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def ending(self) -> str:
        """What the name of its file ends in, as people say it: "PDF"; "" without one."""
        _stem, dot, last = (
            self.attachment.name.rpartition(".") if self.attachment is not None else ("", "", "")
        )
        return last.upper() if dot else ""
