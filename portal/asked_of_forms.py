"""Asking a web form's own functions, so that a fault in one of them never loses or holds up what a school sends.

Each question has an answer that is safe when the function fails: no meaning, no doubt, no problem, the first of the
form's kinds. The failure is logged by form and function, without any answer of the school's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction

from portal.webforms import Doubt, FormContext, Meaning, Payload, Problem, WebForm

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


def safely(webform: WebForm, what: str, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
    """What `ask` gives, or `otherwise` when it fails. A failing query leaves the transaction around it whole."""

    def ask_whole() -> Answer:
        with transaction.atomic():
            return ask()

    return _answer_of(webform, what, ask_whole, otherwise)


def _answer_of(webform: WebForm, what: str, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - whatever a form's function raises, what the school sends is safe
        # The error's own text may hold what was typed; its class does not.
        log.warning(
            "webform_function_failed",
            extra={"form": webform.code, "function": what, "error": type(error).__name__},
        )
        return otherwise


def meaning_of(webform: WebForm, context: FormContext) -> Meaning | None:
    """What the answers so far mean."""
    return safely(webform, "meaning", lambda: webform.meaning(context), None)


def officers_meaning_of(webform: WebForm, context: FormContext) -> Meaning | None:
    """What it would mean for the child of the context, for the officer who decides."""
    return safely(webform, "officers_meaning", lambda: webform.officers_meaning(context), None)


def doubts_of(webform: WebForm, context: FormContext) -> Sequence[Doubt]:
    """What is probably a mistake."""
    return safely(webform, "doubts", lambda: tuple(webform.doubts(context)), ())


def problems_of(webform: WebForm, context: FormContext) -> Sequence[Problem]:
    """Why the answers together cannot be sent."""
    return safely(webform, "problems", lambda: tuple(webform.problems(context)), ())


def kind_of(webform: WebForm, payload: Payload) -> str:
    """The kind of case that it is about; the first of the form's kinds when the form cannot tell."""
    kind = safely(webform, "kind_of", lambda: webform.kind_of(payload), "")
    return kind if kind in webform.kinds else min(webform.kinds)


def headline_of(webform: WebForm, payload: Payload) -> str:
    """What is sent, without the pupil; the form's name when the form cannot tell."""
    # Worked out from the answers alone, once a row of a list: without a savepoint.
    return _answer_of(webform, "headline", lambda: webform.headline(payload), "") or webform.label
