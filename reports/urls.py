"""Addresses of this room."""

from django.urls import path

from reports import views
from reports.comparisons import views as comparisons
from reports.exclusion_figures import views as exclusions

urlpatterns = [
    path("manage/", views.manage, name="manage"),
    path("manage/tasks/", views.tasks, name="manage_tasks"),
    path("reports/", comparisons.reports, name="reports"),
    path("reports/exclusions/", exclusions.figures, name="report_exclusions"),
    path("reports/exclusions/rows/", exclusions.rows, name="report_exclusion_rows"),
    path("reports/exclusions/rows.csv", exclusions.rows_file, name="report_exclusion_rows_file"),
    path("reports/exclusions/tables/<slug:table_code>.csv", exclusions.figures_file, name="report_exclusions_file"),
    path("reports/figures/", comparisons.figures, name="figures"),
    path("reports/figures/<slug:figures_kind>/", comparisons.figures_import, name="figures_import"),
    path("reports/figures/<slug:figures_kind>/history/", comparisons.figures_history, name="figures_history"),
    path(
        "reports/figures/<slug:figures_kind>/<uuid:figures_batch_uuid>/",
        comparisons.figures_import_batch,
        name="figures_import_batch",
    ),
]
