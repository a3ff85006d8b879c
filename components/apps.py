"""The design system's app."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """Has no models: fields, tags and templates only."""

    name = "components"
    label = "components"
