"""The letters of a permanent exclusion: day-six offer, note to the governors, acknowledgement to the school.

Dates come from the case's deadlines and from the statute engine; where each was counted from is kept with the letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

import statute
from cases.disclosure import Audience, Disclosure, Tells
from cases.explain import recompute
from cases.letter_kinds import Content, LetterKind, Missing, register_letter_kind
from cases.models import Case, Deadline
from cases.presenters.words import full_date
from components.words import upper_first
from exclusions.day_six import details_due
from exclusions.facts import Facts, gather
from exclusions.governors.policies import council_is_invited, is_after_limit
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.queries import deadlines_by_code
from exclusions.reasons import Reason
from exclusions.states import CANCELLED, ENDS_THE_TRACKS
from provision.models import Placement, Venue
from provision.presenters import place_words, session_words

DAY_SIX_OFFER = "exclusions.day_six_offer"
NOTE_TO_GOVERNORS = "exclusions.note_to_governors"
ACKNOWLEDGEMENT = "exclusions.acknowledgement"


@dataclass(frozen=True)
class Place:
    """Where the child goes, from when, at what times, and whom to ask for."""

    provider: str
    starts: str
    sessions: Sequence[str]
    address: Sequence[str]
    reports_to: str
    telephone: str


@dataclass(frozen=True)
class DaySixOffer:
    """What the day-six letter says (law pack, exclusions §3 item 7)."""

    school: str
    excluded: str
    places: tuple[Place, ...]
    by_law: str
    is_late: bool
    work_days: tuple[str, ...]
    public_place_days: tuple[str, ...]


@dataclass(frozen=True)
class NoteToGovernors:
    """What the note to the governing board says."""

    school: str
    excluded: str
    decided: str
    meet_by: str
    counted: str
    assumed: bool
    meeting: str
    is_meeting_late: bool
    council_is_invited: bool
    papers_by: str
    exam: str


@dataclass(frozen=True)
class Acknowledgement:
    """What the acknowledgement to the school says."""

    received: str
    excluded: str
    session: str
    decided: str
    reasons: tuple[str, ...]
    sixth_day: str
    is_ours: bool
    home_authority: str
    meet_by: str
    governors_told: str


def gather_day_six_offer(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """The education that is booked, as the parents must be told it."""
    facts = gather(case)
    deadline = deadlines_by_code(case).get("exclusions.sixth_day")
    placements = facts.education.open_on(as_of)
    first = min((each.starts_on for each in placements), default=None)
    public = _public_place(facts, facts.education.started_on)
    work = _set_work(facts, facts.education.started_on or first)
    due_on = deadline.due_on if deadline else None
    values = DaySixOffer(
        school=case.school.name,
        excluded=full_date(facts.exclusion.excluded_on),
        places=tuple(_place(each) for each in placements),
        by_law=full_date(due_on),
        is_late=bool(due_on and first and first > due_on),
        work_days=tuple(full_date(day) for day in _days(work)),
        public_place_days=_days_left(public, as_of),
    )
    return Content(
        values=values,
        missing=(*_nothing_owed(facts), *_missing_of_placements(case, placements)),
        notes=tuple(_when_to_send(facts, placements)),
        facts={
            "exclusion": facts.exclusion.pk,
            "placements": [str(each.uuid) for each in placements],
            "dates": {
                **dates_kept({"sixth_day": deadline}),
                "public_place_days": {"days": list(values.public_place_days), "version": public.version},
                "set_work_days": {"days": list(values.work_days), "version": work.version},
            },
        },
    )


def _place(placement: Placement) -> Place:
    return Place(
        provider=str(placement.provider),
        starts=full_date(placement.started_on or placement.starts_on),
        sessions=[upper_first(each) for each in session_words(placement).split("; ")],
        address=[line.strip(" ,") for line in place_words(placement).splitlines() if line.strip(" ,")],
        reports_to=placement.reports_to,
        telephone=placement.provider.telephone,
    )


def _nothing_owed(facts: Facts) -> list[Missing]:
    if facts.case.state in ENDS_THE_TRACKS:
        return [Missing("The exclusion no longer stands, so there is no day-six education to offer.")]
    if not facts.lives_here:
        home = facts.exclusion.home_authority
        return [Missing(f"The duty is with {home}, where the child lives: it makes the offer.")]
    return []


def _missing_of_placements(case: Case, placements: Sequence[Placement]) -> list[Missing]:
    if not placements:
        return [Missing("A provider.", reverse("placement_book", args=[case.reference]), "Book education")]
    missing = []
    for placement in placements:
        change = reverse("placement_change", args=[placement.uuid])
        if not session_words(placement):
            missing.append(Missing(f"The times of the sessions at {placement.provider}.", change, "Add the sessions"))
        if placement.venue == Venue.PROVIDER and not placement.provider.address:
            provider = reverse("provider_change", args=[placement.provider.uuid])
            missing.append(Missing(f"The address of {placement.provider}.", provider, "Change the provider"))
        if not placement.reports_to:
            missing.append(Missing(f"Whom the child asks for at {placement.provider}.", change, "Add the name"))
    return missing


def _when_to_send(facts: Facts, placements: Sequence[Placement]) -> list[str]:
    """When the parents should have the letter at the latest, by the rule on notice of provision."""
    notices = [details_due(facts, each) for each in placements if each.started_on is None]
    soonest = min((each for each in notices if each and each.due_at), key=lambda each: each.due_at, default=None)
    if soonest is None:
        return []
    by = f"{full_date(soonest.due_on)} at {soonest.due_at:%H:%M}"
    return [f"The parents should have this letter by {by}. {soonest.because}"]


def _public_place(facts: Facts, started_on: date | None) -> statute.Result:
    first_days = _first_days(facts, started_on)
    return facts.ask("exclusions.public_place_days", compulsory_age=facts.is_of_compulsory_age, **first_days)


def _set_work(facts: Facts, starts_on: date | None) -> statute.Result:
    """The days on which the school sets work: never up to a start that comes late, those are not its days."""
    return facts.ask("exclusions.set_work_days", **_first_days(facts, starts_on))


def _first_days(facts: Facts, starts_on: date | None) -> dict[str, object]:
    """What the rules on the first days of an exclusion are asked with."""
    exclusion = facts.exclusion
    started = {"provision_started_on": starts_on} if starts_on else {}
    return {"excluded_on": exclusion.excluded_on, "pm_began": exclusion.pm_began, **started}


def _days(result: statute.Result) -> list[date]:
    return [day for day in result.value or () if isinstance(day, date)]


def _days_left(public: statute.Result, as_of: date) -> tuple[str, ...]:
    """The days on which the child must not be in a public place, when at least one of them is still to come."""
    days = _days(public)
    return tuple(full_date(day) for day in days) if days and max(days) >= as_of else ()


def gather_note_to_governors(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """What the governors must do, by when, and how that was counted."""
    facts = gather(case)
    exclusion, deadlines = facts.exclusion, deadlines_by_code(case)
    meet, papers = deadlines.get("exclusions.governors_meet"), deadlines.get("exclusions.governors_papers")
    values = NoteToGovernors(
        school=case.school.name,
        excluded=full_date(exclusion.excluded_on),
        decided=full_date(exclusion.decided_on),
        meet_by=full_date(meet.due_on if meet else None),
        counted=how_counted(meet),
        assumed=facts.governors_told_on is None,
        meeting=full_date(exclusion.governors_meeting_on),
        is_meeting_late=is_after_limit(facts),
        council_is_invited=council_is_invited(facts),
        papers_by=full_date(papers.due_on if papers else None),
        exam=full_date(exclusion.exam_on) if exclusion.misses_exam else "",
    )
    missing = [] if values.meet_by else [Missing("The day by which the governors must meet.")]
    if exclusion.governors_decision or facts.case.state in ENDS_THE_TRACKS:
        missing = [Missing("The governors have nothing to decide any more.")]
    kept = {"governors_meet": meet, "governors_papers": papers}
    return Content(values, tuple(missing), facts={"exclusion": exclusion.pk, "dates": dates_kept(kept)})


def how_counted(deadline: Deadline | None) -> str:
    """“15 school days, the first of them Wednesday 16 September 2026”, from the count itself."""
    result = recompute(deadline) if deadline else None
    if result is None or not result.counted:
        return ""
    return f"{result.counted[-1].number} school days, the first of them {full_date(result.counted[0].day)}"


def gather_acknowledgement(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """What was received, and what the council and the school do next."""
    facts = gather(case)
    exclusion, deadlines = facts.exclusion, deadlines_by_code(case)
    sixth, meet = deadlines.get("exclusions.sixth_day"), deadlines.get("exclusions.governors_meet")
    values = Acknowledgement(
        received=full_date(case.opened_on),
        excluded=full_date(exclusion.excluded_on),
        session="after the afternoon session began" if exclusion.pm_began else "before the afternoon session",
        decided=full_date(exclusion.decided_on),
        reasons=tuple(str(Reason(code).label) for code in exclusion.reasons),
        sixth_day=full_date(sixth.due_on if sixth else None),
        is_ours=facts.lives_here,
        home_authority=exclusion.home_authority.name if exclusion.home_authority else "",
        meet_by=full_date(meet.due_on if meet else None),
        governors_told=full_date(facts.governors_told_on),
    )
    how = "was cancelled" if facts.case.state == CANCELLED else "was recorded by mistake"
    missing = (Missing(f"An exclusion that stands: this one {how}."),) if facts.is_called_off else ()
    kept = {"sixth_day": sixth, "governors_meet": meet}
    return Content(values, missing, facts={"exclusion": exclusion.pk, "dates": dates_kept(kept)})


def dates_kept(deadlines: dict[str, Deadline | None]) -> dict[str, dict[str, str]]:
    """Each date that the letter prints, with the rule and version that it came from."""
    return {
        name: {"due_on": each.due_on.isoformat(), "rule": each.rule, "version": each.rule_version}
        for name, each in deadlines.items()
        if each is not None and each.due_on is not None
    }


KINDS = (
    LetterKind(
        code=DAY_SIX_OFFER,
        label="Education from day six",
        description="Offers the parents the education that is booked: from when, at what times, where.",
        title="Education from the sixth school day of the exclusion",
        case_kinds=frozenset({PERMANENT_EXCLUSION}),
        audiences=(Audience.PARENT,),
        template="letters/exclusions_day_six_offer.html",
        gather=gather_day_six_offer,
        tells=frozenset({Tells.WHERE_THE_CHILD_IS}),
    ),
    LetterKind(
        code=NOTE_TO_GOVERNORS,
        label="Note to the governors",
        description="Tells the governing board of its duty and the day by which it must meet; asks for the meeting.",
        title="Permanent exclusion: the governors’ meeting",
        case_kinds=frozenset({PERMANENT_EXCLUSION}),
        audiences=(Audience.GOVERNORS,),
        template="letters/exclusions_note_to_governors.html",
        gather=gather_note_to_governors,
    ),
    LetterKind(
        code=ACKNOWLEDGEMENT,
        label="Acknowledgement to the school",
        description="Says what we received and under which reference, and what the council and the school do next.",
        title="Permanent exclusion: we have your report",
        case_kinds=frozenset({PERMANENT_EXCLUSION}),
        audiences=(Audience.SCHOOL,),
        template="letters/exclusions_acknowledgement.html",
        gather=gather_acknowledgement,
    ),
)


def register() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register_letter_kind(kind)
