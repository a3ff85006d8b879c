"""The letters on the right to a review: the council's advice to the parents, and a model for the governors' own letter.

Both say whose letter they are: the written decision itself, with its reasons, is the governing board's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

import statute
from cases.disclosure import Audience, Disclosure
from cases.letter_kinds import Content, LetterKind, Missing, register_letter_kind
from cases.models import Case
from cases.presenters.words import full_date
from exclusions.facts import Facts, gather
from exclusions.kind_code import PERMANENT_EXCLUSION, RECORDED_BY_MISTAKE
from exclusions.models import GovernorsDecision, NoticeMethod
from exclusions.review.arranger import Arranger, arranger_of
from exclusions.review.facts import deemed_given
from exclusions.states import CANCELLED, DECLINED, ENDS_THE_TRACKS, REVIEW_EXPIRED, REVIEW_WINDOW
from schools.models import School
from schools.queries import the_authority

REVIEW_RIGHTS = "exclusions.review_rights"
REVIEW_RIGHTS_MODEL = "exclusions.review_rights_model"


@dataclass(frozen=True)
class ReviewRights:
    """What the law pack, exclusions §3, wants in the letter after a refusal. `is_assumed`: the written decision is not
    recorded as sent, and is taken to go by first-class post on the day of the letter."""

    school: str
    decided: str
    sent: str
    how_sent: str
    given: str
    is_assumed: bool
    last_day: str
    apply_to: str
    apply_at: tuple[str, ...]
    is_trust: bool
    claim_last_day: str


def gather_review_rights(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """The council's advice to the parents, once the governors' written decision has gone."""
    facts = gather(case)
    missing = _nothing_to_review(facts)
    if not missing and facts.exclusion.refusal_notice_sent_on is None:
        page = reverse("exclusion_refusal_notice", args=[case.reference])
        missing = [Missing("The day on which the governors’ written decision was sent.", page, "Record it")]
    return _content(facts, as_of, missing)


def gather_review_rights_model(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """The model for the governors: the last day as it is if their decision goes today by first-class post."""
    facts = gather(case)
    return _content(facts, as_of, _nothing_to_review(facts))


_WHY_NOT = {CANCELLED: "the head teacher cancelled it", RECORDED_BY_MISTAKE: "it was recorded by mistake"}


def _nothing_to_review(facts: Facts) -> list[Missing]:
    if facts.case.state in ENDS_THE_TRACKS:
        why = _WHY_NOT.get(facts.case.state, "the governors reinstated the child")
        return [
            Missing(f"An exclusion that stands: {why}, so there is nothing to review and no letter about it to send.")
        ]
    if facts.exclusion.governors_decision != GovernorsDecision.DECLINE:
        page = reverse("exclusion_governors_decide", args=[facts.case.reference])
        return [Missing("The governors’ decision not to reinstate.", page, "Record the decision")]
    if facts.case.state not in (DECLINED, REVIEW_WINDOW, REVIEW_EXPIRED):
        return [Missing("A right that is still open: the parents have asked for a review, or said that they will not.")]
    return []


def _content(facts: Facts, as_of: date, missing: Sequence[Missing]) -> Content:
    exclusion = facts.exclusion
    recorded_on = exclusion.refusal_notice_sent_on
    sent_on = recorded_on or as_of
    method = exclusion.refusal_notice_method if recorded_on else NoticeMethod.FIRST_CLASS_POST.value
    window = facts.ask("exclusions.review_application", notice_sent_on=sent_on, method=method)
    claim = facts.ask("exclusions.equality_claim", act_on=exclusion.excluded_on)
    apply_to, apply_at, is_trust = _where_to_apply(facts)
    values = ReviewRights(
        school=facts.case.school.name if facts.case.school else "",
        decided=full_date(exclusion.governors_decided_on),
        sent=full_date(sent_on),
        how_sent=NoticeMethod(method).label.lower(),
        given=full_date(deemed_given(sent_on, method, facts.calendar)),
        is_assumed=recorded_on is None,
        last_day=full_date(window.due_on),
        apply_to=apply_to,
        apply_at=apply_at,
        is_trust=is_trust,
        claim_last_day=full_date(claim.due_on),
    )
    needs = [*missing]
    if _nothing_to_review(facts):
        # What else such a letter would need is beside the point.
        return Content(values, tuple(needs))
    if window.due_on is None:
        needs.append(Missing("The last day to ask: the school’s calendar does not reach that far. Enter its terms."))
    elif window.due_on < as_of:
        needs.append(Missing(f"A last day that is still to come: it was {values.last_day}."))
    if not apply_at:
        needs.append(Missing(f"Where to write to: the address of {apply_to}."))
    dates = {
        "last_day_to_ask": _kept(window, "exclusions.review_application"),
        "claim": _kept(claim, "exclusions.equality_claim"),
    }
    notes = (_how_far_to_trust(values),) if values.is_assumed else ()
    return Content(values, tuple(needs), notes, {"exclusion": exclusion.pk, "dates": dates})


def _how_far_to_trust(values: ReviewRights) -> str:
    return (
        f"The last day is for a decision that goes by {values.how_sent} on {values.sent}. If it goes otherwise, this "
        "letter will say that it no longer agrees with the case."
    )


def _kept(result: statute.Result, rule: str) -> dict[str, str]:
    due_on = result.due_on.isoformat() if result.due_on else ""
    return {"due_on": due_on, "rule": rule, "version": result.version} if due_on else {}


def _where_to_apply(facts: Facts) -> tuple[str, tuple[str, ...], bool]:
    """To whom the application goes and where: the council, another authority, or the trust at the school."""
    school, arranger = facts.case.school, arranger_of(facts)
    authority = the_authority()
    if arranger is Arranger.TRUST and school is not None:
        return f"the academy trust of {school.name}", _address_of(school), True
    if arranger is Arranger.OTHER_AUTHORITY and school is not None:
        name = school.local_authority.name
        return name, (name,), False
    if authority is None:
        return "the council", (), False
    lines = [line.strip() for line in authority.letterhead.splitlines() if line.strip()]
    at = (*(line for line in lines if line != authority.name), authority.sender_address)
    return authority.name, tuple(line for line in at if line), False


def _address_of(school: School) -> tuple[str, ...]:
    parts = (school.street, school.locality, school.town, school.county, school.postcode)
    return tuple(part for part in parts if part)


KINDS = (
    LetterKind(
        code=REVIEW_RIGHTS,
        label="Right to a review: our advice to the parents",
        description="Tells the parents until when, how and whom to ask for an independent review.",
        title="Your right to an independent review",
        case_kinds=frozenset({PERMANENT_EXCLUSION}),
        audiences=(Audience.PARENT,),
        template="letters/exclusions_review_rights.html",
        gather=gather_review_rights,
    ),
    LetterKind(
        code=REVIEW_RIGHTS_MODEL,
        label="Right to a review: model for the governors’ letter",
        description="Gives the governing board the words on the review that their own letter to the parents must have.",
        title="Model for your written decision",
        case_kinds=frozenset({PERMANENT_EXCLUSION}),
        audiences=(Audience.GOVERNORS,),
        template="letters/exclusions_review_rights_model.html",
        gather=gather_review_rights_model,
    ),
)


def register() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register_letter_kind(kind)
