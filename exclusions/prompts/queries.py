"""The list of prompts. What each person sees follows from the cases that they may open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db.models import Count, QuerySet
from django.http import Http404

from accounts.models import User
from cases.permissions import cases_known_to, cases_visible_to
from exclusions.models import Prompt


def prompts_visible_to(user: User) -> QuerySet[Prompt]:
    """Prompts of cases that the user may open. The base of the list, its numbers and the tile."""
    return Prompt.objects.filter(case__in=cases_visible_to(user))


def find_prompts(user: User, state: str, code: str) -> QuerySet[Prompt]:
    """Prompts in a state, of one sort or (without `code`) of all; those raised last first."""
    prompts = prompts_visible_to(user).filter(state=state)
    if code:
        prompts = prompts.filter(code=code)
    return prompts.select_related("case__child", "case__school", "case__owner", "dealt_with_by").order_by(
        "-raised_on", "-pk"
    )


def count_prompts(user: User, state: str) -> Mapping[str, int]:
    """How many prompts of each sort there are in a state, in one query."""
    counted = prompts_visible_to(user).filter(state=state).order_by().values_list("code")
    return dict(counted.annotate(number=Count("pk")))


def open_prompt_count(user: User) -> int:
    """How many prompts wait for somebody to look."""
    return prompts_visible_to(user).filter(state=Prompt.State.OPEN).count()


def prompt_for(user: User, prompt_uuid: uuid.UUID) -> Prompt:
    """The prompt of a case that the user may know of; whether they may open it the caller asks. Raises Http404."""
    known = Prompt.objects.filter(uuid=prompt_uuid, case__in=cases_known_to(user))
    prompt = known.select_related("case").first()
    if prompt is None:
        raise Http404
    return prompt
