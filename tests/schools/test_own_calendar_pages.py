"""A school that leaves the default calendar, and comes back to it: the pages ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from accounts.models import User
from schools.models import CalendarEntry, School
from tests.schools.page_forms import CLOSURE, errors, posted

SignIn = Callable[[User], Client]

TERM = {"kind": "term", "starts_on": "3/9/2026", "ends_on": "18/12/2026", "open_session": "", "note": "ours"}
OWN_YEAR = "This school keeps a calendar of its own in 2026/27"


def test_a_first_term_of_its_own_is_asked_about_on_the_page(
    published: None, school: School, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    address = f"{reverse('calendar_entry_add')}?school={school.urn}"
    assert "calendar of its own" not in browser.get(address).content.decode()
    assert (
        "calendar of its own" not in posted(browser, address, **CLOSURE | {"starts_on": "19/9/2026"}).content.decode()
    )

    page = posted(browser, address, **TERM)
    text = page.content.decode()
    assert "follows the default calendar in 2026/27" in errors(page)["begins_own_year"][0]
    assert OWN_YEAR in text
    assert "Enter all of them, or bring them in by CSV." in text
    assert 'name="own_year" value="2026/27"' in text
    assert not school.calendar_entries.exists()

    yes = {"begins_own_year": "on", "own_year": "2026/27"}
    # Another error does not lose the answer.
    page = posted(browser, address, **TERM | yes | {"ends_on": "19/12/2026"})
    assert list(errors(page)) == ["ends_on"]
    assert page.context["form"].asks_own_year
    # An answer about one year is none about another.
    page = posted(browser, address, **TERM | yes | {"starts_on": "3/9/2025", "ends_on": "19/12/2025"})
    assert "2025/26" in errors(page)["begins_own_year"][0]
    assert not page.context["form"]["begins_own_year"].value()
    assert 'name="own_year" value="2025/26"' in page.content.decode()
    # Without a first day there is no year to ask about.
    assert not posted(browser, address, **TERM | yes | {"starts_on": ""}).context["form"].asks_own_year

    assert posted(browser, address, **TERM | yes).status_code == 302
    assert school.calendar_entries.get().kind == "term"


def test_a_change_to_a_first_term_of_its_own_is_asked_about_on_the_page(
    entry: CalendarEntry, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    address = reverse("calendar_entry_change", args=[entry.pk])
    page = posted(browser, address, **TERM)
    assert OWN_YEAR in page.content.decode()
    entry.refresh_from_db()
    assert entry.kind == "closure"
    answer = posted(browser, address, **TERM, begins_own_year="on", own_year="2026/27")
    entry.refresh_from_db()
    assert (answer.status_code, entry.kind) == (302, "term")


def test_removing_the_last_term_of_its_own_says_that_the_school_is_back_on_the_default(
    published: None, school: School, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    words, no_default = "follows the default calendar again", "for which no term dates are entered"

    def term(first: date, last: date, whose: School | None = school) -> CalendarEntry:
        return CalendarEntry.objects.create(school=whose, kind="term", starts_on=first, ends_on=last)

    def removal(one: CalendarEntry) -> str:
        return str(browser.get(reverse("calendar_entry_remove", args=[one.pk])).content.decode())

    autumn = term(date(2026, 9, 3), date(2026, 12, 18))
    assert words in removal(autumn)
    assert no_default not in removal(autumn)
    assert words in removal(term(date(2027, 9, 2), date(2027, 12, 17)))
    assert no_default in removal(school.calendar_entries.get(starts_on__year=2027))
    spring = term(date(2027, 1, 5), date(2027, 3, 25))
    assert words not in removal(autumn)
    assert words not in removal(spring)
    assert words not in removal(CalendarEntry.objects.filter(school=None, kind="term").first())
