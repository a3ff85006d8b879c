"""The case from which another one is recorded: the record page's address names it as `?from=`."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from cases.access import get_case_for
from cases.models import Case, Child


def opened_from(request: HttpRequest, child: Child, page: str) -> Case | None:
    """The case that the address names, for who may work it; None when it names none. A case of another child's is not
    found."""
    reference = request.GET.get("from", "")
    if not reference:
        return None
    case = get_case_for(request, reference, page, to_work=True)
    if case.child_id != child.pk:
        raise Http404
    return case
