"""Off the roll and the next school, the safeguarding file, and plans for the return, on the case page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse

from cases.kinds import Group, Row
from cases.models import Deadline
from components.words import lower_first, upper_first
from exclusions.change_links import change_link
from exclusions.facts import CaseFacts, Facts
from exclusions.leaving.going_clocks import DELETION_RETURN, FAIR_ACCESS, TRANSFER_FILE
from exclusions.leaving.next_school import (
    CORRECTION,
    STEPS,
    against_fair_access,
    preference_suspended_until,
    reasons_against,
)
from exclusions.leaving.records import Leaving, files_of, leaving_of, open_enrolment, reintegrations_of
from exclusions.leaving.roll import doubt_about
from exclusions.models import (
    DeletionGround,
    NextSchool,
    Reintegration,
    ReturnItem,
    RollDeletion,
    SafeguardingFile,
    TookPart,
)
from exclusions.rows import date_row, spelled
from exclusions.states import MAY_LEAVE_THE_ROLL, PLACED
from exclusions.track_states import NEXT_ADMITTED, NEXT_ENDED, NEXT_SCHOOL_STATES

_NEXT_SCHOOL = {state.code: state.label for state in NEXT_SCHOOL_STATES}
Deadlines = Mapping[str, Deadline]


def leaving_groups(facts: Facts, deadlines: Deadlines, as_of: date) -> Iterator[Group]:
    """Until when the child stays on the roll and how the name left it, how far the next school is, the safeguarding
    file, and, where the child goes back, the plan for it."""
    leaving = leaving_of(facts.case)
    rows = [*_roll(facts, leaving.deletion, deadlines), *_next_school(facts, leaving.next_school, deadlines, as_of)]
    label = "Correct the day" if leaving.deletion.off_on else "Record that the name left the roll"
    # In the states that lead on, it stands among the next steps.
    change = ("", label)
    if facts.case.is_open and (leaving.deletion.off_on or facts.case.state not in MAY_LEAVE_THE_ROLL):
        change = (reverse("exclusion_off_roll", args=[facts.case.reference]), label)
    yield Group("Off roll and next school", tuple(rows), *change, tuple(_corrections(facts, as_of)))
    yield safeguarding_group(facts, leaving)
    plans = reintegrations_of(facts.case)
    address, label = change_link("reintegration_add", facts, "Plan the return")
    if address or plans:
        yield return_group(plans, as_of, address)


def _corrections(facts: Facts, as_of: date) -> Iterator[tuple[str, str]]:
    if not reasons_against(CORRECTION, facts, as_of):
        yield reverse(STEPS[CORRECTION].url_name, args=[facts.case.reference]), "Correct the admission"
    if facts.case.state == PLACED:
        yield change_link("exclusion_placed_correct", facts, "Correct where the child was placed")


def _roll(facts: Facts, deletion: RollDeletion, deadlines: Deadlines) -> Iterator[Row]:
    if "exclusions.roll_deletion" in deadlines:
        yield date_row("May leave the roll from", deadlines["exclusions.roll_deletion"])
    elif deletion.off_on is None:
        yield Row("Roll", "The child stays on the school’s roll.")
    if deletion.off_on is not None:
        doubt = doubt_about(deletion.off_on, facts, deadlines)
        needs = f"{doubt.lozenge}. {doubt.reason}" if doubt else ""
        yield Row("Taken off the roll on", spelled(deletion.off_on), needs=needs)
        yield _enrolment(facts)
    if deletion.off_on is not None or deletion.return_received_on is not None:
        if not facts.lives_here:
            yield Row("The return goes to", f"{facts.exclusion.home_authority}, where the child lives")
        yield from _return(deletion, deadlines)


def _enrolment(facts: Facts) -> Row:
    """Whether the child's own record agrees, and why not."""
    if open_enrolment(facts.case) is None:
        return Row("In the child’s record", "No longer on the roll of the school")
    if facts.case.state in MAY_LEAVE_THE_ROLL or "off_roll" in _past(facts):
        words = "The child’s record still has the child on the school’s roll. End the enrolment there."
        return Row("In the child’s record", "On the roll of the school", needs=words)
    words = "On the roll of the school: in law the child is its pupil until the lawful day"
    return Row("In the child’s record", words)


def _past(facts: Facts) -> tuple[str, ...]:
    return ("off_roll",) if facts.case.state in ("off_roll", "placed", "closed") else ()


def _return(deletion: RollDeletion, deadlines: Deadlines) -> Iterator[Row]:
    received = spelled(deletion.return_received_on)
    needs = "" if received else _not_there(deadlines, DELETION_RETURN)
    # How far it was confirmed to whom the return goes stands where its day is explained.
    explained = date_row("", deadlines.get(DELETION_RETURN)).explain_url
    yield Row("School’s return received", received, needs=needs, explain_url=explained)
    if deletion.return_received_on:
        ground = DeletionGround(deletion.ground)
        asks = "The school gives another ground than the permanent exclusion. Ask why."
        yield Row("Ground", ground.label, needs=asks if ground == DeletionGround.ANOTHER else "")
        settled = {*deletion.items_given, *deletion.items_not_needed}
        missing = [ReturnItem(item).label.lower() for item in ReturnItem.values if item not in settled]
        needs = f"The school’s return does not say: {', '.join(missing)}." if missing else ""
        yield Row("The return holds", _items_given(deletion) if missing else "Everything that it must", needs=needs)
    if deletion.off_on or deletion.transfer_file_sent_on:
        sent = spelled(deletion.transfer_file_sent_on)
        yield Row("Transfer file sent", sent) if sent else date_row("Transfer file by", deadlines.get(TRANSFER_FILE))


def _items_given(deletion: RollDeletion) -> str:
    """What the return did give, in the order of the form."""
    given = [item.label for item in ReturnItem if item in deletion.items_given]
    return upper_first(", ".join(lower_first(label) for label in given)) or "Nothing that it must"


def _not_there(deadlines: Deadlines, code: str) -> str:
    due_on = deadlines[code].due_on if code in deadlines else None
    by = f" The day for it is {spelled(due_on)}." if due_on else ""
    return f"The school has sent no return of the deletion.{by}"


def _next_school(facts: Facts, way: NextSchool, deadlines: Deadlines, as_of: date) -> Iterator[Row]:
    state = facts.exclusion.next_school_state
    yield Row("Next school", _NEXT_SCHOOL[state])
    if way.applied_on:
        asked = f", for {way.asked_for}" if way.asked_for else ""
        yield Row("Applied for a place", f"{spelled(way.applied_on)}, to {way.applied_to}{asked}")
    if way.fair_access_accepted_on:
        yield Row("Accepted by the Fair Access Panel", spelled(way.fair_access_accepted_on))
        yield date_row("Place under Fair Access by", deadlines.get(FAIR_ACCESS))
    if way.panel_on:
        school = f": {way.panel_school}" if way.panel_school else ""
        yield Row("Panel", f"{way.get_panel_outcome_display()}, on {spelled(way.panel_on)}{school}")
    if way.plan_referred_on:
        yield Row("School through the plan", f"Referred on {spelled(way.plan_referred_on)}")
    if way.agreed_on:
        yield Row("Place", f"{way.school}, agreed on {spelled(way.agreed_on)}, from {spelled(way.starts_on)}")
    if way.admitted_on:
        yield Row("Admitted on", spelled(way.admitted_on))
    if way.destination:
        yield Row("Placed", f"{way.get_destination_display()}, since {spelled(way.placed_on)}")
    if state not in (NEXT_ADMITTED, NEXT_ENDED):
        yield from _who_places(facts, as_of)
    until = preference_suspended_until(facts)
    if until:
        words = f"The child was permanently excluded twice: no duty to follow it until {spelled(until)} (not verified)"
        yield Row("Parents’ preference", words)


def _who_places(facts: Facts, as_of: date) -> Iterator[Row]:
    against = against_fair_access(facts, as_of)
    if against:
        yield Row("Fair Access", "Not for this child. " + " ".join(against))


def safeguarding_group(facts: CaseFacts, leaving: Leaving | None) -> Group:
    """Each file that was passed on, and a prompt where the child has started somewhere without one."""
    files = files_of(facts.case)
    rows = [Row(f"To {_to(file)}", _how(file), needs=_unconfirmed(file)) for file in files]
    rows += [Row("Safeguarding file", needs=needs) for needs in _without_a_file(facts, leaving, files)]
    if not rows:
        rows = [Row("Safeguarding file", "None recorded as passed on")]
    address = reverse("safeguarding_file_add", args=[facts.case.reference]) if facts.case.is_open else ""
    corrections = [(reverse("safeguarding_file_correct", args=[file.uuid]), _correct(file)) for file in files]
    links = tuple(corrections) if facts.case.is_open else ()
    return Group("Safeguarding file", tuple(rows), address, "Record a file", links)


def _correct(file: SafeguardingFile) -> str:
    return f"Correct: to {_to(file)}"


def _to(file: SafeguardingFile) -> str:
    return str(file.to_school or file.to_provider)


def _how(file: SafeguardingFile) -> str:
    received = f", receipt confirmed on {spelled(file.confirmed_on)}" if file.confirmed_on else ""
    method = file.get_method_display().lower()
    return f"From {file.from_school} on {spelled(file.passed_on)}, {method}{received}"


def _unconfirmed(file: SafeguardingFile) -> str:
    return "" if file.confirmed_on else f"Receipt of the file by {_to(file)} is not confirmed."


def _without_a_file(facts: CaseFacts, leaving: Leaving | None, files: list[SafeguardingFile]) -> Iterator[str]:
    providers, schools = {file.to_provider_id for file in files}, {file.to_school_id for file in files}
    started = {each.provider for each in facts.education.placements if each.started_on}
    for provider in sorted(started, key=str):
        if provider.pk not in providers and (provider.school_id is None or provider.school_id not in schools):
            yield f"The child has started at {provider}, and no safeguarding file is recorded as passed on."
    way = leaving.next_school if leaving else None
    if way and way.admitted_on and way.school_id not in schools:
        yield f"The child was admitted to {way.school}, and no safeguarding file is recorded as passed on."


def return_group(plans: list[Reintegration], as_of: date, address: str) -> Group:
    """The plans for the return, each with how it turned out. The return never waits for one."""
    rows = [row for plan in plans for row in _plan(plan, as_of)]
    if not rows:
        rows = [Row("Plan for the return", "None recorded. The return does not wait for a meeting.")]
    return Group("Reintegration", tuple(rows), address, "Plan the return")


def _plan(plan: Reintegration, as_of: date) -> Iterator[Row]:
    who = ", ".join(TookPart(code).label.lower() for code in plan.took_part)
    met = f"{spelled(plan.meeting_on)}{f', with {who}' if who else ''}" if plan.meeting_on else "None held"
    yield Row("Meeting about the return", met)
    if plan.aims:
        yield Row("Aims", plan.aims)
    if plan.support:
        yield Row("Support", plan.support)
    yield Row("Timetable", "Full-time")
    if plan.outcome:
        yield Row("How it went", f"{plan.get_outcome_display()}, on {spelled(plan.outcome_on)}")
    elif plan.review_on:
        is_due = plan.review_on <= as_of
        yield Row(
            "Look at it again on", spelled(plan.review_on), needs="It is time to look at it again." if is_due else ""
        )
