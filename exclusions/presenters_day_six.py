"""Day six on the case page: what is owed by when, what is booked, what is missing, and the steps of the track."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse

from cases.kinds import Group, Row, Step
from cases.models import Deadline
from cases.presenters.words import full_date
from cases.queries.letters import first_sent_on
from exclusions.day_six import SIXTH_DAY, details_due, state_of
from exclusions.facts import Facts
from exclusions.letters import DAY_SIX_OFFER
from exclusions.rows import date_row, spelled
from exclusions.track_states import (
    DAY_SIX_BOOKED,
    DAY_SIX_ENDED,
    DAY_SIX_LATE,
    DAY_SIX_NOT_OWED,
    DAY_SIX_STARTED,
    DAY_SIX_STATES,
    DAY_SIX_STEPS,
    DAY_SIX_TO_BOOK,
)
from provision.models import Placement
from provision.presenters import hours_words, place_words, session_words

LABELS = {state.code: state.label for state in DAY_SIX_STATES}
_STEPS = {step.code: step for step in DAY_SIX_STEPS}
Deadlines = Mapping[str, Deadline]


def day_six_group(facts: Facts, deadlines: Deadlines, as_of: date) -> Group:
    """The group “Day six”, with the way to everything that is booked."""
    sixth_day = deadlines.get(SIXTH_DAY)
    state = state_of(facts, sixth_day, as_of)
    rows = [Row("Provision", LABELS[state], needs=_needs(facts, sixth_day, state, as_of))]
    for placement, number in _numbered(facts.education.open_on(as_of)):
        rows += _booked(facts, placement, number)
    parents_told_on = first_sent_on(facts.case, DAY_SIX_OFFER)
    if parents_told_on is not None:
        rows.append(Row("Parents told of provision on", spelled(parents_told_on)))
    if sixth_day is not None:
        rows.append(date_row("Must start by", sixth_day))
        if sixth_day.state != Deadline.State.NOT_OWED:
            rows.append(Row("Whose duty", str(sixth_day.get_duty_owner_display())))
    looked_after = deadlines.get("exclusions.looked_after_provision")
    if looked_after is not None:
        rows.append(date_row("Looked after: should start by", looked_after))
    rows += _public_place(facts)
    has_bookings = bool(facts.education.placements)
    address = reverse("placements", args=[facts.case.reference])
    if state in (DAY_SIX_NOT_OWED, DAY_SIX_ENDED) and not has_bookings:
        address = ""
    return Group("Day six", tuple(rows), address, "Change" if has_bookings else "What is booked", is_to_read=True)


def _numbered(placements: tuple[Placement, ...]) -> Iterator[tuple[Placement, str]]:
    for number, placement in enumerate(placements, start=1):
        yield placement, f" {number}" if len(placements) > 1 else ""


def _booked(facts: Facts, placement: Placement, number: str) -> Iterator[Row]:
    """One booking: where, from when, how much, whom to ask for, and until when the parents must know."""
    yield Row(f"Provider{number}", str(placement.provider))
    if placement.started_on:
        yield Row(f"Started on{number}", spelled(placement.started_on))
    else:
        yield Row(f"Booked to start on{number}", spelled(placement.starts_on))
    if placement.ends_on:
        yield Row(f"Last day{number}", spelled(placement.ends_on))
    how_much = f"{hours_words(placement.hours_a_week)}. {placement.get_extent_display()}"
    yield Row(f"Hours a week{number}", how_much)
    sessions = session_words(placement)
    if sessions:
        yield Row(f"Sessions{number}", sessions)
    yield Row(f"Where{number}", place_words(placement))
    yield Row(f"Report to{number}", placement.reports_to)
    if placement.started_on is None:
        yield _details_row(facts, placement, number)


def _details_row(facts: Facts, placement: Placement, number: str) -> Row:
    label = f"Parents must have the details by{number}"
    due = details_due(facts, placement)
    if due is None:
        return Row(label, needs="The times of the sessions are not recorded. The parents must have them.")
    if due.due_at is None:
        return Row(label, value=str(due.because))
    return Row(label, value=f"{full_date(due.due_on)} at {due.due_at:%H:%M}")


def _needs(facts: Facts, sixth_day: Deadline | None, state: str, as_of: date) -> str:
    education = facts.education
    if state == DAY_SIX_ENDED:
        is_open = bool(education.open_on(as_of))
        return "Education is still booked or goes on. End it, or keep it on purpose." if is_open else ""
    words = []
    if state == DAY_SIX_LATE:
        words.append("The sixth day has passed and no education has started.")
    if state in (DAY_SIX_TO_BOOK, DAY_SIX_LATE) and education.booked_from(as_of) is None:
        words.append(_nothing_booked(facts, as_of))
    if state in (DAY_SIX_BOOKED, DAY_SIX_LATE):
        words.append(_about_the_start(facts, sixth_day, as_of))
    return " ".join(word for word in words if word)


def _nothing_booked(facts: Facts, as_of: date) -> str:
    if facts.education.is_too_little(as_of):
        return "What is booked is less than full-time education."
    if facts.education.ended_on:
        return f"The education ended on {spelled(facts.education.ended_on)}. Nothing is booked now: the duty goes on."
    return "No provider is booked."


def _about_the_start(facts: Facts, sixth_day: Deadline | None, as_of: date) -> str:
    starts_on = facts.education.booked_from(as_of)
    if starts_on is None:
        return ""
    if starts_on <= as_of:
        return "The booked day has come: record that the child started, or did not."
    if sixth_day is not None and sixth_day.due_on is not None and starts_on > sixth_day.due_on:
        return f"It is booked to start on {spelled(starts_on)}, after the sixth day."
    return ""


def _public_place(facts: Facts) -> list[Row]:
    started_on = facts.education.started_on
    days = facts.ask(
        "exclusions.public_place_days",
        excluded_on=facts.exclusion.excluded_on,
        pm_began=facts.exclusion.pm_began,
        compulsory_age=facts.is_of_compulsory_age,
        **({"provision_started_on": started_on} if started_on else {}),
    )
    if not days.value:
        return []
    return [Row("Days not to be in a public place", ", ".join(spelled(_as_date(day)) for day in days.value))]


def _as_date(day: object) -> date:
    return day if isinstance(day, date) else date.fromisoformat(str(day))


def day_six_steps(facts: Facts, deadlines: Deadlines, as_of: date) -> Iterator[Step]:
    """The next steps of the track: book, then record that it started, each possible or with the reason why not yet.

    When the sixth day has come and nothing is booked, booking is what to do first.
    """
    sixth_day = deadlines.get(SIXTH_DAY)
    state = state_of(facts, sixth_day, as_of)
    if state in (DAY_SIX_NOT_OWED, DAY_SIX_ENDED, DAY_SIX_STARTED):
        return
    is_booked = facts.education.booked_from(as_of) is not None
    book, start = _STEPS["day_six_book"], _STEPS["day_six_started"]
    if not is_booked:
        is_due = sixth_day is not None and sixth_day.due_on is not None and sixth_day.due_on <= as_of
        yield Step(book.label, reverse(book.url_name, args=[facts.case.reference]), is_main=is_due)
    waiting = facts.education.waiting_on(as_of)
    if not waiting:
        yield Step(start.label, reasons=("Nothing that could start is booked yet.",))
    elif waiting[0].starts_on > as_of:
        yield Step(start.label, reasons=(f"It is booked to start on {spelled(waiting[0].starts_on)}.",))
    else:
        yield Step(start.label, reverse(start.url_name, args=[waiting[0].uuid]))
