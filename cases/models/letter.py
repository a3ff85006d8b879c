"""Letters that were issued, and how each copy of one went. Neither is ever changed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.child import Child
from cases.models.person import Person, Relationship
from schools.models import LocalAuthority, School

USER = settings.AUTH_USER_MODEL


class Letter(models.Model):
    """A letter as it was issued: its file, to whom and to which address it was printed, and the dates in it.

    The words stand in the file alone, which is served again as it is. `facts` holds ids, codes and, for each date that
    was printed, the rule and version it came from. To one person, school or authority, never two; governors are a
    school's.
    """

    append_only = True

    class Audience(models.TextChoices):
        PARENT = "parent", "Parent or carer with parental responsibility"
        RELATED = "related", "Person around the child"
        SCHOOL = "school", "School"
        GOVERNORS = "governors", "Governing board"
        AUTHORITY = "authority", "Local authority"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=10, default="en-GB")
    audience = models.CharField(max_length=10, choices=Audience)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="letters", null=True, blank=True)
    relationship_then = models.CharField(max_length=20, choices=Relationship.Kind, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="letters", null=True, blank=True)
    local_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, related_name="letters", null=True, blank=True
    )
    address_lines = ArrayField(models.CharField(max_length=200), help_text="The address as it was printed.")
    is_to_safe_address = models.BooleanField(default=False, help_text="The printed address is a restricted one.")
    facts = models.JSONField(default=dict, help_text="Ids, codes, dates, and rule and version of each date printed.")
    stored_name = models.CharField(max_length=80, unique=True)
    byte_count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    audience__in=["parent", "related"],
                    person__isnull=False,
                    school__isnull=True,
                    local_authority__isnull=True,
                )
                | Q(
                    audience__in=["school", "governors"],
                    person__isnull=True,
                    school__isnull=False,
                    local_authority__isnull=True,
                )
                | Q(
                    audience="authority",
                    person__isnull=True,
                    school__isnull=True,
                    local_authority__isnull=False,
                ),
                name="letter_to_a_person_or_a_body",
            )
        ]
        indexes = [
            models.Index(fields=["case", "-issued_at"], name="letter_case"),
            models.Index(fields=["child", "-issued_at"], name="letter_child"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class LetterCopy(models.Model):
    """One copy of a letter that went: how, where to and when. When it counts as given is worked out when shown."""

    append_only = True

    class Method(models.TextChoices):
        # The statute engine's own words for how a letter goes.
        HAND = "hand", "By hand"
        FIRST_CLASS_POST = "first_class_post", "First-class post"
        SECOND_CLASS_POST = "second_class_post", "Second-class post"
        EMAIL_AGREED = "email_agreed", "E-mail, as agreed in writing"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="copies")
    method = models.CharField(max_length=20, choices=Method)
    address_lines = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    email_address = models.EmailField(blank=True)
    sent_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "letter copies"
        constraints = [
            models.CheckConstraint(
                condition=Q(method="email_agreed") & ~Q(email_address="")
                | ~Q(method="email_agreed") & Q(email_address="", address_lines__len__gte=1),
                name="letter_copy_says_where_it_went",
            )
        ]
        indexes = [models.Index(fields=["letter", "sent_on"], name="letter_copy_letter")]

    def __str__(self) -> str:
        return f"copy {self.pk} of letter {self.letter_id}"
