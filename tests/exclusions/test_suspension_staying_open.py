"""Why a suspension stays open: the truth table of every reason, and what may be closed by hand."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Deadline
from exclusions.models import KeptOpen
from exclusions.suspensions.bands import TELLS_GOVERNORS
from exclusions.suspensions.staying_open import Keeps, Standing, why_it_stays_open

TODAY, LATER, EARLIER = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 18)
S = Deadline.State
TOLD = frozenset({"parents", "governors"})
MEET, ASKED, EXAM = "exclusions.governors_meet", "exclusions.governors_meet_if_asked", "exclusions.exam_meeting"
SIXTH = "exclusions.suspension_sixth_day"


def codes(band: str | None = "LE5", dates: dict | None = None, **more: object) -> list[str]:
    standing = Standing(band=band, dates=dates or {}, **{"told": TOLD, **more})  # type: ignore[arg-type]
    return [str(why.code) for why in why_it_stays_open(standing, TODAY)]


OPEN_STATES = (S.RUNNING, S.NO_DATE, S.NOT_STARTED, S.NOT_OWED)
SETTLED_STATES = (S.MET, S.MET_LATE, S.WAIVED)


@pytest.mark.parametrize("state", [*OPEN_STATES, *SETTLED_STATES])
@pytest.mark.parametrize("due_on", [EARLIER, TODAY, LATER])
def test_the_governors_must_meet_until_they_did_or_it_was_waived(state: str, due_on: date) -> None:
    expected = [] if state in SETTLED_STATES else ["must_meet"]
    assert codes("GB15", {MEET: (state, due_on)}) == expected, "late stays a duty"


def test_without_their_date_the_duty_is_there_all_the_same() -> None:
    assert codes("GB15") == ["must_meet"]
    assert codes("GB50_IF_REPS") == ["if_asked"]
    assert codes("GB15_EXAM") == ["must_meet", "exam"]


@pytest.mark.parametrize(
    ("state", "due_on", "keeps"),
    [
        (S.RUNNING, EARLIER, False),
        (S.RUNNING, TODAY, True),
        (S.RUNNING, LATER, True),
        (S.NO_DATE, None, True),
        (S.MET, LATER, False),
        (S.MET_LATE, EARLIER, False),
        (S.WAIVED, LATER, False),
    ],
)
def test_if_the_parents_ask_the_day_that_passes_ends_it(state: str, due_on: date | None, keeps: bool) -> None:
    assert codes("GB50_IF_REPS", {ASKED: (state, due_on)}) == (["if_asked"] if keeps else [])


@pytest.mark.parametrize(
    ("meets", "before_exam", "expected"),
    [
        (S.RUNNING, S.RUNNING, ["must_meet", "exam"]),
        (S.MET, S.RUNNING, ["exam"]),
        (S.RUNNING, S.MET, ["must_meet"]),
        (S.MET, S.MET_LATE, []),
        (S.WAIVED, S.WAIVED, []),
    ],
)
def test_an_exam_keeps_it_open_beside_the_meeting(meets: str, before_exam: str, expected: list[str]) -> None:
    assert codes("GB15_EXAM", {MEET: (meets, LATER), EXAM: (before_exam, EARLIER)}) == expected


@pytest.mark.parametrize(
    ("state", "keeps"),
    [(S.RUNNING, True), (S.NO_DATE, True), (S.MET, False), (S.MET_LATE, False), (S.NOT_OWED, False)],
)
def test_day_six_keeps_it_open_until_education_is_recorded(state: str, keeps: bool) -> None:
    due_on = None if state in (S.NO_DATE, S.NOT_OWED) else EARLIER
    assert codes(dates={SIXTH: (state, due_on)}) == (["day_six"] if keeps else [])


@pytest.mark.parametrize("is_looked_after", [False, True])
@pytest.mark.parametrize("has_social_worker", [False, True])
@pytest.mark.parametrize("has_plan", [False, True])
@pytest.mark.parametrize("kept", ["", "safety"])
@pytest.mark.parametrize("is_counted", [True, False])
def test_every_reason_is_given_at_once(
    is_looked_after: bool, has_social_worker: bool, has_plan: bool, kept: str, is_counted: bool
) -> None:
    expected = [
        *(["count"] * (not is_counted)),
        *(["care"] * (is_looked_after + has_social_worker)),
        *(["plan"] * has_plan),
        *(["officer"] * bool(kept)),
    ]
    found = codes(
        "LE5" if is_counted else None,
        is_looked_after=is_looked_after,
        has_social_worker=has_social_worker,
        has_plan=has_plan,
        kept_open_because=kept,
        is_counted=is_counted,
    )
    assert found == expected


@pytest.mark.parametrize("reason", KeptOpen.values)
def test_the_officers_reason_stands_in_words(reason: str) -> None:
    (why,) = why_it_stays_open(Standing(band="LE5", dates={}, told=TOLD, kept_open_because=reason), TODAY)
    assert why.code == Keeps.OFFICER
    assert why.text.startswith("An officer keeps it open: ")
    assert str(KeptOpen(reason).label)[1:] in why.text


def test_dates_stand_in_the_words() -> None:
    dates = {MEET: (S.RUNNING, LATER), EXAM: (S.NO_DATE, None)}
    meets, exam = why_it_stays_open(Standing(band="GB15_EXAM", dates=dates, told=TOLD), TODAY)
    assert meets.text == "The governors must meet by 20 November 2026."
    assert exam.text == "An exam would be missed: the governors should meet; no date can be given."


# --- what the governors still owe


@pytest.mark.parametrize("band", ["LE5", "GB50_IF_REPS", "GB15", "GB15_EXAM"])
@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("decided", [True, False])
def test_up_to_five_days_what_the_parents_wrote_must_be_considered(band: str, asked: bool, decided: bool) -> None:
    found = codes(band, are_representations_made=asked, have_governors_decided=decided)
    assert ("consider" in found) == (band == "LE5" and asked and not decided)


@pytest.mark.parametrize("band", ["LE5", "GB50_IF_REPS", "GB15"])
def test_whoever_was_not_told_of_the_decision_keeps_it_open_and_is_named(band: str) -> None:
    met = {MEET: (S.MET, TODAY), ASKED: (S.MET, TODAY)}
    assert codes(band, met, have_governors_decided=True) == []
    standing = Standing(band=band, dates=met, told=TOLD, have_governors_decided=True, still_to_tell=("parents", "head"))
    (why,) = why_it_stays_open(standing, TODAY)
    assert (why.code, why.text) == (
        Keeps.TELL,
        "Not recorded as told of the governors’ decision: parents, head teacher.",
    )


@pytest.mark.parametrize("due_on", [EARLIER, LATER])
def test_once_the_parents_asked_the_meeting_is_a_duty_that_goes_on(due_on: date) -> None:
    dates = {ASKED: (S.RUNNING, due_on)}
    assert codes("GB50_IF_REPS", dates, are_representations_made=True) == ["must_meet"]
    assert codes("GB50_IF_REPS", {ASKED: (S.MET_LATE, due_on)}, are_representations_made=True) == []


@pytest.mark.parametrize("band", [None, "LE5", "GB50_IF_REPS", "GB15", "GB15_EXAM"])
def test_whoever_was_not_told_of_the_suspension_keeps_it_open(band: str | None) -> None:
    settled = dict.fromkeys((MEET, ASKED, EXAM), (S.MET, EARLIER))

    def words(**more: object) -> list[str]:
        standing = Standing(band=band, dates=settled, **more)  # type: ignore[arg-type]
        return [why.text for why in why_it_stays_open(standing, TODAY) if why.code == Keeps.NOTICE]

    governors = ", governing board" if band in TELLS_GOVERNORS else ""
    assert words(told=frozenset()) == [f"Not recorded as told of the suspension: parents{governors}."]
    only_parents = words(told=frozenset({"parents"}))
    assert only_parents == (["Not recorded as told of the suspension: governing board."] if governors else [])
    assert words(told=frozenset({"parents"}), have_governors_decided=True) == [], "they know by then"
    assert words(told=TOLD) == []


def test_what_the_school_states_otherwise_keeps_it_open_and_is_named() -> None:
    standing = Standing(band="LE5", dates={}, told=TOLD, stated=frozenset({"has_plan", "is_looked_after"}))
    (why,) = why_it_stays_open(standing, TODAY)
    assert why.code == Keeps.STATED
    assert why.text.endswith("nobody looked into it: looked after, has an EHC plan.")
