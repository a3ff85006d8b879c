"""The governing board's own clocks: meeting, papers, exams, reconsidering."""

from statute.days import months_later, spoken
from statute.exclusions.regimes import (
    DISCIPLINE_REGULATIONS,
    REGULATIONS_2012,
    VERIFIED,
    both_editions,
    school_days,
)
from statute.facts import DATE, required
from statute.registry import Limit, Question, Version, rule
from statute.result import AlsoReading, Answer, Citation, Step, due, due_by_steps, step, value
from statute.service import METHOD, deemed_service

BOARD = "governing board"
# Law pack, exclusions §11 D-3: the wording on the first day was not seen.
FIRST_DAY_CAVEAT = "Whether the day of notice counts was not seen in the regulation; it is not counted here. Act early."
NOTIFIED_ON = required("notified_on", DATE, "the day the governing board was told")
NOTICE_SENT_ON = required("notice_sent_on", DATE, "the day the written notice was sent or handed over")


@rule(
    "exclusions.governors_meet_15",
    title="Governors consider reinstatement within 15 school days",
    row="exclusions §2 gb_15; §11 D-3",
    facts=(NOTIFIED_ON,),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "reg 6(1)(a),(b), 6(7)(a) / 15(7) / 24(7)",
        VERIFIED,
        school_days(15, "gb_15", VERIFIED),
    ),
    trigger="notified_on",
    needs_calendar=True,
)
def governors_meet_15(question: Question) -> Answer:
    """The 15th school day after the board was told.

    It binds for a permanent exclusion, more than 15 school days in a term, or a missed exam.
    """
    return _meet(question)


@rule(
    "exclusions.governors_meet_50",
    title="Governors consider representations within 50 school days",
    row="exclusions §2 gb_50; §11 D-3; X7, X10",
    facts=(NOTIFIED_ON,),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "reg 6(1)(c), 6(7)(b) / 15 / 24",
        VERIFIED,
        school_days(50, "gb_50", VERIFIED),
    ),
    trigger="notified_on",
    needs_calendar=True,
)
def governors_meet_50(question: Question) -> Answer:
    """The 50th school day after the board was told; it binds only where parents make representations."""
    return _meet(question)


def _meet(question: Question) -> Answer:
    n = question.limits["school_days"]
    count = question.after(question.day("notified_on"), n)
    because = f"{n} school days after the day the governing board was told."
    return due(count, because, owner=BOARD, warnings=(FIRST_DAY_CAVEAT,))


@rule(
    "exclusions.governors_papers",
    title="Papers for the governors' meeting",
    row="exclusions §2 gb_papers",
    facts=(required("meeting_on", DATE, "the day of the governors' meeting"),),
    versions=both_editions(
        REGULATIONS_2012,
        None,
        "papers before the meeting",
        VERIFIED,
        school_days(5, "gb_papers", VERIFIED),
    ),
    trigger="meeting_on",
    needs_calendar=True,
    policy_keys=("exclusions.governors_papers_school_days",),
)
def governors_papers(question: Question) -> Answer:
    """The latest day to send the papers, at least five school days before the meeting (more by policy)."""
    n = question.policy_number("exclusions.governors_papers_school_days")
    because = f"At least {n} school days before the meeting."
    return due(question.before(question.day("meeting_on"), n), because, owner="clerk")


@rule(
    "exclusions.exam_meeting",
    title="Governors consider a missed exam before it is taken",
    row="exclusions §2 gb_before_exam, gb_15; X14",
    facts=(NOTIFIED_ON, required("exam_on", DATE, "the day of the public exam or National Curriculum test")),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "reg 6; exams",
        VERIFIED,
        school_days(15, "gb_15", VERIFIED),
        school_days(1, "gb_before_exam", VERIFIED, "before_the_exam"),
    ),
    trigger="notified_on",
    needs_calendar=True,
)
def exam_meeting(question: Question) -> Answer:
    """The last school day before the exam, or the 15-day limit if sooner, never before the board was told.

    The 15-day limit, which always binds, is in `also`.
    """
    notified_on, exam_on = question.day("notified_on"), question.day("exam_on")
    n = question.limits["school_days"]
    hard = step(question.after(notified_on, n), f"The limit of {n} school days after the board was told.")
    also = AlsoReading(
        "fifteen_school_days", hard.due_on, f"Whatever the exam: {n} school days after the board was told."
    )
    steps: tuple[Step, ...]
    if exam_on <= notified_on:
        steps = (hard, step(notified_on, f"The exam of {spoken(exam_on)} leaves no day before it: at once."))
    elif hard.due_on < exam_on:
        steps = (hard,)
    else:
        before = question.before(exam_on, question.limits["before_the_exam"])
        steps = (hard, step(before, f"The last school day before the exam of {spoken(exam_on)}."))
        if before.due_on < notified_on:
            steps = (
                *steps,
                step(notified_on, "No school day lies between the notice and the exam: at once."),
            )
    warnings = ("Before the exam: so far as is reasonably practicable. A maintained school's chair may act alone.",)
    return due_by_steps(steps, owner=BOARD, also=(also,), warnings=warnings)


@rule(
    "exclusions.governors_reconsider",
    title="Governors reconsider after a review",
    row="exclusions §2 gb_reconsider; X15",
    facts=(NOTICE_SENT_ON, METHOD),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "reg 8 / 17 / 26(1)",
        VERIFIED,
        school_days(10, "gb_reconsider", VERIFIED),
    ),
    trigger="notice_sent_on",
    needs_calendar=True,
)
def governors_reconsider(question: Question) -> Answer:
    """The 10th school day after the panel's notice counts as given."""
    given = deemed_service(question, question.day("notice_sent_on"), question.word("method"))
    n = question.limits["school_days"]
    count = question.after(given.due_on, n)
    return due_by_steps((given, step(count, f"{n} school days after the notice was given.")), owner=BOARD)


PARENT, PUPIL = "parent", "pupil"
_OF_AGE = Limit("of_age", 18, "years", "exclusions §1 Relevant person", VERIFIED)


@rule(
    "exclusions.relevant_person",
    title="Who makes representations: the parent, or a pupil of 18 or over",
    row="exclusions §1 Relevant person",
    facts=(
        required("born_on", DATE, "the pupil's date of birth"),
        required("on", DATE, "the day on which representations are made"),
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation(DISCIPLINE_REGULATIONS, "explanatory note, relevant person", VERIFIED),
            (_OF_AGE,),
        ),
    ),
    trigger="on",
)
def relevant_person(question: Question) -> Answer:
    """The pupil from the eighteenth birthday on, the parent before it."""
    birthday = months_later(question.day("born_on"), 12 * question.limits["of_age"])
    is_of_age = question.day("on") >= birthday
    return value(PUPIL if is_of_age else PARENT, f"The pupil is 18 on {spoken(birthday)}.")
