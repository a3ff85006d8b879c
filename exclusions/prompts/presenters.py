"""The list of prompts in words: its numbers, its rows, and one prompt on the page on which it is dealt with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.panels import PanelLine
from cases.presenters.words import moment, person, plain_date
from components.paging import with_query
from exclusions.models import Prompt
from exclusions.prompts.queries import EARLIER, prompts_visible_to
from exclusions.prompts.words import label_of, sentence_of
from exclusions.suspensions.totals import ChildTotals, totals_of_children
from schools.queries import policy_of, the_authority

Code, State = Prompt.Code, Prompt.State
_PRESSING = frozenset({Code.NO_EDUCATION, Code.TERM_SECOND, Code.YEAR_SECOND})


def known_state(text: str) -> str:
    """The state that the address asks for; those to look at for any other text."""
    return text if text in (State.OPEN, State.DEALT_WITH, EARLIER) else State.OPEN


def known_code(text: str) -> str:
    """The sort that the address asks for; all sorts for any other text."""
    return text if text in Code.values else ""


def present_tiles(counts: Mapping[str, int], state: str, policy: str) -> list[dict[str, Any]]:
    """A number for each sort in this state of the list, with the rows that it opens; sorts without a prompt are shown
    too, as 0."""
    return [
        {
            "label": label_of(code, policy),
            "count": counts.get(code, 0),
            "url": reverse("exclusions_prompts") + _query(state, code),
            "kind": "overdue" if code in _PRESSING and state == State.OPEN else None,
        }
        for code in Code.values
    ]


def present_chips(state: str, code: str, policy: str) -> list[dict[str, str]]:
    """The filters in force."""
    chips = []
    if code:
        chips.append({"label": "Prompt", "value": label_of(code, policy), "remove_url": _address(state, "")})
    if state != State.OPEN:
        words = "Open, of earlier school years" if state == EARLIER else str(State(state).label)
        chips.append({"label": "State", "value": words, "remove_url": _address(State.OPEN, code)})
    return chips


def _address(state: str, code: str) -> str:
    return reverse("exclusions_prompts") + _query(state, code)


def _query(state: str, code: str) -> str:
    query = {"state": "" if state == State.OPEN else state, "code": code}
    return with_query({name: value for name, value in query.items() if value})


def columns(state: str) -> list[dict[str, Any]]:
    """The columns of components/table.html."""
    last = {"label": "Next step", "hidden": True} if state != State.DEALT_WITH else {"label": "What was done"}
    return [{"label": label} for label in ("Child", "Prompt", "School", "Raised", "Owner")] + [last]


def present_rows(prompts: Sequence[Prompt], policy: str, *, can_work: bool) -> list[dict[str, Any]]:
    """The rows of a page of the list, in one query more, however many there are."""
    totals = totals_of_children({each.child_id for each in prompts})
    return [{"cells": _cells(each, totals.get(each.child_id, ChildTotals()), policy, can_work)} for each in prompts]


def _cells(prompt: Prompt, totals: ChildTotals, policy: str, can_work: bool) -> list[dict[str, Any]]:
    case = prompt.case
    return [
        {
            "text": case.child.full_name,
            "url": reverse("case", args=[case.reference]),
            "note": case.reference,
            "is_heading": True,
        },
        {"text": label_of(prompt.code, policy), "note": sentence_of(prompt, totals)},
        {"text": case.school.name if case.school else ""},
        {"text": plain_date(prompt.raised_on), "nowrap": True},
        {"text": person(case.owner, "Nobody yet")},
        _last_cell(prompt, can_work),
    ]


def _last_cell(prompt: Prompt, can_work: bool) -> dict[str, Any]:
    if prompt.state == State.DEALT_WITH:
        return {
            "text": prompt.get_outcome_display(),
            "note": f"{person(prompt.dealt_with_by)}, {moment(prompt.dealt_with_at)}",
        }
    if not can_work:
        return {"text": ""}
    return {"text": "Deal with it", "url": reverse("exclusions_prompt", args=[prompt.uuid])}


def prompt_in_words(prompt: Prompt) -> dict[str, str]:
    """One prompt: its name and what it says of its child."""
    totals = totals_of_children([prompt.child_id]).get(prompt.child_id, ChildTotals())
    return {"label": label_of(prompt.code, policy_of(the_authority())), "sentence": sentence_of(prompt, totals)}


def lines_of(case: Case, user: User, as_of: date) -> Sequence[PanelLine]:
    """The panel of the case page: what is to be looked at, then what was dealt with."""
    prompts = list(prompts_visible_to(user).filter(case=case).exclude(state=State.WITHDRAWN).order_by("-state", "pk"))
    if not prompts:
        return ()
    policy, totals = policy_of(the_authority()), totals_of_children([case.child_id]).get(case.child_id, ChildTotals())
    return [
        PanelLine(
            text=label_of(each.code, policy),
            url=reverse("exclusions_prompt", args=[each.uuid]) if each.state == State.OPEN else "",
            note=sentence_of(each, totals) if each.state == State.OPEN else each.get_outcome_display(),
            status=str(each.get_state_display()),
            shape="attention" if each.state == State.OPEN else "done",
        )
        for each in prompts
    ]
