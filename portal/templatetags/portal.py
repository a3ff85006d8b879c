"""What the page of a step needs to draw fields of files."""

from __future__ import annotations

from typing import Any

from django import template

from components.forms import GovukForm
from portal.answers import file_fields

register = template.Library()


@register.filter
def file_names(form: GovukForm) -> list[str]:
    """Names of the form's fields of files."""
    return file_fields(form)


@register.filter
def files_of(files: dict[str, list[dict[str, Any]]], name: str) -> list[dict[str, Any]]:
    """The kept files of one field."""
    return files.get(name, [])
