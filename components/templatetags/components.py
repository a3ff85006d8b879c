"""The tags that pages are written with; README.md in this app lists them with their parameters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from components.field_presentation import present_field
from components.forms import summary_errors
from components.paging import present_page, with_query

register = template.Library()

FIELD_OPTIONS = frozenset(
    {
        "autocapitalize",
        "autocomplete",
        "described_by",
        "heading",
        "hide_label",
        "hint",
        "inline",
        "inputmode",
        "label",
        "legend_size",
        "option_hints",
        "optional",
        "prefix",
        "rows",
        "small",
        "spellcheck",
        "suffix",
        "width",
    }
)


LOZENGE_KINDS = ("neutral", "active", "done", "waiting", "attention", "overdue", "restricted", "information")


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A form field with its label, hint, error and input. Raises ValueError for an option that does not exist."""
    if not isinstance(bound, BoundField):
        raise ValueError("{% field %} needs a form's field, for example form.surname")
    unknown = set(options) - FIELD_OPTIONS
    if unknown:
        raise ValueError(f"{{% field %}} does not know {', '.join(sorted(unknown))}")
    return {"field": present_field(bound, options)}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong with these forms (and formsets), each error a link to its input; nothing when all is well."""
    shown = [form for form in forms if form and form.is_bound]
    return {"errors": list(summary_errors(shown))}


@register.inclusion_tag("components/button.html")
def button(text: str, **options: Any) -> dict[str, Any]:
    """A button, or a link drawn as one when `url` is given. `kind` is primary, secondary, warning or link."""
    return {"text": text, "kind": options.pop("kind", "primary"), "options": options}


@register.inclusion_tag("components/lozenge.html")
def lozenge(text: str, kind: str = "neutral") -> dict[str, Any]:
    """A status as a word with a shape. Raises ValueError for a kind that has no shape."""
    if kind not in LOZENGE_KINDS:
        raise ValueError(f"There is no lozenge of the kind {kind!r}; there are {', '.join(LOZENGE_KINDS)}")
    return {"text": text, "kind": kind}


@register.inclusion_tag("components/contextual_date.html")
def contextual_date(value: date | None, label: str = "", kind: str = "neutral") -> dict[str, Any]:
    """A date with what it means today in a word; the caller gives the word, no clock is read here."""
    return {"value": value, "label": label, "kind": kind}


@register.inclusion_tag("components/sort_heading.html", takes_context=True)
def sort_heading(context: Context, label: str, key: str, sort: str = "", numeric: bool = False) -> dict[str, Any]:
    """A column's heading that sorts the whole list by link: `?sort=key`, and `?sort=-key` the other way.

    `sort` is the order in force. The rest of the query string is kept; the page number is not.
    """
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    following = f"-{key}" if direction == "ascending" else key
    return {
        "label": label,
        "direction": direction,
        "url": with_query(_query(context), sort=following, page=None),
        "numeric": numeric,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[Any], noun: str = "", parameter: str = "page", label: str = "Pages"
) -> dict[str, Any]:
    """Links to the pages of a list, keeping the query string, with "Showing 26 to 50 of 312 cases" above."""
    return {"pages": present_page(page, _query(context), noun=noun, parameter=parameter), "label": label}


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """This page's query string with these parameters changed; None takes one out."""
    return with_query(_query(context), **changes)


@register.simple_block_tag
def details(content: SafeString, summary: str, is_open: bool = False) -> str:
    """Content that is opened by a click on its summary."""
    return render_to_string("components/details.html", {"summary": summary, "content": content, "is_open": is_open})


@register.simple_block_tag
def card(content: SafeString, title: str, **options: Any) -> str:
    """A titled box; options: `level` of its heading, `link_url` and `link_label`, `id`."""
    return render_to_string("components/card.html", {"title": title, "content": content, "options": options})


@register.simple_block_tag
def inset(content: SafeString) -> str:
    """A paragraph set apart by a line at its left."""
    return render_to_string("components/inset.html", {"content": content})


def _query(context: Context) -> Any:
    request = context.get("request")
    return request.GET if request is not None else {}
