"""Why the case of a suspension stays open after the return date: every reason, in words. Pure: it reads nothing.

It closes by itself on the return date unless its band, an exam, day six, care, a plan or an officer keeps it open
(law pack, exclusions §10a). What the governors still owe keeps it open as well: their duty does not end with the days.
So does a notice that nobody recorded: parents who were never told cannot make representations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.models import Deadline
from components.words import lower_first, spelled_date
from exclusions.models import KeptOpen, Notification, OutcomeTold
from exclusions.stated import labels_of
from exclusions.suspensions.bands import GB15, GB15_EXAM, GB50_IF_REPRESENTATIONS, LE5, TELLS_GOVERNORS

Recipient = Notification.Recipient
_State = Deadline.State
# States of a date that is done with.
SETTLED = frozenset({_State.MET, _State.MET_LATE, _State.WAIVED})
GOVERNORS_MEET = "exclusions.governors_meet"
GOVERNORS_MEET_IF_ASKED = "exclusions.governors_meet_if_asked"
EXAM_MEETING = "exclusions.exam_meeting"
SUSPENSION_SIXTH_DAY = "exclusions.suspension_sixth_day"


class Keeps(StrEnum):
    """What can keep the case of a suspension open."""

    COUNT = "count"
    NOTICE = "notice"
    MUST_MEET = "must_meet"
    IF_ASKED = "if_asked"
    CONSIDER = "consider"
    TELL = "tell"
    EXAM = "exam"
    DAY_SIX = "day_six"
    CARE = "care"
    PLAN = "plan"
    STATED = "stated"
    OFFICER = "officer"


# What an officer may close over by hand once the suspension is over: nothing else would ever end it.
CLOSED_BY_HAND = frozenset({Keeps.NOTICE, Keeps.DAY_SIX, Keeps.CARE, Keeps.PLAN, Keeps.STATED})
# What bars the closing even after the return was recorded.
BARS_CLOSING = frozenset({Keeps.MUST_MEET, Keeps.EXAM, Keeps.CONSIDER, Keeps.TELL, Keeps.OFFICER})


@dataclass(frozen=True)
class Why:
    """One reason why it stays open: its code, and in words."""

    code: Keeps
    text: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What decides whether a suspension stays open. `is_counted` False: a count is missing and `band` unknown; `dates`
    are the live deadlines by their code, as (state, date); `told`, who was told of the suspension; `still_to_tell`,
    whom the governors must tell of a decision that is recorded and have not, as far as is recorded; `stated`, what the
    school says otherwise than the record of care, a social worker or a plan and nobody has looked into."""

    band: str | None
    dates: Mapping[str, tuple[str, date | None]]
    told: frozenset[str]
    is_counted: bool = True
    is_looked_after: bool = False
    has_social_worker: bool = False
    has_plan: bool = False
    stated: frozenset[str] = frozenset()
    kept_open_because: str = ""
    are_representations_made: bool = False
    have_governors_decided: bool = False
    still_to_tell: tuple[str, ...] = ()


def why_it_stays_open(standing: Standing, as_of: date) -> tuple[Why, ...]:
    """Every reason that holds on that day, in the order of the law pack; empty when the return date closes it."""
    return (
        *_notice(standing),
        *_governors(standing, as_of),
        *_decision(standing),
        *_day_six(standing),
        *_care_and_plan(standing),
        *_officer(standing),
    )


def _notice(standing: Standing) -> Iterator[Why]:
    """The parents are told of every suspension; the governors without delay where the band says so, since their clock
    runs from it until they decide."""
    tells_governors = standing.band in TELLS_GOVERNORS and not standing.have_governors_decided
    must = (Recipient.PARENTS, *((Recipient.GOVERNORS,) if tells_governors else ()))
    untold = ", ".join(lower_first(str(each.label)) for each in must if each not in standing.told)
    if untold:
        yield Why(Keeps.NOTICE, f"Not recorded as told of the suspension: {untold}.")


def _governors(standing: Standing, as_of: date) -> Iterator[Why]:
    if not standing.is_counted:
        yield Why(
            Keeps.COUNT,
            "The days lost are not all counted, because a school’s calendar is missing: nobody knows what the "
            "governors must do.",
        )
    if standing.band in (GB15, GB15_EXAM) and not _is_settled(standing, GOVERNORS_MEET):
        yield Why(Keeps.MUST_MEET, f"The governors must meet{_by(standing, GOVERNORS_MEET)}.")
    if standing.band == GB15_EXAM and not _is_settled(standing, EXAM_MEETING):
        yield Why(Keeps.EXAM, f"An exam would be missed: the governors should meet{_by(standing, EXAM_MEETING)}.")
    if standing.band == GB50_IF_REPRESENTATIONS and not _is_settled(standing, GOVERNORS_MEET_IF_ASKED):
        _, last_on = standing.dates.get(GOVERNORS_MEET_IF_ASKED, ("", None))
        if standing.are_representations_made:
            # Then the meeting is a duty, which goes on when its limit has passed.
            yield Why(
                Keeps.MUST_MEET,
                "The parents made representations, so the governors must meet"
                f"{_by(standing, GOVERNORS_MEET_IF_ASKED)}.",
            )
        elif last_on is None or last_on >= as_of:
            yield Why(
                Keeps.IF_ASKED,
                "If the parents make representations, the governors must meet"
                f"{_by(standing, GOVERNORS_MEET_IF_ASKED)}.",
            )


def _decision(standing: Standing) -> Iterator[Why]:
    """Up to 5 days in the term there is no limit, but what the parents wrote must be considered; and everybody must
    hear of a decision, whatever the band (law pack, exclusions §2 gb_le5 and gb_outcome)."""
    if standing.band == LE5 and standing.are_representations_made and not standing.have_governors_decided:
        yield Why(
            Keeps.CONSIDER,
            "The governors must consider the parents’ representations, and it is not recorded that they have.",
        )
    if standing.still_to_tell:
        who = ", ".join(lower_first(str(OutcomeTold.Recipient(each).label)) for each in standing.still_to_tell)
        yield Why(Keeps.TELL, f"Not recorded as told of the governors’ decision: {who}.")


def _day_six(standing: Standing) -> Iterator[Why]:
    state, sixth_day = standing.dates.get(SUSPENSION_SIXTH_DAY, ("", None))
    if state == _State.NO_DATE:
        yield Why(Keeps.DAY_SIX, "The sixth school day cannot be worked out: the calendar does not say.")
    elif state == _State.RUNNING and sixth_day is not None:
        yield Why(Keeps.DAY_SIX, f"Education from the sixth school day, {spelled_date(sixth_day)}, is not recorded.")


def _care_and_plan(standing: Standing) -> Iterator[Why]:
    if standing.is_looked_after:
        yield Why(Keeps.CARE, "The child is looked after.")
    if standing.has_social_worker:
        yield Why(Keeps.CARE, "The child has a social worker.")
    if standing.has_plan:
        yield Why(Keeps.PLAN, "The child has an EHC plan.")
    if standing.stated:
        about = ", ".join(lower_first(label) for label in labels_of(standing.stated))
        yield Why(Keeps.STATED, f"The school says something else than our record, and nobody looked into it: {about}.")


def _officer(standing: Standing) -> Iterator[Why]:
    if standing.kept_open_because:
        words = lower_first(str(KeptOpen(standing.kept_open_because).label))
        yield Why(Keeps.OFFICER, f"An officer keeps it open: {words}.")


def _is_settled(standing: Standing, code: str) -> bool:
    state, _ = standing.dates.get(code, ("", None))
    return state in SETTLED


def _by(standing: Standing, code: str) -> str:
    _, due_on = standing.dates.get(code, ("", None))
    return f" by {spelled_date(due_on)}" if due_on else "; no date can be given"
