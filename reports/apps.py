"""Pages for managers: they read every room and own no facts of theirs."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports"
