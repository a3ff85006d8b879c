"""What the answers mean, shown while the form is filled in: the days, who must do what by when, whom to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import statute
from components.words import spelled_date
from exclusions.school_form.reading import Recipient
from exclusions.school_form.reckoning import Reckoning, reckon
from exclusions.suspensions.bands import GB15, GB15_EXAM, GB50_IF_REPRESENTATIONS, IN_WORDS, cap_reasons, year_totals
from exclusions.suspensions.counting import SESSIONS_A_DAY, Lost, in_days, term_name
from portal.webforms import FormContext, Meaning

NO_DATE = "cannot be worked out: the school’s calendar is not entered that far. Ask the council to enter it."
Rows = Iterator[tuple[str, str]]


def meaning(context: FormContext) -> Meaning | None:
    """What the answers so far mean; None before the dates are there."""
    reckoning = reckon(context)
    reported = reckoning.reported
    if reported.is_permanent:
        return _permanent(reckoning) if reported.excluded_on and reported.pm_began is not None else None
    if reckoning.lost is None:
        return None
    return _suspension(reckoning, reckoning.lost)


def day(value: date) -> str:
    """“Tuesday 15 September 2026”."""
    return f"{value:%A} {spelled_date(value)}"


def date_of(result: statute.Result | None) -> str:
    """The date of an answer, or why there is none."""
    if result is None:
        return ""
    if result.due_on is not None:
        return day(result.due_on)
    if result.outcome == statute.Outcome.CALENDAR_INCOMPLETE:
        return f"The date {NO_DATE}"
    return _sentence(result)


def _governors_date(reckoning: Reckoning, rule: str, notified_on: date) -> str:
    """A date of the governors' clock, which is assumed until they are told."""
    result = reckoning.ask(rule, notified_on=notified_on)
    is_assumed = result.due_on is not None and Recipient.GOVERNORS not in reckoning.reported.told
    return f"{date_of(result)}, if they are told on the day of the decision" if is_assumed else date_of(result)


def this_suspension(lost: Lost) -> tuple[str, str]:
    """How long it is."""
    return "This suspension", _school_days(lost.count or 0)


def _school_days(sessions: int) -> str:
    return "1 school day" if sessions == SESSIONS_A_DAY else f"{in_days(sessions)} school days"


def _sentence(result: statute.Result) -> str:
    return result.because if isinstance(result.because, str) else " ".join(result.because)


def _permanent(reckoning: Reckoning) -> Meaning:
    reported = reckoning.reported
    start = {"excluded_on": reported.excluded_on, "pm_began": reported.pm_began}
    rows = [
        ("Day 1", date_of(reckoning.ask("exclusions.day_one", **start))),
        ("You set and mark work until", _last_day(reckoning.ask("exclusions.set_work_days", **start))),
        ("The council provides education from", date_of(reckoning.sixth_day)),
        *_looked_after(reckoning, start),
        *_public_place(reckoning, start),
        *governors_of_permanent(reckoning),
        *_tell(reckoning, start),
    ]
    return Meaning("Permanent exclusion", rows=rows)


def _last_day(result: statute.Result) -> str:
    if not result.counted:
        return date_of(result)
    return day(result.counted[-1].day)


def _looked_after(reckoning: Reckoning, start: dict[str, object]) -> Rows:
    """What the guidance, not the law, asks for where the school says that the pupil is looked after."""
    if not reckoning.reported.circumstances.get("is_looked_after") or not reckoning.is_of_compulsory_age:
        return
    result = reckoning.ask("exclusions.looked_after_provision", **start)
    words = f"It should start on {date_of(result)}, says the guidance" if result.due_on else date_of(result)
    yield "Education from the first day following, for a looked-after pupil", words


def _public_place(reckoning: Reckoning, start: dict[str, object], **more: object) -> Rows:
    if not reckoning.is_of_compulsory_age:
        return
    result = reckoning.ask("exclusions.public_place_days", **start, **more)
    if result.counted:
        first, last = result.counted[0].day, result.counted[-1].day
        days = f"{day(first)} to {day(last)}, in school hours" if last > first else f"{day(first)}, in school hours"
        yield "Not in a public place", days


def governors_of_permanent(reckoning: Reckoning) -> Rows:
    """By when the governors meet."""
    notified_on = reckoning.governors_notified_on
    if notified_on is None:
        return
    yield "Governors must meet by", _governors_date(reckoning, "exclusions.governors_meet_15", notified_on)
    yield from _before_the_exam(reckoning, notified_on)


def _before_the_exam(reckoning: Reckoning, notified_on: date) -> Rows:
    if reckoning.reported.exam_on:
        result = reckoning.ask("exclusions.exam_meeting", notified_on=notified_on, exam_on=reckoning.reported.exam_on)
        yield "Before the exam, if they can, by", date_of(result)


def _tell(reckoning: Reckoning, start: dict[str, object]) -> Rows:
    """Whom the school must tell, and until when where the law names a time."""
    by_when = "Without delay"
    if reckoning.is_of_compulsory_age:
        notice = date_of(reckoning.ask("exclusions.parents_notice", **start))
        by_when = f"{by_when}, by the end of the afternoon session of {notice}"
    yield f"Tell the {'pupil' if reckoning.is_pupil_told else 'parents'} in writing", by_when
    yield "Tell without delay", "; ".join(_others_to_tell(reckoning))
    if not reckoning.must_tell_governors:
        yield "Tell the governing board", "At least once a term. Telling it now is safest"


def _others_to_tell(reckoning: Reckoning) -> Iterator[str]:
    yield "the council (this form tells it)"
    if reckoning.council_of_the_school:
        yield f"the school’s own council ({reckoning.council_of_the_school})"
    if reckoning.reported.is_permanent:
        yield "the council of the area where the pupil lives, if that is another one"
    if reckoning.must_tell_governors:
        yield "the governing board"
    for name, who, condition in (
        ("has_social_worker", "the social worker", "if the pupil has one"),
        ("is_looked_after", "the virtual school head", "if the pupil is looked after"),
    ):
        known = reckoning.reported.circumstances.get(name)
        if known is not False:
            yield who if known else f"{who}, {condition}"


def _suspension(reckoning: Reckoning, lost: Lost) -> Meaning:
    if lost.unknown_because:
        return Meaning(
            "Suspension",
            warnings=(f"The number of days, and every date, {NO_DATE}",),
        )
    span = reckoning.reported.span
    start = {"excluded_on": span.first_on if span else None, "pm_began": False}
    rows = [
        this_suspension(lost),
        *total_rows(reckoning, lost),
        *governors_of_suspension(reckoning),
        *_education(reckoning, lost, start),
        *_tell(reckoning, start),
    ]
    return Meaning("Suspension", rows=rows, warnings=tuple(cautions(reckoning, lost)))


def total_rows(reckoning: Reckoning, lost: Lost) -> Rows:
    """The sums with what came before, over all schools, as numbers only."""
    if not reckoning.counts_earlier:
        for key, sessions in lost.by_term.items():
            if len(lost.by_term) > 1:
                yield f"In {term_name(key)}", _school_days(sessions)
        return
    for key, sessions in lost.by_term.items():
        total = reckoning.others.by_term.get(key, 0) + sessions
        yield f"In {term_name(key)}, with earlier ones", _school_days(total)
    for year in year_totals(lost, reckoning.others, reckoning.policy):
        yield (
            f"In the school year {year.year.label}, at all schools",
            f"{in_days(year.sessions)} of at most 45 school days",
        )
    if reckoning.waiting:
        references = ", ".join(each.reference for each in reckoning.waiting)
        yield "In these numbers too, not decided on by the council yet", references


def governors_of_suspension(reckoning: Reckoning) -> Rows:
    """What the governors owe by the band, and by when."""
    band, notified_on = reckoning.band, reckoning.governors_notified_on
    if band is None:
        return
    words = IN_WORDS[band]
    yield "Governors", _of_a_grown_pupil(words) if reckoning.is_pupil_told else words
    if notified_on is None:
        return
    if band in (GB15, GB15_EXAM):
        yield "Governors must meet by", _governors_date(reckoning, "exclusions.governors_meet_15", notified_on)
    if band == GB50_IF_REPRESENTATIONS:
        limit = _governors_date(reckoning, "exclusions.governors_meet_50", notified_on)
        label = "If the parents make representations, governors must meet by"
        yield _of_a_grown_pupil(label) if reckoning.is_pupil_told else label, limit
    yield from _before_the_exam(reckoning, notified_on)


def _of_a_grown_pupil(words: str) -> str:
    """The same of a pupil of 18 or over, who makes the representations."""
    return words.replace("the parents make", "the pupil makes").replace("the parents write", "the pupil writes")


def _education(reckoning: Reckoning, lost: Lost, start: dict[str, object]) -> Rows:
    span = reckoning.reported.span
    if not lost.days or span is None or span.is_lunchtime_only:
        return
    days = len(lost.days)
    yield "You set and mark work until", _last_day(reckoning.ask("exclusions.set_work_days", **start, days=days))
    yield from _sixth_day(reckoning)
    if days > 1:
        yield from _looked_after(reckoning, start)
    yield from _public_place(reckoning, start, days=days)


def _sixth_day(reckoning: Reckoning) -> Rows:
    """Day six of the run: earlier suspensions from this school count where this one follows on them directly."""
    earlier = reckoning.run.earlier
    if earlier:
        yield "It follows directly on your suspension from", f"{day(earlier[0].first_on)}: the days count on"
    if not reckoning.has_sixth_day or reckoning.sixth_day is None:
        return
    if reckoning.run.had_its_sixth_day(reckoning.sixth_day.due_on):
        yield "Full-time education elsewhere goes on. It was due from", date_of(reckoning.sixth_day)
    else:
        yield "Full-time education elsewhere must start by", date_of(reckoning.sixth_day)
    yield "Whose duty that is", whose_duty(reckoning)


def whose_duty(reckoning: Reckoning) -> str:
    """Who provides education from day six of a suspension."""
    owner = reckoning.sixth_day.owner if reckoning.sixth_day else None
    return {"local authority": "The council’s", "academy proprietor": "The academy trust’s"}.get(
        owner or "", "The school’s (its governing body)"
    )


def cautions(reckoning: Reckoning, lost: Lost) -> Iterator[str]:
    """What the numbers lack, and what the law forbids."""
    if not reckoning.counts_earlier:
        yield (
            "Earlier suspensions of this pupil are not in these numbers, because the pupil was not chosen from your "
            "list. With them the governors’ duty may be stricter. The council counts them."
        )
    yield from cautions_about_totals(reckoning, lost)


def cautions_about_totals(reckoning: Reckoning, lost: Lost) -> Iterator[str]:
    """What the totals lack of the suspensions that are counted, and what the law forbids."""
    if not reckoning.others.is_complete:
        yield (
            "One of the pupil’s earlier suspensions is not counted, because a school’s calendar is not entered. The "
            "totals may be too small, and the governors’ duty stricter."
        )
    yield from cap_reasons(lost, reckoning.others, reckoning.policy)
