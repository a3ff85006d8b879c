"""What the case page says about day six, and which steps it offers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.kinds import Group, Presentation
from cases.models import Case
from exclusions.presenters import present
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.provision import SIXTH_DAY, book, end, make_provider, start

LATER = date(2026, 9, 25)
BOOK, STARTED = "Book day-six provision", "Record that it started"


def page(desk: Desk, case: Case, as_of: date = EXCLUDED_ON) -> Presentation:
    return present(Case.objects.get(pk=case.pk), desk.officer, as_of)


def group(desk: Desk, case: Case, as_of: date = EXCLUDED_ON) -> Group:
    return next(each for each in page(desk, case, as_of).groups if each.title == "Day six")


def rows(desk: Desk, case: Case, as_of: date = EXCLUDED_ON) -> dict[str, str]:
    return {row.label: row.value for row in group(desk, case, as_of).rows}


def needs(desk: Desk, case: Case, as_of: date = EXCLUDED_ON) -> str:
    return " ".join(row.needs for row in group(desk, case, as_of).rows if row.needs)


def steps(desk: Desk, case: Case, as_of: date) -> dict[str, str]:
    """The track's two steps: their address, or the reason why not."""
    found = {step.label: step.address or step.reasons[0] for step in page(desk, case, as_of).steps}
    return {label: found[label] for label in (BOOK, STARTED) if label in found}


def test_nothing_booked(desk: Desk) -> None:
    case = desk.record()
    assert (rows(desk, case)["Provision"], needs(desk, case)) == ("To book", "No provider is booked.")
    offered = steps(desk, case, EXCLUDED_ON)
    assert offered[BOOK] == f"/cases/{case.reference}/placements/book/"
    assert offered[STARTED] == "Nothing that could start is booked yet."
    assert group(desk, case).change_label == "What is booked"


@pytest.mark.parametrize(("as_of", "main"), [(EXCLUDED_ON, "Check the exclusion"), (SIXTH_DAY, BOOK), (LATER, BOOK)])
def test_booking_comes_first_once_the_day_has_come(desk: Desk, as_of: date, main: str) -> None:
    shown = page(desk, desk.record(), as_of)
    assert [step.label for step in shown.steps if step.is_main] == [main]


def test_a_booking_stands_there_with_all_that_the_parents_must_know(desk: Desk) -> None:
    case = desk.record()
    placement = book(case, desk.officer, provider=make_provider("The Mill"), ends_on=date(2026, 12, 18))
    shown = rows(desk, case)
    assert shown["Provision"] == "Booked"
    assert shown["Provider"] == "The Mill"
    assert shown["Booked to start on"] == "22 September 2026"
    assert shown["Last day"] == "18 December 2026"
    assert shown["Hours a week"] == "25 hours. Full-time by itself"
    assert shown["Sessions"].startswith("Mornings Monday to Friday 09:00 to 12:00; afternoons")
    assert shown["Where"] == "1 Mill Lane, Coventry"
    assert shown["Report to"] == "Ms Reception"
    assert shown["Parents must have the details by"] == "Sunday 20 September 2026 at 09:00"
    assert needs(desk, case) == ""
    assert group(desk, case).change_url == f"/cases/{case.reference}/placements/"
    assert steps(desk, case, EXCLUDED_ON) == {STARTED: "It is booked to start on 22 September 2026."}
    assert steps(desk, case, SIXTH_DAY) == {STARTED: f"/placements/{placement.uuid}/started/"}
    assert needs(desk, case, SIXTH_DAY).startswith("The booked day has come")


def test_two_bookings_are_numbered_and_missing_sessions_named(desk: Desk) -> None:
    case = desk.record()
    for name in ("The Mill", "The Oak"):
        book(case, desk.officer, provider=make_provider(name), extent="combined", sessions=())
    shown = rows(desk, case)
    assert (shown["Provider 1"], shown["Provider 2"]) == ("The Mill", "The Oak")
    assert "The times of the sessions are not recorded" in needs(desk, case)


def test_late_says_what_is_wrong_and_what_comes(desk: Desk) -> None:
    case = desk.record()
    assert rows(desk, case, LATER)["Provision"] == "Late", "also before the night has swept"
    words = "The sixth day has passed and no education has started."
    assert needs(desk, case, LATER) == f"{words} No provider is booked."
    book(case, desk.officer, as_of=LATER, starts_on=date(2026, 9, 28))
    assert needs(desk, case, LATER) == f"{words} It is booked to start on 28 September 2026, after the sixth day."


def test_too_little_is_called_so(desk: Desk) -> None:
    case = desk.record()
    book(case, desk.officer, extent="part_time", hours_a_week=Decimal(10))
    assert needs(desk, case) == "What is booked is less than full-time education."
    assert set(steps(desk, case, EXCLUDED_ON)) == {BOOK, STARTED}


def test_started_then_ended_says_that_the_duty_goes_on(desk: Desk) -> None:
    case = desk.record()
    placement = start(book(case, desk.officer), desk.officer, date(2026, 9, 17))
    shown = rows(desk, case, LATER)
    assert (shown["Provision"], shown["Started on"]) == ("Started", "17 September 2026")
    assert shown["Days not to be in a public place"] == "15 September 2026, 16 September 2026"
    assert "Parents must have the details by" not in shown
    assert steps(desk, case, LATER) == {}
    end(placement, desk.officer, date(2026, 9, 24))
    assert (
        needs(desk, case, LATER) == "The education ended on 24 September 2026. Nothing is booked now: the duty goes on."
    )


def test_a_booking_after_the_sixth_day_is_said_before_it_is_late(desk: Desk) -> None:
    case = desk.record()
    book(case, desk.officer, starts_on=LATER)
    assert needs(desk, case) == "It is booked to start on 25 September 2026, after the sixth day."


def test_another_authoritys_duty_offers_no_step(desk: Desk) -> None:
    case = desk.check(desk.record(), home="937")
    assert (group(desk, case).change_url, steps(desk, case, LATER)) == ("", {})
