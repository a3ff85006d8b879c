"""The web form “Suspension or permanent exclusion”, as the portal takes it."""

from __future__ import annotations

from exclusions.actions.school_forms import accept_correction_of_form, accept_form, cases_to_attach, withdraw_form
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.school_form.columns import COLUMNS
from exclusions.school_form.doubts import doubts
from exclusions.school_form.meaning import meaning
from exclusions.school_form.officers_meaning import officers_meaning
from exclusions.school_form.pages import STEPS
from exclusions.school_form.problems import problems
from exclusions.school_form.reading import read
from portal.webforms import Payload, WebForm

_HEADLINES = {PERMANENT_EXCLUSION: "Permanent exclusion", SUSPENSION: "Suspension"}


def kind_of(payload: Payload) -> str:
    """Which kind of case the answers are for; while they do not say, the one with more duties."""
    return read(payload).kind or PERMANENT_EXCLUSION


def headline(payload: Payload) -> str:
    """What is sent, without the pupil."""
    return _HEADLINES.get(read(payload).kind, FORM.label)


FORM = WebForm(
    code="exclusion",
    label="Suspension or permanent exclusion",
    description="Tell the council, without delay, that a pupil was suspended or permanently excluded.",
    reference_prefix="EX",
    kinds=frozenset({PERMANENT_EXCLUSION, SUSPENSION}),
    steps=STEPS,
    kind_of=kind_of,
    headline=headline,
    open_case=accept_form,
    cases_to_attach=cases_to_attach,
    correct_case=accept_correction_of_form,
    withdrawn=withdraw_form,
    meaning=meaning,
    officers_meaning=officers_meaning,
    doubts=doubts,
    problems=problems,
    columns=COLUMNS,
    after_withdrawal=(
        "A form that is withdrawn cancels nothing. If the head teacher cancels the exclusion, tell the parents, the "
        "governing board and the council without delay, and give the reasons."
    ),
    classification="general",
)
