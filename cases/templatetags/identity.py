"""The identity bar on a page of any room that has `child` in its context."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from cases.frames import child_frame

register = template.Library()


@register.inclusion_tag("components/identity_bar.html", takes_context=True)
def identity_bar(context: Context) -> dict[str, Any]:
    """The bar of the page's `child`."""
    return {"child": child_frame(context["request"], context["child"])["identity"]}
