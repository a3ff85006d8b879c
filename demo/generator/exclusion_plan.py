"""The twenty permanent exclusions: what each one is to show. Days are school days, never written as dates."""

from __future__ import annotations

from dataclasses import dataclass

from demo.generator.authority import ACADEMY, NEIGHBOUR_CODE, OTHER_HOME_CODE, OUR_CODE, PRIMARY, SPECIAL, UNIT
from demo.generator.staff import FIRST_OFFICER, SECOND_OFFICER
from exclusions.models import CancellationReason, GovernorsDecision, NoticeMethod
from exclusions.reasons import Reason
from exclusions.states import CANCELLED, CHECKED, DECLINED, GOVERNORS_LISTED, NOTIFIED, REINSTATED, REVIEW_WINDOW

SIXTH_DAY, MEETING = "exclusions.sixth_day_permanent", "exclusions.governors_meet_15"
LOOKED_AFTER = "exclusions.looked_after_provision"


@dataclass(frozen=True)
class PlannedExclusion:
    """One exclusion. `rule` falls due `due_in` school days from the day of the load (before it when negative).

    `checked_after` and the like are school days after the day of the exclusion; None is a step not yet taken.
    """

    key: str
    reaches: str
    school: str
    year_group: int
    reasons: tuple[str, ...]
    rule: str
    due_in: int
    pm_began: bool = False
    officer: str = FIRST_OFFICER
    allocated_to: str = ""
    home: str = OUR_CODE
    is_home_known: bool = False
    is_looked_after: bool = False
    has_plan: bool = False
    has_social_worker: bool = False
    has_restricted_address: bool = False
    has_finished_exams: bool = False
    exam_after: int | None = None
    are_parents_told: bool = True
    checked_after: int | None = None
    governors_told_after: int | None = None
    listed_after: int | None = None
    meeting_after: int | None = None
    decided_after: int | None = None
    decision: str = ""
    reinstated_after: int | None = None
    notice_after: int | None = None
    notice_method: str = ""
    cancelled_after: int | None = None
    cancellation_reason: str = ""
    open_tasks: tuple[str, ...] = ()


OVERDUE, NEXT_DAY, IN_TWO_DAYS = "overdue", "next_day", "in_two_days"
NEWEST, NEWEST_AFTERNOON = "newest", "newest_afternoon"

_JUST_NOTIFIED = (
    PlannedExclusion(
        NEWEST,
        NOTIFIED,
        ACADEMY,
        7,
        (Reason.PP,),
        LOOKED_AFTER,
        1,
        is_looked_after=True,
        has_social_worker=True,
    ),
    PlannedExclusion(
        NEWEST_AFTERNOON,
        NOTIFIED,
        ACADEMY,
        10,
        (Reason.VA, Reason.DB),
        SIXTH_DAY,
        6,
        pm_began=True,
        allocated_to=SECOND_OFFICER,
        are_parents_told=False,
        open_tasks=("exclusions.start_finance_row",),
    ),
    PlannedExclusion(
        "lives_elsewhere",
        NOTIFIED,
        SPECIAL,
        8,
        (Reason.PA,),
        SIXTH_DAY,
        4,
        officer=SECOND_OFFICER,
        home=OTHER_HOME_CODE,
        is_home_known=True,
        has_plan=True,
        governors_told_after=0,
        open_tasks=("exclusions.check_care_and_needs",),
    ),
)

_CHECKED = (
    PlannedExclusion(
        OVERDUE,
        CHECKED,
        ACADEMY,
        9,
        (Reason.OW,),
        SIXTH_DAY,
        -1,
        has_social_worker=True,
        has_restricted_address=True,
        checked_after=1,
        governors_told_after=1,
        open_tasks=("exclusions.refer_day_six",),
    ),
    PlannedExclusion(IN_TWO_DAYS, CHECKED, ACADEMY, 8, (Reason.DA,), SIXTH_DAY, 2, checked_after=1),
    PlannedExclusion(
        "with_a_plan",
        CHECKED,
        SPECIAL,
        6,
        (Reason.PA, Reason.DM),
        SIXTH_DAY,
        3,
        has_plan=True,
        checked_after=1,
        governors_told_after=1,
    ),
    PlannedExclusion(
        "unit_afternoon",
        CHECKED,
        UNIT,
        9,
        (Reason.VP, Reason.BU),
        SIXTH_DAY,
        3,
        pm_began=True,
        officer=SECOND_OFFICER,
        checked_after=2,
        governors_told_after=1,
    ),
)

_LISTED = (
    PlannedExclusion(
        NEXT_DAY,
        GOVERNORS_LISTED,
        ACADEMY,
        10,
        (Reason.DB,),
        SIXTH_DAY,
        1,
        checked_after=1,
        governors_told_after=0,
        listed_after=2,
        meeting_after=12,
    ),
    PlannedExclusion(
        "exam",
        GOVERNORS_LISTED,
        ACADEMY,
        10,
        (Reason.MT,),
        SIXTH_DAY,
        2,
        exam_after=10,
        checked_after=1,
        governors_told_after=0,
        listed_after=2,
        meeting_after=8,
    ),
    PlannedExclusion(
        "sixth_form",
        GOVERNORS_LISTED,
        ACADEMY,
        13,
        (Reason.DA, Reason.TH),
        MEETING,
        4,
        checked_after=2,
        governors_told_after=0,
        listed_after=5,
        meeting_after=14,
    ),
    PlannedExclusion(
        "primary",
        GOVERNORS_LISTED,
        PRIMARY,
        5,
        (Reason.PA,),
        SIXTH_DAY,
        3,
        officer=SECOND_OFFICER,
        checked_after=1,
        governors_told_after=1,
        listed_after=2,
        meeting_after=11,
    ),
)

_DECLINED = (
    PlannedExclusion(
        "declined_elsewhere",
        DECLINED,
        UNIT,
        9,
        (Reason.SM,),
        MEETING,
        1,
        officer=SECOND_OFFICER,
        home=NEIGHBOUR_CODE,
        checked_after=1,
        governors_told_after=0,
        listed_after=4,
        meeting_after=12,
        decided_after=12,
        decision=GovernorsDecision.DECLINE,
    ),
    PlannedExclusion(
        # Older cases live in the neighbour's area: day six is the neighbour's, and one alone stands overdue here.
        "declined",
        DECLINED,
        ACADEMY,
        10,
        (Reason.PP, Reason.VP),
        MEETING,
        5,
        home=NEIGHBOUR_CODE,
        checked_after=1,
        governors_told_after=0,
        listed_after=3,
        meeting_after=9,
        decided_after=9,
        decision=GovernorsDecision.DECLINE,
    ),
    PlannedExclusion(
        "by_hand",
        REVIEW_WINDOW,
        ACADEMY,
        11,
        (Reason.OW,),
        MEETING,
        -4,
        has_finished_exams=True,
        checked_after=1,
        governors_told_after=0,
        listed_after=4,
        meeting_after=13,
        decided_after=13,
        decision=GovernorsDecision.DECLINE,
        notice_after=14,
        notice_method=NoticeMethod.HAND,
    ),
    PlannedExclusion(
        "by_post",
        REVIEW_WINDOW,
        ACADEMY,
        8,
        (Reason.DB, Reason.VA, Reason.DM),
        MEETING,
        -6,
        home=NEIGHBOUR_CODE,
        checked_after=2,
        governors_told_after=0,
        listed_after=5,
        meeting_after=14,
        decided_after=14,
        decision=GovernorsDecision.DECLINE,
        notice_after=16,
        notice_method=NoticeMethod.FIRST_CLASS_POST,
    ),
    PlannedExclusion(
        "by_email",
        REVIEW_WINDOW,
        ACADEMY,
        13,
        (Reason.MT, Reason.RA),
        MEETING,
        -8,
        officer=SECOND_OFFICER,
        checked_after=1,
        governors_told_after=0,
        listed_after=3,
        meeting_after=12,
        decided_after=12,
        decision=GovernorsDecision.DECLINE,
        notice_after=12,
        notice_method=NoticeMethod.EMAIL_AGREED,
    ),
)

_ENDED = (
    PlannedExclusion(
        "reinstated",
        REINSTATED,
        UNIT,
        9,
        (Reason.VA,),
        MEETING,
        -3,
        officer=SECOND_OFFICER,
        checked_after=1,
        governors_told_after=0,
        listed_after=3,
        meeting_after=10,
        decided_after=10,
        decision=GovernorsDecision.REINSTATE_NOW,
    ),
    PlannedExclusion(
        "reinstated_later",
        REINSTATED,
        ACADEMY,
        7,
        (Reason.BU, Reason.LG),
        MEETING,
        2,
        checked_after=1,
        governors_told_after=0,
        listed_after=3,
        meeting_after=11,
        decided_after=11,
        decision=GovernorsDecision.REINSTATE_ON,
        reinstated_after=16,
    ),
    PlannedExclusion(
        "cancelled_early",
        CANCELLED,
        UNIT,
        8,
        (Reason.TH,),
        SIXTH_DAY,
        -3,
        officer=SECOND_OFFICER,
        checked_after=1,
        governors_told_after=0,
        cancelled_after=4,
        cancellation_reason=CancellationReason.NEW_EVIDENCE,
    ),
    PlannedExclusion(
        "cancelled_listed",
        CANCELLED,
        PRIMARY,
        4,
        (Reason.PP,),
        MEETING,
        -10,
        officer=SECOND_OFFICER,
        checked_after=1,
        governors_told_after=0,
        listed_after=3,
        meeting_after=12,
        cancelled_after=6,
        cancellation_reason=CancellationReason.ALTERNATIVE_AGREED,
    ),
)

PLAN = _JUST_NOTIFIED + _CHECKED + _LISTED + _DECLINED + _ENDED
