"""Suspensions and permanent exclusions."""

from django.apps import AppConfig


class ExclusionsConfig(AppConfig):
    name = "exclusions"
    verbose_name = "Exclusions"

    def ready(self) -> None:
        from accounts.permissions import register_grants  # models are loaded only now
        from cases.kinds import register_kind
        from cases.panels import Entry, register_child_card, register_entry
        from exclusions import kind, letters, permissions, view_labels
        from exclusions.day_six import USE
        from exclusions.governors import letters as governors_letters
        from exclusions.home_authority import letters as home_authority_letters
        from exclusions.kind_steps import register_steps
        from exclusions.lists import user_has_lists
        from exclusions.moves import kind as managed_move
        from exclusions.offsite import kind as direction
        from exclusions.offsite import letters as letters_about_directions
        from exclusions.prompts import registering as prompts
        from exclusions.review import letters as review_letters
        from exclusions.separations import kind as separation
        from exclusions.separations.use import USE as SEPARATION_USE
        from exclusions.support.kind import KIND as SUPPORT
        from exclusions.support.kind import USE as SUPPORT_USE
        from exclusions.support.webform import FORM as SUPPORT_FORM
        from exclusions.suspensions import kind as suspension
        from exclusions.suspensions.child_card import CARD
        from exclusions.suspensions.day_six import USE as SUSPENSION_USE
        from exclusions.webforms import FORM
        from portal.webforms import register_webform
        from provision.uses import register_use

        register_grants("exclusions", permissions.Permission, permissions.GRANTS)
        for each in (kind, suspension, separation, direction, managed_move):
            register_kind(each.KIND)
            register_steps(each.KIND.code, each.STEPS)
        register_kind(SUPPORT)
        register_webform(FORM)
        register_webform(SUPPORT_FORM)
        for use in (USE, SEPARATION_USE, SUPPORT_USE, SUSPENSION_USE):
            register_use(use)
        register_entry(Entry("exclusions", "Exclusions", "exclusions", user_has_lists, ("/exclusions/",)))
        register_child_card(CARD)
        prompts.register()
        view_labels.register()
        letters.register()
        letters_about_directions.register()
        governors_letters.register()
        home_authority_letters.register()
        review_letters.register()
