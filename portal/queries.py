"""The status of submissions (the newest row of each), and what a school has sent, begun and been asked."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from portal.models import Draft, DraftFile, Question, Submission, SubmissionStatus
from portal.permissions import drafts_of, sent_by
from schools.models import School

Status = SubmissionStatus.Status
# While a submission waits or stands, the school can answer what it was asked about it.
_ANSWERABLE = (Status.RECEIVED, Status.ACCEPTED)


def status_of(submission: Submission) -> SubmissionStatus:
    """The newest status row of a submission."""
    return SubmissionStatus.objects.filter(submission=submission).select_related("by", "case").latest("pk")


def newest_version(submission: Submission) -> Submission:
    """The newest correction of an original, or the original itself."""
    versions = Submission.objects.filter(answers_to=submission, part=Submission.Part.CORRECTION)
    return versions.order_by("-pk").first() or submission


def with_status(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Each with its newest status: status_code, status_at, status_reason, status_case_id."""
    newest = SubmissionStatus.objects.filter(submission=OuterRef("pk")).order_by("-pk")
    return submissions.annotate(
        status_code=Subquery(newest.values("status")[:1]),
        status_at=Subquery(newest.values("at")[:1]),
        status_reason=Subquery(newest.values("reason")[:1]),
        status_case_id=Subquery(newest.values("case")[:1]),
    )


def sent_list(school: School, status: str = "") -> QuerySet[Submission]:
    """What the school sent, newest first, with its status, whose team decided, and whether a question is open."""
    newest = SubmissionStatus.objects.filter(submission=OuterRef("pk")).order_by("-pk")
    rows = with_status(sent_by(school)).annotate(
        status_team=Subquery(newest.values("case__team__name")[:1]),
        has_open_question=Exists(_unanswered().filter(submission=OuterRef("pk"))),
    )
    if status:
        rows = rows.filter(status_code=status)
    return rows.order_by("-received_at", "-pk")


def open_drafts(school: School) -> QuerySet[Draft]:
    """What the school has begun and not sent, the one saved last first."""
    return drafts_of(school).select_related("saved_by", "corrects").order_by("-saved_at", "-pk")


def open_questions(school: School) -> QuerySet[Question]:
    """What the school has been asked and not answered, the one asked first first."""
    answerable = with_status(sent_by(school)).filter(status_code__in=_ANSWERABLE)
    rows = _unanswered().filter(submission__in=answerable.values("pk"))
    return rows.select_related("submission", "by").order_by("asked_at", "pk")


def returned_to(school: School) -> QuerySet[Submission]:
    """What was returned to the school and not corrected since (a correction is received again), longest ago first."""
    return with_status(sent_by(school)).filter(status_code=Status.RETURNED).order_by("status_at", "pk")


def _unanswered() -> QuerySet[Question]:
    return Question.objects.filter(answer__isnull=True)


def files_of_draft(draft: Draft) -> QuerySet[DraftFile]:
    """The files that a draft has now, in the order in which they came."""
    return DraftFile.objects.filter(draft=draft, removed_at__isnull=True).select_related("added_by").order_by("pk")
