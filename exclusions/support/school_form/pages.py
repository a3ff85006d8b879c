"""The pages of the form after the pupil's, one question each. They validate what stands on one page."""

from __future__ import annotations

from typing import Any

from components.fields import SeveralFilesField
from exclusions.school_form.pages import CircumstancesPage, ContactPage, Page
from exclusions.support.codes import SupportKind
from exclusions.support.facts import is_primary, meeting_is_offered, policy_of_authority
from exclusions.support.forms import AskFields, ConcernFields, ConsideredFields, ParentsFields, TriedFields
from exclusions.support.school_form import reading
from portal.pupils import PUPIL_STEP
from portal.webforms import FormContext, Step


class ConcernsPage(Page, ConcernFields):
    """Why the school is worried."""


class TriedPage(Page, TriedFields):
    """What was tried so far, each with the day since when."""

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, context=context, **kwargs)
        for name, field in self.fields.items():
            if name.endswith(reading.SINCE):
                field.latest = context.as_of


class ParentsPage(Page, ParentsFields):
    """What the parents know and want."""

    past = frozenset({"parents_told_on"})


class ConsideredPage(Page, ConsideredFields):
    """Whether a permanent exclusion is considered. What it does not apply to is not asked."""

    past = frozenset({"plan_review_asked_on", "care_review_asked_on"})

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, context=context, **kwargs)
        known = reading.read(context.payload).circumstances
        if known.get("has_plan") is False:
            del self.fields["plan_review_asked_on"]
        if known.get("is_looked_after") is False:
            del self.fields["care_review_asked_on"]


class AskingPage(Page, AskFields):
    """What help the school asks for. A meeting of several services is ticked beforehand where the authority
    offers it."""

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, context=context, **kwargs)
        if is_meeting_offered(context) and not reading.read(context.payload).has_answered_asking:
            self.initial.setdefault("asked_for", [str(SupportKind.MULTI_SERVICE_MEETING)])


class DocumentsPage(Page):
    """Files: plans, logs, assessments."""

    documents = SeveralFilesField(
        label="Documents", required=False, help_text="For example the support plan, the behaviour log, an assessment."
    )


def is_meeting_offered(context: FormContext) -> bool:
    """Whether the authority offers a meeting of several services with these answers."""
    request = reading.read(context.payload)
    return meeting_is_offered(
        is_primary=is_primary(request.year_group, context.school),
        is_considered=request.asked.is_exclusion_considered,
        policy=policy_of_authority(),
    )


STEPS = (
    PUPIL_STEP,
    Step(reading.CONCERNS, "What are you worried about?", ConcernsPage),
    Step(
        reading.TRIED,
        "What have you tried so far?",
        TriedPage,
        lead="Enter since when. Leave empty what you have not tried.",
    ),
    Step(reading.CIRCUMSTANCES, "What you know of the pupil", CircumstancesPage),
    Step(reading.PARENTS, "The parents", ParentsPage),
    Step(reading.CONSIDERED, "Is a permanent exclusion being considered?", ConsideredPage),
    Step(reading.ASKING, "What help do you ask for?", AskingPage),
    Step(reading.DOCUMENTS, "Documents", DocumentsPage, is_optional=True),
    Step(reading.CONTACT, "Contact at your school", ContactPage),
)
