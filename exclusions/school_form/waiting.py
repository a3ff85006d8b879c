"""The suspensions that a school sent and nobody has decided on yet: for the school they count as those that are
recorded do, or the next form would say too little."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from exclusions.kind_code import SUSPENSION
from exclusions.models import Suspension
from exclusions.school_form.reading import read
from exclusions.suspensions.counting import Span
from portal.matching import given_pupil, is_surely_same_pupil
from portal.models import Submission, SubmissionStatus
from portal.queries import with_status
from portal.triage import newest_payload
from portal.webforms import PUPIL, FormContext


@dataclass(frozen=True)
class Waiting:
    """A form that waits at the council, in its newest version, and its days."""

    reference: str
    span: Span

    def as_suspension(self) -> Suspension:
        """A row as a run takes it. Nothing is written."""
        return Suspension(
            first_on=self.span.first_on,
            first_session=self.span.first_session,
            last_on=self.span.last_on,
            last_session=self.span.last_session,
        )


def waiting_suspensions(context: FormContext, besides: Span) -> list[Waiting]:
    """Those of this school about this pupil, earliest first. Left out are the one that is being corrected, and what
    shares days with `besides`: the same one, sent again. Two queries."""
    given = given_pupil(context.payload)
    about = Q(**{f"payload__{PUPIL}__born_on": given.born_on.isoformat()}) if given.born_on else Q()
    if given.child_uuid:
        about |= Q(**{f"payload__{PUPIL}__child": str(given.child_uuid)})
    forms = Submission.objects.filter(about, school=context.school, kind=SUSPENSION, part=Submission.Part.ORIGINAL)
    corrections = Submission.objects.filter(part=Submission.Part.CORRECTION).order_by("pk")
    rows = with_status(forms.exclude(reference=context.corrects)).filter(status_code=SubmissionStatus.Status.RECEIVED)
    found = []
    for row in rows.prefetch_related(Prefetch("later_parts", queryset=corrections, to_attr="corrections")):
        payload = newest_payload(row)
        span = read(payload).span
        if span is None or not span.can_be_counted or span.overlaps(besides):
            continue
        if is_surely_same_pupil(given, given_pupil(payload)):
            found.append(Waiting(row.reference, span))
    return sorted(found, key=lambda each: (each.span.first_on, str(each.span.first_session)))
