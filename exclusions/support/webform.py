"""The web form “Help with a pupil at risk of exclusion”, as the portal takes it."""

from __future__ import annotations

from exclusions.actions.support_forms import accept_correction_of_form, accept_form, cases_to_attach, withdraw_form
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.support.school_form.meaning import doubts, meaning, problems
from exclusions.support.school_form.officers_meaning import officers_meaning
from exclusions.support.school_form.pages import STEPS
from portal.webforms import WebForm

FORM = WebForm(
    code="exclusion-support",
    label="Help with a pupil at risk of exclusion",
    description="Ask the council for advice, outreach or a place before a pupil has to be excluded.",
    reference_prefix="HP",
    kinds=frozenset({EXCLUSION_SUPPORT}),
    steps=STEPS,
    kind_of=lambda _: EXCLUSION_SUPPORT,
    headline=lambda _: "Help with a pupil at risk of exclusion",
    open_case=accept_form,
    cases_to_attach=cases_to_attach,
    correct_case=accept_correction_of_form,
    withdrawn=withdraw_form,
    meaning=meaning,
    officers_meaning=officers_meaning,
    doubts=doubts,
    problems=problems,
    after_withdrawal="The council may still be in touch about the pupil.",
    classification="general",
)
