"""What goes between two authorities: recording it, and keeping the task of telling the home authority in agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, open_task
from cases.models import Case, Task
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.steps import begin, finish
from exclusions.facts import Facts, Recipient, gather
from exclusions.home_authority.telling import Telling, telling_of
from exclusions.models import BetweenAuthorities, NoticeSender, TellingMethod
from ledger.versions import update_at_version
from schools.models import LocalAuthority

# One task for each authority in which the child was ever recorded to live.
TELL_TASK = "exclusions.tell_home_authority."


@dataclass(frozen=True)
class Told:
    """We told the home authority: on which day, how, under which reference of its own, and when it acknowledged."""

    on: date
    method: str
    reference: str = ""
    acknowledged_on: date | None = None


@dataclass(frozen=True)
class Notice:
    """We were told of our resident: on which day, by whom, under which reference of theirs. `authority` is needed for
    another authority than the school's."""

    received_on: date
    sender: str
    authority: LocalAuthority | None = None
    reference: str = ""


@dataclass(frozen=True)
class Information:
    """The days on which the plan and the care record were asked for and came."""

    plan_asked_on: date | None = None
    plan_received_on: date | None = None
    care_asked_on: date | None = None
    care_received_on: date | None = None


NO_INFORMATION = Information()


@transaction.atomic
def record_between_authorities(
    *,
    case: Case,
    told: Told | None,
    notice: Notice | None,
    information: Information,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record or correct what went between the authorities; what is given is all that stands. The task of telling the
    home authority follows. Raises ExclusionRefused naming the field, StaleEdit, PermissionDenied."""
    facts = cast(Facts, begin(case, "home_authority", version, by, as_of))
    telling = telling_of(facts)
    if told is None and notice is None and information == NO_INFORMATION and telling.row.pk is None:
        raise ExclusionRefused("Enter at least one day: nothing is recorded without one.")
    _check_told(telling, told, as_of)
    if notice is not None:
        _check_notice(facts, notice, as_of)
    _check_information(facts, information, as_of)
    update_at_version(facts.exclusion, version=version)
    columns = {**_told_columns(telling, told), **vars(information)}
    if notice is not None or facts.lives_here:
        # Of a child who turns out to live elsewhere no notice is asked for any more: the one that came stays.
        columns |= _notice_columns(facts, notice)
    changed = sorted(name for name, value in columns.items() if getattr(telling.row, name) != value)
    _keep(case, columns)
    return finish(case, "exclusions.between_authorities", by, as_of, as_of, changed=changed)


def _check_notice(facts: Facts, notice: Notice, as_of: date) -> None:
    """Refuse a notice that cannot be."""
    if not telling_of(facts).is_school_elsewhere:
        raise ExclusionRefused(
            "The school is one of ours, so no other authority tells us. Take the notice out.",
            field="notice_received_on",
        )
    earliest = facts.exclusion.decided_on
    check_day(notice.received_on, "Notice received on", "notice_received_on", earliest=earliest, latest=as_of)
    if notice.sender not in NoticeSender.values:
        raise ExclusionRefused("Select who told us.", field="notice_sender")
    if notice.sender == NoticeSender.OTHER_AUTHORITY and notice.authority is None:
        raise ExclusionRefused("Select the authority that told us.", field="notice_authority")


def keep_notice(case: Case, notice: Notice, as_of: date) -> None:
    """Keep the notice of an exclusion that is just being recorded. Raises ExclusionRefused naming the field."""
    facts = gather(case)
    _check_notice(facts, notice, as_of)
    _keep(case, _notice_columns(facts, notice))


@transaction.atomic
def settle_home_authority(*, facts: Facts, by: User | None, as_of: date) -> None:
    """Open the task of telling the home authority while that is owed, and end it when it is done or no longer owed.

    May run again on any day and changes nothing then. `by` None is the night's sweep: it ends no task of a person's.
    """
    telling = _note_whom_the_school_told(telling_of(facts))
    case, home = facts.case, facts.exclusion.home_authority
    if telling.is_owed and home is not None:
        title = f"Tell {home.name} of the exclusion, without delay: the child lives there"
        open_task(case=case, code=f"{TELL_TASK}{home.code}", title=title, due_on=as_of, by=by, as_of=as_of)
    if by is not None:
        _end_tasks(telling, by, as_of)


def _note_whom_the_school_told(telling: Telling) -> Telling:
    """Keep beside the school's day who the home authority was then; a later correction of the home shows that another
    one was told. Derived: nobody's form carries this row's version."""
    facts, row = telling.facts, telling.row
    told_on = facts.told.get(Recipient.HOME_AUTHORITY)
    if told_on is None or facts.lives_here or row.school_told_on == told_on:
        return telling
    columns: dict[str, object] = {"school_told_authority": facts.exclusion.home_authority, "school_told_on": told_on}
    return Telling(facts, _keep(facts.case, columns))


def _end_tasks(telling: Telling, by: User, as_of: date) -> None:
    case, home = telling.facts.case, telling.facts.exclusion.home_authority
    tasks = Task.objects.filter(case=case, code__startswith=TELL_TASK, is_cause_over=False)
    codes = set(tasks.values_list("code", flat=True))
    current = {f"{TELL_TASK}{home.code}"} if home else set()
    if codes & current and telling.is_told:
        finish_open_tasks(case=case, codes=current, by=by, as_of=as_of)
        codes -= current
    ended = codes - current if telling.is_owed else codes
    if ended:
        cancel_open_tasks(case=case, codes=ended, by=by, as_of=as_of)


def _keep(case: Case, columns: dict[str, object]) -> BetweenAuthorities:
    return BetweenAuthorities.objects.update_or_create(case=case, defaults=columns)[0]


def _told_columns(telling: Telling, told: Told | None) -> dict[str, object]:
    """What we told the home authority of now. That another one was told before, by the record of then, stays."""
    home = telling.facts.exclusion.home_authority
    if told is None and telling.row.told_authority != home:
        return {}
    return {
        "told_authority": home if told else None,
        "told_on": told.on if told else None,
        "told_method": told.method if told else "",
        "told_reference": told.reference if told else "",
        "acknowledged_on": told.acknowledged_on if told else None,
    }


def _notice_columns(facts: Facts, notice: Notice | None) -> dict[str, object]:
    """The notice as the row keeps it; the school's own authority is not asked for twice."""
    school = facts.case.school
    authority = notice.authority if notice and notice.sender == NoticeSender.OTHER_AUTHORITY else None
    if notice and notice.sender == NoticeSender.AUTHORITY and school:
        authority = school.local_authority
    return {
        "notice_received_on": notice.received_on if notice else None,
        "notice_sender": notice.sender if notice else "",
        "notice_authority": authority,
        "notice_reference": notice.reference if notice else "",
    }


def _check_told(telling: Telling, told: Told | None, as_of: date) -> None:
    if told is None:
        return
    facts = telling.facts
    if facts.lives_here:
        raise ExclusionRefused(
            "The child lives with us, so there is no other home authority to tell. Correct the home authority first.",
            field="told_on",
        )
    check_day(told.on, "Told on", "told_on", earliest=facts.exclusion.decided_on, latest=as_of)
    if told.method not in TellingMethod.values:
        raise ExclusionRefused("Select how it was told.", field="told_method")
    if told.acknowledged_on is not None:
        check_day(told.acknowledged_on, "Acknowledged on", "acknowledged_on", earliest=told.on, latest=as_of)


def _check_information(facts: Facts, information: Information, as_of: date) -> None:
    for what, asked_on, received_on in (
        ("plan", information.plan_asked_on, information.plan_received_on),
        ("care", information.care_asked_on, information.care_received_on),
    ):
        earliest = facts.exclusion.decided_on
        if asked_on is not None:
            check_day(asked_on, "Asked for on", f"{what}_asked_on", earliest=earliest, latest=as_of)
            earliest = asked_on
        if received_on is not None:
            check_day(received_on, "Received on", f"{what}_received_on", earliest=earliest, latest=as_of)
