"""What went between the authorities in the demonstration: some home authorities were told and acknowledged, some were
told, and one in three was not; of our residents at the neighbour's school we were told of every second one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import partial

from demo.generator.authority import ELSEWHERE, OUR_CODE
from demo.generator.exclusion_acts import Act, Work
from exclusions.actions.home_authority import NO_INFORMATION, Notice, Told, record_between_authorities
from exclusions.models import NoticeSender, TellingMethod
from exclusions.states import CANCELLED, NOTIFIED

AFTER_THE_POST = time(11, 30)
ORDER = 80


def home_authority_acts(works: Mapping[str, Work]) -> Iterator[Act]:
    """Acts on the day of the check of exclusions of children who live elsewhere."""
    shared = [
        work
        for _, work in sorted(works.items())
        if work.plan.home != OUR_CODE and work.plan.reaches not in (NOTIFIED, CANCELLED)
    ]
    for number, work in enumerate(shared):
        if number % 3 != 2 and work.plan.checked_after is not None:
            day = work.dated.day(work.plan.checked_after)
            perform = partial(_tell, work, day, is_acknowledged=number % 3 == 0)
            yield Act(day, AFTER_THE_POST, ORDER, work.officer, perform)
    ours_elsewhere = [work for _, work in sorted(works.items()) if work.plan.school == ELSEWHERE]
    for work in ours_elsewhere[::2]:
        if work.plan.checked_after is not None:
            day = work.dated.day(work.plan.checked_after)
            yield Act(day, AFTER_THE_POST, ORDER, work.officer, partial(_be_told, work, day))


def _tell(work: Work, day: date, *, is_acknowledged: bool) -> None:
    told = Told(day, TellingMethod.SECURE_EMAIL, f"REF-{work.case.pk}", day if is_acknowledged else None)
    work.case = record_between_authorities(
        case=work.case,
        told=told,
        notice=None,
        information=NO_INFORMATION,
        version=work.version,
        by=work.officer,
        as_of=day,
    )


def _be_told(work: Work, day: date) -> None:
    work.case = record_between_authorities(
        case=work.case,
        told=None,
        notice=Notice(day, NoticeSender.SCHOOL),
        information=NO_INFORMATION,
        version=work.version,
        by=work.officer,
        as_of=day,
    )
