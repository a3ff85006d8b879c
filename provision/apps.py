"""Providers and placements: shared by the cohorts that owe a child education elsewhere."""

from django.apps import AppConfig


class ProvisionConfig(AppConfig):
    name = "provision"
    verbose_name = "Provision"

    def ready(self) -> None:
        from accounts.permissions import register_grants  # models are loaded only now
        from cases.kinds import register_event_labels
        from cases.panels import ChildPanel, Entry, register_child_panel, register_entry
        from ledger.viewlog import register_pages
        from provision import permissions
        from provision.actions.placements import EVENT_LABELS
        from provision.panels import education_lines

        register_grants("provision", permissions.Permission, permissions.GRANTS)
        register_event_labels(EVENT_LABELS)
        register_pages(
            {
                "placements": "Education booked in a case",
                "placement_book": "Page to book education",
                "placement_change": "Booking of education: change",
                "placement_started": "Booking of education: start",
                "placement_not_started": "Booking of education: no start",
                "placement_end": "Booking of education: end",
            }
        )
        register_child_panel(ChildPanel("provision.education_now", "Education", education_lines))
        register_entry(
            Entry(
                "provision.providers", "Providers", "providers", permissions.user_can_view_providers, ("/providers/",)
            )
        )
