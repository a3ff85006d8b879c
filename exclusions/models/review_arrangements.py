"""What the council arranges for a review of its own: the panel, the papers, the costs, and who was told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from exclusions.models.panel import PanelMember
from exclusions.models.review import Review
from ledger.history import tracked


@tracked()
class ReviewSeat(models.Model):
    """A member of the pool on the panel of one review: when they were asked, and what they answered."""

    class Answer(models.TextChoices):
        WAITING = "waiting", "No answer yet"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        RELEASED = "released", "No longer needed"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="seats")
    is_chair = models.BooleanField(default=False)
    invited_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_on = models.DateField(null=True, blank=True)
    says_unconnected = models.BooleanField(
        default=False, help_text="They say that nothing connects them with the pupil, the family or what happened."
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "member"], name="review_seat_once_each"),
            models.CheckConstraint(
                condition=~Q(answer="accepted") | Q(says_unconnected=True), name="review_seat_taken_by_the_unconnected"
            ),
        ]

    def __str__(self) -> str:
        return f"seat of {self.member_id}"


@tracked()
class ReviewPaper(models.Model):
    """A paper for the hearing: from whom, when it came, and when it went to everybody."""

    class Source(models.TextChoices):
        PARENTS = "parents", "Parents"
        GOVERNORS = "governors", "Governing board"
        SCHOOL = "school", "School"
        COUNCIL = "council", "Council"
        EXPERT = "expert", "SEN expert"
        OTHER = "other", "Somebody else"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=10, choices=Source)
    received_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(sent_on__gte=F("received_on")),
                name="review_paper_sent_after_it_came",
            )
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}"


@tracked()
class ReviewCost(models.Model):
    """Something that a review cost, in pounds and pence."""

    class Kind(models.TextChoices):
        PANEL = "panel", "Panel members"
        EXPERT = "expert", "SEN expert"
        VENUE = "venue", "Venue"
        CLERK = "clerk", "Clerk"
        OTHER = "other", "Other"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    spent_on = models.DateField()
    what_for = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="review_cost_not_below_nothing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


@tracked()
class ReviewTold(models.Model):
    """Somebody who was told in writing of the panel's decision, or of the governors' second one."""

    class About(models.TextChoices):
        PANEL = "panel", "the panel’s decision"
        SECOND = "second", "the governors’ second decision"

    class Recipient(models.TextChoices):
        PARENTS = "parents", "Parents"
        HEAD_TEACHER = "head_teacher", "Head teacher"
        COUNCIL = "council", "Council"
        HOME_AUTHORITY = "home_authority", "Home authority"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="told_rows")
    about = models.CharField(max_length=10, choices=About)
    recipient = models.CharField(max_length=20, choices=Recipient)
    told_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "about", "recipient"], name="review_told_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} told on {self.told_on}"
