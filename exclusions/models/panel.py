"""The pool of people who may sit on an independent review panel."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ledger.history import tracked
from schools.models import LocalAuthority, School


@tracked()
class PanelMember(models.Model):
    """Somebody of the pool. How long the training counts is for the statute engine to say.

    `free_on` are the days that they have offered. The contact is that of their work or of the pool, never a home.
    """

    class Kind(models.TextChoices):
        LAY = "lay", "Lay member"
        GOVERNOR = "governor", "School governor"
        HEAD_TEACHER = "head_teacher", "Head teacher"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    may_chair = models.BooleanField(default=False)
    trained_on = models.DateField()
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    free_on = ArrayField(models.DateField(), default=list, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="lay") | Q(may_chair=False), name="panel_only_a_lay_member_may_chair"
            )
        ]
        indexes = [models.Index(fields=["name", "id"], name="panel_member_by_name")]

    def __str__(self) -> str:
        return self.name


@tracked()
class PanelInterest(models.Model):
    """A school or an authority that a member is connected with: they never sit where it is concerned."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="interests")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, authority__isnull=True)
                | Q(school__isnull=True, authority__isnull=False),
                name="panel_interest_in_one_thing",
            ),
            models.UniqueConstraint(fields=["member", "school"], name="panel_interest_in_school_once"),
            models.UniqueConstraint(fields=["member", "authority"], name="panel_interest_in_authority_once"),
        ]

    def __str__(self) -> str:
        return str(self.school or self.authority)
