"""What the case page shows of a suspension: values in words, and what is missing, said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from django.urls import reverse

from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step
from cases.models import Case, Deadline
from components.words import spelled_date
from exclusions.facts import Recipient
from exclusions.leaving.presenters import return_group, safeguarding_group
from exclusions.leaving.presenters_cancelled import cancelled_group
from exclusions.leaving.presenters_steps import rows_to_finish
from exclusions.leaving.records import reintegrations_of
from exclusions.queries import deadlines_by_code
from exclusions.rows import date_row, decision_rows, lozenges_of, spelled, told_rows
from exclusions.suspensions.bands import IN_WORDS, TELLS_GOVERNORS, year_totals
from exclusions.suspensions.counting import Span, in_days, term_name
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from exclusions.suspensions.policies import reasons_against
from exclusions.suspensions.states import CANCELLED, NOTIFIED, TRANSITIONS, transition

NOT_COUNTED = "Not known: the school’s calendar does not say"
_SESSIONS = {"am": "morning", "pm": "afternoon"}


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a suspension, for the kernel's case page."""
    facts = gather_suspension(case)
    deadlines = deadlines_by_code(case)
    if case.state == CANCELLED:
        groups: tuple[Group, ...] = (
            _asks_nothing(_the_suspension(facts)),
            _asks_nothing(_told(facts)),
            _cancelled(facts),
        )
        return Presentation(groups=groups, lozenges=lozenges_of(facts))
    return Presentation(
        groups=(
            _the_suspension(facts),
            _days(facts),
            _told(facts),
            _governors(facts, deadlines),
            _education(facts, deadlines),
            _return(facts, as_of),
            return_group(reintegrations_of(case), as_of, _change("reintegration", facts, "")[0]),
            safeguarding_group(facts, None),
        ),
        steps=(*_steps(facts, as_of), *rows_to_finish(facts)),
        lozenges=lozenges_of(facts),
    )


def span_in_words(span: Span) -> str:
    """“From Monday 9 November 2026, afternoon, to Wednesday 18 November 2026, afternoon”; lunchtimes say so."""
    first, last = f"{span.first_on:%A} {spelled_date(span.first_on)}", f"{span.last_on:%A} {spelled_date(span.last_on)}"
    if span.is_lunchtime_only:
        return f"Lunchtimes only, from {first} to {last}" if first != last else f"The lunchtime of {first}"
    if first == last:
        halves = {span.first_session, span.last_session}
        return f"{first}, {'the whole day' if len(halves) == 2 else f'the {_SESSIONS[halves.pop()]} only'}"
    return f"From {first}, {_SESSIONS[span.first_session]}, to {last}, {_SESSIONS[span.last_session]}"


def _change(step: str, facts: SuspensionFacts, label: str) -> tuple[str, str]:
    row = transition(step)
    is_open = facts.case.state in row.from_states
    return (reverse(row.url_name, args=[facts.case.reference]) if is_open else ""), label


def _asks_nothing(group: Group) -> Group:
    return replace(group, rows=tuple(replace(row, needs="") for row in group.rows))


def _the_suspension(facts: SuspensionFacts) -> Group:
    rows = [Row("When", span_in_words(Span.of(facts.suspension))), *decision_rows(facts)]
    return Group("The suspension", tuple(rows), *_change("correct", facts, "Correct"))


def _days(facts: SuspensionFacts) -> Group:
    """How much it is, alone and with the child's others, over all schools."""
    if facts.lost.unknown_because:
        return Group("Days lost", (Row("School days", needs=f"{NOT_COUNTED}. {facts.lost.unknown_because}"),))
    rows = [Row("This suspension", f"{in_days(facts.lost.count or 0)} school days")]
    for key, sessions in facts.lost.by_term.items():
        total = facts.others.by_term.get(key, 0) + sessions
        rows.append(Row(f"To the end of it, {term_name(key)}", f"{in_days(total)} school days, over all schools"))
    for year in year_totals(facts.lost, facts.others, facts.policy):
        needs = " ".join(year.refused_because)
        value = f"{in_days(year.sessions)} of at most 45 school days, over all schools"
        rows.append(Row(f"School year {year.year.label}", value, needs=needs))
    if not facts.others.is_complete:
        rows.append(Row("Other suspensions", needs="One of them is not counted: a school’s calendar is missing."))
    return Group("Days lost", tuple(rows))


def _told(facts: SuspensionFacts) -> Group:
    suspension, band = facts.suspension, facts.band
    owed = {
        Recipient.COUNCIL: True,
        Recipient.PARENTS: True,
        Recipient.GOVERNORS: band is not None and band.value in TELLS_GOVERNORS,
        Recipient.SOCIAL_WORKER: suspension.has_social_worker_then,
        Recipient.VIRTUAL_SCHOOL_HEAD: suspension.is_looked_after_then,
    }
    return Group("Who was told", tuple(told_rows(facts, owed)), *_change("told", facts, "Record who was told"))


def _governors(facts: SuspensionFacts, deadlines: Mapping[str, Deadline]) -> Group:
    if facts.band is None:
        return Group("Governors", (Row("Their duty", needs="It cannot be said: the days lost are not counted."),))
    rows = [Row("Their duty", IN_WORDS[facts.band.value])]
    for code, label in (
        ("exclusions.governors_meet", "Must meet by"),
        ("exclusions.governors_meet_if_asked", "If the parents make representations, by"),
        ("exclusions.exam_meeting", "Before the exam, by"),
    ):
        if code in deadlines:
            rows.append(date_row(label, deadlines[code]))
    return Group("Governors", tuple(rows))


def _education(facts: SuspensionFacts, deadlines: Mapping[str, Deadline]) -> Group:
    """What the school sets and arranges meanwhile."""
    rows = [Row("Work", "The school sets and marks work for the first five school days.")]
    for code, label in (
        ("exclusions.looked_after_provision", "Looked after: education should start by"),
        ("exclusions.suspension_sixth_day", "Education elsewhere must start by"),
    ):
        deadline = deadlines.get(code)
        if deadline is not None:
            rows += [date_row(label, deadline), Row("Whose duty", str(deadline.get_duty_owner_display()))]
    if facts.is_of_compulsory_age and facts.lost.days and not facts.suspension.is_lunchtime_only:
        days = facts.ask(
            "exclusions.public_place_days",
            excluded_on=facts.suspension.first_on,
            pm_began=False,
            days=len(facts.lost.days),
            compulsory_age=True,
        )
        if days.value:
            rows.append(Row("Days not to be in a public place", ", ".join(spelled(day) for day in days.value)))
    return Group("Education meanwhile", tuple(rows))


def _return(facts: SuspensionFacts, as_of: date) -> Group:
    suspension = facts.suspension
    if suspension.returned_on:
        met_on = suspension.reintegration_met_on
        rows = (
            Row("Back in school on", spelled(suspension.returned_on)),
            Row("Reintegration meeting", spelled(met_on) if met_on else "None recorded"),
        )
    else:
        needs = "The return is not recorded." if suspension.last_on < as_of else ""
        rows = (Row("Back in school", "" if needs else f"After {spelled(suspension.last_on)}", needs=needs),)
    return Group("Return", rows)


def _cancelled(facts: SuspensionFacts) -> Group:
    lost = facts.suspension.sessions_count
    return cancelled_group(facts, NOT_COUNTED if lost is None else f"{in_days(lost)}, in the year")


def _steps(facts: SuspensionFacts, as_of: date) -> Iterator[Step]:
    """The steps that move the case: possible ones with their page, the next one with the reason why not yet."""
    for row in TRANSITIONS:
        if not row.to_states:
            continue
        reasons = tuple(reasons_against(row.code, facts, as_of))
        address = "" if reasons else reverse(row.url_name, args=[facts.case.reference])
        if address or facts.case.state == NOTIFIED:
            yield Step(row.label, address, reasons, is_main=bool(address) and row.code in ("return", "close"))
