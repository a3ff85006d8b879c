"""The facts of a permanent exclusion."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from exclusions.models.decision import HeadTeachersDecision
from exclusions.track_states import DAY_SIX_STATES, FUNDING_STATES, NEXT_SCHOOL_STATES
from ledger.history import tracked


class GovernorsDecision(models.TextChoices):
    """What the governing board may decide."""

    DECLINE = "decline_reinstatement", "Decline to reinstate"
    REINSTATE_NOW = "reinstate_immediately", "Reinstate immediately"
    REINSTATE_ON = "reinstate_on", "Reinstate on a date"


class NoticeMethod(models.TextChoices):
    """How a written notice went. When it counts as given is for the statute engine to say."""

    HAND = "hand", "By hand"
    FIRST_CLASS_POST = "first_class_post", "First-class post"
    SECOND_CLASS_POST = "second_class_post", "Second-class post"
    EMAIL_AGREED = "email_agreed", "E-mail, as the parent agreed in writing"


@tracked()
class Exclusion(HeadTeachersDecision):
    """A permanent exclusion: what the head decided, and how far it has come."""

    excluded_on = models.DateField(help_text="The day the head set for the exclusion to start.")
    pm_began = models.BooleanField(help_text="It started after the afternoon session began, or outside school hours.")
    has_finished_exams = models.BooleanField(default=False)
    checked_on = models.DateField(null=True, blank=True)
    governors_meeting_on = models.DateField(null=True, blank=True)
    governors_decision = models.CharField(max_length=30, choices=GovernorsDecision, blank=True)
    governors_decided_on = models.DateField(null=True, blank=True)
    reinstated_on = models.DateField(null=True, blank=True)
    refusal_notice_sent_on = models.DateField(null=True, blank=True)
    refusal_notice_method = models.CharField(max_length=20, choices=NoticeMethod, blank=True)
    day_six_state = models.CharField(max_length=10, choices=[(each.code, each.label) for each in DAY_SIX_STATES])
    funding_state = models.CharField(max_length=20, choices=[(each.code, each.label) for each in FUNDING_STATES])
    next_school_state = models.CharField(
        max_length=20, choices=[(each.code, each.label) for each in NEXT_SCHOOL_STATES]
    )

    class Meta(HeadTeachersDecision.Meta):
        constraints = [
            *HeadTeachersDecision.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided_on__lte=F("excluded_on")), name="exclusion_decided_before_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(governors_decision="", governors_decided_on__isnull=True)
                | (~Q(governors_decision="") & Q(governors_decided_on__isnull=False)),
                name="exclusion_decision_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(refusal_notice_method="", refusal_notice_sent_on__isnull=True)
                | (~Q(refusal_notice_method="") & Q(refusal_notice_sent_on__isnull=False)),
                name="exclusion_notice_with_its_method",
            ),
        ]
