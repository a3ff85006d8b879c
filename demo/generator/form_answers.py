"""An invented school filling in the web form, step by step, through the form's own checks and the portal's own acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from accounts.models import User
from demo.generator.authority import DemonstrationRefused
from demo.generator.papers import text_as_pdf
from exclusions.school_form.reading import (
    CIRCUMSTANCES,
    CONTACT,
    DOCUMENTS,
    EXAMS,
    NOTICE,
    REASONS,
    SPAN,
    START,
    TOLD,
    WHAT,
    WORK,
)
from exclusions.suspensions.counting import Span
from portal.actions.drafts import confirm_doubts, save_step
from portal.actions.files_of_drafts import keep_files
from portal.actions.sending import send_draft
from portal.answers import answers_of
from portal.contexts import draft_context
from portal.models import Draft, Submission
from portal.pupils import TYPED
from portal.step_forms import sent_form
from portal.steps import open_doubts
from portal.webforms import PUPIL, FormContext, Step, get_webform

FORM = "exclusion"
Data = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Answers:
    """What a school answers. `permanent_on` or `span` says which of the two it is; `typed` is a pupil not chosen."""

    pupil: Data
    reasons: tuple[str, ...]
    permanent_on: date | None = None
    pm_began: bool = False
    span: Span | None = None
    governors_told: bool = False
    is_notice_incomplete: bool = False
    evidence: tuple[str, ...] = ()
    anything_else: str = ""
    contact: str = "Helena Whitcombe"

    @property
    def decided_on(self) -> date:
        """The day of the decision: the first day."""
        if self.span is not None:
            return self.span.first_on
        if self.permanent_on is None:
            raise DemonstrationRefused("A form is about a suspension or a permanent exclusion.")
        return self.permanent_on

    def steps(self) -> dict[str, Data]:
        """The answers of each step, as a browser sends them."""
        day = self.decided_on.isoformat()
        kind = "suspension" if self.span else "permanent_exclusion"
        return {
            PUPIL: self.pupil,
            WHAT: {"kind": kind},
            **(self._dates(day)),
            REASONS: {"reasons": [str(reason) for reason in self.reasons]},
            EXAMS: {"misses_exam": "no", "has_finished_exams": "no"},
            CIRCUMSTANCES: {
                "is_looked_after": "no",
                "has_social_worker": "no",
                "has_plan": "no",
                "sen_status": "unknown",
            },
            TOLD: {"parents_told_on": day, "governors_told_on": day if self.governors_told else ""},
            NOTICE: {},
            DOCUMENTS: {},
            WORK: {"sets_work": "yes", "provision": ""},
            CONTACT: {
                "contact_name": self.contact,
                "contact_telephone": "01632 960001",
                "anything_else": self.anything_else,
            },
        }

    def _dates(self, day: str) -> dict[str, Data]:
        if self.span is None:
            return {START: {"decided_on": day, "excluded_on": day, "pm_began": "yes" if self.pm_began else "no"}}
        return {
            SPAN: {
                "decided_on": day,
                "is_lunchtime_only": "no",
                "first_on": day,
                "first_session": str(self.span.first_session),
                "last_on": self.span.last_on.isoformat(),
                "last_session": str(self.span.last_session),
            }
        }


def chosen(child_uuid: object, words: str) -> Data:
    """A pupil chosen from the school's roll."""
    return {"child": str(child_uuid), "find": words, "found": words}


def typed(given_names: str, surname: str, born_on: date, *, upn: str = "", year_group: int | str = "") -> Data:
    """A pupil whose details are typed."""
    return {
        "child": TYPED,
        "typing": "on",
        "given_names": given_names,
        "surname": surname,
        "born_on": born_on.isoformat(),
        "upn": upn,
        "year_group": str(year_group),
    }


def fill_in(draft: Draft, answers: Answers, by: User, as_of: date, *, only: Sequence[str] = ()) -> Draft:
    """Answer the steps, all or `only` some. Raises DemonstrationRefused when the form finds a mistake."""
    webform = get_webform(draft.form)
    for code, data in answers.steps().items():
        step = webform.step(code)
        if step is None or (only and code not in only):
            continue
        context = draft_context(draft, as_of)
        if code == DOCUMENTS:
            _keep_papers(draft, answers, by, as_of)
            draft.refresh_from_db()
        if code == NOTICE:
            data = {"contents": _contents(step, context, leaves_out=2 if answers.is_notice_incomplete else 0)}
        form = sent_form(step, context, query(data), ())
        if not form.is_valid():
            raise DemonstrationRefused(f"The form’s step {code} refuses the invented answers: {form.errors.as_json()}")
        saved = {"typed": {}, "version": draft.version, "by": by, "as_of": as_of}
        draft = save_step(draft=draft, step=code, answers=answers_of(form), **saved)
    return draft


def confirm_and_send(draft: Draft, by: User, as_of: date) -> Submission:
    """Say that what looks unlikely is right, and send."""
    webform = get_webform(draft.form)
    doubts = open_doubts(draft, webform, draft_context(draft, as_of))
    if doubts:
        draft = confirm_doubts(draft=draft, doubts=doubts, by=by, as_of=as_of)
    return send_draft(draft=draft, version=draft.version, by=by, as_of=as_of).submission


def query(data: Data) -> QueryDict:
    """The answers as a browser posts them."""
    posted = QueryDict(mutable=True)
    for name, value in data.items():
        posted.setlist(name, [value] if isinstance(value, str) else list(value))
    return posted


def paper(file_name: str, *lines: str) -> SimpleUploadedFile:
    """An invented PDF of one page."""
    return SimpleUploadedFile(file_name, text_as_pdf(("This paper is invented.", "", *lines)))


def _contents(step: Step, context: FormContext, *, leaves_out: int) -> list[str]:
    choices = [str(value) for value, _ in step.form(None, context=context).fields["contents"].choices]
    return choices[: len(choices) - leaves_out]


def _keep_papers(draft: Draft, answers: Answers, by: User, as_of: date) -> None:
    notices = [] if answers.is_notice_incomplete else [paper("notice-to-parents.pdf", "Notice to the parents")]
    evidence = [paper(name, name.removesuffix(".pdf").replace("-", " ").capitalize()) for name in answers.evidence]
    for name, uploads in (("notice_files", notices), ("evidence_files", evidence)):
        if uploads:
            keep_files(draft=draft, step=DOCUMENTS, name=name, uploads=uploads, by=by, as_of=as_of)
