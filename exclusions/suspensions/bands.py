"""What the governors must do about a suspension, and the cap of a school year: statute's answers in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import statute
from exclusions.suspensions.counting import Lost, in_days, term_name
from exclusions.suspensions.totals import Totals
from schools.school_years import SchoolYear

GB15_EXAM, GB15, GB50_IF_REPRESENTATIONS, LE5 = "GB15_EXAM", "GB15", "GB50_IF_REPS", "LE5"
# What each band means, for the school and for the officer.
IN_WORDS = {
    LE5: "5 school days or fewer in the term. The governors consider what the parents write; no meeting is due.",
    GB50_IF_REPRESENTATIONS: (
        "More than 5 school days in the term. The governors must meet within 50 school days if the parents make "
        "representations."
    ),
    GB15: "More than 15 school days in the term. The governors must meet within 15 school days.",
    GB15_EXAM: (
        "A public exam or National Curriculum test would be missed. The governors must meet within 15 school days, "
        "before the exam if they can."
    ),
}
# Above 5 days in a term, or an exam missed, the governors are told without delay (law pack, exclusions §2 notify_gb).
TELLS_GOVERNORS = frozenset({GB50_IF_REPRESENTATIONS, GB15, GB15_EXAM})


@dataclass(frozen=True)
class YearTotal:
    """All sessions of a school year with this suspension, and why the law forbids it where it does."""

    year: SchoolYear
    before: int
    added: int
    refused_because: tuple[str, ...] = ()

    @property
    def sessions(self) -> int:
        """Earlier ones and this one's."""
        return self.before + self.added


def band_of(lost: Lost, others: Totals, *, misses_exam: bool, policy: str) -> statute.Result | None:
    """Ask which band the suspension reaches; None while a count is missing or no session is lost.

    An exam that would be missed decides by itself, whatever the counts.
    """
    if not lost.count or not (others.is_complete or misses_exam):
        return None
    return statute.calculate(
        "exclusions.governor_duty",
        facts={
            "sessions_before_by_term": others.terms_by_name(),
            "sessions_by_term": {term_name(key): sessions for key, sessions in lost.by_term.items()},
            "misses_exam": misses_exam,
        },
        policy=policy,
    )


def year_totals(lost: Lost, others: Totals, policy: str) -> Iterator[YearTotal]:
    """Each school year in which sessions are lost, with the law's answer to its total."""
    for begins_in in sorted({year for year, _ in lost.by_term}):
        before, added = others.by_year.get(begins_in, 0), lost.in_year(begins_in)
        result = statute.calculate(
            "exclusions.year_cap", facts={"sessions_this_year": before, "sessions": added}, policy=policy
        )
        refused = result.outcome == statute.Outcome.REFUSED
        yield YearTotal(SchoolYear(begins_in), before, added, _sentences(result) if refused else ())


def most_sessions_a_year() -> int:
    """The cap of a school year in sessions, as the statute engine has it."""
    cap = next(rule for rule in statute.rules() if rule.code == "exclusions.year_cap")
    return next(limit.number for limit in cap.versions[-1].limits if limit.name == "sessions_a_year")


def cap_reasons(lost: Lost, others: Totals, policy: str) -> list[str]:
    """Why the 45 days of a school year forbid it, year by year, with the sum; empty when they do not."""
    reasons = []
    for total in year_totals(lost, others, policy):
        reasons += [
            f"{because} {in_days(total.before)} school days are already lost in {total.year.label}, over all schools, "
            f"and this suspension takes {in_days(total.added)}. {_what_is_left(total)}"
            for because in total.refused_because
        ]
    return reasons


def _what_is_left(total: YearTotal) -> str:
    left = most_sessions_a_year() - total.before
    if left > 0:
        return f"At most {in_days(left)} are left: shorten it."
    return "None is left in that school year, so no suspension is lawful in it: tell the head teacher."


def _sentences(result: statute.Result) -> tuple[str, ...]:
    return (result.because,) if isinstance(result.because, str) else tuple(result.because)
