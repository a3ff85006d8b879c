"""Managed moves: what they may not have, who must agree, and our own look after some weeks.

Law pack, exclusions §0 G2026 item 2, §9 Managed move.
"""

from datetime import timedelta

from statute.exclusions.regimes import FROM_KNOWLEDGE, GUIDANCE_2026, REGULATIONS_2012, VERIFIED
from statute.facts import DATE, FLAG, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Checked, Citation, due, refused, value

_GUIDANCE = "Suspension and permanent exclusion guidance"


@rule(
    "exclusions.managed_move_terms",
    title="A managed move has no trial period and no end",
    row="exclusions §0 G2026 item 2; §9 Managed move",
    facts=(
        required("starts_on", DATE, "the day on which the move starts"),
        required("has_trial", FLAG, "whether it is to have a trial period"),
        required("has_end", FLAG, "whether it is to end on a day"),
    ),
    versions=(
        Version(REGULATIONS_2012, Citation(f"{_GUIDANCE} to 25 July 2026", "managed moves", VERIFIED)),
        Version(GUIDANCE_2026, Citation(f"{_GUIDANCE} from 26 July 2026", "managed moves", VERIFIED)),
    ),
    trigger="starts_on",
)
def managed_move_terms(question: Question) -> Answer:
    """True when the terms are possible; refused, with each reason, from 26 July 2026 when it is not for good."""
    if question.day("starts_on") < GUIDANCE_2026:
        return value(True, "A move that started before 26 July 2026 could have a trial period.")
    reasons = []
    if question.flag("has_trial"):
        reasons.append(
            "From 26 July 2026 a managed move has no trial period. The school can direct the pupil off site first."
        )
    if question.flag("has_end"):
        reasons.append("A managed move is permanent, so it has no last day. A direction off site has one.")
    return refused(*reasons) if reasons else value(True, "The move is for good, without a trial.")


@rule(
    "exclusions.managed_move_agreements",
    title="Who must agree to a managed move",
    row="exclusions §9 Managed move",
    facts=(
        required("has_plan", FLAG, "whether the child has an education, health and care plan"),
        required("looked_after", FLAG, "whether the child is looked after"),
        required("has_social_worker", FLAG, "whether the child has a social worker"),
    ),
    versions=(
        Version(REGULATIONS_2012, Citation(_GUIDANCE, "managed moves; the plan, care and social work", FROM_KNOWLEDGE)),
    ),
    trigger=None,
)
def managed_move_agreements(question: Question) -> Answer:
    """The parents and both admission authorities; the authority of the plan, the virtual school head and the social
    worker where there are any."""
    parties = ["parents", "old school", "new school"]
    further = (("has_plan", "local authority"), ("looked_after", "virtual school head"))
    parties += [party for name, party in further if question.flag(name)]
    if question.flag("has_social_worker"):
        parties.append("social worker")
    return value(parties, "A managed move is voluntary: it starts when everybody has agreed.")


@rule(
    "exclusions.managed_move_review",
    title="Our own look at a managed move after some weeks",
    row="our own; no row of the law pack",
    facts=(required("moved_on", DATE, "the first day at the new school"),),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("The authority's own practice", "review of managed moves", Checked.POLICY),
            (Limit("weeks", 12, "weeks", "our own", Checked.POLICY),),
        ),
    ),
    trigger="moved_on",
    policy_keys=("exclusions.managed_move_review_weeks",),
)
def managed_move_review(question: Question) -> Answer:
    """Some weeks after the first day at the new school, by policy."""
    weeks = question.policy_number("exclusions.managed_move_review_weeks")
    return due(question.day("moved_on") + timedelta(weeks=weeks), f"{weeks} weeks after the first day, by our policy.")
