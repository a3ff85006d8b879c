"""Which version of a form was accepted before, and when the original came: for every form of this cohort."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from portal.models import Submission, SubmissionStatus


def version_before(correction: Submission) -> Submission:
    """The newest version that was accepted before this correction: the original, or an earlier correction."""
    original = correction.answers_to or correction
    versions = Submission.objects.filter(
        Q(pk=original.pk) | Q(answers_to=original, part=Submission.Part.CORRECTION),
        statuses__status=SubmissionStatus.Status.ACCEPTED,
    ).exclude(pk=correction.pk)
    return versions.order_by("-pk").first() or original


def received_on(submission: Submission) -> date:
    """The council was told when the original came, whatever was corrected since."""
    return (submission.answers_to or submission).received_on
