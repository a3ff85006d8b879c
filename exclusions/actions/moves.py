"""Proposing a managed move and its steps: correct, agree, start, file, review, refuse. Who was told is in `steps`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, open_case
from cases.actions.events import record_event
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, forget_ended_tasks, open_task
from cases.models import Case, Child
from components.words import spelled_date
from exclusions.actions.changing_school import change_main_school
from exclusions.actions.circumstances import open_care_tasks
from exclusions.actions.direction_tasks import ask_to_end_after_move
from exclusions.actions.following import check_opened_from, follow
from exclusions.actions.refusals import ExclusionRefused, check_day, refuse
from exclusions.actions.steps import begin, check_decided_before_told, finish
from exclusions.doubts import doubts_about_age, doubts_about_plan, doubts_about_roll, doubts_about_unit
from exclusions.facts import Recipient
from exclusions.first_days import objections_to_first_day
from exclusions.kind_code import MANAGED_MOVE
from exclusions.models import ManagedMove, MoveAgreement, MoveRefusal, Notification, PupilsView
from exclusions.moves.decisions import Proposed, doubts_about_look, objections_to_move
from exclusions.moves.facts import LOOK_INTO_THE_MENTION, MoveFacts, gather_move
from exclusions.moves.policies import state_before_the_move
from exclusions.moves.refreshing import refresh
from exclusions.moves.states import CLOSED, MOVED, REFUSED
from exclusions.permissions import check_user_can_record
from exclusions.queries import as_it_was
from exclusions.same_days import Days, Entered, doubts_about_same_days
from ledger.versions import update_at_version
from schools.models import LocalAuthority, School

Party = MoveAgreement.Party
SAFEGUARDING_FILE = (
    "exclusions.move_safeguarding_file",
    "Find out whether the old school passed the safeguarding file on, and record the day",
)


@transaction.atomic
def propose_move(
    *,
    child: Child,
    school: School,
    proposed: Proposed,
    by: User,
    as_of: date,
    home_authority: LocalAuthority | None = None,
    opened_from: Case | None = None,
) -> Case:
    """Record that a managed move is proposed: the pupil is to change school for good, if everybody agrees.

    Raises ExclusionRefused naming the field, PermissionDenied.
    """
    check_user_can_record(by)
    check_opened_from(opened_from, child)
    Child.objects.select_for_update().get(pk=child.pk)
    _check_proposed(proposed, school, child, as_of)
    check_only_one(child)
    circumstances = as_it_was(child, school, proposed.proposed_on)
    if not proposed.is_confirmed:
        entered = Entered(MANAGED_MOVE, school, Days(proposed.starts_on), proposed.new_school, follows=opened_from)
        refuse(
            [
                *doubts_about_roll(child, school, proposed.proposed_on),
                *doubts_about_age(proposed.new_school, child.born_on, proposed.starts_on),
                *doubts_about_plan(proposed.new_school, has_plan=bool(circumstances["has_plan_then"])),
                *doubts_about_unit(proposed.new_school),
                *doubts_about_same_days(child, entered, by, as_of),
            ]
        )
    case = open_case(child=child, kind=MANAGED_MOVE, school=school, by=by, as_of=as_of, opened_from=opened_from)
    move = ManagedMove.objects.create(
        case=case,
        home_authority=home_authority,
        **proposed.columns(),
        **circumstances,
    )
    Notification.objects.create(case=case, recipient=Recipient.COUNCIL, told_on=as_of)
    open_care_tasks(case, move, by, as_of)
    follow(case=case, by=by, as_of=as_of)
    refresh(case=case, by=by, as_of=as_of)
    record_event(
        child=child,
        case=case,
        code="exclusions.move_proposed",
        by=by,
        happened_on=proposed.proposed_on,
        school=school.urn,
        new_school=proposed.new_school.urn,
    )
    return case


@transaction.atomic
def correct_move(
    *,
    case: Case,
    proposed: Proposed,
    home_authority: LocalAuthority | None,
    is_looked_after: bool,
    has_plan: bool,
    has_social_worker: bool,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what was recorded wrongly, or has changed. Who must agree follows; another school or a plan that was not
    known asks for agreements anew."""
    facts = begin_move(case, "correct", version, by, as_of)
    _check_proposed(proposed, case.school, case.child, as_of)
    _check_new_doubts(proposed, facts.move, case, by, as_of, has_plan=has_plan)
    check_decided_before_told(proposed.proposed_on, facts, label="Proposed on", field="proposed_on")
    earliest = min(facts.agreed.values(), default=proposed.proposed_on)
    if proposed.proposed_on > earliest:
        raise ExclusionRefused(
            f"Proposed on must be on or before {spelled_date(earliest)}, when somebody agreed.", field="proposed_on"
        )
    move = update_at_version(
        facts.move,
        version=version,
        home_authority=home_authority,
        is_looked_after_then=is_looked_after,
        has_plan_then=has_plan,
        has_social_worker_then=has_social_worker,
        **proposed.columns(),
    )
    if proposed.new_school != facts.move.new_school:
        # Who agreed, agreed to another school.
        MoveAgreement.objects.filter(case=case).delete()
    open_care_tasks(case, move, by, as_of)
    case = settle_state(case, "correct", by, as_of)
    return finish(case, "exclusions.corrected", by, as_of, as_of, starts_on=proposed.starts_on.isoformat())


@transaction.atomic
def record_agreements(
    *,
    case: Case,
    agreed: Mapping[str, date],
    pupils_view: str,
    was_exclusion_mentioned: bool | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record who agrees, on which day, as it stands now: who is left out does not agree, or not any more.

    A mention of permanent exclusion is flagged, and somebody looks into it before anything starts: another answer
    afterwards does not do that, somebody has to end the task.
    """
    facts = begin_move(case, "agree", version, by, as_of)
    for party, day in agreed.items():
        label = f"{Party(party).label} agreed on"
        check_day(day, label, f"{party}_agreed_on", earliest=facts.move.proposed_on, latest=as_of)
    if pupils_view and pupils_view not in PupilsView.values:
        raise ExclusionRefused("The pupil’s view: choose one of the list.", field="pupils_view")
    _keep_agreements(case, facts, agreed)
    update_at_version(
        facts.move, version=version, pupils_view=pupils_view, was_exclusion_mentioned=was_exclusion_mentioned
    )
    _look_into_the_mention(case, was_exclusion_mentioned, by, as_of)
    case = settle_state(case, "agree", by, as_of)
    return finish(case, "exclusions.move_agreements_recorded", by, as_of, as_of, agreed=sorted(agreed))


@transaction.atomic
def start_move(*, case: Case, moved_on: date, version: int, by: User, as_of: date) -> Case:
    """Record the first day at the new school. On that day the pupil is off the one roll and on the other, at once or
    not at all. Raises ExclusionRefused with everything that is missing."""
    facts = begin_move(case, "start", version, by, as_of)
    move = facts.move
    Child.objects.select_for_update().get(pk=case.child_id)
    check_start(facts, moved_on, as_of)
    change_main_school(
        child=case.child,
        old_school=cast(School, case.school),
        new_school=move.new_school,
        starts_on=moved_on,
        by=by,
        as_of=as_of,
    )
    move = update_at_version(move, version=version, moved_on=moved_on, starts_on=moved_on)
    case = move_case(case=case, transition="start", to_state=MOVED, by=by, as_of=as_of)
    ask_for_file(move, by, as_of)
    ask_to_end_after_move(move=case, moved_on=moved_on, new_school=move.new_school, by=by, as_of=as_of)
    return finish(case, "exclusions.moved", by, as_of, moved_on, new_school=move.new_school.urn)


@transaction.atomic
def record_file(*, case: Case, sent_on: date, version: int, by: User, as_of: date) -> Case:
    """Record when the old school passed the safeguarding file on; also once the case is closed."""
    facts = begin_move(case, "file", version, by, as_of)
    earliest = facts.move.proposed_on
    check_day(sent_on, "Safeguarding file passed on", "sent_on", earliest=earliest, latest=as_of)
    update_at_version(facts.move, version=version, safeguarding_file_sent_on=sent_on)
    finish_open_tasks(case=case, codes={SAFEGUARDING_FILE[0]}, by=by, as_of=as_of)
    return finish(case, "exclusions.move_file_recorded", by, as_of, sent_on)


@transaction.atomic
def review_move(
    *,
    case: Case,
    reviewed_on: date,
    is_settled: bool,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record how the move goes, and close the case. The pupil stays at the new school either way: it was for good. A
    look before its day is refused until `is_confirmed` says that it is meant."""
    facts = begin_move(case, "review", version, by, as_of)
    check_look(facts, reviewed_on, as_of, is_confirmed=is_confirmed)
    update_at_version(facts.move, version=version, reviewed_on=reviewed_on, is_settled=is_settled)
    case = move_case(case=case, transition="review", to_state=CLOSED, by=by, as_of=as_of)
    return finish(case, "exclusions.move_reviewed", by, as_of, reviewed_on, is_settled=is_settled)


@transaction.atomic
def refuse_move(*, case: Case, refused_on: date, refusal: str, version: int, by: User, as_of: date) -> Case:
    """Record that the move does not come about, and why. Nobody has to agree to a managed move."""
    facts = begin_move(case, "refuse", version, by, as_of)
    check_refusal(facts, refused_on, refusal, as_of)
    update_at_version(facts.move, version=version, refused_on=refused_on, refusal=refusal)
    cancel_open_tasks(case=case, codes={LOOK_INTO_THE_MENTION}, by=by, as_of=as_of)
    case = move_case(case=case, transition="refuse", to_state=REFUSED, by=by, as_of=as_of)
    return finish(case, "exclusions.move_refused", by, as_of, refused_on, refusal=refusal)


def begin_move(case: Case, step: str, version: int, by: User, as_of: date) -> MoveFacts:
    """Permission, version and state, as every step begins; gives the facts of the move."""
    return cast(MoveFacts, begin(case, step, version, by, as_of))


def check_start(facts: MoveFacts, moved_on: date, as_of: date) -> None:
    """Refuse a first day before everybody had agreed, ahead, without school at the new school, or with terms that a
    move of that day cannot have."""
    move, case = facts.move, facts.case
    earliest = max([move.proposed_on, *facts.agreed.values()])
    check_day(moved_on, "First day at the new school", "moved_on", earliest=earliest, latest=as_of)
    refuse(objections_to_first_day("moved_on", "First day at the new school", move.new_school, moved_on))
    proposed = Proposed(move.proposed_on, move.new_school, moved_on, move.has_trial, move.ends_on)
    refuse(objections_to_move(proposed, school=case.school, born_on=case.child.born_on, as_of=as_of))


def check_look(facts: MoveFacts, reviewed_on: date, as_of: date, *, is_confirmed: bool) -> None:
    """Refuse a look before the first day or ahead; one before its day, unless it is the one that stands, until that is
    confirmed."""
    move = facts.move
    moved_on = cast(date, move.moved_on)
    check_day(reviewed_on, "Looked at on", "reviewed_on", earliest=moved_on, latest=as_of)
    planned_on = facts.ask("exclusions.managed_move_review", moved_on=moved_on).due_on
    if not is_confirmed and reviewed_on != move.reviewed_on and planned_on is not None:
        refuse(doubts_about_look(reviewed_on, planned_on))


def check_refusal(facts: MoveFacts, refused_on: date, refusal: str, as_of: date) -> None:
    """Refuse a day before the proposal or ahead, and a reason that is none of the list."""
    check_day(refused_on, "Declined or withdrawn on", "refused_on", earliest=facts.move.proposed_on, latest=as_of)
    if refusal not in MoveRefusal.values:
        raise ExclusionRefused("Why: choose one of the list.", field="refusal")


def ask_for_file(move: ManagedMove, by: User, as_of: date) -> None:
    """Open the task to find out about the safeguarding file, unless its day is recorded."""
    if move.safeguarding_file_sent_on is None:
        code, title = SAFEGUARDING_FILE
        open_task(case=move.case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)


def _check_proposed(proposed: Proposed, school: School | None, child: Child, as_of: date) -> None:
    refuse(
        [
            *objections_to_move(proposed, school=school, born_on=child.born_on, as_of=as_of),
            *objections_to_first_day("starts_on", "Starts on", proposed.new_school, proposed.starts_on),
        ]
    )


def _check_new_doubts(
    proposed: Proposed, before: ManagedMove, case: Case, by: User, as_of: date, *, has_plan: bool
) -> None:
    """What stands in the row was confirmed when it was recorded, and is not asked again."""
    is_another_school = proposed.new_school != before.new_school
    if proposed.is_confirmed:
        return
    child, school, days = case.child, cast(School, case.school), Days(proposed.starts_on)
    entered = Entered(MANAGED_MOVE, school, days, proposed.new_school, case, Days(before.starts_on))
    refuse(
        [
            *(doubts_about_age(proposed.new_school, child.born_on, proposed.starts_on) if is_another_school else []),
            *(doubts_about_unit(proposed.new_school) if is_another_school else []),
            *(
                doubts_about_plan(proposed.new_school, has_plan=has_plan)
                if is_another_school or before.has_plan_then
                else []
            ),
            *doubts_about_same_days(child, entered, by, as_of),
        ]
    )


def check_only_one(child: Child) -> None:
    """Refuse a second managed move of the child beside an open one."""
    known = Case.objects.filter(child=child, kind=MANAGED_MOVE, closed_on__isnull=True).first()
    if known is not None:
        raise ExclusionRefused(
            f"A managed move of this child is open already, case {known.reference}. Open that case instead."
        )


def _keep_agreements(case: Case, facts: MoveFacts, agreed: Mapping[str, date]) -> None:
    """The rows as they stand now; the history keeps those before."""
    MoveAgreement.objects.filter(case=case).exclude(party__in=agreed).delete()
    for party, day in agreed.items():
        if facts.agreed.get(party) != day:
            MoveAgreement.objects.update_or_create(case=case, party=party, defaults={"agreed_on": day})


def ask_to_look_into_mention(case: Case, by: User, as_of: date) -> None:
    """Open the task that stands before any start."""
    title = "Permanent exclusion was mentioned: find out whether the parents agreed freely"
    open_task(case=case, code=LOOK_INTO_THE_MENTION, title=title, due_on=as_of, by=by, as_of=as_of)


def _look_into_the_mention(case: Case, was_mentioned: bool | None, by: User, as_of: date) -> None:
    """A mention that was looked into is not looked into again; one that comes after another answer is a new one."""
    if was_mentioned:
        ask_to_look_into_mention(case, by, as_of)
    else:
        forget_ended_tasks(case=case, codes={LOOK_INTO_THE_MENTION})


def settle_state(case: Case, step: str, by: User, as_of: date) -> Case:
    """Bring the case to the state that the agreements give it."""
    to_state = state_before_the_move(gather_move(case))
    return move_case(case=case, transition=step, to_state=to_state, by=by, as_of=as_of)
