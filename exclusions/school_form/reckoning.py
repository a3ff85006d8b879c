"""What statute says to the answers so far, on the school's own calendar: worked out once for a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import statute
from exclusions.facts import is_of_compulsory_age
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import Exclusion
from exclusions.school_form.notice import Content, contents_that_apply
from exclusions.school_form.reading import Recipient, Reported, read
from exclusions.school_form.waiting import Waiting, waiting_suspensions
from exclusions.suspensions.bands import GB50_IF_REPRESENTATIONS, TELLS_GOVERNORS, band_of
from exclusions.suspensions.clocks import SIXTH_DAY, sixth_day_facts
from exclusions.suspensions.counting import Lost, Span, count
from exclusions.suspensions.overlaps import (
    Away,
    Overlapping,
    Reached,
    back_on_of,
    exclusions_reached,
    overlapping,
    suspensions_within,
)
from exclusions.suspensions.runs import Run, others_at, run_around
from exclusions.suspensions.totals import Totals, totals_of
from portal.webforms import FormContext
from schools.calendars import statute_calendar
from schools.models import Authority
from schools.queries import policy_of, the_authority


@dataclass(frozen=True)
class Reckoning:
    """The answers, and what follows from them. What cannot be worked out yet is None. `counts_waiting`: what the school
    sent about the pupil and nobody decided on counts too, as it will once it is accepted."""

    context: FormContext
    reported: Reported
    counts_waiting: bool = True

    @cached_property
    def calendar(self) -> Mapping[str, object]:
        """The school's own calendar around the first day, or around today while there is none."""
        return statute_calendar(self.context.school, self.reported.starts_on or self.context.as_of)

    @cached_property
    def _authority(self) -> Authority | None:
        return the_authority()

    @property
    def policy(self) -> str:
        """The authority's policy."""
        return policy_of(self._authority)

    @property
    def council_of_the_school(self) -> str:
        """The name of the school's own council where it is not the one that the form goes to; empty where it is."""
        council = self.context.school.local_authority
        return council.name if self._authority and council.code != self._authority.la_code else ""

    @property
    def is_of_compulsory_age(self) -> bool:
        """Of a pupil without a date of birth it is taken to be so: more must be done then, never less."""
        born_on, starts_on = self.reported.born_on, self.reported.starts_on
        return born_on is None or starts_on is None or is_of_compulsory_age(born_on, starts_on)

    @property
    def is_pupil_told(self) -> bool:
        """True of a pupil of 18 or over, who is told and makes representations in place of the parents."""
        born_on, starts_on = self.reported.born_on, self.reported.starts_on
        if born_on is None or starts_on is None:
            return False
        return bool(self.ask("exclusions.relevant_person", born_on=born_on, on=starts_on).value == "pupil")

    @property
    def counts_earlier(self) -> bool:
        """True when earlier suspensions can be counted: the pupil was chosen from the school's list."""
        return self.context.child is not None

    @cached_property
    def lost(self) -> Lost | None:
        """The sessions of the suspension."""
        span = self.reported.span
        return count(span, self.calendar, self.policy) if span and span.can_be_counted else None

    @cached_property
    def others(self) -> Totals:
        """What the pupil lost before, over all schools. What this school sent for the same days is this one again."""
        span = self.reported.span
        if self.context.child is None or span is None or not span.can_be_counted:
            return Totals()
        context = self.context
        totals = totals_of(context.child, span, besides=context.case, sent_again_by=context.school)
        return self._with_waiting(totals, span)

    def _with_waiting(self, totals: Totals, span: Span) -> Totals:
        by_term, by_year, is_complete = Counter(totals.by_term), Counter(totals.by_year), totals.is_complete
        for each in self.waiting:
            lost = count(each.span, statute_calendar(self.context.school, each.span.first_on), self.policy)
            is_complete = is_complete and lost.count is not None
            is_earlier = (each.span.first_on, each.span.first_session) <= (span.first_on, span.first_session)
            for (year, term), sessions in lost.by_term.items():
                by_year[year] += sessions
                by_term[year, term] += sessions if is_earlier else 0
        return Totals(dict(by_term), dict(by_year), is_complete)

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What the school sent about the pupil and nobody decided on; nothing while earlier ones are not counted."""
        span = self.reported.span
        if not self.counts_waiting or not self.counts_earlier or span is None or not span.can_be_counted:
            return []
        return waiting_suspensions(self.context, span)

    @cached_property
    def band(self) -> str | None:
        """The band of a suspension; None while it is not known."""
        if self.lost is None:
            return None
        band = band_of(self.lost, self.others, misses_exam=self.reported.misses_exam, policy=self.policy)
        return band.value if band else None

    @property
    def must_tell_governors(self) -> bool:
        """True for a permanent exclusion, and for a suspension whose band says so."""
        return self.reported.is_permanent or self.band in TELLS_GOVERNORS

    @cached_property
    def sixth_day(self) -> statute.Result | None:
        """The day from which education is provided elsewhere, as statute answers; None while the days are not known."""
        reported = self.reported
        if reported.is_permanent:
            return self._sixth_day_permanent()
        span = reported.span
        if span is None or not span.can_be_counted or span.is_lunchtime_only:
            return None
        school, spans = self.context.school, self.run.spans_with(span)
        return self.ask(
            SIXTH_DAY, **sixth_day_facts(spans, school.legal_type, is_of_compulsory_age=self.is_of_compulsory_age)
        )

    @cached_property
    def run(self) -> Run:
        """The pupil's suspensions from this school that this one follows on directly. What the school sent for the same
        days is this one again."""
        span, context = self.reported.span, self.context
        if context.child is None or span is None or not span.can_be_counted:
            return Run()
        others = others_at(context.child, context.school, context.case)
        others += [each.as_suspension() for each in self.waiting if not each.span.is_lunchtime_only]
        others.sort(key=lambda each: (each.first_on, str(each.first_session)))
        return run_around(span, [each for each in others if not span.overlaps(Span.of(each))], self.ask)

    def _sixth_day_permanent(self) -> statute.Result | None:
        reported = self.reported
        if reported.excluded_on is None or reported.pm_began is None:
            return None
        return self.ask(
            "exclusions.sixth_day_permanent",
            excluded_on=reported.excluded_on,
            pm_began=reported.pm_began,
            compulsory_age=self.is_of_compulsory_age,
            public_exams_finished=reported.has_finished_exams,
        )

    @property
    def has_sixth_day(self) -> bool:
        """True unless statute says that no such day is owed."""
        return self.sixth_day is not None and self.sixth_day.outcome != statute.Outcome.NOT_APPLICABLE

    @property
    def contents(self) -> list[Content]:
        """What the notice to the parents must say."""
        return contents_that_apply(
            governors_may_meet=self.must_tell_governors or self.band == GB50_IF_REPRESENTATIONS,
            is_of_compulsory_age=self.is_of_compulsory_age,
            has_sixth_day=self.has_sixth_day,
        )

    @property
    def governors_notified_on(self) -> date | None:
        """The day their clock runs from: when they were told, else the day of the decision."""
        return self.reported.told.get(Recipient.GOVERNORS) or self.reported.decided_on

    def ask(self, rule: str, **facts: object) -> statute.Result:
        """Ask the statute engine."""
        return statute.calculate(rule, facts=facts, calendar=self.calendar, policy=self.policy)

    def already_recorded(self) -> list[str]:
        """References of this pupil's cases from this school that may be the same exclusion or suspension."""
        child, school, reported = self.context.child, self.context.school, self.reported
        corrected = self.context.case.pk if self.context.case else None
        if child is None:
            return []
        if reported.is_permanent:
            standing = Exclusion.objects.filter(case__child=child, case__school=school, case__closed_on__isnull=True)
            return list(standing.exclude(case=corrected).order_by("pk").values_list("case__reference", flat=True))
        if reported.span is None:
            return []
        same = overlapping(child, school, reported.span, self.context.case)
        return [each.case.reference for each in same]

    @cached_property
    def exclusions_reached(self) -> list[Reached]:
        """The pupil's permanent exclusions from this school of which the suspension takes a session."""
        child, span = self.context.child, self.reported.span
        if child is None or span is None or not span.can_be_counted:
            return []
        return exclusions_reached(child, self.context.school, span)

    @cached_property
    def suspensions_within(self) -> list[Overlapping]:
        """The pupil's suspensions from this school that take a session of the permanent exclusion."""
        child, reported, corrected = self.context.child, self.reported, self.context.case
        if child is None or reported.excluded_on is None or reported.pm_began is None:
            return []
        is_same = corrected is not None and corrected.kind == PERMANENT_EXCLUSION
        back_on = back_on_of(corrected.exclusion) if is_same else None
        return suspensions_within(child, self.context.school, Away(reported.excluded_on, reported.pm_began, back_on))


def reckon(context: FormContext, *, counts_waiting: bool = True) -> Reckoning:
    """Read the answers and make ready to work out what they mean. An officer counts what is recorded alone."""
    return Reckoning(context, read(context.payload), counts_waiting)
