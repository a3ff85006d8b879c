"""A pupil who is forbidden the premises over an allegation of harm. Law pack, exclusions §0, G2026 item 1."""

from statute.exclusions.regimes import COMPULSORY_AGE, GUIDANCE_2026, LIVES_HERE, REGULATIONS_2012, VERIFIED
from statute.facts import DATE, required
from statute.registry import Question, Version, rule
from statute.result import Answer, Citation, limit_not_known, not_applicable, refused, value

_BEGAN_ON = required("began_on", DATE, "the first day on which the pupil was forbidden the premises")
_GUIDANCE = "Suspension and permanent exclusion guidance"


@rule(
    "exclusions.safeguarding_separation",
    title="Whether there can be a safeguarding separation, and what it is not",
    row="exclusions §0 G2026 item 1",
    facts=(_BEGAN_ON,),
    versions=(
        Version(REGULATIONS_2012, Citation(f"{_GUIDANCE} to 25 July 2026", "no such absence", VERIFIED)),
        Version(GUIDANCE_2026, Citation(f"{_GUIDANCE} from 26 July 2026", "safeguarding separation", VERIFIED)),
    ),
    trigger="began_on",
)
def safeguarding_separation(question: Question) -> Answer:
    """What a separation counts as, from 26 July 2026 on; refused before that day."""
    if question.day("began_on") < GUIDANCE_2026:
        return refused(
            "There are safeguarding separations from 26 July 2026 on only. Before that day a school that sent a pupil "
            "away suspended or excluded them: record it as what it was."
        )
    return value(
        {
            "counts_towards_45": False,
            "has_reason_code": False,
            "governors_duty": False,
            "attendance_code": None,
            "section_19": True,
        },
        "It is no suspension: no days count towards the 45, it has no reason code, and it is our duty under section 19 "
        "to see to education meanwhile.",
        warnings=(
            "That the governors have no duty is inferred from its not being a suspension; the text was not seen.",
            "Which attendance code the school uses is not confirmed.",
        ),
    )


@rule(
    "exclusions.separation_education",
    title="Education under section 19 during a safeguarding separation",
    row="exclusions §0 G2026 item 1; §11 D-4",
    facts=(_BEGAN_ON, LIVES_HERE, COMPULSORY_AGE),
    versions=(
        Version(
            GUIDANCE_2026,
            Citation(f"Education Act 1996; {_GUIDANCE} from 26 July 2026", "s19", VERIFIED),
        ),
    ),
    trigger="began_on",
)
def separation_education(question: Question) -> Answer:
    """Whose duty the education is. By when it must start is not known, so there is never a date."""
    if not question.flag("compulsory_age"):
        return not_applicable("The child is not of compulsory school age.")
    return limit_not_known(
        "Section 19 asks for education meanwhile. No number of days by which it must start is known to us.",
        owner="this authority" if question.flag("lives_here") else "home local authority",
    )
