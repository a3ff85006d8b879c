"""Directions off site: whom the regulations bind, what the notice says and to whom, who takes part in a review.

The dates of notice and review stand in `placement`. Law pack, exclusions §0 DOS, §2 dos_*, §9 DOS; eotas AP-10.
"""

from datetime import date

from statute.days import spoken
from statute.exclusions.placement import ACADEMIES_2026, OFF_SITE, OFF_SITE_2010, OFF_SITE_REVIEWS_2013
from statute.exclusions.regimes import ACADEMY, FROM_KNOWLEDGE, GUIDANCE_2026, MAINTAINED, PRU, VERIFIED
from statute.facts import DATE, FLAG, choice, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Citation, due, needs_a_person, not_applicable, value

OTHER = "other"
_SCHOOL_TYPE = required("school_type", choice(MAINTAINED, ACADEMY, PRU, OTHER), "the kind of school that directs")
_FIRST_DAY = required("first_day", DATE, "the first day off site")
_HAS_PLAN = required("has_plan", FLAG, "whether the child has an education, health and care plan")
_MAINTAINED_ALONE = f"{OFF_SITE}, maintained schools"
_EVERY_SCHOOL = f"{OFF_SITE}; {ACADEMIES_2026}"


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@rule(
    "exclusions.offsite_direction_binds",
    title="Whether the regulations on directions off site bind this one on a day",
    row="exclusions §0 DOS, G2026 item 3; §11 D-4",
    facts=(_SCHOOL_TYPE, _FIRST_DAY, required("on", DATE, "a day on which the direction runs or is prepared")),
    versions=(
        Version(OFF_SITE_2010, Citation(_MAINTAINED_ALONE, "application", VERIFIED)),
        Version(GUIDANCE_2026, Citation(_EVERY_SCHOOL, "application; transitional rules not seen", VERIFIED)),
    ),
    trigger="on",
)
def offsite_direction_binds(question: Question) -> Answer:
    """True when they bind; not applicable to academies and pupil referral units before 26 July 2026; a person decides
    where a direction of theirs was already running on that day, and for any other kind of school."""
    school_type, first_day = question.word("school_type"), question.day("first_day")
    if school_type == MAINTAINED:
        return value(True, "The regulations bind maintained schools.")
    if school_type == OTHER:
        return needs_a_person(
            "The regulations name maintained schools, academies and pupil referral units. Find out under which power "
            "this school acts."
        )
    if question.day("on") < GUIDANCE_2026:
        return not_applicable("Before 26 July 2026 the regulations bound maintained schools only.")
    if first_day >= GUIDANCE_2026:
        return value(True, "From 26 July 2026 the regulations bind academies and pupil referral units too.")
    return needs_a_person(
        f"It began on {spoken(first_day)} and was running on 26 July 2026, when the regulations began to bind this "
        "school. Transitional rules: check."
    )


@rule(
    "exclusions.offsite_notice_contents",
    title="What a notice of a direction off site must give",
    row="exclusions §9 DOS; eotas AP-10",
    facts=(
        required("address", FLAG, "whether it gives the address"),
        required("person", FLAG, "whether it names the person to report to"),
        required("days", FLAG, "whether it gives the number of days"),
        required("reasons", FLAG, "whether it gives the reasons and objectives"),
        required("times", FLAG, "whether it gives the times of the sessions"),
    ),
    versions=(Version(OFF_SITE_2010, Citation(OFF_SITE, "reg 3", VERIFIED)),),
    trigger=None,
)
def offsite_notice_contents(question: Question) -> Answer:
    """What is missing from the notice, in the order of the regulation; an empty list when it is complete."""
    names = ("address", "person", "days", "reasons", "times")
    missing = [name for name in names if not question.flag(name)]
    return value(missing, "The notice is complete." if not missing else "The notice does not give all that it must.")


@rule(
    "exclusions.offsite_notice_recipients",
    title="To whom a notice of a direction off site goes",
    row="exclusions §9 DOS; §1 Relevant person (pupil 18 or over)",
    facts=(required("born_on", DATE, "the child's date of birth"), _FIRST_DAY, _HAS_PLAN),
    versions=(
        Version(
            OFF_SITE_2010,
            Citation(OFF_SITE, "reg 3", VERIFIED),
            (Limit("years", 18, "years", "exclusions §9 DOS; §1 Relevant person", VERIFIED),),
        ),
    ),
    trigger=None,
)
def offsite_notice_recipients(question: Question) -> Answer:
    """The parent, or the pupil from 18 on; and the authority that maintains the plan, with one."""
    years = question.limits["years"]
    is_adult = years_after(question.day("born_on"), years) <= question.day("first_day")
    recipients = ["pupil" if is_adult else "parents"]
    if question.flag("has_plan"):
        recipients.append("local authority")
    return value(recipients, f"The parent, or the pupil from {years} on; with a plan the authority too.")


@rule(
    "exclusions.offsite_next_review",
    title="The next review of a direction off site",
    row="exclusions §9 DOS; eotas AP-10",
    facts=(required("fixed_for", DATE, "the day that the board fixed"),),
    versions=(
        Version(
            OFF_SITE_REVIEWS_2013,
            Citation(f"{OFF_SITE} as amended by SI 2012/2532", "intervals that the governing board fixes", VERIFIED),
        ),
    ),
    trigger=None,
)
def offsite_next_review(question: Question) -> Answer:
    """The day that the board fixed: the law gives no interval of its own."""
    return due(question.day("fixed_for"), "The governing board fixes the intervals.", owner="governing board")


@rule(
    "exclusions.offsite_review_participants",
    title="Who takes part in a review of a direction off site",
    row="exclusions §9 DOS",
    facts=(_SCHOOL_TYPE, required("review_on", DATE, "the day of the review meeting"), _HAS_PLAN),
    versions=(
        Version(OFF_SITE_2010, Citation(_MAINTAINED_ALONE, "reviews", FROM_KNOWLEDGE)),
        Version(GUIDANCE_2026, Citation(_EVERY_SCHOOL, "reviews by academies", VERIFIED)),
    ),
    trigger="review_on",
)
def offsite_review_participants(question: Question) -> Answer:
    """For an academy from 26 July 2026: the head, the parents, a nominee of the trust who is not the head, and the
    authority with a plan. For any other school nobody is named."""
    if question.word("school_type") != ACADEMY or question.day("review_on") < GUIDANCE_2026:
        return not_applicable("The regulations as we know them name nobody for this school's reviews.")
    people = ["head teacher", "parents", "trust nominee"]
    if question.flag("has_plan"):
        people.append("local authority")
    return value(people, "The nominee of the trust is not the head teacher.")
