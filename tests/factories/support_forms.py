"""The web form “Help with a pupil at risk of exclusion” as a school fills it in and sends it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict

from exclusions.support.webform import FORM
from portal.actions.drafts import confirm_doubts, save_step, start_correction, start_draft
from portal.actions.sending import send_draft
from portal.answers import answers_of
from portal.contexts import context_for, draft_context
from portal.models import Draft, Submission
from portal.step_forms import sent_form
from portal.steps import open_doubts
from tests.factories.exclusions import Desk

AS_OF = date(2026, 9, 16)


def answers(desk: Desk, **more: Any) -> dict[str, dict[str, Any]]:
    """A request as a browser sends it, page by page."""
    return {
        "pupil": {"child": str(desk.child.uuid)},
        "concerns": {"concerns": ["behaviour"], "concerns_in_words": "He walks out."},
        "tried": {"behaviour_plan_since": "1/6/2026", "tried_in_words": "A little."},
        "circumstances": {
            "is_looked_after": "no",
            "has_social_worker": "no",
            "has_plan": "no",
            "sen_status": "unknown",
        },
        "parents": {"parents_told_on": "11/9/2026", "do_parents_agree": "yes"},
        "considered": {"is_exclusion_considered": "no"},
        "help": {"asked_for": ["advice", "outreach"]},
        "documents": {},
        "contact": {"contact_name": "Helena Whitcombe", "contact_telephone": "01632 960001", "anything_else": ""},
        **more,
    }


def payload(desk: Desk, **more: Any) -> dict[str, dict[str, Any]]:
    """The same as it is kept."""
    kept = answers(desk, **more)
    kept["pupil"] |= {"given_names": "Amira", "surname": "Hughes", "born_on": "2013-03-14", "year_group": "9"}
    kept["tried"] = {"behaviour_plan_since": "2026-06-01", "tried_in_words": "A little.", **more.get("tried", {})}
    kept["parents"] = {"parents_told_on": "2026-09-11", "do_parents_agree": "yes", **more.get("parents", {})}
    return kept


def context(desk: Desk, **more: Any) -> Any:
    return context_for(desk.school, payload(desk, **more), AS_OF)


def query(answers: dict[str, Any]) -> QueryDict:
    """The answers as a browser posts them."""
    posted = QueryDict(mutable=True)
    for name, value in answers.items():
        posted.setlist(name, [value] if isinstance(value, str) else list(value))
    return posted


def fill_in(draft: Draft, given: dict[str, dict[str, Any]], by: Any) -> Draft:
    for step, typed in given.items():
        form = sent_form(FORM.step(step), draft_context(draft, AS_OF), query(typed), ())  # type: ignore[arg-type]
        assert form.is_valid(), (step, form.errors)
        draft = save_step(
            draft=draft,
            step=step,
            answers=answers_of(form),
            typed={},
            version=draft.version,
            by=by,
            as_of=AS_OF,
        )
    return draft


def send(desk: Desk, by: Any, given: dict[str, dict[str, Any]], corrects: Submission | None = None) -> Submission:
    """Fill the form in through its own checks, confirm what is doubted, and send it."""
    if corrects is None:
        draft = start_draft(webform=FORM, school=desk.school, by=by, as_of=AS_OF)
    else:
        draft = start_correction(submission=corrects, by=by, as_of=AS_OF)
    draft = fill_in(draft, given, by)
    waiting = open_doubts(draft, FORM, draft_context(draft, AS_OF))
    if waiting:
        draft = confirm_doubts(draft=draft, doubts=waiting, by=by, as_of=AS_OF)
    return send_draft(draft=draft, version=draft.version, by=by, as_of=AS_OF).submission
