"""The table of bank holidays."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ledger.posts import form_key
from schools import queries
from schools.actions import bank_holidays as actions
from schools.effects import open_deadlines_count
from schools.forms import BankHolidayForm, ConfirmForm
from schools.models import BankHoliday
from schools.permissions import Permission, check_may_open, user_can
from schools.views.answers import DATES_ARE_WORKED_OUT_AGAIN, answer_or_refuse


@require_safe
def bank_holidays(request: HttpRequest) -> HttpResponse:
    """Bank holidays from last year on."""
    check_may_open(request.user, Permission.VIEW_CALENDARS)
    return render(
        request,
        "schools/bank_holidays.html",
        {
            "holidays": queries.bank_holidays(date(request.as_of.year - 1, 1, 1)),
            "may_change": user_can(request.user, Permission.CHANGE_BANK_HOLIDAYS),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a one-off bank holiday."""
    check_may_open(request.user, Permission.CHANGE_BANK_HOLIDAYS)
    form = BankHolidayForm(request.POST or None)

    def perform() -> str:
        actions.add(by=request.user, as_of=request.as_of, **form.cleaned_data)
        return reverse("bank_holidays")

    if request.method == "POST" and form.is_valid():
        done = f"The bank holiday was added. {DATES_ARE_WORKED_OUT_AGAIN}"
        answer = answer_or_refuse(request, form, "bank_holiday_add", perform, done=done)
        if answer:
            return answer
    return render(
        request,
        "schools/bank_holiday_add.html",
        {
            "form": form,
            "form_key": form_key(request, "bank_holiday_add"),
            "open_deadlines": open_deadlines_count(None),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, holiday_id: int) -> HttpResponse:
    """Say what removing a bank holiday does, and remove it."""
    check_may_open(request.user, Permission.CHANGE_BANK_HOLIDAYS)
    form = ConfirmForm(request.POST or None)
    form_name = f"bank_holiday_remove:{holiday_id}"

    def perform() -> str:
        # Looked up here, so that a second sending of the same page finds the first one's answer and not a 404.
        actions.remove(holiday=_holiday_or_404(holiday_id), by=request.user, as_of=request.as_of)
        return reverse("bank_holidays")

    if request.method == "POST" and form.is_valid():
        done = f"The bank holiday was removed. {DATES_ARE_WORKED_OUT_AGAIN}"
        answer = answer_or_refuse(request, form, form_name, perform, done=done)
        if answer:
            return answer
    return render(
        request,
        "schools/bank_holiday_remove.html",
        {
            "form": form,
            "form_key": form_key(request, form_name),
            "holiday": _holiday_or_404(holiday_id),
            "open_deadlines": open_deadlines_count(None),
        },
    )


def _holiday_or_404(holiday_id: int) -> BankHoliday:
    holiday = queries.bank_holiday(holiday_id)
    if holiday is None:
        raise Http404
    return holiday
