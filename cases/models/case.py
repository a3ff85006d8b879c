"""The case and its events. A cohort's facts hang on a case by a OneToOne of the cohort's own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Team
from cases.models.child import Child
from ledger.history import tracked
from schools.models import School


class ReferenceCounter(models.Model):
    """The last number given out for a prefix and a year. Numbers are never used twice."""

    prefix = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="reference_counter_once")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last_number}"


@tracked()
class Case(models.Model):
    """One piece of work about one child, of a kind that a cohort has registered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=60, db_index=True)
    state = models.CharField(max_length=60)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases", null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_cases", null=True, blank=True
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases", null=True, blank=True)
    opened_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="opened_cases", null=True, blank=True
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="case_closes_after_opening"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "closed_on"], name="case_owner_open"),
            models.Index(fields=["child", "closed_on"], name="case_child_open"),
            models.Index(fields=["kind", "state"], name="case_kind_state"),
            models.Index(fields=["-opened_on", "-id"], name="case_newest_first"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """True until the case is closed."""
        return self.closed_on is None


@tracked()
class NamedPerson(models.Model):
    """An officer who works a case beside its owner, whatever their team."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="named_people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="named_on")

    class Meta:
        verbose_name_plural = "named people"
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="named_on_case_once")]

    def __str__(self) -> str:
        return f"named person {self.pk}"


class Event(models.Model):
    """What happened in a case or to a child: a code, the day it happened, when it was recorded and by whom."""

    append_only = True

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", null=True, blank=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=80)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    facts = models.JSONField(default=dict, help_text="Codes, ids and dates only; free text lives in notes.")

    class Meta:
        indexes = [
            models.Index(fields=["case", "-recorded_at"], name="event_case"),
            models.Index(fields=["child", "-recorded_at"], name="event_child"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.happened_on}"
