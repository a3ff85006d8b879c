"""What a view needs to answer a POST once: the key for the page, and the redirect to the one answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from ledger import keys
from ledger.versions import StaleEdit


def form_key(request: HttpRequest, form_name: str) -> str:
    """The key to render into the form (context variable `form_key`). A refused form keeps the key it came with."""
    posted = request.POST.get("form_key", "")
    if posted:
        try:
            keys.read_key(posted, user_id=request.user.pk, form_name=form_name)
        except keys.KeyRefused:
            pass
        else:
            return posted
    return keys.make_key(user_id=request.user.pk, form_name=form_name)


def answer_once(
    request: HttpRequest, form_name: str, perform: Callable[[], str], *, done: str = ""
) -> HttpResponseRedirect:
    """Run `perform` (one action; gives the address to go to) once for this form's key, then redirect.

    `done` is the message for the first time. Raises keys.KeyRefused when the key is missing or another's, and
    whatever `perform` raises: then nothing was kept.
    """
    key = keys.read_key(request.POST.get("form_key", ""), user_id=request.user.pk, form_name=form_name)
    answer = keys.perform_once(
        key=key,
        user_id=request.user.pk,
        form_name=form_name,
        content=keys.content_hash(request.POST, _file_hashes(request)),
        perform=perform,
    )
    if answer.is_other_content:
        messages.warning(
            request,
            "This form had been sent before with other answers. What was sent first is kept and shown here; "
            "the second sending changed nothing.",
        )
    elif answer.is_repeat:
        messages.info(request, "This was already done: it was sent twice and counted once.")
    elif done:
        messages.success(request, done)
    return redirect(answer.address)


def _file_hashes(request: HttpRequest) -> list[str]:
    hashes = []
    for name in request.FILES:
        for upload in request.FILES.getlist(name):
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
            hashes.append(digest.hexdigest())
    return hashes


def posted_version(request: HttpRequest) -> int:
    """The version of the row that the form was made from; 0, which no row has, when it is missing or no number."""
    return as_version(request.POST.get("version", ""))


def as_version(text: str) -> int:
    """A version as it was posted; 0, which no row has, when it is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def version_to_show(request: HttpRequest, form: Form, current: int) -> int:
    """The version to render into the form: a refused form keeps the one it was made from, since its reader has not
    seen a newer one; once both versions were shown (`form.stale`) it is the current one."""
    if request.method == "POST" and not hasattr(form, "stale"):
        return posted_version(request)
    return current


def act_on_form(
    request: HttpRequest,
    form: Form,
    form_name: str,
    perform: Callable[[], str],
    *,
    refusals: tuple[type[Exception], ...] = (),
    done: str = "",
) -> HttpResponseRedirect | None:
    """Act once on a posted, valid form; gives the redirect, or None when the form is to be shown (with its errors).

    A refusal becomes an error of the field it names (`.field`), else of the whole form, and `form.refused`; a stale
    edit becomes `form.stale`, the row as it is now. What was typed stays in the form, and its key can be used again.
    A form with `confirming` runs `perform` its own way: what is unlikely is kept only where it was shown and confirmed.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    confirming = getattr(form, "confirming", None)
    try:
        return answer_once(request, form_name, confirming(perform) if confirming else perform, done=done)
    except StaleEdit as error:
        form.stale = error.current
        form.add_error(None, str(error))
    except keys.KeyRefused as error:
        form.add_error(None, str(error))
    except refusals as error:
        form.refused = error
        field = getattr(error, "field", "")
        for text in getattr(error, "reasons", (str(error),)):
            form.add_error(field if field in form.fields else None, text)
    return None
