"""Help before an exclusion: how long its success is looked at, which steps of help an authority has, when a meeting of
several services is offered, and how long a placement may last. None of it is law: each number and word is an
authority's own, and of the last none is known."""

from datetime import date, timedelta

from statute.days import every_day, months_later, spoken
from statute.exclusions.regimes import REGULATIONS_2012, VERIFIED
from statute.facts import DATE, FLAG, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Checked, Citation, due, limit_not_known, value

# The steps in order, from what every pupil has to what brings a pupil back.
UNIVERSAL, TARGETED, TIME_LIMITED, TRANSITIONAL = "universal", "targeted", "time_limited", "transitional"
TIERS = {
    "graduated": (UNIVERSAL, TARGETED, TIME_LIMITED, TRANSITIONAL),
    "two_steps": (UNIVERSAL, TARGETED),
}
_OUTCOME_MONTHS = "exclusions.support_outcome_months"
_MODEL = "exclusions.support_model"
_PRIMARY_MEETING = "exclusions.support_primary_meeting"
# “Arranging alternative provision”, the edition that the law pack read.
ALTERNATIVE_PROVISION_2025 = date(2025, 2, 5)


def _our_own(key: str, *limits: Limit) -> tuple[Version, ...]:
    citation = Citation("The authority's own working arrangement, no law", f"policy {key}", Checked.POLICY)
    return (Version(REGULATIONS_2012, citation, limits),)


@rule(
    "exclusions.support_outcome",
    title="Until when an exclusion counts as an outcome of help before it",
    row="exclusions §9 Coventry Graduated Model",
    facts=(required("requested_on", DATE, "the day the help was asked for"),),
    versions=_our_own(_OUTCOME_MONTHS, Limit("months", 12, "months", "our own", Checked.POLICY)),
    trigger=None,
    policy_keys=(_OUTCOME_MONTHS,),
)
def support_outcome(question: Question) -> Answer:
    """The last day on which an exclusion that begins is within the months after the request.

    The day of the request counts too: an exclusion of that very day was not prevented.
    """
    requested_on, months = question.day("requested_on"), question.policy_number(_OUTCOME_MONTHS)
    last = months_later(requested_on, months)
    return due(
        every_day(requested_on + timedelta(1), last),
        f"Within {months} months after the request of {spoken(requested_on)}, the day itself counted in.",
    )


@rule(
    "exclusions.support_tiers",
    title="The steps of help before an exclusion",
    row="exclusions §9 Coventry Graduated Model",
    facts=(),
    versions=_our_own(_MODEL),
    trigger=None,
    policy_keys=(_MODEL,),
)
def support_tiers(question: Question) -> Answer:
    """The steps that this authority has, in order."""
    tiers = TIERS[question.policy_word(_MODEL)]
    return value(list(tiers), f"{len(tiers)} steps, as the authority has set them.")


@rule(
    "exclusions.support_meeting",
    title="Whether a meeting of several services is offered unasked",
    row="exclusions §9 Leicestershire",
    facts=(
        required("is_primary", FLAG, "whether the pupil is of primary age"),
        required("permanent_considered", FLAG, "whether the school considers a permanent exclusion"),
    ),
    versions=_our_own(_PRIMARY_MEETING),
    trigger=None,
    policy_keys=(_PRIMARY_MEETING,),
)
def support_meeting(question: Question) -> Answer:
    """True where the authority offers one before a primary pupil is permanently excluded, and this is such a pupil."""
    offers = question.policy_word(_PRIMARY_MEETING) == "offer"
    holds = question.flag("is_primary") and question.flag("permanent_considered")
    because = "A meeting of several services comes before a permanent exclusion of a primary pupil."
    return value(offers and holds, because if offers and holds else "It is offered when somebody asks for it.")


@rule(
    "exclusions.support_placement_length",
    title="How long a time-limited placement may last",
    row="exclusions §9 Coventry Graduated Model; eotas AP-1, AP-2, AP-9",
    facts=(required("starts_on", DATE, "the first day of the placement"),),
    versions=(
        Version(
            ALTERNATIVE_PROVISION_2025,
            Citation("Arranging alternative provision, guidance", "a timeline that both sides agree", VERIFIED),
        ),
    ),
    trigger="starts_on",
)
def support_placement_length(question: Question) -> Answer:
    """No longest time is known: the guidance asks for an agreed timeline, a council's model says “time-limited” without
    a number, and a proposal of 12 weeks is not in force."""
    return limit_not_known(
        "A time-limited placement has a timeline that school and provider agree. No longest time is known to us."
    )
