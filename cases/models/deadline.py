"""Deadlines and the calendars they were counted on. The count itself is never stored: it is made when shown."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.child import Child
from ledger.history import tracked


class CalendarSnapshot(models.Model):
    """A calendar as it stood when dates were counted on it, under its SHA-256. Shared, never changed."""

    append_only = True

    sha256 = models.CharField(max_length=64, unique=True)
    calendar = models.JSONField()
    taken_recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


@tracked()
class Deadline(models.Model):
    """One statutory date of a case: the rule, the facts and the calendar it came from, and where it stands."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        RUNNING = "running", "Running"
        NO_DATE = "no_date", "No date can be given"
        NOT_OWED = "not_owed", "Not owed"
        MET = "met", "Met"
        MET_LATE = "met_late", "Met late"
        WAIVED = "waived", "Waived"
        SUPERSEDED = "superseded", "No longer runs"

    class Purpose(models.TextChoices):
        LIMIT = "limit", "must be done by"
        TARGET = "target", "should be done by"
        EARLIEST = "earliest", "not before"
        WINDOW = "window", "last day to ask"

    class DutyOwner(models.TextChoices):
        AUTHORITY = "authority", "The council"
        HOME_AUTHORITY = "home_authority", "The child's home authority"
        SCHOOL_AUTHORITY = "school_authority", "The school's authority"
        SCHOOL = "school", "The school"
        GOVERNORS = "governors", "The governing board"
        TRUST = "trust", "The academy trust"
        PARENT = "parent", "The parent"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=120)
    rule = models.CharField(max_length=80)
    rule_version = models.CharField(max_length=120, blank=True)
    policy = models.CharField(max_length=60)
    policy_version = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    pauses = models.JSONField(default=list)
    snapshot = models.ForeignKey(
        CalendarSnapshot, on_delete=models.PROTECT, related_name="deadlines", null=True, blank=True
    )
    outcome = models.CharField(max_length=30, blank=True)
    explanation = models.TextField(blank=True, help_text="Why there is no date, or what will start the clock.")
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.LIMIT)
    duty_owner = models.CharField(max_length=20, choices=DutyOwner, default=DutyOwner.AUTHORITY)
    is_ours = models.BooleanField(default=True, help_text="Ours to meet; the rest never count as late here.")
    assumption = models.CharField(
        max_length=200, blank=True, help_text="What is assumed until it is recorded, in words; empty when nothing is."
    )
    met_on = models.DateField(null=True, blank=True)
    computed_recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=~Q(state="superseded"), name="deadline_once_in_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "met", "met_late"]) | Q(due_on__isnull=False),
                name="deadline_that_runs_has_a_date",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["met", "met_late"]) & Q(met_on__isnull=False))
                | ~Q(state__in=["met", "met_late"]),
                name="deadline_that_is_met_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="running"), name="deadline_running"),
            models.Index(fields=["child", "due_on"], condition=Q(state="running"), name="deadline_child_running"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_on}"
