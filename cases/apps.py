"""The shared kernel: children, cases, deadlines. It knows no cohort by name."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from accounts.permissions import register_grants  # models are loaded only now
        from cases import outbox_tasks, permissions, sealed, view_labels
        from cases.actions.pupils_import import import_pupils
        from cases.queries.case import open_deadlines_count
        from cases.queries.officers import WORKING_ROLES
        from cases.queries.open_work import open_work_counts
        from schools.actions.import_batches import register_import
        from schools.effects import register_open_deadline_counter
        from schools.models import ImportBatch
        from schools.open_work import register_open_work

        register_open_deadline_counter(open_deadlines_count)
        register_open_work(open_work_counts, "person_hand_over", WORKING_ROLES)
        register_import(ImportBatch.Kind.PUPILS, import_pupils)
        register_grants("cases", permissions.Permission, permissions.GRANTS)
        outbox_tasks.register()
        view_labels.register()
        sealed.register()
