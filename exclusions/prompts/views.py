"""The list of prompts, and the page on which one is dealt with."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import has_permission
from cases.access import get_case_for, reason_for_lists
from cases.views.desk import for_desk, page_of
from exclusions.actions.prompts import deal_with_prompt
from exclusions.actions.refusals import ExclusionRefused
from exclusions.permissions import Permission, check_user_can_see_lists, check_user_can_work
from exclusions.prompts import presenters
from exclusions.prompts.forms import DealForm
from exclusions.prompts.queries import EARLIER, count_prompts, find_prompts, prompt_for, prompts_in
from ledger.posts import act_on_form, form_key, posted_version, version_to_show
from ledger.viewlog import record_view
from schools.queries import policy_of, the_authority


@require_safe
@for_desk
def prompt_list(request: HttpRequest) -> HttpResponse:
    """`/exclusions/prompts/`: a number for each sort, and the prompts behind them."""
    check_user_can_see_lists(request.user)
    reason = reason_for_lists(request)
    state = presenters.known_state(request.GET.get("state", ""))
    code = presenters.known_code(request.GET.get("code", ""))
    policy = policy_of(the_authority())
    page = page_of(request, find_prompts(request.user, state, code, request.as_of))
    prompts = list(page.object_list)
    record_view(
        request,
        "exclusions_prompts",
        child_ids=[each.child_id for each in prompts],
        case_ids=[each.case_id for each in prompts],
        reason=reason,
    )
    can_work = has_permission(request.user, Permission.WORK)
    context = {
        "tiles": presenters.present_tiles(count_prompts(request.user, state, request.as_of), state, policy),
        "chips": presenters.present_chips(state, code, policy),
        "clear_url": reverse("exclusions_prompts"),
        "page": page,
        "columns": presenters.columns(state),
        "rows": presenters.present_rows(prompts, policy, can_work=can_work),
        "is_open": state == "open",
        "earlier_count": prompts_in(request.user, EARLIER, request.as_of).count() if state == "open" else 0,
    }
    return render(request, "exclusions/prompts.html", context)


@for_desk
def prompt(request: HttpRequest, prompt_uuid: uuid.UUID) -> HttpResponse:
    """What was done about a prompt."""
    shown = prompt_for(request.user, prompt_uuid)
    shown.case = get_case_for(request, shown.case.reference, "exclusions_prompt", to_work=True)
    check_user_can_work(request.user, shown.case)
    form = DealForm(request.POST or None)
    version = posted_version(request)

    def perform() -> str:
        deal_with_prompt(prompt=shown, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data)
        return reverse("exclusions_prompts")

    form_name = f"exclusions_prompt:{shown.uuid}"
    answer = act_on_form(
        request, form, form_name, perform, refusals=(ExclusionRefused,), done="The prompt is dealt with."
    )
    context = {
        "case": shown.case,
        "child": shown.case.child,
        "form": form,
        "prompt": presenters.prompt_in_words(shown),
        "is_open": shown.state == "open",
        "version": version_to_show(request, form, shown.version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "exclusions/prompt.html", context)
