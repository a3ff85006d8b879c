"""The notice to the home authority of a permanent exclusion of its child, by a school of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.disclosure import Audience, Disclosure
from cases.letter_kinds import Content, LetterKind, Missing, register_letter_kind
from cases.models import Case
from cases.presenters.words import full_date
from exclusions.facts import Facts, gather
from exclusions.home_authority.owners import Owners, lives_here, owners_of
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import Exclusion
from exclusions.queries import deadlines_by_code
from exclusions.reasons import Reason
from exclusions.states import ENDS_THE_TRACKS
from schools.models import LocalAuthority
from schools.queries import the_authority

NOTICE = "exclusions.home_authority_notice"


@dataclass(frozen=True)
class HomeAuthorityNotice:
    """What the notice says. No address of the family: where it lives is given on request, person to person."""

    home: str
    school: str
    school_authority: str
    upn: str
    decided: str
    excluded: str
    session: str
    reasons: tuple[str, ...]
    known: tuple[str, ...]
    sixth_day: str
    why_no_sixth_day: str
    governors: str
    panel: str
    exam: str


def gather_notice(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """The exclusion as the home authority must know it, and what of it is its own duty."""
    facts = gather(case)
    exclusion, deadlines = facts.exclusion, deadlines_by_code(case)
    sixth, meet = deadlines.get("exclusions.sixth_day"), deadlines.get("exclusions.governors_meet")
    if exclusion.governors_decided_on is not None:
        # What they were to consider is decided: the limit says nothing any more.
        meet = None
    values = HomeAuthorityNotice(
        home=allowed.recipient.name,
        school=case.school.name,
        school_authority=case.school.local_authority.name,
        upn=case.child.upn,
        decided=full_date(exclusion.decided_on),
        excluded=full_date(exclusion.excluded_on),
        session="after the afternoon session began" if exclusion.pm_began else "before the afternoon session",
        reasons=tuple(str(Reason(code).label) for code in exclusion.reasons),
        known=tuple(_known(exclusion)),
        sixth_day=full_date(sixth.due_on if sixth else None),
        why_no_sixth_day=sixth.explanation if sixth and sixth.due_on is None else "",
        governors=full_date(meet.due_on if meet else None),
        panel=_panel(owners_of(facts)),
        exam=full_date(exclusion.exam_on) if exclusion.misses_exam else "",
    )
    dates = {
        name: {"due_on": each.due_on.isoformat(), "rule": each.rule, "version": each.rule_version}
        for name, each in (("sixth_day", sixth), ("governors_meet", meet))
        if each is not None and each.due_on is not None
    }
    kept = {"exclusion": exclusion.pk, "dates": dates}
    return Content(values, tuple(_missing(facts)), notes=tuple(_notes(allowed)), facts=kept)


def _known(exclusion: Exclusion) -> list[str]:
    marks = {
        "an education, health and care plan": exclusion.has_plan_then,
        "looked after by a local authority": exclusion.is_looked_after_then,
        "a social worker": exclusion.has_social_worker_then,
    }
    return [words for words, holds in marks.items() if holds]


def _panel(owners: Owners) -> str:
    if owners.panel_authority:
        return owners.panel_authority.name
    return "the academy trust" if owners.panel else ""


def _missing(facts: Facts) -> list[Missing]:
    if facts.case.state in ENDS_THE_TRACKS:
        return [Missing("An exclusion that stands: this one no longer does.")]
    return []


def _notes(allowed: Disclosure) -> list[str]:
    authority = allowed.recipient.local_authority
    if authority is not None and not authority.exclusions_contact:
        return [
            f"No contact of {authority.name} for exclusions is recorded. Send the letter by secure e-mail to the team "
            "that you know, and ask an administrator to import the contact with the list of authorities."
        ]
    return []


def home_authority_of(case: Case) -> LocalAuthority | None:
    """The home authority where it is another one than ours; None otherwise."""
    exclusion = Exclusion.with_mistakes.select_related("home_authority").get(case=case)
    ours = the_authority()
    return None if lives_here(exclusion, ours.la_code if ours else "") else exclusion.home_authority


KIND = LetterKind(
    code=NOTICE,
    label="Notice to the home authority",
    description="Tells the authority where the child lives of the exclusion and of its duty from the sixth day.",
    title="Notice of a permanent exclusion of a child who lives in your area",
    case_kinds=frozenset({PERMANENT_EXCLUSION}),
    audiences=(Audience.AUTHORITY,),
    template="letters/exclusions_home_authority_notice.html",
    gather=gather_notice,
    authority_of=home_authority_of,
)


def register() -> None:
    """Called once, when the app is ready."""
    register_letter_kind(KIND)
