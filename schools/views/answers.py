"""What the POST views of this room share."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from ledger import keys, posts
from schools.import_files import FileRefused
from schools.refusals import FieldRefused

DATES_ARE_WORKED_OUT_AGAIN = "The dates of open cases are being worked out again."


def answer_or_refuse(
    request: HttpRequest, form: Form, form_name: str, perform: Callable[[], str], *, done: str
) -> HttpResponse | None:
    """The redirect to the answer, or None with the refusal among the form's errors."""
    try:
        return posts.answer_once(request, form_name, perform, done=done)
    except FieldRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except FileRefused as refusal:
        form.add_error("file" if "file" in form.fields else None, str(refusal))
    except keys.KeyRefused as refusal:
        form.add_error(None, str(refusal))
    return None
