"""Off the roll, the next school, reintegration, the file that goes with the child, and who was told of a cancelling."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.models import Case
from ledger.history import tracked
from provision.models import Provider
from schools.models import LocalAuthority, School


class DeletionGround(models.TextChoices):
    """On which ground a school says it took the name off. Which number the ground has is not known here."""

    PERMANENT_EXCLUSION = "permanent_exclusion", "Permanent exclusion"
    ANOTHER = "another", "Another ground (ask the school why)"


class ReturnItem(models.TextChoices):
    """What a return of a deletion has to hold. Whether it was given is kept, never the thing itself."""

    NAME = "name", "Full name"
    ADDRESS = "address", "Address"
    PARENTS = "parents", "Name and address of each parent the child lives with"
    TELEPHONE = "telephone", "Telephone number for an emergency"
    NEW_ADDRESS = "new_address", "New address"
    NEW_SCHOOL = "new_school", "New school"
    START_DATE = "start_date", "Start date there"


# Items that are owed only where the child moves, or has a new school already.
ONLY_IF_KNOWN = frozenset({ReturnItem.NEW_ADDRESS, ReturnItem.NEW_SCHOOL, ReturnItem.START_DATE})


@tracked()
class RollDeletion(models.Model):
    """How the name left the school's roll: the day, the school's return of it, and its common transfer file."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="roll_deletion")
    off_on = models.DateField(null=True, blank=True)
    return_received_on = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=30, choices=DeletionGround, blank=True)
    items_given = ArrayField(models.CharField(max_length=20, choices=ReturnItem), default=list, blank=True)
    items_not_needed = ArrayField(models.CharField(max_length=20, choices=ReturnItem), default=list, blank=True)
    transfer_file_sent_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(return_received_on__isnull=True, ground="")
                | (Q(return_received_on__isnull=False) & ~Q(ground="")),
                name="roll_deletion_return_with_its_ground",
            )
        ]

    def __str__(self) -> str:
        return f"roll deletion {self.case_id}"


class FairAccessOutcome(models.TextChoices):
    """What came of a Fair Access Panel."""

    NAMED = "named", "A school was named"
    REFUSED = "refused", "A school was named and refused"
    DIRECTED = "directed", "A school was directed to admit, or a direction was asked for"


class Destination(models.TextChoices):
    """Where the child is educated after the exclusion."""

    SCHOOL = "school", "A school, through an in-year application"
    FAIR_ACCESS = "fair_access", "A school, through the Fair Access Panel"
    SPECIAL = "special", "A special school, through the EHC plan"
    ALTERNATIVE = "alternative", "Alternative provision, without a school yet"
    HOME = "home", "Education at home, by the parents’ choice"
    MOVED = "moved", "Moved away"


SCHOOL_DESTINATIONS = frozenset({Destination.SCHOOL, Destination.FAIR_ACCESS, Destination.SPECIAL})


@tracked()
class NextSchool(models.Model):
    """The way to the next school: application, Fair Access, plan, place and admission; where the child then is."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="next_school")
    applied_on = models.DateField(null=True, blank=True)
    applied_to = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asked_for = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    fair_access_accepted_on = models.DateField(null=True, blank=True)
    panel_on = models.DateField(null=True, blank=True)
    panel_outcome = models.CharField(max_length=20, choices=FairAccessOutcome, blank=True)
    panel_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    plan_referred_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    admitted_on = models.DateField(null=True, blank=True)
    destination = models.CharField(max_length=20, choices=Destination, blank=True)
    placed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(panel_on__isnull=True, panel_outcome="")
                | (Q(panel_on__isnull=False) & ~Q(panel_outcome="")),
                name="next_school_panel_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, school__isnull=True)
                | Q(agreed_on__isnull=False, school__isnull=False),
                name="next_school_agreed_with_its_school",
            ),
            models.CheckConstraint(
                condition=Q(admitted_on__isnull=True) | Q(school__isnull=False), name="next_school_admitted_to_a_school"
            ),
        ]

    def __str__(self) -> str:
        return f"next school {self.case_id}"


class TookPart(models.TextChoices):
    """Who took part in a meeting, by role."""

    CHILD = "child", "The child"
    PARENTS = "parents", "Parents or carers"
    SCHOOL = "school", "The school"
    PROVIDER = "provider", "The provider of the education meanwhile"
    COUNCIL = "council", "The council"
    SOCIAL_WORKER = "social_worker", "Social worker"
    VIRTUAL_SCHOOL_HEAD = "virtual_school_head", "Virtual school head"
    OTHER = "other", "Somebody else"


@tracked()
class Reintegration(models.Model):
    """A plan for a return: the meeting, if there was one, what was agreed, and how it stood when it was looked at
    again. The return itself never waits for it."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", "Settled"
        MOVED = "moved", "Moved to another school"
        EXCLUDED_AGAIN = "excluded_again", "Suspended or excluded again"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reintegrations")
    meeting_on = models.DateField(null=True, blank=True)
    took_part = ArrayField(models.CharField(max_length=20, choices=TookPart), default=list, blank=True)
    aims = models.TextField(max_length=2000, blank=True)
    support = models.TextField(max_length=2000, blank=True)
    review_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True) | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                name="reintegration_outcome_with_its_day",
            )
        ]

    def __str__(self) -> str:
        return f"reintegration {self.pk}"


@tracked()
class SafeguardingFile(models.Model):
    """That the child's safeguarding file was passed on: from where, to whom, how and when. Nothing of what is in it."""

    class Method(models.TextChoices):
        SECURE_TRANSFER = "secure_transfer", "Secure transfer"
        BY_HAND = "by_hand", "By hand"
        POST = "post", "Post"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safeguarding_files")
    from_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    to_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    to_provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    method = models.CharField(max_length=20, choices=Method)
    passed_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_school__isnull=True, to_provider__isnull=False)
                | Q(to_school__isnull=False, to_provider__isnull=True),
                name="safeguarding_file_to_one_place",
            )
        ]

    def __str__(self) -> str:
        return f"safeguarding file {self.pk}"


@tracked()
class CancellationNotice(models.Model):
    """Whom the school told that the head teacher cancelled, and what else a cancelling brings."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="cancellation_notice")
    parents_told_on = models.DateField(null=True, blank=True)
    governors_told_on = models.DateField(null=True, blank=True)
    council_told_on = models.DateField(null=True, blank=True)
    social_worker_told_on = models.DateField(null=True, blank=True)
    virtual_school_head_told_on = models.DateField(null=True, blank=True)
    meeting_offered_on = models.DateField(null=True, blank=True)
    counted_to_governors_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"cancellation notice {self.case_id}"
