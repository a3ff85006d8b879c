"""The pages of bank holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from accounts.models import User
from schools.models import BankHoliday
from tests.schools.page_forms import errors, posted

SignIn = Callable[[User], Client]


def test_bank_holidays_are_listed_added_and_removed(sign_in: SignIn, administrator: User) -> None:
    browser = sign_in(administrator)
    day = {"day": "18/9/2026", "name": "Proclaimed"}
    assert posted(browser, reverse("bank_holiday_add"), **day).status_code == 302
    text = browser.get(reverse("bank_holidays")).content.decode()
    assert "Friday 18 September" in text
    refused = posted(browser, reverse("bank_holiday_add"), **day)
    assert "already: Proclaimed" in errors(refused)["day"][0]
    holiday = BankHoliday.objects.get(day=date(2026, 9, 18))
    address = reverse("bank_holiday_remove", args=[holiday.pk])
    sent = {"form_key": browser.get(address).context["form_key"]}
    assert browser.post(address, sent)["Location"] == browser.post(address, sent)["Location"]
    assert not BankHoliday.objects.filter(pk=holiday.pk).exists()


def test_removing_a_bank_holiday_needs_the_pages_key(sign_in: SignIn, administrator: User) -> None:
    holiday = BankHoliday.objects.get(day=date(2026, 12, 25))
    page = sign_in(administrator).post(reverse("bank_holiday_remove", args=[holiday.pk]), {"form_key": "x"})
    assert "open too long" in page.content.decode()
    assert BankHoliday.objects.filter(pk=holiday.pk).exists()
