"""The independent review and what hangs on it: applying, hearing, leaving the roll, discrimination claims."""

from datetime import date, timedelta

from statute.days import ONE_DAY, every_day, months_beginning_with, spoken
from statute.exclusions.governors import NOTICE_SENT_ON
from statute.exclusions.regimes import (
    ATTENDANCE_2024,
    DISCIPLINE_REGULATIONS,
    FROM_KNOWLEDGE,
    REGULATIONS_2012,
    VERIFIED,
    both_editions,
    school_days,
)
from statute.facts import DATE, FLAG, choice, optional, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Citation, Step, due, due_by_steps, needs_a_person, refused, step
from statute.service import METHOD, deemed_service

UPHOLD, RECOMMEND, QUASH_DIRECT, ABANDONED = "uphold", "recommend", "quash_direct", "abandoned"
PARENT = "parent"
_ROLL_WINDOW = school_days(15, "register_delete", VERIFIED)
ARRANGER = "local authority, or the proprietor of an academy"


def _window(question: Question, given: Step) -> Step:
    n = question.limits["school_days"]
    return step(question.after(given.due_on, n), f"{n} school days after the notice was given: the last day to apply.")


@rule(
    "exclusions.review_application",
    title="Applying for an independent review",
    row="exclusions §2 irp_apply; X1, X15",
    facts=(NOTICE_SENT_ON, METHOD),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "Sch 1 para 2(1)",
        VERIFIED,
        school_days(15, "irp_apply", VERIFIED),
    ),
    trigger="notice_sent_on",
    needs_calendar=True,
)
def review_application(question: Question) -> Answer:
    """The last day to apply: the 15th school day after the notice counts as given. Later is out of time."""
    given = deemed_service(question, question.day("notice_sent_on"), question.word("method"))
    return due_by_steps((given, _window(question, given)), owner=PARENT)


@rule(
    "exclusions.review_application_after_claim",
    title="Applying for a review after a discrimination claim is decided",
    row="exclusions §2 irp_apply_disc",
    facts=(required("determined_on", DATE, "the day the Equality Act claim was finally determined"),),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "Sch 1 para 2(2)",
        FROM_KNOWLEDGE,
        school_days(15, "irp_apply_disc", FROM_KNOWLEDGE),
    ),
    trigger="determined_on",
    needs_calendar=True,
)
def review_application_after_claim(question: Question) -> Answer:
    """The 15th school day after the claim about the exclusion was finally determined."""
    n = question.limits["school_days"]
    count = question.after(question.day("determined_on"), n)
    return due(count, f"{n} school days after the claim was finally determined.", owner=PARENT)


@rule(
    "exclusions.review_hearing",
    title="The review begins",
    row="exclusions §2 irp_hold; X1, X15",
    facts=(required("application_made_on", DATE, "the day the application counts as made"),),
    versions=both_editions(
        REGULATIONS_2012,
        DISCIPLINE_REGULATIONS,
        "Sch 1 para 1(1)",
        VERIFIED,
        school_days(15, "irp_hold", VERIFIED),
    ),
    trigger="application_made_on",
    needs_calendar=True,
)
def review_hearing(question: Question) -> Answer:
    """The 15th school day after the application was made, by which the review must begin; it may adjourn."""
    n = question.limits["school_days"]
    count = question.after(question.day("application_made_on"), n)
    return due(count, f"{n} school days after the application was made.", owner=ARRANGER)


@rule(
    "exclusions.review_papers",
    title="Papers for the review hearing",
    row="exclusions §2 irp_papers",
    facts=(required("hearing_on", DATE, "the day of the hearing"),),
    versions=both_editions(
        REGULATIONS_2012,
        None,
        "papers before the hearing",
        FROM_KNOWLEDGE,
        school_days(5, "irp_papers", FROM_KNOWLEDGE),
    ),
    trigger="hearing_on",
    needs_calendar=True,
    policy_keys=("exclusions.review_papers_school_days",),
)
def review_papers(question: Question) -> Answer:
    """The latest day to send the papers, at least five school days before the hearing (more by policy)."""
    n = question.policy_number("exclusions.review_papers_school_days")
    count = question.before(question.day("hearing_on"), n)
    return due(count, f"At least {n} school days before the hearing.", owner="clerk")


@rule(
    "exclusions.roll_deletion",
    title="First day a permanently excluded pupil's name may leave the roll",
    row="exclusions §6; §2 register_delete; X1, X15",
    facts=(
        NOTICE_SENT_ON,
        METHOD,
        optional("waived_on", DATE, "the day the parents said in writing that they will not apply"),
        optional("application_made_on", DATE, "the day an application for review was made"),
        optional("review_concluded_on", DATE, "the day the review was determined or abandoned"),
        optional("reconsidered_on", DATE, "the day the governors finished reconsidering and declined to reinstate"),
        optional(
            "applied_after_claim",
            FLAG,
            "whether the application was made in the time that a discrimination claim gives",
            False,
        ),
        optional("review_outcome", choice(UPHOLD, RECOMMEND, QUASH_DIRECT, ABANDONED), "how the review ended"),
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation(
                "Education (Pupil Registration) (England) Regulations 2006",
                "permanent exclusion",
                FROM_KNOWLEDGE,
            ),
            (_ROLL_WINDOW,),
        ),
        Version(
            ATTENDANCE_2024,
            Citation(
                "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208)",
                "reg 9, permanent exclusion",
                FROM_KNOWLEDGE,
            ),
            (_ROLL_WINDOW,),
        ),
    ),
    trigger="notice_sent_on",
    needs_calendar=True,
)
def roll_deletion(question: Question) -> Answer:
    """The earliest lawful calendar day, the governors having declined to reinstate.

    The day after the time to apply has passed; or the day of a written waiver, not before
    the notice was given; or, after an application in time, the day the review and any reconsideration are done
    (refused until then); an application after a discrimination claim counts as one in time.
    """
    given = deemed_service(question, question.day("notice_sent_on"), question.word("method"))
    applied_on = question.day_if_given("application_made_on")
    if applied_on is not None and (question.flag("applied_after_claim") or _in_time(question, given, applied_on)):
        return _after_review(question, given)
    waived_on = question.day_if_given("waived_on")
    if waived_on is not None and _in_time(question, given, max(waived_on, given.due_on)):
        waiver = step(max(waived_on, given.due_on), "The parents have said in writing that they will not apply.")
        return due_by_steps((given, waiver))
    window = _window(question, given)
    next_day = window.due_on + ONE_DAY
    return due_by_steps((given, window, step(every_day(next_day, next_day), "The day after the last day to apply.")))


def _in_time(question: Question, given: Step, day: date) -> bool:
    # So many calendar days can never hold more school days, so a calendar that ends in July need not go on.
    if day <= given.due_on + timedelta(question.limits["school_days"]):
        return True
    return day <= _window(question, given).due_on


def _after_review(question: Question, given: Step) -> Answer:
    outcome = question.word_if_given("review_outcome")
    concluded_on, reconsidered_on = (
        question.day_if_given("review_concluded_on"),
        question.day_if_given("reconsidered_on"),
    )
    reasons = []
    if concluded_on is None:
        reasons.append("An application was made in time and the review is not determined or abandoned.")
    if outcome in (RECOMMEND, QUASH_DIRECT) and reconsidered_on is None:
        reasons.append("The governors must reconsider and have not.")
    if reasons or concluded_on is None:
        return refused(*reasons)
    if question.day_if_given("waived_on") is not None:
        return needs_a_person("Both a waiver and an application in time are recorded: which of them stands?")
    if outcome is None and reconsidered_on is None:
        return needs_a_person("How did the review end? After a recommendation or a direction the governors reconsider.")
    done = step(concluded_on, "The review was determined or abandoned.")
    if outcome in (UPHOLD, ABANDONED) or reconsidered_on is None:
        return due_by_steps((given, done))
    return due_by_steps((given, done, step(max(concluded_on, reconsidered_on), "The governors have reconsidered.")))


@rule(
    "exclusions.equality_claim",
    title="Claiming disability or other discrimination over an exclusion",
    row="exclusions §2 eq_act; X1",
    facts=(required("act_on", DATE, "the day of the act complained of"),),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("Equality Act 2010", "Sch 17 para 4; s118", FROM_KNOWLEDGE),
            (
                Limit(
                    "months",
                    6,
                    "months, the day of the act is the first day",
                    "exclusions §2 eq_act",
                    FROM_KNOWLEDGE,
                ),
            ),
        ),
    ),
    trigger="act_on",
)
def equality_claim(question: Question) -> Answer:
    """The last day of six months beginning with the day of the act."""
    act_on, months = question.day("act_on"), question.limits["months"]
    count = every_day(act_on, months_beginning_with(act_on, months))
    return due(count, f"{months} months beginning with {spoken(act_on)}.", owner=PARENT)
