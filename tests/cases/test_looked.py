"""The page that says who has looked at a child: who may see it, what a row says, filters, paging by key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.holdings import end_holding
from accounts.models import DatedHolding, RoleHolding, TeamMembership, User
from accounts.roles import Role
from cases.models import Child
from cases.presenters.looked import present_looks
from cases.queries import looked
from cases.queries.looked import LookFilter, LookPage, named_in, page_of_looks
from ledger.models import ViewRecord
from schools.models import SchoolStaff
from tests.factories.cases import ErrandDesk
from tests.factories.children import make_child
from tests.factories.ledger import make_look, owner_of_the_database
from tests.factories.people import make_school_user, make_team, make_user

SignIn = Callable[..., Client]
REASON = "A parent has asked who opened the record"
MOST_QUERIES = 28
NOON = datetime(2026, 9, 15, 11, 0, tzinfo=UTC)


def address(child: Child, query: str = "") -> str:
    return reverse("child_looked", args=[child.uuid]) + query


@pytest.fixture
def auditor(desk: ErrandDesk, sign_in: SignIn) -> Client:
    """Information governance, who has given a reason for this child."""
    client = sign_in(desk.governance)
    client.post(reverse("child_reason", args=[desk.child.uuid]), {"reason": REASON})
    return client


def rows(page: str) -> list[str]:
    """The text of each row of the table, in one line."""
    body = page.partition('<tbody class="govuk-table__body">')[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def test_only_information_governance_may_see_who_has_looked(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = address(desk.child)
    for insider in (desk.owner, desk.colleague, desk.other_team, desk.head):
        refused = sign_in(insider).get(page)
        assert refused.status_code == 403
        assert "Only information governance may see who has looked." in refused.content.decode()
    for outsider in (desk.administrator, make_school_user(desk.school)):
        assert sign_in(outsider).get(page).status_code == 404
    assert Client().get(page).headers["Location"].startswith(reverse("account_login"))
    # A page that was refused showed nothing.
    assert not ViewRecord.objects.exists()


def test_information_governance_gives_a_reason_first(desk: ErrandDesk, sign_in: SignIn) -> None:
    answer = sign_in(desk.governance).get(address(desk.child))
    assert answer.headers["Location"].startswith(reverse("child_reason", args=[desk.child.uuid]))
    assert not ViewRecord.objects.exists()


def test_a_hidden_child_is_there_for_information_governance_alone(
    desk: ErrandDesk, auditor: Client, sign_in: SignIn
) -> None:
    Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
    assert sign_in(desk.head).get(address(desk.child)).status_code == 404
    assert auditor.get(address(desk.child)).status_code == 200


def test_the_tab_is_there_for_who_may_open_it(desk: ErrandDesk, auditor: Client, sign_in: SignIn) -> None:
    overview = reverse("child", args=[desk.child.uuid])
    assert address(desk.child) in auditor.get(overview).content.decode()
    for insider in (desk.owner, desk.head):
        assert address(desk.child) not in sign_in(insider).get(overview).content.decode()


def test_looking_at_the_page_is_itself_written_down_and_shown(desk: ErrandDesk, auditor: Client) -> None:
    page = auditor.get(address(desk.child)).content.decode()
    look = ViewRecord.objects.get()
    assert (look.what, look.child_ids, look.reason) == ("child_looked", [desk.child.pk], REASON)
    (row,) = rows(page)
    assert "Ines Governance Information governance" in row
    assert f"Who has looked This record {REASON}" in row
    assert "1 time, by 1 person" in page


def test_a_row_says_when_who_what_and_how_it_was_shown(desk: ErrandDesk, auditor: Client, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    client.get(reverse("case", args=[desk.case.reference]))
    client.get(reverse("cases"))
    other = make_child()
    make_look(desk.owner.pk, [desk.child.pk, other.pk], "children")
    make_look(desk.owner.pk, [other.pk], "child")
    found = rows(auditor.get(address(desk.child)).content.decode())[1:]
    assert len(found) == 3
    team = desk.owner.team_memberships.get().team.name
    assert all(f"Olive Owner Exclusions officer, {team}" in row for row in found)
    assert "Results of a search In a list of 2 children None asked for" in found[0]
    assert "List of cases In a list of 1 child None asked for" in found[1]
    assert f"Case ({desk.case.reference}) This record" in found[2]


def test_the_role_is_the_one_of_that_day(desk: ErrandDesk, auditor: Client) -> None:
    leaver = make_user(name="Lena Leaver")
    RoleHolding.objects.create(user=leaver, role=Role.LEGAL, starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 15))
    RoleHolding.objects.create(user=leaver, role=Role.EDUCATION_OFFICER, starts_on=date(2026, 9, 16))
    for moment in (NOON - timedelta(days=400), NOON, datetime(2026, 9, 15, 23, 30, tzinfo=UTC)):
        make_look(leaver.pk, [desk.child.pk], seen_at=moment)
    make_look(999_999, [desk.child.pk], "page_of_old", seen_at=NOON - timedelta(days=500))
    found = rows(auditor.get(address(desk.child)).content.decode())[1:]
    # 23:30 in UTC is the next day in London.
    assert "16 Sep 2026 at 00:30 Lena Leaver Education officer Overview" in found[0]
    assert "15 Sep 2026 at 12:00 Lena Leaver Legal Overview" in found[1]
    assert "Lena Leaver No role at that time" in found[2]
    assert "A person who is not recorded No role at that time Page of old" in found[3]


def end_now_later(held: DatedHolding, minutes: int) -> None:
    """End it "now", that many minutes after it was given: the clock of the database stands still in a test."""
    history = apps.get_model(held._meta.app_label, f"{type(held).__name__}History").objects.filter(pgh_obj=held.pk)
    end_holding(held, None, timezone.localtime().date())
    with owner_of_the_database(), pgtrigger.ignore():
        history.exclude(pgh_label="insert").update(pgh_created_at=F("pgh_created_at") + timedelta(minutes=minutes))


def test_what_was_ended_after_the_look_is_shown_as_it_was_at_the_look(desk: ErrandDesk) -> None:
    today, person = timezone.localtime().date(), make_user()
    long_ago = {"user": person, "starts_on": date(2020, 1, 1)}
    begun_today = {"user": person, "starts_on": today}
    holdings: list[DatedHolding] = [
        RoleHolding.objects.create(role=Role.LEGAL, **long_ago),
        RoleHolding.objects.create(role=Role.TEAM_MANAGER, **begun_today),
        TeamMembership.objects.create(team=make_team(name="North team"), **long_ago),
        TeamMembership.objects.create(team=make_team(name="South team"), **begun_today),
        SchoolStaff.objects.create(school=desk.school, **long_ago),
    ]
    given_at = person.role_holdings.first().history.get().pgh_created_at
    for held in holdings:
        end_now_later(held, minutes=2)
    assert (RoleHolding.objects.filter(user=person).count(), person.team_memberships.count()) == (1, 1)

    def standing(minutes: int) -> str:
        look = make_look(person.pk, [desk.child.pk], seen_at=given_at + timedelta(minutes=minutes))
        (row,) = present_looks(LookPage([look], 1), named_in([look], desk.child))
        return row["cells"][1]["note"]

    assert standing(1) == f"Legal, Team manager, North team, South team, {desk.school.name}"
    assert standing(3) == "No role at that time"
    # Entered today, with a first day long ago: believed as it stands now. What begins today was not held before.
    assert standing(-24 * 60) == f"Legal, North team, {desk.school.name}"
    assert "Team manager" not in standing(-1)


def test_a_person_of_a_school_is_named_with_the_school(desk: ErrandDesk, auditor: Client) -> None:
    make_look(make_school_user(desk.school).pk, [desk.child.pk], seen_at=NOON)
    found = rows(auditor.get(address(desk.child)).content.decode())
    assert f"School office, {desk.school.name}" in found[1]


def test_a_document_is_named(desk: ErrandDesk, auditor: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from cases.actions.documents import add_document

    document = add_document(
        child=desk.child,
        case=desk.case,
        upload=SimpleUploadedFile("letter.txt", b"A letter."),
        title="Letter of 3 September",
        classification="general",
        by=desk.owner,
        as_of=date(2026, 9, 16),
    )
    make_look(desk.owner.pk, [desk.child.pk], "document_download", document_id=document.pk, seen_at=NOON)
    assert (
        "Document opened Letter of 3 September This record"
        in rows(auditor.get(address(desk.child)).content.decode())[1]
    )


def test_another_childs_case_in_a_list_is_not_named(desk: ErrandDesk, auditor: Client) -> None:
    other = desk.open_case(make_child())
    make_look(desk.owner.pk, [desk.child.pk, other.child_id], "cases", case_ids=[desk.case.pk, other.pk])
    page = auditor.get(address(desk.child)).content.decode()
    assert other.reference not in page
    assert desk.case.reference not in page


# --- filters


@pytest.fixture
def looks(desk: ErrandDesk) -> list[ViewRecord]:
    """Of the owner on the 14th, 15th and 16th, and of the head on the 15th."""
    days = [make_look(desk.owner.pk, [desk.child.pk], seen_at=NOON + timedelta(days=n)) for n in (-1, 0, 1)]
    return [*days, make_look(desk.head.pk, [desk.child.pk], seen_at=NOON)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?person={owner}", 3),
        ("?person={head}", 1),
        ("?person=11111111-1111-4111-8111-111111111111", 5),
        ("?person=Olive", 5),
        ("?from_on=15/9/2026&to_on=15/9/2026", 2),
        ("?from_on=16/9/2026&to_on=1/10/2026", 1),
        ("?to_on=14/9/2026", 1),
        ("?person={owner}&from_on=15/9/2026", 2),
        ("?person={head}&to_on=14/9/2026", 0),
        ("?from_on=yesterday", 5),
        ("?before=abc&after=-1", 5),
        ("?before=999999999999999999999", 5),
    ],
)
def test_filters(desk: ErrandDesk, auditor: Client, looks: list[ViewRecord], query: str, expected: int) -> None:
    page = auditor.get(address(desk.child, query.format(owner=desk.owner.uuid, head=desk.head.uuid)))
    assert len(rows(page.content.decode())) == expected


def test_no_name_stands_in_an_address(desk: ErrandDesk, auditor: Client, looks: list[ViewRecord]) -> None:
    page = auditor.get(address(desk.child)).content.decode()
    options = re.findall(r'<option value="([^"]*)"', page)
    assert {str(desk.owner.uuid), str(desk.head.uuid)} <= set(options)
    assert all(re.fullmatch(r"([0-9a-f-]{36})?", value) for value in options)


def test_what_is_wrong_with_a_date_is_said(desk: ErrandDesk, auditor: Client) -> None:
    page = auditor.get(address(desk.child, "?from_on=16/9/2026&to_on=15/9/2026")).content.decode()
    assert "To must be on or after the date in From" in page
    assert "From must be a real date" in auditor.get(address(desk.child, "?from_on=31/2/2026")).content.decode()


def test_chips_say_what_is_in_force(desk: ErrandDesk, auditor: Client, looks: list[ViewRecord]) -> None:
    query = f"?person={desk.owner.uuid}&from_on=15/9/2026&to_on=16/9/2026&before={looks[2].pk}"
    page = auditor.get(address(desk.child, query)).content.decode()
    chips = [" ".join(re.sub(r"<[^>]+>", "", chip).split()) for chip in re.findall(r"onroll-chip\".*?</a>", page, re.S)]
    assert [chip.partition("Remove filter ")[2] for chip in chips] == [
        "Person: Olive Owner",
        "From: 15 September 2026",
        "To: 16 September 2026",
    ]
    assert "2 times with these filters" in page


# --- paging by key


def pages_of(client: Client, child: Child, rel: str, start: str) -> list[list[str]]:
    """The rows of each page, going on by the link of this kind to the end."""
    found, where = [], start
    while where:
        page = client.get(address(child, where)).content.decode()
        found.append(rows(page))
        link = re.search(rf'href="([^"]+)" rel="{rel}"', page)
        where = link[1].replace("&amp;", "&") if link else ""
        last = page
    assert last
    return found


def test_pages_go_on_from_a_row_and_back(desk: ErrandDesk, auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looked, "LOOKS_A_PAGE", 4)
    for number in range(10):
        # Pairs share a moment: the id decides between them.
        make_look(desk.owner.pk, [desk.child.pk], seen_at=NOON + timedelta(minutes=number // 2))
    query = f"?person={desk.owner.uuid}"
    down = pages_of(auditor, desk.child, "next", query)
    assert [len(page) for page in down] == [4, 4, 2]
    times = [re.search(r"at (\d\d:\d\d)", row)[1] for page in down for row in page]
    assert times == sorted(times, reverse=True)
    oldest = ViewRecord.objects.filter(user_id=desk.owner.pk).order_by("seen_at", "pk")[1].pk
    up = pages_of(auditor, desk.child, "prev", f"{query}&after={oldest}")
    assert [row for page in up[::-1] for row in page] == [row for page in down for row in page][:8]


def test_a_row_that_came_meanwhile_shifts_nothing(desk: ErrandDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looked, "LOOKS_A_PAGE", 2)
    made = [make_look(1, [desk.child.pk], seen_at=NOON + timedelta(minutes=n)) for n in range(4)]
    first = page_of_looks(desk.child, LookFilter())
    make_look(1, [desk.child.pk])
    second = page_of_looks(desk.child, LookFilter(), before=first.older)
    assert [look.pk for look in [*first.looks, *second.looks]] == [look.pk for look in made[::-1]]
    assert second.older is None
    assert page_of_looks(desk.child, LookFilter(), after=second.newer).looks == first.looks


def test_a_key_of_another_childs_look_is_passed_over(desk: ErrandDesk) -> None:
    mine = make_look(1, [desk.child.pk])
    other = make_look(1, [make_child().pk])
    for page in (
        page_of_looks(desk.child, LookFilter(), before=other.pk),
        page_of_looks(desk.child, LookFilter(), after=other.pk),
        page_of_looks(desk.child, LookFilter(), after=mine.pk),
    ):
        assert page.looks == [mine]
    assert page_of_looks(desk.child, LookFilter(), before=mine.pk).looks == []


def test_25_rows_and_100_rows_cost_the_same_few_queries(
    desk: ErrandDesk, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> int:
        auditor.get(address(desk.child))
        with CaptureQueriesContext(connection) as captured:
            assert auditor.get(address(desk.child)).status_code == 200
        return len(captured)

    def looks_of_people(count: int) -> None:
        for _ in range(count):
            user: User = make_user(Role.EDUCATION_OFFICER)
            make_look(user.pk, [desk.child.pk], "case", case_ids=[desk.case.pk])

    looks_of_people(25)
    few = queries()
    looks_of_people(100)
    monkeypatch.setattr(looked, "LOOKS_A_PAGE", 100)
    assert queries() == few <= MOST_QUERIES
    assert len(rows(auditor.get(address(desk.child)).content.decode())) == 100
