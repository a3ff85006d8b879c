"""Every clock of a permanent exclusion as its facts stand now. The limits themselves are the statute engine's."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.facts import Facts, Recipient
from exclusions.models import GovernorsDecision
from exclusions.states import BEFORE_GOVERNORS, CANCELLED, ENDS_THE_TRACKS

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

DEADLINE_LABELS = {
    "exclusions.parents_notice": "Written notice to the parents",
    "exclusions.sixth_day": "Day-six provision",
    "exclusions.looked_after_provision": "First-day provision for a looked-after child",
    "exclusions.governors_meet": "Governors’ meeting",
    "exclusions.exam_meeting": "Governors’ meeting before the exam",
    "exclusions.governors_papers": "Papers for the governors’ meeting",
    "exclusions.review_application": "Parents’ application for a review",
    "exclusions.roll_deletion": "Deletion from the school’s roll",
    "exclusions.equality_claim": "Claim under the Equality Act",
}


HOME_AUTHORITY_ASSUMED = "Where the child lives is not checked yet. Until it is, the duty is taken to be ours."
NOTICE_ASSUMED = "The notice to the governors is not recorded yet. Until it is, the day of the decision is assumed."


def clocks_of(facts: Facts) -> list[Clock]:
    """The clocks that run, or will once something is recorded. Of a cancelled exclusion only the claim's is left:
    its time runs from the act."""
    if facts.case.state == CANCELLED:
        return list(_equality(facts))
    return [*_parents(facts), *_provision(facts), *_governors(facts), *_after_refusal(facts), *_equality(facts)]


def _clock(code: str, rule: str, facts: dict[str, object] | None, **more: object) -> Clock:
    return Clock(code=code, label=DEADLINE_LABELS[code], rule=rule, facts=facts, **more)  # type: ignore[arg-type]


def _parents(facts: Facts) -> Iterator[Clock]:
    """The notice under section 104, owed for a child of compulsory school age."""
    if facts.is_of_compulsory_age:
        yield _clock(
            "exclusions.parents_notice",
            "exclusions.parents_notice",
            _start(facts),
            duty_owner=Owner.SCHOOL,
            met_on=facts.told.get(Recipient.PARENTS),
        )


def _start(facts: Facts) -> dict[str, object]:
    return {"excluded_on": facts.exclusion.excluded_on, "pm_began": facts.exclusion.pm_began}


def _provision(facts: Facts) -> Iterator[Clock]:
    """Education from day six, by the home authority; for a looked-after child from the first day. Met on the day on
    which it really began. Ended by reinstatement, unless it had begun: whether in time or late is kept."""
    started_on = facts.education.started_on
    if facts.case.state in ENDS_THE_TRACKS and started_on is None:
        return
    exclusion = facts.exclusion
    duty = Owner.AUTHORITY if facts.lives_here else Owner.HOME_AUTHORITY
    yield _clock(
        "exclusions.sixth_day",
        "exclusions.sixth_day_permanent",
        {
            **_start(facts),
            "compulsory_age": facts.is_of_compulsory_age,
            "public_exams_finished": exclusion.has_finished_exams,
        },
        duty_owner=duty,
        is_ours=facts.lives_here,
        assumption="" if exclusion.home_authority else HOME_AUTHORITY_ASSUMED,
        met_on=started_on,
    )
    if exclusion.is_looked_after_then and facts.is_of_compulsory_age:
        yield _clock(
            "exclusions.looked_after_provision",
            "exclusions.looked_after_provision",
            _start(facts),
            purpose=Purpose.TARGET,
            duty_owner=duty,
            is_ours=facts.lives_here,
            met_on=started_on,
        )


def _governors(facts: Facts) -> Iterator[Clock]:
    """The governors' own limits. Until the notice to them is recorded, their clock runs from the decision, assumed."""
    exclusion = facts.exclusion
    notified_on = facts.governors_told_on or exclusion.decided_on
    board: dict[str, object] = {"duty_owner": Owner.GOVERNORS, "met_on": exclusion.governors_decided_on}
    yield _clock(
        "exclusions.governors_meet",
        "exclusions.governors_meet_15",
        {"notified_on": notified_on},
        assumption="" if facts.governors_told_on else NOTICE_ASSUMED,
        **board,
    )
    if exclusion.misses_exam and exclusion.exam_on:
        yield _clock(
            "exclusions.exam_meeting",
            "exclusions.exam_meeting",
            {"notified_on": notified_on, "exam_on": exclusion.exam_on},
            purpose=Purpose.TARGET,
            assumption="" if facts.governors_told_on else NOTICE_ASSUMED,
            **board,
        )
    if facts.case.state in BEFORE_GOVERNORS:
        meeting_on = exclusion.governors_meeting_on
        yield _clock(
            "exclusions.governors_papers",
            "exclusions.governors_papers",
            {"meeting_on": meeting_on} if meeting_on else None,
            purpose=Purpose.TARGET,
            duty_owner=Owner.GOVERNORS,
            starts_when="Starts when the governors’ meeting is listed.",
        )


def _after_refusal(facts: Facts) -> Iterator[Clock]:
    """The parents' window for a review, and the first day on which the name may leave the roll."""
    exclusion = facts.exclusion
    if exclusion.governors_decision != GovernorsDecision.DECLINE:
        return
    sent_on = exclusion.refusal_notice_sent_on
    notice = {"notice_sent_on": sent_on, "method": exclusion.refusal_notice_method} if sent_on else None
    starts_when = "Starts when the governors’ written decision is recorded as sent."
    yield _clock(
        "exclusions.review_application",
        "exclusions.review_application",
        notice,
        purpose=Purpose.WINDOW,
        duty_owner=Owner.PARENT,
        starts_when=starts_when,
    )
    yield _clock(
        "exclusions.roll_deletion",
        "exclusions.roll_deletion",
        notice,
        purpose=Purpose.EARLIEST,
        duty_owner=Owner.SCHOOL,
        starts_when=starts_when,
    )


def _equality(facts: Facts) -> Iterator[Clock]:
    """A claim that the exclusion was discrimination: six months from the act."""
    yield _clock(
        "exclusions.equality_claim",
        "exclusions.equality_claim",
        {"act_on": facts.exclusion.excluded_on},
        purpose=Purpose.WINDOW,
        duty_owner=Owner.PARENT,
        needs_calendar=False,
    )
