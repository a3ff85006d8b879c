"""The child, and the dated rows around one."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from accounts.models import DatedHolding
from ledger.history import tracked
from schools.models import LocalAuthority, School


class Sex(models.TextChoices):
    """As the school census has it."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not known"


@tracked()
class Child(models.Model):
    """One child, stored once. What changes over time stands in dated rows; cases hold only the key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    upn = models.CharField("UPN", max_length=13, blank=True)
    unique_learner_number = models.CharField(max_length=10, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    given_names = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    preferred_name = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=260, editable=False)
    born_on = models.DateField("date of birth")
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=60, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    general_practice = models.CharField(max_length=120, blank=True)
    year_group_override = models.SmallIntegerField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False, help_text="Seen by information governance alone.")
    is_invented = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.UniqueConstraint(fields=["upn"], condition=~Q(upn=""), name="child_upn_once"),
            models.CheckConstraint(condition=Q(upn=Upper("upn")), name="child_upn_in_capitals"),
        ]
        indexes = [
            models.Index(OpClass(F("sort_key"), name="varchar_pattern_ops"), name="child_sort_key_start"),
            models.Index(fields=["sort_key", "id"], name="child_sort_key"),
            models.Index(fields=["born_on"], name="child_born_on"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Surname first, as lists and files have it."""
        return f"{self.surname}, {self.given_names}" if self.given_names else self.surname


class AboutChild(models.Model):
    """A row about one child."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta:
        abstract = True


class DatedAboutChild(AboutChild, DatedHolding):
    """A row about one child from a day to a day, both included; an open end is still so today."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
            )
        ]


@tracked()
class FormerUpn(AboutChild):
    """A UPN that the child had before."""

    upn = models.CharField("UPN", max_length=13, db_index=True)
    replaced_on = models.DateField()

    def __str__(self) -> str:
        return f"former UPN of child {self.child_id}"


@tracked()
class AliasName(AboutChild):
    """Another name the child is known by."""

    given_names = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=260, editable=False, db_index=True)

    def __str__(self) -> str:
        return f"alias of child {self.child_id}"


@tracked()
class Enrolment(DatedAboutChild):
    """The child's name in a school's admission register."""

    class Kind(models.TextChoices):
        MAIN = "main", "Main"
        DUAL = "dual", "Subsidiary (dual)"
        GUEST = "guest", "Guest"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="enrolments")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.MAIN)
    year_group = models.SmallIntegerField(null=True, blank=True)
    deletion_ground = models.CharField(max_length=40, blank=True)
    expected_end_on = models.DateField(null=True, blank=True)

    class Meta(DatedAboutChild.Meta):
        constraints = [
            *DatedAboutChild.Meta.constraints,
            models.UniqueConstraint(fields=["child", "school", "kind", "starts_on"], name="enrolled_once"),
        ]
        indexes = [models.Index(fields=["school", "ends_on"], name="enrolment_school")]

    def __str__(self) -> str:
        return f"enrolment of child {self.child_id} at {self.school_id}"


@tracked()
class CareStatus(DatedAboutChild):
    """Whether the child is in need, on a protection plan or looked after, and by which authority."""

    class Status(models.TextChoices):
        IN_NEED = "in_need", "Child in need"
        PROTECTION_PLAN = "protection_plan", "Child protection plan"
        LOOKED_AFTER = "looked_after", "Looked after"
        LOOKED_AFTER_PROTECTION_PLAN = "looked_after_protection_plan", "Looked after, with a protection plan"
        CARE_LEAVER = "care_leaver", "Care leaver"

    status = models.CharField(max_length=30, choices=Status)
    responsible_authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, null=True, blank=True)

    class Meta(DatedAboutChild.Meta):
        pass

    def __str__(self) -> str:
        return f"care status of child {self.child_id}"

    @property
    def is_looked_after(self) -> bool:
        """True for both kinds of looked-after child."""
        return self.status in (self.Status.LOOKED_AFTER, self.Status.LOOKED_AFTER_PROTECTION_PLAN)


@tracked()
class Plan(DatedAboutChild):
    """An education, health and care plan."""

    maintained_by = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, null=True, blank=True)
    last_review_on = models.DateField(null=True, blank=True)

    class Meta(DatedAboutChild.Meta):
        pass

    def __str__(self) -> str:
        return f"plan of child {self.child_id}"


@tracked()
class SpecialEducationalNeeds(DatedAboutChild):
    """SEN as the census has it: none, SEN support, or a plan."""

    class Status(models.TextChoices):
        NONE = "N", "No special educational need"
        SUPPORT = "K", "SEN support"
        PLAN = "E", "EHC plan"

    status = models.CharField(max_length=1, choices=Status)
    primary_need = models.CharField(max_length=60, blank=True)

    class Meta(DatedAboutChild.Meta):
        pass

    def __str__(self) -> str:
        return f"SEN of child {self.child_id}"


@tracked()
class FreeSchoolMeals(DatedAboutChild):
    """A time in which the child was eligible for free school meals."""

    class Meta(DatedAboutChild.Meta):
        pass

    def __str__(self) -> str:
        return f"free school meals of child {self.child_id}"


@tracked()
class ChildMarker(DatedAboutChild):
    """Something else that officers must see at once: no service of ours, but it changes how the family is met."""

    class Kind(models.TextChoices):
        ADDITIONAL_LANGUAGE = "additional_language", "English as an additional language"
        YOUNG_CARER = "young_carer", "Young carer"
        YOUTH_JUSTICE = "youth_justice", "Youth justice"

    kind = models.CharField(max_length=20, choices=Kind)

    class Meta(DatedAboutChild.Meta):
        pass

    def __str__(self) -> str:
        return f"marker of child {self.child_id}"


@tracked()
class SocialWorkerInvolvement(DatedAboutChild):
    """A social worker of the child's."""

    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="social_worker_of")

    class Meta(DatedAboutChild.Meta):
        pass

    def __str__(self) -> str:
        return f"social worker of child {self.child_id}"


@tracked()
class SafetyMark(DatedAboutChild):
    """Something that everybody who writes to or visits the family must know first."""

    class Kind(models.TextChoices):
        SAFE_CONTACT = "safe_contact", "Safe contact"
        RISK_TO_VISITORS = "risk_to_visitors", "Risk to visitors"

    kind = models.CharField(max_length=20, choices=Kind)
    text = models.CharField(max_length=300)

    class Meta(DatedAboutChild.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.get_kind_display()} mark of child {self.child_id}"
