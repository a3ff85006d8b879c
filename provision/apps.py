"""Providers and placements: shared by the cohorts that owe a child education elsewhere."""

from django.apps import AppConfig


class ProvisionConfig(AppConfig):
    name = "provision"
    verbose_name = "Provision"
