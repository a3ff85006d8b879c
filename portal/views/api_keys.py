"""Keys with which a school's own system sends: the head teacher makes and revokes them."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from components.forms import GovukForm
from ledger.posts import act_on_form, form_key
from portal.actions.api_keys import KeysRefused, MadeKey, make_key, revoke_key
from portal.forms import KeyForm
from portal.presenters.api_keys import present_keys
from portal.school_access import get_key_for, keys_of_school, school_to_send_for


def school_keys(request: HttpRequest) -> HttpResponse:
    """The school's keys, and making one. The new key is on the page that answers, once: nobody can read it again."""
    school = school_to_send_for(request)
    if school is None:
        return redirect("school_choose")
    keys = keys_of_school(request, school)
    form = KeyForm(request.POST or None)
    form_name = f"school_keys:{school.urn}"
    made: list[MadeKey] = []

    def perform() -> str:
        label = form.cleaned_data["label"]
        made.append(make_key(school=school, label=label, by=request.user, as_of=request.as_of))
        return reverse("school_keys")

    answer = act_on_form(request, form, form_name, perform, refusals=(KeysRefused,))
    if made and answer is not None:
        return render(request, "portal/school_key_made.html", {"made": made[0]})
    context = {
        "school": school,
        "keys": present_keys(keys, request.as_of),
        "form": form,
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "portal/school_keys.html", context)


def school_key_revoke(request: HttpRequest, key_uuid: uuid.UUID) -> HttpResponse:
    """Ask before a key is revoked, and revoke it."""
    key = get_key_for(request, key_uuid)
    form = GovukForm(request.POST if request.method == "POST" else None)
    form_name = f"school_key_revoke:{key.uuid}"

    def perform() -> str:
        revoke_key(key=key, by=request.user, as_of=request.as_of)
        return reverse("school_keys")

    answer = act_on_form(request, form, form_name, perform, done="The key is revoked. Nothing can be sent with it now.")
    context = {"key": key, "form": form, "form_key": form_key(request, form_name)}
    return answer or render(request, "portal/school_key_revoke.html", context)
