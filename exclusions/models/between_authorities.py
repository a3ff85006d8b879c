"""What went between two authorities about one permanent exclusion."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import Case
from ledger.history import tracked
from schools.models import LocalAuthority


class TellingMethod(models.TextChoices):
    """How one authority told the other."""

    SECURE_EMAIL = "secure_email", "Secure e-mail"
    SECURE_TRANSFER = "secure_transfer", "Secure file transfer"
    TELEPHONE = "telephone", "Telephone"
    POST = "post", "Post"


class NoticeSender(models.TextChoices):
    """Who told us about our resident."""

    SCHOOL = "school", "The school"
    AUTHORITY = "authority", "The school’s authority"
    OTHER_AUTHORITY = "other_authority", "Another authority"


@tracked()
class BetweenAuthorities(models.Model):
    """One row a case: that we told the home authority and it acknowledged; that we were told of our resident; what
    information was asked for and came.

    `told_authority` is whom we told, kept apart from the home authority of the case: when the child turns out to live
    elsewhere, the right one has not been told yet. `school_told_authority` is the same for the school's telling, as it
    was known when the school's day was recorded; it is worked out, never typed.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="between_authorities")
    told_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    told_on = models.DateField(null=True, blank=True)
    told_method = models.CharField(max_length=20, choices=TellingMethod, blank=True)
    told_reference = models.CharField(max_length=60, blank=True, help_text="The reference that the other side gave.")
    acknowledged_on = models.DateField(null=True, blank=True)
    school_told_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    school_told_on = models.DateField(null=True, blank=True)
    notice_received_on = models.DateField(null=True, blank=True)
    notice_sender = models.CharField(max_length=20, choices=NoticeSender, blank=True)
    notice_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    notice_reference = models.CharField(max_length=60, blank=True, help_text="Their reference.")
    plan_asked_on = models.DateField(null=True, blank=True)
    plan_received_on = models.DateField(null=True, blank=True)
    care_asked_on = models.DateField(null=True, blank=True)
    care_received_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "between authorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_authority__isnull=True, told_method="")
                | (Q(told_on__isnull=False, told_authority__isnull=False) & ~Q(told_method="")),
                name="telling_says_whom_and_how",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True) | Q(acknowledged_on__gte=F("told_on")),
                name="acknowledged_after_it_was_told",
            ),
            models.CheckConstraint(
                condition=Q(notice_received_on__isnull=True, notice_sender="")
                | (Q(notice_received_on__isnull=False) & ~Q(notice_sender="")),
                name="notice_says_who_sent_it",
            ),
        ]

    def __str__(self) -> str:
        return f"between authorities, case {self.case_id}"
