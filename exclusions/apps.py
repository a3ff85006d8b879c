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
        from exclusions.home_authority import letters as home_authority_letters
        from exclusions.home_authority.lists import user_has_shared_in_shell
        from exclusions.kind import KIND
        from exclusions.support.kind import KIND as SUPPORT
        from exclusions.support.kind import USE as SUPPORT_USE
        from exclusions.support.lists import user_has_support_in_shell
        from exclusions.support.webform import FORM as SUPPORT_FORM
        from exclusions.suspensions.kind import KIND as SUSPENSION
        from exclusions.webforms import FORM
        from portal.webforms import register_webform
        from provision.uses import register_use

        register_grants("exclusions", permissions.Permission, permissions.GRANTS)
        register_kind(KIND)
        register_kind(SUSPENSION)
        register_kind(SUPPORT)
        register_webform(FORM)
        register_webform(SUPPORT_FORM)
        register_use(USE)
        register_use(SUPPORT_USE)
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
                "exclusions.home_authority",
                "Home authority",
                "exclusions_home_authority",
                user_has_shared_in_shell,
                ("/exclusions/home-authority/",),
            )
        )
        register_entry(
            Entry(
                "exclusions.support",
                "Before exclusion",
                "exclusions_support",
                user_has_support_in_shell,
                ("/exclusions/support/",),
            )
        )
        view_labels.register()
        letters.register()
        home_authority_letters.register()
