"""The tabs of the team's lists."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from exclusions.lists import lists_for

register = template.Library()


@register.inclusion_tag("components/sub_navigation.html", takes_context=True)
def exclusion_lists(context: dict[str, Any]) -> dict[str, Any]:
    """A tab for each list that the reader has; the one of this page is the current one."""
    request = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    items = [
        {"label": each.label, "url": reverse(each.url_name), "current": each.holds(here)}
        for each in lists_for(request.user)
    ]
    return {"items": items, "label": "Lists of exclusions"}
