"""The shared kernel: children, cases, deadlines. It knows no cohort by name."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from accounts.permissions import register_grants  # models are loaded only now
        from cases import outbox_tasks, permissions

        register_grants("cases", permissions.Permission, permissions.GRANTS)
        outbox_tasks.register()
