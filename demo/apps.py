"""The demonstration: invented children and the `up` command. Nothing imports it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demonstration"
