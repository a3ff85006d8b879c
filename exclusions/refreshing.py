"""Working an exclusion's dates out again: load the facts, ask the clocks, store what changed."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.day_six import settle_day_six
from exclusions.actions.home_authority import settle_home_authority
from exclusions.actions.prompts import settle_prompts
from exclusions.actions.review_window import settle_review_window
from exclusions.actions.tracks import settle_leaving
from exclusions.clocks import clocks_of
from exclusions.facts import gather


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring every deadline of this exclusion, its tracks, its prompts and the task of telling the home authority into
    agreement with facts, calendar and policy."""
    facts = gather(case)
    settle_review_window(facts=facts, as_of=as_of)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts, as_of), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_day_six(facts=facts, by=by, as_of=as_of)
    settle_leaving(facts=facts)
    settle_prompts(facts=facts, by=by, as_of=as_of)
    settle_home_authority(facts=facts, by=by, as_of=as_of)
