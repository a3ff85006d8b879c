"""What officers see of submissions: the list with its numbers, one submission with all of its parts, and mistakes.

Every query begins with `portal.permissions.submissions_visible_to`. A submission is to be decided while its newest
status is "received", and again when a correction or an answer comes after it was accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Child
from portal.matching import given_pupil, is_same_pupil
from portal.models import FormMistake, Incident, Question, Submission, SubmissionFile, SubmissionStatus
from portal.permissions import submissions_not_hidden_from, submissions_visible_to
from portal.queries import with_status
from portal.webforms import Payload, WebForm, get_webform
from schools.models import School
from statute.days import months_later

Part = Submission.Part
Status = SubmissionStatus.Status

WAITING, ASKED, ANSWERED, ALL = "waiting", "asked", "answered", "all"
ACCEPTED, RETURNED, REJECTED, WITHDRAWN = Status.ACCEPTED, Status.RETURNED, Status.REJECTED, Status.WITHDRAWN
# While a submission has one of these, its questions can be answered and its answers are looked at.
LIVE = (Status.RECEIVED, Status.ACCEPTED)
SETTLED = (Status.ACCEPTED, Status.REJECTED)

# What the list can be narrowed to, by the value of `state` in the address.
_STANDINGS: Mapping[str, Callable[[User], Q]] = {
    WAITING: lambda _: (
        Q(status_code=Status.RECEIVED) | Q(status_code=Status.ACCEPTED) & (Q(has_correction=True) | Q(has_answer=True))
    ),
    ASKED: lambda _: Q(status_code__in=LIVE, question_open_since__isnull=False),
    ACCEPTED: lambda _: Q(status_code=Status.ACCEPTED),
    RETURNED: lambda _: Q(status_code=Status.RETURNED),
    REJECTED: lambda _: Q(status_code=Status.REJECTED),
    WITHDRAWN: lambda _: Q(status_code=Status.WITHDRAWN),
    ALL: lambda _: Q(),
}
STANDINGS = tuple(_STANDINGS)
# Questions of one's own that the school has not answered, and answers to them that nobody has looked at: only mine.
MY_QUESTIONS, MY_ANSWERS = "my_questions", "my_answers"


@dataclass(frozen=True)
class SubmissionFilter:
    """What of the list is asked for. `standing` is one of STANDINGS, MY_QUESTIONS or MY_ANSWERS."""

    standing: str = WAITING
    form: str = ""
    school: str = ""


def originals(user: User) -> QuerySet[Submission]:
    """What this person may see of what schools sent: originals, each with its status and what waits on it."""
    sent = with_status(submissions_visible_to(user).filter(part=Part.ORIGINAL))
    unanswered = Question.objects.filter(submission=OuterRef("pk"), answer__isnull=True).order_by("asked_at")
    return sent.annotate(
        question_open_since=Subquery(unanswered.values("asked_at")[:1]),
        has_correction=Exists(_unsettled(Part.CORRECTION)),
        has_answer=Exists(_unsettled(Part.ANSWER)),
        newest_part_at=Subquery(
            Submission.objects.filter(answers_to=OuterRef("pk")).order_by("-pk").values("received_at")[:1]
        ),
    )


def _unsettled(part: str) -> QuerySet[Submission]:
    """Later parts of one sort that nobody has looked at yet."""
    settled = SubmissionStatus.objects.filter(submission=OuterRef("pk"), status__in=SETTLED)
    return Submission.objects.filter(~Exists(settled), answers_to=OuterRef("pk"), part=part)


def find_submissions(user: User, wanted: SubmissionFilter) -> QuerySet[Submission]:
    """The rows of the list: those to be decided oldest first, all others newest first."""
    rows = _narrowed(originals(user), wanted).filter(_standing(wanted.standing, user))
    order = ("received_at", "pk") if wanted.standing == WAITING else ("-received_at", "-pk")
    corrections = Submission.objects.filter(part=Part.CORRECTION).order_by("pk")
    return (
        rows.select_related("school")
        .prefetch_related(Prefetch("later_parts", queryset=corrections, to_attr="corrections"))
        .order_by(*order)
    )


def _narrowed(rows: QuerySet[Submission], wanted: SubmissionFilter) -> QuerySet[Submission]:
    if wanted.form:
        rows = rows.filter(form=wanted.form)
    return rows.filter(school__urn=int(wanted.school)) if wanted.school else rows


def _standing(standing: str, user: User) -> Q:
    if standing == MY_QUESTIONS:
        return Q(status_code__in=LIVE) & Q(
            pk__in=Question.objects.filter(by=user, answer__isnull=True).values("submission")
        )
    if standing == MY_ANSWERS:
        settled = SubmissionStatus.objects.filter(submission=OuterRef("pk"), status__in=SETTLED)
        mine = Submission.objects.filter(~Exists(settled), part=Part.ANSWER, question__by=user)
        return Q(status_code__in=LIVE, pk__in=mine.values("answers_to"))
    return _STANDINGS[standing](user)


def children_shown(rows: Iterable[Submission]) -> tuple[list[int], list[int]]:
    """Whose pupils a page of the list shows, for the view log: keys of the children that the school chose from its
    list or that it was accepted for, and of the cases."""
    rows = list(rows)
    accepted = SubmissionStatus.objects.filter(submission__in=rows, status=Status.ACCEPTED)
    pairs = list(accepted.values_list("child", "case"))
    chosen = {given_pupil(row.payload).child_uuid for row in rows} - {None}
    children = Child.objects.filter(uuid__in=chosen).values_list("pk", flat=True)
    return [*children, *(child for child, _ in pairs)], [case for _, case in pairs]


def standing_counts(user: User, wanted: SubmissionFilter) -> dict[str, int]:
    """How many rows each state has within the other filters, in one query."""
    counts = {name: Count("pk", filter=_standing(name, user)) for name in STANDINGS}
    return _narrowed(originals(user), wanted).aggregate(**counts)


def submission_count(user: User, standing: str = WAITING) -> int:
    """How many rows the list has in this state: the number of a tile."""
    return originals(user).filter(_standing(standing, user)).count()


def schools_that_sent(user: User) -> list[School]:
    """The schools from which this person sees something, by name."""
    sent = submissions_visible_to(user).filter(part=Part.ORIGINAL).values("school")
    return list(School.objects.filter(pk__in=sent).order_by("name_sort_key", "urn"))


@dataclass(frozen=True)
class Folder:
    """One submission with everything that hangs on it, oldest first."""

    original: Submission
    parts: list[Submission]
    statuses: list[SubmissionStatus]
    questions: list[Question]

    @cached_property
    def webform(self) -> WebForm:
        """The form that it was written on."""
        return get_webform(self.original.form)

    @property
    def incident(self) -> Incident | None:
        """The incident of which it reports one of several pupils."""
        return self.original.draft.incident if self.original.draft else None

    @property
    def status(self) -> SubmissionStatus:
        """Its status: the newest row."""
        return [each for each in self.statuses if each.submission_id == self.original.pk][-1]

    @property
    def is_waiting(self) -> bool:
        """True until somebody decides, and again after a school has corrected what was returned."""
        return self.status.status == Status.RECEIVED

    @property
    def is_live(self) -> bool:
        """True while it waits or stands: then the school can be asked about it."""
        return self.status.status in LIVE

    @property
    def accepted(self) -> SubmissionStatus | None:
        """The row by which it became part of a case, whatever came after."""
        rows = [each for each in self.statuses if each.submission_id == self.original.pk]
        return next((each for each in reversed(rows) if each.status == Status.ACCEPTED), None)

    @property
    def current(self) -> Submission:
        """The version that counts: the newest one until it is accepted, then the newest that was accepted."""
        versions = [self.original, *self.corrections]
        if self.accepted is None:
            return versions[-1]
        return [each for each in versions if each == self.original or self.outcome(each) == Status.ACCEPTED][-1]

    @property
    def corrections(self) -> list[Submission]:
        """Every correction, oldest first."""
        return [each for each in self.parts if each.part == Part.CORRECTION]

    @property
    def waiting_corrections(self) -> list[Submission]:
        """Corrections of what was accepted that nobody has decided on."""
        if self.status.status != Status.ACCEPTED:
            return []
        return [each for each in self.corrections if self.outcome(each) not in SETTLED]

    @property
    def new_answers(self) -> list[Submission]:
        """Answers that nobody has taken into a case."""
        return [each for each in self.parts if each.part == Part.ANSWER and self.outcome(each) not in SETTLED]

    def decision(self, part: Submission) -> SubmissionStatus | None:
        """The newest status of a later part, if it has one."""
        return next((each for each in reversed(self.statuses) if each.submission_id == part.pk), None)

    def outcome(self, part: Submission) -> str:
        """The status of a later part in code; empty when nothing was decided."""
        row = self.decision(part)
        return row.status if row else ""

    def answer_to(self, question: Question) -> Submission | None:
        """The school's answer, if it came."""
        return next((each for each in self.parts if each.question_id == question.pk), None)

    @property
    def files(self) -> list[SubmissionFile]:
        """Every file of every part, oldest first."""
        return [file for each in (self.original, *self.parts) for file in each.files.all()]


def open_folder(original: Submission) -> Folder:
    """Everything that hangs on this submission, in five queries."""
    files = Prefetch("files", queryset=SubmissionFile.objects.order_by("pk"))
    whole = Submission.objects.filter(Q(pk=original.pk) | Q(answers_to=original.pk)).order_by("pk")
    parts = list(whole.select_related("school", "by", "draft__incident").prefetch_related(files))
    statuses = SubmissionStatus.objects.filter(submission__in=parts).select_related("by", "case", "child")
    questions = Question.objects.filter(submission=original).select_related("by").order_by("pk")
    return Folder(parts[0], parts[1:], list(statuses.order_by("pk")), list(questions))


def folders_of_case(case: Case, user: User) -> list[Folder]:
    """The submissions that became part of this case, oldest first, as far as this person sees them."""
    accepted = SubmissionStatus.objects.filter(case=case, submission__part=Part.ORIGINAL).values("submission")
    found = submissions_visible_to(user).filter(pk__in=accepted).order_by("pk")
    return [open_folder(each) for each in found]


def also_waiting(folder: Folder, user: User) -> list[Submission]:
    """What else of this school waits for a decision about the same pupil, as far as this person sees it, oldest first:
    the same child of its list, the same UPN, or the same surname and date of birth."""
    waiting = SubmissionFilter(WAITING, school=str(folder.original.school.urn))
    given = given_pupil(folder.current.payload)
    return [
        row
        for row in find_submissions(user, waiting)
        if row.pk != folder.original.pk and is_same_pupil(given, given_pupil(newest_payload(row)))
    ]


@dataclass(frozen=True)
class Beside:
    """The other forms of the same incident: how many there are, and those that this person may open."""

    count: int
    to_open: list[Submission]


def beside_in_incident(folder: Folder, user: User) -> Beside:
    """What the school sent about other pupils of the same incident. What is about a hidden child is not counted."""
    if folder.incident is None:
        return Beside(0, [])
    original = folder.original
    same = {"draft__incident": folder.incident, "part": Part.ORIGINAL}
    count = submissions_not_hidden_from(user).filter(**same).exclude(pk=original.pk).count()
    seen = with_status(submissions_visible_to(user).filter(**same)).exclude(pk=original.pk)
    corrections = Submission.objects.filter(part=Part.CORRECTION).order_by("pk")
    seen = seen.prefetch_related(Prefetch("later_parts", queryset=corrections, to_attr="corrections"))
    return Beside(count, list(seen.order_by("pk")))


def newest_payload(row: Submission) -> Payload:
    """The answers of the newest version of a row of `find_submissions`."""
    return row.corrections[-1].payload if row.corrections else row.payload


def open_cases_to_attach(webform: WebForm, child: Child, submission: Submission) -> list[Case]:
    """Open cases of this child to which the form may belong."""
    return list(webform.cases_to_attach(child, submission).select_related("owner", "school"))


def days_since(at: datetime, as_of: date) -> int:
    """Whole days from the day of a moment, in London, to today."""
    return (as_of - timezone.localtime(at).date()).days


@dataclass(frozen=True)
class MistakeCount:
    """How often schools met one error of one field, at how many schools, and when last."""

    form: str
    step: str
    field: str
    message: str
    times: int
    schools: int
    last_at: datetime


def mistakes_of_a_year(as_of: date) -> list[MistakeCount]:
    """The errors of the last twelve months, the most frequent first. Totals over all schools: no school is named."""
    since = months_later(as_of, -12)
    rows = (
        FormMistake.objects.filter(met_recorded_at__date__gte=since)
        .values("form", "step", "field", "message")
        .annotate(times=Count("pk"), schools=Count("school", distinct=True), last_at=Max("met_recorded_at"))
        .order_by(F("times").desc(), F("schools").desc(), "form", "step", "field", "message")
    )
    return [MistakeCount(**row) for row in rows]


def headline_of(form: str, payload: Payload) -> str:
    """What was sent, in the form's words."""
    return get_webform(form).headline(payload)
