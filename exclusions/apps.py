"""Suspensions and permanent exclusions."""

from django.apps import AppConfig


class ExclusionsConfig(AppConfig):
    name = "exclusions"
    verbose_name = "Exclusions"

    def ready(self) -> None:
        from accounts.permissions import register_grants  # models are loaded only now
        from cases.kinds import register_kind
        from cases.panels import Entry, register_entry
        from exclusions import letters, permissions, view_labels
        from exclusions.day_six import USE
        from exclusions.day_six_board import user_has_board_in_shell
        from exclusions.kind import KIND
        from exclusions.suspensions.kind import KIND as SUSPENSION
        from exclusions.webforms import FORM
        from portal.webforms import register_webform
        from provision.uses import register_use

        register_grants("exclusions", permissions.Permission, permissions.GRANTS)
        register_kind(KIND)
        register_kind(SUSPENSION)
        register_webform(FORM)
        register_use(USE)
        register_entry(
            Entry(
                "exclusions.day_six",
                "Day six",
                "exclusions_day_six",
                user_has_board_in_shell,
                ("/exclusions/day-six/",),
            )
        )
        register_entry(
            Entry(
                "exclusions.finance",
                "Exclusions: money",
                "exclusions_finance",
                permissions.user_has_finance_in_shell,
                ("/exclusions/finance/", "/exclusions/amounts/"),
            )
        )
        view_labels.register()
        letters.register()
