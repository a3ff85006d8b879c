"""The authority (one row), local authorities, schools, the people of schools, and their calendars."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import DatedHolding
from ledger.history import tracked


@tracked()
class Authority(models.Model):
    """The authority that this deployment serves: one row."""

    name = models.CharField(max_length=120)
    la_code = models.CharField("local authority code", max_length=3)
    policy = models.CharField(max_length=60, default="statutory", help_text="Name of a policy of the statute engine.")
    brand_colour = models.CharField(max_length=7, default="#0f5e5a", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    letterhead = models.TextField(blank=True)
    sender_address = models.EmailField(blank=True)
    contact_for_schools = models.TextField(blank=True)
    is_demonstration = models.BooleanField(
        default=False, help_text="Every page then says that its children are invented."
    )
    version = models.PositiveIntegerField(default=1)
    only_row = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only_row=True), name="one_authority")]

    def __str__(self) -> str:
        return self.name


@tracked()
class LocalAuthority(models.Model):
    """An authority of England, ours or another: for home authority and transfers."""

    code = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=120)
    missing_education_contact = models.CharField(max_length=200, blank=True)
    exclusions_contact = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@tracked()
class School(models.Model):
    """A school as the national register (GIAS) has it. Closed, never deleted."""

    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        MIDDLE = "middle", "Middle"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all_through", "All-through"
        SIXTEEN_PLUS = "sixteen_plus", "16 plus"
        NOT_APPLICABLE = "not_applicable", "Not applicable"

    class LegalType(models.TextChoices):
        MAINTAINED = "maintained", "Maintained school"
        ACADEMY = "academy", "Academy"
        PUPIL_REFERRAL_UNIT = "pru", "Pupil referral unit"
        INDEPENDENT = "independent", "Independent school"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSING = "closing", "Open, but proposed to close"
        CLOSED = "closed", "Closed"
        PROPOSED = "proposed", "Proposed to open"

    urn = models.PositiveIntegerField("URN", unique=True)
    name = models.CharField(max_length=200)
    name_sort_key = models.CharField(max_length=200, db_index=True)
    local_authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="schools")
    establishment_number = models.CharField(max_length=4, blank=True)
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.NOT_APPLICABLE)
    legal_type = models.CharField(max_length=20, choices=LegalType, default=LegalType.OTHER)
    is_special = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    lowest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    highest_age = models.PositiveSmallIntegerField(null=True, blank=True)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=200, blank=True)
    county = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    is_invented = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """True while children can be on its roll."""
        return self.status in (self.Status.OPEN, self.Status.CLOSING)


@tracked()
class SchoolStaff(DatedHolding):
    """A user's place at a school. Rights end with `ends_on`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="school_places")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="staff")
    job = models.CharField(max_length=120, blank=True)
    is_champion = models.BooleanField("senior attendance champion", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "school", "starts_on"], name="school_staff_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="school_staff_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.school}"


@tracked()
class CalendarEntry(models.Model):
    """One line of a calendar: the authority's default (no school) or a school's own.

    A school with a `term` of its own in a school year has its own calendar for that year; its closures and half days
    are then added to its own terms, else to the default's.
    """

    class Kind(models.TextChoices):
        TERM = "term", "Term (school days Monday to Friday)"
        HALF_TERM = "half_term", "Half-term or other holiday inside a term"
        INSET = "inset", "INSET day"
        CLOSURE = "closure", "Unplanned closure"
        HALF_DAY = "half_day", "Half day"

    class Session(models.TextChoices):
        MORNING = "am", "Morning"
        AFTERNOON = "pm", "Afternoon"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="calendar_entries", null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    open_session = models.CharField(max_length=2, choices=Session, blank=True)
    note = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_on", "kind"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="calendar_entry_ends_after_start"),
            models.CheckConstraint(
                condition=(Q(kind="half_day") & ~Q(open_session="")) | (~Q(kind="half_day") & Q(open_session="")),
                name="calendar_entry_session_for_half_days_only",
            ),
            models.UniqueConstraint(
                fields=["school", "kind", "starts_on", "ends_on"], name="calendar_entry_once", nulls_distinct=False
            ),
        ]
        indexes = [models.Index(fields=["school", "starts_on"], name="calendar_entry_school")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on} to {self.ends_on}"


@tracked()
class BankHoliday(models.Model):
    """A bank holiday in England. Seeded from the published ones; an administrator adds a one-off."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


@tracked(exclude=["content"])
class ImportBatch(models.Model):
    """A file that somebody uploaded: looked through first, applied when they say so.

    The bytes are kept between the two steps only, since a file may hold people's names; what stays is its hash.
    """

    class Kind(models.TextChoices):
        SCHOOLS = "schools", "Schools (GIAS)"
        CALENDAR = "calendar", "Term dates"
        PUPILS = "pupils", "Pupils"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField(default=dict, help_text="What the trial run found: counts, and bad rows.")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="import_batch_applied_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"
