"""What a loaded demonstration holds."""

from __future__ import annotations

import io
import json
import stat
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from cases.models import (
    Address,
    AliasName,
    BarredPerson,
    Case,
    Child,
    Deadline,
    Document,
    Enrolment,
    Event,
    FormerUpn,
    Note,
    Person,
    Plan,
    Relationship,
    RestrictedAddress,
    SafetyMark,
    Task,
)
from demo.generator.authority import INVENTED_SCHOOLS
from demo.generator.figures import SOURCE
from demo.generator.staff import COLLEAGUES
from demo.sign_ins import FILE_NAME, sign_in_lines
from exclusions.models import BetweenAuthorities, Exclusion, SupportRequest
from exclusions.support.outcomes import Answer, Asking, Outcomes
from ledger.history import is_history_model
from ledger.models import Seal
from provision.models import Placement, Provider
from reports.comparisons.queries import comparisons_in_force, headcounts_in_force
from reports.exclusion_figures.choice import Choice
from reports.exclusion_figures.figures import gather
from reports.exclusion_figures.page import tables_of
from reports.exclusion_figures.periods import Month
from schools.calendars import statute_calendar
from schools.models import Authority, School, SchoolStaff
from tests.demo.conftest import TUESDAY, Demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_authority_says_that_it_is_a_demonstration() -> None:
    authority = Authority.objects.get()
    assert authority.is_demonstration
    assert (authority.name, authority.la_code, authority.policy) == (
        "Coventry City Council (demonstration)",
        "331",
        "coventry",
    )


def test_real_schools_come_from_the_register_and_five_are_invented() -> None:
    assert School.objects.filter(is_invented=False).count() == 19
    invented = {school.urn: school for school in School.objects.filter(is_invented=True)}
    assert {school.name for school in invented.values()} == {each.name for each in INVENTED_SCHOOLS}
    assert all(school.name.endswith("(invented)") and school.establishment_number for school in invented.values())
    kinds = {(each.legal_type, each.is_special, each.local_authority.code) for each in invented.values()}
    assert kinds == {
        ("academy", False, "331"),
        ("maintained", False, "937"),
        ("maintained", False, "331"),
        ("maintained", True, "331"),
        ("pru", False, "331"),
    }


def test_one_school_has_a_calendar_of_its_own_and_one_a_half_day() -> None:
    default = statute_calendar(None, TUESDAY)
    calendars = {school.urn: statute_calendar(school, TUESDAY) for school in School.objects.filter(is_invented=True)}
    own = [urn for urn, calendar in calendars.items() if calendar["open"] != default["open"]]
    assert own == [900003]
    assert calendars[900002]["half_days"]["2026-12-18"] == "am"
    assert default["loaded_until"] == "2028-07-31"


def test_two_thousand_children_are_all_invented() -> None:
    assert Child.objects.count() == 2000
    assert not Child.objects.filter(is_invented=False).exists()
    assert Child.objects.exclude(upn="").values("upn").distinct().count() == 2000
    assert Enrolment.objects.filter(kind="main", ends_on__isnull=True).count() == 2000
    assert Enrolment.objects.filter(kind="dual").count() == 16
    assert Enrolment.objects.filter(ends_on__isnull=False).count() == 60
    assert Child.objects.filter(is_hidden=True).count() == 1
    assert not Case.objects.filter(child__is_hidden=True).exists()


def test_some_children_are_easily_mistaken_for_each_other() -> None:
    namesakes = Child.objects.filter(surname="Carter", given_names="Olivia Grace")
    assert len({child.born_on for child in namesakes}) == len(namesakes) == 2
    twins = Child.objects.filter(surname="Fairweather-Singh")
    parents = [set(Relationship.objects.filter(child=child).values_list("person", flat=True)) for child in twins]
    assert len(twins) == 2
    assert twins[0].born_on == twins[1].born_on
    assert parents[0] == parents[1]
    assert FormerUpn.objects.count() == 30
    assert AliasName.objects.count() == 40


def test_siblings_share_their_parents() -> None:
    of_several = Counter(Relationship.objects.filter(kind="mother").values_list("person", flat=True))
    assert sum(count > 1 for count in of_several.values()) >= 20


def test_names_are_of_many_shapes() -> None:
    names = {str(child.surname) for child in Child.objects.all()}
    assert {"الحسن", "לוי", "王", "Suryani", "Wójcik-Śliwiński"} <= names
    assert max(len(child.full_name) for child in Child.objects.all()) > 70


def test_a_restricted_address_stands_apart_and_bars_a_parent() -> None:
    assert RestrictedAddress.objects.count() == 2
    for restricted in RestrictedAddress.objects.all():
        assert not Address.objects.filter(child=restricted.child, ends_on__isnull=True).exists()
        barred = BarredPerson.objects.get(restricted_address=restricted)
        relationship = Relationship.objects.get(child=restricted.child, person=barred.person)
        assert not relationship.lives_with
        assert not relationship.may_be_contacted
    assert SafetyMark.objects.count() == 3
    assert set(Plan.objects.values_list("child__enrolment_rows__school__is_special", flat=True)) == {True, False}


def test_sixty_exclusions_reach_every_state_that_has_an_action() -> None:
    exclusions = Case.objects.filter(kind="permanent_exclusion")
    assert Counter(exclusions.values_list("state", flat=True)) == {
        "notified": 5,
        "checked": 12,
        "governors_listed": 12,
        "declined": 6,
        "review_window": 8,
        "review_expired": 1,
        "review_waived": 1,
        "review_applied": 2,
        "review_upheld": 1,
        "review_quashed": 1,
        "reconsidered_declined": 1,
        "reinstated": 5,
        "cancelled": 5,
    }
    assert set(Case.objects.values_list("school__is_invented", flat=True)) == {True}
    decided = Case.objects.filter(kind__in=("permanent_exclusion", "suspension"))
    assert decided.values("reference").distinct().count() == 360


def test_help_before_an_exclusion_and_what_came_of_it() -> None:
    requests = SupportRequest.objects.select_related("case").order_by("requested_on")
    assert Counter(request.case.state for request in requests) == {"requested": 1, "support_agreed": 3, "closed": 1}
    asking = [Asking(request.case.child_id, request.requested_on) for request in requests]
    outcomes = Outcomes(asking, "statutory", TUESDAY)
    assert Counter(outcomes.of(each).permanent.answer for each in asking) == {Answer.YES: 1, Answer.NOT_YET: 4}


def test_home_authorities_were_told_or_were_not() -> None:
    told = BetweenAuthorities.objects.filter(told_on__isnull=False)
    assert told.filter(acknowledged_on__isnull=False).exists()
    assert told.filter(acknowledged_on__isnull=True).exists()
    assert Exclusion.objects.exclude(home_authority__code="331").exclude(case__in=told.values("case")).exists()


def test_day_six_is_in_every_state() -> None:
    states = Counter(Exclusion.objects.values_list("day_six_state", flat=True))
    assert set(states) == {"not_owed", "to_book", "booked", "started", "late", "ended"}
    assert states["late"] == 1
    assert states["booked"] >= 4
    assert states["started"] >= 15
    assert Deadline.objects.filter(code="exclusions.sixth_day", state="met_late").count() >= 3
    assert Counter(Placement.objects.values_list("state", flat=True)).keys() == {"booked", "started", "ended"}
    assert set(Provider.objects.values_list("kind", flat=True)) == {"pupil_referral_unit", "independent", "tutor"}
    late_booking = Placement.objects.get(case__exclusion__misses_exam=True)
    assert late_booking.starts_on > Deadline.objects.get(case=late_booking.case, code="exclusions.sixth_day").due_on


def test_the_exclusions_have_the_circumstances_that_change_the_law() -> None:
    exclusions = Exclusion.objects.all()
    assert set(exclusions.values_list("pm_began", flat=True)) == {True, False}
    assert exclusions.filter(misses_exam=True, exam_on__gt=TUESDAY).count() == 1
    assert exclusions.filter(is_looked_after_then=True).count() == 1
    assert exclusions.filter(has_plan_then=True, day_six_state="to_book").count() >= 1
    assert exclusions.filter(has_finished_exams=True, year_group_then=11, day_six_state="not_owed").count() == 1
    assert exclusions.exclude(home_authority__code="331").filter(day_six_state="not_owed").count() >= 4
    assert exclusions.filter(year_group_then=13, day_six_state="not_owed").count() == 2
    assert Deadline.objects.filter(duty_owner="home_authority", is_ours=False).exists()


def test_the_record_of_a_case_is_of_its_own_days() -> None:
    for event in Event.objects.filter(case__isnull=False):
        assert event.recorded_at.date() <= TUESDAY
        assert event.recorded_at.date() >= event.happened_on
    for note in Note.objects.filter(happened_time__isnull=False):
        assert timezone.localtime(note.recorded_at).time() >= note.happened_time
    for case in Case.objects.all():
        stamps = list(case.events.order_by("pk").values_list("recorded_at", flat=True))
        assert stamps == sorted(stamps)


def test_history_names_the_person_who_acted() -> None:
    history = Task.history.rel.related_model
    assert is_history_model(history)
    officers = {user.pk for user in User.objects.filter(email__in=[each.email for each in COLLEAGUES if each.in_team])}
    # Rows that were copied are nobody's act.
    by = set(history.objects.values_list("pgh_context__user", flat=True)) - {None}
    assert by <= officers
    assert len(by) == 2
    assert set(history.objects.values_list("pgh_context__command", flat=True)) == {"load_demo"}


def test_history_of_copied_rows_carries_the_context_too() -> None:
    for model in (Child, Enrolment, Person, Address):
        history = model.history.rel.related_model
        assert history.objects.count() >= model.objects.count() > 0
        assert set(history.objects.values_list("pgh_context__command", flat=True)) == {"load_demo"}


def test_papers_are_kept_as_files() -> None:
    assert Counter(Document.objects.values_list("content_type", flat=True)) == {
        "application/pdf": 8,
        "text/plain": 2,
    }
    assert Note.objects.count() == 20


def test_there_is_a_sign_in_for_each_role(demonstration: Demonstration) -> None:
    path = demonstration.data / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = json.loads(path.read_text())
    assert [set(row) for row in rows] == [{"role", "name", "email", "password"}] * len(COLLEAGUES)
    assert len({row["password"] for row in rows}) == 1
    assert {row["role"] for row in rows} == {
        "Exclusions officer",
        "Team manager",
        "Head of service",
        "Finance officer",
        "Information governance",
        "Administrator",
        "Head teacher",
        "School office",
    }
    for row in rows:
        user = authenticate(None, username=row["email"], email=row["email"], password=row["password"])
        assert user is not None
        assert user.name == row["name"]
    assert SchoolStaff.objects.filter(school__is_invented=True).count() == 3
    assert any(rows[0]["password"] in line for line in sign_in_lines(demonstration.data, is_loopback=True))


def test_the_command_says_what_there_is(demonstration: Demonstration) -> None:
    assert "2,000 invented children, 60 permanent exclusions, 300 suspensions; 12 forms of" in demonstration.said
    assert "Idris Pellworthy 15.5 in a term" in demonstration.said
    assert "Wed 25 Nov 2026 (the next school day)" in demonstration.said
    assert "is not a school day" not in demonstration.said
    password = json.loads((demonstration.data / FILE_NAME).read_text())[0]["password"]
    assert password not in demonstration.said


def test_a_second_load_is_refused_and_changes_nothing(demonstration: Demonstration) -> None:
    before = (demonstration.data / FILE_NAME).read_text()
    with pytest.raises(CommandError, match=r"already serves an authority.*\./run --start-over"), transaction.atomic():
        call_command("load_demo", as_of=TUESDAY, data=demonstration.data)
    assert (demonstration.data / FILE_NAME).read_text() == before
    assert Child.objects.count() == 2000


@pytest.mark.parametrize("text", ["24/11/2026", "2026-02-30", "20261124", "tomorrow"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="is not a day such as 2026-11-24"):
        call_command("load_demo", f"--as-of={text}")


def test_a_day_is_read_from_the_command_line(load: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match="already serves"):
        load(date(2026, 11, 25))


def test_what_was_loaded_is_sealed_so_that_the_log_is_in_order_from_the_first_minute() -> None:
    call_command("verify_view_log", stdout=io.StringIO())
    assert Seal.objects.filter(table_name="cases.Event").exists()


def test_the_figures_add_up_and_have_something_beside_them() -> None:
    manager = User.objects.get(role_holdings__role=Role.TEAM_MANAGER)
    assert len(comparisons_in_force()) == 20
    assert {each.source for each in headcounts_in_force().values()} == {SOURCE}
    tables = tables_of(gather(manager, Choice(Month.latest_complete(TUESDAY), 2025), TUESDAY))
    assert not any(table.problems for table in tables)
    rates = next(table for table in tables if table.code == "suspension_rates")
    rows = {row.label: row.cells[-1] for row in rates.rows}
    assert rows["Suspensions"].value > 20
    assert rows["Suspensions for every 100 pupils"].value > 1
    assert rows["England"].value > 1
