"""The school-facing shell. It knows no form by name."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from accounts.permissions import is_school_user, register_grants  # models are loaded only now
        from cases.panels import Home, register_home
        from portal import case_panel, desk_labels, notices, permissions, school_labels, schools
        from portal.actions import batches
        from portal.views import school

        register_grants("portal", permissions.Permission, permissions.GRANTS)

        register_home(Home("portal", is_school_user, school.home, schools.frame))
        desk_labels.register()
        school_labels.register()
        notices.register()
        case_panel.register()
        batches.register()
