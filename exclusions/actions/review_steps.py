"""What every step of a review does first and last: one version guards the whole case, that of the exclusion's row."""

from __future__ import annotations

from datetime import date
from typing import cast

from accounts.models import User
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import begin
from exclusions.facts import Facts
from exclusions.models import NoticeMethod, Review
from ledger.versions import update_at_version


def begin_review(case: Case, step: str, version: int, by: User, as_of: date) -> tuple[Facts, Review]:
    """The facts and the review's row, made with its first fact. Raises as exclusions.actions.steps.begin does."""
    facts = cast(Facts, begin(case, step, version, by, as_of))
    update_at_version(facts.exclusion, version=version)
    review = facts.review.review or Review.objects.create(case=case)
    return facts, review


def change_review(review: Review, **changes: object) -> Review:
    """Change the review's row, whose case has been begun."""
    return update_at_version(review, version=review.version, **changes)


def check_method(method: str, field: str, label: str = "How it was sent") -> None:
    """Refuse a way that the statute engine does not know."""
    if method not in NoticeMethod.values:
        raise ExclusionRefused(f"{label}: choose one of the list.", field=field)


def check_choice(value: str, choices: object, label: str, field: str) -> None:
    """Refuse an answer that is not in the list."""
    if value not in choices.values:  # type: ignore[attr-defined]
        raise ExclusionRefused(f"{label}: choose one of the list.", field=field)
