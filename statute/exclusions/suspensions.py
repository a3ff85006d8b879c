"""Counting suspended sessions: how many, in which term, which duty of the governors they reach, the cap."""

from statute.calendars import AFTERNOON, FULL_DAY, HALF_DAY, MORNING
from statute.days import spoken
from statute.errors import StatuteError
from statute.exclusions.regimes import (
    CANCELLATION_2023,
    DISCIPLINE_REGULATIONS,
    FROM_KNOWLEDGE,
    REGULATIONS_2012,
    VERIFIED,
    both_editions,
)
from statute.facts import DATE, FLAG, SESSIONS_BY_TERM, WHOLE, Fact, choice, optional, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Citation, CountedDay, SkippedDay, refused, value

GB15_EXAM, GB15, GB50_IF_REPS, LE5 = "GB15_EXAM", "GB15", "GB50_IF_REPS", "LE5"
_SESSION = choice(MORNING, AFTERNOON)
# Thresholds are kept in sessions, two a day, and crossed by one session more. Law pack, exclusions §1, §4.
_CAP = Limit("sessions_a_year", 90, "sessions (45 school days)", "exclusions §4; §1 45-day cap", VERIFIED)
_MUST_MEET = Limit("must_meet_above", 30, "sessions in a term (15 school days)", "exclusions §4", VERIFIED)
_ON_REQUEST = Limit("on_request_above", 10, "sessions in a term (5 school days)", "exclusions §4", VERIFIED)
_THIS_YEAR = "sessions already lost this school year, at all schools, those of cancelled suspensions included"


@rule(
    "exclusions.sessions",
    title="Sessions of a suspension, by term",
    row="exclusions §1 Half days, Which term gets the days; X12",
    facts=(
        required("from_on", DATE, "the first day of the suspension"),
        required("from_session", _SESSION, "its first session"),
        required("to_on", DATE, "the last day of the suspension"),
        required("to_session", _SESSION, "its last session"),
        optional("lunchtime_only", FLAG, "whether it is for the lunchtimes alone: half a day each", False),
    ),
    versions=both_editions(
        REGULATIONS_2012,
        f"{DISCIPLINE_REGULATIONS}; Education Act 1996",
        "reg 2; s579",
        FROM_KNOWLEDGE,
        Limit("sessions_a_day", FULL_DAY, "sessions", "exclusions §1 Half days", VERIFIED),
        Limit("sessions_a_lunchtime", HALF_DAY, "session", "exclusions §1 Half days", VERIFIED),
    ),
    trigger="from_on",
    needs_calendar=True,
)
def sessions(question: Question) -> Answer:
    """The school days lost, halves as .5, and the sessions lost, each in the term in which it falls.

    A lunchtime counts as one session (half a day) of its day.
    """
    first, last = question.day("from_on"), question.day("to_on")
    starts_in_the_afternoon = question.word("from_session") == AFTERNOON
    ends_in_the_morning = question.word("to_session") == MORNING
    if first > last:
        raise StatuteError("to_on", f"is before from_on, {first}: give the same day or a later one")
    if first == last and starts_in_the_afternoon and ends_in_the_morning:
        raise StatuteError("to_session", "is before from_session on the same day: give pm or correct from_session")
    attended = {(first, MORNING): starts_in_the_afternoon, (last, AFTERNOON): ends_in_the_morning}
    by_term: dict[str, int] = {}
    counted: list[CountedDay] = []
    days = question.calendar.count_between(first, last)
    skipped: list[SkippedDay] = list(days.skipped)
    for day, _ in days.counted:
        lost = [each for each in question.calendar.open_sessions(day) if not attended.get((day, each), False)]
        if lost:
            term = question.calendar.term_of(day)
            by_lunch = question.limits["sessions_a_lunchtime"]
            by_term[term] = by_term.get(term, 0) + (by_lunch if question.flag("lunchtime_only") else len(lost))
            counted.append(CountedDay(day, len(counted) + 1))
        else:
            skipped.append(SkippedDay(day, "no suspended session"))
    total = sum(by_term.values())
    return value(
        {"school_days": total / question.limits["sessions_a_day"], "sessions_by_term": by_term},
        f"{total} sessions, two to a full school day.",
        counted=tuple(counted),
        skipped=tuple(sorted(skipped)),
    )


@rule(
    "exclusions.term",
    title="The term that a day counts in",
    row="exclusions §1 Term; Census term",
    facts=(required("on", DATE, "the day"),),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "reference date",
        FROM_KNOWLEDGE,
        Limit("terms_a_year", 3, "terms, or the school's own", "exclusions §1 Term", FROM_KNOWLEDGE),
    ),
    trigger="on",
    needs_calendar=True,
)
def term(question: Question) -> Answer:
    """The name of the term by the school's calendar: its own terms, or the three of the school census. A day of the
    holidays belongs to one too."""
    name = question.calendar.term_of(question.day("on"))
    return value(name, f"{spoken(question.day('on'))} counts in the {name} term.")


def _by_term(name: str, meaning: str) -> Fact:
    return required(name, SESSIONS_BY_TERM, meaning)


@rule(
    "exclusions.governor_duty",
    title="What the governors must do about a suspension",
    row="exclusions §4; X6, X10–X12",
    facts=(
        _by_term("sessions_before_by_term", "sessions suspended before, by term, cancelled suspensions left out"),
        _by_term("sessions_by_term", "sessions of this suspension, by term"),
        optional("misses_exam", FLAG, "whether a public exam or National Curriculum test is missed", False),
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation(DISCIPLINE_REGULATIONS, "regs 5, 6 / 14, 15 / 23, 24", VERIFIED),
            (_MUST_MEET, _ON_REQUEST),
        ),
    ),
    trigger=None,
)
def governor_duty(question: Question) -> Answer:
    """The strictest band of any term this suspension touches: GB15_EXAM, GB15, GB50_IF_REPS or LE5."""
    before = question.sessions_by_term("sessions_before_by_term")
    added = {term: n for term, n in question.sessions_by_term("sessions_by_term").items() if n}
    if not added:
        raise StatuteError("sessions_by_term", "has no session: give at least one, in the term it falls in")
    totals = {term: before.get(term, 0) + n for term, n in added.items()}
    told = "; ".join(f"{term} {n} sessions ({n / FULL_DAY:g} school days)" for term, n in totals.items())
    highest = max(totals.values())
    must_meet, on_request = question.limits["must_meet_above"], question.limits["on_request_above"]
    if question.flag("misses_exam"):
        band, duty = (
            GB15_EXAM,
            "A public exam or test is missed: the governors consider it before the exam if they can.",
        )
    elif highest > must_meet:
        band, duty = GB15, "More than 15 school days in a term: the governors must meet."
    elif highest > on_request:
        band, duty = (
            GB50_IF_REPS,
            "More than 5 school days in a term: the governors meet if parents make representations.",
        )
    else:
        band, duty = LE5, "5 school days or fewer in a term: the governors consider any representations."
    return value(band, f"{duty} Totals: {told}.", owner="governing board")


@rule(
    "exclusions.year_cap",
    title="No more than 45 school days of suspension in a school year",
    row="exclusions §4; §1 45-day cap; X13",
    facts=(
        required("sessions_this_year", WHOLE, _THIS_YEAR),
        required("sessions", WHOLE, "sessions of the suspension to be made"),
    ),
    versions=(Version(REGULATIONS_2012, Citation(DISCIPLINE_REGULATIONS, "reg 4(1)", VERIFIED), (_CAP,)),),
    trigger=None,
)
def year_cap(question: Question) -> Answer:
    """True while the year's total stays at 90 sessions or fewer; refused above."""
    total = question.whole("sessions_this_year") + question.whole("sessions")
    days = f"{total} sessions ({total / FULL_DAY:g} school days) in the school year"
    if total > question.limits["sessions_a_year"]:
        return refused(f"{days}: more than 45 school days is unlawful.")
    return value(True, f"{days}: up to 45 school days is allowed.")


@rule(
    "exclusions.cancellation",
    title="Whether an exclusion may still be cancelled",
    row="exclusions §2 Cancellation",
    facts=(
        required(
            "sessions_this_year",
            WHOLE,
            "sessions lost this school year, at all schools, this exclusion included",
        ),
        required("governors_met", FLAG, "whether the governors' meeting on reinstatement has begun"),
    ),
    versions=(
        Version(
            CANCELLATION_2023,
            Citation(f"{DISCIPLINE_REGULATIONS} as amended by SI 2023/571", "regs 8A / 17A / 26A", VERIFIED),
            (_CAP,),
        ),
    ),
    trigger=None,
)
def cancellation(question: Question) -> Answer:
    """True while the head may cancel; refused with every bar that stands."""
    reasons = []
    total = question.whole("sessions_this_year")
    if total > question.limits["sessions_a_year"]:
        reasons.append(
            f"{total} sessions ({total / FULL_DAY:g} school days) lost in the school year: more than 45 days."
        )
    if question.flag("governors_met"):
        reasons.append("The governors’ meeting on reinstatement has begun.")
    if reasons:
        return refused(*reasons)
    return value(True, "The head may cancel; the days lost still count towards the 45.", owner="head teacher")
