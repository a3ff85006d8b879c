"""The list of prompts. What each person sees follows from the cases that they may open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from cases.permissions import cases_known_to, cases_visible_to
from exclusions.models import Prompt
from exclusions.prompts.reached import CODES_OF_TOTALS
from schools.school_years import SchoolYear

# Not a state of a prompt but of the list: open prompts of school years that are over.
EARLIER = "earlier"


def prompts_visible_to(user: User) -> QuerySet[Prompt]:
    """Prompts of cases that the user may open. The base of the list, its numbers and the tile."""
    return Prompt.objects.filter(case__in=cases_visible_to(user))


def prompts_in(user: User, state: str, as_of: date) -> QuerySet[Prompt]:
    """Prompts in a state of the list. A mark of a school year before that of `as_of` asks nobody to act in time any
    more: those that nobody has dealt with stand apart, as `EARLIER`."""
    prompts = prompts_visible_to(user)
    if state == Prompt.State.DEALT_WITH:
        return prompts.filter(state=state)
    # A period begins with its school year; other sorts are about a case.
    is_earlier = Q(code__in=CODES_OF_TOTALS, period__lt=str(SchoolYear.containing(as_of).begins_in))
    still_open = prompts.filter(state=Prompt.State.OPEN)
    return still_open.filter(is_earlier) if state == EARLIER else still_open.exclude(is_earlier)


def find_prompts(user: User, state: str, code: str, as_of: date) -> QuerySet[Prompt]:
    """Prompts in a state of the list, of one sort or (without `code`) of all; those raised last first."""
    prompts = prompts_in(user, state, as_of)
    if code:
        prompts = prompts.filter(code=code)
    return prompts.select_related("case__child", "case__school", "case__owner", "dealt_with_by").order_by(
        "-raised_on", "-pk"
    )


def count_prompts(user: User, state: str, as_of: date) -> Mapping[str, int]:
    """How many prompts of each sort there are in a state of the list, in one query."""
    counted = prompts_in(user, state, as_of).order_by().values_list("code")
    return dict(counted.annotate(number=Count("pk")))


def open_prompt_count(user: User) -> int:
    """How many prompts wait for somebody to look."""
    return prompts_in(user, Prompt.State.OPEN, timezone.localdate()).count()


def prompt_for(user: User, prompt_uuid: uuid.UUID) -> Prompt:
    """The prompt of a case that the user may know of; whether they may open it the caller asks. Raises Http404."""
    known = Prompt.objects.filter(uuid=prompt_uuid, case__in=cases_known_to(user))
    prompt = known.select_related("case").first()
    if prompt is None:
        raise Http404
    return prompt
