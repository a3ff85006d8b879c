"""Plans for a child's return, how they turned out, and the safeguarding files passed on. For both kinds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.models import Case
from exclusions.actions.corrections import keep_reason
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.steps import begin_governed, finish
from exclusions.models import Reintegration, SafeguardingFile, TookPart
from ledger.versions import update_at_version
from provision.models import Provider
from schools.models import School

_FILE = "The record of the safeguarding file"
PART_TIME = (
    "A part-time timetable is not a way to manage behaviour after a suspension or an exclusion: the child returns "
    "full-time. Agree a full timetable; where health is the reason, the school records that elsewhere."
)


@transaction.atomic
def plan_return(
    *,
    case: Case,
    meeting_on: date | None,
    took_part: Sequence[str],
    aims: str,
    support: str,
    is_full_time: bool,
    review_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> Reintegration:
    """Record a plan for the return, with or without a meeting. The return itself never waits for it. Refuses a
    part-time timetable."""
    facts = begin_governed(case, "reintegration", version, by, as_of)
    decided_on = facts.decision.decided_on
    if not is_full_time:
        raise ExclusionRefused(PART_TIME, field="is_full_time")
    if meeting_on is None and not aims.strip():
        raise ExclusionRefused("Enter the day of the meeting, or what was agreed without one.", field="aims")
    if meeting_on is not None:
        check_day(meeting_on, "Meeting on", "meeting_on", earliest=decided_on, latest=None)
    if meeting_on is None and took_part:
        raise ExclusionRefused("Who took part is only for a meeting. Enter its day.", field="meeting_on")
    if set(took_part) - set(TookPart.values):
        raise ExclusionRefused("Who took part: choose from the list.", field="took_part")
    if review_on is not None:
        check_day(review_on, "Look at it again on", "review_on", earliest=meeting_on or decided_on, latest=None)
    update_at_version(facts.decision, version=version)
    plan = Reintegration.objects.create(
        case=case,
        meeting_on=meeting_on,
        took_part=sorted(took_part),
        aims=aims.strip(),
        support=support.strip(),
        review_on=review_on,
    )
    finish(case, "exclusions.return_planned", by, as_of, meeting_on or as_of, plan=str(plan.uuid))
    return plan


@transaction.atomic
def record_return_outcome(
    *, plan: Reintegration, outcome: str, outcome_on: date, version: int, by: User, as_of: date
) -> Reintegration:
    """Record how the return stood when the plan was looked at again; may be recorded anew."""
    facts = begin_governed(plan.case, "reintegration", version, by, as_of)
    earliest = plan.meeting_on or facts.decision.decided_on
    check_day(outcome_on, "Looked at on", "outcome_on", earliest=earliest, latest=as_of)
    if outcome not in Reintegration.Outcome.values:
        raise ExclusionRefused("How did it go? Choose one of the list.", field="outcome")
    update_at_version(facts.decision, version=version)
    plan = update_at_version(plan, version=plan.version, outcome=outcome, outcome_on=outcome_on)
    finish(plan.case, "exclusions.return_looked_at", by, as_of, outcome_on, plan=str(plan.uuid), outcome=outcome)
    return plan


@transaction.atomic
def pass_safeguarding_file(
    *,
    case: Case,
    from_school: School,
    to_school: School | None,
    to_provider: Provider | None,
    method: str,
    passed_on: date,
    confirmed_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> SafeguardingFile:
    """Record that the safeguarding file was passed on: from where, to whom, how, when, and whether that was confirmed.
    Nothing of what is in it."""
    facts = begin_governed(case, "safeguarding_file", version, by, as_of)
    columns: dict[str, Any] = {
        "from_school": from_school,
        "to_school": to_school,
        "to_provider": to_provider,
        "method": method,
        "passed_on": passed_on,
        "confirmed_on": confirmed_on,
    }
    _check_file(facts.decision.decided_on, as_of, **columns)
    update_at_version(facts.decision, version=version)
    file = SafeguardingFile.objects.create(case=case, **columns)
    finish(case, "exclusions.safeguarding_file_passed", by, as_of, passed_on, file=str(file.uuid))
    return file


@transaction.atomic
def confirm_safeguarding_file(
    *, file: SafeguardingFile, confirmed_on: date, version: int, by: User, as_of: date
) -> SafeguardingFile:
    """Record that whoever was sent the file confirmed it."""
    facts = begin_governed(file.case, "safeguarding_file", version, by, as_of)
    _check_confirmed(file.passed_on, confirmed_on, as_of)
    update_at_version(facts.decision, version=version)
    file = update_at_version(file, version=file.version, confirmed_on=confirmed_on)
    finish(file.case, "exclusions.safeguarding_file_confirmed", by, as_of, confirmed_on, file=str(file.uuid))
    return file


@transaction.atomic
def correct_safeguarding_file(
    *, file: SafeguardingFile, because: str, version: int, by: User, as_of: date, **columns: Any
) -> SafeguardingFile:
    """Correct what is recorded of a file that was passed on: from where, to whom, how, when, and its receipt. `columns`
    are those that `pass_safeguarding_file` takes."""
    facts = begin_governed(file.case, "safeguarding_file", version, by, as_of)
    _check_file(facts.decision.decided_on, as_of, **columns)
    keep_reason(file.case, _FILE, because, by, as_of)
    update_at_version(facts.decision, version=version)
    was_on = file.passed_on.isoformat()
    file = update_at_version(file, version=file.version, **columns)
    code, happened_on = "exclusions.safeguarding_file_corrected", file.passed_on
    finish(file.case, code, by, as_of, happened_on, file=str(file.uuid), was_on=was_on)
    return file


@transaction.atomic
def take_back_safeguarding_file(*, file: SafeguardingFile, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a file that was never passed on; the history keeps what stood there."""
    facts = begin_governed(file.case, "safeguarding_file", version, by, as_of)
    keep_reason(file.case, _FILE, because, by, as_of)
    update_at_version(facts.decision, version=version)
    was = {"file": str(file.uuid), "was_on": file.passed_on.isoformat()}
    file.delete()
    return finish(file.case, "exclusions.safeguarding_file_taken_back", by, as_of, as_of, **was)


def _check_file(
    decided_on: date,
    as_of: date,
    *,
    from_school: School,
    to_school: School | None,
    to_provider: Provider | None,
    method: str,
    passed_on: date,
    confirmed_on: date | None,
) -> None:
    if (to_school is None) == (to_provider is None):
        raise ExclusionRefused("To whom: choose a provider, or enter the URN of a school.", field="to_school")
    if to_school == from_school:
        raise ExclusionRefused("The file went to another school than it came from. Check both.", field="to_school")
    if method not in SafeguardingFile.Method.values:
        raise ExclusionRefused("How it was passed on: choose one of the list.", field="method")
    check_day(passed_on, "Passed on", "passed_on", earliest=decided_on, latest=as_of)
    _check_confirmed(passed_on, confirmed_on, as_of)


def _check_confirmed(passed_on: date, confirmed_on: date | None, as_of: date) -> None:
    if confirmed_on is not None:
        check_day(confirmed_on, "Receipt confirmed on", "confirmed_on", earliest=passed_on, latest=as_of)
