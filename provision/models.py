"""Who gives education elsewhere than at the child's school, and each booking of it. No notes and no home address."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cases.models import Case, Child
from ledger.history import tracked
from schools.models import School

# No limit of the law: more hours in a week than this is a slip of the keyboard.
MOST_HOURS_A_WEEK = Decimal(50)


@tracked()
class Provider(models.Model):
    """Somebody who gives education: a school, a unit, an independent provider, a tutor. Left unused, never deleted."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        PUPIL_REFERRAL_UNIT = "pupil_referral_unit", "Pupil referral unit"
        ACADEMY = "alternative_provision_academy", "Alternative provision academy"
        INDEPENDENT = "independent", "Independent alternative provider"
        COLLEGE = "college", "Further education college"
        TUTOR = "tutor", "Tutor or tuition service"
        ONLINE = "online", "Online provider"
        WORK_BASED = "work_based", "Work-based provider"

    class Registration(models.TextChoices):
        YES = "yes", "Registered as a school"
        NO = "no", "Not registered as a school"
        UNKNOWN = "unknown", "Not known"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="provider", null=True, blank=True)
    registration = models.CharField(max_length=10, choices=Registration, default=Registration.UNKNOWN)
    address = models.TextField(max_length=300, blank=True)
    reports_to = models.CharField(max_length=120, blank=True, help_text="Whom a child asks for on the first day.")
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="provider_name_once")]

    def __str__(self) -> str:
        return self.name


# The kinds that are schools by law, and so stand in the national register under a number.
KINDS_OF_SCHOOL = frozenset({Provider.Kind.SCHOOL, Provider.Kind.PUPIL_REFERRAL_UNIT, Provider.Kind.ACADEMY})


class LegalBasis(models.TextChoices):
    """Under which duty or power the education is given (law pack, eotas §5 ProvisionLine)."""

    SECTION_19_EXCLUDED = "section_19_excluded", "Section 19, Education Act 1996: excluded child, by the council"
    SECTION_19_ILL = "section_19_ill", "Section 19, Education Act 1996: illness, by the council"
    SECTION_19_OTHERWISE = "section_19_otherwise", "Section 19, Education Act 1996: otherwise, by the council"
    SECTION_42 = "section_42", "Section 42, Children and Families Act 2014: the child’s EHC plan"
    SECTION_61 = "section_61", "Section 61, Children and Families Act 2014: education otherwise than at a school"
    SECTION_100 = "section_100", "Section 100, Education and Inspections Act 2006: suspended child, by the school"
    SECTION_29A = "section_29a", "Section 29A, Education Act 2002: direction off-site, by the school"


class Extent(models.TextChoices):
    """How much of the child's education a placement is. The law gives no number of hours for full-time."""

    FULL_TIME = "full_time", "Full-time by itself"
    COMBINED = "combined", "Full-time together with one other placement"
    PLAN_HOURS = "plan_hours", "The fewer hours that the child’s EHC plan fixes"
    PART_TIME = "part_time", "Less than full-time"


class Venue(models.TextChoices):
    """Where the child goes."""

    PROVIDER = "provider", "The provider’s address"
    ELSEWHERE = "elsewhere", "Another address"
    HOME = "home", "The child’s home"
    ONLINE = "online", "Online"


class NotStartedReason(models.TextChoices):
    """Why a child did not begin on the day."""

    CHILD_ABSENT = "child_absent", "The child did not come"
    PROVIDER_NOT_READY = "provider_not_ready", "The provider could not begin"
    PARENT_DECLINED = "parent_declined", "The parent did not accept it"
    TRANSPORT = "transport", "There was no transport"
    NO_LONGER_NEEDED = "no_longer_needed", "It is no longer needed"
    RECORDED_IN_ERROR = "recorded_in_error", "It was recorded by mistake"


class EndReason(models.TextChoices):
    """Why education that had begun ended."""

    AT_SCHOOL = "at_school", "The child is at a school"
    BACK_AT_SCHOOL = "back_at_school", "The child went back to the school"
    ANOTHER_PLACEMENT = "another_placement", "Another placement took its place"
    PROVIDER_ENDED = "provider_ended", "The provider ended it"
    MOVED_AWAY = "moved_away", "The family moved away"
    COMPLETED = "completed", "It ran to its last day"
    OTHER = "other", "Another reason (write a note)"


@tracked()
class Placement(models.Model):
    """One booking of education for one child, in one case: what was promised, and when it really began and ended."""

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        STARTED = "started", "Started"
        ENDED = "ended", "Ended"
        CANCELLED = "cancelled", "Never started"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="placements")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="placements")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="placements")
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    legal_basis = models.CharField(max_length=30, choices=LegalBasis)
    extent = models.CharField(max_length=12, choices=Extent)
    starts_on = models.DateField(help_text="The day it is booked to start.")
    ends_on = models.DateField(null=True, blank=True, help_text="The last day, once it is known.")
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=2)
    venue = models.CharField(max_length=10, choices=Venue, default=Venue.PROVIDER)
    attends_at = models.TextField(max_length=300, blank=True, help_text="Another address; never one of the family's.")
    reports_to = models.CharField(max_length=120)
    booked_on = models.DateField()
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField(null=True, blank=True, help_text="The day on which the child really started.")
    not_started_reason = models.CharField(max_length=20, choices=NotStartedReason, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(state="booked", ends_on__gte=F("starts_on")) | ~Q(state="booked"),
                name="placement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("started_on")),
                name="placement_ends_after_it_really_starts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "cancelled"], started_on__isnull=True)
                | Q(state__in=["started", "ended"], started_on__isnull=False),
                name="placement_started_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ends_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state="ended") & Q(end_reason=""),
                name="placement_ended_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(not_started_reason=""), name="placement_cancelled_says_why"
            ),
            models.CheckConstraint(
                condition=Q(hours_a_week__gt=0, hours_a_week__lte=MOST_HOURS_A_WEEK), name="placement_hours_possible"
            ),
            models.CheckConstraint(
                condition=Q(venue="elsewhere") & ~Q(attends_at="") | ~Q(venue="elsewhere") & Q(attends_at=""),
                name="placement_other_address_only_elsewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "state"], name="placement_child"),
            models.Index(fields=["provider", "state"], name="placement_provider"),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"


# States of a placement that is not over.
OPEN_PLACEMENTS = (Placement.State.BOOKED, Placement.State.STARTED)


@tracked()
class PlacementSession(models.Model):
    """One half-day of the week on which the child attends, with its times."""

    class Half(models.TextChoices):
        MORNING = "am", "Morning"
        AFTERNOON = "pm", "Afternoon"

    class Weekday(models.IntegerChoices):
        MONDAY = 1, "Monday"
        TUESDAY = 2, "Tuesday"
        WEDNESDAY = 3, "Wednesday"
        THURSDAY = 4, "Thursday"
        FRIDAY = 5, "Friday"

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="sessions")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    half = models.CharField(max_length=2, choices=Half)
    from_time = models.TimeField()
    until_time = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "weekday", "half"], name="placement_session_once"),
            models.CheckConstraint(condition=Q(until_time__gt=F("from_time")), name="placement_session_ends_after"),
        ]
        ordering = ["weekday", "half"]

    def __str__(self) -> str:
        return f"session {self.weekday}{self.half} of placement {self.placement_id}"
