"""How a web form for schools plugs into the portal: a registry that the cohorts fill. The portal knows no form by name.

A form is a list of steps, one question page each, and a few functions that answer for it: what it means while it is
filled in, what is probably a mistake, what cannot be sent, and how an accepted one becomes a case. The portal does the
rest: task list, drafts, uploads, check answers, sending once, receipt, copy, status, triage, questions, corrections.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.forms import FileField

from components.forms import GovukForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Case, Child
    from portal.columns import Columns
    from portal.models import Submission
    from schools.models import School

Answers = Mapping[str, Any]
Payload = Mapping[str, Answers]

# The step that every form about one pupil begins with; the portal brings it (portal.pupils.PUPIL_STEP). Its answers:
# child (uuid of the school's own pupil, or empty when typed), given_names, surname, born_on, upn, year_group.
PUPIL = "pupil"


class DuplicateWebForm(Exception):
    """Two rooms registered the same web form."""


class ReservedStepCode(Exception):
    """A step has the code of one of the portal's own pages of a draft."""


class FilesAboutIncident(Exception):
    """A step about the incident has files: a file goes into one child's record and may name that child."""


class UnknownWebForm(Exception):
    """No room registered this web form."""


class NotAccepted(Exception):
    """The cohort cannot open or change the case from this submission. `reasons` says all of why, for the officer."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class FormContext:
    """What a form's functions may look at: the school that fills it in, all answers so far, and the day.

    `child` is the school's own pupil when it was chosen from the school's list, else None: what is computed over a
    child's record (a total over all schools, for one) is then not known, and the form says so. `case` is the one into
    which what is being corrected was accepted, and `corrects` the reference of the form that is: whatever is counted
    beside the form leaves them out. `reader` is the officer who compares, None while the school fills the form in: what
    else the child has is told as far as they may open it.
    """

    school: School
    payload: Payload
    as_of: date
    child: Child | None = None
    case: Case | None = None
    corrects: str = ""
    reader: User | None = None

    def answers(self, step: str) -> Answers:
        """The answers of one step as they were saved; dates as ISO texts. Empty before it was filled in."""
        return self.payload.get(step, {})


@dataclass(frozen=True)
class Meaning:
    """What the answers so far mean: sentences, and rows of (label, value) such as dates and who must be told."""

    title: str
    lines: Sequence[str] = ()
    rows: Sequence[tuple[str, str]] = ()
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Doubt:
    """A probable mistake: the answer is possible, so it is asked about on a page of its own, never refused."""

    code: str
    step: str
    title: str
    text: str


@dataclass(frozen=True)
class Problem:
    """Why the answers together cannot be sent: the step to go back to, the field, and the fix in words."""

    step: str
    field: str
    text: str


@dataclass(frozen=True)
class Step:
    """One question page.

    `form` is made as form(data, context=FormContext, initial=…); a field of files is a SeveralFilesField, which the
    portal keeps with the draft. `is_asked` says whether the page is part of the form with the answers so far. `rows`
    words the answers for check answers, the copy and the officer; without it the portal words them from the fields.
    `template` draws the page; a form whose property `is_only_asking` is true when posted (a search inside the page) is
    shown again, with the initial values that its `asked_again()` gives, and nothing is saved. `about_incident` names
    the fields that another pupil of the same incident begins with; the step is complete for that pupil when these are
    all of its fields, and can be changed where the pupils differ.
    """

    code: str
    title: str
    form: type[GovukForm]
    is_asked: Callable[[FormContext], bool] = lambda _: True
    rows: Callable[[FormContext], Sequence[tuple[str, str]]] | None = None
    lead: str = ""
    is_optional: bool = False
    template: str = "portal/send_step.html"
    about_incident: frozenset[str] = frozenset()

    @property
    def is_about_incident(self) -> bool:
        """True when every answer of the page is the same for all pupils of an incident, unless the school says not."""
        return bool(self.about_incident) and frozenset(self.form.base_fields) <= self.about_incident


@dataclass(frozen=True)
class Accepting:
    """An officer accepts a submission about this child: into a new case, or attached to `case`."""

    submission: Submission
    child: Child
    by: User
    as_of: date
    case: Case | None = None


@dataclass(frozen=True)
class WebForm:
    """A web form of a cohort.

    kinds: codes of the kinds of case that it can open; whoever works one of them sees the submissions of that kind.
    kind_of: which of them these answers are for. headline: what is sent, without the pupil (“Permanent exclusion”).
    open_case: the cohort's action for a new case, or for attaching to `accepting.case`; gives the case. Raises
    NotAccepted. cases_to_attach: open cases of the child to which the submission may belong.
    correct_case: the cohort's action when an officer accepts a correction. withdrawn: told in the transaction in which
    a school withdraws what was accepted. officers_meaning: what it would mean for the child whom an officer compares,
    before it is accepted; without one, as far as the form alone tells. columns: the form as a row of a file and as an
    object of the API, if it can be sent so. after_withdrawal: what the school must know or do then. classification: the
    class of documents that its files become.
    """

    code: str
    label: str
    description: str
    reference_prefix: str
    kinds: frozenset[str]
    steps: Sequence[Step]
    kind_of: Callable[[Payload], str]
    headline: Callable[[Payload], str]
    open_case: Callable[[Accepting], Case]
    cases_to_attach: Callable[[Child, Submission], QuerySet[Case]]
    correct_case: Callable[[Accepting], Case]
    withdrawn: Callable[[Case, User, date], None]
    meaning: Callable[[FormContext], Meaning | None] = lambda _: None
    doubts: Callable[[FormContext], Sequence[Doubt]] = lambda _: ()
    problems: Callable[[FormContext], Sequence[Problem]] = lambda _: ()
    officers_meaning: Callable[[FormContext], Meaning | None] = lambda _: None
    columns: Columns | None = None
    after_withdrawal: str = ""
    classification: str = field(default="general")

    def step(self, code: str) -> Step | None:
        """The step of this code, if the form has it."""
        return next((each for each in self.steps if each.code == code), None)

    @property
    def takes_several_pupils(self) -> bool:
        """True when the form says what several pupils of one incident have in common."""
        return any(step.about_incident for step in self.steps)

    def asked(self, context: FormContext) -> list[Step]:
        """The steps that are part of the form with the answers so far, in order."""
        return [each for each in self.steps if each.is_asked(context)]


RESERVED_STEP_CODES = frozenset({"add-pupil", "check", "discard", "files"})

_forms: dict[str, WebForm] = {}


def register_webform(webform: WebForm) -> None:
    """Register a form. Raises DuplicateWebForm when its code is taken, ReservedStepCode, FilesAboutIncident."""
    reserved = RESERVED_STEP_CODES & {step.code for step in webform.steps}
    if reserved:
        raise ReservedStepCode(f"A step cannot be called {min(reserved)}: the portal has a page of that name.")
    for step in webform.steps:
        fields = step.form.base_fields
        if any(isinstance(fields.get(name), FileField) for name in step.about_incident):
            raise FilesAboutIncident(f"The files of {step.code} are one pupil’s: they cannot be about the incident.")
    if webform.code in _forms:
        raise DuplicateWebForm(f"The web form {webform.code} is registered twice.")
    _forms[webform.code] = webform


def get_webform(code: str) -> WebForm:
    """The form of this code. Raises UnknownWebForm."""
    try:
        return _forms[code]
    except KeyError as error:
        raise UnknownWebForm(f"There is no web form {code}.") from error


def webforms() -> list[WebForm]:
    """Every form, in the order of registration."""
    return list(_forms.values())
