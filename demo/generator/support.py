"""Help before an exclusion in the demonstration: a request at each stage, and one of a child who was excluded all the
same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from accounts.models import User
from cases.models import Case, Child, Enrolment
from demo.generator.children import InventedChild
from demo.generator.exclusion_acts import Act, Work
from demo.generator.exclusion_dates import school_days
from demo.generator.exclusion_plan import OVERDUE
from demo.generator.provision import CENTRE, book, start
from demo.generator.staff import FIRST_OFFICER, SECOND_OFFICER
from exclusions.actions import support
from exclusions.models import SupportLine, SupportRequest
from exclusions.support.asked import Asked, Line
from exclusions.support.codes import Concern, LineOutcome, SupportKind, SupportOutcome, Tier, Tried
from provision.models import LegalBasis, Provider
from schools.models import School

MORNING = time(9, 40)
# Acts of an hour, after those of the cases themselves.
ORDER = 70
# School days before a permanent exclusion on which the school had asked for help with that child.
BEFORE_THE_EXCLUSION = 9
# How long the placement is agreed for.
_PLACEMENT = timedelta(weeks=26)


@dataclass
class _Story:
    """One request: for whom, from which school, on which days, and on which step of help."""

    child: Child
    school: School
    officer: User
    asked_on: date
    agreed_on: date | None = None
    booked_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    tier: str = Tier.TARGETED
    kind: str = SupportKind.OUTREACH
    is_considered: bool = False

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return SupportRequest.objects.select_related("case").get(case__child=self.child).case

    @property
    def version(self) -> int:
        """The version of the request."""
        return SupportRequest.objects.get(case__child=self.child).version


def support_acts(
    school: School,
    known: Mapping[str, InventedChild],
    works: Mapping[str, Work],
    people: Mapping[str, User],
    providers: Mapping[str, Provider],
    as_of: date,
) -> Iterator[Act]:
    """Every act of the requests, in no particular order. The pupils are of this school and of no other story."""
    days, first, second = school_days(school, as_of), people[FIRST_OFFICER], people[SECOND_OFFICER]
    one, two, three, four = _pupils(school, known, 4)
    excluded = works[OVERDUE]
    before = school_days(excluded.dated.school, excluded.dated.excluded_on)
    stories = (
        _Story(one, school, first, days.at(-1)),
        _Story(two, school, second, days.at(-4), days.at(-2), is_considered=True),
        _Story(
            three,
            school,
            first,
            days.at(-12),
            days.at(-9),
            booked_on=days.at(-8),
            started_on=days.at(-6),
            tier=Tier.TIME_LIMITED,
            kind=SupportKind.TIME_LIMITED_PLACEMENT,
        ),
        _Story(
            four,
            school,
            second,
            days.at(-20),
            days.at(-17),
            ended_on=days.at(-3),
            tier=Tier.UNIVERSAL,
            kind=SupportKind.ADVICE,
        ),
        _Story(excluded.child, excluded.dated.school, first, before.at(-BEFORE_THE_EXCLUSION), before.at(-6)),
    )
    for story in stories:
        steps: tuple[tuple[date | None, Callable[[_Story, date], None]], ...] = (
            (story.asked_on, _ask),
            (story.agreed_on, partial(_agree, review_on=days.at(2))),
            (story.booked_on, partial(_book, provider=providers[CENTRE])),
            (story.started_on, _start),
            (story.ended_on, _end),
        )
        for order, (day, perform) in enumerate(steps, start=ORDER):
            if day is not None:
                yield Act(day, MORNING, order, story.officer, partial(perform, story, day))


def _pupils(school: School, known: Mapping[str, InventedChild], number: int) -> list[Child]:
    """So many pupils of the school whom no other story is about, in the order of their ids."""
    busy = {each.child.pk for each in known.values()}
    rolls = Enrolment.objects.filter(school=school, kind=Enrolment.Kind.MAIN, ends_on__isnull=True, year_group__gte=8)
    free = rolls.exclude(child__in=busy).filter(child__is_hidden=False, child__cases__isnull=True)
    return [row.child for row in free.select_related("child").order_by("child_id")[:number]]


def _ask(story: _Story, day: date) -> None:
    asked = Asked(
        concerns=(Concern.BEHAVIOUR, Concern.NEEDS_NOT_MET),
        concerns_in_words="Walks out of lessons, mostly in the afternoon.",
        tried={Tried.BEHAVIOUR_PLAN: day, Tried.PARENTS_MET: day},
        asked_for=(SupportKind.OUTREACH, SupportKind.ADVICE),
        parents_told_on=day,
        do_parents_agree=True,
        is_exclusion_considered=story.is_considered,
    )
    support.request_support(
        child=story.child, school=story.school, requested_on=day, asked=asked, by=story.officer, as_of=day
    )


def _agree(story: _Story, day: date, *, review_on: date) -> None:
    support.start_considering(case=story.case, version=story.version, by=story.officer, as_of=day)
    ends_on = day + _PLACEMENT if story.kind == SupportKind.TIME_LIMITED_PLACEMENT else None
    line = Line(tier=story.tier, kind=story.kind, starts_on=day, ends_on=ends_on, review_on=review_on)
    support.agree_support(case=story.case, line=line, version=story.version, by=story.officer, as_of=day)


def _book(story: _Story, day: date, *, provider: Provider) -> None:
    book(story.case, provider, story.started_on or day, story.officer, day, legal_basis=LegalBasis.SECTION_29A)


def _start(story: _Story, day: date) -> None:
    start(story.case, story.officer, day)


def _end(story: _Story, day: date) -> None:
    line = SupportLine.objects.select_related("request__case").get(request__case__child=story.child)
    acts = {"by": story.officer, "as_of": day}
    support.record_line_outcome(line=line, outcome=LineOutcome.HELPED, ends_on=day, version=line.version, **acts)
    support.close_support(case=story.case, outcome=SupportOutcome.SETTLED, version=story.version, **acts)
