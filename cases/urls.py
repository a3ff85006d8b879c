"""Addresses of the kernel's pages. An address holds a random id or a reference, never anything about a child."""

from django.urls import path

from cases.views import (
    case,
    case_list,
    child,
    child_edit,
    deadline,
    documents,
    home,
    notes,
    pages,
    pupils,
    reasons,
    search,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("work/", home.work, name="work"),
    path("reason/", reasons.list_reason, name="list_reason"),
    path("cases/", case_list.case_list, name="cases"),
    path("cases/<str:reference>/", case.case, name="case"),
    path("cases/<str:reference>/tasks/add/", case.task_add, name="task_add"),
    path("tasks/<uuid:task_uuid>/done/", case.task_done, name="task_done"),
    path("tasks/<uuid:task_uuid>/no-longer-needed/", case.task_cancel, name="task_cancel"),
    path("deadlines/<uuid:deadline_uuid>/", deadline.deadline, name="deadline"),
    path("children/", search.children, name="children"),
    path("children/search/", search.children_search, name="children_search"),
    path("children/new/", child_edit.child_create, name="child_create"),
    path("children/import/", pupils.pupils_import, name="pupils_import"),
    path("children/import/<uuid:batch_uuid>/", pupils.pupils_import_batch, name="pupils_import_batch"),
    path("children/<uuid:child_uuid>/", child.child, name="child"),
    path("children/<uuid:child_uuid>/change/", child_edit.child_change, name="child_change"),
    path("children/<uuid:child_uuid>/cases/", child.child_cases, name="child_cases"),
    path("children/<uuid:child_uuid>/timeline/", child.child_timeline, name="child_timeline"),
    path("children/<uuid:child_uuid>/family/", child.child_family, name="child_family"),
    path("children/<uuid:child_uuid>/documents/", child.child_documents, name="child_documents"),
    path("children/<uuid:child_uuid>/reason/", reasons.child_reason, name="child_reason"),
    path("children/<uuid:child_uuid>/schools/add/", child_edit.enrolment_add, name="enrolment_add"),
    path(
        "children/<uuid:child_uuid>/schools/<int:enrolment_id>/leave/", child_edit.enrolment_end, name="enrolment_end"
    ),
    path("children/<uuid:child_uuid>/notes/add/", notes.note_add, name="note_add"),
    path("children/<uuid:child_uuid>/notes/<uuid:note_uuid>/correct/", notes.note_correct, name="note_correct"),
    path("children/<uuid:child_uuid>/documents/add/", documents.document_add, name="document_add"),
    path("documents/<uuid:document_uuid>/", documents.document, name="document"),
    path("accessibility/", pages.accessibility_statement, name="accessibility_statement"),
    path("help/", pages.help_page, name="help"),
    path("brand.css", pages.brand_stylesheet, name="brand_stylesheet"),
    path("healthz", pages.health, name="health"),
]
