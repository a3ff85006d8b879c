"""Suspensions and permanent exclusions."""

from django.apps import AppConfig


class ExclusionsConfig(AppConfig):
    name = "exclusions"
    verbose_name = "Exclusions"

    def ready(self) -> None:
        from accounts.permissions import register_grants  # models are loaded only now
        from cases.kinds import register_kind
        from exclusions import permissions
        from exclusions.kind import KIND

        register_grants("exclusions", permissions.Permission, permissions.GRANTS)
        register_kind(KIND)
