"""A web form that exists only in tests: a pupil, when and what, evidence, and an optional note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms

from accounts.models import Team, User
from accounts.roles import Role
from cases.models import Case, Child
from components.fields import DateField, SeveralFilesField
from components.forms import GovukForm
from portal import webforms
from portal.actions.drafts import save_step, start_draft
from portal.actions.sending import send_draft
from portal.models import Draft, Submission
from portal.pupils import PUPIL_STEP
from portal.webforms import Accepting, Doubt, FormContext, Meaning, Problem, Step, WebForm
from schools.models import School
from tests.factories.children import enrol, make_authority, make_child, make_school
from tests.factories.people import make_school_user, make_team, make_user

AS_OF = date(2026, 9, 15)
KIND = "outing"


class StepForm(GovukForm):
    """Takes the context that every step's form is made with."""

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context


class OutingForm(StepForm):
    """When, and to where."""

    error_names: ClassVar[Mapping[str, str]] = {"starts_on": "the day of the outing"}

    starts_on = DateField(label="When is the outing?")
    place = forms.ChoiceField(
        label="Where to?", choices=[("sea", "The sea"), ("zoo", "The zoo")], widget=forms.RadioSelect
    )
    reasons = forms.MultipleChoiceField(
        label="Why?", required=False, choices=[("fun", "For fun"), ("science", "For science")]
    )


class EvidenceForm(StepForm):
    """Files, and what they show."""

    evidence = SeveralFilesField(label="Evidence", max_length=160)
    shows = forms.CharField(label="What do the files show?", max_length=200)


class AnimalForm(StepForm):
    """Asked about the zoo alone."""

    animal = forms.CharField(label="Which animal?", max_length=40)


class NoteForm(StepForm):
    """Anything else."""

    note = forms.CharField(label="Anything else?", max_length=200, required=False)


def _is_zoo(context: FormContext) -> bool:
    return context.answers("outing").get("place") == "zoo"


def _meaning(context: FormContext) -> Meaning | None:
    place = context.answers("outing").get("place")
    if not place:
        return None
    return Meaning(f"An outing to the {place}.", ("Parents must be told.",), (("Bus", "Needed"),), ("Take a coat.",))


def _doubts(context: FormContext) -> list[Doubt]:
    starts_on = context.answers("outing").get("starts_on") or ""
    if starts_on and date.fromisoformat(starts_on) > date(2027, 1, 1):
        return [Doubt("far_off", "outing", "That is far off", f"The outing is on {starts_on}, months from now.")]
    return []


def _problems(context: FormContext) -> list[Problem]:
    if context.answers("evidence").get("shows") == "nothing" and context.answers("outing").get("place") == "sea":
        return [Problem("evidence", "shows", "Say what the files show: the sea needs evidence")]
    return []


def _refuse(_: Accepting) -> Case:
    raise webforms.NotAccepted("Outings open no case.")


FORM = WebForm(
    code="outing",
    label="Outing of a pupil",
    description="Tell the council that a pupil goes on an outing.",
    reference_prefix="OU",
    kinds=frozenset({KIND}),
    steps=(
        PUPIL_STEP,
        Step("outing", "When and where", OutingForm, about_incident=frozenset(OutingForm.base_fields)),
        Step("animal", "The animal", AnimalForm, is_asked=_is_zoo),
        Step("evidence", "Evidence", EvidenceForm, lead="Add what shows it."),
        Step("note", "Anything else?", NoteForm, is_optional=True),
    ),
    kind_of=lambda _: KIND,
    headline=lambda payload: f"Outing to the {payload.get('outing', {}).get('place', 'unknown')}",
    open_case=_refuse,
    cases_to_attach=lambda *_: Case.objects.none(),
    correct_case=_refuse,
    withdrawn=lambda *_: None,
    meaning=_meaning,
    doubts=_doubts,
    problems=_problems,
)

ANSWERS: dict[str, dict[str, Any]] = {
    "pupil": {
        "child": "",
        "given_names": "Amira",
        "surname": "Hughes",
        "born_on": "2013-03-14",
        "upn": "",
        "year_group": "9",
    },
    "outing": {"starts_on": "2026-09-20", "place": "sea", "reasons": ["fun"]},
    "evidence": {"shows": "A bus ticket"},
}


@dataclass
class Office:
    """A school with two people and a pupil, another school, and the team that reads outings."""

    school: School = field(default_factory=lambda: make_school("Ashgrove Academy (invented)"))
    user: User = field(init=False)
    colleague: User = field(init=False)
    outsider: User = field(init=False)
    officer: User = field(init=False)
    team: Team = field(init=False)
    child: Child = field(init=False)

    def __post_init__(self) -> None:
        make_authority()
        self.user, self.colleague = make_school_user(self.school), make_school_user(self.school)
        self.outsider = make_school_user(make_school("Fernhill School (invented)"))
        self.team = make_team(KIND, name="Outings team")
        self.officer = make_user(Role.EXCLUSIONS_OFFICER, team=self.team)
        self.child = make_child("Hughes", "Amira", upn="X331000114001")
        enrol(self.child, self.school)

    def start(self) -> Draft:
        """A draft with nothing in it."""
        return start_draft(webform=FORM, school=self.school, by=self.user, as_of=AS_OF)

    def draft(self, **changed: dict[str, Any]) -> Draft:
        """A draft with every answer in it."""
        draft = self.start()
        for step, answers in {**ANSWERS, **changed}.items():
            draft = self.save(draft, step, answers)
        return draft

    def save(self, draft: Draft, step: str, answers: dict[str, Any], by: User | None = None) -> Draft:
        """Save the right answers of a step."""
        return save_step(
            draft=draft, step=step, answers=answers, typed={}, version=draft.version, by=by or self.user, as_of=AS_OF
        )

    def send(self, draft: Draft | None = None) -> Submission:
        """Send a draft, or one with every answer."""
        draft = draft or self.draft()
        return send_draft(draft=draft, version=draft.version, by=self.user, as_of=AS_OF).submission
