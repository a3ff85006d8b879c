"""What the case page shows of a suspension: values in words, and what is missing, said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from django.urls import reverse

import statute
from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step
from cases.models import Case, Deadline
from components.words import spelled_date
from exclusions.facts import Recipient
from exclusions.governors.presenters import TOLD_OF_DECISION, governors_groups, suspension_steps
from exclusions.leaving.presenters import return_group, safeguarding_group
from exclusions.leaving.presenters_cancelled import (
    asks_nothing,
    cancelled_group,
    cancelled_steps,
    mistake_group,
    mistake_link,
)
from exclusions.leaving.presenters_steps import rows_to_finish
from exclusions.leaving.records import reintegrations_of
from exclusions.policies import MISTAKE
from exclusions.public_place.presenters import public_place_group, sighting_steps
from exclusions.queries import deadlines_by_code
from exclusions.rows import date_row, decision_rows, lozenges_of, spelled, told_rows
from exclusions.suspensions.bands import IN_WORDS, TELLS_GOVERNORS, year_totals
from exclusions.suspensions.clocks import is_councils_duty
from exclusions.suspensions.counting import Span, in_days, term_name
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from exclusions.suspensions.policies import OPENS_AGAIN, reasons_against
from exclusions.suspensions.presenters_education import education_group
from exclusions.suspensions.states import CANCELLED, CLOSED, NOTIFIED, TRANSITIONS, transition
from exclusions.suspensions.staying_open import SUSPENSION_SIXTH_DAY, why_it_stays_open

TOLD = "Who was told"
# Whoever was not told must still be, when the case is closed.
STILL_ASKED = frozenset({TOLD, TOLD_OF_DECISION})
REOPEN_LABEL = "Open the case again"
NOT_COUNTED = "Not known: the school’s calendar does not say"
_SESSIONS = {"am": "morning", "pm": "afternoon"}


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a suspension, for the kernel's case page."""
    facts = gather_suspension(case)
    deadlines = deadlines_by_code(case)
    if facts.is_called_off:
        return _called_off(facts)
    groups = (
        _the_suspension(facts),
        _days(facts),
        _told(facts),
        *governors_groups(facts, deadlines, as_of, _duty(facts)),
        education_group(facts, deadlines, as_of),
        public_place_group(facts, as_of),
        _return(facts, as_of),
        return_group(reintegrations_of(case), as_of, _change("reintegration", facts, "")[0]),
        safeguarding_group(facts, None),
    )
    if case.state == CLOSED:
        asked_nothing = tuple(each if each.title in STILL_ASKED else asks_nothing(each) for each in groups)
        steps = (*_steps_when_closed(case), *suspension_steps(facts, as_of), *sighting_steps(facts))
        return Presentation(groups=asked_nothing, steps=steps, lozenges=lozenges_of(facts))
    return Presentation(
        groups=(*groups, _closing(facts, deadlines, as_of)),
        steps=(
            *_in_one_order(
                tuple(_day_six_steps(facts, deadlines, as_of)),
                (*_steps(facts, as_of), *suspension_steps(facts, as_of)),
            ),
            *rows_to_finish(facts),
            *sighting_steps(facts),
        ),
        lozenges=lozenges_of(facts),
    )


def _called_off(facts: SuspensionFacts) -> Presentation:
    """A cancelled suspension as it was, with what the cancelling brings; or one that was recorded by mistake."""
    is_cancelled = facts.case.state == CANCELLED
    how = _cancelled(facts) if is_cancelled else mistake_group(facts)
    return Presentation(
        groups=(asks_nothing(_the_suspension(facts)), asks_nothing(_told(facts)), how),
        steps=tuple(cancelled_steps(facts)) if is_cancelled else (),
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
    is_open = facts.case.state in row.from_states or (facts.case.state == CLOSED and step in OPENS_AGAIN)
    return (reverse(row.url_name, args=[facts.case.reference]) if is_open else ""), label


def _the_suspension(facts: SuspensionFacts) -> Group:
    rows = [Row("When", span_in_words(Span.of(facts.suspension))), *decision_rows(facts)]
    return Group("The suspension", tuple(rows), *_change("correct", facts, "Correct"), mistake_link(facts))


def _days(facts: SuspensionFacts) -> Group:
    """How much it is, alone and with the child's others, over all schools."""
    if facts.lost.unknown_because:
        return Group("Days lost", (Row("School days", needs=f"{NOT_COUNTED}. {facts.lost.unknown_because}"),))
    rows = [Row("This suspension", _how_much(facts))]
    # A term or year in which nothing of it was served is shown all the same: the totals stand there.
    lost = replace(facts.lost, by_term={**dict.fromkeys(facts.as_decided.by_term, 0), **facts.lost.by_term})
    for key, sessions in lost.by_term.items():
        total = facts.others.by_term.get(key, 0) + sessions
        rows.append(Row(f"To the end of it, {term_name(key)}", f"{in_days(total)} school days, over all schools"))
    for year in year_totals(lost, facts.others, facts.policy):
        needs = " ".join(year.refused_because)
        value = f"{in_days(year.sessions)} of at most 45 school days, over all schools"
        rows.append(Row(f"School year {year.year.label}", value, needs=needs))
    if not facts.others.is_complete:
        rows.append(Row("Other suspensions", needs="One of them is not counted: a school’s calendar is missing."))
    return Group("Days lost", tuple(rows))


def _how_much(facts: SuspensionFacts) -> str:
    """The days that were served, beside those that were decided where the governors ended it earlier."""
    words, decided = f"{in_days(facts.lost.count or 0)} school days", facts.as_decided.count
    is_whole = decided == facts.lost.count
    return words if is_whole or decided is None else f"{words}, of {in_days(decided)} that were decided"


def _told(facts: SuspensionFacts) -> Group:
    suspension, band = facts.suspension, facts.band
    owed = {
        Recipient.COUNCIL: True,
        Recipient.PARENTS: True,
        Recipient.GOVERNORS: band is not None and band.value in TELLS_GOVERNORS,
        Recipient.SOCIAL_WORKER: suspension.has_social_worker_then,
        Recipient.VIRTUAL_SCHOOL_HEAD: suspension.is_looked_after_then,
    }
    return Group(TOLD, tuple(told_rows(facts, owed)), *_change("told", facts, "Record who was told"))


def _duty(facts: SuspensionFacts) -> str:
    """What the governors owe, in the words of the band."""
    return IN_WORDS[facts.band.value] if facts.band else ""


def _return(facts: SuspensionFacts, as_of: date) -> Group:
    suspension = facts.suspension
    if suspension.returned_on:
        met_on = suspension.reintegration_met_on
        rows = (
            Row("Back in school on", spelled(suspension.returned_on)),
            Row("Reintegration meeting", spelled(met_on) if met_on else "None recorded"),
        )
        return Group("Return", rows, *_change("return", facts, "Correct the return"))
    # While it is open recording the return is a step.
    link = _change("return", facts, "Record the return") if facts.case.state == CLOSED else ()
    return Group("Return", (_not_back_yet(facts, as_of),), *link)


def _not_back_yet(facts: SuspensionFacts, as_of: date) -> Row:
    """When the pupil is due back, until the return is recorded."""
    due_on, words = due_back(facts)
    label, not_recorded = "Back in school", "The return is not recorded."
    if due_on is None:
        return Row(label, words)
    if facts.case.state == CLOSED:
        return Row(label, f"Due back on {words}. The return itself is not recorded.")
    is_missed = due_on <= as_of if facts.due_back.value["session"] == "am" else due_on < as_of
    return Row(label, needs=not_recorded) if is_missed else Row(label, f"Due back on {words}")


def due_back(facts: SuspensionFacts) -> tuple[date | None, str]:
    """The day on which the pupil is due back and the session in words; without a day why there is none."""
    served, answer = facts.served, facts.due_back
    if served is None:
        return None, "The pupil was never away: the governors ended the suspension before its first day"
    if served.is_lunchtime_only:
        return None, "The pupil is at school: only lunchtimes are missed"
    if answer.outcome != statute.Outcome.VALUE:
        return None, f"After {spelled(served.last_on)}; the school’s calendar does not say on which day"
    on = answer.value["on"]
    return on, f"{spelled(on)}{', in the afternoon' if answer.value['session'] == 'pm' else ''}"


def _closing(facts: SuspensionFacts, deadlines: Mapping[str, Deadline], as_of: date) -> Group:
    """When the case closes by itself, or every reason why it stays open."""
    whys = why_it_stays_open(facts.standing(deadlines), as_of)
    over = deadlines.get("exclusions.suspension_return")
    due_on, words = due_back(facts)
    # The count that is explained leads to the first school day after it, which need not be the day of the return.
    address = date_row("", over).explain_url if over is not None and over.due_on == due_on else ""
    back = Row("Due back in school", words, explain_url=address)
    if whys:
        closing = Row("Stays open because", "\n".join(why.text for why in whys))
    elif facts.return_on is None:
        closing = Row("Closes by itself", "Not yet: the school’s calendar does not say when the suspension is over.")
    else:
        closing = Row("Closes by itself", f"On {spelled(facts.return_on)}. The days stay in the child’s totals.")
    step = "let_go" if facts.suspension.kept_open_because else "keep_open"
    return Group("Closing", (back, closing), *_change(step, facts, transition(step).label))


def _cancelled(facts: SuspensionFacts) -> Group:
    lost = facts.suspension.sessions_count
    return cancelled_group(facts, NOT_COUNTED if lost is None else f"{in_days(lost)}, in the year")


def _steps_when_closed(case: Case) -> Iterator[Step]:
    """What may still be done about a closed suspension, beside the Change links."""
    yield Step(REOPEN_LABEL, reverse("suspension_reopen", args=[case.reference]))
    cancelling = transition("cancel")
    yield Step(cancelling.label, reverse(cancelling.url_name, args=[case.reference]))


def _day_six_steps(facts: SuspensionFacts, deadlines: Mapping[str, Deadline], as_of: date) -> Iterator[Step]:
    """Education that is owed and not given, once its day has come and while the child is out of school."""
    sixth_day = deadlines.get(SUSPENSION_SIXTH_DAY)
    has_come = sixth_day is not None and sixth_day.due_on is not None and sixth_day.due_on <= as_of
    if facts.case.state != NOTIFIED or not has_come or facts.education_started_on is not None:
        return
    reference = facts.case.reference
    if not is_councils_duty(facts.suspension.legal_type_then):
        row = transition("education")
        yield Step("Ask the school for education and record it", reverse(row.url_name, args=[reference]), is_main=True)
    elif not facts.education.open_on(as_of):
        yield Step("Book education", reverse("placement_book", args=[reference]), is_main=True)


def _in_one_order(first: tuple[Step, ...], others: tuple[Step, ...]) -> tuple[Step, ...]:
    """What is owed first, and one main step among them all."""
    return (*first, *(replace(step, is_main=False) for step in others)) if first else others


def _steps(facts: SuspensionFacts, as_of: date) -> Iterator[Step]:
    """The steps that move the case: possible ones with their page, the next one with the reason why not yet."""
    for row in TRANSITIONS:
        is_done = row.code == "return" and facts.suspension.returned_on is not None
        # That it never was stands beside the facts of the decision.
        if not (row.to_states and row.url_name) or is_done or row.code == MISTAKE:
            continue
        reasons = tuple(reasons_against(row.code, facts, as_of))
        address = "" if reasons else reverse(row.url_name, args=[facts.case.reference])
        if address or facts.case.state == NOTIFIED or row.code == "close":
            yield Step(row.label, address, reasons, is_main=bool(address) and row.code in ("return", "close"))
