"""E-mails about submissions: to the school's sender, and to the officer whose question was answered."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from accounts.mail import MailMessage, register_condition, register_message, send_later
from accounts.models import User
from cases.due import after_working_days
from portal.models import Question, Submission, SubmissionStatus
from portal.triage import LIVE
from schools.queries import bank_holiday_days

# Service levels of our own, not of any law: after how many working days a school is reminded of an open question.
REMINDERS_AFTER = (2, 5)
_REMINDED_AT = time(9, 0)
_QUESTION_OPEN = "portal.question_open"

_SIGN_IN = "Sign in to read it: {address}"
_MESSAGES = (
    MailMessage("portal.received", "{reference} was received", f"We have received {{reference}}. {_SIGN_IN}"),
    MailMessage(
        "portal.correction_received", "{reference} was received", f"We have received your correction. {_SIGN_IN}"
    ),
    MailMessage("portal.accepted", "{reference} was accepted", f"We have accepted {{reference}}. {_SIGN_IN}"),
    MailMessage(
        "portal.returned",
        "{reference} needs a correction",
        f"We have returned {{reference}} to you and say why. Correct it and send it again. {_SIGN_IN}",
    ),
    MailMessage("portal.rejected", "{reference} was not accepted", f"We say why we have not accepted it. {_SIGN_IN}"),
    MailMessage(
        "portal.question", "A question about {reference}", f"We have a question about {{reference}}. {_SIGN_IN}"
    ),
    MailMessage(
        "portal.question_reminder",
        "Reminder: a question about {reference}",
        f"Our question about {{reference}} has no answer yet. {_SIGN_IN}",
    ),
    MailMessage(
        "portal.correction_accepted", "{reference} was accepted", f"We have accepted {{reference}}. {_SIGN_IN}"
    ),
    MailMessage(
        "portal.correction_declined",
        "{reference} was not accepted",
        f"We say why we have not accepted the correction {{reference}}. {_SIGN_IN}",
    ),
    MailMessage("portal.answer_came", "An answer about {reference}", f"The school has answered. {_SIGN_IN}"),
)


def register() -> None:
    """Tell the e-mails their words and the reminder its condition. Called once, when the app is ready."""
    for message in _MESSAGES:
        register_message(message)
    register_condition(_QUESTION_OPEN, question_is_open)


def question_is_open(question_id: int) -> bool:
    """True while the school has not answered and the submission still waits or stands."""
    question = Question.objects.filter(pk=question_id, answer__isnull=True).first()
    if question is None:
        return False
    newest = SubmissionStatus.objects.filter(submission=question.submission_id).order_by("-pk").first()
    return newest is not None and newest.status in LIVE


def tell_sender(submission: Submission) -> None:
    """Tell who sent an original or a correction that it was received."""
    original = submission.answers_to or submission
    code = "portal.correction_received" if submission.answers_to else "portal.received"
    path = f"/sent/{original.reference}/"
    send_later(code, to=submission.by, path=path, reference=submission.reference, by=submission.by)


def tell_school(code: str, submission: Submission, by: User) -> None:
    """Tell who sent the original. `submission` is the part that the message is about."""
    original = submission.answers_to or submission
    send_later(code, to=original.by, path=f"/sent/{original.reference}/", reference=submission.reference, by=by)


def question_asked(question: Question, as_of: date) -> None:
    """Tell the school's sender now, and remind them as long as the question is open."""
    submission = question.submission
    tell_school("portal.question", submission, question.by)
    holidays = frozenset(bank_holiday_days(as_of))
    for days in REMINDERS_AFTER:
        send_later(
            "portal.question_reminder",
            to=submission.by,
            path=f"/sent/{submission.reference}/",
            reference=submission.reference,
            by=question.by,
            due_at=_morning(after_working_days(as_of, days, holidays)),
            only_if=_QUESTION_OPEN,
            about=question.pk,
        )


def answer_came(question: Question) -> None:
    """Tell the officer who asked. Called by the action that keeps the school's answer."""
    submission = question.submission
    send_later(
        "portal.answer_came",
        to=question.by,
        path=f"/from-schools/{submission.reference}/",
        reference=submission.reference,
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, _REMINDED_AT))
