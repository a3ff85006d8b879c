"""Creating and changing a child's record, and enrolling a child."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import check_permission
from cases.access import get_child_for, get_enrolment_for
from cases.actions.children import ChildRefused, change_child, create_child, end_enrolment, enrol_child
from cases.forms import ChildForm, EnrolmentForm, LeavingForm, NewChildForm, kept_values
from cases.frames import child_frame
from cases.models import Child
from cases.permissions import Permission
from cases.presenters.child import present_stale
from cases.queries.child import last_change_of
from cases.queries.schools import find_one_school
from cases.views.desk import for_desk
from ledger.posts import act_on_form, form_key, posted_version, version_to_show

CHANGED_FIELDS = ("surname", "given_names", "preferred_name", "born_on", "sex", "upn")


@for_desk
def child_create(request: HttpRequest) -> HttpResponse:
    """A new record, by hand."""
    check_permission(request.user, Permission.CHANGE_CHILDREN, "You may read children's records but not add one.")
    form = NewChildForm(request.POST or None, as_of=request.as_of, initial={"sex": "U"})

    def perform() -> str:
        record = create_child(**form.cleaned_data, by=request.user, as_of=request.as_of)
        return reverse("child", args=[record.uuid])

    done = "The child’s record was created. Add the school next."
    answer = act_on_form(request, form, "child_create", perform, refusals=(ChildRefused,), done=done)
    return answer or render(
        request, "cases/child_create.html", {"form": form, "form_key": form_key(request, "child_create")}
    )


@for_desk
def child_change(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """Change a record. When somebody else did so meanwhile, both versions are shown and nothing is lost."""
    record = get_child_for(request, child_uuid, "child_change", to_change=True)
    form_name = f"child_change:{record.uuid}"
    initial = {name: getattr(record, name) for name in CHANGED_FIELDS}
    form = ChildForm(request.POST or None, as_of=request.as_of, initial=initial)

    def perform() -> str:
        changes = kept_values(form, request.POST, record)
        version = posted_version(request)
        change_child(child=record, version=version, by=request.user, as_of=request.as_of, **changes)
        return reverse("child", args=[record.uuid])

    answer = act_on_form(request, form, form_name, perform, refusals=(ChildRefused,), done="Changes saved.")
    if answer:
        return answer
    current = getattr(form, "stale", None)
    context = {
        **child_frame(request, current or record),
        "child": record,
        "form": form,
        "stale": _both_versions(form, current) if current else None,
        "version": version_to_show(request, form, (current or record).version),
        "form_key": form_key(request, form_name),
    }
    return render(request, "cases/child_change.html", context)


def _both_versions(form: ChildForm, current: Child) -> dict[str, Any]:
    labels = {name: str(form.fields[name].label) for name in CHANGED_FIELDS}
    return present_stale(labels, form.cleaned_data, current, last_change_of(current))


@for_desk
def enrolment_add(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """Record the school that a child is on the roll of."""
    record = get_child_for(request, child_uuid, "enrolment_add", to_change=True)
    form_name = f"enrolment_add:{record.uuid}"
    form = EnrolmentForm(request.POST or None, initial={"kind": "main"})

    def perform() -> str:
        details = {**form.cleaned_data, "school": find_one_school(request.user, form.cleaned_data["school"])}
        enrol_child(child=record, **details, by=request.user, as_of=request.as_of)
        return reverse("child", args=[record.uuid])

    done = "The school was recorded."
    answer = act_on_form(request, form, form_name, perform, refusals=(ChildRefused,), done=done)
    context = {**child_frame(request, record), "child": record, "form": form}
    return answer or render(request, "cases/enrolment_add.html", {**context, "form_key": form_key(request, form_name)})


@for_desk
def enrolment_end(request: HttpRequest, child_uuid: uuid.UUID, enrolment_id: int) -> HttpResponse:
    """Record when a child left a school's roll."""
    record = get_child_for(request, child_uuid, "enrolment_end", to_change=True)
    enrolment = get_enrolment_for(record, enrolment_id)
    form_name = f"enrolment_end:{enrolment.pk}"
    form = LeavingForm(request.POST or None)

    def perform() -> str:
        version = posted_version(request)
        ends_on = form.cleaned_data["ends_on"]
        end_enrolment(enrolment=enrolment, ends_on=ends_on, version=version, by=request.user, as_of=request.as_of)
        return reverse("child", args=[record.uuid])

    done = "The last day was recorded."
    answer = act_on_form(request, form, form_name, perform, refusals=(ChildRefused,), done=done)
    context = {
        **child_frame(request, record),
        "child": record,
        "form": form,
        "school": enrolment.school.name,
        "version": version_to_show(request, form, enrolment.version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "cases/enrolment_end.html", context)
