"""What the state of a managed move allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

from components.words import spelled_date
from exclusions.models import MoveAgreement
from exclusions.moves.facts import MoveFacts
from exclusions.moves.states import AGREED, BEFORE_THE_MOVE, PROPOSED, STATES, transition
from exclusions.policies import against_the_state


def reasons_against(step: str, facts: MoveFacts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    if step == "start" and facts.case.state in BEFORE_THE_MOVE:
        # In place of “the case is proposed”: what is missing until it is agreed.
        return [*_against_the_agreement(facts), *_against_the_day(facts, as_of)]
    return against_the_state(transition(step), STATES, facts.case.state)


def state_before_the_move(facts: MoveFacts) -> str:
    """Agreed when everybody who must has agreed, proposed otherwise."""
    return PROPOSED if facts.missing_parties else AGREED


def _against_the_agreement(facts: MoveFacts) -> list[str]:
    """Everything that a voluntary move needs and that is not there, all at once."""
    labels = dict(MoveAgreement.Party.choices)
    reasons = [f"{labels[party]}: no agreement is recorded." for party in facts.missing_parties]
    move = facts.move
    if not move.pupils_view:
        reasons.append("The pupil’s view is not recorded.")
    if move.was_exclusion_mentioned is None:
        reasons.append("It is not recorded whether permanent exclusion was mentioned.")
    if facts.mention_is_looked_into:
        reasons.append(
            "Permanent exclusion was mentioned, and the task to look into it is open: a managed move is never made "
            "under a threat."
        )
    return reasons


def _against_the_day(facts: MoveFacts, as_of: date) -> list[str]:
    starts_on = facts.move.starts_on
    return [] if starts_on <= as_of else [f"It is planned to start on {spelled_date(starts_on)}."]
