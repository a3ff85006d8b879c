"""The governors' part of what is worked: representations, invitations, papers, the council's representative and report,
who was told of the decision; and a meeting on each suspension that must have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from accounts.models import User
from cases.models import Case
from demo.generator.exclusion_acts import AFTER_LESSONS, AFTER_THE_STEPS, Act, Work
from demo.generator.suspension_acts import SuspensionWork
from demo.generator.suspension_rows import CLOSED_AT
from exclusions.actions import governors_meeting, governors_outcome
from exclusions.actions.governors_meeting import Invitation, Listing
from exclusions.facts import CaseFacts
from exclusions.gathering import gather_any
from exclusions.governors.clocks import MEET
from exclusions.governors.policies import council_is_invited, taking_part
from exclusions.governors.telling import told_of_outcome
from exclusions.models import Representations
from exclusions.queries import deadlines_by_code
from exclusions.suspensions.states import CANCELLED

REPORT = (
    "The council’s inclusion team met the family and the school in the weeks before the decision. Outreach was offered "
    "twice and taken up once.\n\nWe ask the board to look at what was tried, and at what could still be tried."
)
FIVE_O_CLOCK = time(17, 0)


@dataclass(frozen=True)
class Board:
    """The acts around one case's board, each on the day that it is given."""

    case_of: Callable[[], Case]
    by: User

    def represent(self, day: date) -> None:
        """The parents write to the board."""
        self._act(
            governors_meeting.record_representations,
            day,
            standing=Representations.Standing.MADE,
            received_on=day,
            made_by=Representations.MadeBy.PARENT,
            method=Representations.Method.LETTER,
        )

    def invite(self, day: date) -> None:
        """Everybody who must be is invited."""
        owed = [role for role, must in taking_part(self._facts()).items() if must]
        self._act(governors_meeting.record_invitations, day, invitations=dict.fromkeys(owed, Invitation(day)))

    def prepare(self, day: date) -> None:
        """The council names somebody where it is invited, and writes its report."""
        if council_is_invited(self._facts()):
            named = {"representative": self.by, "asked_for_on": None, "attended": None}
            self._act(governors_meeting.name_representative, day, **named)
        self._act(governors_meeting.write_report, day, text=REPORT)

    def tell(self, day: date) -> None:
        """The board tells everybody of its decision."""
        told = {who: day for who, must in told_of_outcome(self._facts()).items() if must}
        self._act(governors_outcome.record_outcome_told, day, told=told)

    def list_if_due(self, day: date) -> None:
        """A meeting on the last day of the limit, where one is due whatever the parents do."""
        limit = deadlines_by_code(self.case_of()).get(MEET)
        if limit is not None and limit.due_on is not None and limit.due_on >= day:
            listing = Listing(from_time=FIVE_O_CLOCK, place="The school’s library")
            self._act(governors_meeting.list_suspension_meeting, day, meeting_on=limit.due_on, listing=listing)

    def _facts(self) -> CaseFacts:
        return gather_any(self.case_of())

    def _act(self, action: Callable[..., Case], day: date, **answers: object) -> None:
        facts = self._facts()
        action(case=facts.case, version=facts.decision.version, by=self.by, as_of=day, **answers)


def _case_of(work: Work | SuspensionWork) -> Callable[[], Case]:
    """The case as it stands when the act is made: it is not there before."""
    return lambda: Case.objects.select_related("child", "school").get(pk=work.case.pk)


def governors_acts(works: Mapping[str, Work], suspensions: Iterable[SuspensionWork]) -> Iterator[Act]:
    """What belongs to the boards of the worked cases."""
    for work in works.values():
        yield from _of_exclusion(work)
    for each in suspensions:
        day = each.planned.returned_on
        goes_on = each.planned.closed_on is None and each.planned.reaches != CANCELLED
        if goes_on and day is not None and day <= each.as_of:
            perform = partial(Board(_case_of(each), each.officer).list_if_due, day)
            yield Act(day, CLOSED_AT, AFTER_THE_STEPS, each.officer, perform)


def _of_exclusion(work: Work) -> Iterator[Act]:
    """On the day of the listing the parents write, people are invited and the council prepares; on the day of the
    decision everybody is told. What is decided on the day of its listing is left as it is."""
    plan, board = work.plan, Board(_case_of(work), work.officer)
    steps: list[tuple[int, Callable[[date], None]]] = []
    if plan.listed_after is not None and plan.decided_after != plan.listed_after:
        steps += [(plan.listed_after, board.represent), (plan.listed_after, board.invite)]
        steps.append((plan.listed_after, board.prepare))
    if plan.decided_after is not None:
        steps.append((plan.decided_after, board.tell))
    for order, (after, perform) in enumerate(steps, start=2 * AFTER_THE_STEPS):
        day = work.dated.day(after)
        yield Act(day, AFTER_LESSONS, order, work.officer, partial(perform, day))
