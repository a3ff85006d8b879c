"""Pages for managers: they read every room and own no facts of theirs. What was brought in to compare with is this
room's own (docs/adr/0028)."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        from accounts.permissions import has_permission, register_grants  # models are loaded only now
        from cases.panels import Entry, register_entry
        from ledger.viewlog import register_pages
        from reports.actions.bring_in import COMPARISONS, HEADCOUNTS, import_comparisons, import_headcounts
        from reports.permissions import GRANTS, Permission, can_use_reports
        from schools.actions.import_batches import register_import

        register_grants("reports", Permission, GRANTS)
        register_import(COMPARISONS, import_comparisons)
        register_import(HEADCOUNTS, import_headcounts)
        register_pages(
            {},
            lists={
                "manage": "Managers’ page",
                "manage_tasks": "Open tasks of an officer",
                "report_exclusions": "Suspensions and exclusions in figures",
                "report_exclusions_file": "Suspensions and exclusions in figures, a table as a file",
                "report_exclusion_rows": "Suspensions or exclusions behind a number",
                "report_exclusion_rows_file": "Suspensions or exclusions behind a number, as a file",
            },
        )
        register_entry(
            Entry(
                code="manage",
                label="Manage",
                url_name="manage",
                is_for=lambda user: has_permission(user, Permission.VIEW_MANAGEMENT),
                beginnings=("/manage/",),
            )
        )
        register_entry(
            Entry(
                code="reports",
                label="Reports",
                url_name="reports",
                is_for=can_use_reports,
                beginnings=("/reports/",),
            )
        )
