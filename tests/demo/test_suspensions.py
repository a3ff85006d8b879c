"""The suspensions of a demonstration: how many, at which limits, and that COPY leaves what the actions leave."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db.models import Count, Model, Sum

from accounts.models import User
from cases.actions.tasks import finish_task
from cases.models import (
    CareStatus,
    Case,
    Child,
    Enrolment,
    FreeSchoolMeals,
    Plan,
    SocialWorkerInvolvement,
    SpecialEducationalNeeds,
    Task,
)
from demo.generator.cast import STANDINGS
from exclusions.actions.suspensions import close_suspension, record_return, record_suspension
from exclusions.models import Notification, Suspension, SuspensionTerm
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import gather_suspension

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

IDENTITY = {"id", "uuid", "reference", "child", "case", "opened_recorded_at", "opened_at", "done_at"}
OF_THE_CHILD = (Enrolment, Plan, SpecialEducationalNeeds, FreeSchoolMeals, CareStatus, SocialWorkerInvolvement)
THIS_YEAR = date(2026, 8, 1)


def of_standing(label: str) -> Child:
    name = STANDINGS[label].part.name
    return Child.objects.get(given_names=name.given_names, surname=name.surname)


def test_three_hundred_and_most_of_them_are_over() -> None:
    states = Counter(Case.objects.filter(kind="suspension").values_list("state", flat=True))
    assert states.total() == 300
    assert states["closed"] >= 270
    assert states["notified"] >= 7
    assert states["returned"] >= 4
    assert states["cancelled"] == 1


def test_they_are_of_four_schools_two_years_and_many_reasons() -> None:
    suspensions = Suspension.objects.all()
    assert suspensions.values("case__school").distinct().count() == 4
    assert set(SuspensionTerm.objects.values_list("school_year", flat=True)) == {2025, 2026}
    reasons = Counter(reason for row in suspensions for reason in row.reasons)
    assert len(reasons) >= 8
    assert reasons.most_common(1)[0][0] == "DB"
    assert suspensions.filter(sessions_count=1).exists()
    assert {row.first_session for row in suspensions} == {"am", "pm"}
    assert suspensions.values("case__child").annotate(count=Count("pk")).filter(count__gt=1).count() >= 40


@pytest.mark.parametrize("label", STANDINGS)
def test_a_total_stands_at_its_limit(label: str) -> None:
    child, standing = of_standing(label), STANDINGS[label]
    assert label.startswith(f"{standing.days:.1f} ")
    terms = SuspensionTerm.objects.filter(suspension__case__child=child)
    by_term = list(terms.values("school_year", "term").annotate(sessions=Sum("sessions")))
    assert len(by_term) == len(standing.sessions_by_term)
    assert sum(row["sessions"] for row in by_term) == round(standing.days * 2)
    assert len({row["school_year"] for row in by_term}) == 1


def test_the_total_counts_over_two_schools_and_says_what_the_governors_owe() -> None:
    child = of_standing("15.5 in a term")
    cases = Case.objects.filter(child=child, kind="suspension").order_by("opened_on")
    assert cases.values("school").distinct().count() == 2
    bands = [gather_suspension(case).band.value for case in cases]
    assert bands[-1] == "GB15"
    last = [Case.objects.filter(child=of_standing(label)).latest("opened_on") for label in list(STANDINGS)[:6]]
    if_asked = "GB50_IF_REPS"
    assert [gather_suspension(case).band.value for case in last] == ["LE5", "LE5", *[if_asked] * 3, "GB15"]


def copied_cases() -> list[list[Case]]:
    """Children's cases that COPY wrote: of one with a plan, and of one who reached more than five days in a term."""
    closed = Case.objects.filter(kind="suspension", state="closed", suspension__first_on__gte=THIS_YEAR)
    by_copy = closed.filter(submission_statuses__isnull=True).order_by("opened_on", "pk")
    with_tasks = by_copy.filter(tasks__isnull=False).values_list("child", flat=True).first()
    standing = of_standing("15.0 in a term").pk
    return [list(by_copy.filter(child=child).distinct()) for child in (with_tasks, standing)]


def test_copied_suspensions_are_those_that_the_actions_make() -> None:
    for cases in copied_cases():
        assert cases
        twin = copy_of(cases[0].child)
        for case in cases:
            assert rows_of(replay(case, twin)) == rows_of(case)


def copy_of(child: Child) -> Child:
    """A second child of whom the same is so."""
    old = child.pk
    twin = Child.objects.get(pk=old)
    twin.pk, twin.uuid, twin.upn = None, Child._meta.get_field("uuid").default(), ""
    twin.save()
    for model in OF_THE_CHILD:
        for row in model.objects.filter(child=old):
            row.pk, row.child = None, twin
            row.save()
    return twin


def replay(case: Case, child: Child) -> Case:
    """The same suspension of the other child, by the actions."""
    was = case.suspension
    by = User.objects.get(pk=case.owner_id)
    told = dict(Notification.objects.filter(case=case).order_by("pk").values_list("recipient", "told_on"))
    made = record_suspension(
        child=child,
        school=case.school,
        decided_on=was.decided_on,
        span=Span.of(was),
        reasons=was.reasons,
        home_authority=was.home_authority,
        told=told,
        by=by,
        as_of=case.opened_on,
    )
    for task in Task.objects.filter(case=made).select_related("case", "child").order_by("pk"):
        finish_task(task=task, version=task.version, by=by, as_of=case.opened_on)
    made = record_return(
        case=made,
        returned_on=was.returned_on,
        reintegration_met_on=was.reintegration_met_on,
        version=1,
        by=by,
        as_of=was.returned_on,
    )
    return close_suspension(case=made, version=2, by=by, as_of=case.closed_on)


def rows_of(case: Case) -> dict[str, Any]:
    """Everything that hangs on the case, without what makes it this one."""
    case = Case.objects.get(pk=case.pk)
    # The copied history is of a time before the team was prompted: nobody has an old prompt to answer.
    events = case.events.exclude(code__startswith="exclusions.prompt_").order_by("pk")
    return {
        "case": values_of(case),
        "suspension": values_of(case.suspension),
        "terms": [values_of(row, "suspension") for row in case.suspension.terms.order_by("pk")],
        "told": [values_of(row) for row in case.exclusion_notifications.order_by("pk")],
        "tasks": [values_of(row) for row in case.tasks.order_by("pk")],
        "deadlines": [values_of(row, "computed_recorded_at") for row in case.deadlines.order_by("pk")],
        "events": [(row.code, row.happened_on, row.by_id, without_ids(row.facts)) for row in events],
    }


def values_of(row: Model, *left_out: str) -> dict[str, object]:
    fields = row._meta.concrete_fields
    return {each.name: each.value_from_object(row) for each in fields if each.name not in IDENTITY | set(left_out)}


def without_ids(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name not in ("deadline", "task")}
