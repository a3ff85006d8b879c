"""Pages for managers: they read every room and own no facts of theirs."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        from accounts.permissions import has_permission, register_grants  # models are loaded only now
        from cases.panels import Entry, register_entry
        from ledger.viewlog import register_pages
        from reports.permissions import GRANTS, Permission

        register_grants("reports", Permission, GRANTS)
        register_pages({}, lists={"manage": "Managers’ page", "manage_tasks": "Open tasks of an officer"})
        register_entry(
            Entry(
                code="manage",
                label="Manage",
                url_name="manage",
                is_for=lambda user: has_permission(user, Permission.VIEW_MANAGEMENT),
                beginnings=("/manage/",),
            )
        )
