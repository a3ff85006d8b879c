"""The instruments and dates that the rules on exclusions share. Law pack, exclusions §0."""

from datetime import date

from statute.facts import DATE, FLAG, choice, optional, required
from statute.registry import Limit, Version
from statute.result import Checked, Citation

VERIFIED, FROM_KNOWLEDGE = Checked.VERIFIED, Checked.FROM_KNOWLEDGE

# Regime G2026: exclusions from this day; the clocks are those of G2024 [V:S34-S37, S39].
GUIDANCE_2026 = date(2026, 7, 26)
# The 2012 Regulations apply to exclusions on or after this day [V:S5,S6].
REGULATIONS_2012 = date(2012, 9, 1)
# Cancellation and remote meetings [V:S6,S8].
CANCELLATION_2023 = date(2023, 9, 1)
# SI 2024/208 and the penalty notice regulations SI 2024/210 [V: law pack, cme_ehe §1.3].
ATTENDANCE_2024 = date(2024, 8, 19)
# The 2007 Regulations as amended by SI 2014/3216 [V:S9,S10].
SIXTH_DAY_2015 = date(2015, 1, 5)

DISCIPLINE_REGULATIONS = "School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012 (SI 2012/1033)"
SIXTH_DAY_REGULATIONS = (
    "Education (Provision of Full-Time Education for Excluded Pupils) (England) Regulations 2007 (SI 2007/1870)"
)
INSPECTIONS_ACT = "Education and Inspections Act 2006"
_GUIDANCE = "Suspension and permanent exclusion guidance"
_EDITIONS = (f"{_GUIDANCE} to 25 July 2026", f"{_GUIDANCE} from 26 July 2026")

MAINTAINED, ACADEMY, PRU = "maintained", "academy", "pru"
SCHOOL_TYPE = choice(MAINTAINED, ACADEMY, PRU)

EXCLUDED_ON = required("excluded_on", DATE, "the day the head set for the exclusion to start")
PM_BEGAN = required("pm_began", FLAG, "whether the afternoon session had begun when the pupil was excluded")
COMPULSORY_AGE = optional("compulsory_age", FLAG, "whether the child is of compulsory school age", True)


def both_editions(
    since: date, instrument: str | None, provision: str, checked: Checked, *limits: Limit
) -> tuple[Version, Version]:
    """The version under the guidance to 25 July 2026 and the one from 26 July 2026, with the same numbers.

    `instrument` is None where the limit stands in the guidance alone.
    """
    before, after = (
        Citation(edition if instrument is None else f"{instrument}; {edition}", provision, checked)
        for edition in _EDITIONS
    )
    return Version(since, before, limits), Version(GUIDANCE_2026, after, limits)


def school_days(number: int, row: str, checked: Checked, name: str = "school_days") -> Limit:
    """A limit in school days from a row of the law pack's deadline table."""
    return Limit(name, number, "school days", f"exclusions §2 {row}", checked)


LIVES_HERE = required("lives_here", FLAG, "whether the child lives in the area of the authority that asks")
