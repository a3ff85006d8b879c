"""The list of providers, and adding and changing one."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.views.desk import page_of
from ledger.posts import act_on_form, form_key, posted_version, version_to_show
from provision.access import get_provider_to_change_for
from provision.actions.providers import add_provider, change_provider
from provision.forms import ProviderChangeForm, ProviderForm, ProviderSearchForm
from provision.permissions import (
    check_may_open_providers,
    check_user_can_change_providers,
    user_can_change_providers,
)
from provision.presenters import present_providers, provider_fields, stale_rows
from provision.queries import providers_to_list
from provision.refusals import ProvisionRefused


@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    """Providers by name, 25 to a page. Says nothing of any child but how many go there."""
    check_may_open_providers(request.user)
    search = ProviderSearchForm(request.GET)
    search.is_valid()
    asked = search.cleaned_data
    found = providers_to_list(request.user, asked.get("q", ""), with_unused=asked.get("unused") == "yes")
    page = page_of(request, found)
    can_change = user_can_change_providers(request.user)
    context = {
        "search": search,
        "page": page,
        "rows": present_providers(list(page.object_list), can_change=can_change),
        "can_change": can_change,
        "is_searched": bool(request.GET),
    }
    return render(request, "provision/providers.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Add a provider."""
    check_may_open_providers(request.user)
    check_user_can_change_providers(request.user)
    form = ProviderForm(request.POST or None)

    def perform() -> str:
        add_provider(facts=form.facts(), by=request.user, as_of=request.as_of)
        return reverse("providers")

    answer = act_on_form(
        request, form, "provider_add", perform, refusals=(ProvisionRefused,), done="The provider is added."
    )
    context = {"form": form, "title": "Add a provider", "form_key": form_key(request, "provider_add")}
    return answer or render(request, "provision/provider_form.html", context)


def change(request: HttpRequest, provider_uuid: uuid.UUID) -> HttpResponse:
    """Change a provider, or take it out of use."""
    provider = get_provider_to_change_for(request, provider_uuid)
    form = ProviderChangeForm(request.POST or None, initial=provider_fields(provider))
    form_name = f"provider_change:{provider.uuid}"

    def perform() -> str:
        change_provider(
            provider=provider,
            facts=form.facts(),
            is_active=form.cleaned_data["is_active"] == "yes",
            version=posted_version(request),
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("providers")

    answer = act_on_form(
        request, form, form_name, perform, refusals=(ProvisionRefused,), done="The provider is changed."
    )
    context = {
        "form": form,
        "title": "Change a provider",
        "stale": stale_rows(form, provider_fields(provider)),
        "version": version_to_show(request, form, provider.version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "provision/provider_form.html", context)
