"""The list of requests for help, what came of them, and the numbers over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.permissions import has_permission, kinds_worked_by
from cases.models import Case
from cases.permissions import Permission, cases_visible_to
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.models import SupportLine
from exclusions.support.facts import policy_of_authority
from exclusions.support.outcomes import Answer, Asking, Outcome, Outcomes


@dataclass(frozen=True)
class Listed:
    """One request with what came of it. `case` is loaded for the rows of a page alone."""

    case_id: int
    outcome: Outcome


@dataclass(frozen=True)
class SupportList:
    """The rows that are asked for, newest first, and how many of those before the outcome was asked for have which
    answer: on a permanent exclusion, and on a suspension."""

    rows: Sequence[Listed]
    permanent: Mapping[Answer, int]
    suspension: Mapping[Answer, int]


def user_can_see_support(user: User) -> bool:
    """True for people whose team works these requests, and for those who may read every case."""
    return EXCLUSION_SUPPORT in kinds_worked_by(user) or has_permission(user, Permission.VIEW_ALL_CASES)


def support_list(user: User, wanted: Mapping[str, str], as_of: date) -> SupportList:
    """The list as this person may see it: three queries, whatever its length. `wanted`: school (URN), tier, excluded
    (an answer), each possibly empty."""
    cases = _asked(_visible(user), wanted)
    asking = {
        pk: Asking(child_id, requested_on)
        for pk, child_id, requested_on in cases.values_list("pk", "child_id", "support_request__requested_on")
    }
    outcomes = Outcomes(asking.values(), policy_of_authority(), as_of)
    rows = [Listed(pk, outcomes.of(each)) for pk, each in asking.items()]
    answer = wanted.get("excluded", "")
    return SupportList(
        rows=[row for row in rows if not answer or row.outcome.permanent.answer == answer],
        permanent=Counter(row.outcome.permanent.answer for row in rows),
        suspension=Counter(row.outcome.suspension.answer for row in rows),
    )


def cases_of(rows: Sequence[Listed]) -> dict[int, Case]:
    """The cases of one page with the rows that it shows of each: two queries."""
    lines = Prefetch("support_request__lines", queryset=SupportLine.objects.select_related("provider"))
    cases = Case.objects.filter(pk__in=[row.case_id for row in rows])
    return {
        case.pk: case for case in cases.select_related("child", "school", "support_request").prefetch_related(lines)
    }


def schools_to_choose(user: User) -> list[tuple[str, str]]:
    """The schools of the requests that this person may see, by name."""
    schools = _visible(user).filter(school__isnull=False).order_by("school__name_sort_key")
    return [(str(urn), name) for urn, name in schools.values_list("school__urn", "school__name").distinct()]


def _visible(user: User) -> QuerySet[Case]:
    return cases_visible_to(user).filter(kind=EXCLUSION_SUPPORT)


def _asked(cases: QuerySet[Case], wanted: Mapping[str, str]) -> QuerySet[Case]:
    if wanted.get("school"):
        cases = cases.filter(school__urn=wanted["school"])
    if wanted.get("tier"):
        with_tier = SupportLine.objects.filter(tier=wanted["tier"]).values("request__case")
        cases = cases.filter(pk__in=with_tier)
    return cases.order_by("-support_request__requested_on", "-pk")
