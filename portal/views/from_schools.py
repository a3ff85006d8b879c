"""What schools sent: the list of the officers, and the questions that schools get wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import reason_for_lists
from cases.views.desk import page_of
from components.paging import with_query
from ledger.viewlog import record_view
from portal.desk_access import check_may_see_submissions
from portal.desk_forms import SubmissionFilterForm
from portal.permissions import check_user_can_see_mistakes, user_can_see_mistakes
from portal.presenters import from_schools as presenters
from portal.triage import children_shown, find_submissions, mistakes_of_a_year, schools_that_sent, standing_counts


def from_schools(request: HttpRequest) -> HttpResponse:
    """`/from-schools/`: what is to be decided, oldest first, or what `?state=` asks for; 25 to a page."""
    check_may_see_submissions(request.user)
    reason = reason_for_lists(request)
    schools = schools_that_sent(request.user)
    form = SubmissionFilterForm(
        request.GET, webforms=presenters.form_choices(), schools=presenters.school_choices(schools)
    )
    wanted = form.wanted()
    page = page_of(request, find_submissions(request.user, wanted))
    rows = list(page.object_list)
    child_ids, case_ids = children_shown(rows)
    record_view(request, "from_schools", child_ids=child_ids, case_ids=case_ids, reason=reason)
    return render(
        request,
        "portal/from_schools.html",
        {
            "title": presenters.TITLES[wanted.standing],
            "tabs": presenters.present_state_tabs(standing_counts(request.user, wanted), request.GET, wanted.standing),
            "form": form,
            "kept": [{"name": "state", "value": wanted.standing}],
            "chips": presenters.present_filter_chips(wanted, request.GET, schools),
            "clear_url": with_query(request.GET, form=None, school=None, page=None),
            "page": page,
            "columns": presenters.submission_columns(),
            "rows": presenters.present_submissions(rows, request.as_of),
            "empty": presenters.present_no_rows(wanted),
            "mistakes_url": reverse("from_schools_mistakes") if user_can_see_mistakes(request.user) else "",
        },
    )


def from_schools_mistakes(request: HttpRequest) -> HttpResponse:
    """Which questions of the forms schools get wrong, for who can make them plainer. No child, no school is named."""
    check_may_see_submissions(request.user)
    check_user_can_see_mistakes(request.user)
    mistakes = mistakes_of_a_year(request.as_of)
    return render(
        request,
        "portal/from_schools_mistakes.html",
        {"columns": presenters.mistake_columns(), "rows": presenters.present_mistakes(mistakes)},
    )
