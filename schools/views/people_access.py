"""Whether a person can sign in: invite again, disable, enable, sign out everywhere, reset security codes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions.invitations import invite_again
from accounts.actions.second_step import end_sessions, reset_security_codes
from accounts.actions.users import disable_user, enable_user
from accounts.refusals import AccountRefused
from components.forms import GovukForm
from ledger.posts import act_on_form, form_key
from schools.forms import ConfirmForm
from schools.open_work import hand_over_url_name, open_work_counts
from schools.people_forms import DisableForm
from schools.views.people import person_or_404


@dataclass(frozen=True)
class Act:
    """One act on an account: what runs, and the words of the page that asks before."""

    name: str
    run: Callable[..., object]
    question: str
    effect: str
    button: str
    done: str
    form: type[GovukForm] = ConfirmForm
    kind: str = "primary"


_INVITE = Act(
    "person_invite_again",
    invite_again,
    "Send a new invitation to {}?",
    "The link in an earlier e-mail stops working. The new link works once, for 72 hours.",
    "Send invitation",
    "The invitation is on its way.",
)
_DISABLE = Act(
    "person_disable",
    disable_user,
    "Disable {}?",
    "They are signed out everywhere at once and cannot sign in. What they did stays as it is. "
    "You can enable the account again.",
    "Disable account",
    "The account is disabled.",
    DisableForm,
    "warning",
)
_ENABLE = Act(
    "person_enable",
    enable_user,
    "Enable {} again?",
    "They can sign in with their old password, and have the roles, teams and schools that have not ended.",
    "Enable account",
    "The account is enabled.",
)
_SIGN_OUT = Act(
    "person_sessions_end",
    end_sessions,
    "Sign {} out everywhere?",
    "Every browser in which they are signed in asks for the password again. What they had typed and not sent is lost.",
    "Sign out everywhere",
    "They are signed out everywhere.",
    kind="warning",
)
_RESET = Act(
    "person_security_codes_reset",
    reset_security_codes,
    "Reset the security codes of {}?",
    "For somebody who has lost the phone and the recovery codes. Be sure that it is they who ask: ring them on a "
    "number that you know. They are signed out everywhere and set up new codes after their next sign-in.",
    "Reset security codes",
    "The security codes were reset.",
    kind="warning",
)


def _view(act: Act) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    def ask_and_act(request: HttpRequest, user_uuid: uuid.UUID) -> HttpResponse:
        """Say what the act does, ask, act, and go back to the person."""
        one = person_or_404(request, user_uuid)
        form_name = f"{act.name}:{one.uuid}"
        form = act.form(request.POST or None)

        def perform() -> str:
            act.run(user=one, by=request.user, as_of=request.as_of, **form.cleaned_data)
            return reverse("person", args=[one.uuid])

        answer = act_on_form(request, form, form_name, perform, refusals=(AccountRefused,), done=act.done)
        context = {
            "person": one,
            "act": act,
            "question": act.question.format(one.name),
            "form": form,
            "form_key": form_key(request, form_name),
            "open_work": open_work_counts([one.pk]).get(one.pk, 0) if act is _DISABLE else 0,
            "hand_over_url": reverse(hand_over_url_name(), args=[one.uuid]) if hand_over_url_name() else "",
        }
        return answer or render(request, "schools/person_act.html", context)

    return ask_and_act


again = _view(_INVITE)
disable = _view(_DISABLE)
enable = _view(_ENABLE)
sign_out = _view(_SIGN_OUT)
reset_codes = _view(_RESET)
