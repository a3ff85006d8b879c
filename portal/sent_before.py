"""What a school has sent already about the same pupil and the same days, so that nothing is sent twice."""

from __future__ import annotations

from dataclasses import dataclass

from portal.matching import given_pupil, is_surely_same_pupil
from portal.models import Submission, SubmissionStatus
from portal.queries import status_of
from portal.rows import columns_of
from portal.webforms import PUPIL, Doubt, Payload, WebForm
from schools.models import School

Part, Status = Submission.Part, SubmissionStatus.Status

# A doubt of the portal's own, beside those of the forms.
SENT_BEFORE = "sent_before"
_ENDED = {Status.WITHDRAWN: "Your school withdrew it", Status.REJECTED: "The council did not accept it"}


@dataclass(frozen=True)
class SentBefore:
    """What was sent: `standing` counts still, `ended` was withdrawn or not accepted."""

    standing: Submission | None = None
    ended: Submission | None = None
    ended_as: str = ""

    @property
    def doubts(self) -> list[Doubt]:
        """Whether what has ended is to be sent again."""
        if self.standing is not None or self.ended is None:
            return []
        what = f"You sent a form about this pupil and these days before ({self.ended.reference})."
        text = f"{what} {_ENDED[Status(self.ended_as)]}. Confirm that it is to be sent again."
        return [Doubt(SENT_BEFORE, PUPIL, "Is this to be sent again?", text)]


def find_sent_before(webform: WebForm, school: School, payload: Payload) -> SentBefore:
    """What this school sent about this pupil and event, in any version."""
    given, found = given_pupil(payload), SentBefore()
    same = columns_of(webform).same_event(payload)
    versions = Submission.objects.filter(
        same, school=school, form=webform.code, part__in=(Part.ORIGINAL, Part.CORRECTION)
    )
    for version in versions.select_related("answers_to").order_by("pk"):
        if is_surely_same_pupil(given, given_pupil(version.payload)):
            status = status_of(version.original).status
            if status not in _ENDED:
                return SentBefore(standing=version.original)
            found = SentBefore(ended=version.original, ended_as=status)
    return found
