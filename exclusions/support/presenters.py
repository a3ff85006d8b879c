"""What the case page shows of a request for help: values in words, and what is missing, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step, UnknownKind, get_kind
from cases.models import Case
from exclusions.models import SupportLine
from exclusions.rows import spelled
from exclusions.support.codes import Concern, Service, SupportKind, Tier
from exclusions.support.facts import SupportFacts, gather_support
from exclusions.support.outcomes import Answer, Asking, Happened, Outcomes
from exclusions.support.policies import reasons_against
from exclusions.support.states import OPEN_STATES, SUPPORTED, TRANSITIONS, transition
from exclusions.support.suspended import suspended_so_far
from provision.models import Placement

# The kind of another topic, looked up by its code: offered only where it is registered.
MANAGED_MOVE = "managed_move"


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a request for help, for the kernel's case page."""
    facts = gather_support(case)
    return Presentation(
        groups=(
            _the_request(facts),
            _tried(facts, as_of),
            _considered(facts),
            _support(facts),
            _meetings(facts),
            _what_came(facts, as_of),
        ),
        steps=tuple(_steps(facts, as_of)),
        lozenges=_lozenges(facts),
    )


def _lozenges(facts: SupportFacts) -> tuple[str, ...]:
    request = facts.request
    marks = {
        "Looked after": request.is_looked_after_then,
        "EHC plan": request.has_plan_then,
        "Social worker": request.has_social_worker_then,
        "Permanent exclusion considered": request.is_exclusion_considered,
    }
    return tuple(label for label, holds in marks.items() if holds)


def _change(code: str, facts: SupportFacts, label: str) -> tuple[str, str]:
    """The Change link of a group while its step is in the table for this state."""
    step = transition(code)
    if facts.case.state not in step.from_states:
        return "", label
    return reverse(step.url_name, args=[facts.case.reference]), label


def _the_request(facts: SupportFacts) -> Group:
    request = facts.request
    agree = {True: "The parents agree.", False: "The parents do not agree."}.get(request.do_parents_agree, "")
    rows = [
        Row("Asked for on", spelled(request.requested_on)),
        Row("School", facts.case.school.name if facts.case.school else ""),
        Row("Concerns", "; ".join(Concern(code).label for code in request.concerns)),
        Row("In the school’s words", request.concerns_in_words),
        Row("What the school asks for", "; ".join(SupportKind(code).label for code in request.asked_for)),
        Row(
            "Parents",
            f"Told {spelled(request.parents_told_on)}. {agree}".strip() if request.parents_told_on else "",
            needs="" if request.parents_told_on else "The parents have not been told, or it is not recorded.",
        ),
    ]
    if request.not_taken_up_because:
        rows.append(Row("Not taken up because", request.get_not_taken_up_because_display()))
    shown = [row for row in rows if row.value or row.needs]
    return Group("The request", tuple(shown), *_change("correct", facts, "Correct"))


def _tried(facts: SupportFacts, as_of: date) -> Group:
    rows = [Row(row.get_kind_display(), f"Since {spelled(row.since_on)}") for row in facts.tried]
    if not rows:
        rows.append(Row("Universal support", "Nothing is recorded"))
    if facts.request.tried_in_words:
        rows.append(Row("How it went", facts.request.tried_in_words))
    so_far = suspended_so_far(facts.case.child, facts.case.school, as_of)
    rows.append(Row("Suspensions so far", so_far.words()))
    return Group("What was tried, and suspensions so far", tuple(rows))


def _considered(facts: SupportFacts) -> Group:
    request = facts.request
    rows = [Row("Permanent exclusion considered", "Yes" if request.is_exclusion_considered else "No")]
    if request.has_plan_then or request.plan_review_asked_on:
        needs = "Ask for an interim review of the EHC plan." if facts.owes_plan_review else ""
        rows.append(Row("Interim review of the EHC plan", _asked(request.plan_review_asked_on, needs), needs=needs))
    if request.is_looked_after_then or request.care_review_asked_on:
        needs = "Ask the virtual school head for an interim review of the PEP." if facts.owes_care_review else ""
        rows.append(Row("Interim review of the PEP", _asked(request.care_review_asked_on, needs), needs=needs))
    if facts.offers_meeting:
        rows.append(
            Row(
                "Meeting of several services",
                needs="Offer one: it comes before a permanent exclusion of a primary pupil here.",
            )
        )
    return Group("Before an exclusion", tuple(rows))


def _asked(on: date | None, needs: str) -> str:
    if needs:
        return ""
    return f"Asked for {spelled(on)}" if on else "Not asked for"


def _support(facts: SupportFacts) -> Group:
    rows = [_line_row(line) for line in facts.lines]
    rows += [_placement_row(each) for each in facts.placements]
    rows += [
        Row("Place", needs="No place is booked for the time-limited placement.") for _ in facts.lines_without_place
    ]
    if not rows:
        rows.append(Row("Agreed", "Nothing yet"))
    can_book = facts.case.state in SUPPORTED or facts.placements
    address = reverse("placements", args=[facts.case.reference]) if can_book else ""
    return Group(
        "Support", tuple(rows), address, "Places that are booked", tuple(_links_of_lines(facts)), is_to_read=True
    )


def _links_of_lines(facts: SupportFacts) -> Iterator[tuple[str, str]]:
    """To what was agreed wrongly."""
    if facts.case.state in SUPPORTED:
        for line in facts.lines:
            yield reverse("support_correct_line", args=[line.uuid]), f"Correct: {line.get_kind_display()}"


def _line_row(line: SupportLine) -> Row:
    words = [f"{line.get_kind_display()}, from {spelled(line.starts_on)}"]
    if line.ends_on:
        words.append(f"to {spelled(line.ends_on)}")
    if line.provider:
        words.append(f"by {line.provider}")
    value = " ".join(words)
    if line.outcome:
        return Row(Tier(line.tier).label, f"{value}. {line.get_outcome_display()}.")
    review = f"Review on {spelled(line.review_on)}." if line.review_on else "No day of review is set."
    return Row(Tier(line.tier).label, f"{value}. {review}")


def _placement_row(placement: Placement) -> Row:
    begun = "Since" if placement.started_on else "Booked from"
    day = spelled(placement.started_on or placement.starts_on)
    until = f", last day {spelled(placement.ends_on)}" if placement.ends_on else ""
    return Row("Place", f"{placement.provider}. {begun} {day}{until}. {placement.get_state_display()}.")


def _meetings(facts: SupportFacts) -> Group:
    rows = []
    for meeting in facts.meetings:
        took_part = ", ".join(Service(code).label for code in meeting.services)
        rows.append(Row(spelled(meeting.met_on), f"{took_part}. Decided: {meeting.decisions}"))
    if not rows:
        rows.append(Row("Meetings of several services", "None recorded"))
    links = (_change("correct_meeting", facts, "Correct a meeting"),) if facts.meetings else ()
    return Group("Meetings", tuple(rows), *_change("meeting", facts, "Record a meeting"), links)


def _what_came(facts: SupportFacts, as_of: date) -> Group:
    request = facts.request
    asking = Asking(facts.case.child_id, request.requested_on)
    outcome = Outcomes([asking], facts.policy, as_of).of(asking)
    until = spelled(outcome.permanent.until)
    rows = []
    if request.outcome:
        rows.append(Row("Outcome of the help", request.get_outcome_display()))
    rows += [
        Row(f"Permanently excluded by {until}?", happened_words(outcome.permanent)),
        Row(f"Suspended by {until}?", happened_words(outcome.suspension)),
    ]
    return Group("What came of it", tuple(rows), *_change("correct_close", facts, "Correct how it ended"))


def happened_words(happened: Happened) -> str:
    """“Not yet known until …”, “No”, “Yes, EX-2026-0001”."""
    if happened.answer is Answer.YES:
        return f"Yes, {', '.join(happened.references)}"
    if happened.answer is Answer.NO:
        return "No"
    return f"Not yet known until {spelled(happened.until)}"


def _steps(facts: SupportFacts, as_of: date) -> Iterator[Step]:
    """The steps of the table that are possible now, one for each line that is open, and a managed move."""
    main = {"consider", "agree", "review", "close"}
    has_main = False
    for row in TRANSITIONS:
        is_step = row.to_states and row.url_name
        if not is_step or facts.case.state not in row.from_states:
            continue
        reasons = tuple(reasons_against(row.code, facts, as_of))
        address = "" if reasons else reverse(row.url_name, args=[facts.case.reference])
        is_main = bool(address) and row.code in main and not has_main
        has_main = has_main or is_main
        yield Step(row.label, address, reasons, is_main=is_main)
    if facts.case.state in SUPPORTED:
        for line in facts.open_lines:
            yield Step(f"Record how it went: {line.get_kind_display()}", reverse("support_line", args=[line.uuid]))
        for line in facts.lines_without_review_day:
            address = reverse("support_review_day", args=[line.uuid])
            yield Step(f"Set the day of review: {line.get_kind_display()}", address)
    yield from _managed_move(facts)


def _managed_move(facts: SupportFacts) -> Iterator[Step]:
    """A managed move opens from here, where the product has that kind of case."""
    wants = facts.case.state in OPEN_STATES and _asks_for_a_move(facts)
    if not wants:
        return
    try:
        kind = get_kind(MANAGED_MOVE)
    except UnknownKind:
        return
    if kind.open_url_name:
        address = reverse(kind.open_url_name, args=[facts.case.child.uuid])
        yield Step(kind.open_label or kind.label, f"{address}?from={facts.case.reference}")


def _asks_for_a_move(facts: SupportFacts) -> bool:
    agreed = {line.kind for line in facts.lines}
    return SupportKind.MANAGED_MOVE in {*facts.request.asked_for, *agreed}
