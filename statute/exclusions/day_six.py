"""The first day of an exclusion and the day from which education must be provided."""

from datetime import date

from statute.calendars import AFTERNOON, MORNING
from statute.days import ONE_DAY, spoken
from statute.errors import CalendarIncomplete
from statute.exclusions.regimes import (
    ACADEMY,
    COMPULSORY_AGE,
    EXCLUDED_ON,
    FROM_KNOWLEDGE,
    INSPECTIONS_ACT,
    MAINTAINED,
    PM_BEGAN,
    PRU,
    REGULATIONS_2012,
    SCHOOL_TYPE,
    SIXTH_DAY_2015,
    SIXTH_DAY_REGULATIONS,
    VERIFIED,
    both_editions,
    school_days,
)
from statute.facts import DATE, FLAG, SPANS, choice, optional, required
from statute.registry import Limit, Question, rule
from statute.result import AlsoReading, Answer, DayCount, due, not_applicable, value

OF_THE_EXCLUSION, AFTER_THE_FIRST_DAY = "of_the_exclusion", "after_the_first_day"
READING_KEY = "exclusions.sixth_day_reading"
SUSPENSION_OWNER = {MAINTAINED: "governing body", ACADEMY: "academy proprietor", PRU: "local authority"}
_NOT_OF_AGE = "The child is not of compulsory school age."
_FIRST_DAY = Limit("first_day", 1, "school days", "exclusions §1 Day 1", VERIFIED)


def days_of_exclusion(question: Question, n: int) -> DayCount:
    """The n-th school day of an exclusion.

    The day of exclusion is the first if the afternoon session had not begun; else the next school day is.
    Law pack, exclusions §1 Day 1.
    """
    excluded_on = question.day("excluded_on")
    return question.after(excluded_on, n) if question.flag("pm_began") else question.beginning_with(excluded_on, n)


@rule(
    "exclusions.day_one",
    title="First day of an exclusion",
    row="exclusions §1 Day 1",
    facts=(EXCLUDED_ON, PM_BEGAN),
    versions=both_editions(REGULATIONS_2012, INSPECTIONS_ACT, "s103(7)", VERIFIED, _FIRST_DAY),
    trigger="excluded_on",
    needs_calendar=True,
)
def day_one(question: Question) -> Answer:
    """The first day: that day if the afternoon session had not begun, else the next school day."""
    if question.flag("pm_began"):
        because = "Excluded after the afternoon session began: the first day is the next school day."
    else:
        because = "Excluded before the afternoon session began: the first day is that school day."
    return due(days_of_exclusion(question, question.limits["first_day"]), because)


@rule(
    "exclusions.sixth_day_permanent",
    title="Education from the sixth day of a permanent exclusion",
    row="exclusions §2 d6_pex; §5 reg 5; §11 D-1",
    facts=(
        EXCLUDED_ON,
        PM_BEGAN,
        COMPULSORY_AGE,
        optional("public_exams_finished", FLAG, "whether a Year 11 pupil's public exams that year are over", False),
    ),
    versions=both_editions(
        SIXTH_DAY_2015,
        f"Education Act 1996; {SIXTH_DAY_REGULATIONS}",
        "s19(3A)(a)-(3B); reg 4(3)(a), reg 5",
        VERIFIED,
        school_days(6, "d6_pex", VERIFIED),
    ),
    trigger="excluded_on",
    needs_calendar=True,
    policy_keys=(READING_KEY,),
)
def sixth_day_permanent(question: Question) -> Answer:
    """The day from which the home authority provides full-time education; the later reading is in `also`."""
    if not question.flag("compulsory_age"):
        return not_applicable(f"{_NOT_OF_AGE} Education Act 1996 s19(3A).")
    if question.flag("public_exams_finished"):
        return not_applicable("Year 11 with every public exam of the year taken or missed: 2007 Regulations reg 5.")
    n = question.limits["school_days"]
    later, warnings = _after_the_first_day(question, n + 1)
    quoted = ""
    if question.policy_word(READING_KEY) == AFTER_THE_FIRST_DAY and later.due_on is not None:
        quoted = f" By policy a letter quotes the later reading, {spoken(later.due_on)}."
    because = f"The {n}th school day of the exclusion, its first day counted as 1.{quoted}"
    owner = "home local authority"
    return due(days_of_exclusion(question, n), because, owner=owner, also=(later,), warnings=warnings)


def _after_the_first_day(question: Question, n: int) -> tuple[AlsoReading, tuple[str, ...]]:
    # The later reading lies one school day further on, where the calendar may already have ended.
    because = "Guidance paragraph 90: the sixth school day after the first day of the exclusion."
    try:
        return AlsoReading(AFTER_THE_FIRST_DAY, days_of_exclusion(question, n).due_on, because), ()
    except CalendarIncomplete as incomplete:
        return AlsoReading(AFTER_THE_FIRST_DAY, None, because), (f"The later reading has no date: {incomplete}",)


@rule(
    "exclusions.sixth_day_suspension",
    title="Education from the sixth consecutive school day of suspension",
    row="exclusions §2 d6_suspension; §1 Consecutive suspensions; X7–X9",
    facts=(
        required("spans", SPANS, "the suspensions, each [first day, last day]"),
        optional("school_type", SCHOOL_TYPE, "the kind of school", MAINTAINED),
        COMPULSORY_AGE,
    ),
    versions=both_editions(
        SIXTH_DAY_2015,
        f"{INSPECTIONS_ACT}; {SIXTH_DAY_REGULATIONS}",
        "s100; regs 3(3), 4(3)(b)",
        VERIFIED,
        school_days(6, "d6_suspension", VERIFIED),
    ),
    trigger=lambda question: question.spans("spans")[0][0],
    needs_calendar=True,
)
def sixth_day_suspension(question: Question) -> Answer:
    """The sixth school day in a row of suspension, in the first run that reaches it.

    Weekends, INSET days and holidays do not break a run; a school day the pupil may attend does.
    """
    if not question.flag("compulsory_age"):
        return not_applicable(f"{_NOT_OF_AGE} Education and Inspections Act 2006 s100.")
    n = question.limits["school_days"]
    longest = 0
    for first, last in _runs(question):
        run = question.calendar.count_between(first, last, question.pauses)
        longest = max(longest, len(run.counted))
        if longest >= n:
            owner = SUSPENSION_OWNER[question.word("school_type")]
            because = f"The {n}th school day in a row of suspension; the duty to provide is the {owner}'s."
            return due(question.beginning_with(first, n), because, owner=owner)
    return not_applicable(f"No run of suspension reaches {n} school days; the longest has {longest}.")


def _runs(question: Question) -> list[tuple[date, date]]:
    # Two suspensions are one run when no school day lies between them.
    runs: list[tuple[date, date]] = []
    for first, last in question.spans("spans"):
        if runs and _follows_on(question, runs[-1][1], first):
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def _follows_on(question: Question, ended: date, starts: date) -> bool:
    return not _days_between(question, ended, starts).counted


def _days_between(question: Question, ended: date, starts: date) -> DayCount:
    return question.calendar.count_between(ended + ONE_DAY, starts - ONE_DAY)


@rule(
    "exclusions.suspensions_follow_on",
    title="Whether one suspension follows directly on another",
    row="exclusions §1 Consecutive suspensions; X8",
    facts=(
        required("ended_on", DATE, "the last day of the earlier one"),
        required("starts_on", DATE, "the first day of the later one"),
    ),
    versions=both_editions(
        SIXTH_DAY_2015,
        f"{INSPECTIONS_ACT}; {SIXTH_DAY_REGULATIONS}",
        "s100; reg 3(3)",
        FROM_KNOWLEDGE,
        Limit("breaks_at", 1, "school day between them", "exclusions §1 Consecutive suspensions", FROM_KNOWLEDGE),
    ),
    trigger="starts_on",
    needs_calendar=True,
)
def suspensions_follow_on(question: Question) -> Answer:
    """True when no school day lies between them: then they are one run, whether one decision or several.

    By whole days, the strict reading: half a day at school at the end of the one, or the start of the other, breaks no
    run (law pack, exclusions §11 D-2).
    """
    between = _days_between(question, question.day("ended_on"), question.day("starts_on"))
    follows = len(between.counted) < question.limits["breaks_at"]
    because = "No school day lies between them: one run." if follows else "A school day lies between them: two runs."
    return value(follows, because, counted=between.counted, skipped=between.skipped)


@rule(
    "exclusions.suspension_return",
    title="The first school day after a suspension",
    row="exclusions §10a Suspension; §9 Reintegration",
    facts=(required("last_on", DATE, "the last day of the suspension"),),
    versions=both_editions(
        REGULATIONS_2012,
        None,
        "reintegration",
        FROM_KNOWLEDGE,
        Limit("school_days", 1, "school days", "exclusions §10a Suspension", FROM_KNOWLEDGE),
    ),
    trigger="last_on",
    needs_calendar=True,
)
def suspension_return(question: Question) -> Answer:
    """The first school day after the suspension's last day: by then it is over for everybody. When the pupil is due
    back, which may be the afternoon before, is another question: `exclusions.suspension_due_back`."""
    days = question.after(question.day("last_on"), question.limits["school_days"])
    return due(days, "The first school day after the last day of the suspension.", owner="school")


@rule(
    "exclusions.suspension_due_back",
    title="The session in which a suspended pupil is due back",
    row="exclusions §1 Half days; §9 Reintegration",
    facts=(
        required("last_on", DATE, "the last day of the suspension"),
        optional("last_session", choice(MORNING, AFTERNOON), "the last session that the pupil misses", AFTERNOON),
        optional("lunchtime_only", FLAG, "whether it is for the lunchtimes alone", False),
    ),
    versions=both_editions(
        REGULATIONS_2012,
        None,
        "reintegration",
        FROM_KNOWLEDGE,
        Limit("sessions", 1, "session after the last one missed", "exclusions §1 Half days", FROM_KNOWLEDGE),
    ),
    trigger="last_on",
    needs_calendar=True,
)
def suspension_due_back(question: Question) -> Answer:
    """The first session of school after the last one that the pupil misses: that afternoon after a morning, else on the
    next school day. From a suspension for lunchtimes alone nobody comes back."""
    if question.flag("lunchtime_only"):
        return not_applicable("Only lunchtimes are missed: the pupil is at school before and after them.")
    last_on = question.day("last_on")
    if question.word("last_session") == MORNING and AFTERNOON in question.calendar.open_sessions(last_on):
        return value(
            {"on": last_on, "session": AFTERNOON}, "The afternoon of the last day, of which the morning is missed."
        )
    days = question.after(last_on, question.limits["sessions"])
    first = question.calendar.open_sessions(days.due_on)[0]
    because = "The first session of the next school day."
    return value({"on": days.due_on, "session": first}, because, counted=days.counted, skipped=days.skipped)


@rule(
    "exclusions.looked_after_provision",
    title="Education from the first day after a looked-after child is excluded",
    row="exclusions §2 d1_lac; X21",
    facts=(EXCLUDED_ON, PM_BEGAN),
    versions=both_editions(
        REGULATIONS_2012, None, "looked-after children", VERIFIED, school_days(1, "d1_lac", VERIFIED)
    ),
    trigger="excluded_on",
    needs_calendar=True,
)
def looked_after_provision(question: Question) -> Answer:
    """The first school day after the day of exclusion; the time of day does not move it."""
    return due(
        question.after(question.day("excluded_on"), question.limits["school_days"]),
        "The first school day after the day a looked-after child was excluded.",
        owner="school, local authority and virtual school head",
        warnings=("The guidance says should: the limit that binds is still the sixth day.",),
    )
