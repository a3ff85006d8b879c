"""What a decision of the governors does to the work of an exclusion: it ends when the exclusion no longer stands, and
begins again when that turns out to be wrong."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks
from cases.models import Case, Child, Event
from exclusions.actions.day_six import END_PLACEMENTS
from exclusions.actions.progress import cancel_open_work, ended_tracks, open_work_again, started_tracks
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Exclusion, Suspension

# The events of decisions that ended the work of an exclusion, and say which tasks were open then.
_ENDED_THE_WORK = (
    "exclusions.governors_decided",
    "exclusions.governors_decision_corrected",
    "exclusions.reconsidered",
    "exclusions.second_decision_corrected",
)


def check_free_until(case: Case, was_back_on: date | None, back_on: date | None) -> None:
    """Refuse a later reinstatement than the one that is recorded, or none (None), once the same school has suspended or
    excluded the child anew on a day that would then be one of this exclusion. Raises ExclusionRefused naming them."""
    if was_back_on is None or (back_on is not None and back_on <= was_back_on):
        return
    # Acts about one child follow each other.
    Child.objects.select_for_update().get(pk=case.child_id)
    same = {"case__child": case.child_id, "case__school": case.school_id, "cancelled_on__isnull": True}
    suspensions = Suspension.objects.filter(first_on__gte=was_back_on, **same)
    exclusions = Exclusion.objects.filter(excluded_on__gte=was_back_on, **same).exclude(case=case)
    if back_on is not None:
        suspensions, exclusions = suspensions.filter(first_on__lt=back_on), exclusions.filter(excluded_on__lt=back_on)
    since = [row.case.reference for rows in (suspensions, exclusions) for row in rows.select_related("case")]
    if since:
        raise ExclusionRefused(
            f"The school has excluded the child anew since the reinstatement: {', '.join(sorted(since))}. With this "
            "decision that would lie in this exclusion. Put that right first.",
            field="decision",
            references=sorted(since),
        )


def end_work(case: Case, by: User, as_of: date) -> dict[str, object]:
    """End the three tracks and the open tasks of the exclusion; gives what the event says of it."""
    Exclusion.objects.filter(case=case).update(**ended_tracks())
    return {"cancelled_tasks": cancel_open_work(case, by, as_of)}


def begin_work_again(case: Case, by: User, as_of: date) -> dict[str, object]:
    """The tracks begin anew and are worked out with the dates, and the tasks that were open are open again; nobody is
    asked to end the education any more."""
    Exclusion.objects.filter(case=case).update(**started_tracks())
    events = Event.objects.filter(case=case, code__in=_ENDED_THE_WORK, facts__has_key="cancelled_tasks")
    ended = events.order_by("-pk").first()
    open_work_again(case, ended.facts["cancelled_tasks"] if ended else [], by, as_of)
    cancel_open_tasks(case=case, codes={END_PLACEMENTS}, by=by, as_of=as_of)
    return {}
