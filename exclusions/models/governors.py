"""The governing board's part in a suspension or permanent exclusion. Every table hangs on the case, for both kinds.

What the board decided of a permanent exclusion, and when it meets, stands with the exclusion itself; of a suspension it
stands here. The version that an editor shows is that of the head teacher's decision, as for who was told.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Case
from exclusions.models.exclusion import GovernorsDecision
from ledger.history import tracked


@tracked()
class Representations(models.Model):
    """What the parents said to the governing board: that they make representations, or that they will make none."""

    class Standing(models.TextChoices):
        MADE = "made", "They made representations"
        NONE = "none", "They say that they will make none"

    class MadeBy(models.TextChoices):
        PARENT = "parent", "A parent or carer"
        PUPIL = "pupil", "The pupil, who is 18 or over"

    class Method(models.TextChoices):
        LETTER = "letter", "By letter"
        EMAIL = "email", "By e-mail or a form"
        SPOKEN = "spoken", "In person or by telephone"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="representations")
    standing = models.CharField(max_length=4, choices=Standing)
    received_on = models.DateField(help_text="The day on which the board or its clerk had it.")
    made_by = models.CharField(max_length=10, choices=MadeBy)
    method = models.CharField(max_length=10, choices=Method)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.standing} on {self.received_on}"


@tracked()
class GovernorsMeeting(models.Model):
    """A meeting of the governors as it was listed. Listed again, the earlier row keeps its day and is left standing."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        REMOTE = "remote", "Remotely"
        HYBRID = "hybrid", "In person, with the social worker or virtual school head joining remotely"

    class RemoteReason(models.TextChoices):
        ASKED = "asked", "The parents asked for it"
        PREMISES = "premises", "Extraordinary event: the premises cannot be used"
        TRAVEL = "travel", "Extraordinary event: travel is not possible"
        OUTBREAK = "outbreak", "Extraordinary event: an outbreak of disease"
        UNFORESEEN = "unforeseen", "Another unforeseen circumstance (write a note)"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="governors_meetings")
    meeting_on = models.DateField()
    from_time = models.TimeField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)
    remote_reason = models.CharField(max_length=12, choices=RemoteReason, blank=True)
    are_conditions_met = models.BooleanField(default=False, help_text="All can connect and take part fully; fair.")
    place = models.CharField(max_length=120, blank=True, help_text="The school or another venue; never a home.")
    papers_sent_on = models.DateField(null=True, blank=True)
    listed_on = models.DateField()
    replaced_on = models.DateField(null=True, blank=True, help_text="The day on which another day was listed for it.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(replaced_on=None), name="governors_meeting_one_listed"
            ),
            models.CheckConstraint(
                condition=Q(mode="remote") ^ Q(remote_reason=""), name="governors_meeting_remote_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(mode="in_person") ^ Q(are_conditions_met=True), name="governors_meeting_remote_conditions"
            ),
        ]

    def __str__(self) -> str:
        return f"Governors' meeting on {self.meeting_on}"


@tracked()
class RemoteRequest(models.Model):
    """The parents asked for a meeting held remotely; whether the board is satisfied of each condition. Empty: not yet
    said. When all three are met it must be held remotely."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="remote_request")
    requested_on = models.DateField()
    can_all_connect = models.BooleanField(null=True)
    can_all_take_part = models.BooleanField(null=True)
    is_fair_and_transparent = models.BooleanField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Remote meeting asked for on {self.requested_on}"

    @property
    def conditions(self) -> tuple[bool | None, ...]:
        """The answer to each condition of the law."""
        return self.can_all_connect, self.can_all_take_part, self.is_fair_and_transparent

    @property
    def binds(self) -> bool:
        """True when the meeting must be held remotely."""
        return all(self.conditions)


class TakesPart(models.TextChoices):
    """Who is invited to the governors' meeting, or told of it (law pack, exclusions §2)."""

    HEAD = "head", "Head teacher"
    PARENT = "parent", "Parent or carer"
    FRIEND = "friend", "Parents’ representative or friend"
    PUPIL = "pupil", "Pupil"
    COUNCIL = "council", "Council’s representative"
    SOCIAL_WORKER = "social_worker", "Social worker"
    VIRTUAL_SCHOOL_HEAD = "virtual_school_head", "Virtual school head"
    HOME_AUTHORITY = "home_authority", "Home authority"


@tracked()
class GovernorsInvitation(models.Model):
    """Somebody who is invited to the governors' meeting. Only professionals are named, and only a nominee."""

    class Attends(models.TextChoices):
        YES = "yes", "Attends"
        NOMINEE = "nominee", "Sends a nominee"
        NO = "no", "Does not attend"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="governors_invitations")
    role = models.CharField(max_length=20, choices=TakesPart)
    invited_on = models.DateField()
    attends = models.CharField(max_length=8, choices=Attends, blank=True)
    nominee = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "role"], name="governors_invitation_once_each"),
            models.CheckConstraint(
                condition=Q(attends="nominee") | Q(nominee=""), name="governors_invitation_name_of_nominee"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} invited on {self.invited_on}"


@tracked()
class CouncilsPart(models.Model):
    """Who represents the council at the governors' meeting, and the council's report for it. Of an academy somebody
    comes when the parents ask."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="councils_part")
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_for_on = models.DateField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)
    report = models.TextField(max_length=6000, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Council’s part in case {self.case_id}"


class SuspensionOutcome(models.TextChoices):
    """What a governing board may decide of a suspension. “Considered” where it cannot direct reinstatement, or where
    the suspension is over and no decision would change anything: it must be considered all the same."""

    DECLINE = GovernorsDecision.DECLINE.value, GovernorsDecision.DECLINE.label
    REINSTATE_NOW = GovernorsDecision.REINSTATE_NOW.value, GovernorsDecision.REINSTATE_NOW.label
    REINSTATE_ON = GovernorsDecision.REINSTATE_ON.value, GovernorsDecision.REINSTATE_ON.label
    CONSIDERED = "considered", "Considered, with no decision on reinstatement"


@tracked()
class GovernorsOutcome(models.Model):
    """Who decided for the board, and whether the reasons were given in writing; of a suspension also what was decided
    (of a permanent exclusion that stands with the exclusion)."""

    class DecidedBy(models.TextChoices):
        BOARD = "board", "The governing board or its panel"
        CHAIR = "chair", "The chair alone, before an exam"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="governors_outcome")
    decided_by = models.CharField(max_length=5, choices=DecidedBy)
    has_written_reasons = models.BooleanField(null=True, blank=True)
    decision = models.CharField(max_length=30, choices=SuspensionOutcome, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reinstated_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None) | (~Q(decision="") & Q(decided_on__isnull=False)),
                name="governors_outcome_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["reinstate_immediately", "reinstate_on"], reinstated_on__isnull=False)
                | (~Q(decision__in=["reinstate_immediately", "reinstate_on"]) & Q(reinstated_on=None)),
                name="governors_outcome_day_of_reinstatement",
            ),
        ]

    def __str__(self) -> str:
        return f"Outcome of case {self.case_id}"


@tracked()
class OutcomeTold(models.Model):
    """Somebody who was told of the governors' decision in writing: who, on which day."""

    class Recipient(models.TextChoices):
        PARENTS = "parents", "Parents"
        HEAD = "head", "Head teacher"
        COUNCIL = "council", "Council"
        HOME_AUTHORITY = "home_authority", "Home authority"
        SOCIAL_WORKER = "social_worker", "Social worker"
        VIRTUAL_SCHOOL_HEAD = "virtual_school_head", "Virtual school head"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="governors_outcome_told")
    recipient = models.CharField(max_length=20, choices=Recipient)
    told_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "recipient"], name="outcome_told_once_each")]

    def __str__(self) -> str:
        return f"{self.recipient} told on {self.told_on}"
