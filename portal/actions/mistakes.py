"""Keeping which validation errors schools meet, for the page “questions that schools get wrong”."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from portal.models import FormMistake
from schools.models import School

_LONGEST = 300


@transaction.atomic
def record_mistakes(*, form: str, step: str, school: School, errors: Iterable[tuple[str, str]]) -> int:
    """Keep (field, message) of each error of one refusal; gives how many. Never what was typed: the messages are the
    form's own words (portal.mistakes)."""
    now = timezone.now()
    rows = [
        FormMistake(
            form=form, step=step, field=name[:60], message=message[:_LONGEST], school=school, met_recorded_at=now
        )
        for name, message in errors
    ]
    return len(FormMistake.objects.bulk_create(rows))
