"""That an excluded child was seen in a public place, and what the council decided on it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from cases.models import Case
from exclusions.models.suspension import SchoolSession
from ledger.history import tracked


class ToldUs(models.TextChoices):
    """Who told the council that the child was seen, by role: no names."""

    POLICE = "police", "The police"
    ATTENDANCE = "attendance", "Our attendance officers"
    SCHOOL = "school", "The school"
    OTHER_AUTHORITY = "other_authority", "Another authority"
    OTHER = "other", "Somebody else"


class SightingDecision(models.TextChoices):
    """What follows from it."""

    NOTHING = "nothing", "Nothing follows"
    WARNING = "warning", "The parents are warned"
    NOTICE = "notice", "A penalty notice is issued"


@tracked()
class PublicPlaceSighting(models.Model):
    """A child who was seen in a public place while excluded. Whether section 103 bound the parents then, and the days
    for paying, are asked of statute when they are shown."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="public_place_sightings")
    seen_on = models.DateField()
    session = models.CharField(max_length=2, choices=SchoolSession)
    place = models.CharField(max_length=120)
    told_by = models.CharField(max_length=20, choices=ToldUs)
    is_justified = models.BooleanField(null=True, help_text="None: the parents were not asked yet.")
    justification = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=10, choices=SightingDecision, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    notice_received_on = models.DateField(null=True, blank=True, help_text="The parents received the penalty notice.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True) | (~Q(decision="") & Q(decided_on__isnull=False)),
                name="sighting_decision_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(notice_received_on__isnull=True) | Q(decision="notice"),
                name="sighting_received_is_of_a_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"sighting {self.pk}"
