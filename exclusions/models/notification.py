"""Who was told of a suspension or permanent exclusion, and when."""

from __future__ import annotations

from django.db import models

from cases.models import Case
from ledger.history import tracked


@tracked()
class Notification(models.Model):
    """Somebody who was told of a suspension or permanent exclusion: who, on which day."""

    class Recipient(models.TextChoices):
        PARENTS = "parents", "Parents"
        GOVERNORS = "governors", "Governing board"
        COUNCIL = "council", "Council"
        HOME_AUTHORITY = "home_authority", "Home authority"
        SOCIAL_WORKER = "social_worker", "Social worker"
        VIRTUAL_SCHOOL_HEAD = "virtual_school_head", "Virtual school head"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusion_notifications")
    recipient = models.CharField(max_length=20, choices=Recipient)
    told_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "recipient"], name="told_once_each")]

    def __str__(self) -> str:
        return f"{self.recipient} told on {self.told_on}"
