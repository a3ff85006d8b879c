"""The finance list: who sees what, filters, totals, the file, and the number of queries; and the amounts."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from components.dates import parse_text
from exclusions.models import Exclusion, Funding, PerPupilAmount
from exclusions.permissions import fundings_visible_to
from ledger.models import ViewRecord
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.leaving import deduct, enter_amount
from tests.factories.people import make_user


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 11, 30))


@pytest.fixture
def finance(db: None) -> User:
    """Finance: sees the list and no child."""
    return make_user(Role.FINANCE_OFFICER, name="Fay Finance")


def another(desk: Desk, school: object = None, on: date = EXCLUDED_ON) -> Case:
    child = make_child()
    enrol(child, school or desk.school)
    return desk.record(child=child, school=school or desk.school, decided_on=on, excluded_on=on, as_of=on)


def page_of(user: User, **query: object) -> str:
    return signed_in(user).get(reverse("exclusions_finance"), query).content.decode()


def table_of(page: str) -> list[str]:
    """The text of every cell of the table, row by row."""
    body = page.split("<tbody", 1)[1].split("</table>", 1)[0]
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body, re.S)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in found]


def as_in_file(cell: str) -> str:
    """A cell of the page as the file has it: a day by its numbers, an amount without its comma."""
    if re.fullmatch(r"[\d,]+\.\d\d", cell):
        return cell.replace(",", "")
    if re.fullmatch(r"\d+ [A-Z][a-z]+ \d{4}", cell):
        return parse_text(cell).isoformat()
    return cell


def test_every_row_is_there_with_its_totals_and_no_child(desk: Desk, finance: User) -> None:
    enter_amount()
    deduct(desk, desk.record())
    another(desk)
    page = page_of(finance)
    cells = table_of(page)
    assert "Hughes" not in page
    assert cells.count("3,115.38") == 4, "two to deduct, one deducted, and the sum of what was deducted"
    assert "6,230.76" in cells, "the sum of both"
    assert "of all 2 exclusions that fit" in page
    assert "Deducted from the school’s budget" in cells
    assert reverse("case", args=[Case.objects.first().reference]) not in page, "finance opens no case"
    assert 'aria-current="page">Money' in page


def test_what_has_ended_is_no_longer_to_deduct(desk: Desk, finance: User) -> None:
    enter_amount()
    desk.cancel(desk.record())
    cells = table_of(page_of(finance))
    assert "3,115.38" not in cells
    assert "Ended" in cells


def test_one_exclusion_is_no_plural(desk: Desk, finance: User) -> None:
    desk.record()
    assert "The totals are of the one exclusion that fits." in page_of(finance)


def test_the_officer_opens_the_case_from_its_row(desk: Desk) -> None:
    case = desk.record()
    assert reverse("case", args=[case.reference]) in page_of(desk.officer)


def test_a_hidden_child_and_another_teams_cases_are_not_in_it(desk: Desk, finance: User) -> None:
    case = desk.record()
    other = make_user(Role.EXCLUSIONS_OFFICER)
    assert case.reference not in page_of(other)
    desk.child.is_hidden = True
    desk.child.save()
    assert case.reference not in page_of(finance)
    assert case.reference not in page_of(desk.officer)


def test_filters_narrow_the_list_and_its_totals(desk: Desk, finance: User) -> None:
    enter_amount()
    enter_amount(year=2027, amount=Decimal("5200"))
    first = desk.record()
    school = make_school("Larch School (invented)")
    second = another(desk, school, date(2027, 4, 12))
    for query, there, not_there in (
        ({"year": "2026"}, first, second),
        ({"year": "2027"}, second, first),
        ({"school": str(school.urn)}, second, first),
    ):
        page = page_of(finance, **query)
        assert there.reference in page
        assert not_there.reference not in page
        assert "Filters in force" in page
    assert "No exclusion fits" in page_of(finance, state="repaid")
    assert first.reference in page_of(finance, state="calculated")
    assert first.reference in page_of(finance, year="x", school="1"), "a filter that makes no sense is left out"


def test_the_file_equals_the_table_and_is_logged(desk: Desk, finance: User) -> None:
    enter_amount()
    deduct(desk, desk.record())
    another(desk, make_school("=SUM(A1) School"))
    response = signed_in(finance).get(reverse("exclusions_finance_csv"))
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    body = [cell.removeprefix("'") for row in rows[1:] for cell in row]
    assert body == [as_in_file(cell.replace("&amp;", "&")) for cell in table_of(page_of(finance))]
    assert {"2026-09-15", "2026-09-23", "3115.38"} <= set(body), "days and amounts as a spreadsheet reads them"
    assert "'=SUM(A1) School" in {cell for row in rows for cell in row}, "no spreadsheet takes it for a formula"
    seen = ViewRecord.objects.get(what="exclusions_finance_csv")
    assert len(seen.case_ids) == len(seen.child_ids) == 2
    filtered = signed_in(finance).get(reverse("exclusions_finance_csv"), {"state": "deducted"})
    assert len(filtered.content.decode().splitlines()) == 3


def test_25_rows_and_100_rows_cost_the_same_queries(desk: Desk, finance: User) -> None:
    enter_amount()
    first = desk.record()
    _copy(first, 24)
    client = signed_in(finance)
    for name in ("exclusions_finance", "exclusions_finance_csv"):
        client.get(reverse(name))
        few = _count(client, name)
        _copy(first, 75)
        assert _count(client, name) == few


def _copy(case: Case, times: int) -> None:
    exclusion, funding = Exclusion.objects.get(case=case), Funding.objects.get(case=case)
    for _ in range(times):
        number = Case.objects.count()
        other = Case.objects.get(pk=case.pk)
        other.pk, other.uuid, other.reference = None, None, f"EX-2020-{number:04d}"
        other.uuid = Case._meta.get_field("uuid").default()
        other.save()
        for row in (exclusion, funding):
            row.pk, row.case = None, other
            row.save()


def _count(client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(reverse(name)).status_code == 200
    return len(caught)


def test_the_amounts_have_a_tab_for_who_may_change_them_alone(desk: Desk, finance: User) -> None:
    tab = f'href="{reverse("per_pupil_amounts")}"'
    assert tab not in page_of(desk.officer)
    for user in (finance, make_user(Role.TEAM_MANAGER, team=desk.team)):
        page = page_of(user)
        assert tab in page
        assert signed_in(user).get(reverse("per_pupil_amounts")).status_code == 200


def test_an_amount_is_entered_and_changed(desk: Desk, finance: User) -> None:
    client = signed_in(finance)
    address = reverse("per_pupil_amounts")
    answers = {"year": "2026", "band": "key_stage_3", "amount": "6,000.00", "source": "Formula 2026/27"}
    assert send(client, address, answers).headers["Location"] == address
    amount = PerPupilAmount.objects.get()
    page = client.get(address).content.decode()
    assert "£6,000.00" in page
    assert "already: £6,000.00" in send(client, address, answers).content.decode()
    too_fine = send(client, address, {**answers, "band": "primary", "amount": "1.001"}).content.decode()
    assert "Amount for each pupil must have 2 decimal places or fewer" in too_fine
    change = reverse("per_pupil_amount_change", args=[amount.pk])
    assert send(client, change, {"amount": "5200", "source": "Corrected"}).headers["Location"] == address
    amount.refresh_from_db()
    assert (amount.amount, amount.version) == (Decimal("5200.00"), 2)
    stale = client.post(change, {"amount": "1", "source": "x", "version": "1", "form_key": _key(client, change)})
    assert "Nothing was overwritten" in stale.content.decode()
    assert client.get(reverse("per_pupil_amount_change", args=[999])).status_code == 404


def _key(client: Client, address: str) -> str:
    return hidden_inputs(client.get(address).content.decode())["form_key"]


def test_before_any_amount_the_page_says_that_none_is_guessed(finance: User) -> None:
    assert "No amount is entered yet" in signed_in(finance).get(reverse("per_pupil_amounts")).content.decode()


def test_who_may_not_is_refused(desk: Desk) -> None:
    for role, status in ((Role.HEAD_OF_SERVICE, 403), (Role.ADMINISTRATOR, 404), (Role.EDUCATION_OFFICER, 403)):
        client = signed_in(make_user(role))
        for name in ("exclusions_finance", "exclusions_finance_csv", "per_pupil_amounts"):
            assert client.get(reverse(name)).status_code == status
    assert signed_in(desk.officer).get(reverse("per_pupil_amounts")).status_code == 403
    desk.record()
    assert fundings_visible_to(desk.officer).count() == 1
    assert fundings_visible_to(make_user(Role.HEAD_OF_SERVICE)).count() == 0
