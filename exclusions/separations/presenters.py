"""What the case page shows of a separation. What is alleged stands nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse

from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step
from cases.models import Case, Deadline
from exclusions.education_rows import education_rows
from exclusions.facts import Recipient
from exclusions.queries import deadlines_by_code, has_followed
from exclusions.rows import HOME_NOT_KNOWN, lozenges_of, spelled, told_rows
from exclusions.separations.clocks import EDUCATION
from exclusions.separations.facts import SeparationFacts, gather_separation
from exclusions.separations.states import SEPARATED, transition

NOT_A_SUSPENSION = (
    "No suspension: no days count towards the 45 of the year, it has no reason code, and the governors have no duty "
    "(the last is inferred)"
)
NO_ATTENDANCE_CODE = "Not confirmed: which code is right is not known to us. Ask the school which one it uses"
_OFFICER_NOT_TOLD = "The designated officer (LADO) has not been told. Ask the school, and tell them if it has not."
_RECORD_PAGES = {
    "suspension": ("suspension_record", "Record the suspension that it became"),
    "permanent_exclusion": ("exclusion_record", "Record the permanent exclusion that it became"),
}


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a separation, for the kernel's case page."""
    facts = gather_separation(case)
    return Presentation(
        groups=(
            _the_separation(facts, as_of),
            _education(facts, deadlines_by_code(case), as_of),
            _told(facts),
            *_reviews(facts, as_of),
            *_end(facts),
        ),
        steps=tuple(_steps(facts, as_of)),
        lozenges=lozenges_of(facts),
    )


def _is_live(facts: SeparationFacts) -> bool:
    return facts.case.state == SEPARATED


def _change(step: str, facts: SeparationFacts, label: str) -> tuple[str, str]:
    row = transition(step)
    is_possible = facts.case.state in row.from_states
    return (reverse(row.url_name, args=[facts.case.reference]) if is_possible else ""), label


def _the_separation(facts: SeparationFacts, as_of: date) -> Group:
    separation = facts.separation
    until_on, home = separation.expected_until_on, separation.home_authority
    is_over = _is_live(facts) and until_on is not None and until_on < as_of
    rows = (
        Row("Began on", spelled(separation.began_on)),
        Row(
            "Expected until",
            spelled(until_on) or "Not said",
            needs="The day until which it was expected has passed. Ask whether it goes on." if is_over else "",
        ),
        Row("Decided by", facts.case.school.name),
        Row("Home authority", str(home or ""), needs="" if home or not _is_live(facts) else HOME_NOT_KNOWN),
        Row("What it is not", NOT_A_SUSPENSION),
        Row("Attendance code", NO_ATTENDANCE_CODE),
    )
    return Group("The separation", rows, *_change("correct", facts, "Correct"))


def _education(facts: SeparationFacts, deadlines: Mapping[str, Deadline], as_of: date) -> Group:
    """Whose duty, by when (never known), and what is booked."""
    is_live, deadline = _is_live(facts), deadlines.get(EDUCATION)
    is_owed = is_live and facts.is_of_compulsory_age
    rows = []
    if not facts.is_of_compulsory_age:
        rows.append(Row("Duty", "None under section 19: the child is not of compulsory school age"))
    elif is_live:
        home = facts.separation.home_authority
        rows.append(Row("Whose duty", "The council, section 19" if facts.lives_here else f"{home}, section 19"))
    if deadline is not None and deadline.due_on is None and is_owed:
        address = reverse("deadline", args=[deadline.uuid])
        rows.append(Row("Must start by", deadline.explanation, explain_url=address))
    rows += education_rows(facts, as_of, is_owed=is_owed and facts.lives_here)
    has_any = bool(facts.education.placements)
    address = reverse("placements", args=[facts.case.reference]) if has_any or (is_owed and facts.lives_here) else ""
    return Group(
        "Education meanwhile", tuple(rows), address, "Change" if has_any else "What is booked", is_to_read=True
    )


def _told(facts: SeparationFacts) -> Group:
    separation = facts.separation
    owed = {
        Recipient.COUNCIL: True,
        Recipient.PARENTS: True,
        Recipient.HOME_AUTHORITY: not facts.lives_here,
        Recipient.SOCIAL_WORKER: separation.has_social_worker_then,
        Recipient.VIRTUAL_SCHOOL_HEAD: separation.is_looked_after_then,
    }
    words = {Recipient.PARENTS: "That the parents were told is not recorded."}
    rows = list(told_rows(facts, owed, words))
    is_told = separation.is_designated_officer_told
    needs = "" if is_told or facts.is_mistake else _OFFICER_NOT_TOLD
    rows.append(Row("Local authority designated officer", "Yes" if is_told else "No", needs=needs))
    return Group("Who was told", tuple(rows), *_change("told", facts, "Record who was told"))


def _reviews(facts: SeparationFacts, as_of: date) -> Iterator[Group]:
    next_on = facts.separation.next_review_on
    rows = [Row(f"Held on {spelled(each.held_on)}", each.get_outcome_display()) for each in facts.reviews]
    if _is_live(facts):
        needs = "No day is set for the next review." if next_on is None else ""
        if next_on is not None and next_on < as_of:
            needs = "The day of the review has passed. Record how it went."
        rows.append(Row("Next review on", spelled(next_on), needs=needs))
    if rows:
        yield Group("Reviews", tuple(rows), *_change("review", facts, "Record a review"))


def _end(facts: SeparationFacts) -> Iterator[Group]:
    separation = facts.separation
    if separation.ended_on is None:
        return
    page = _RECORD_PAGES.get(separation.how_ended)
    is_missing = page is not None and not has_followed(facts.case, separation.how_ended)
    rows = (
        Row("Last day", spelled(separation.ended_on)),
        Row("How", separation.get_how_ended_display(), needs=f"{page[1]}." if page and is_missing else ""),
    )
    correction = _change("correct_end", facts, "Correct")
    if page and is_missing:
        yield Group("The end", rows, _follow_address(facts, page[0]), page[1], links=(correction,))
    else:
        yield Group("The end", rows, *correction)


def _follow_address(facts: SeparationFacts, url_name: str) -> str:
    return f"{reverse(url_name, args=[facts.case.child.uuid])}?from={facts.case.reference}"


def _steps(facts: SeparationFacts, as_of: date) -> Iterator[Step]:
    """Booking while nothing is, then the end."""
    if not _is_live(facts):
        return
    reference = facts.case.reference
    is_ours = facts.lives_here and facts.is_of_compulsory_age
    is_missing = is_ours and not facts.education.open_on(as_of)
    if is_missing:
        yield Step("Book education", reverse("placement_book", args=[reference]), is_main=True)
    end = transition("end")
    yield Step(end.label, reverse(end.url_name, args=[reference]), is_main=not is_missing)
