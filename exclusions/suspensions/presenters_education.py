"""Education during a suspension on the case page: the run, its sixth day and whose duty that is, what was given, and
until when the parents must have the details."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from django.urls import reverse

import statute
from cases.kinds import Group, Row
from cases.models import Deadline
from components.words import spelled_date
from exclusions.day_six import details_due
from exclusions.models import Suspension
from exclusions.rows import date_row, spelled
from exclusions.suspensions.clocks import SIXTH_DAY, is_councils_duty, sixth_day_facts
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.runs import exclusion_directly_after
from exclusions.suspensions.states import transition
from exclusions.suspensions.staying_open import SUSPENSION_SIXTH_DAY
from provision.presenters import hours_words

Deadlines = Mapping[str, Deadline]
# The law names the day of the session; a notice before that day begins, less the hours of the rule, is always in time.
_START_OF_DAY = time(0, 0)


def education_group(facts: SuspensionFacts, deadlines: Deadlines, as_of: date) -> Group:
    """The group “Education meanwhile”, with the way to record what the school gives, or to book what we owe."""
    rows = [
        *_work(facts),
        *_run(facts),
        *_dates(facts, deadlines),
        *_given(facts, deadlines, as_of),
        *_public_place(facts),
    ]
    return Group("Education meanwhile", tuple(rows), *_change(facts, deadlines))


def _work(facts: SuspensionFacts) -> Iterator[Row]:
    """Whoever misses lunchtimes alone misses no lesson."""
    if not facts.suspension.is_lunchtime_only:
        yield Row("Work", "The school sets and marks work for the first five school days.")


def _change(facts: SuspensionFacts, deadlines: Deadlines) -> tuple[str, str]:
    reference, step = facts.case.reference, transition("education")
    if is_councils_duty(facts.suspension.legal_type_then):
        is_booked = bool(facts.education.placements)
        if SUSPENSION_SIXTH_DAY in deadlines or is_booked:
            return reverse("placements", args=[reference]), "Change" if is_booked else "What is booked"
        return "", ""
    if facts.case.state not in step.from_states or facts.suspension.is_lunchtime_only:
        return "", ""
    label = "Correct" if facts.suspension.education_started_on else "Record"
    return reverse(step.url_name, args=[reference]), label


def _run(facts: SuspensionFacts) -> Iterator[Row]:
    """What this suspension follows on, and what follows on it: one run, however many decisions."""
    run = facts.run
    if run.earlier:
        yield Row("Follows directly on", "; ".join(_named(each) for each in run.earlier))
    if run.later:
        yield Row("Followed directly by", "; ".join(_named(each) for each in run.later))
    served = facts.served
    exclusion = exclusion_directly_after(facts.case.child, facts.case.school, served, facts.ask) if served else None
    if exclusion is not None:
        yield Row(
            "Followed directly by",
            f"Permanent exclusion {exclusion.case.reference} from {spelled_date(exclusion.excluded_on)}. They stay two "
            "decisions: its own day one begins the home authority’s count to day six.",
        )


def _named(suspension: Suspension) -> str:
    span = Span(suspension.first_on, suspension.last_on)
    return f"{suspension.case.reference}, {span.days_in_words.removeprefix('from ').removeprefix('on ')}"


def _dates(facts: SuspensionFacts, deadlines: Deadlines) -> Iterator[Row]:
    for code, label in (
        ("exclusions.looked_after_provision", "Looked after: education should start by"),
        (SUSPENSION_SIXTH_DAY, "Full-time education elsewhere must start by"),
    ):
        deadline = deadlines.get(code)
        if deadline is not None:
            yield date_row(label, deadline)
            yield Row("Whose duty", str(deadline.get_duty_owner_display()))
    if SUSPENSION_SIXTH_DAY not in deadlines and facts.run.earlier:
        earlier_on = _sixth_day_of_run(facts)
        if earlier_on is not None:
            yield Row("Day six of the run", f"{spelled_date(earlier_on)}, in the suspension before")


def _sixth_day_of_run(facts: SuspensionFacts) -> date | None:
    if facts.served is None:
        return None
    asked = sixth_day_facts(
        facts.run.spans_with(facts.served),
        facts.suspension.legal_type_then,
        is_of_compulsory_age=facts.is_of_compulsory_age,
    )
    due_on = facts.ask(SIXTH_DAY, **asked).due_on
    return due_on if facts.run.had_its_sixth_day(due_on) else None


def _given(facts: SuspensionFacts, deadlines: Deadlines, as_of: date) -> Iterator[Row]:
    """What was given or booked, and the notice of its details; what is missing once the sixth day has come."""
    suspension, sixth_day = facts.suspension, deadlines.get(SUSPENSION_SIXTH_DAY)
    if is_councils_duty(suspension.legal_type_then):
        yield from _booked(facts, sixth_day, as_of)
    elif suspension.education_started_on:
        extent = "full-time" if suspension.education_is_full_time else "less than full-time, which meets no duty"
        yield Row("Education started on", f"{spelled_date(suspension.education_started_on)}, {extent}")
        yield Row("Where", suspension.education_at)
        yield _details(facts, suspension.education_started_on)
        told_on = suspension.education_told_on
        yield Row("Parents told of it on", spelled(told_on), needs="" if told_on else "No day is recorded.")
    elif sixth_day is not None and sixth_day.due_on is not None and facts.education_started_on is None:
        has_come = sixth_day.due_on <= as_of
        needs = "The sixth school day has come. Ask the school what it provides, and record it." if has_come else ""
        yield Row("Education started on", "" if needs else "Not recorded yet", needs=needs)
        yield _details(facts, sixth_day.due_on)


def _booked(facts: SuspensionFacts, sixth_day: Deadline | None, as_of: date) -> Iterator[Row]:
    for placement in facts.education.open_on(as_of):
        started = "started" if placement.started_on else "booked from"
        day = spelled(placement.started_on or placement.starts_on)
        yield Row("Provider", f"{placement.provider}, {started} {day}, {hours_words(placement.hours_a_week)} a week")
        due = details_due(facts, placement)
        if due is not None and due.due_at is not None:
            yield Row("Parents must have the details by", _moment(due.due_at))
    if sixth_day is not None and facts.education_started_on is None and not facts.education.open_on(as_of):
        yield Row("Provider", needs="No provider is booked. The sixth school day of the suspension is ours.")


def _details(facts: SuspensionFacts, starts_on: date) -> Row:
    """Until when the parents must have the details: to the minute where the first session's time is known."""
    label, at = "Parents must have the details by", facts.suspension.education_first_session_at
    due = statute.calculate(
        "exclusions.provision_notice",
        facts={"provision_starts_at": datetime.combine(starts_on, at or _START_OF_DAY)},
        policy=facts.policy,
    )
    if due.due_at is None:
        return Row(label, str(due.because))
    if at is not None:
        return Row(label, _moment(due.due_at))
    return Row(label, f"{due.because} Before {spelled_date(due.due_at.date())} begins is always in time.")


def _moment(at: datetime) -> str:
    return f"{at:%A} {spelled_date(at.date())} at {at:%H:%M}"


def _public_place(facts: SuspensionFacts) -> Iterator[Row]:
    if not facts.is_of_compulsory_age or not facts.lost.days or facts.suspension.is_lunchtime_only:
        return
    started_on = facts.education_started_on
    days = facts.ask(
        "exclusions.public_place_days",
        excluded_on=facts.suspension.first_on,
        pm_began=False,
        days=len(facts.lost.days),
        compulsory_age=True,
        **({"provision_started_on": started_on} if started_on else {}),
    )
    if days.value:
        yield Row("Days not to be in a public place", ", ".join(spelled(day) for day in days.value))
