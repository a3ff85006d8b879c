"""What goes between two authorities: the page of a case, and the two lists."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import reason_for_lists
from cases.models import Case
from cases.views.desk import ROWS_A_PAGE, for_desk
from components.forms import GovukForm
from exclusions.actions.home_authority import record_between_authorities
from exclusions.facts import gather
from exclusions.home_authority.forms import BetweenAuthoritiesForm
from exclusions.home_authority.lists import (
    ELSEWHERE,
    HERE,
    loaded,
    shared_cases,
    user_can_see_shared,
    with_what_is_shown,
)
from exclusions.home_authority.presenters_list import EXPLAINED, TITLES, present_shared, present_tabs
from exclusions.home_authority.telling import telling_of
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.policies import reasons_against
from exclusions.states import transition
from exclusions.views.steps import StepPage, load_case, show_step
from ledger.viewlog import record_view


def between_authorities(request: HttpRequest, reference: str) -> HttpResponse:
    """Who told whom, and what information was asked for."""
    facts = gather(load_case(request, reference, "exclusion_home_authority", PERMANENT_EXCLUSION))
    form = BetweenAuthoritiesForm(request.POST or None, telling=telling_of(facts), as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return record_between_authorities(
            case=case,
            told=form.told(),
            notice=form.notice(),
            information=form.information(),
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    page = StepPage(
        name="exclusion_home_authority",
        title=transition("home_authority").label,
        lead="The authority where the child lives provides from day six and must know of the exclusion without delay.",
        done="Recorded.",
        reasons=reasons_against("home_authority", facts, request.as_of),
        columns={},
    )
    return show_step(request, facts, page, form, act)


@require_safe
@for_desk
def shared(request: HttpRequest) -> HttpResponse:
    """`/exclusions/home-authority/`: our residents excluded elsewhere, and those of others excluded here."""
    if not user_can_see_shared(request.user):
        raise PermissionDenied("This page is for the team that works exclusions.")
    reason = reason_for_lists(request)
    tab = HERE if request.GET.get("tab") == HERE else ELSEWHERE
    lists = {each: shared_cases(request.user, each) for each in TITLES}
    page = Paginator(loaded(lists[tab]), ROWS_A_PAGE).get_page(request.GET.get("page"))
    cases = list(page.object_list)
    record_view(
        request,
        "exclusions_home_authority",
        child_ids=[case.child_id for case in cases],
        case_ids=[case.pk for case in cases],
        reason=reason,
    )
    context = {
        "tabs": present_tabs(tab, {each: cases.count() for each, cases in lists.items()}),
        "title": TITLES[tab],
        "lead": EXPLAINED[tab],
        "page": page,
        "rows": present_shared(with_what_is_shown(cases, request.as_of), request.as_of),
    }
    return render(request, "exclusions/home_authority.html", context)
