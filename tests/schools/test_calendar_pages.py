"""The pages of calendars and bank holidays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from schools import effects
from schools.models import BankHoliday, CalendarEntry, School
from tests.schools.page_forms import CLOSURE, errors, posted

SignIn = Callable[[User], Client]


def test_the_year_shows_its_terms_and_every_day_in_words(published: None, sign_in: SignIn, reader: User) -> None:
    page = sign_in(reader).get(reverse("calendar"))
    text = page.content.decode()
    assert "190 school days in 2026/27" in text
    assert [(term["name"], term["count"]) for term in page.context["terms"]] == [
        ("Autumn term", 71),
        ("Spring term", 54),
        ("Summer term", 65),
    ]
    assert len(page.context["months"]) == 12
    assert "Friday 4 December: INSET" in text
    assert "Friday 25 December: bank holiday" in text
    assert "Tuesday 22 September: school day, today" in text
    assert "Wednesday 28 October: school holiday" in text
    assert "Add days" not in text


def test_a_year_that_is_not_entered_says_so(published: None, sign_in: SignIn, reader: User) -> None:
    text = sign_in(reader).get(reverse("calendar") + "?year=2027").content.decode()
    assert "No term dates are entered for this school year" in text
    assert "Wednesday 1 September: not entered" in text


@pytest.mark.parametrize("year", ["", "x", "99999999999", "-1", "٢٠٢٦"])
def test_an_address_with_no_year_in_it_shows_this_one(
    published: None, sign_in: SignIn, reader: User, year: str
) -> None:
    assert sign_in(reader).get(reverse("calendar"), {"year": year}).context["year"].label == "2026/27"


def test_a_schools_page_says_whose_days_they_are(entry: CalendarEntry, sign_in: SignIn, officer: User) -> None:
    CalendarEntry.objects.create(
        school=entry.school,
        kind="half_day",
        starts_on=date(2026, 12, 18),
        ends_on=date(2026, 12, 18),
        open_session="am",
    )
    page = sign_in(officer).get(reverse("school_calendar", args=[entry.school.urn]))
    text = page.content.decode()
    assert "follows the <a" in text
    assert "Thursday 17 September: closure" in text
    assert "Friday 18 December: half day, morning only" in text
    # Only the school's own entries can be changed here.
    assert text.count("Change<span") == 2
    CalendarEntry.objects.create(
        school=entry.school, kind="term", starts_on=date(2026, 9, 3), ends_on=date(2026, 12, 17)
    )
    text = sign_in(officer).get(reverse("school_calendar", args=[entry.school.urn])).content.decode()
    assert "term dates of its own" in text


def test_schools_are_found_by_name_and_urn(
    published: None, sign_in: SignIn, officer: User, make_school: Callable[..., School]
) -> None:
    for number in range(22):
        make_school(f"St. Mary’s {number}")
    browser = sign_in(officer)
    page = browser.get(reverse("calendar"), {"q": "st marys"})
    assert len(page.context["schools"]) == 20
    assert "There are more" in page.content.decode()
    assert len(browser.get(reverse("calendar"), {"q": "900003"}).context["schools"]) == 1
    assert "No open school has that name" in browser.get(reverse("calendar"), {"q": "zzz"}).content.decode()


def test_the_default_page_lists_schools_with_days_of_their_own(
    entry: CalendarEntry, sign_in: SignIn, officer: User, make_school: Callable[..., School]
) -> None:
    make_school("Another")
    assert sign_in(officer).get(reverse("calendar")).context["schools"] == [entry.school]


def test_a_calendar_takes_as_many_queries_with_100_entries_as_with_25(
    published: None, school: School, sign_in: SignIn, officer: User, make_school: Callable[..., School]
) -> None:
    browser = sign_in(officer)

    def queries(days: int) -> int:
        school.calendar_entries.all().delete()
        CalendarEntry.objects.bulk_create(
            CalendarEntry(
                school=school if number % 2 else make_school(f"School {number}"),
                kind="inset",
                starts_on=date.fromordinal(date(2026, 9, 2).toordinal() + number),
                ends_on=date.fromordinal(date(2026, 9, 2).toordinal() + number),
            )
            for number in range(days)
        )
        with CaptureQueriesContext(connection) as one:
            assert browser.get(reverse("school_calendar", args=[school.urn])).status_code == 200
        with CaptureQueriesContext(connection) as other:
            assert browser.get(reverse("calendar")).status_code == 200
        return len(one) + len(other)

    queries(1)
    assert queries(25) == queries(100)


def test_adding_days_answers_once(published: None, school: School, sign_in: SignIn, officer: User) -> None:
    browser = sign_in(officer)
    address = f"{reverse('calendar_entry_add')}?school={school.urn}"
    key = browser.get(address).context["form_key"]
    first = browser.post(address, {**CLOSURE, "form_key": key})
    again = browser.post(address, {**CLOSURE, "form_key": key})
    assert first["Location"] == again["Location"] == f"{reverse('school_calendar', args=[school.urn])}?year=2026"
    assert [entry.note for entry in school.calendar_entries.all()] == ["snow"]
    text = browser.get(first["Location"]).content.decode()
    assert "The dates of open cases are being worked out again." in text
    assert "counted once" in text


@pytest.mark.parametrize("written", ["17/9/2026", "17 Sep 2026", "2026-09-17"])
def test_dates_are_taken_as_people_write_them(
    published: None, school: School, sign_in: SignIn, officer: User, written: str
) -> None:
    address = f"{reverse('calendar_entry_add')}?school={school.urn}"
    posted(sign_in(officer), address, **CLOSURE | {"starts_on": written})
    assert school.calendar_entries.get().starts_on == date(2026, 9, 17)


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"starts_on": "31/2/2026"}, "starts_on", "must be a real date"),
        ({"kind": ""}, "kind", "Select what the days are"),
        ({"starts_on": "28/10/2026"}, "starts_on", "not a school day (school holiday)"),
        ({"ends_on": "16/9/2026"}, "ends_on", "before the first day"),
        ({"kind": "half_day"}, "open_session", "morning or afternoon"),
        ({"note": "n" * 121}, "note", "120 characters"),
        ({"form_key": "forged"}, "__all__", "open too long"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(
    published: None,
    school: School,
    sign_in: SignIn,
    officer: User,
    fields: dict[str, str],
    name: str,
    words: str,
) -> None:
    address = f"{reverse('calendar_entry_add')}?school={school.urn}"
    page = posted(sign_in(officer), address, **CLOSURE | fields)
    assert page.status_code == 200
    assert words in errors(page)[name][0]
    assert page.content.decode().count("<title>Error: ") == 1
    assert "snow" in page.content.decode() or "note" in fields
    assert not school.calendar_entries.exists()


def test_the_pages_say_how_many_deadlines_are_worked_out_again(
    entry: CalendarEntry, sign_in: SignIn, officer: User, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "_counters", [])
    effects.register_open_deadline_counter(lambda school_id: 3 if school_id else 1)
    browser = sign_in(officer)
    remove = browser.get(reverse("calendar_entry_remove", args=[entry.pk])).content.decode()
    assert "3 open deadlines</strong> will be worked out again" in remove
    assert "1 open deadline</strong>" in browser.get(reverse("calendar_entry_add")).content.decode()
    monkeypatch.setattr(effects, "_counters", [lambda _: 0])
    page = sign_in(administrator).get(reverse("bank_holiday_add")).content.decode()
    assert "No open deadline depends on this calendar" in page
    with pytest.raises(effects.CounterTaken):
        effects.register_open_deadline_counter(lambda _: 2)


def test_without_somebody_who_counts_deadlines_no_number_is_shown(
    entry: CalendarEntry, sign_in: SignIn, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "_counters", [])
    text = sign_in(officer).get(reverse("calendar_entry_remove", args=[entry.pk])).content.decode()
    assert "open deadline" not in text


def test_changing_days(entry: CalendarEntry, sign_in: SignIn, officer: User) -> None:
    answer = posted(
        sign_in(officer), reverse("calendar_entry_change", args=[entry.pk]), **CLOSURE | {"ends_on": "18/9/2026"}
    )
    entry.refresh_from_db()
    assert answer.status_code == 302
    assert (entry.ends_on, entry.note, entry.version) == (date(2026, 9, 18), "snow", 2)


def test_a_refused_change_keeps_the_version_it_was_made_from(
    entry: CalendarEntry, sign_in: SignIn, officer: User
) -> None:
    page = posted(
        sign_in(officer), reverse("calendar_entry_change", args=[entry.pk]), **CLOSURE | {"starts_on": "19/9/2026"}
    )
    assert "weekend" in errors(page)["starts_on"][0]
    assert page.context["version"] == "1"


def test_two_people_changing_the_same_days_see_both_versions(
    entry: CalendarEntry, sign_in: SignIn, officer: User, make_person: Callable[..., User]
) -> None:
    address = reverse("calendar_entry_change", args=[entry.pk])
    browser = sign_in(officer)
    mine = browser.get(address)
    key = {"form_key": mine.context["form_key"], "version": 1}
    colleague = make_person(Role.EDUCATION_OFFICER)
    posted(sign_in(colleague), address, **CLOSURE | {"note": "burst pipe"})

    browser = sign_in(officer)
    page = browser.post(address, {**CLOSURE, **key, "note": "snow & ice"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "burst pipe" in text
    assert "snow &amp; ice" in text
    assert colleague.name in text
    assert [row["name"] for row in page.context["stale_rows"] if row["is_different"]] == ["note"]
    entry.refresh_from_db()
    assert entry.note == "burst pipe"

    again = {**CLOSURE, "form_key": page.context["form_key"], "version": page.context["version"]}
    assert browser.post(address, {**again, "note": "snow & ice", "keep_note": "yours"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.note, entry.version) == ("snow & ice", 3)


def test_keeping_the_others_version_field_by_field(entry: CalendarEntry, sign_in: SignIn, officer: User) -> None:
    CalendarEntry.objects.filter(pk=entry.pk).update(ends_on=date(2026, 9, 18), note="theirs", version=2)
    browser = sign_in(officer)
    address = reverse("calendar_entry_change", args=[entry.pk])
    choices = {"keep_note": "yours", "keep_ends_on": "theirs"}
    assert posted(browser, address, **CLOSURE | choices | {"version": 2}).status_code == 302
    entry.refresh_from_db()
    assert (entry.ends_on, entry.note) == (date(2026, 9, 18), "snow")


def test_a_key_made_for_one_thing_is_no_key_for_another(
    entry: CalendarEntry, sign_in: SignIn, administrator: User, make_school: Callable[..., School]
) -> None:
    other = CalendarEntry.objects.create(
        school=entry.school, kind="closure", starts_on=date(2026, 9, 24), ends_on=date(2026, 9, 24)
    )
    holidays = BankHoliday.objects.order_by("day")
    add = reverse("calendar_entry_add")
    pairs = [
        *(
            (reverse(name, args=[entry.pk]), reverse(name, args=[other.pk]))
            for name in ("calendar_entry_change", "calendar_entry_remove")
        ),
        (add, f"{add}?school={entry.school.urn}"),
        (f"{add}?school={entry.school.urn}", f"{add}?school={make_school('Other').urn}"),
        tuple(reverse("bank_holiday_remove", args=[day.pk]) for day in (holidays.first(), holidays.last())),
    ]
    browser = sign_in(administrator)
    before = CalendarEntry.objects.count(), holidays.count()
    for one, another in pairs:
        key = browser.get(one).context["form_key"]
        page = browser.post(another, {**CLOSURE, "version": 1, "form_key": key})
        assert "open too long" in page.content.decode(), another
    assert (CalendarEntry.objects.count(), holidays.count()) == before
    assert not CalendarEntry.objects.filter(note="snow").exists()


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "0"])
def test_a_version_that_is_none_is_stale(entry: CalendarEntry, sign_in: SignIn, officer: User, version: str) -> None:
    page = posted(sign_in(officer), reverse("calendar_entry_change", args=[entry.pk]), **CLOSURE | {"version": version})
    assert page.context["stale_rows"]


def test_removing_days_answers_once(entry: CalendarEntry, sign_in: SignIn, officer: User) -> None:
    browser = sign_in(officer)
    address = reverse("calendar_entry_remove", args=[entry.pk])
    sent = {"form_key": browser.get(address).context["form_key"], "version": 1}
    first, again = browser.post(address, sent), browser.post(address, sent)
    assert first["Location"] == again["Location"]
    assert not CalendarEntry.objects.filter(pk=entry.pk).exists()


def test_removing_days_that_changed_meanwhile_shows_them_again(
    entry: CalendarEntry, sign_in: SignIn, officer: User
) -> None:
    browser = sign_in(officer)
    page = posted(browser, reverse("calendar_entry_remove", args=[entry.pk]), version=7)
    assert "Somebody changed this entry" in page.content.decode()
    assert CalendarEntry.objects.filter(pk=entry.pk).exists()


def test_every_page_has_one_heading_of_the_first_level(
    entry: CalendarEntry, sign_in: SignIn, administrator: User
) -> None:
    browser = sign_in(administrator)
    names = ("calendar", "calendar_entry_add", "bank_holidays", "bank_holiday_add", "calendar_import", "schools_import")
    addresses = [reverse(name) for name in (*names, "schools")]
    addresses += [reverse("calendar_entry_change", args=[entry.pk]), reverse("school", args=[entry.school.urn])]
    for address in addresses:
        assert len(re.findall(r"<h1[ >]", browser.get(address).content.decode())) == 1, address
