"""What parents must be told and must do: notices, days away from public places, work, the penalty."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from statute.calendars import AFTERNOON, MORNING
from statute.days import every_day, spoken
from statute.exclusions.day_six import days_of_exclusion
from statute.exclusions.regimes import (
    ATTENDANCE_2024,
    COMPULSORY_AGE,
    EXCLUDED_ON,
    FROM_KNOWLEDGE,
    INSPECTIONS_ACT,
    PM_BEGAN,
    REGULATIONS_2012,
    SIXTH_DAY_2015,
    SIXTH_DAY_REGULATIONS,
    VERIFIED,
    both_editions,
    school_days,
)
from statute.facts import DATE, FLAG, LONDON, MOMENT, POSITIVE, choice, optional, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Citation, CountedDay, Outcome, SkippedDay, due, not_applicable, refused, step, value

_DAYS = optional("days", POSITIVE, "the school days of a suspension; left out for a permanent exclusion")
_PROVISION = optional("provision_started_on", DATE, "the day on which education was first provided")


@rule(
    "exclusions.parents_notice",
    title="Notice to parents of the days a child must not be in a public place",
    row="exclusions §2 notify_parent_s104",
    facts=(EXCLUDED_ON, PM_BEGAN),
    versions=both_editions(
        REGULATIONS_2012,
        f"{SIXTH_DAY_REGULATIONS}; {INSPECTIONS_ACT}",
        "reg 6(2); s104",
        VERIFIED,
        Limit("first_day", 1, "school days", "exclusions §2 notify_parent_s104", VERIFIED),
    ),
    trigger="excluded_on",
    needs_calendar=True,
)
def parents_notice(question: Question) -> Answer:
    """The first day of the exclusion: the notice is due by the end of its afternoon session."""
    count = days_of_exclusion(question, question.limits["first_day"])
    warnings: tuple[str, ...] = ()
    if AFTERNOON not in question.calendar.open_sessions(count.due_on):
        warnings = ("That day has no afternoon session: give the notice by the end of the morning session.",)
    because = "By the end of the afternoon session of the first day of the exclusion."
    return due(count, because, owner="head teacher", warnings=warnings)


@rule(
    "exclusions.provision_notice",
    title="Further notice of the details of provision",
    row="exclusions §2 notify_provision_detail; X7",
    facts=(required("provision_starts_at", MOMENT, "when the first session of provision starts"),),
    versions=both_editions(
        SIXTH_DAY_2015,
        SIXTH_DAY_REGULATIONS,
        "reg 6(3)-(4)",
        VERIFIED,
        Limit("hours", 48, "clock hours", "exclusions §2 notify_provision_detail", VERIFIED),
    ),
    trigger=lambda question: question.moment("provision_starts_at").date(),
)
def provision_notice(question: Question) -> Answer:
    """The last moment for the notice: 48 hours that really pass, also over a change of the clocks."""
    starts_at = question.moment("provision_starts_at")
    hours = question.limits["hours"]
    due_at = (starts_at.astimezone(UTC) - timedelta(hours=hours)).astimezone(LONDON)
    return Answer(
        Outcome.DUE,
        f"Not less than {hours} hours before provision starts; sooner if the details are known.",
        due_on=due_at.date(),
        due_at=due_at,
        owner="head teacher",
        warnings=("The parent may waive it where provision starts before the sixth day.",),
    )


def _first_days(question: Question) -> tuple[tuple[CountedDay, ...], tuple[SkippedDay, ...]]:
    # The first school days of the exclusion, no more than it has, and none from the day provision starts.
    n = min(question.limits["school_days"], question.whole_if_given("days") or question.limits["school_days"])
    started_on = question.day_if_given("provision_started_on")
    counted: tuple[CountedDay, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()
    for length in range(1, n + 1):
        count = days_of_exclusion(question, length)
        if started_on is not None and count.due_on >= started_on:
            break
        counted, skipped = count.counted, count.skipped
    return counted, skipped


@rule(
    "exclusions.public_place_days",
    title="Days on which the child must not be in a public place",
    row="exclusions §2 public_place; X6, X7",
    facts=(EXCLUDED_ON, PM_BEGAN, _DAYS, _PROVISION, COMPULSORY_AGE),
    versions=both_editions(
        REGULATIONS_2012, INSPECTIONS_ACT, "s103", VERIFIED, school_days(5, "public_place", VERIFIED)
    ),
    trigger="excluded_on",
    needs_calendar=True,
)
def public_place_days(question: Question) -> Answer:
    """The first five school days of the exclusion, fewer if it is shorter or provision starts sooner."""
    if not question.flag("compulsory_age"):
        return not_applicable("The child is not of compulsory school age: s103 does not apply.")
    counted, skipped = _first_days(question)
    n = question.limits["school_days"]
    because = f"The first {n} school days of the exclusion, or all of them, until provision starts."
    return value([day for day, _ in counted], because, counted=counted, skipped=skipped, owner="parent")


@rule(
    "exclusions.set_work_days",
    title="Days on which the school sets and marks work",
    row="exclusions §2 set_work",
    facts=(EXCLUDED_ON, PM_BEGAN, _DAYS, _PROVISION),
    versions=both_editions(REGULATIONS_2012, None, "first five days", VERIFIED, school_days(5, "set_work", VERIFIED)),
    trigger="excluded_on",
    needs_calendar=True,
)
def set_work_days(question: Question) -> Answer:
    """The first five school days of the exclusion, until provision starts."""
    counted, skipped = _first_days(question)
    because = "The school takes reasonable steps to set and mark work on these days."
    return value([day for day, _ in counted], because, counted=counted, skipped=skipped, owner="school")


@rule(
    "exclusions.public_place_offence",
    title="Whether a penalty notice may be given for an excluded child seen in a public place",
    row="exclusions §2 public_place; notes on s103/s105",
    facts=(
        EXCLUDED_ON,
        PM_BEGAN,
        required("seen_on", DATE, "the day on which the child was seen in a public place"),
        required("session", choice(MORNING, AFTERNOON), "in which session of the school"),
        required("justified", FLAG, "whether there was a reasonable justification"),
        optional("notice_given_on", DATE, "the day on which the parents were given the notice of s104"),
        optional("back_on", DATE, "the day from which the exclusion no longer stood"),
        _DAYS,
        _PROVISION,
        COMPULSORY_AGE,
    ),
    versions=both_editions(
        REGULATIONS_2012, INSPECTIONS_ACT, "s103, s105", VERIFIED, school_days(5, "public_place", VERIFIED)
    ),
    trigger="excluded_on",
    needs_calendar=True,
)
def public_place_offence(question: Question) -> Answer:
    """Yes, or every reason why not: the duty is for school hours of the first days, asks for a notice to the parents
    before, and a reasonable justification is a defence."""
    if not question.flag("compulsory_age"):
        return not_applicable("The child is not of compulsory school age: s103 does not apply.")
    counted, _ = _first_days(question)
    seen_on = question.day("seen_on")
    reasons = [*_outside_the_duty(question, [day for day, _ in counted]), *_without_notice(question)]
    if question.flag("justified"):
        reasons.append("There was a reasonable justification, which is a defence.")
    if reasons:
        return refused(*reasons)
    same_day = ("The notice is of the same day: check that it came before.",)
    return value(
        True,
        f"{spoken(seen_on)} is one of the first school days of the exclusion, within school hours, and the parents had "
        "the notice.",
        counted=counted,
        owner="parent",
        warnings=same_day if question.day_if_given("notice_given_on") == seen_on else (),
    )


def _outside_the_duty(question: Question, days: list[date]) -> Iterator[str]:
    seen_on, back_on = question.day("seen_on"), question.day_if_given("back_on")
    if seen_on not in days:
        named = ", ".join(spoken(day) for day in days) or "none"
        yield f"{spoken(seen_on)} is none of the days of the duty: {named}."
    elif question.word("session") not in question.calendar.open_sessions(seen_on):
        yield "The school had no session then: the duty is for school hours."
    if back_on is not None and seen_on >= back_on:
        yield f"The exclusion no longer stood from {spoken(back_on)}."


def _without_notice(question: Question) -> Iterator[str]:
    given_on = question.day_if_given("notice_given_on")
    if given_on is None:
        yield "It is not recorded that the parents were given the notice of s104."
    elif given_on > question.day("seen_on"):
        yield f"The parents were given the notice of s104 on {spoken(given_on)} only."


# Law pack, exclusions §2 pn_60 and pn_120: 21 days [V:S13], 28 days and the amounts [K].
_EARLY = Limit("early_days", 21, "calendar days, the day of receipt is 1", "exclusions §2 pn_60", VERIFIED)
_FULL = Limit("full_days", 28, "calendar days, the day of receipt is 1", "exclusions §2 pn_120", FROM_KNOWLEDGE)
_EARLY_POUNDS = Limit("early_pounds", 60, "pounds", "exclusions §2 pn_60", FROM_KNOWLEDGE)
_FULL_POUNDS = Limit("full_pounds", 120, "pounds", "exclusions §2 pn_120", FROM_KNOWLEDGE)


@rule(
    "exclusions.public_place_penalty",
    title="Paying a penalty notice for an excluded child in a public place",
    row="exclusions §2 pn_60, pn_120; X23",
    facts=(required("received_on", DATE, "the day the parent received the notice"),),
    versions=(
        Version(
            ATTENDANCE_2024,
            Citation("SI 2007/1867 as amended by SI 2024/210", "reg 4(1)", FROM_KNOWLEDGE),
            (_EARLY, _FULL, _EARLY_POUNDS, _FULL_POUNDS),
        ),
    ),
    trigger="received_on",
)
def public_place_penalty(question: Question) -> Answer:
    """The last day to pay the lower amount and the last day to pay the higher one."""
    received_on, limits = question.day("received_on"), question.limits
    steps = tuple(
        step(
            every_day(received_on, received_on + timedelta(limits[days] - 1)),
            f"£{limits[pounds]} within {limits[days]} days beginning with the day of receipt.",
        )
        for days, pounds in (("early_days", "early_pounds"), ("full_days", "full_pounds"))
    )
    early, full = steps
    return value(
        {"pay_60_by": early.due_on, "pay_120_by": full.due_on},
        f"{early.because} {full.because}",
        counted=full.counted,
        owner="parent",
        steps=steps,
    )
