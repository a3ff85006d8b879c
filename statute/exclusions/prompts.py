"""When the council looks at a child or a school sooner than the law's own limits ask: marks that each authority sets.

They are prompts, no limits: nothing is refused and nothing is late because of them.
"""

from datetime import date, timedelta

from statute.exclusions.regimes import (
    DISCIPLINE_REGULATIONS,
    REGULATIONS_2012,
    both_editions,
)
from statute.facts import DATE, WHOLE, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Checked, Citation, due, value

TERM_FIRST, TERM_SECOND = "TERM_FIRST", "TERM_SECOND"
YEAR_FIRST, YEAR_SECOND = "YEAR_FIRST", "YEAR_SECOND"
REPEAT = "REPEAT"
_SESSIONS_A_DAY = Limit("sessions_a_day", 2, "sessions", "exclusions §1 Half days", Checked.VERIFIED)
_DAYS_IN_TERM = {
    TERM_FIRST: "exclusions.prompt_term_first_school_days",
    TERM_SECOND: "exclusions.prompt_term_second_school_days",
}
_DAYS_IN_YEAR = {
    YEAR_FIRST: "exclusions.prompt_year_first_school_days",
    YEAR_SECOND: "exclusions.prompt_year_second_school_days",
}
_REPEAT_KEY = "exclusions.prompt_repeat_suspensions"
_COUNCIL_KEY = "exclusions.prompt_council_told_school_days"
_START_KEY = "exclusions.suspension_start_weeks"


@rule(
    "exclusions.prompts_for_totals",
    title="Marks that a child's suspensions have reached",
    row="exclusions §10a manager tiles",
    facts=(
        required("sessions_in_term", WHOLE, "sessions lost in one term, over all schools"),
        required("suspensions_in_term", WHOLE, "suspensions that took a session of that term"),
        required("sessions_in_year", WHOLE, "sessions lost in its school year, those of cancelled ones included"),
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("Policy of the authority", "marks at which it looks at a child again", Checked.POLICY),
            (_SESSIONS_A_DAY,),
        ),
    ),
    trigger=None,
    policy_keys=(*_DAYS_IN_TERM.values(), *_DAYS_IN_YEAR.values(), _REPEAT_KEY),
)
def prompts_for_totals(question: Question) -> Answer:
    """The marks reached: at a mark exactly counts, 10.0 days is 10."""
    in_term, in_year = question.whole("sessions_in_term"), question.whole("sessions_in_year")
    a_day = question.limits["sessions_a_day"]
    reached = [
        mark
        for marks, sessions in ((_DAYS_IN_TERM, in_term), (_DAYS_IN_YEAR, in_year))
        for mark, key in marks.items()
        if sessions >= a_day * question.policy_number(key)
    ]
    if question.whole("suspensions_in_term") >= question.policy_number(_REPEAT_KEY):
        reached.append(REPEAT)
    return value(reached, "The authority's own marks for days in the term and the year, and for repeat suspensions.")


@rule(
    "exclusions.council_told",
    title="The council hears of an exclusion",
    row="exclusions §2 notify_la; §10a not notified within 1 SD",
    facts=(required("decided_on", DATE, "the day the head teacher decided"),),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "regs 5 / 14 / 23: without delay, which has no number",
        Checked.POLICY,
    ),
    trigger="decided_on",
    needs_calendar=True,
    policy_keys=(_COUNCIL_KEY,),
)
def council_told(question: Question) -> Answer:
    """The last day on which nobody asks why: the law says without delay and names no day."""
    n = question.policy_number(_COUNCIL_KEY)
    decided_on: date = question.day("decided_on")
    return due(
        question.after(decided_on, n),
        "The law says without delay and names no day; after this one the authority asks the school why.",
        owner="head teacher",
    )


@rule(
    "exclusions.suspension_start",
    title="The last first day of a suspension that nobody asks about",
    row="our own; no row of the law pack",
    facts=(required("decided_on", DATE, "the day the head teacher decided"),),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("The authority's own practice", "first days far from the decision", Checked.POLICY),
            (Limit("weeks", 4, "weeks", "our own", Checked.POLICY),),
        ),
    ),
    trigger="decided_on",
    policy_keys=(_START_KEY,),
)
def suspension_start(question: Question) -> Answer:
    """Some weeks after the decision, by policy: no law forbids a later first day, but it is rarely meant."""
    weeks = question.policy_number(_START_KEY)
    decided_on: date = question.day("decided_on")
    return due(decided_on + timedelta(weeks=weeks), f"{weeks} weeks after the decision, by our policy.")
