"""Check answers in words: one pupil, or several pupils of one incident on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from portal.actions.sending import SendingRefused
from portal.asked_of_forms import meaning_of
from portal.incidents import (
    MOST_PUPILS,
    drafts_of_incident,
    open_drafts_of_incident,
    problems_of_draft,
    sent_of_incident,
    steps_about_incident,
)
from portal.models import Draft
from portal.presenters.send import present_meaning, step_url
from portal.presenters.sent import lozenge
from portal.pupils import short_pupil_name
from portal.school_access import OpenDraft
from portal.steps import still_confirmed
from portal.submission_rows import Group, groups_of
from portal.webforms import Problem, Step

NO_NAME = "A pupil who is not chosen yet"


def present_check(opened: OpenDraft, together: Sequence[OpenDraft]) -> dict[str, Any]:
    """What is checked: the answers that all pupils share, and each pupil with their own and what they mean."""
    groups = [groups_of(each.webform, each.context) for each in together]
    shared = _shared(opened, groups) if len(together) > 1 else []
    ready = frozenset(each.draft.pk for each in together)
    takes_more = opened.webform.takes_several_pupils and len(together) < MOST_PUPILS
    return {
        "shared": [_card(opened, group) for group in shared],
        "pupils": [_pupil(each, own, shared) for each, own in zip(together, groups, strict=True)],
        "others": [{"uuid": each.draft.uuid, "version": each.draft.version} for each in together if each is not opened],
        "incident": present_incident(opened.draft, leave_out=ready),
        "can_add": takes_more and opened.draft.corrects is None,
    }


def _shared(opened: OpenDraft, groups: Sequence[Sequence[Group]]) -> list[Group]:
    """Pages about the incident that every pupil answers alike."""
    same = steps_about_incident(opened.webform)
    return [group for group in groups[0] if group.step in same and all(group in each for each in groups[1:])]


def _pupil(opened: OpenDraft, groups: Sequence[Group], shared: Sequence[Group]) -> dict[str, Any]:
    return {
        "uuid": opened.draft.uuid,
        "name": name_of(opened.draft),
        "cards": [_card(opened, group) for group in groups if group not in shared],
        "meaning": present_meaning(meaning_of(opened.webform, opened.context)),
        "confirmed": still_confirmed(opened.draft, opened.webform, opened.context),
        "discard_url": reverse("send_discard", args=[opened.webform.code, opened.draft.uuid]),
    }


def _card(opened: OpenDraft, group: Group) -> dict[str, Any]:
    url = f"{step_url(opened, group.step)}?from=check"
    return {"title": group.title, "id": f"{group.step}-{opened.draft.pk}", "rows": group.rows, "change_url": url}


def name_of(draft: Draft) -> str:
    """“Amira H.”, or that nobody was chosen."""
    return short_pupil_name(draft.payload) or NO_NAME


def present_problems(together: Sequence[OpenDraft], refused: SendingRefused | None) -> list[dict[str, str]]:
    """Each reason why something cannot be sent, with the address of the step where it can be put right; with several
    pupils it says whose."""
    drafts = [each.draft for each in together]
    found: list[dict[str, str]] = []
    for each in together:
        problems: Sequence[Problem] = problems_of_draft(each.draft, each.webform, each.context, drafts)
        if refused is not None and refused.draft == each.draft:
            problems = refused.problems or problems
        whose = f"{name_of(each.draft)}: " if len(together) > 1 else ""
        found += [_problem(each, problem, whose) for problem in problems]
    return found


def _problem(opened: OpenDraft, problem: Problem, whose: str) -> dict[str, str]:
    return {"text": f"{whose}{problem.text}", "url": f"{step_url(opened, problem.step)}?from=check"}


def present_incident(draft: Draft, *, leave_out: frozenset[int] = frozenset()) -> dict[str, Any] | None:
    """The incident of a draft with its pupils: those to finish (without some), and those that were sent."""
    if draft.incident is None:
        return None
    drafts = [each for each in drafts_of_incident(draft) if not hasattr(each, "submission")]
    return {
        "number": draft.incident.number,
        "is_of_several": len(drafts) > 1 or sent_of_incident(draft).exists(),
        "to_finish": [
            {
                "name": name_of(each),
                "url": reverse("send_draft", args=[each.form, each.uuid]),
                "discard_url": reverse("send_discard", args=[each.form, each.uuid]),
                "is_this": each.pk == draft.pk,
            }
            for each in drafts
            if each.pk not in leave_out
        ],
        "sent": [
            {
                "reference": each.reference,
                "name": short_pupil_name(each.payload),
                "url": reverse("sent", args=[each.reference]),
                "lozenge": lozenge(each.status_code),
            }
            for each in sent_of_incident(draft)
        ],
    }


def present_pupil_of_incident(opened: OpenDraft, step: Step) -> dict[str, Any]:
    """Whose page it is, for a pupil of an incident, and for how many pupils a page about the incident can be answered
    at once; nothing for a form about one pupil."""
    if opened.draft.incident_id is None:
        return {}
    count = len(open_drafts_of_incident(opened.draft)) if step.is_about_incident else 0
    return {"pupil_name": name_of(opened.draft), "all_count": count if count > 1 else 0}
