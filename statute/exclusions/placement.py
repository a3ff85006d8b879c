"""Where the child goes and who arranges it: fair access, direction off site, records, whose duty it is."""

from datetime import date, timedelta

from statute.days import every_day, months_beginning_with, spoken
from statute.exclusions.day_six import SUSPENSION_OWNER
from statute.exclusions.regimes import (
    ACADEMY,
    ATTENDANCE_2024,
    FROM_KNOWLEDGE,
    GUIDANCE_2026,
    LIVES_HERE,
    MAINTAINED,
    PRU,
    REGULATIONS_2012,
    SCHOOL_TYPE,
    VERIFIED,
    school_days,
)
from statute.facts import DATE, choice, optional, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Checked, Citation, due, not_applicable, value

PERMANENT, SUSPENSION = "permanent", "suspension"
OFF_SITE_2010 = date(2010, 9, 1)
OFF_SITE_REVIEWS_2013 = date(2013, 1, 1)
_DELETIONS_2016 = date(2016, 9, 1)
_ADMISSIONS_CODE_2021 = date(2021, 9, 1)
OFF_SITE = "Education (Educational Provision for Improving Behaviour) Regulations 2010 (SI 2010/1156)"
ACADEMIES_2026 = (
    "Education (Educational Provision for Improving Behaviour) (Application to Academies and PRUs and Minor "
    "Amendments) Regulations 2026"
)
_MEETING = required("review_on", DATE, "the day of the review meeting")


def _off_site(since: date, provision: str, checked: Checked, limit: Limit) -> tuple[Version, Version]:
    # The same numbers; from 26 July 2026 they bind academies and pupil referral units too [V:S36,S37].
    return (
        Version(since, Citation(f"{OFF_SITE}, maintained schools", provision, checked), (limit,)),
        Version(GUIDANCE_2026, Citation(f"{OFF_SITE}; {ACADEMIES_2026}", provision, checked), (limit,)),
    )


@rule(
    "exclusions.fair_access_placement",
    title="A place under the Fair Access Protocol",
    row="exclusions §2 fap_place; X23",
    facts=(required("accepted_on", DATE, "the day the child was accepted for the protocol"),),
    versions=(
        Version(
            _ADMISSIONS_CODE_2021,
            Citation("School Admissions Code 2021", "paras 3.14-3.22", VERIFIED),
            (school_days(20, "fap_place", VERIFIED),),
        ),
    ),
    trigger="accepted_on",
    needs_calendar=True,
    policy_keys=("exclusions.fair_access_school_days",),
)
def fair_access_placement(question: Question) -> Answer:
    """The 20th school day after the child was accepted (sooner by policy)."""
    n = question.policy_number("exclusions.fair_access_school_days")
    count = question.after(question.day("accepted_on"), n)
    return due(
        count,
        f"{n} school days after the child was accepted.",
        owner="local authority and its fair access panel",
    )


@rule(
    "exclusions.offsite_direction_notice",
    title="Notice of a direction off site",
    row="exclusions §2 dos_notice; X23",
    facts=(required("first_day", DATE, "the first day off site"),),
    versions=_off_site(OFF_SITE_2010, "reg 3(2)", VERIFIED, school_days(2, "dos_notice", VERIFIED)),
    trigger="first_day",
    needs_calendar=True,
    policy_keys=("exclusions.offsite_notice_school_days",),
)
def offsite_direction_notice(question: Question) -> Answer:
    """The latest day to send the notice: not less than two school days before the first day off site."""
    n = question.policy_number("exclusions.offsite_notice_school_days")
    count = question.before(question.day("first_day"), n)
    return due(
        count,
        f"Not less than {n} school days before the first day off site.",
        owner="governing board or proprietor",
    )


@rule(
    "exclusions.offsite_review_request",
    title="A parent's request to review a direction off site",
    row="exclusions §2 dos_review_request",
    facts=(
        required("requested_on", DATE, "the day of the written request"),
        optional("last_review_on", DATE, "the day of the last review meeting"),
    ),
    versions=_off_site(
        OFF_SITE_REVIEWS_2013,
        "reg 4A (SI 2012/2532)",
        VERIFIED,
        Limit("weeks", 10, "weeks", "exclusions §2 dos_review_request", VERIFIED),
    ),
    trigger="requested_on",
)
def offsite_review_request(question: Question) -> Answer:
    """True when a review must be held as soon as practicable; not applicable soon after the last one."""
    requested_on, last = question.day("requested_on"), question.day_if_given("last_review_on")
    weeks = question.limits["weeks"]
    if last is not None and last > requested_on - timedelta(weeks=weeks):
        return not_applicable(f"The direction was reviewed on {spoken(last)}, within the previous {weeks} weeks.")
    return value(
        True,
        f"No review in the previous {weeks} weeks: review as soon as practicable.",
        owner="governing board",
    )


def _off_site_days(row: str) -> Limit:
    return Limit("days", 6, "calendar days", f"exclusions §2 {row}; §11 D-5", FROM_KNOWLEDGE)


@rule(
    "exclusions.offsite_review_invitation",
    title="Invitation to a review of a direction off site",
    row="exclusions §2 dos_review_invite",
    facts=(_MEETING,),
    versions=_off_site(OFF_SITE_2010, "reg 5", FROM_KNOWLEDGE, _off_site_days("dos_review_invite")),
    trigger="review_on",
)
def offsite_review_invitation(question: Question) -> Answer:
    """The latest day to invite: six calendar days before the meeting."""
    days = question.limits["days"]
    return due(question.day("review_on") - timedelta(days), f"At least {days} days before the meeting.")


@rule(
    "exclusions.offsite_review_outcome",
    title="Outcome of a review of a direction off site",
    row="exclusions §2 dos_review_outcome",
    facts=(_MEETING,),
    versions=_off_site(OFF_SITE_2010, "reg 6", FROM_KNOWLEDGE, _off_site_days("dos_review_outcome")),
    trigger="review_on",
)
def offsite_review_outcome(question: Question) -> Answer:
    """The last day to give the outcome in writing: six calendar days after the meeting."""
    review_on, days = question.day("review_on"), question.limits["days"]
    count = every_day(review_on + timedelta(1), review_on + timedelta(days))
    return due(count, f"No later than {days} days after the meeting, in writing.")


_WHO_HAS_THE_RETURN = (
    "Of a child who lives in another authority the return goes to that one: this is from knowledge. Check it before "
    "you rely on it."
)


@rule(
    "exclusions.deletion_return",
    title="The school's return when a name leaves its roll",
    row="exclusions §2 delete_return",
    facts=(required("deleted_on", DATE, "the day the name was taken off the roll"),),
    versions=(
        Version(
            _DELETIONS_2016,
            Citation(
                "Education (Pupil Registration) (England) Regulations 2006 as amended by SI 2016/792",
                "reg 5 of SI 2016/792",
                VERIFIED,
            ),
        ),
        Version(
            ATTENDANCE_2024,
            Citation(
                "School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208)",
                "reg 13",
                FROM_KNOWLEDGE,
            ),
        ),
    ),
    trigger="deleted_on",
)
def deletion_return(question: Question) -> Answer:
    """The day of the deletion itself: the authority is told when the ground is met, and no later than that."""
    deleted_on = question.day("deleted_on")
    because = "As soon as the ground for the deletion is met, and no later than the deletion."
    return due(
        every_day(deleted_on, deleted_on),
        because,
        owner="the school that takes the name off",
        warnings=(_WHO_HAS_THE_RETURN,),
    )


@rule(
    "exclusions.transfer_file",
    title="Common transfer file and record after a pupil leaves the roll",
    row="exclusions §2 ctf",
    facts=(required("ceased_on", DATE, "the day the pupil ceased to be registered"),),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("Education (Pupil Information) (England) Regulations 2005", "reg 9", FROM_KNOWLEDGE),
            (school_days(15, "ctf", FROM_KNOWLEDGE),),
        ),
    ),
    trigger="ceased_on",
    needs_calendar=True,
)
def transfer_file(question: Question) -> Answer:
    """The 15th school day after the pupil ceased to be registered."""
    n = question.limits["school_days"]
    count = question.after(question.day("ceased_on"), n)
    return due(count, f"{n} school days after the pupil ceased to be registered.", owner="the school the pupil left")


@rule(
    "exclusions.preference_suspended",
    title="No duty to meet parental preference after two permanent exclusions",
    row="exclusions §9 FAP",
    facts=(required("last_excluded_on", DATE, "the day of the later of two or more permanent exclusions"),),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("School Standards and Framework Act 1998", "s87", FROM_KNOWLEDGE),
            (
                Limit(
                    "months",
                    24,
                    "months, the day of exclusion is the first day",
                    "exclusions §9 FAP",
                    FROM_KNOWLEDGE,
                ),
            ),
        ),
    ),
    trigger="last_excluded_on",
)
def preference_suspended(question: Question) -> Answer:
    """The last day of the two years in which there is no duty to meet the parent's preference."""
    excluded_on, months = question.day("last_excluded_on"), question.limits["months"]
    count = every_day(excluded_on, months_beginning_with(excluded_on, months))
    return due(count, f"{months} months beginning with the day of the last permanent exclusion.")


@rule(
    "exclusions.duty_owners",
    title="Whose duty the sixth day and the review are",
    row="exclusions §2 d6_pex, d6_suspension, irp_hold; X20, X24",
    facts=(
        required("kind", choice(PERMANENT, SUSPENSION), "permanent exclusion or suspension"),
        required("school_type", SCHOOL_TYPE, "the kind of school"),
        LIVES_HERE,
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("Education Act 1996; 2012 Regulations (SI 2012/1033)", "s19(3A); Sch 1 para 1", VERIFIED),
        ),
    ),
    trigger=None,
)
def duty_owners(question: Question) -> Answer:
    """Who provides from the sixth day, and who arranges a review (nobody, null, after a suspension).

    The home authority is "this authority" when the child lives here; the school's may be another one.
    """
    home = "this authority" if question.flag("lives_here") else "home local authority"
    school_type = question.word("school_type")
    if question.word("kind") == SUSPENSION:
        sixth_day = home if school_type == PRU else SUSPENSION_OWNER[school_type]
        owners = {"sixth_day": sixth_day, "review": None}
        return value(owners, "A suspension: the school provides, a pupil referral unit's authority for it; no review.")
    arranger = {
        MAINTAINED: "school's local authority",
        PRU: "school's local authority",
        ACADEMY: "academy proprietor",
    }
    owners = {"sixth_day": home, "review": arranger[school_type]}
    return value(
        owners,
        "A permanent exclusion: the authority where the child lives provides; the review is by school.",
    )
