"""The authority, its schools and their calendars."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Schools"

    def ready(self) -> None:
        from accounts.permissions import register_grants  # models are loaded only now
        from schools import permissions

        register_grants("schools", permissions.Permission, permissions.GRANTS)
