"""Parents, carers and workers, what they are to a child, and where people live."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import DatedHolding
from cases.models.child import AboutChild, Child
from ledger.history import tracked


@tracked()
class Person(models.Model):
    """A parent, carer or worker. Siblings share one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_names = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=60, blank=True)
    contact_preference = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"{self.given_names} {self.surname}"


@tracked()
class Relationship(AboutChild):
    """What a person is to a child, and what follows for contact."""

    class Kind(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        STEP_PARENT = "step_parent", "Step-parent"
        GRANDPARENT = "grandparent", "Grandparent"
        FOSTER_CARER = "foster_carer", "Foster carer"
        GUARDIAN = "guardian", "Guardian"
        OTHER_RELATIVE = "other_relative", "Other relative"
        OTHER = "other", "Other"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    kind = models.CharField(max_length=20, choices=Kind)
    has_parental_responsibility = models.BooleanField(default=False)
    lives_with = models.BooleanField(default=False)
    may_be_contacted = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "person", "kind"], name="relationship_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of child {self.child_id}"


class Place(DatedHolding):
    """Where somebody lives or lived."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="%(class)s_rows", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)s_rows", null=True, blank=True)
    line_1 = models.CharField(max_length=120)
    line_2 = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    unique_property_number = models.CharField(max_length=12, blank=True)
    local_authority = models.ForeignKey(
        "schools.LocalAuthority", on_delete=models.PROTECT, related_name="%(class)s_rows", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(child__isnull=False, person__isnull=True) | Q(child__isnull=True, person__isnull=False),
                name="%(class)s_of_a_child_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
            ),
        ]


@tracked()
class Address(Place):
    """An address that may be shown to whoever may see the child."""

    class Meta(Place.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"address {self.pk}"


@tracked()
class RestrictedAddress(Place):
    """A safe address, in a table of its own, so that nothing that reads Address can show it."""

    why = models.CharField(max_length=300)
    restricted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    restricted_at = models.DateTimeField()

    class Meta(Place.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"restricted address {self.pk}"


@tracked()
class BarredPerson(models.Model):
    """Somebody who must never learn a restricted address."""

    restricted_address = models.ForeignKey(RestrictedAddress, on_delete=models.PROTECT, related_name="barred_people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="barred_from")

    class Meta:
        verbose_name_plural = "barred people"
        constraints = [models.UniqueConstraint(fields=["restricted_address", "person"], name="barred_once")]

    def __str__(self) -> str:
        return f"barred person {self.pk}"
