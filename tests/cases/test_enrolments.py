"""A registration that turns out otherwise: corrected or taken back; of a main one its admission alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import Role
from cases.actions.children import ChildRefused
from cases.actions.enrolments import (
    change_enrolment,
    correct_admission,
    take_back_admission,
    take_back_enrolment,
)
from cases.models import Child, Enrolment, Event
from schools.models import School
from tests.factories.children import enrol, make_child, make_school
from tests.factories.people import make_user

AS_OF, SINCE, UNTIL = date(2026, 11, 3), date(2026, 11, 2), date(2026, 12, 18)
pytestmark = pytest.mark.django_db


@pytest.fixture
def child() -> Child:
    return make_child()


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def officer() -> User:
    return make_user(Role.EXCLUSIONS_OFFICER)


def change(enrolment: Enrolment, school: School, by: User, ends_on: date | None = UNTIL) -> Enrolment:
    return change_enrolment(enrolment=enrolment, school=school, starts_on=SINCE, ends_on=ends_on, by=by, as_of=AS_OF)


def test_school_and_days_are_corrected_and_the_event_says_so(child: Child, school: School, officer: User) -> None:
    other = make_school()
    changed = change(enrol(child, school, kind="dual"), other, officer)
    assert (changed.school, changed.starts_on, changed.ends_on, changed.version) == (other, SINCE, UNTIL, 2)
    event = Event.objects.get(code="enrolment_changed")
    assert event.facts == {"school": other.urn, "enrolment_kind": "dual"}


def test_the_same_again_changes_nothing(child: Child, school: School, officer: User) -> None:
    changed = change(enrol(child, school, kind="dual"), school, officer)
    assert change(changed, school, officer).version == changed.version
    assert Event.objects.filter(code="enrolment_changed").count() == 1


def test_it_cannot_end_before_it_begins(child: Child, school: School, officer: User) -> None:
    enrolment = enrol(child, school, kind="dual")
    with pytest.raises(ChildRefused) as refused:
        change(enrolment, school, officer, date(2026, 11, 1))
    assert refused.value.field == "ends_on"


def test_a_main_registration_is_neither_corrected_nor_taken_back(child: Child, school: School, officer: User) -> None:
    enrolment = enrol(child, school)
    with pytest.raises(ChildRefused, match="ended, never taken back"):
        change(enrolment, school, officer)
    with pytest.raises(ChildRefused, match="ended, never taken back"):
        take_back_enrolment(enrolment=enrolment, by=officer, as_of=AS_OF)


def test_one_that_is_taken_back_is_gone_and_the_history_keeps_it(child: Child, school: School, officer: User) -> None:
    enrolment = enrol(child, school, kind="dual")
    history = Enrolment.history.rel.related_model.objects.filter(pgh_obj_id=enrolment.pk)
    take_back_enrolment(enrolment=enrolment, by=officer, as_of=AS_OF)
    assert not Enrolment.objects.filter(child=child).exists()
    assert list(history.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]
    assert Event.objects.get(code="enrolment_taken_back").facts["school"] == school.urn


def test_who_may_not_change_the_child_changes_no_registration(child: Child, school: School) -> None:
    enrolment, head = enrol(child, school, kind="dual"), make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        change(enrolment, school, head)
    with pytest.raises(PermissionDenied):
        take_back_enrolment(enrolment=enrolment, by=head, as_of=AS_OF)


def on_roll(child: Child, school: School, starts_on: date, ends_on: date | None = None) -> Enrolment:
    return Enrolment.objects.create(child=child, school=school, kind="main", starts_on=starts_on, ends_on=ends_on)


def test_the_day_of_an_admission_is_corrected(child: Child, school: School, officer: User) -> None:
    enrolment = on_roll(child, school, SINCE)
    act = {"by": officer, "as_of": AS_OF}
    assert correct_admission(enrolment=enrolment, starts_on=SINCE, **act).version == enrolment.version
    changed = correct_admission(enrolment=enrolment, starts_on=date(2026, 10, 5), **act)
    assert (changed.starts_on, changed.version) == (date(2026, 10, 5), 2)
    assert Event.objects.get(code="enrolment_changed").facts == {"school": school.urn, "enrolment_kind": "main"}


def test_an_admission_fits_the_other_days_of_the_record(child: Child, school: School, officer: User) -> None:
    on_roll(child, make_school(), date(2025, 9, 1), date(2026, 10, 30))
    enrolment = on_roll(child, school, SINCE, UNTIL)
    act = {"enrolment": enrolment, "by": officer, "as_of": AS_OF}
    with pytest.raises(ChildRefused, match="on or before the last day there"):
        correct_admission(starts_on=date(2026, 12, 19), **act)
    with pytest.raises(ChildRefused, match="on the main roll of"):
        correct_admission(starts_on=date(2026, 10, 30), **act)
    with pytest.raises(ChildRefused, match=r"left .* again"):
        take_back_admission(**act)
    assert correct_admission(starts_on=date(2026, 10, 31), **act).starts_on == date(2026, 10, 31)


def test_an_admission_that_never_was_is_gone(child: Child, school: School, officer: User) -> None:
    enrolment = enrol(child, school)
    for act in (take_back_admission, lambda **more: correct_admission(starts_on=SINCE, **more)):
        with pytest.raises(PermissionDenied):
            act(enrolment=enrolment, by=make_user(Role.HEAD_OF_SERVICE), as_of=AS_OF)
    take_back_admission(enrolment=enrolment, by=officer, as_of=AS_OF)
    assert not Enrolment.objects.filter(child=child).exists()
    assert Event.objects.get(code="enrolment_taken_back").facts == {"school": school.urn, "enrolment_kind": "main"}
